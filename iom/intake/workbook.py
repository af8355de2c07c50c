"""A sheet of an Excel workbook as chunks of text columns, each row with its number in the sheet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Any

import polars as pl
from python_calamine import CalamineSheet, load_workbook

from iom.documents import did_you_mean
from iom.intake import archive, sheet_scan
from iom.intake.cells import MERGED, WHEN_TEXT, spelt
from iom.intake.encoding import FileFacts
from iom.intake.errors import InputError
from iom.intake.mapping_file import FileTable
from iom.intake.reading import LINE, ROW_NO, Chunk, Fault
from iom.intake.sheet_scan import NotASheet, Scan, SheetPart
from iom.intake.source_file import require_columns
from iom.settings import Settings

CHUNK = 50_000
# Other sheets, and rows of each, among which a header is looked for that is not on the sheet named.
SHEETS_LOOKED_AT, LOOKED_AT = 20, 60
Row = tuple[int, int, list[str] | str, list[str]]


@dataclass
class Held:
    """How the cells of one column are held: as numbers, texts, dates; dates that could be turned about."""

    numbers: int = 0
    texts: int = 0
    dates: int = 0
    first_twelve: int = 0
    date_texts: int = 0


@dataclass
class WorkbookFile:
    """A sheet open for reading: its header, then its rows. Rows without a value are none.

    Row 1 is the first below the header; line is the row's number in the sheet. Hidden rows, columns and
    filters are read like all others.
    """

    facts: FileFacts
    table: FileTable
    settings: Settings
    header: list[str] = field(default_factory=list)
    held: dict[str, Held] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        parts = sheet_parts(self.facts, self.settings)
        self.sheet = chosen_sheet(self.name, parts, self.table.sheet)
        self._scan = _scanned(self.facts, self.sheet, self.settings)
        self._cells = _loaded(self.facts, self.sheet)
        self._left = (self._cells.start or (0, 0))[1]
        self._width = self._cells.width
        self.header = self._read_header()
        below = [m for m in self._scan.merged if m[0] >= self._header_rows[-1] and m[2] < self._scan.rows]
        self.merged = [sheet_scan.range_name(m) for m in below]
        self._tall = sorted(m for m in below if m[2] > m[0])

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.facts.path.name

    @property
    def place(self) -> str:
        """The header, as messages name it. A sheet that the document does not name may bear a person's."""
        named = f' of sheet "{self.table.sheet}"' if isinstance(self.table.sheet, str) else ""
        rows = "row" if len(self._header_rows) == 1 else "rows"
        return f"{self.name}, {rows} {' and '.join(map(str, self._header_rows))}{named}:"

    @property
    def _header_rows(self) -> tuple[int, ...]:
        return self.table.header_rows

    def _read_header(self) -> list[str]:
        first, last = self._header_rows[0] - 1, self._header_rows[-1] - 1
        rows: dict[int, list[str]] = {}
        for number, row in islice(self._numbered(), last + 1):
            # a value of a merged range names all the columns (or rows of the header) that it spans
            rows[number] = [spelt(value).strip() for value in row]
        if not rows or last not in rows:
            raise InputError(
                f"{self.name} has no row {last + 1} on the sheet that is read: [file] header_row says which "
                "row of the sheet names its columns."
            )
        width = len(rows[last])
        several = len(self._header_rows) > 1
        for top, left, bottom, right in self._scan.merged:
            if top > last or bottom < first or top not in rows or not 0 <= left - self._left < width:
                continue
            value = rows[top][left - self._left]
            for row in range(max(top, first), min(bottom, last) + 1):
                for column in range(left - self._left, min(right - self._left + 1, width)):
                    if column == left - self._left or (several and row < last):
                        rows[row][column] = value
        names = [
            " ".join(dict.fromkeys(name for row in range(first, last + 1) if (name := _line(rows[row][at]))))
            for at in range(width)
        ]
        if not any(names):
            raise InputError(
                f"{self.place} names no columns: [file] header_row in the mapping document says which row "
                "of the sheet does."
            )
        return names

    def _numbered(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows of the sheet with their numbers from 0, blank ones too, marks in place."""
        marks = self._scan.marks
        below = 0
        if self._cells.start is not None:
            for number, row in enumerate(self._cells.iter_rows()):
                below = number + 1
                found = marks.get(number)
                if found is None:
                    yield number, row
                    continue
                for column, mark in found.items():
                    if 0 <= column - self._left < len(row):
                        row[column - self._left] = mark
                yield number, row
        for number in sorted(row for row in marks if row >= below):
            yield number, [marks[number].get(self._left + at, "") for at in range(self._width)]

    def require(self, columns: tuple[str, ...], mapping_name: str) -> None:
        """Refuse the file if a column that the mapping reads is not there once (rule header_missing)."""
        remedy = "Is it the header? [file] header_row in the mapping document says which row of the sheet is."
        try:
            require_columns(self.place, self.header, columns, mapping_name, remedy)
        except InputError as told:
            raise InputError(f"{told}{self._elsewhere(frozenset(columns))}") from None

    def _elsewhere(self, columns: frozenset[str]) -> str:
        """Where all columns that are wanted stand, if it is on another sheet: by its place, not its name."""
        parts = sheet_parts(self.facts, self.settings)
        for place, part in enumerate(parts[:SHEETS_LOOKED_AT], 1):
            if part == self.sheet:
                continue
            try:
                rows, _ = first_rows(self.facts, part, self.settings, LOOKED_AT)
            except InputError:
                # what is wrong with another sheet is not what is asked about
                continue
            for line, row in rows:
                if columns <= {_line(cell.strip()) for cell in row}:
                    at = "" if (line,) == self._header_rows else f", header_row = {line}"
                    return f" Sheet {place} has all of these columns: [file] sheet = {place}{at}."
        return ""

    def chunks(self, columns: tuple[str, ...]) -> Iterator[Chunk]:
        """The rows in order, at most CHUNK at a time. What is held how is counted on the way."""
        places = {column: self.header.index(column) for column in columns}
        self.held = {column: Held() for column in columns}
        counted = [(self.held[column], place) for column, place in places.items()]
        rows = self._data(counted)
        while taken := list(islice(rows, CHUNK)):
            good = [entry for entry in taken if isinstance(entry[2], list)]
            frame = pl.DataFrame(
                [
                    pl.Series(ROW_NO, [entry[0] for entry in good], pl.Int64),
                    pl.Series(LINE, [entry[1] for entry in good], pl.Int64),
                    *(
                        pl.Series(f"column {column}", [entry[3][place] for entry in good], pl.String)
                        for column, place in places.items()
                    ),
                ]
            )
            faults = [Fault(number, line, rule) for number, line, rule, _ in taken if isinstance(rule, str)]
            done = self.facts.size * taken[-1][1] // max(self._scan.rows, 1)
            yield Chunk(frame, faults, len(taken), min(done, self.facts.size))

    def rows(self) -> Iterator[Row]:
        """Every data row: number, row of the sheet, its fields or the rule that it breaks, its fields."""
        return self._data([])

    def _data(self, counted: list[tuple[Held, int]]) -> Iterator[Row]:
        number, width, limit = 0, len(self.header), self.settings.cell_limit
        tall = iter(self._tall)
        waiting = next(tall, None)
        open_ranges: list[tuple[int, int, int, int]] = []
        for at, row in self._numbered():
            if at < self._header_rows[-1]:
                continue
            while waiting and waiting[0] <= at:
                open_ranges.append(waiting)
                waiting = next(tall, None)
            fields = [spelt(value) for value in row[:width]]
            if not any(map(str.strip, fields)):
                continue
            if open_ranges:
                open_ranges = [one for one in open_ranges if one[2] >= at]
                self._mark_merged(fields, at, open_ranges)
            number += 1
            for held, place in counted:
                _count(held, row[place])
            if max(map(len, fields)) > limit:
                yield number, at + 1, "field_too_long", fields
            else:
                yield number, at + 1, fields, fields

    def _mark_merged(self, fields: list[str], at: int, ranges: list[tuple[int, int, int, int]]) -> None:
        for top, left, _, right in ranges:
            if top == at:
                continue
            for column in range(max(left - self._left, 0), min(right - self._left + 1, len(fields))):
                fields[column] = fields[column] or MERGED


def _line(name: str) -> str:
    """A name of a column on one line."""
    return re.sub(r"\s*[\r\n]+\s*", " ", name)


def _count(held: Held, value: object) -> None:
    match value:
        case str():
            if value:
                held.texts += 1
                held.date_texts += WHEN_TEXT.fullmatch(value.strip()) is not None
        case bool() | time():
            pass
        case int() | float():
            held.numbers += 1
        case datetime() | date():
            held.dates += 1
            held.first_twelve += value.day <= 12


def chosen_sheet(file_name: str, parts: list[SheetPart], wanted: str | int | None) -> SheetPart:
    """The sheet that is meant by its name, its place, or because it is the only one. Raises InputError."""
    count = f"{len(parts)} sheet{'' if len(parts) == 1 else 's'}"
    if wanted is None:
        if len(parts) == 1:
            return parts[0]
        raise InputError(
            f"{file_name} has {count}. Which one is meant? Name it in the mapping document: "
            '[file] sheet = "…", or by its place: sheet = 2.'
        )
    if isinstance(wanted, int):
        if 0 < wanted <= len(parts):
            return parts[wanted - 1]
        raise InputError(f"{file_name} has {count}, and sheet {wanted} is asked for.")
    for one in parts:
        if one.name.strip().casefold() == wanted.strip().casefold():
            return one
    # their names are not repeated: a workbook may keep a sheet for each person
    alike = did_you_mean(wanted, [one.name for one in parts])
    near = [n for n, one in enumerate(parts, 1) if alike and one.name in alike]
    hint = f"; sheet {near[0]} is almost called so" if near else ""
    raise InputError(
        f'{file_name} has {count}, none of them called "{wanted}"{hint}. Give the sheet\'s name as it stands '
        "on its tab, or its place: [file] sheet = 2 in the mapping document."
    )


def first_rows(
    facts: FileFacts, sheet: SheetPart, settings: Settings, most: int
) -> tuple[list[tuple[int, list[str]]], list[tuple[int, int, int, int]]]:
    """The first rows of a sheet as text with their numbers, and its merged ranges, columns of both alike."""
    found = _scanned(facts, sheet, settings)
    cells = _loaded(facts, sheet)
    if cells.start is None:
        return [], []
    rows = [(n, [spelt(value) for value in row]) for n, row in enumerate(islice(cells.iter_rows(), most), 1)]
    return rows, found.merged


def sheet_parts(facts: FileFacts, settings: Settings) -> list[SheetPart]:
    """The sheets of a workbook that unpacks to what memory can hold. Raises InputError."""
    with archive.opened(facts.path) as packed:
        archive.refuse_bomb(packed, facts.path, settings)
        try:
            parts = sheet_scan.worksheets(packed)
        except NotASheet:
            raise archive.damaged(facts.path) from None
    if not parts:
        raise InputError(f"{facts.path.name} is an archive, and there is no sheet of a workbook in it.")
    return parts


def _scanned(facts: FileFacts, sheet: SheetPart, settings: Settings) -> Scan:
    with archive.opened(facts.path) as packed:
        try:
            with archive.part(packed, sheet.part, settings.workbook_bytes_limit) as part:
                found = sheet_scan.scan(part)
        except NotASheet as told:
            if told.args:
                raise InputError(f"{facts.path.name}: the sheet cannot be read: {told}.") from None
            raise archive.damaged(facts.path) from None
    if found.rows * found.columns > settings.workbook_cells_limit:
        raise InputError(
            f"{facts.path.name}: the sheet's values reach to {sheet_scan.column_name(found.columns - 1)}"
            f"{found.rows}, and that is more cells than memory is kept for "
            f"({settings.workbook_cells_limit:,}). Delete what stands far out, save it as CSV, or set "
            "IOM_WORKBOOK_CELLS_LIMIT."
        )
    return found


def _loaded(facts: FileFacts, sheet: SheetPart) -> CalamineSheet:
    """The sheet's values, by the library. Raises InputError whatever it stumbles over."""
    try:
        with load_workbook(facts.path) as workbook:
            return workbook.get_sheet_by_name(sheet.name)
    except Exception:
        raise archive.damaged(facts.path) from None
    except BaseException as error:
        # a panic of the library is no Exception, and its text may hold a value
        if type(error).__name__ != "PanicException":
            raise
        raise archive.damaged(facts.path) from None


def notes(file: WorkbookFile, keys: frozenset[str]) -> tuple[str, ...]:
    """What went in and yet may not be what was meant; keys: columns of keys, codes and identifiers."""
    return (*_numbers(file.held, keys), *_turned(file.held), *_flat(file))


def _numbers(held: dict[str, Held], keys: frozenset[str]) -> list[str]:
    named = [f'"{name}" ({one.numbers:,})' for name, one in held.items() if name in keys and one.numbers]
    if not named:
        return []
    return [
        "Cells held as numbers have no zeros in front (0012 is 12) and none after the point (4.10 is 4.1). "
        f"If that matters here, make them text in the source: {', '.join(named)}."
    ]


def _turned(held: dict[str, Held]) -> list[str]:
    """Dates as dates beside dates as text: a spreadsheet of another country took some the wrong way round."""
    told = []
    for name, one in held.items():
        if one.dates and one.date_texts:
            early = " Every one of the dates is one that could be turned about." * (
                one.first_twelve == one.dates
            )
            told.append(
                f'"{name}" holds {one.dates:,} dates as dates and {one.date_texts:,} as text. Where a '
                "spreadsheet took the day for the month, the rest stayed text: compare some with the "
                f"source.{early}"
            )
    return told


def _flat(file: WorkbookFile) -> list[str]:
    if not file.merged:
        return []
    some = ", ".join(file.merged[:3]) + (", …" if len(file.merged) > 3 else "")
    return [
        f"Cells below the header are merged ({some}): the value counts for the first cell only. The others "
        "of its row are blank; rows below it are refused where a column is read there."
    ]
