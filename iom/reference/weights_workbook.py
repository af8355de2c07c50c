"""ONS's Crime Severity Score workbook: its list of weights, found on its sheet rather than assumed.

The sheet begins with titles and notes; then a row of headings; then blocks, of which only the first row names
the offence category; then footnotes. Editions differ in where the headings stand and how they are worded.
Some offences are split by age and sex, in rows of their own without a code.
"""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Literal

from iom.reference.checks import Fault, number
from iom.reference.entries import ReferenceTableError
from iom.reference.table_file import refuse
from iom.reference.workbook import Cell, Sheet, text_of

SHEET = "List of weights"
# Headings stand above the list, among its titles and notes: further down they would be a row of something
# else.
HEADINGS_WITHIN = 60
_CODE = re.compile(r"\bcodes?\b", re.IGNORECASE)
_WEIGHT = re.compile(r"\bweights?\b", re.IGNORECASE)
_CATEGORY = re.compile(r"\b(category|group|type)\b", re.IGNORECASE)
_OFFENCE = re.compile(r"\b(offence|description|title)\b", re.IGNORECASE)
# What ONS and other statistics offices write where there is no number.
_NO_NUMBER = re.compile(r"^(|-|–|—|\.{1,3}|:|n/?a|na|none|not available|\[\w{1,4}\]|x|z|u)$", re.IGNORECASE)
_CODE_FORM = re.compile(r"^\d")

Repeated = Literal["first", "leave-out"]


@dataclass(frozen=True)
class Listed:
    """One row of the list. weight: the number as written, or the shortest digits that give it exactly."""

    line: int
    code: str
    title: str
    category: str
    weight: str


@dataclass(frozen=True)
class WeightList:
    """What a sheet lists, and what of it is not loaded: rows without code or weight, repeats."""

    sheet: str
    heading_line: int
    headings: dict[str, str]
    rows: tuple[Listed, ...]
    without_code: tuple[Listed, ...] = ()
    without_weight: tuple[Listed, ...] = ()
    repeated: tuple[Listed, ...] = ()


