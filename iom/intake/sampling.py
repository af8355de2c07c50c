"""The first rows of a file that no mapping document describes yet: what it is, where its header is."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import polars as pl

from iom import codes
from iom.intake.encoding import CALLED, FileFacts, digested, examine, kind_of
from iom.intake.errors import InputError
from iom.intake.mapping_file import FileTable
from iom.intake.reading import CsvFile
from iom.intake.source_file import SourceFile
from iom.intake.sources import SAVED, of_compound
from iom.intake.vocabulary import is_known
from iom.settings import Settings

SAMPLED = 20_000  # rows
LOOKED_AT = 60  # rows among which a header is looked for
READ_AT_MOST = 4_000_000  # characters in which they are looked for
DELIMITERS = ",;\t|"
# A cell that holds data: a number, a date, an address of any kind.
_DATA = re.compile(r"[-+£$]?[0-9][0-9.,/ :%-]*|.*[0-9]{3,}.*|.*@.*|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}")
NO_HEADER = (
    "no line of its first {count} looks like one that names columns. If one does, say which: --header-row N. "
    "A file without such a line cannot be mapped: have it exported with the names of its columns."
)


@dataclass(frozen=True)
class Sample:
    """Rows of a file as text: frame holds each column that has a name of its own, by that name.

    whole: whether the file has no more rows. unnamed, repeated: columns that no document can name;
    unreadable: those that hold what no field takes.
    """

    facts: FileFacts
    table: FileTable
    header: tuple[str, ...]
    frame: pl.DataFrame
    whole: bool
    unnamed: int
    repeated: tuple[str, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows were looked at."""
        return len(self.frame)


def sample(path: Path, settings: Settings, sheet: str | None = None, header_row: int | None = None) -> Sample:
    """The first rows of a file. Raises InputError when it cannot be read or no line names its columns."""
    found = kind_of(path)
    if sheet is not None and found != "archive":
        raise InputError(f"{path.name} is {CALLED[found]} by its content, and only a workbook has sheets.")
    if found == "compound":
        raise InputError(f"{path.name}: {of_compound(path)}")
    if found == "markup":
        raise InputError(
            f"{path.name} is {CALLED[found]}, whatever it is called. {SAVED}, or as CSV (UTF-8)."
        )
    if found == "parquet":
        from iom.intake.parquet_file import ParquetFile, readable

        table = FileTable("parquet", frozenset())
        parquet = ParquetFile(digested(path, "parquet"), settings)
        held = [name for name, kind in parquet.kinds if readable(kind)]
        taken = _taken(parquet, table, only=held)
        return replace(taken, unreadable=tuple(n for n, kind in parquet.kinds if not readable(kind)))
    if found == "archive":
        return _of_workbook(digested(path, "xlsx"), settings, sheet, header_row)
    return _of_csv(examine(path, "auto"), settings, header_row)


def _of_csv(facts: FileFacts, settings: Settings, header_row: int | None) -> Sample:
    with facts.path.open(encoding=facts.encoding, newline="") as file:
        # a line may have no end
        text = list(islice(io.StringIO(file.read(READ_AT_MOST), newline=""), 5 * LOOKED_AT))
    best: tuple[int, str, list[tuple[int, list[str]]]] = (-1, ",", [])
    for delimiter in DELIMITERS:
        rows = list(islice(_parsed(text, delimiter), 5 * LOOKED_AT))
        widths = Counter(len(row) for _, row in rows if len(row) > 1)
        # as many rows as can be of one width, and the wider the better where they are as many
        agree = max((count * 1000 + width for width, count in widths.items()), default=0)
        if agree > best[0]:
            best = (agree, delimiter, rows)
    _, delimiter, rows = best
    if not rows:
        raise InputError(
            f"{facts.path.name} is empty: it has no line that names its columns. Export it again."
        )
    line = header_row if header_row is not None else _header_among(rows)
    if line is None:
        raise InputError(f"{facts.path.name}: {NO_HEADER.format(count=min(len(rows), LOOKED_AT))}")
    table = FileTable("csv", frozenset(), facts.encoding, delimiter, line - 1)
    return _taken(CsvFile(facts, delimiter, settings.cell_limit, line - 1), table)


