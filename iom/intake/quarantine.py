"""What waits in quarantine: listed without values, shown and exported with them, each look logged first."""

import csv
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from iom.intake.errors import InputError
from iom.intake.mapping import Mapping
from iom.intake.mapping_document import parse_mapping
from iom.intake.refusing import OWN
from iom.intake.rules import RULES
from iom.intake.staging import OCCURRENCE, QUARANTINE_ID
from iom.store import Store, audit, sql

RULE, REMEDY = "iom_rule", "iom_remedy"
_ID = re.compile(r"[Qq]-?([0-9]{1,9})")


@dataclass(frozen=True)
class RefusedRow:
    """A refused row without its values: which row of which import, the rules that it broke, where and why."""

    quarantine_id: int
    batch_id: int
    system: str
    mapping: str
    file_name: str
    row_no: int
    line: int
    state: str
    closed_by_batch: int | None
    rules: str
    columns: str | None
    why: str


@dataclass(frozen=True)
class Failure:
    """A rule that a refused row broke, where, and what mends it."""

    record_type: str
    rule: str
    field: str | None
    column: str | None
    message: str
    remedy: str


@dataclass(frozen=True)
class RefusedValues:
    """A refused row with its values as given."""

    row: RefusedRow
    values: dict[str, str]
    failures: tuple[Failure, ...]


def number(text: str) -> int:
    """The number of Q-1187. Raises InputError for anything else."""
    found = _ID.fullmatch(text.strip())
    if found is None:
        raise InputError("A refused row is named by its number, as in Q-1187. See: iom quarantine list")
    return int(found[1])


def quarantine_list(
    store: Store, *, state: str | None = "open", batch_id: int | None = None
) -> list[RefusedRow]:
    """Refused rows in the order of their numbers; state None: whatever became of them."""
    with store.cursor() as cursor:
        return _rows(cursor, state=state, batch_id=batch_id)


def quarantine_show(store: Store, quarantine_id: int, *, now: datetime) -> RefusedValues:
    """One refused row with its values; logged before it is given. Raises InputError when there is none."""
    with store.cursor() as cursor:
        rows = _rows(cursor, quarantine_id=quarantine_id)
        if not rows:
            raise InputError(f"There is no refused row Q-{quarantine_id}. See: iom quarantine list --all")
        audit.look(
            store,
            now=now,
            action="quarantine.show",
            detail={"quarantine_id": quarantine_id},
            people=_people(cursor, rows),
        )
        values, _ = _values(cursor, quarantine_id)
        return RefusedValues(rows[0], values, _failures(cursor, quarantine_id))


def quarantine_export(store: Store, out: Path, *, now: datetime, batch_id: int | None = None) -> int:
    """Write open refused rows as CSV for correction; return how many. Logged before they are written.

    The source's columns with the values exactly as given (a spreadsheet may read one that begins with = as a
    formula: import the columns as text), then our own. Raises InputError when there is nothing to write,
    when rows of several mapping documents would be mixed, or when the file is there already.
    """
    with store.cursor() as cursor:
        rows = _rows(cursor, state="open", batch_id=batch_id)
        if not rows:
            raise InputError("No refused row is open" + (f" from import {batch_id}." if batch_id else "."))
        if len({(row.system, row.mapping) for row in rows}) > 1:
            batches = ", ".join(str(b) for b in sorted({row.batch_id for row in rows}))
            raise InputError(
                "Refused rows of several mapping documents are open, and one file holds the columns of one. "
                f"Export them by import, with --batch: {batches}."
            )
        mapping = parse_mapping(rows[0].mapping, mapping_text(cursor, [row.quarantine_id for row in rows])[0])
        audit.look(
            store,
            now=now,
            action="quarantine.export",
            detail={"quarantine_ids": [row.quarantine_id for row in rows]},
            people=_people(cursor, rows),
        )
        lines = [_export_line(cursor, row) for row in rows]
    names = list(dict.fromkeys(name for line in lines for name in line if not name.startswith(OWN)))
    names += list(dict.fromkeys(name for line in lines for name in line if name.startswith(OWN)))
    try:
        with out.open("x", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, names, restval="", delimiter=mapping.delimiter)
            writer.writeheader()
            writer.writerows(lines)
    except FileExistsError:
        raise InputError(f"{out} is there already: give another name.") from None
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.") from None
    return len(lines)


