"""Subject access: all that is held on one person, in tables under plain headings, for the person to read."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import duckdb

from iom.documents import parse_document
from iom.reports import risk_page
from iom.reports.risk_words import missing as missing_words
from iom.rights import kept_runs, refused, subjects
from iom.rights.access_words import DIGESTS, TITLES, action, heading, measure, title, told
from iom.selection import compile as compiler
from iom.selection.criteria_reader import parse_criteria
from iom.store import IomError, Store, audit, sql

Row = tuple[object, ...]

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
        apart = {one.title: len(one.rows) for one in tables if one.name in APART}
        shown = [one for one in tables if with_intelligence or one.name not in APART]
        shown += _others(cursor, person_id)
        for table, speaks in ((_refused(cursor), _is_marked), *_runs(cursor)):
            spoken = {at for at, row in enumerate(table.rows) if speaks(row)}
            if spoken:
                apart[f"{table.title}: intelligence"] = len(spoken)
            kept = [row for at, row in enumerate(table.rows) if with_intelligence or at not in spoken]
            shown.append(replace(table, rows=tuple(row[: len(table.headings)] for row in kept)))
    if with_intelligence:
        apart = {}
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
    looks = _table("looks", cursor.execute(sql("rights/access_looks"), {"person_id": person_id}))
    yield replace(looks, rows=tuple((*row[:-1], action(str(row[-1]))) for row in looks.rows))


def _is_marked(row: Row) -> bool:
    """Whether a row is marked, behind its columns, as of a file of intelligence or a measure of it."""
    return bool(row[-1])


def _speaks_of_it(row: Row) -> bool:
    """Whether a sentence tells of intelligence."""
    return any("intelligence" in str(cell).casefold() for cell in row)


def _refused(cursor: duckdb.DuckDBPyConnection) -> Table:
    """Refused rows that are theirs by the systems' keys: a line per column; behind it, of intelligence?"""
    keys = cursor.execute(sql("rights/keys_of_erasing")).fetchall()
    found = refused.of_keys(cursor, [(system, key) for _, system, key in keys])
    rows = tuple(
        (f"Q-{number}", column, value, "intelligence" in one.types)
        for number, one in found.items()
        for column, value in one.given.items()
    )
    return Table("refused", TITLES["refused"], ("Refused row", "Column", "What it said"), rows)


def _runs(cursor: duckdb.DuckDBPyConnection) -> Iterable[tuple[Table, Callable[[Row], bool]]]:
    """What runs made of them, each table with what tells whether a row of it speaks of intelligence."""
    answer = cursor.execute(sql("rights/access_runs"))
    names = [column[0] for column in answer.description or ()]
    facts = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    reasons = [(one["run_id"], said) for one in facts for said in _said(one.pop("reasons"))]
    read = {one["run_id"]: _intelligence_measures(str(one.pop("criteria_text"))) for one in facts}
    headings = tuple(heading(name) for name in names if name not in ("reasons", "criteria_text"))
    runs = Table("runs", TITLES["runs"], headings, tuple(tuple(one.values()) for one in facts))
    yield runs, lambda row: False
    yield Table("run_reasons", TITLES["run_reasons"], ("Selection", "Why"), tuple(reasons)), _speaks_of_it
    yield _table("near_misses", cursor.execute(sql("rights/access_near_misses"))), _speaks_of_it
    measured: list[tuple[object, ...]] = []
    for one in facts:
        answer = cursor.execute(compiler.one_considered(one["run_id"]), {"person_id": one["person_id"]})
        columns = [column[0] for column in answer.description or ()]
        for row in answer.fetchall():
            measured += [
                (one["run_id"], measure(name), value, name in read[one["run_id"]])
                for name, value in zip(columns, row, strict=True)
                if name != "person_id" and not name.endswith("_bits")
            ]
    said = ("Selection", "What", "Value")
    yield Table("run_measures", TITLES["run_measures"], said, tuple(measured)), _is_marked


def _intelligence_measures(criteria: str) -> set[str]:
    """The measures of a run's document that count intelligence."""
    document = parse_criteria(parse_document("criteria of a run", criteria))
    return {measure.name for measure in document.measures if measure.what == "intelligence"}


def _said(reasons: str | None) -> list[str]:
    if not reasons:
        return []
    said: dict[str, Any] = json.loads(reasons)
    return [said["summary"], *(one["sentence"] for one in said["reasons"]), *said["unknown"]]


def _table(name: str, answer: duckdb.DuckDBPyConnection) -> Table:
    columns = [column[0] for column in answer.description or ()]
    kept = [at for at, column in enumerate(columns) if column not in DIGESTS]
    rows = tuple(tuple(told(columns[at], row[at]) for at in kept) for row in answer.fetchall())
    return Table(name, title(name), tuple(heading(columns[at]) for at in kept), rows)


def _risk(store: Store, person_id: int, now: datetime) -> tuple[str, ...]:
    try:
        page = risk_page(store, now=now, person_id=person_id, as_at=now.date())
    except IomError:
        # of someone restricted nothing is worked out
        return ()
    missing = missing_words(page.worked) if page.worked else ()
    return (*page.says, *(f"Missing for {one}" for one in missing))
