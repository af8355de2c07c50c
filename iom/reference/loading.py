"""Load a table into a store, whole or not at all: its vintage and source told, the former set kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from iom.moments import naive_utc
from iom.reference import effects
from iom.reference.checks import Row, checked, dangling, left_hanging
from iom.reference.effects import Effects
from iom.reference.entries import Entry, ReferenceTableError, as_text, digest, entry, parse
from iom.reference.own import Origin, own_tables, with_own
from iom.reference.set_in_force import (
    InForce,
    in_force,
    keep_texts,
    put_in_force,
    read_differently,
    shipped_set,
)
from iom.reference.table_file import refuse
from iom.store import Store, audit, sql

if TYPE_CHECKING:
    import duckdb

LONGEST = 500
_VINTAGE = re.compile(r"\w[\w ./()-]{0,39}")
_YEARS = re.compile(r"(\d{4})/(\d{2})(?: (?:to (\d{4})/(\d{2})|on))?")
NOT_LOADABLE = "its rows are read together with the software that they are the terms of"


@dataclass(frozen=True)
class Given:
    """What is to be loaded: the rows, their origin, and the file that they came in."""

    table_id: str
    rows: Sequence[Row]
    origin: Origin
    file_name: str
    file_sha256: str


@dataclass(frozen=True)
class Change:
    """What a change of the set in force came to. changed: False when all of it was in force already.

    former_runs: kept runs that rest on the set before, and are repeated with it. rebuilt: derived tables were
    made again. effects: None while the store holds no records.
    """

    table_id: str | None
    vintage: str
    rows: int
    changed: bool
    fingerprint: str
    former: str
    severity_vintage: str
    rebuilt: bool
    former_runs: tuple[int, ...]
    effects: Effects | None
    checked_only: bool = False


class _NothingKept(Exception):  # noqa: N818  it ends a check, and is no error
    def __init__(self, change: Change):
        self.change = change


def load(store: Store, given: Given, *, now: datetime, check: bool = False) -> Change:
    """Load a table, or an edition of one whose editions stand beside each other, and put it in force.

    With check, say what would happen and keep nothing. Rows that are in force already change nothing.
    Raises ReferenceTableError, naming line, column and remedy, for rows that are not what the registry says,
    for an origin that does not say enough, and for an edition that the store holds with other rows.
    """
    table = entry(given.table_id)
    if not table.key:
        raise ReferenceTableError(f"{table.id} is not a table to load: {NOT_LOADABLE}.")
    _require(given.origin)
    if table.beside and given.origin.years is None:
        raise ReferenceTableError(
            f"Say for which years this edition of {table.id} is in force, with --years: "
            '"2022/23", "2022/23 to 2024/25" or "2022/23 on".'
        )
    rows, faults = checked(table, given.rows)
    if table.beside:
        _require_one_edition(given, table.beside)
    refuse(given.file_name, faults)
    try:
        with store.transaction() as cursor:
            change = _load(cursor, store, table, replace(given, rows=rows), now)
            if check:
                raise _NothingKept(change)
    except _NothingKept as tried:
        detail = {"table": table.id, "vintage": given.origin.vintage, "rows": len(rows)}
        audit.look(store, now=now, action="reference.check", detail=detail)
        return replace(tried.change, checked_only=True)
    return change


def use_shipped(store: Store, table_id: str, *, now: datetime) -> Change:
    """Put the shipped table back in the place of what the store loaded of it.

    Raises ReferenceTableError when the store loaded none, or when derived tables carry what would go.
    """
    table = entry(table_id)
    with store.transaction() as cursor:
        own = own_tables(cursor)
        if not any(one.table_id == table.id for one in own):
            raise ReferenceTableError(f"{table.id} is the shipped table already: nothing was changed.")
        held = _held(cursor)
        was = with_own(shipped_set(), own)
        texts = with_own(shipped_set(), [one for one in own if one.table_id != table.id])
        _refuse_losing_vintage(table, texts, held.severity_vintage)
        if lost := left_hanging(table, texts):
            raise ReferenceTableError(
                f"{table.id} was not changed, for another table needs what the store loaded: "
                f"{'; '.join(lost)}."
            )
        before = _Before(held, was, effects.note_before(cursor))
        cursor.execute(sql("reference/end_loads"), {"table_id": table.id, "moment": naive_utc(now)})
        brought = put_in_force(cursor, now, by=store.actor, why="shipped", table_id=table.id)
        change = _change(cursor, table, table.vintage, before, brought, texts=texts)
        _log(cursor, store, now, "reference.use_shipped", change)
    return change


def _refuse_losing_vintage(table: Entry, texts: Mapping[str, str], vintage: str) -> None:
    """Raise ReferenceTableError where the weights that derived tables carry would go with the store's own."""
    if table.beside is None or any(row[table.beside] == vintage for row in parse(table, texts[table.id])):
        return
    shipped = ", ".join(sorted({row[table.beside] for row in parse(table, texts[table.id])}))
    raise ReferenceTableError(
        f"{table.id} was not changed: the vintage {vintage} is in force, and the shipped table has {shipped} "
        f"alone. First: iom reference use-vintage {shipped.split(', ')[-1]}"
    )


