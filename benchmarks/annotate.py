"""Turn annotation lines (NAME.ann) into the gold tables (NAME.json) that the quality gate scores against.

    python benchmarks/annotate.py samples/gold --docs samples [--check] [--review]

A person reads the document from top to bottom and writes a line for each thing met, in the order of the text, fields
separated by spaces. Every mention is looked for at or after the one before it, so the k-th line is the k-th occurrence,
and what the document does not say is refused. Nothing is recognised here: each value is the annotator's.

    reply KEY VALUE         a field of the table `replies`
    S ORDINAL HEADING       a section
    A TEXT NAME WORDS       an answer: unit as written (- for none: the issuer speaks), full name (-), first words
    M LABEL HEADLINE [+]    a measure; + planned (always so in a policy)
    R TEXT [NAME]           a responsible unit of the measure above
    X                       what follows belongs to no measure;  E  to nothing at all (signature)
    a c m p                 amount, count, measurement, percentage: NUMBER/UNIT VALUE [REST]
                            VALUE: =v exact, ~v approx, >v, >=v, <v, <=v, a..b range, ~a..b few; w is 10^4, y 10^8
                            REST: currency of an amount (CNY), object of a count, direction + - s(hare)
    n TEXT [self] [<] [>]   a document number in normal form; < it belongs to the title above, > to the next one
    t KIND TEXT             a title: d document, p proposal, o other
    d TEXT VALUE            a date; s:P1Y is a set, P1Y a duration, - no value
    g DEADLINE_TEXT DEADLINE METRIC NUMBER      a target; NUMBER as in its row above, =CLAUSE where it has none

Before a letter: ! planned, ? optional (careful readers differ). `#` opens a comment line.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, Any]
NUMBERS = {"a": "amounts", "c": "counts", "m": "measurements", "p": "percentages"}
TABLES = (
    "sections",
    "answers",
    "measures",
    "responsibilities",
    *NUMBERS.values(),
    "document_numbers",
    "titles",
    "dates",
    "targets",
)
SIGNS = {"=": "exact", "~": "approx", ">": "more_than", ">=": "equal_or_more", "<": "less_than", "<=": "equal_or_less"}
DIRECTIONS = {"+": "increase", "-": "decrease", "s": "share"}
KINDS = {"d": "document", "p": "proposal", "o": "other"}
SYMBOLS = {
    "米": "m",
    "厘米": "cm",
    "公里": "km",
    "千米": "km",
    "km": "km",
    "平方米": "m2",
    "㎡": "m2",
    "平方公里": "km2",
    "公顷": "har",
    "立方米": "m3",
    "吨": "t",
    "公斤": "kg",
    "千瓦": "kW",
    "千瓦时": "kW.h",
    "千伏": "kV",
    "千伏安": "kV.A",
}
FORMS = str.maketrans("()（）﹝﹞[]［］【】０１２３４５６７８９", "〔〕〔〕〔〕〔〕〔〕〔〕0123456789")
FURNITURE = re.compile(r"^\s*(?:[-—–]\s*\d{1,3}\s*[-—–]|\d{1,3})\s*$", re.M)
CLAUSE_END = re.compile(r"[，；。：;]|,(?!\d{3})|(?<!\d)\.")
NUMERAL = re.compile(r"[0-9０-９][0-9０-９.,．]*|[零〇一二三四五六七八九十百千万亿两半几数]+")


class AnnotationError(ValueError):
    """A line that says what the document does not; the message names the file, the line and the reason."""


def plain_text(data: bytes) -> str:
    """The document, UTF-8 or else GB 18030, without white space and page numbers. Raises UnicodeDecodeError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return re.sub(r"\s+", "", FURNITURE.sub("", text))


def number(text: str) -> int | float:
    """1500 -> 1500, 1.2w -> 12000, 3y -> 300000000: computed exactly, then a JSON number."""
    value = Decimal(text.rstrip("wy")) * 10 ** (4 * text.count("w") + 8 * text.count("y"))
    return int(value) if value == value.to_integral_value() else float(value)


def quantity(stated: str) -> Row:
    """The columns value, low, high, modifier of a VALUE such as `>=50w`, `20..25` or `~20..99`."""
    interval = stated.lstrip("=~<>")
    sign = stated.removesuffix(interval)
    if ".." in interval:
        low, high = map(number, interval.split(".."))
        return {"value": None, "low": low, "high": high, "modifier": "approx" if sign else "range"}
    value = number(interval)
    return {
        "value": value,
        "low": value if sign in ("=", ">", ">=") else None,
        "high": value if sign in ("=", "<", "<=") else None,
        "modifier": SIGNS[sign],
    }


