"""Runs that the store keeps: listed, shown again as they were, and explained for anyone they considered."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import duckdb

from iom.documents import parse_document
from iom.errors import NotThereError
from iom.measures.names import risk_parts
from iom.selection import compile as compiler
from iom.selection.compile import band_of
from iom.selection.conditions import names
from iom.selection.criteria import POINTS, Criteria, Rule
from iom.selection.criteria_reader import parse_criteria
from iom.selection.gain import Alone, Lack, kept_alone, lacks_of, place_lack
from iom.selection.hidden import (
    Hidden,
    HiddenCount,
    counted,
    hidden_of,
    refuse_hidden,
    restricted_then,
    without_reasons,
    without_words,
)
from iom.selection.keeping import kept_digest
from iom.selection.reasons_json import reasons_of_json
from iom.selection.run import Listed, Step, no_such_run, standing_of
from iom.selection.withheld import explained_without, names_withheld, near_without, reasons_without
from iom.selection.words import Reasons, outcome, summary, unexplained
from iom.store import Store, StoreError, audit, sql

# Columns of run_person that only those with a cohort, or on a list, have.
_OF_THE_LISTED = [
    "rank",
    "place",
    "places",
    "capacity_area",
    "list",
    "harmful_place",
    "proposal",
    "reasons",
]
# Stands where the reasons of someone on a list are not read yet.
_NOT_READ = Reasons("", (), (), (), "", None)


@dataclass(frozen=True)
class RunHead:
    """One line of the list of runs. considered, proposed: numbers of people."""

    run_id: int
    made_at: datetime
    by_user: str
    as_at: date
    known_at: datetime
    area: str | None
    criteria_title: str
    criteria_version: str
    criteria_sha256: str
    considered: int
    proposed: int
    canonical_sha256: str


@dataclass(frozen=True)
class KeptRun:
    """A run as it is kept: its particulars, its attrition and everyone on one of its lists.

    absent: by measure, why it was absent for everyone. hidden: who of it is shown by number and place alone.
    """

    run_id: int
    known_at: datetime
    particulars: dict[str, object]
    steps: tuple[Step, ...]
    listed: tuple[Listed, ...]
    absent: dict[str, str]
    alone: Alone
    hidden: dict[int, Hidden]
    restricted_then: int

    @property
    def hidden_count(self) -> HiddenCount:
        """How many of those it considered were erased since or are restricted, and how many were then."""
        return counted(self.hidden.values(), self.restricted_then)


@dataclass(frozen=True)
class RuleOutcome:
    """What a rule came to for a person: met, failed or unknown. values: what it read, None where absent."""

    kind: str
    name: str
    says: str
    outcome: str
    when: str
    source: str
    values: dict[str, str | bool | None]


@dataclass(frozen=True)
class PointsOf:
    """The points that one measure gave a person, and its value as text (None: absent)."""

    measure: str
    value: str | bool | None
    points: int


@dataclass(frozen=True)
class Explained:
    """How a run judged one person, on a list or not. reasons: in words, for people on a list."""

    run_id: int
    person_id: int
    summary: str
    proposed: bool
    rules: tuple[RuleOutcome, ...]
    points: tuple[PointsOf, ...]
    measures: dict[str, str | bool | None]
    reasons: Reasons | None
    # in words, for people on no list: whether they were inside
    custody: str | None
    # for those without a place: what would let them in
    lacks: tuple[Lack, ...]


def kept_runs(store: Store) -> tuple[RunHead, ...]:
    """The runs of a store, the latest first. No person's record is shown."""
    with store.cursor() as cursor:
        return tuple(RunHead(*row) for row in cursor.execute(sql("selection/runs")).fetchall())


def kept_run(
    store: Store,
    run_id: int,
    *,
    now: datetime,
    shown: Callable[[KeptRun], KeptRun] = lambda kept: kept,
    without: Collection[str] = (),
) -> KeptRun:
    """A run with everyone it listed; the look is logged first. shown: what of it is shown, and so
    logged; the reasons are read after it. without: what is drawn from records of these types is left out.

    Raises NotThereError when there is no such run, StoreError when it is not as it was made.
    """
    with store.cursor() as cursor:
        kept = _about(store, cursor, run_id)
        criteria = _criteria(kept.particulars)
        withheld = names_withheld(criteria, without)
        alone = without_words(kept_alone(cursor, run_id), kept.hidden)
        listed = (
            Listed(row["person_id"], standing_of(row), row["harmful_place"], row["proposal"], _NOT_READ)
            for row in _rows(cursor, "selection/run_listed", run_id=run_id)
        )
        kept = shown(
            replace(
                kept,
                listed=tuple(without_reasons(one, kept.hidden) for one in listed),
                alone=replace(alone, near=near_without(alone.near, criteria, withheld)),
            )
        )
        # of those who are shown alone: they are most of what is read
        kept = replace(kept, listed=_with_reasons(cursor, kept, withheld))
    people = {*(person.person_id for person in kept.listed), *kept.alone.people}
    audit.look(store, now=now, action="run.show", detail={"run_id": run_id}, people=sorted(people))
    return kept


