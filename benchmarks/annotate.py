"""Turn annotation lines (NAME.ann) into the gold tables (NAME.json) that the quality gate scores against.

    python benchmarks/annotate.py samples/gold --docs samples [--check] [--review]

A person reads the document from top to bottom and writes one line for each thing met, in the order of the text; fields
are separated by spaces. The converter finds every mention at or after the one before it, so the k-th line is the k-th
occurrence, and refuses what the document does not say. It recognises nothing: each value is the annotator's.

    reply KEY VALUE         a field of the table `replies`
    S ORDINAL HEADING       a section
    A TEXT NAME WORDS       an answer: unit as written (- for none: the issuer speaks), full name, its first words
    M LABEL HEADLINE [+]    a measure; + planned (always so in a policy); its headline as it stands
    R TEXT [NAME]           a responsible unit of the measure above
    X                       what follows belongs to no measure;  E  to nothing at all (signature)
    a c m p                 amount, count, measurement, percentage: NUMBER/UNIT VALUE [rest]
                            VALUE: =v exact, ~v approx, >v, >=v, <v, <=v, a..b range, ~a..b few; w is 10^4, y 10^8
                            rest: currency of an amount (CNY), object of a count, direction + - s of a percentage
    n TEXT [self] [<] [>]   a document number in normal form; < it belongs to the title above, > to the next one
    t KIND TEXT             a title: d document, p proposal, o other
    d TEXT VALUE            a date; s:P1Y is a set, P1Y a duration, - no value
    g DEADLINE_TEXT DEADLINE METRIC NUMBER      a target; NUMBER as in its row above, or =CLAUSE where it has none

Before a letter: ! planned, ? optional (careful readers differ). `#` opens a comment line.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, Any]
ENCODINGS = ("utf-8-sig", "gb18030")
TABLES = ("sections", "answers", "measures", "responsibilities", "amounts", "counts", "measurements", "percentages",
          "document_numbers", "titles", "dates", "targets")
NUMBERS = {"a": "amounts", "c": "counts", "m": "measurements", "p": "percentages"}
SIGNS = {"=": "exact", "~": "approx", ">": "more_than", ">=": "equal_or_more", "<": "less_than", "<=": "equal_or_less"}
DIRECTIONS = {"+": "increase", "-": "decrease", "s": "share"}
TITLE_KINDS = {"d": "document", "p": "proposal", "o": "other"}
SYMBOLS = {"米": "m", "公里": "km", "千米": "km", "km": "km", "平方米": "m2", "平方公里": "km2", "公顷": "har", "立方米": "m3",
           "吨": "t", "公斤": "kg", "千瓦": "kW", "千瓦时": "kW.h", "千伏": "kV", "升": "L", "毫米": "mm", "厘米": "cm",
           "兆瓦": "MW", "千伏安": "kV.A", "里": "", "摄氏度": "Cel"}
BRACKETS = str.maketrans("()（）﹝﹞[]［］【】０１２３４５６７８９", "〔〕〔〕〔〕〔〕〔〕〔〕0123456789")
FURNITURE = re.compile(r"^\s*(?:[-—–]\s*\d{1,3}\s*[-—–]|\d{1,3})\s*$", re.M)
NUMERAL = re.compile(r"[0-9０-９][0-9０-９.,．]*|[零〇一二三四五六七八九十百千万亿两半几数]+")


class AnnotationError(ValueError):
    """A line that says what the document does not; the message names the file, the line and the reason."""


def plain_text(data: bytes) -> str:
    """The document without its layout (white space, page numbers): what mentions are looked up in, one paragraph.

    Raises UnicodeError for bytes in none of the supported encodings (UTF-8, GB 18030).
    """
    for encoding in ENCODINGS:
        try:
            return re.sub(r"\s+", "", FURNITURE.sub("", data.decode(encoding)))
        except UnicodeDecodeError:
            continue
    raise UnicodeError("neither UTF-8 nor GB 18030")


def number(text: str) -> int | float:
    """1500 -> 1500, 1.2w -> 12000 (10^4), 3y -> 300000000 (10^8); exact before it becomes a JSON number."""
    scale = 1
    while text[-1] in "wy":
        scale *= 10**4 if text[-1] == "w" else 10**8
        text = text[:-1]
    value = Decimal(text) * scale
    return int(value) if value == value.to_integral_value() else float(value)


def quantity(stated: str) -> Row:
    """The columns value, low, high, modifier of a VALUE such as `>=50w`, `20..25` or `~20..99`."""
    sign, interval = re.match(r"(>=|<=|[=~<>]|)(.+)", stated).groups()  # type: ignore[union-attr]
    if ".." in interval:
        low, high = map(number, interval.split(".."))
        return {"value": None, "low": low, "high": high, "modifier": "approx" if sign else "range"}
    value = number(interval)
    low_known, high_known = sign in ("=", ">", ">="), sign in ("=", "<", "<=")
    return {"value": value, "low": value if low_known else None, "high": value if high_known else None,
            "modifier": SIGNS[sign]}


@dataclass
class Annotation:
    """The state of one conversion: the document's text, the place reached in it, and the rows so far."""

    text: str
    reply: Row = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    place: Row = field(default_factory=lambda: dict.fromkeys(("section_no", "answer_no", "measure_no")))
    stage: str = "done"
    cursor: int = 0
    covered: list[tuple[int, int]] = field(default_factory=list)
    awaiting_title: Row | None = None

    def find(self, wanted: str) -> int:
        """Moves past the next occurrence of ``wanted`` (no digit before it) and returns its offset."""
        needle = re.sub(r"\s+", "", wanted).translate(BRACKETS)
        pattern = re.compile(r"(?<![0-9])" + re.escape(needle) if needle[0].isdigit() else re.escape(needle))
        match = pattern.search(self.text.translate(BRACKETS), self.cursor)
        if not match:
            raise AnnotationError(f"not found after {self.text[max(0, self.cursor - 20):self.cursor]!r}: {wanted}")
        self.cursor = match.end()
        self.covered.append(match.span())
        return match.start()

    def add(self, table: str, row: Row) -> Row:
        self.tables[table].append(row)
        return row

    def structure(self, letter: str, rest: list[str]) -> Row:
        """Takes a line S, A, M, R, X or E, what the following mentions belong to, and returns its row."""
        row: Row = {}
        planned = "planned" if self.reply.get("kind") == "policy" else "done"
        if letter == "S":
            self.cursor = self.find(rest[1])
            self.covered.pop()
            quoted = re.search('[“"](.+)[”"]', rest[1])
            suggestion = quoted[1] if quoted else re.sub("^(?:关于|關於)", "", rest[1])
            row = self.add("sections", {"section_no": len(self.tables["sections"]) + 1, "ordinal": rest[0],
                                        "heading": rest[1], "suggestion": suggestion})
            self.place = {"section_no": row["section_no"], "answer_no": None, "measure_no": None}
            self.stage = planned
        elif letter == "A":
            start = self.find(rest[2])
            self.cursor = start
            row = self.add("answers", {"answer_no": len(self.tables["answers"]) + 1, "section_no": self.place["section_no"],
                                       "department_text": "" if rest[0] == "-" else rest[0], "department": rest[1].replace("-", ""),
                                       "attribution": "issuer" if rest[0] == "-" else "label",
                                       "first_words": self.text[start:start + 12]})
            self.place |= {"answer_no": row["answer_no"], "measure_no": None}
            self.stage = planned
        elif letter == "M":
            start = self.find(rest[1])
            self.cursor = start
            if rest[0] != "下一步" and not self.text[:start].translate(BRACKETS).endswith(rest[0].translate(BRACKETS)):
                raise AnnotationError(f"label {rest[0]} does not stand before {rest[1]}")
            self.stage = "planned" if rest[2:] == ["+"] else planned
            row = self.add("measures", {"measure_no": len(self.tables["measures"]) + 1, **self.place, "label": rest[0],
                                        "headline": rest[1], "stage": self.stage})
            row["measure_no"] = self.place["measure_no"] = len(self.tables["measures"])
        elif letter == "R":
            self.find(rest[0])
            earlier = [r for r in self.tables["responsibilities"] if r["measure_no"] == self.place["measure_no"]]
            row = self.add("responsibilities", {"measure_no": self.place["measure_no"], "position": len(earlier) + 1,
                                          "department_text": rest[0], "department": rest[-1]})
        elif letter == "X":
            self.place["measure_no"] = None
        else:
            self.place, self.stage = dict.fromkeys(self.place), "done"
        return row

    def mention(self, letter: str, rest: list[str]) -> Row:
        """Takes a line of a mention and returns its row without its place."""
        if letter in NUMBERS:
            written, _, unit = rest[0].partition("/")
            self.find(written + unit)
            row = {"text": written + unit, **quantity(rest[1]), "unit": unit or "%"}
            if letter == "a":
                row["currency"] = rest[2] if rest[2:] else "CNY"
            elif letter == "c":
                row["object"] = "".join(rest[2:])
            elif letter == "m":
                row["symbol"] = SYMBOLS.get(unit, "")
            else:
                row["direction"] = DIRECTIONS[rest[2]] if rest[2:] else ""
            return self.add(NUMBERS[letter], row)
        if letter == "t":
            title = " ".join(rest[1:])
            self.find(title)
            row = self.add("titles", {"text": title, "doc_number": "", "kind": TITLE_KINDS[rest[0]]})
            if self.awaiting_title:
                self.awaiting_title["title"], row["doc_number"] = title, self.awaiting_title["text"]
                self.awaiting_title = None
            return row
        if letter == "n":
            return self.document_number(rest)
        if letter == "d":
            self.find(rest[0])
            is_set, value = rest[1].startswith("s:"), rest[1].removeprefix("s:").removeprefix("-") or ""
            kind = "SET" if is_set else "DURATION" if value.startswith("P") else "DATE"
            return self.add("dates", {"text": re.sub("[“”]", "", rest[0]), "type": kind, "value": value})
        return self.target(rest)

    def document_number(self, rest: list[str]) -> Row:
        self.find(rest[0])
        official = re.fullmatch(r"(.*?)〔(\d{4})〕第?(\d*)[号號]", rest[0])
        standard = re.fullmatch(r"([A-Z0-9]+(?:/[A-Z])??)([\d.]+)[-—](\d{4})", rest[0])
        if official:
            code, year, serial = official.groups()
        elif standard:
            code, serial, year = standard.groups()
        else:
            raise AnnotationError(f"no document number: {rest[0]}")
        row = self.add("document_numbers", {
            "text": rest[0], "kind": "official" if official else "standard", "issuer_code": code, "year": int(year),
            "number": serial, "title": "", "role": "self" if "self" in rest else "cited"})
        if "<" in rest:
            row["title"], self.tables["titles"][-1]["doc_number"] = self.tables["titles"][-1]["text"], rest[0]
        elif ">" in rest:
            self.awaiting_title = row
        return row

    def target(self, rest: list[str]) -> Row:
        deadline_text, deadline, metric, stated = rest
        row: Row = {"deadline_text": deadline_text, "deadline": deadline, "metric": metric}
        if stated.startswith("="):
            start, end = self.text.find(stated[1:]), self.text.find(stated[1:]) + len(stated) - 1
            if start < 0:
                raise AnnotationError(f"no such clause: {stated[1:]}")
            row |= {"value": None, "unit": "", "modifier": ""}
        else:
            rows = [r for name in (*NUMBERS.values(), "dates") for r in self.tables[name]]
            number_row = max((r for r in rows if r["text"] == stated), key=lambda r: r["_start"], default=None)
            if number_row is None:
                raise AnnotationError(f"no number {stated} above")
            start, end = number_row["_start"], number_row["_start"] + len(stated)
            row |= {"value": number_row.get("value"), "unit": number_row.get("unit", ""),
                    "modifier": number_row.get("modifier", "exact")}
        opening = max(self.text.rfind(mark, 0, start) for mark in "，；。：,;:") + 1
        closing = min((i for i in (self.text.find(mark, end) for mark in "，；。,;") if i >= 0), default=len(self.text))
        return self.add("targets", {"text": self.text[opening:closing], **row})

    def line(self, line: str) -> None:
        """Takes one annotation line. Raises AnnotationError (also for a line of too few fields)."""
        marked, *rest = line.split()
        marks, letter = ("", marked) if marked == "reply" else (marked[:-1], marked[-1])
        try:
            if letter == "reply":
                self.reply[rest[0]] = int(rest[1]) if rest[0] in ("term", "meeting") else " ".join(rest[1:])
                return
            if letter in "SAMRXE":
                row = self.structure(letter, rest)
            else:
                row = self.mention(letter, rest)
                row["_start"] = self.covered[-1][0]
                row |= self.place | {"stage": "planned" if "!" in marks else self.stage}
        except (IndexError, KeyError, TypeError, ValueError, ArithmeticError) as error:
            if isinstance(error, AnnotationError):
                raise
            raise AnnotationError(f"cannot read the line: {error!r}") from error
        if "?" in marks:
            row["optional"] = True

    def gold(self, source: str) -> Row:
        """The finished gold object; in a policy a mention's department is its measure's first responsible unit."""
        leaders = {r["measure_no"]: r["department"] for r in self.tables["responsibilities"] if r["position"] == 1}
        for rows in self.tables.values():
            for row in rows:
                row.pop("_start", None)
                if "stage" in row and "label" not in row and row["measure_no"] in leaders:
                    row["department"] = leaders[row["measure_no"]]
        return {"source": source, "reply": self.reply, **self.tables}

    def unread(self) -> list[str]:
        """Numerals that no line covers, each in its surroundings: for the second reading."""
        found = []
        for match in NUMERAL.finditer(self.text):
            start, end = match.span()
            if not any(s < end and start < e for s, e in self.covered):
                found.append(f"{self.text[max(0, start - 8):start]}[{match[0]}]{self.text[end:end + 8]}")
        return found


