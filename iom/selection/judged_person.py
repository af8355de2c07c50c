"""What a kept run says of one person it considered, on a list or not: rule by rule and point by point."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from iom.errors import NotThereError
from iom.measures.names import risk_parts
from iom.selection import compile as compiler
from iom.selection.compile import band_of
from iom.selection.conditions import names
from iom.selection.criteria import POINTS, Criteria, Rule
from iom.selection.gain import Lack, lacks_of, place_lack
from iom.selection.hidden import refuse_hidden
from iom.selection.reasons_json import reasons_of_json
from iom.selection.run import standing_of
from iom.selection.stored import criteria_kept, one_row, without_people
from iom.selection.withheld import explained_without, names_withheld
from iom.selection.words import Reasons, outcome, summary
from iom.store import Store, audit

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
    """What a run says of one person, on a list or not, and why. reasons: in words, for people on a list.

    custody: in words, for people on no list: whether they were inside. lacks: for those without a place, what
    would let them in.
    """

    run_id: int
    person_id: int
    summary: str
    proposed: bool
    rules: tuple[RuleOutcome, ...]
    points: tuple[PointsOf, ...]
    measures: dict[str, str | bool | None]
    reasons: Reasons | None
    custody: str | None
    lacks: tuple[Lack, ...]


def explained(
    store: Store, run_id: int, person_id: int, *, now: datetime, without: Collection[str] = ()
) -> Explained:
    """What a run says of one person; the look is logged first. without: as for kept_run().

    Raises NotThereError when there is no such run, or it did not consider the person: that, too, is a look;
    StoreError when the run is not as it was made.
    """
    with store.cursor() as cursor:
        about = without_people(store, cursor, run_id)
        row, measures = _person(cursor, run_id, person_id)
        last = _last_placed(cursor, run_id, row) if row else None
    particulars = about.particulars
    detail = {"run_id": run_id, "considered": row is not None}
    audit.look(store, now=now, action="run.explain", detail=detail, people=[person_id])
    if row is None:
        raise NotThereError(f"Run {run_id} did not consider the person of that number. See: iom person find")
    refuse_hidden(about.hidden, run_id, person_id)
    criteria = criteria_kept(particulars)
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
    found = one_row(cursor, "selection/run_last_placed", run_id=run_id, **asked)
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


def _person(
    cursor: duckdb.DuckDBPyConnection, run_id: int, person_id: int
) -> tuple[dict[str, Any] | None, dict[str, str | bool | None]]:
    """The row of one person in a run, if it considered them; and what it measured, numbers as text."""
    row = one_row(cursor, "selection/run_one_person", run_id=run_id, person_id=person_id)
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