def use_vintage(store: Store, vintage: str, *, now: datetime) -> Change:
    """Let derived tables, and so the person page, carry the severity weights of another vintage.

    A criteria document names its own and is not touched. Raises ReferenceTableError when it is not held.
    """
    with store.transaction() as cursor:
        held = _held(cursor)
        noted = effects.note_before(cursor)
        brought = put_in_force(cursor, now, vintage, by=store.actor, why="vintage")
        found = effects.compared(cursor) if noted else None
        is_new = brought.severity_vintage != held.severity_vintage
        change = Change(
            table_id=None,
            vintage=vintage,
            rows=0,
            changed=is_new,
            fingerprint=brought.fingerprint,
            former=held.fingerprint,
            severity_vintage=vintage,
            rebuilt=is_new,
            former_runs=(),
            effects=found,
        )
        if is_new:
            _log(cursor, store, now, "reference.use_vintage", change)
    return change


def _load(
    cursor: "duckdb.DuckDBPyConnection", store: Store, table: Entry, given: Given, now: datetime
) -> Change:
    held = _held(cursor)
    own = own_tables(cursor)
    was = with_own(shipped_set(), own)
    rows = [dict(row.values) for row in given.rows]
    vintage = given.origin.vintage
    standing = parse(table, was[table.id])
    if table.beside:
        standing = [row for row in standing if row[table.beside] == vintage]
    if _in_order(table, rows) == _in_order(table, standing):
        mark = held.fingerprint
        return Change(table.id, vintage, len(rows), False, mark, mark, held.severity_vintage, False, (), None)
    if table.beside and standing:
        raise ReferenceTableError(
            f'{table.id}: the store holds the {table.beside} "{vintage}" with other rows, and documents '
            f"may rest on it. Load these under another name, such as --vintage {vintage}b."
        )
    content = as_text(table, rows)
    texts = _as_it_would_be(table, was, rows)
    refuse(given.file_name, dangling(table, given.rows, texts))
    if lost := left_hanging(table, texts):
        raise ReferenceTableError(
            f"{given.file_name}: nothing was loaded, for other tables need what it leaves out: "
            f"{'; '.join(lost)}."
        )
    before = _Before(held, was, effects.note_before(cursor))
    if not table.beside:
        cursor.execute(sql("reference/end_loads"), {"table_id": table.id, "moment": naive_utc(now)})
    keep_texts(cursor, {table.id: content})
    cursor.execute(
        sql("reference/keep_load"),
        {
            "table_id": table.id,
            **vars(given.origin),
            "file_name": given.file_name,
            "file_sha256": given.file_sha256,
            "content_sha256": digest(content),
            "row_count": len(rows),
            "loaded_at": naive_utc(now),
            "by_user": store.actor.user,
            "purpose": store.actor.purpose,
        },
    )
    brought = put_in_force(cursor, now, by=store.actor, why="load", table_id=table.id)
    change = _change(cursor, table, vintage, before, brought, texts=texts)
    change = replace(change, rows=len(rows))
    _log(cursor, store, now, "reference.load", change)
    return change