def _parsed(text: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of some lines, each with the line on which it begins, as far as they can be told apart."""
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(iter(text), delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except (StopIteration, csv.Error):
            return
        if any(map(str.strip, row)):
            yield line, row


def _of_workbook(facts: FileFacts, settings: Settings, sheet: str | None, header_row: int | None) -> Sample:
    from iom.intake import workbook

    parts = workbook.sheet_parts(facts, settings)
    chosen = range(1, len(parts) + 1)
    if sheet is not None:
        numbered = int(sheet) if sheet.isdecimal() and sheet not in {p.name for p in parts} else sheet
        # a sheet that is not there is refused here, in the words of an import
        one = workbook.chosen_sheet(facts.path.name, parts, numbered)
        chosen = [parts.index(one) + 1]
    found: list[tuple[int, int, FileTable]] = []
    for place in chosen:
        first, merged = workbook.first_rows(facts, parts[place - 1], settings, LOOKED_AT)
        line = header_row if header_row is not None else _header_among(first)
        if line is not None:
            rows = _header_rows(first, merged, line) if header_row is None else (line,)
            names = dict(first).get(line, [])
            known = sum(is_known(name) for name in names)
            table = FileTable("workbook", frozenset(), sheet=parts[place - 1].name, header_rows=rows)
            found.append((known, place, table))
    if not found:
        several = f"none of its {len(parts)} sheets has a row" if len(chosen) > 1 else "the sheet has no row"
        raise InputError(
            f"{facts.path.name}: {several} among its first {LOOKED_AT} that looks like one that names "
            "columns. If one does, say which: --sheet NAME --header-row N."
        )
    _, place, table = max(found, key=lambda one: (one[0], -one[1]))
    if len(parts) == 1:
        table = replace(table, sheet=None)
    elif len(found) > 1 and sheet is None:
        # several sheets alike may be one for each person, and bear their names
        table = replace(table, sheet=place)
    return _taken(workbook.WorkbookFile(facts, table, settings), table)


def _header_among(rows: Sequence[tuple[int, list[str]]]) -> int | None:
    """The number of the line or row that names columns: no cell of it is data, several are known names.

    Where no names are known a person must say so: else the names of people could pass for those of columns.
    """
    shown = [(line, [cell.strip() for cell in row]) for line, row in rows]
    wide = Counter(sum(1 for cell in row if cell) for _, row in shown)
    usual = max(wide, key=lambda width: (wide[width] * (width > 1), width), default=0)
    for line, row in shown[:LOOKED_AT]:
        cells = [cell for cell in row if cell]
        if len(cells) < max(1, usual * 0.6) or len(set(cells)) < 0.6 * len(cells):
            continue
        if any(_is_data(cell) for cell in cells) and sum(map(is_known, cells)) < 0.5 * len(cells):
            continue
        # a surname may be a word that columns bear, such as Ward: one is not enough
        known = sum(map(is_known, cells))
        if known >= 2 or 2 * known >= len(cells):
            return line
    return None


def _is_data(cell: str) -> bool:
    return _DATA.fullmatch(cell) is not None or codes.code_kind(cell) in ("class", "cjs")


def _header_rows(
    rows: Sequence[tuple[int, list[str]]], merged: Sequence[tuple[int, int, int, int]], line: int
) -> tuple[int, ...]:
    """The rows of a header: the one found, and the one below it where a name spans columns of that one."""
    below = dict(rows).get(line + 1, [])
    spans = any(top == line - 1 == bottom and right > left for top, left, bottom, right in merged)
    named = [cell.strip() for cell in below if cell.strip()]
    if spans and named and not any(map(_is_data, named)):
        return (line, line + 1)
    return (line,)


def _taken(file: SourceFile, table: FileTable, only: list[str] | None = None) -> Sample:
    counts = Counter(file.header)
    names = [name for name, n in counts.items() if name and n == 1 and (only is None or name in only)]
    if not names:
        raise InputError(f"{file.name}: no column of it has a name of its own that a document could give.")
    parts: list[pl.DataFrame] = []
    taken, whole = 0, True
    for chunk in file.chunks(tuple(names)):
        parts.append(chunk.frame.head(SAMPLED - taken))
        taken += len(parts[-1])
        if taken >= SAMPLED:
            whole = False
            break
    columns = [pl.col(f"column {name}").alias(name) for name in names]
    frame = (
        pl.concat(parts).select(columns) if parts else pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    )
    return Sample(
        file.facts,
        table,
        tuple(names),
        frame,
        whole,
        unnamed=counts[""],
        repeated=tuple(name for name, n in counts.items() if name and n > 1),
    )