def quarantine_drop(
    store: Store, quarantine_ids: Collection[int] = (), *, now: datetime, batch_id: int | None = None
) -> list[int]:
    """Give up refused rows, by their numbers or all open ones of an import; return their numbers.

    They stay in the store, closed. All or none: raises InputError when one is not open, or none is.
    """
    with store.transaction() as cursor:
        rows = _rows(cursor, state="open", batch_id=batch_id)
        chosen = [row for row in rows if batch_id is not None or row.quarantine_id in quarantine_ids]
        if missing := sorted(set(quarantine_ids) - {row.quarantine_id for row in chosen}):
            raise InputError(f"Q-{missing[0]} is not an open refused row. See: iom quarantine list")
        if not chosen:
            raise InputError(f"No refused row is open from import {batch_id}.")
        dropped = [row.quarantine_id for row in chosen]
        cursor.execute(sql("intake/drop_refused"), {"quarantine_ids": dropped})
        audit.record(
            cursor,
            store,
            now=now,
            action="quarantine.drop",
            detail={"quarantine_ids": dropped},
            people=_people(cursor, chosen),
        )
    return dropped


def mapping_text(cursor: duckdb.DuckDBPyConnection, quarantine_ids: list[int]) -> tuple[str, str, int]:
    """The mapping document that refused these rows (the latest, if several did): text, title, import."""
    found = cursor.execute(sql("intake/refusing_mapping"), {"ids": quarantine_ids}).fetchall()
    if len({(system, title) for system, title, _, _ in found}) > 1:
        raise InputError(
            "The rows were refused under several mapping documents: correct them in a file each."
        )
    if not found:
        raise InputError("None of the rows is a refused row of this store.")
    _, title, text, batch_id = found[0]
    return text, title, batch_id


def _export_line(cursor: duckdb.DuckDBPyConnection, row: RefusedRow) -> dict[str, str]:
    values, occurrence = _values(cursor, row.quarantine_id)
    failures = _failures(cursor, row.quarantine_id)
    rules = (f"{f.rule}: {f.column or f.field}" if f.column or f.field else f.rule for f in failures)
    return values | {
        QUARANTINE_ID: f"Q-{row.quarantine_id}",
        OCCURRENCE: occurrence or "",
        RULE: "; ".join(dict.fromkeys(rules)),
        REMEDY: " ".join(dict.fromkeys(f.remedy for f in failures)),
    }


def _rows(
    cursor: duckdb.DuckDBPyConnection,
    *,
    state: str | None = None,
    batch_id: int | None = None,
    quarantine_id: int | None = None,
) -> list[RefusedRow]:
    values = {"state": state, "batch_id": batch_id, "quarantine_id": quarantine_id}
    found = cursor.execute(sql("intake/refused_list"), values).fetchall()
    return [RefusedRow(*row, columns=columns, why=_why(row[-1])) for *row, columns in found]


def _why(rules: str) -> str:
    """What the rules refuse, in words."""
    return "; ".join(RULES[rule].says for rule in rules.split(", ") if rule in RULES)


def _values(cursor: duckdb.DuckDBPyConnection, quarantine_id: int) -> tuple[dict[str, str], str | None]:
    row = cursor.execute(
        "select raw, occurrence from quarantine where quarantine_id = $id", {"id": quarantine_id}
    ).fetchone()
    assert row is not None
    return json.loads(row[0]), row[1]


def _people(cursor: duckdb.DuckDBPyConnection, rows: list[RefusedRow]) -> list[int]:
    """Whose rows these are, as far as their keys can be read and are known: for the audit log."""
    keys: dict[str, set[str]] = {}
    documents: dict[int, Mapping] = {}
    for row in rows:
        if row.batch_id not in documents:
            text, title, _ = mapping_text(cursor, [row.quarantine_id])
            documents[row.batch_id] = parse_mapping(title, text)
        values, _ = _values(cursor, row.quarantine_id)
        columns = {record.subject for record in documents[row.batch_id].records if record.subject}
        keys.setdefault(row.system, set()).update(
            key for column in columns if (key := values.get(column, "").strip())
        )
    found: set[int] = set()
    for system, named in keys.items():
        params = {"system": system, "source_keys": sorted(named)}
        found.update(person for (person,) in cursor.execute(sql("intake/people_of_keys"), params).fetchall())
    return sorted(found)


def _failures(cursor: duckdb.DuckDBPyConnection, quarantine_id: int) -> tuple[Failure, ...]:
    rows = cursor.execute(sql("intake/refused_failures"), {"quarantine_id": quarantine_id}).fetchall()
    return tuple(Failure(*row) for row in rows)
