"""What waits in quarantine: listed without values, shown and exported with them, each look logged first."""

import csv
import io
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

import duckdb

from iom.intake.errors import InputError
from iom.intake.mapping_document import parse_mapping
from iom.intake.refusing import OWN
from iom.intake.rules import RULES
from iom.intake.staging import OCCURRENCE, QUARANTINE_ID
from iom.spreadsheet import runs_as_formula
from iom.store import Store, audit, sql

RULE, REMEDY = "iom_rule", "iom_remedy"
# So many rows are named in a line of the audit log; of more their number and imports.
NAMED = 100
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


@dataclass(frozen=True)
class Export:
    """Refused rows as the bytes of a CSV file.

    formulas: a cell or column name begins as a formula would; it is left so, for it must come back the same.
    """

    rows: int
    content: bytes
    formulas: bool


@dataclass(frozen=True)
class _Given:
    """What a refused row said by column, and its place among rows of its key."""

    given: dict[str, str]
    occurrence: str | None


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


def quarantine_waiting(store: Store) -> tuple[int, int]:
    """How many refused rows are open, and how many of them would hold an offence or a status of one."""
    with store.cursor() as cursor:
        row = cursor.execute(sql("intake/waiting_rows")).fetchone()
    assert row is not None
    return row[0], row[1]


def quarantine_show(store: Store, quarantine_id: int, *, now: datetime) -> RefusedValues:
    """One refused row with its values; logged before it is given. Raises InputError when there is none."""
    with store.cursor() as cursor:
        rows = _rows(cursor, quarantine_id=quarantine_id)
        if not rows:
            raise InputError(f"There is no refused row Q-{quarantine_id}. See: iom quarantine list --all")
        values = _values(cursor, rows)
        audit.look(
            store,
            now=now,
            action="quarantine.show",
            detail={"quarantine_id": quarantine_id},
            people=_people(cursor, rows, values),
        )
        return RefusedValues(rows[0], values[quarantine_id].given, _failures(cursor, rows)[quarantine_id])


def quarantine_export(store: Store, *, now: datetime, batch_id: int | None = None) -> Export:
    """Open refused rows as a CSV file for correction. Logged before they are given.

    The source's columns with the values exactly as given, then our own. Raises InputError when no row is
    open, or when rows of several mapping documents would be mixed.
    """
    with store.cursor() as cursor:
        rows = _rows(cursor, state="open", batch_id=batch_id)
        if not rows:
            if batch_id:
                raise InputError(f"No refused row is open from import {batch_id}.").of("batch")
            raise InputError("No refused row is open.")
        if len({(row.system, row.mapping) for row in rows}) > 1:
            batches = ", ".join(str(b) for b in sorted({row.batch_id for row in rows}))
            raise InputError(
                "Refused rows of several mapping documents are open, and one file holds the columns of one. "
                f"Export them by import, with --batch: {batches}."
            ).of("batch")
        mapping = parse_mapping(rows[0].mapping, mapping_text(cursor, [row.quarantine_id for row in rows])[0])
        values = _values(cursor, rows)
        people = _people(cursor, rows, values)
        audit.look(store, now=now, action="quarantine.export", detail=_detail(rows), people=people)
        failures = _failures(cursor, rows)
    lines = [_export_line(row, values[row.quarantine_id], failures[row.quarantine_id]) for row in rows]
    names = list(dict.fromkeys(name for line in lines for name in line if not name.startswith(OWN)))
    names += list(dict.fromkeys(name for line in lines for name in line if name.startswith(OWN)))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, restval="", delimiter=mapping.delimiter)
    writer.writeheader()
    writer.writerows(lines)
    formulas = any(runs_as_formula(cell) for line in lines for named in line.items() for cell in named)
    return Export(len(lines), text.getvalue().encode("utf-8-sig"), formulas)