@dataclass
class _Found:
    rows: list[Listed] = field(default_factory=list)
    without_code: list[Listed] = field(default_factory=list)
    without_weight: list[Listed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def weight_list(
    sheet: Sheet, *, weight_column: str | None = None, repeated: Repeated | None = None
) -> WeightList:
    """The list of weights of a sheet.

    weight_column: its heading, needed where several speak of weights. repeated: what to do with a code that
    is listed with several weights: take the first, or leave the code out.
    Raises ReferenceTableError when no row has the headings, or a weight is no number; all faults are named.
    """
    at, columns = _headings(sheet, weight_column)
    found = _Found()
    category = ""
    for line, cells in enumerate(sheet.rows[at + 1 :], at + 2):
        said = {name: cells[column] if column < len(cells) else "" for name, column in columns.items()}
        category = text_of(said.get("category", "")) or category
        _take(found, line, said, category)
    rows, again = _once(found, repeated)
    refuse(sheet.file_name, found.faults)
    if not rows:
        raise ReferenceTableError(
            f'{sheet.file_name}, sheet "{sheet.name}": no row below its headings (row {at + 1}) has a '
            "code and a weight. Nothing was loaded."
        )
    headings = {name: text_of(sheet.rows[at][column]) for name, column in columns.items()}
    return WeightList(
        sheet.name,
        at + 1,
        headings,
        tuple(rows),
        tuple(found.without_code),
        tuple(found.without_weight),
        tuple(again),
    )


def _headings(sheet: Sheet, weight_column: str | None) -> tuple[int, dict[str, int]]:
    """The first row that has a heading for codes and, in another cell, one for weights; its columns."""
    for at, cells in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        words = [text_of(cell) if isinstance(cell, str) else "" for cell in cells]
        coded = [n for n, text in enumerate(words) if _CODE.search(text)]
        weighed = [n for n, text in enumerate(words) if _WEIGHT.search(text) and n not in coded]
        if coded and weighed:
            return at, _columns(sheet, at, words, coded, _chosen(sheet, at, words, weighed, weight_column))
    raise ReferenceTableError(
        f'{sheet.file_name}, sheet "{sheet.name}": none of its first {HEADINGS_WITHIN} rows has a heading '
        'for the offence code ("… code") and one for the weight ("weight …") side by side. Is it the right '
        "sheet (--sheet)?"
    )


def _chosen(sheet: Sheet, at: int, words: list[str], weighed: list[int], wanted: str | None) -> int:
    if wanted is not None:
        weighed = [n for n in weighed if words[n].casefold() == " ".join(wanted.split()).casefold()]
    if len(weighed) != 1:
        held = ", ".join(f'"{text}"' for text in words if _WEIGHT.search(text))
        raise ReferenceTableError(
            f'{sheet.file_name}, sheet "{sheet.name}", row {at + 1}: these headings speak of weights: {held}'
            '. Say which one to load with --weight-column "HEADING".'
        )
    return weighed[0]


def _columns(sheet: Sheet, at: int, words: list[str], coded: list[int], weight: int) -> dict[str, int]:
    if len(coded) > 1:
        # "Offence code" rather than, say, a code of the category
        coded = [n for n in coded if _OFFENCE.search(words[n])] or coded
    columns = {"code": coded[0], "weight": weight}
    left = [n for n in range(len(words)) if n not in columns.values()]
    named = [n for n in left if _OFFENCE.search(words[n])]
    # an edition without a heading of its own for the offence gives it under that of the category
    titles = [n for n in named if not _CATEGORY.search(words[n])] or named
    if titles:
        columns["title"] = titles[0]
    categories = [n for n in left if _CATEGORY.search(words[n]) and n != columns.get("title")]
    if categories:
        columns["category"] = categories[0]
    if "title" not in columns:
        raise ReferenceTableError(
            f'{sheet.file_name}, sheet "{sheet.name}", row {at + 1}: there is a heading for codes and one '
            'for weights, but none for the offence ("offence", "description" or "title").'
        )
    return columns


def _take(found: _Found, line: int, said: dict[str, Cell], category: str) -> None:
    code, title = text_of(said["code"]).upper(), text_of(said["title"])
    for name in ("code", "weight"):
        if isinstance(said[name], date | time | timedelta):
            says = "the spreadsheet made a date of it. Write it as text or number, and save."
            found.faults.append(Fault(line, name, says))
            return
    weight = _weight(said["weight"])
    row = Listed(line, code, title, category, weight or "")
    if weight is None:
        if code and not _CODE_FORM.match(code):
            # a footnote that stands under the codes
            return
        found.faults.append(Fault(line, "weight", "must be a number above 0, in digits."))
    elif not weight:
        # titles, blank rows and footnotes have no weight either
        if _CODE_FORM.match(code) and title:
            found.without_weight.append(row)
    elif not code:
        found.without_code.append(row)
    elif not title:
        found.faults.append(Fault(line, "offence", "is blank: a weight needs the offence that it is of."))
    else:
        found.rows.append(row)


def _weight(cell: Cell) -> str | None:
    """A weight as its digits; '' where the cell says that there is none; None where it is no weight."""
    if isinstance(cell, bool) or (isinstance(cell, float) and not math.isfinite(cell)):
        return None
    if isinstance(cell, int | float):
        # the shortest digits that give the workbook's number: what a person sees who widens the column
        written: str | None = repr(cell) if cell != int(cell) else str(int(cell))
    elif _NO_NUMBER.match(text := text_of(cell)):
        return ""
    else:
        written = number(text)
    return written if written is not None and Decimal(written) > 0 else None


def _once(found: _Found, repeated: Repeated | None) -> tuple[list[Listed], list[Listed]]:
    """Each code once, and the rows that stand for nothing because their code is there already."""
    by_code: dict[str, list[Listed]] = defaultdict(list)
    for row in found.rows:
        by_code[row.code].append(row)
    rows: list[Listed] = []
    again: list[Listed] = []
    for code, same in by_code.items():
        if len({Decimal(row.weight) for row in same}) == 1 or repeated == "first":
            rows.append(same[0])
            again += same[1:]
        elif repeated == "leave-out":
            again += same
        else:
            found.faults += _undecided(code, same)
    return sorted(rows, key=lambda row: row.line), sorted(again, key=lambda row: row.line)


def _undecided(code: str, same: Sequence[Listed]) -> list[Fault]:
    says = (
        f"the code {code} is on row {same[0].line} too, with another weight. Correct the workbook, or say "
        "what is to count: --repeated first, or --repeated leave-out."
    )
    return [Fault(row.line, "code", says) for row in same[1:] if row.weight != same[0].weight]
