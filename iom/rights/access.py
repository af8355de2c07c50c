"""Subject access: all that is held on one person, in tables under plain headings, for the person to read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from iom.measures import covered_days
from iom.people import PersonError
from iom.reports import risk_page
from iom.reports.risk_words import missing as missing_words
from iom.rights import held_back, kept_runs, refused, subjects
from iom.rights.access_words import DIGESTS, TITLES, action, heading, measure, title, told
from iom.risk import last_covered, without_advice
from iom.selection import compile as compiler
from iom.store import Store, audit, derived, sql

Row = tuple[object, ...]

# Held of the person and yet not simply theirs to be given: sources and victims may be at risk by it.
APART = ("intelligence_version", "offence_victim_version")
NO_RISK = "No risk is worked out while the record is restricted: it is kept, and not used."


@dataclass(frozen=True)
class Table:
    """One kind of thing that is held: a name for a file, a title, headings, rows."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


# A table, and for each row of it why it is held back, if it is.
Marked = tuple[Table, Sequence[str | None]]


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
        shown += _others(cursor)
        for table, whys in (_refused(cursor), *_runs(cursor)):
            apart |= {f"{table.title}: {why}": number for why, number in Counter(whys).items() if why}
            marked = zip(table.rows, whys, strict=True)
            kept = tuple(row for row, why in marked if with_intelligence or not why)
            shown.append(replace(table, rows=kept))
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


def _others(cursor: duckdb.DuckDBPyConnection) -> Iterable[Table]:
    for name in ("references", "decisions", "questions", "restrictions"):
        yield _table(name, cursor.execute(sql(f"rights/access_{name}")))
    looks = _table("looks", cursor.execute(sql("rights/access_looks")))
    yield replace(looks, rows=tuple((*row[:-1], action(str(row[-1]))) for row in looks.rows))


def _refused(cursor: duckdb.DuckDBPyConnection) -> Marked:
    """Refused rows that are theirs by the systems' keys: a line per column."""
    keys = cursor.execute(sql("rights/keys_of_erasing")).fetchall()
    found = refused.of_keys(cursor, [(system, key) for _, system, key in keys])
    cells = [(number, *cell) for number, one in found.items() for cell in held_back.of_refused(one)]
    rows = tuple((f"Q-{number}", column, value) for number, column, value, _ in cells)
    table = Table("refused", TITLES["refused"], ("Refused row", "Column", "What it said"), rows)
    return table, [why for *_, why in cells]


def _runs(cursor: duckdb.DuckDBPyConnection) -> Iterable[Marked]:
    """What runs made of them."""
    answer = cursor.execute(sql("rights/access_runs"))
    names = [column[0] for column in answer.description or ()]
    facts = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    of_runs = {one["run_id"]: held_back.OfRun(str(one.pop("criteria_text"))) for one in facts}
    said = [
        (one["run_id"], without_advice(sentence), why)
        for one in facts
        for sentence, why in of_runs[one["run_id"]].reasons(one.pop("reasons"))
    ]
    headings = tuple(heading(name) for name in names if name not in ("reasons", "criteria_text"))
    rows = tuple(tuple(told(name, value) for name, value in one.items()) for one in facts)
    yield Table("runs", TITLES["runs"], headings, rows), [None] * len(rows)
    reasons = tuple((run_id, sentence) for run_id, sentence, _ in said)
    table = Table("run_reasons", TITLES["run_reasons"], ("Selection", "Why"), reasons)
    yield table, [why for *_, why in said]
    missed = cursor.execute(sql("rights/access_near_misses")).fetchall()
    named = [(run_id, one, of_runs[run_id].rule(rule_no), words) for run_id, one, rule_no, words in missed]
    table = _made("near_misses", ("run_id", "person_id", "rule", "words"), named)
    yield table, [of_runs[run_id].near_miss(rule_no, words) for run_id, _, rule_no, words in missed]
    measured: list[Row] = []
    whys: list[str | None] = []
    for one in facts:
        answer = cursor.execute(compiler.one_considered(one["run_id"]), {"person_id": one["person_id"]})
        columns = [column[0] for column in answer.description or ()]
        for row in answer.fetchall():
            for name, value in zip(columns, row, strict=True):
                if name != "person_id" and not name.endswith("_bits"):
                    measured.append((one["run_id"], measure(name), value))
                    whys.append(of_runs[one["run_id"]].measure(name))
    headings = ("Selection", "What", "Value")
    yield Table("run_measures", TITLES["run_measures"], headings, tuple(measured)), whys


def _table(name: str, answer: duckdb.DuckDBPyConnection) -> Table:
    return _made(name, [column[0] for column in answer.description or ()], answer.fetchall())


def _made(name: str, columns: Sequence[str], found: Iterable[Row]) -> Table:
    kept = [at for at, column in enumerate(columns) if column not in DIGESTS]
    rows = tuple(tuple(told(columns[at], row[at]) for at in kept) for row in found)
    return Table(name, title(name), tuple(heading(columns[at]) for at in kept), rows)


def _risk(store: Store, person_id: int, now: datetime) -> tuple[str, ...]:
    """What is said of their risk, as at the last day on which it can be worked out, and which day that is."""
    today = now.date()
    with store.cursor() as cursor:
        derived.as_known_of(store, cursor, None)
        day = last_covered(today, covered_days(cursor)) or today
    try:
        page = risk_page(store, now=now, person_id=person_id, as_at=day)
    except PersonError:
        # their subjects were found above: only the restriction hides them
        return (NO_RISK,)
    missing = missing_words(page.worked) if page.worked else ()
    return (
        f"As at {day.day} {day:%B %Y}"
        + (", the last day on which the records hold what the scores rest on." if day < today else "."),
        *page.says,
        *(f"Missing for {without_advice(one)}" for one in missing),
    )