class Annotation:
    """One conversion: the document's text, the place reached in it, and the rows so far."""

    def __init__(self, text: str) -> None:
        self.text, self.cursor, self.opening, self.stage = text, 0, 0, "done"
        self.reply: Row = {}
        self.tables: dict[str, list[Row]] = {name: [] for name in TABLES}
        self.place: Row = dict.fromkeys(("section_no", "answer_no", "measure_no"))
        self.covered: list[tuple[int, int]] = []
        self.untitled: Row | None = None

    def find(self, wanted: str, skip: bool = True) -> int:
        """The offset of the next ``wanted`` (no digit before its first); ``skip`` moves past it, else to its start."""
        needle = wanted.translate(FORMS)
        pattern = re.compile(("(?<![0-9])" if needle[0].isdigit() else "") + re.escape(needle))
        match = pattern.search(self.text.translate(FORMS), self.cursor)
        if not match:
            raise AnnotationError(f"not found after {self.text[max(0, self.cursor - 20) : self.cursor]!r}: {wanted}")
        self.cursor = match.end() if skip else match.start()
        if skip:
            self.covered.append(match.span())
        return match.start()

    def add(self, table: str, row: Row) -> Row:
        self.tables[table].append(row)
        return row

    def enter(self, table: str, key: str, row: Row) -> Row:
        """Adds a section, answer or measure: what follows belongs to it, and to nothing below it."""
        keys = list(self.place)
        self.place |= dict.fromkeys(keys[keys.index(key) :]) | {key: len(self.tables[table]) + 1}
        self.opening = self.cursor
        self.stage = row.get("stage", "planned" if self.reply.get("kind") == "policy" else "done")
        return self.add(table, {key: self.place[key], **{k: self.place[k] for k in keys[: keys.index(key)]}, **row})

    def structure(self, letter: str, rest: list[str]) -> Row:
        """Takes a line S, A, M, R, X or E and returns its row (X and E have none)."""
        match letter:
            case "S":
                self.find(rest[1], skip=False)
                quoted = re.search('[“"](.+)[”"]', rest[1])
                return self.enter(
                    "sections",
                    "section_no",
                    {
                        "ordinal": rest[0],
                        "heading": rest[1],
                        "suggestion": quoted[1] if quoted else re.sub("^(?:关于|關於)", "", rest[1]),
                    },
                )
            case "A":
                start = self.find(rest[2], skip=False)
                text, name = (field.replace("-", "") for field in rest[:2])
                return self.enter(
                    "answers",
                    "answer_no",
                    {
                        "department_text": text,
                        "department": name,
                        "attribution": "label" if text else "issuer",
                        "first_words": self.text[start : start + 12],
                    },
                )
            case "M":
                label = "" if rest[0] == "下一步" else rest[0]
                self.cursor = self.find(label + rest[1], skip=False) + len(label)
                planned = rest[-1] == "+" or self.reply["kind"] == "policy"
                return self.enter(
                    "measures",
                    "measure_no",
                    {"label": rest[0], "headline": rest[1], "stage": "planned" if planned else "done"},
                )
            case "R":
                self.find(rest[0])
                measure = self.place["measure_no"]
                position = 1 + sum(row["measure_no"] == measure for row in self.tables["responsibilities"])
                return self.add(
                    "responsibilities",
                    {"measure_no": measure, "position": position, "department_text": rest[0], "department": rest[-1]},
                )
            case "X":
                self.place["measure_no"] = None
            case _:
                self.place, self.stage = dict.fromkeys(self.place), "done"
        return {}

    def mention(self, letter: str, rest: list[str]) -> Row:
        """Takes a line of a mention and returns its row, yet without its place."""
        match letter:
            case "t":
                self.find(rest[1])
                row = self.add("titles", {"text": rest[1], "doc_number": "", "kind": KINDS[rest[0]]})
                if self.untitled:
                    self.untitled["title"], row["doc_number"] = rest[1], self.untitled["text"]
                    self.untitled = None
                return row
            case "n":
                return self.document_number(rest)
            case "d":
                self.find(rest[0])
                value = rest[1].removeprefix("s:").removeprefix("-")
                kind = "SET" if rest[1].startswith("s:") else "DURATION" if value.startswith("P") else "DATE"
                return self.add("dates", {"text": re.sub("[“”]", "", rest[0]), "type": kind, "value": value})
            case "g":
                return self.target(rest)
        written, _, unit = rest[0].partition("/")
        self.find(written + unit)
        detail = {
            "a": {"currency": "".join(rest[2:]) or "CNY"},
            "c": {"object": "".join(rest[2:])},
            "m": {"symbol": SYMBOLS.get(unit, "")},
            "p": {"direction": DIRECTIONS.get("".join(rest[2:]), "")},
        }
        row = {"text": written + unit, **quantity(rest[1]), "unit": unit or "%"}
        return self.add(NUMBERS[letter], row | detail[letter])

    def document_number(self, rest: list[str]) -> Row:
        self.find(rest[0])
        official = re.fullmatch(r"(?P<code>.*?)〔(?P<year>\d{4})〕第?(?P<serial>\d*)[号號]", rest[0])
        parts = official or re.fullmatch(r"(?P<code>[A-Z0-9]+(?:/[A-Z])??)(?P<serial>[\d.]+)-(?P<year>\d{4})", rest[0])
        if not parts:
            raise AnnotationError(f"no document number: {rest[0]}")
        row = self.add(
            "document_numbers",
            {
                "text": rest[0],
                "kind": "official" if official else "standard",
                "issuer_code": parts["code"],
                "year": int(parts["year"]),
                "number": parts["serial"],
                "title": "",
                "role": "self" if "self" in rest else "cited",
            },
        )
        if "<" in rest:
            row["title"], self.tables["titles"][-1]["doc_number"] = self.tables["titles"][-1]["text"], rest[0]
        self.untitled = row if ">" in rest else None
        return row

    def target(self, rest: list[str]) -> Row:
        deadline_text, deadline, metric, stated = rest
        clause = stated.removeprefix("=")
        row: Row = {"value": None, "unit": "", "modifier": ""}
        start = self.text.find(clause)
        if clause == stated:
            rows = [row for name in NUMBERS.values() for row in self.tables[name] if row["text"] == stated]
            row, start = max(((r, r["start"]) for r in rows), key=lambda pair: int(pair[1]))
        if start < 0:
            raise AnnotationError(f"no such clause: {clause}")
        opening = max((m.end() for m in CLAUSE_END.finditer(self.text, self.opening, start)), default=self.opening)
        closing = CLAUSE_END.search(self.text, start + len(clause))
        return self.add(
            "targets",
            {
                "text": self.text[opening : closing.start() if closing else None],
                "deadline_text": deadline_text,
                "deadline": deadline,
                "metric": metric,
                **{key: row[key] for key in ("value", "unit", "modifier")},
            },
        )

    def line(self, line: str) -> None:
        """Takes one annotation line. Raises AnnotationError, also for a line of too few fields."""
        marked, *rest = line.split()
        if marked == "reply":
            self.reply[rest[0]] = int(rest[1]) if rest[0] in ("term", "meeting") else " ".join(rest[1:])
            return
        try:
            row = self.structure(marked[-1], rest) if marked[-1].isupper() else self.mention(marked[-1], rest)
        except (IndexError, KeyError, ArithmeticError, TypeError) as error:
            raise AnnotationError(f"cannot read the line: {error!r}") from error
        if marked[-1].islower():
            row |= {"start": self.covered[-1][0], **self.place, "stage": "planned" if "!" in marked else self.stage}
        if "?" in marked:
            row["optional"] = True

    def gold(self, source: str) -> Row:
        """The finished gold; in a policy a mention's department is its measure's first responsible unit."""
        leaders = {r["measure_no"]: r["department"] for r in self.tables["responsibilities"] if r["position"] == 1}
        for row in (row for rows in self.tables.values() for row in rows):
            if row.pop("start", None) is not None and row["measure_no"] in leaders:
                row["department"] = leaders[row["measure_no"]]
        return {"source": source, "reply": self.reply, **self.tables}

    def unread(self) -> list[str]:
        """Numerals that no line covers, each in its surroundings: for the second reading."""
        spans = (m.span() for m in NUMERAL.finditer(self.text))
        return [
            f"{self.text[max(0, start - 8) : start]}[{self.text[start:end]}]{self.text[end : end + 8]}"
            for start, end in spans
            if not any(s < end and start < e for s, e in self.covered)
        ]


