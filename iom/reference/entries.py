"""The registry: what ships, table by table, with unit, vintage, source, licence and standing."""

import csv
import hashlib
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from iom.store import IomError


class ReferenceTableError(IomError):
    """There is no such table, vintage or set, or a table's text does not have the columns it is said to."""


@dataclass(frozen=True)
class Link:
    """Columns whose values, taken together, must stand in columns of another table; blanks point nowhere."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One reference table: what its rows are and how far they may be relied on."""

    id: str
    title: str
    row: str
    unit: str
    vintage: str
    source: str
    licence: str
    standing: str
    file: str
    columns: Mapping[str, str]
    fills: str | None = None
    exact: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    caveats: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    key: tuple[str, ...] = ()
    forms: Mapping[str, str | list[str]] = field(default_factory=lambda: MappingProxyType({}))
    links: tuple[Link, ...] = ()
    needed_where: Mapping[str, list[str]] = field(default_factory=lambda: MappingProxyType({}))
    beside: str | None = None
    years: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Registry:
    """Every table that ships, in the order of the registry, and the severity vintage a new store uses."""

    entries: Mapping[str, Entry]
    severity_vintage: str


@cache
def registry() -> Registry:
    """The registry of this version of the software."""
    document = tomllib.loads((files("iom.reference") / "registry.toml").read_text(encoding="utf-8"))
    entries = {table["id"]: _entry(table) for table in document["table"]}
    return Registry(MappingProxyType(entries), document["severity_vintage"])


def _entry(table: dict[str, Any]) -> Entry:
    links = tuple(
        Link(tuple(link["columns"]), link["table"], tuple(link["to"])) for link in table.get("links", ())
    )
    return Entry(**{**table, "links": links, "key": tuple(table.get("key", ()))})


def entry(table_id: str) -> Entry:
    """The entry of one table. Raises ReferenceTableError, naming what is nearest, when there is none."""
    entries = registry().entries
    if table_id not in entries:
        from difflib import get_close_matches

        near = get_close_matches(table_id, entries, n=3, cutoff=0.4)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise ReferenceTableError(f'There is no reference table "{table_id}".{hint} See: iom reference list')
    return entries[table_id]


def shipped_files() -> Traversable:
    """The folder of the data files."""
    return files("iom.reference") / "data"


@cache
def shipped_text(table_id: str) -> str:
    """The text of a shipped table, its line ends as LF on every platform so that it has one digest."""
    raw = (shipped_files() / entry(table_id).file).read_bytes()
    return raw.decode("utf-8").replace("\r\n", "\n")


@lru_cache(maxsize=128)  # each command asks for those of all that ships
def digest(text: str) -> str:
    """SHA-256 of a table's text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(table: Entry, text: str) -> list[dict[str, str]]:
    """The rows of a table's text, every value as text: codes such as 10, 4.10 and 104 are not numbers.

    Raises ReferenceTableError when the columns are not the registry's, or a line has too few or too many.
    """
    reader = csv.reader(io.StringIO(text, newline=""))
    columns = list(table.columns)
    header = next(reader, [])
    if header != columns:
        raise ReferenceTableError(
            f"{table.file}, line 1: the columns are {header}, the registry says {columns}."
        )
    rows = []
    for values in reader:
        if len(values) != len(columns):
            line = reader.line_num
            raise ReferenceTableError(
                f"{table.file}, line {line}: {len(values)} values for {len(columns)} columns."
            )
        rows.append(dict(zip(columns, values, strict=True)))
    return rows


def as_text(table: Entry, rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as the text of a table: the registry's columns in their order, LF at line ends."""
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\n")
    out.writerow(table.columns)
    out.writerows([row[name] for name in table.columns] for row in rows)
    return text.getvalue()


def shipped_rows(table_id: str) -> list[dict[str, str]]:
    """The rows of a shipped table, as parse gives them."""
    return parse(entry(table_id), shipped_text(table_id))
