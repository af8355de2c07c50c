"""Tables that a store loaded itself, and the set that they make together with the shipped ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from iom.reference.entries import as_text, parse, registry
from iom.store import sql

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Origin:
    """What must be known of a table before it is loaded. years: for which financial years it is in force."""

    vintage: str
    source: str
    licence: str | None = None
    years: str | None = None


@dataclass(frozen=True)
class Own:
    """One table, or one edition of a table whose editions stand beside each other, that a store loaded."""

    table_id: str
    origin: Origin
    loaded_at: datetime
    by_user: str
    content: str


def own_tables(cursor: "duckdb.DuckDBPyConnection") -> tuple[Own, ...]:
    """What was loaded into a store and stands, in order of loading."""
    rows = cursor.execute(sql("reference/standing_loads")).fetchall()
    return tuple(
        Own(table_id, Origin(vintage, source, licence, years), at.replace(tzinfo=UTC), by, content)
        for table_id, vintage, source, licence, years, at, by, content in rows
    )


def with_own(shipped: Mapping[str, str], own: Iterable[Own]) -> dict[str, str]:
    """The texts of a set: the shipped ones, each replaced by the store's own where it has one.

    Of a table whose editions stand beside each other, only the edition that was loaded is replaced or added.
    """
    texts = dict(shipped)
    for one in own:
        table = registry().entries.get(one.table_id)
        if table is None or table.beside is None:
            texts[one.table_id] = one.content
            continue
        held = parse(table, texts[one.table_id])
        others = [row for row in held if row[table.beside] != one.origin.vintage]
        texts[one.table_id] = as_text(table, [*others, *parse(table, one.content)])
    return texts