def convert(path: Path, document: Path) -> Annotation:
    """Reads the annotation at ``path`` against ``document``. Raises AnnotationError, OSError, UnicodeDecodeError."""
    state = Annotation(plain_text(document.read_bytes()))
    for line_no, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                state.line(line)
            except ValueError as error:
                raise AnnotationError(f"{path.name}:{line_no}: {error}") from error
    return state


def main() -> int:
    """Writes (with --check: compares) the gold of every annotation; exit status 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("gold", type=Path, help="folder of the .ann files, to which the .json files go")
    parser.add_argument("--docs", type=Path, help="folder of the documents (default: the same)")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a .json is not up to date")
    parser.add_argument("--review", action="store_true", help="print the numerals that no line covers")
    options = parser.parse_args()
    wrong = 0
    for path in sorted(options.gold.glob("*.ann")):
        document, target = (options.docs or options.gold) / f"{path.stem}.txt", path.with_suffix(".json")
        state = convert(path, document)
        written = json.dumps(state.gold(document.name), ensure_ascii=False, indent=1) + "\n"
        if options.review:
            print(f"{path.stem}:", *state.unread(), sep="\n  ")
        if not options.check:
            target.write_text(written, "utf-8")
        elif not target.is_file() or target.read_text("utf-8") != written:
            print(f"{target}: not up to date", file=sys.stderr)
            wrong += 1
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