def _about(store: Store, cursor: duckdb.DuckDBPyConnection, run_id: int) -> KeptRun:
    """A run without its people. Raises NotThereError when there is none, StoreError when it was altered."""
    particulars = _one(cursor, "selection/run_kept", run_id=run_id)
    if particulars is None:
        raise no_such_run(run_id)
    if ("run", run_id) not in store.proved:
        refuse_altered(cursor, run_id)
        store.proved.add(("run", run_id))
    steps = tuple(
        Step(*step) for step in cursor.execute(sql("selection/run_steps"), {"run_id": run_id}).fetchall()
    )
    known_at: datetime = particulars["known_at"]
    absent = json.loads(particulars.pop("inputs"))["absent"]
    hidden = hidden_of(cursor, run_id)
    then = restricted_then(cursor, run_id)
    return KeptRun(run_id, known_at, particulars, steps, (), absent, Alone(), hidden, then)


def _with_reasons(
    cursor: duckdb.DuckDBPyConnection, kept: KeptRun, withheld: Collection[str]
) -> tuple[Listed, ...]:
    people = [one.person_id for one in kept.listed]
    found = _rows(cursor, "selection/run_reasons", run_id=kept.run_id, people=people)
    said = {row["person_id"]: row["reasons"] for row in found}
    criteria = _criteria(kept.particulars)
    return tuple(
        one
        if one.person_id in kept.hidden
        else replace(
            one,
            reasons=reasons_without(reasons_of_json(text), criteria, withheld)
            if (text := said.get(one.person_id))
            else unexplained(criteria, one.standing),
        )
        for one in kept.listed
    )


def refuse_altered(cursor: duckdb.DuckDBPyConnection, run_id: int) -> None:
    """Raise StoreError for a run that is not as it was made."""
    try:
        whole = is_as_made(cursor, run_id)
    except duckdb.ProgrammingError:
        # a table of it is gone, or has other columns
        whole = False
    if not whole:
        raise StoreError(
            f"Run {run_id} is not as it was made: what is kept of it does not give the SHA-256 that the "
            "audit log noted then, so it was altered in the database. Check with iom audit verify; restore "
            "the store from a backup."
        )


def is_as_made(cursor: duckdb.DuckDBPyConnection, run_id: int) -> bool:
    """Whether what is kept of a run still gives the SHA-256 that the audit log noted when it was made."""
    logged = _one(cursor, "selection/run_logged", run_id=run_id)
    return logged is not None and logged["digest"] == kept_digest(cursor, run_id)


def explained(
    store: Store, run_id: int, person_id: int, *, now: datetime, without: Collection[str] = ()
) -> Explained:
    """How a run judged one person; the look is logged first. without: as for kept_run().

    Raises NotThereError when there is no such run, or it did not consider the person: that, too, is a look;
    StoreError when the run is not as it was made.
    """
    with store.cursor() as cursor:
        about = _about(store, cursor, run_id)
        row, measures = _person(cursor, run_id, person_id)
        last = _last_placed(cursor, run_id, row) if row else None
    particulars = about.particulars
    detail = {"run_id": run_id, "considered": row is not None}
    audit.look(store, now=now, action="run.explain", detail=detail, people=[person_id])
    if row is None:
        raise NotThereError(f"Run {run_id} did not consider the person of that number. See: iom person find")
    refuse_hidden(about.hidden, run_id, person_id)
    criteria = _criteria(particulars)
    as_at = particulars["as_at"]
    assert isinstance(as_at, date)
    withheld = names_withheld(criteria, without)
    whole = Explained(
        run_id=run_id,
        person_id=person_id,
        summary=summary(criteria, standing_of(row)),
        proposed=row["list"] == "proposed",
        rules=_rules(criteria, row, measures),
        points=_points(criteria, measures),
        measures=measures,
        reasons=reasons_of_json(row["reasons"]) if row["reasons"] else None,
        custody=_custody(measures, as_at),
        lacks=_lacks(criteria, row, measures, last, withheld),
    )
    return explained_without(whole, criteria, withheld)