def quarantine_drop(
    store: Store, quarantine_ids: Collection[int] = (), *, now: datetime, batch_id: int | None = None
) -> list[int]:
    """Give up refused rows, by their numbers or all open ones of an import; return their numbers.

    They stay in the store, closed. All or none: raises InputError when one is not open, or none is.
    """
    with store.transaction() as cursor:
        rows = _rows(cursor, state="open", batch_id=batch_id)
        wanted = set(quarantine_ids)
        chosen = [row for row in rows if batch_id is not None or row.quarantine_id in wanted]
        if missing := sorted(wanted - {row.quarantine_id for row in chosen}):
            says = f"Q-{missing[0]} is not an open refused row. See: iom quarantine list"
            raise InputError(says).of("rows")
        if not chosen:
            raise InputError(f"No refused row is open from import {batch_id}.").of("batch")
        dropped = [row.quarantine_id for row in chosen]
        people = _people(cursor, chosen, _values(cursor, chosen))
        cursor.execute(sql("intake/drop_refused"), {"quarantine_ids": dropped})
        audit.record(cursor, store, now=now, action="quarantine.drop", detail=_detail(chosen), people=people)
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


def _detail(rows: list[RefusedRow]) -> dict[str, object]:
    """Which rows they are, for the audit log: by their numbers, or where they are many by their imports."""
    if len(rows) <= NAMED:
        return {"quarantine_ids": [row.quarantine_id for row in rows]}
    return {"rows": len(rows), "batch_ids": sorted({row.batch_id for row in rows})}


def _export_line(row: RefusedRow, values: _Given, failures: tuple[Failure, ...]) -> dict[str, str]:
    rules = (f"{f.rule}: {f.column or f.field}" if f.column or f.field else f.rule for f in failures)
    return values.given | {
        QUARANTINE_ID: f"Q-{row.quarantine_id}",
        OCCURRENCE: values.occurrence or "",
        RULE: "; ".join(dict.fromkeys(rules)),
        REMEDY: " ".join(dict.fromkeys(_mend(f) for f in failures)),
    }


def _mend(failure: Failure) -> str:
    """What mends it; also what the column does not say: which row it conflicts with, what is allowed."""
    if failure.rule not in ("key_conflict", "code_not_listed"):
        return failure.remedy
    return f"{failure.message[:1].upper()}{failure.message[1:]}. {failure.remedy}"


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


def _values(cursor: duckdb.DuckDBPyConnection, rows: list[RefusedRow]) -> dict[int, _Given]:
    ids = {"quarantine_ids": [row.quarantine_id for row in rows]}
    found = cursor.execute(sql("intake/refused_values"), ids).fetchall()
    return {quarantine_id: _Given(json.loads(raw), occurrence) for quarantine_id, raw, occurrence in found}


def _people(
    cursor: duckdb.DuckDBPyConnection, rows: list[RefusedRow], values: dict[int, _Given]
) -> list[int]:
    """Whose rows these are, as far as their keys can be read and are known: for the audit log."""
    batches = {"batch_ids": sorted({row.batch_id for row in rows})}
    columns = {
        batch_id: {record.subject for record in parse_mapping(title, text).records if record.subject}
        for batch_id, title, text in cursor.execute(sql("intake/refusing_documents"), batches).fetchall()
    }
    keys = {
        (row.system, values[row.quarantine_id].given.get(column, "").strip())
        for row in rows
        for column in columns[row.batch_id]
    }
    named = {"systems": [system for system, _ in keys], "source_keys": [key for _, key in keys]}
    found = cursor.execute(sql("intake/people_of_keys"), named).fetchall() if keys else []
    return [person for (person,) in found]


def _failures(cursor: duckdb.DuckDBPyConnection, rows: list[RefusedRow]) -> dict[int, tuple[Failure, ...]]:
    ids = {"quarantine_ids": [row.quarantine_id for row in rows]}
    found = cursor.execute(sql("intake/refused_failures"), ids).fetchall()
    return {
        quarantine_id: tuple(Failure(*failure) for _, *failure in broken)
        for quarantine_id, broken in groupby(found, key=itemgetter(0))
    }
