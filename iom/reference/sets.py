"""A whole set of reference tables to look at: the one that ships, or the one a store uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iom.reference.entries import ReferenceTableError, entry, parse, registry
from iom.reference.set_in_force import fingerprint, in_force, kept_set, shipped_set

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class TableSet:
    """The text of every table, the fingerprint, the severity vintage, and a sentence on what set it is."""

    texts: Mapping[str, str]
    fingerprint: str
    severity_vintage: str
    says: str

    def summaries(self) -> list[dict[str, Any]]:
        """One row per table of the set: id, rows, unit, vintage, licence, standing."""
        return [
            {
                "id": table.id,
                "rows": len(parse(table, self.texts[table.id])),
                "unit": table.unit,
                "vintage": table.vintage,
                "licence": table.licence,
                "standing": table.standing,
            }
            for table in registry().entries.values()
            if table.id in self.texts
        ]

    def facts(self, table_id: str) -> dict[str, Any]:
        """What the registry says of a table. Raises ReferenceTableError when there is none."""
        table = entry(table_id)
        shown = ("id", "title", "row", "unit", "vintage", "source", "licence", "standing", "columns")
        return {name: getattr(table, name) for name in shown}

    def rows(self, table_id: str, find: str | None = None) -> list[dict[str, str]]:
        """A table's rows; with find, those that hold the text, upper and lower case alike."""
        table = entry(table_id)
        if table_id not in self.texts:
            raise ReferenceTableError(f'The set in force has no table "{table_id}".')
        rows = parse(table, self.texts[table_id])
        if find is None:
            return rows
        wanted = find.casefold()
        return [row for row in rows if any(wanted in value.casefold() for value in row.values())]


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
    return TableSet(texts, held.fingerprint, held.severity_vintage, f"{says}fingerprint {held.fingerprint}.")