def _last_placed(cursor: duckdb.DuckDBPyConnection, run_id: int, row: dict[str, Any]) -> int | None:
    """Of someone without a place: the points of the last who has one in their cohort and area."""
    if row["list"] != "over_capacity":
        return None
    asked = {name: row[name] for name in ("cohort", "capacity_area")}
    found = _one(cursor, "selection/run_last_placed", run_id=run_id, **asked)
    return found["points"] if found else None


def _lacks(
    criteria: Criteria,
    row: dict[str, Any],
    measures: dict[str, Any],
    last: int | None,
    withheld: Collection[str],
) -> tuple[Lack, ...]:
    standing = standing_of(row)
    if standing.list == "over_capacity":
        return (place_lack(criteria, standing, last),)
    held = {**measures, POINTS.name: standing.points}
    return lacks_of(criteria, held, met_bits=standing.met_bits, withheld=withheld)


def _criteria(particulars: dict[str, object]) -> Criteria:
    return _parsed(str(particulars["criteria_text"]), f"criteria of run {particulars['run_id']}")


@lru_cache(maxsize=32)
def _parsed(text: str, name: str) -> Criteria:
    # a service is asked for the same run again and again
    return parse_criteria(parse_document(name, text))


def _person(
    cursor: duckdb.DuckDBPyConnection, run_id: int, person_id: int
) -> tuple[dict[str, Any] | None, dict[str, str | bool | None]]:
    """The row of one person in a run, if it considered them; and what it measured, numbers as text."""
    row = _one(cursor, "selection/run_one_person", run_id=run_id, person_id=person_id)
    found = cursor.execute(compiler.one_considered(run_id), {"person_id": person_id})
    columns, values = [column[0] for column in found.description or ()], found.fetchone()
    if values is None:
        return None, {}
    kept = dict(zip(columns, values, strict=True))
    own = {
        name.removeprefix(compiler.OWN): kept.pop(name) for name in columns if name.startswith(compiler.OWN)
    }
    measures = {
        # a name of two parts, such as held.ogrs3_2y, is the only one with two underscores together
        name.replace("__", "."): _as_text(value)
        for name, value in kept.items()
        if name != "person_id"
    }
    # someone without a cohort and on no list has neither rank nor place
    return row or {**dict.fromkeys(_OF_THE_LISTED), **own, "person_id": person_id}, measures


def _as_text(value: object) -> str | bool | None:
    if value is None or isinstance(value, bool):
        return value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _points(criteria: Criteria, measures: dict[str, str | bool | None]) -> tuple[PointsOf, ...]:
    """What each banded measure gave: as the bands of the run's document have it."""
    found = []
    for name in criteria.banded:
        value = measures[name]
        band = None if value is None else band_of(criteria, name, Decimal(value))
        found.append(PointsOf(name, value, band.points if band else 0))
    return tuple(found)


def _rules(criteria: Criteria, row: dict[str, Any], measures: dict[str, Any]) -> tuple[RuleOutcome, ...]:
    kinds = ["eligibility"] * len(criteria.eligibility) + ["cohort"] * len(criteria.cohorts) + ["harmful"]
    standing = standing_of(row)
    held = {**measures, POINTS.name: str(standing.points)}
    return tuple(
        RuleOutcome(
            kind=kind,
            name=rule.name,
            says=rule.says,
            outcome=outcome(standing, number),
            when=rule.text,
            source=rule.source,
            values={name: held[name] for name in _names_read(rule, held)},
        )
        for number, (kind, rule) in enumerate(zip(kinds, criteria.rules, strict=False))
    )


def _names_read(rule: Rule, held: Collection[str]) -> list[str]:
    """What a rule reads, in order of name; after a risk score, whence it is and on what history it rests."""
    read = []
    for name in sorted(names(rule.condition)):
        read.append(name)
        if risk_parts(name):
            read += [other for other in (f"{name}_from", "risk.history") if other in held]
    return list(dict.fromkeys(read))


def _custody(measures: dict[str, Any], as_at: date) -> str | None:
    """Whether someone was inside as at a date, from what the run kept of them."""
    if "in_custody" not in measures or measures["in_custody"] is False:
        return None
    if measures["in_custody"] is None:
        return f"not known whether in custody as at {as_at}"
    days = measures["days_to_release"]
    release = f"release planned {as_at + timedelta(days=int(days))}" if days else "no release date known"
    return f"in custody as at {as_at}, {release}"


def _rows(cursor: duckdb.DuckDBPyConnection, name: str, **params: object) -> list[dict[str, Any]]:
    found = cursor.execute(sql(name), params)
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def _one(cursor: duckdb.DuckDBPyConnection, name: str, **params: object) -> dict[str, Any] | None:
    found = _rows(cursor, name, **params)
    return found[0] if found else None
