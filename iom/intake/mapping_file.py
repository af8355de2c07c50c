"""The [file] table of a mapping document: what kind of file it maps, and where its header and rows are."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from iom.documents import Document, did_you_mean

Kind = Literal["csv", "workbook", "parquet"]
MOST_SKIPPED = 1_000  # more titles than this above a header are no export
MOST_HEADER_ROWS = 3
UNFILLED = re.compile(r"TODO\b")
ENCODINGS = ("utf-8", "cp1252", "utf-16", "iso-8859-1", "cp850")
OF_CSV, OF_WORKBOOK = ("encoding", "delimiter", "skip_lines"), ("sheet", "header_row")
KEYS = ("format", "missing", *OF_CSV, *OF_WORKBOOK)
# What people call the kinds of file by their endings.
KINDS: dict[str, Kind] = {
    "csv": "csv",
    "workbook": "workbook",
    "xlsx": "workbook",
    "xlsm": "workbook",
    "excel": "workbook",
    "parquet": "parquet",
}


@dataclass(frozen=True)
class FileTable:
    """How a file of the mapping is read. sheet: its name, or its place among the sheets from 1.

    header_rows: the rows of the sheet that name its columns, from 1, one below the other.
    """

    kind: Kind
    missing: frozenset[str]
    encoding: str = "auto"
    delimiter: str = ","
    skip_lines: int = 0
    sheet: str | int | None = None
    header_rows: tuple[int, ...] = (1,)

    @property
    def counts_in(self) -> str:
        """What places in the file are called: line, or row."""
        return "line" if self.kind == "csv" else "row"

    @property
    def place(self) -> str:
        """What is said between the file's name and such a number."""
        if self.kind != "workbook" or self.sheet is None:
            return self.counts_in
        named = f'"{self.sheet}"' if isinstance(self.sheet, str) else self.sheet
        return f"sheet {named}, row"


def read_file_table(doc: Document, table: Any) -> FileTable:
    """The [file] table of a document. Raises DocumentError naming the line."""
    if not isinstance(table, dict):
        raise doc.error("file", f"this must be a table with some of: {', '.join(KEYS)}.")
    for key in table:
        if key not in KEYS:
            raise doc.error(
                f"file.{key}", f'there is no "{key}" here.{did_you_mean(key, KEYS)} Known: {", ".join(KEYS)}.'
            )
    kind = _kind(doc, table)
    missing = table.get("missing", [])
    if not isinstance(missing, list) or not all(isinstance(value, str) for value in missing):
        raise doc.error("file.missing", 'missing must be a list of texts, such as ["a", "b"].')
    if kind == "csv":
        return _csv(doc, table, frozenset(missing))
    if kind == "workbook":
        return FileTable(
            kind, frozenset(missing), sheet=_sheet(doc, table), header_rows=_header_rows(doc, table)
        )
    return FileTable(kind, frozenset(missing))


def _kind(doc: Document, table: dict[str, Any]) -> Kind:
    implied = "workbook" if any(key in table for key in OF_WORKBOOK) else "csv"
    given = table.get("format", implied)
    kind = KINDS.get(given.lower()) if isinstance(given, str) else None
    if kind is None:
        raise doc.error(
            "file.format", "format must be csv, workbook (Excel's .xlsx or .xlsm) or parquet, in quotes."
        )
    for key, owner in (*((key, "csv") for key in OF_CSV), *((key, "workbook") for key in OF_WORKBOOK)):
        if key in table and kind != owner:
            other = "CSV files" if owner == "csv" else "workbooks"
            raise doc.error(f"file.{key}", f"{key} is for {other}, and this document maps a {kind} file.")
    return kind


def _csv(doc: Document, table: dict[str, Any], missing: frozenset[str]) -> FileTable:
    encoding = table.get("encoding", "auto")
    if not isinstance(encoding, str) or not encoding.strip():
        raise doc.error("file.encoding", "encoding must be a text.")
    encoding = encoding.strip().lower()
    if encoding != "auto" and not _is_codec(encoding):
        raise doc.error("file.encoding", _no_encoding(encoding))
    delimiter = table.get("delimiter", ",")
    if not isinstance(delimiter, str) or len(delimiter) != 1:
        raise doc.error("file.delimiter", "the delimiter is one character.")
    skip_lines = table.get("skip_lines", 0)
    if type(skip_lines) is not int or not 0 <= skip_lines <= MOST_SKIPPED:
        raise doc.error(
            "file.skip_lines", f"skip_lines is how many lines stand above the header: 0 to {MOST_SKIPPED}."
        )
    return FileTable("csv", missing, encoding, delimiter, skip_lines)


def _sheet(doc: Document, table: dict[str, Any]) -> str | int | None:
    sheet = table.get("sheet")
    named = isinstance(sheet, str) and sheet.strip()
    if sheet is not None and not named and (type(sheet) is not int or sheet < 1):
        raise doc.error(
            "file.sheet", 'sheet is the name of a sheet, "Offences", or its place among the sheets: 2.'
        )
    return sheet


def _header_rows(doc: Document, table: dict[str, Any]) -> tuple[int, ...]:
    given = table.get("header_row", 1)
    rows = given if isinstance(given, list) else [given]
    if not rows or not all(type(row) is int and 1 <= row <= MOST_SKIPPED for row in rows):
        raise doc.error(
            "file.header_row",
            f"header_row is the row of the sheet that names the columns, 1 to {MOST_SKIPPED}; or, where "
            "their names stand in several rows, all of those: [3, 4].",
        )
    if rows != list(range(rows[0], rows[0] + len(rows))) or len(rows) > MOST_HEADER_ROWS:
        raise doc.error(
            "file.header_row",
            f"rows of a header follow each other, as [3, 4], and are at most {MOST_HEADER_ROWS}.",
        )
    return tuple(rows)


def _no_encoding(name: str) -> str:
    # what people call the encoding that Windows programs write in western Europe
    windows = any(part in name for part in ("win", "ansi", "excel", "1252"))
    meant = ' Did you mean "cp1252"?' if windows else did_you_mean(name, ENCODINGS)
    return f'there is no encoding "{name}".{meant} "auto" finds out; usual names: {", ".join(ENCODINGS)}.'


def _is_codec(name: str) -> bool:
    """Whether it writes text: Python knows more, such as rot13 and base64."""
    probe = "a,b\r\n1,2\r\n"
    try:
        written = probe.encode(name)
        wide = codecs.lookup(name).name.startswith(("utf-16", "utf-32"))
        return written.decode(name) == probe and (
            wide or written.removeprefix(codecs.BOM_UTF8) == probe.encode()
        )
    except (LookupError, ValueError):
        return False


def unfilled(value: Any, place: str = "") -> Iterable[tuple[str, str]]:
    """Every text of a document that still begins with TODO, with its place: what nobody has filled in."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from unfilled(item, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from unfilled(item, f"{place}[{number}]")
    elif isinstance(value, str) and UNFILLED.match(value):
        yield place, value
