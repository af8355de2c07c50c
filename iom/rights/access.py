"""Subject access: all that is held on one person, in tables under plain headings, for the person to read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from iom.reports import risk_page
from iom.rights import kept_runs, refused, subjects
from iom.rights.access_words import DIGESTS, TITLES, heading
from iom.selection import compile as compiler
from iom.store import IomError, Store, audit, sql

# Held of the person and yet not simply theirs to be given: sources and victims may be at risk by it.
APART = ("intelligence_version", "offence_victim_version")


@dataclass(frozen=True)
class Table:
    """One kind of thing that is held: a name for a file, a title, headings, rows."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Access:
    """All that is held on one person at a moment (UTC). apart: rows left out, to be reviewed first."""

    person_id: int
    made_at: datetime
    tables: tuple[Table, ...]
    apart: dict[str, int]
    risk: tuple[str, ...]


def access(store: Store, person_id: int, *, with_intelligence: bool, now: datetime) -> Access:
    """Everything that is held on a person, of every version; the look is logged before it is given.

    A restricted person's too. Raises PersonError where there is no such person.
    """
    with store.cursor() as cursor:
        subjects.mark(cursor, subjects.subjects_of(cursor, person_id))
        kept_runs.mark_considered(cursor)
        tables = [_of_table(cursor, name) for name in subjects.held_of(cursor)]
        apart = {} if with_intelligence else {one.title: len(one.rows) for one in tables if one.name in APART}
        shown = [one for one in tables if with_intelligence or one.name not in APART]
        shown += [*_others(cursor, person_id), _refused(cursor), *_runs(cursor)]
    order = {name: place for place, name in enumerate(TITLES)}
    found = tuple(sorted((one for one in shown if one.rows), key=lambda one: order.get(one.name, -1)))
    detail = {
        "rows": sum(len(one.rows) for one in found),
        "with_intelligence": with_intelligence,
        "fields": [one.name for one in found],
    }
    audit.look(store, now=now, action="rights.access", detail=detail, people=[person_id])
    return Access(person_id, now, found, apart, _risk(store, person_id, now))


def _of_table(cursor: duckdb.DuckDBPyConnection, name: str) -> Table:
    return _table(name, cursor.execute(sql("rights/access_rows", table=name)))


def _others(cursor: duckdb.DuckDBPyConnection, person_id: int) -> Iterable[Table]:
    for name in ("references", "decisions", "restrictions"):
        yield _table(name, cursor.execute(sql(f"rights/access_{name}")))
    yield _table("looks", cursor.execute(sql("rights/access_looks"), {"person_id": person_id}))


def _refused(cursor: duckdb.DuckDBPyConnection) -> Table:
    """Refused rows that are theirs by the systems' keys: a line per column."""
    keys = cursor.execute(sql("rights/keys_of_erasing")).fetchall()
    found = refused.of_keys(cursor, [(system, key) for _, system, key in keys])
    rows = tuple(
        (f"Q-{number}", column, value) for number, given in found.items() for column, value in given.items()
    )
    return Table("refused", TITLES["refused"], ("Refused row", "Column", "What it said"), rows)


def _runs(cursor: duckdb.DuckDBPyConnection) -> Iterable[Table]:
    answer = cursor.execute(sql("rights/access_runs"))
    names = [column[0] for column in answer.description or ()]
    facts = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    reasons = [(one["run_id"], said) for one in facts for said in _said(one.pop("reasons"))]
    headings = tuple(heading(name) for name in names if name != "reasons")
    yield Table("runs", TITLES["runs"], headings, tuple(tuple(one.values()) for one in facts))
    yield Table("run_reasons", TITLES["run_reasons"], ("Selection", "Why"), tuple(reasons))
    yield _table("near_misses", cursor.execute(sql("rights/access_near_misses")))
    measured: list[tuple[object, ...]] = []
    for one in facts:
        answer = cursor.execute(compiler.one_considered(one["run_id"]), {"person_id": one["person_id"]})
        columns = [column[0] for column in answer.description or ()]
        for row in answer.fetchall():
            measured += [
                (one["run_id"], heading(name), value)
                for name, value in zip(columns, row, strict=True)
                if name != "person_id" and not name.endswith("_bits")
            ]
    yield Table("run_measures", TITLES["run_measures"], ("Selection", "What", "Value"), tuple(measured))


def _said(reasons: str | None) -> list[str]:
    if not reasons:
        return []
    said: dict[str, Any] = json.loads(reasons)
    return [said["summary"], *(one["sentence"] for one in said["reasons"]), *said["unknown"]]


def _table(name: str, answer: duckdb.DuckDBPyConnection) -> Table:
    columns = [column[0] for column in answer.description or ()]
    kept = [at for at, column in enumerate(columns) if column not in DIGESTS]
    rows = tuple(tuple(row[at] for at in kept) for row in answer.fetchall())
    title = TITLES.get(name, heading(name.removesuffix("_version")))
    return Table(name, title, tuple(heading(columns[at]) for at in kept), rows)


def _risk(store: Store, person_id: int, now: datetime) -> tuple[str, ...]:
    try:
        return risk_page(store, now=now, person_id=person_id, as_at=now.date()).says
    except IomError:
        # of someone restricted nothing is worked out
        return ()
