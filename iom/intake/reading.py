"""A CSV file as chunks of text columns, each row with its number and the line at which it starts."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

import polars as pl

from iom.documents import did_you_mean
from iom.intake.encoding import FileFacts
from iom.intake.errors import InputError

CHUNK = 50_000
ROW_NO, LINE = "row_no", "line"


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
    """A CSV file open for reading: its header, then its rows. Blank lines are not rows.

    Row 1 is the first after the header; line counts physical lines of the file from 1.
    """

    facts: FileFacts
    delimiter: str
    header: list[str] = field(default_factory=list)
    bytes_read: int = 0

    def __post_init__(self) -> None:
        with self._open() as file:
            reader = self._reader(file)
            try:
                self.header = [name.strip() for name in next(reader, [])]
            except csv.Error:
                raise self._unreadable(1) from None
        if not any(self.header):
            raise InputError(f"{self.facts.path.name}: the first line names no columns.")

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.facts.path.name

    def require(self, columns: tuple[str, ...], mapping_name: str) -> None:
        """Refuse the file if a column that the mapping reads is not there once (rule header_missing)."""
        for column in columns:
            found = self.header.count(column)
            if found == 1:
                continue
            if found > 1:
                raise InputError(
                    f'{self.name}: the header has the column "{column}" {found} times; rename one.'
                )
            raise InputError(
                f'{self.name}: there is no column "{column}", which {mapping_name} reads.'
                f"{did_you_mean(column, self.header)} Columns of the file: {', '.join(self.header)}."
            )

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
                line = reader.line_num + 1
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
                if not row:
                    continue
                number += 1
                if number % CHUNK == 0:
                    self.bytes_read = file.buffer.tell()
                if len(row) == width:
                    yield number, line, row, row
                else:
                    yield number, line, "too_few_fields" if len(row) < width else "too_many_fields", row

    def _open(self) -> TextIO:
        return Path(self.facts.path).open(encoding=self.facts.encoding, newline="")

    def _reader(self, lines: "TextIO | _Lines"):
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
