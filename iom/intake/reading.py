"""A CSV file as chunks of text columns, each row with its number and the line at which it starts."""

import codecs
import csv
import io
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

import polars as pl

from iom.intake import blocks
from iom.intake.encoding import FileFacts
from iom.intake.errors import InputError

CHUNK = 100_000
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


@dataclass(frozen=True)
class Place:
    """Where a row begins: so many data rows, bytes and physical lines lie before it."""

    row_no: int
    offset: int
    line: int


# A row: its number, its line, its fields or the rule that it breaks, its fields as far as known.
Row = tuple[int, int, list[str] | str, list[str]]


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
    # where the first row begins, and those of the chunks read so far
    places: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        reading = _Exact(self, Place(0, 0, 0), header=True)
        reading.close()
        self.header = reading.header
        self.places = [reading.place]
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
        if alike:
            return f"{held}: {'; '.join(alike)}."
        return f"{held}. Is it the header, and of this export? {without(missing)}"

    def chunks(self, columns: tuple[str, ...]) -> Iterator[Chunk]:
        """The rows in order, at most CHUNK at a time."""
        try:
            yield from self._chunks({column: self.header.index(column) for column in columns})
        except OSError as error:
            raise InputError(
                f"{self.name} could not be read to its end: {error.strerror}. Nothing was loaded. Copy the "
                "file to a disk of this computer and import it again."
            ) from None

    def _chunks(self, wanted: dict[str, int]) -> Iterator[Chunk]:
        place = self.places[0]
        self.places = []
        while place.offset < self.facts.size:
            self.places.append(place)
            block = self._block(place)
            frame = self._plain(block, list(wanted.values()))
            if frame is not None:
                place = Place(place.row_no + len(frame), place.offset + len(block), place.line + len(frame))
                self.bytes_read = min(place.offset, self.facts.size)
                yield from self._of_frame(frame, self.places[-1], wanted)
            else:
                reading = _Exact(self, place)
                rows = reading.rows(place.offset + max(len(block), 1))
                while taken := list(islice(rows, CHUNK)):
                    self.bytes_read = min(reading.place.offset, self.facts.size)
                    yield self._of_rows(taken, wanted)
                place = reading.place
        self.places = self.places or [place]
        self.bytes_read = self.facts.size

    def rows(self) -> Iterator[Row]:
        """Every data row, by the exact reader."""
        yield from _Exact(self, self.places[0]).rows(None)
        self.bytes_read = self.facts.size

    def rows_of(self, numbers: Collection[int]) -> Iterator[Row]:
        """The data rows of these numbers, in order: of a file whose chunks were read, without all between."""
        starts = [place.row_no for place in self.places]
        by_place: dict[int, set[int]] = {}
        for number in numbers:
            by_place.setdefault(max(bisect_right(starts, number - 1) - 1, 0), set()).add(number)
        for start, wanted in sorted(by_place.items()):
            for row in _Exact(self, self.places[start]).rows(None):
                if row[0] in wanted:
                    yield row
                if row[0] >= max(wanted):
                    break

    def _block(self, place: Place) -> bytes:
        """Whole lines from a place on, the last with its end; none where no line ends within a block."""
        if self.facts.encoding not in blocks.PLAIN_ENCODINGS:
            return b""
        with Path(self.facts.path).open("rb") as file:
            file.seek(place.offset)
            block = file.read(blocks.BLOCK)
        if place.offset + len(block) >= self.facts.size and not block.endswith(b"\n"):
            return block + b"\n"
        return block[: block.rfind(b"\n") + 1]

    def _plain(self, block: bytes, wanted: list[int]) -> pl.DataFrame | None:
        """The columns wanted of a block, or None where it needs the exact reader."""
        width = len(self.header)
        lines = blocks.plain_lines(block, self.delimiter, width, self.cell_limit)
        if lines is None:
            return None
        frame = blocks.read_plain(block, self.facts.encoding, self.delimiter, width, wanted)
        return frame if frame is not None and len(frame) == lines else None

    def _of_frame(self, frame: pl.DataFrame, place: Place, wanted: dict[str, int]) -> Iterator[Chunk]:
        for start in range(0, len(frame), CHUNK):
            part = frame.slice(start, CHUNK)
            number = pl.int_range(start + 1, start + len(part) + 1, dtype=pl.Int64)
            columns = [pl.col(f"column_{at + 1}").alias(f"column {name}") for name, at in wanted.items()]
            numbers = ((number + place.row_no).alias(ROW_NO), (number + place.line).alias(LINE))
            yield Chunk(part.select(*numbers, *columns), [], len(part), self.bytes_read)

    def _of_rows(self, taken: list[Row], wanted: dict[str, int]) -> Chunk:
        good = [entry for entry in taken if isinstance(entry[2], list)]
        faults = [Fault(number, line, rule) for number, line, rule, _ in taken if isinstance(rule, str)]
        by_column = list(zip(*(entry[2] for entry in good), strict=True)) or [()] * len(self.header)
        frame = pl.DataFrame(
            [
                pl.Series(ROW_NO, [entry[0] for entry in good], pl.Int64),
                pl.Series(LINE, [entry[1] for entry in good], pl.Int64),
                *(pl.Series(f"column {c}", by_column[place], pl.String) for c, place in wanted.items()),
            ]
        )
        return Chunk(frame, faults, len(taken), self.bytes_read)

    def unreadable(self, line: int) -> InputError:
        """The refusal of a file whose row at this line has no end."""
        return InputError(
            f"{self.name}, line {line}: a quoted value begins in this row and does not end. "
            "Nothing was loaded: close or double the quotes at source and import the file again."
        )

    def without_line_ends(self, line: int) -> InputError:
        """The refusal of a file with a line so long that it is none."""
        return InputError(
            f"{self.name}, line {line}: the line has more than {_longest(self.cell_limit):,} characters, so "
            "this is not a table with a row a line. Nothing was loaded: export it again as CSV."
        )


