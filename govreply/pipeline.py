"""The whole way from a decoded document to its mentions, on one screen."""

from __future__ import annotations

from govreply.extractors.dates import find_dates
from govreply.extractors.document_numbers import find_document_numbers, link
from govreply.extractors.quantities import find_quantities
from govreply.extractors.stage import planned_clauses
from govreply.extractors.targets import find_targets
from govreply.extractors.titles import find_titles
from govreply.lexicon import Lexicon
from govreply.models import Mentions, Reply, Source
from govreply.parser.body import parse_body
from govreply.parser.header import parse_frame
from govreply.parser.layout import lay_out
from govreply.spans import union


def run(source: Source, lexicon: Lexicon) -> tuple[Reply, Mentions]:
    """Parse a document and extract its mentions. Pure: the same text and dictionaries give the same result."""
    reply = parse(source.text, lexicon)
    return reply, extract_mentions(reply, lexicon)


def parse(text: str, lexicon: Lexicon) -> Reply:
    """The structure of a decoded document: header, sections, answers, measures and what is planned in it."""
    layout = lay_out(text, lexicon)
    frame = parse_frame(layout, lexicon)
    reply = parse_body(layout, frame, lexicon)
    planned = union([*reply.planned, *planned_clauses(reply, lexicon)])
    return reply._replace(planned=planned)


def extract_mentions(reply: Reply, lexicon: Lexicon) -> Mentions:
    """All mentions of a parsed document; each kind is kept out of the places that another one has taken."""
    plain, header, ignored = reply.layout.plain, reply.header, reply.ignored
    titles = find_titles(reply.layout, header, ignored, lexicon)
    numbers = find_document_numbers(reply.layout, header, ignored, lexicon)
    titles, numbers = link(plain, titles, numbers)
    taken = union([*ignored, *(title.span for title in titles), *(number.span for number in numbers)])
    dates = find_dates(plain, taken, header.reference, lexicon)
    taken = union([*taken, *(date.span for date in dates)])
    quantities = find_quantities(plain, taken, lexicon)
    return Mentions(
        amounts=quantities.amounts,
        counts=quantities.counts,
        measurements=quantities.measurements,
        percentages=quantities.percentages,
        document_numbers=numbers,
        titles=titles,
        dates=dates,
        targets=find_targets(reply, dates, quantities.merged(), lexicon),
    )