def convert(annotation: Path, document: Path) -> Annotation:
    """Reads ``annotation`` against ``document``. Raises AnnotationError, OSError, UnicodeError."""
    state = Annotation(plain_text(document.read_bytes()))
    for line_no, line in enumerate(annotation.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                state.line(line)
            except AnnotationError as error:
                raise AnnotationError(f"{annotation.name}:{line_no}: {error}") from error
    return state


def main() -> int:
    """Writes (or with --check compares) the gold of every annotation; exit status 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("gold", type=Path, help="folder of the .ann files, to which the .json files go")
    parser.add_argument("--docs", type=Path, help="folder of the documents (default: the same)")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a .json is not up to date")
    parser.add_argument("--review", action="store_true", help="print the numerals that no line covers")
    options = parser.parse_args()
    wrong = 0
    for path in sorted(options.gold.glob("*.ann")):
        document = (options.docs or options.gold) / f"{path.stem}.txt"
        try:
            state = convert(path, document)
        except (AnnotationError, OSError, UnicodeError) as error:
            print(error, file=sys.stderr)
            wrong += 1
            continue
        written = json.dumps(state.gold(document.name), ensure_ascii=False, indent=1) + "\n"
        target = path.with_suffix(".json")
        if options.review:
            print(f"{path.stem}:", *state.unread(), sep="\n  ")
        if not options.check:
            target.write_text(written, "utf-8")
        elif not target.is_file() or target.read_text("utf-8") != written:
            print(f"{target}: not up to date", file=sys.stderr)
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