def _in_order(table: Entry, rows: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return sorted(rows, key=lambda row: tuple(row[name] for name in table.key))


def _as_it_would_be(table: Entry, was: Mapping[str, str], rows: Sequence[dict[str, str]]) -> dict[str, str]:
    if table.beside is None:
        return {**was, table.id: as_text(table, rows)}
    return {**was, table.id: as_text(table, [*parse(table, was[table.id]), *rows])}


@dataclass(frozen=True)
class _Before:
    """What was in force before a change. noted: how codes resolved is noted on the cursor."""

    held: InForce
    texts: Mapping[str, str]
    noted: bool


def _change(
    cursor: "duckdb.DuckDBPyConnection",
    table: Entry,
    vintage: str,
    before: _Before,
    brought: InForce,
    *,
    texts: Mapping[str, str],
) -> Change:
    found = effects.compared(cursor) if before.noted else None
    if found and table.beside and vintage != brought.severity_vintage:
        is_held = any(row[table.beside] == vintage for row in parse(table, texts[table.id]))
        found = effects.compared_under(cursor, vintage) if is_held else found
    return Change(
        table_id=table.id,
        vintage=vintage,
        rows=len(parse(table, texts[table.id])),
        changed=brought.fingerprint != before.held.fingerprint,
        fingerprint=brought.fingerprint,
        former=before.held.fingerprint,
        severity_vintage=brought.severity_vintage,
        rebuilt=read_differently(before.texts, texts, brought.severity_vintage),
        former_runs=effects.runs_of(cursor, before.held.fingerprint),
        effects=found,
    )


def _held(cursor: "duckdb.DuckDBPyConnection") -> InForce:
    held = in_force(cursor)
    if held is None:
        raise ReferenceTableError("The store has no reference tables in force.")
    return held


def _require(origin: Origin) -> None:
    """Nothing loads without vintage and source."""
    if not _VINTAGE.fullmatch(origin.vintage):
        raise ReferenceTableError(
            "Say of which vintage the table is, with --vintage: letters, digits, blanks and . / ( ) - "
            "only, 40 at most."
        )
    for option, text in (("--source", origin.source), ("--licence", origin.licence)):
        if text is not None and (not text.strip() or len(text) > LONGEST or not text.isprintable()):
            raise ReferenceTableError(
                f"{option} must say something, on one line of at most {LONGEST} characters: who published "
                "the table, which edition, where it was found."
            )
    if origin.years is not None:
        _require_years(origin.years)


def _require_years(years: str) -> None:
    parts = _YEARS.fullmatch(years)
    spans = [(int(parts[n]), int(parts[n + 1])) for n in (1, 3) if parts[n]] if parts else []
    if not spans or any((year + 1) % 100 != after for year, after in spans) or spans != sorted(spans):
        raise ReferenceTableError(
            'For which years the weights are in force is written "2022/23", "2022/23 to 2024/25" or '
            '"2022/23 on".'
        )


def _require_one_edition(given: Given, column: str) -> None:
    for row in given.rows:
        if row.values[column] != given.origin.vintage:
            raise ReferenceTableError(
                f'{given.file_name}, line {row.line}, column "{column}": another {column} than --vintage '
                "says. Load one at a time."
            )


def _log(
    cursor: "duckdb.DuckDBPyConnection", store: Store, now: datetime, action: str, change: Change
) -> None:
    detail = {
        "table": change.table_id,
        "vintage": change.vintage,
        "rows": change.rows,
        "fingerprint": change.fingerprint,
        "former": change.former,
        "severity_vintage": change.severity_vintage,
    }
    audit.record(cursor, store, now=now, action=action, detail=detail)
