"""A CSV file as chunks of text columns, each row with its number and the line at which it starts."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import TextIO

import polars as pl

from iom.intake.encoding import FileFacts
from iom.intake.errors import InputError

CHUNK = 50_000
ROW_NO, LINE = "row_no", "line"
# The longest value that the parser takes, unless the setting lets a row hold more: a longer one begins with a
# quote that nobody closed, and would fill the memory with the rest of the file.
PARSER_LIMIT = 2**26
MOST_COMPARED = 500  # columns among which a name that is almost the wanted one is looked for
SKIP = "Lines above the header are left out with [file] skip_lines = N in the mapping document."
OTHER_DELIMITERS = {";": '";"', "\t": '"\\t" (a tab)', "|": '"|"', ",": '","'}


@dataclass(frozen=True)
class Fault:
    """A row whose fields could not be told apart, by the rule that it breaks."""

    row_no: int
    line: int
    rule: str


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file: a frame of row_no, line and the wanted columns, all text; faults lie beside it."""

    frame: pl.DataFrame
    faults: list[Fault]
    rows: int
    bytes_read: int


@dataclass
class CsvFile:
    """A CSV file open for reading: its header, then its rows. Lines without a value (",,,") are not rows.

    Row 1 is the first after the header; line counts physical lines of the file from 1. skip_lines: physical
    lines above the header. cell_limit: the most characters that a value may have.
    """

    facts: FileFacts
    delimiter: str
    cell_limit: int
    skip_lines: int = 0
    header: list[str] = field(default_factory=list)
    bytes_read: int = 0

    def __post_init__(self) -> None:
        with self._open() as file:
            reader = self._reader(file)
            try:
                names = next(reader, None)
            except csv.Error:
                raise self._unreadable(self._header_line) from None
        if names is None:
            raise InputError(
                f"{self.name} is empty{' but for what skip_lines leaves out' if self.facts.size else ''}: "
                "it has no line that names its columns. Export it again."
            )
        self.header = [name.strip() for name in names]
        if not any(self.header):
            raise InputError(f"{self._place} names no columns. {SKIP}")

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.facts.path.name

    @property
    def _header_line(self) -> int:
        return self.skip_lines + 1

    @property
    def _place(self) -> str:
        return f"{self.name}, line {self._header_line}:"

    def require(self, columns: tuple[str, ...], mapping_name: str) -> None:
        """Refuse the file if a column that the mapping reads is not there once (rule header_missing).

        What the line holds is not repeated: without a header it is a person's record.
        """
        columns = tuple(dict.fromkeys(columns))
        for column in columns:
            if (found := self.header.count(column)) > 1:
                raise InputError(f'{self._place} the column "{column}" is there {found} times; rename one.')
        missing = [column for column in columns if column not in self.header]
        if not missing:
            return
        named = ", ".join(f'"{column}"' for column in missing)
        which = "there is no column" if len(missing) == 1 else "there are no columns"
        raise InputError(
            f"{self._place} {which} {named}, which {mapping_name} reads. "
            + self._what_it_may_be(missing, columns)
        )

    def _what_it_may_be(self, missing: list[str], columns: tuple[str, ...]) -> str:
        """A guess at what is wrong, in the mapping's own names and in numbers of columns."""
        width = len(self.header)
        held = f"The line has {width} column{'' if width == 1 else 's'}"
        other = [mark for mark in OTHER_DELIMITERS if mark != self.delimiter and mark in self.header[0]]
        if width == 1 and other:
            return f"{held}: should the mapping document say [file] delimiter = {OTHER_DELIMITERS[other[0]]}?"
        if len(missing) == len(columns):
            return f"{held}, none of them one of those {len(columns)}: is it the header? {SKIP}"
        alike = [
            f'column {self.header.index(near[0]) + 1} is almost "{column}"'
            for column in (missing if width <= MOST_COMPARED else ())
            if (near := get_close_matches(column, [n for n in self.header if n not in columns], 1, 0.6))
        ]
        return f"{held}" + (f": {'; '.join(alike)}." if alike else ". Is it the header, and of this export?")

    def chunks(self, columns: tuple[str, ...]) -> Iterator[Chunk]:
        """The rows in order, at most CHUNK at a time."""
        places = {column: self.header.index(column) for column in columns}
        rows = self.rows()
        while taken := list(islice(rows, CHUNK)):
            good = [entry for entry in taken if isinstance(entry[2], list)]
            faults = [Fault(number, line, rule) for number, line, rule, _ in taken if isinstance(rule, str)]
            values = [entry[2] for entry in good]
            by_column = list(zip(*values, strict=True)) if values else [()] * len(self.header)
            frame = pl.DataFrame(
                [
                    pl.Series(ROW_NO, [entry[0] for entry in good], pl.Int64),
                    pl.Series(LINE, [entry[1] for entry in good], pl.Int64),
                    *(pl.Series(f"column {c}", by_column[place], pl.String) for c, place in places.items()),
                ]
            )
            yield Chunk(frame, faults, len(taken), self.bytes_read)

    def rows(self) -> Iterator[tuple[int, int, list[str] | str, list[str]]]:
        """Every data row: number, line, its fields or the rule that it breaks, its fields as far as known."""
        width = len(self.header)
        with self._open() as file:
            lines = _Lines(file)
            reader = self._reader(lines)
            next(reader)
            number = 0
            while True:
                line = self.skip_lines + reader.line_num + 1
                try:
                    row = next(reader)
                except StopIteration:
                    self.bytes_read = self.facts.size
                    return
                except csv.Error as error:
                    if "expected after" not in str(error):
                        raise self._unreadable(line) from None
                    number += 1
                    yield number, line, "quoting_broken", [lines.last.rstrip("\r\n")]
                    continue
                # a spreadsheet writes the delimiters of rows that it leaves empty
                if not any(map(str.strip, row)):
                    continue
                number += 1
                if number % CHUNK == 0:
                    self.bytes_read = file.buffer.tell()
                if max(map(len, row)) > self.cell_limit:
                    yield number, line, "field_too_long", row
                elif len(row) == width:
                    yield number, line, row, row
                else:
                    yield number, line, "too_few_fields" if len(row) < width else "too_many_fields", row

    def _open(self) -> TextIO:
        return Path(self.facts.path).open(encoding=self.facts.encoding, newline="")

    def _reader(self, lines: "TextIO | _Lines"):
        for _ in range(self.skip_lines):
            next(lines, None)
        csv.field_size_limit(min(max(PARSER_LIMIT, self.cell_limit), 2**31 - 1))
        return csv.reader(lines, delimiter=self.delimiter, strict=True)

    def _unreadable(self, line: int) -> InputError:
        return InputError(
            f"{self.name}, line {line}: a quoted value begins in this row and does not end. "
            "Nothing was loaded: close or double the quotes at source and import the file again."
        )


class _Lines:
    """The lines of a file, the last of them kept for the row that cannot be parsed."""

    def __init__(self, file: TextIO):
        self._file = file
        self.last = ""

    def __iter__(self) -> "Iterator[str]":
        return self

    def __next__(self) -> str:
        self.last = next(self._file)
        return self.last
