"""A file to be: named columns, rows of text, and what is written of them."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass
class Table:
    """One export before it is written: rows may later be made dirty, and cut short."""

    file: str
    mapping: str
    encoding: str
    columns: tuple[str, ...]
    rows: list[list[str]]

    def at(self, column: str) -> int:
        """The position of a column."""
        return self.columns.index(column)

    def write(self, folder: Path) -> None:
        """Write the file: commas, a header, line feeds, the encoding of its system."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        (folder / self.file).write_bytes(text.getvalue().encode(self.encoding))


def table(name: str, encoding: str, rows: Iterable[Mapping[str, str]]) -> Table:
    """The table of rows that all have the same columns, for <name>.csv and <name>.toml."""
    listed = list(rows)
    columns = tuple(listed[0]) if listed else ()
    return Table(f"{name}.csv", f"{name}.toml", encoding, columns, [list(row.values()) for row in listed])


def uk(day: int | None) -> str:
    """An ordinal as dd/mm/yyyy; None as nothing."""
    if day is None:
        return ""
    when = date.fromordinal(day)
    return f"{when.day:02d}/{when.month:02d}/{when.year:04d}"


def iso(day: int | None) -> str:
    """An ordinal as yyyy-mm-dd; None as nothing."""
    return "" if day is None else date.fromordinal(day).isoformat()


def yes_no(true: bool) -> str:
    """Y or N."""
    return "Y" if true else "N"