class _Exact:
    """The rows of a file from a place on, one by one, as Python's csv module takes them in its strict form.

    place: where the row after the last one given begins; row_no counts the rows given.
    """

    def __init__(self, file: CsvFile, place: Place, *, header: bool = False):
        self.place = place
        self.header: list[str] = []
        self._file = file
        self._seeks = file.facts.encoding in blocks.PLAIN_ENCODINGS
        csv.field_size_limit(_longest(file.cell_limit))
        self._lines = _Lines(file, place if self._seeks else Place(0, 0, 0))
        self._reader = csv.reader(self._lines, delimiter=file.delimiter, strict=True)
        if header or not self._seeks:
            try:
                self._take_header()
            except InputError:
                self.close()
                raise

    def _take_header(self) -> None:
        file = self._file
        try:
            for _ in range(file.skip_lines):
                next(self._lines, None)
            names = next(self._reader, None)
        except (csv.Error, _LineTooLong):
            raise file.unreadable(file.skip_lines + 1) from None
        if names is None:
            raise InputError(
                f"{file.name} is empty{' but for what skip_lines leaves out' if file.facts.size else ''}: "
                "it has no line that names its columns. Export it again."
            )
        self.header = [name.strip() for name in names]
        self.place = self._lines.place(0)

    def close(self) -> None:
        """Close the file."""
        self._lines.close()

    def rows(self, until: int | None) -> Iterator[Row]:
        """Rows up to the first that begins at or after a byte of the file; None: to its end."""
        try:
            yield from self._rows(until if self._seeks else None)
        finally:
            self.close()

    def _rows(self, until: int | None) -> Iterator[Row]:
        file = self._file
        width = len(file.header)
        number = self.place.row_no
        while until is None or self.place.offset < until:
            line = self._lines.line + 1
            try:
                row = next(self._reader)
            except StopIteration:
                self.place = Place(number, file.facts.size, self._lines.line)
                return
            except _LineTooLong as error:
                raise file.unreadable(line) if error.quoted else file.without_line_ends(line) from None
            except csv.Error as error:
                if "expected after" not in str(error):
                    raise file.unreadable(line) from None
                number += 1
                self.place = self._lines.place(number)
                yield number, line, "quoting_broken", [self._lines.last.rstrip("\r\n")]
                continue
            # a spreadsheet writes the delimiters of rows that it leaves empty
            if not any(map(str.strip, row)):
                self.place = self._lines.place(number)
                continue
            number += 1
            self.place = self._lines.place(number)
            if max(map(len, row)) > file.cell_limit:
                yield number, line, "field_too_long", row
            elif len(row) == width:
                yield number, line, row, row
            else:
                yield number, line, "too_few_fields" if len(row) < width else "too_many_fields", row


def without(missing: Sequence[str]) -> str:
    """What to do about columns that a file does not have."""
    them = "this column, or take it" if len(missing) == 1 else "these columns, or take them"
    return f"Export it again with {them} out of the mapping document."


def _longest(cell_limit: int) -> int:
    return min(max(PARSER_LIMIT, cell_limit), 2**31 - 1)


class _LineTooLong(Exception):  # noqa: N818  told in other words by whoever knows the row
    def __init__(self, *, quoted: bool):
        super().__init__()
        self.quoted = quoted


class _Lines:
    """The physical lines of a file from a place on, counted; the last is kept for a row not parsed."""

    def __init__(self, file: CsvFile, place: Place):
        self.last = ""
        self.line = place.line
        self._offset = place.offset
        self._limit = _longest(file.cell_limit)
        raw = Path(file.facts.path).open("rb")  # noqa: SIM115  closed with the text around it
        self._encoding = file.facts.encoding
        if self._encoding == "utf-8-sig":
            self._encoding = "utf-8"
            if not self._offset and raw.read(3) == codecs.BOM_UTF8:
                self._offset = 3
        raw.seek(self._offset)
        self._text = io.TextIOWrapper(raw, encoding=self._encoding, newline="")

    def __iter__(self) -> "Iterator[str]":
        return self

    def __next__(self) -> str:
        # a line that does not end would fill the memory with the rest of the file
        line = self._text.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.line += 1
        if len(line) > self._limit:
            raise _LineTooLong(quoted='"' in line)
        self.last = line
        self._offset += len(line) if line.isascii() else len(line.encode(self._encoding))
        return line

    def close(self) -> None:
        """Close the file."""
        self._text.close()

    def place(self, row_no: int) -> Place:
        """Where the line after the last begins; row_no: the rows before it."""
        return Place(row_no, self._offset, self.line)
