"""A reference table as a CSV file of a deployment's own: read whole, refused whole, every fault named."""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iom.reference.checks import Fault, Row
from iom.reference.entries import Entry, ReferenceTableError

ENCODINGS = ("utf-8-sig", "cp1252")
# The largest table that ships has 1.5 million bytes: more than this is no reference table.
MOST_BYTES = 64 * 1024 * 1024
FAULTS_SHOWN = 20


@dataclass(frozen=True)
class TableFile:
    """A file as it was given: its name, SHA-256, rows in its order, and columns that nothing here reads."""

    name: str
    sha256: str
    rows: tuple[Row, ...]
    not_read: tuple[str, ...] = ()


def raw_bytes(path: Path) -> bytes:
    """All of a small file. Raises ReferenceTableError when it cannot be read or is no small file."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ReferenceTableError(
                f"{path.name} has {size:,} bytes, and a reference table at most {MOST_BYTES:,}: "
                "is it another file?"
            )
        return path.read_bytes()
    except OSError as error:
        raise ReferenceTableError(f"{path} cannot be read: {error.strerror}.") from None


def read_table(path: Path, table: Entry) -> TableFile:
    """The rows of a CSV file that has the table's columns, in whatever order; values without outer blanks.

    Raises ReferenceTableError for a file that is no CSV, lacks a column, or has no row.
    """
    raw = raw_bytes(path)
    reader = csv.reader(io.StringIO(_decoded(path, raw), newline=""), strict=True)
    rows, faults = [], []
    try:
        header = [name.strip() for name in next(reader, [])]
        columns = _columns(path, table, header)
        before = reader.line_num
        for values in reader:
            line, before = before + 1, reader.line_num
            if not any(map(str.strip, values)):
                continue
            if len(values) != len(header):
                says = f"{len(values)} values for {len(header)} columns. Is a comma not between quotes?"
                faults.append(Fault(line, None, says))
                continue
            rows.append(Row(line, {name: values[at].strip() for name, at in columns.items()}))
    except csv.Error as error:
        raise ReferenceTableError(f"{path.name}, line {reader.line_num}: not CSV ({error}).") from None
    refuse(path.name, faults)
    if not rows:
        raise ReferenceTableError(f"{path.name} has no row below its header: nothing was loaded.")
    not_read = tuple(name for name in header if name and name not in columns)
    return TableFile(path.name, hashlib.sha256(raw).hexdigest(), tuple(rows), not_read)


def refuse(file_name: str, faults: Sequence[Fault]) -> None:
    """Raise ReferenceTableError that names the file's faults, the first of them one by one; none: nothing."""
    if not faults:
        return
    shown = "\n".join(f"  {fault}" for fault in faults[:FAULTS_SHOWN])
    more = f"\n  and {len(faults) - FAULTS_SHOWN} more" if len(faults) > FAULTS_SHOWN else ""
    raise ReferenceTableError(
        f"{file_name}: nothing was loaded, for a table is loaded whole or not at all.\n{shown}{more}"
    )


def _decoded(path: Path, raw: bytes) -> str:
    if raw[:4] == b"PK\x03\x04" or raw[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ReferenceTableError(
            f"{path.name} is a workbook: save its sheet as CSV (UTF-8). "
            "ONS's own workbook of severity weights is loaded with: iom reference load-severity"
        )
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ReferenceTableError(f"{path.name} is not text in any of: UTF-8, cp1252. Save it as CSV (UTF-8).")


def _columns(path: Path, table: Entry, header: list[str]) -> dict[str, int]:
    """Where in the file each column of the table is, told without regard to case."""
    told = [name.casefold() for name in header]
    if missing := [name for name in table.columns if name.casefold() not in told]:
        raise ReferenceTableError(
            f"{path.name}, line 1: {table.id} needs the columns {', '.join(table.columns)}; missing: "
            f"{', '.join(missing)}. Is the first line the header, and a comma between its columns?"
        )
    if twice := [name for name in table.columns if told.count(name.casefold()) > 1]:
        raise ReferenceTableError(
            f'{path.name}, line 1: the column "{twice[0]}" is there more than once: keep one.'
        )
    return {name: told.index(name.casefold()) for name in table.columns}
