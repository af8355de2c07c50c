"""A whole set of reference tables to look at: the one that ships, one a store uses, or one it used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from iom.reference.entries import Entry, ReferenceTableError, entry, parse, registry
from iom.reference.own import Own, own_tables
from iom.reference.set_in_force import fingerprint, in_force, kept_set, shipped_set
from iom.store import sql

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Edition:
    """One edition of a table in a set, and where it comes from. loaded_by, loaded_at: None if it shipped."""

    vintage: str
    years: str | None
    rows: int
    source: str
    licence: str | None
    standing: str
    loaded_by: str | None
    loaded_at: datetime | None


@dataclass(frozen=True)
class TableSet:
    """The text of every table, the fingerprint, the severity vintage, and a sentence on what set it is.

    own: what of it the store loaded itself.
    """

    texts: Mapping[str, str]
    fingerprint: str
    severity_vintage: str
    says: str
    own: tuple[Own, ...] = ()

    def editions(self, table_id: str) -> tuple[Edition, ...]:
        """The editions of a table: one, unless its editions stand beside each other."""
        table = entry(table_id)
        rows = parse(table, self.texts[table_id])
        own = {one.origin.vintage: one for one in self.own if one.table_id == table_id}
        if table.beside is None:
            return (_edition(table, next(iter(own.values()), None), table.vintage, len(rows)),)
        held = [row[table.beside] for row in rows]
        return tuple(
            _edition(table, own.get(vintage), vintage, held.count(vintage)) for vintage in dict.fromkeys(held)
        )

    def source_of(self, table_id: str, vintage: str) -> str:
        """Where an edition comes from."""
        return next(one.source for one in self.editions(table_id) if one.vintage == vintage)

    def summaries(self) -> list[dict[str, Any]]:
        """One row per edition of each table of the set: id, rows, unit, vintage, licence, standing."""
        return [
            {
                "id": table.id,
                "rows": one.rows,
                "unit": table.unit,
                "vintage": one.vintage,
                "licence": one.licence,
                "standing": one.standing,
            }
            for table in registry().entries.values()
            if table.id in self.texts
            for one in self.editions(table.id)
        ]

    def facts(self, table_id: str) -> dict[str, Any]:
        """What is told of a table and its editions. Raises ReferenceTableError when there is none."""
        table = entry(table_id)
        self._refuse_missing(table_id)
        shown = ("id", "title", "row", "unit", "vintage", "source", "licence", "standing", "columns")
        facts = {name: getattr(table, name) for name in shown}
        editions = self.editions(table_id)
        if len(editions) == 1:
            told = ("vintage", "source", "licence", "standing")
            facts |= {name: getattr(editions[0], name) for name in told}
        else:
            facts["vintage"] = ", ".join(one.vintage for one in editions)
        return {**facts, "editions": editions}

    def rows(self, table_id: str, find: str | None = None) -> list[dict[str, str]]:
        """A table's rows; with find, those that hold the text, upper and lower case alike."""
        table = entry(table_id)
        self._refuse_missing(table_id)
        rows = parse(table, self.texts[table_id])
        if find is None:
            return rows
        wanted = find.casefold()
        return [row for row in rows if any(wanted in value.casefold() for value in row.values())]

    def _refuse_missing(self, table_id: str) -> None:
        if table_id not in self.texts:
            raise ReferenceTableError(f'The set in force has no table "{table_id}".')


@dataclass(frozen=True)
class Step:
    """One time that a set was put in force. until: None while it is. runs: kept runs that rest on it.

    why: software (the shipped tables changed), load, shipped (back to the shipped table), vintage.
    """

    step: int
    fingerprint: str
    severity_vintage: str
    since: datetime
    until: datetime | None
    by_user: str
    purpose: str
    why: str
    table_id: str | None
    vintage: str | None
    runs: int


def history(cursor: "duckdb.DuckDBPyConnection") -> tuple[Step, ...]:
    """The sets that were in force in a store, the latest first."""
    return tuple(Step(*row) for row in cursor.execute(sql("reference/history")).fetchall())


def shipped() -> TableSet:
    """The set that ships with this version of the software."""
    texts = shipped_set()
    mark = fingerprint(texts)
    vintage = registry().severity_vintage
    return TableSet(texts, mark, vintage, f"Shipped with this version; fingerprint {mark}.")


def in_store(cursor: "duckdb.DuckDBPyConnection") -> TableSet:
    """The set that a store uses. Raises ReferenceTableError when it was given none."""
    held = in_force(cursor)
    if held is None:
        raise ReferenceTableError("The store has no reference tables in force.")
    says = f"In force since {held.since:%Y-%m-%d %H:%M} UTC, severity vintage {held.severity_vintage}; "
    texts = kept_set(cursor, held.fingerprint)
    says += f"fingerprint {held.fingerprint}."
    return TableSet(texts, held.fingerprint, held.severity_vintage, says, own_tables(cursor))


def _edition(table: Entry, own: Own | None, vintage: str, rows: int) -> Edition:
    if own is None:
        return Edition(
            vintage, table.years.get(vintage), rows, table.source, table.licence, table.standing, None, None
        )
    told = own.origin
    standing = (
        f"loaded here by {own.by_user} on {own.loaded_at:%Y-%m-%d}, not checked by this software's makers"
    )
    return Edition(
        told.vintage, told.years, rows, told.source, told.licence, standing, own.by_user, own.loaded_at
    )
