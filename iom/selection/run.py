"""A selection run: criteria and records in, ranked and explained proposals out, all of it kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import duckdb

import iom
from iom.errors import NotThereError
from iom.measures import Relation, is_covered, relation
from iom.measures.names import risk_parts, sql_name
from iom.moments import naive_utc, refuse_far_ahead
from iom.reference import in_force
from iom.risk import why_absent
from iom.selection import canonical
from iom.selection import compile as compiler
from iom.selection.checking import check_reference
from iom.selection.choosing import Chosen, choose
from iom.selection.criteria import Criteria
from iom.selection.evidence import counted_offences
from iom.selection.gain import Alone, each_alone
from iom.selection.keeping import keep
from iom.selection.reasons_json import reasons_as_json
from iom.selection.vocabulary import check_words, held_words
from iom.selection.words import Custody, Reasons, Standing, explain, unexplained
from iom.store import Store, StoreError, derived, sql
from iom.store.statements import run_single

Advance = Callable[[int, int], None]
# What a person's line says beside the reasons.
_LINE = ("person_id", "standing", "harmful_place", "proposal")
# measured and judged, placed, selected; the lists; kept
_STAGES = 5


@dataclass(frozen=True)
class Step:
    """One step of the attrition: how many remain after it, and how many it removed (of those, unknown)."""

    step_no: int
    step: str
    says: str
    source: str
    remaining: int
    removed: int
    removed_unknown: int


@dataclass(frozen=True)
class Listed:
    """One person on a list of a run, with the reasons. harmful_place: place among the harmful outside."""

    person_id: int
    standing: Standing
    harmful_place: int | None
    proposal: str | None
    reasons: Reasons

    @property
    def is_explained(self) -> bool:
        """Whether reasons in words are kept: not of those who are far from a place."""
        return bool(self.reasons.reasons)

    @cached_property
    def said(self) -> str:
        """The reasons as JSON: written once, for the canonical form and for the store."""
        return reasons_as_json(self.reasons)

    def line(self) -> str:
        """The person's line of the canonical form."""
        facts = {name: value for name, value in vars(self).items() if name in _LINE}
        return canonical.spliced({"kind": "person", **facts}, "reasons", self.said)


@dataclass(frozen=True)
class RunResult:
    """What a run came to. canonical: the sorted JSON lines whose SHA-256 is kept.

    restricted: how many people it did not consider, because they are restricted.
    """

    run_id: int
    as_at: date
    known_at: datetime
    area: str | None
    considered: int
    steps: tuple[Step, ...]
    listed: tuple[Listed, ...]
    absent: dict[str, str]
    canonical: str
    canonical_sha256: str
    alone: Alone
    restricted: int = 0

    @property
    def proposed(self) -> tuple[Listed, ...]:
        """Those with a place, by rank."""
        return tuple(person for person in self.listed if person.standing.list == "proposed")


@dataclass(frozen=True)
class Worked:
    """A selection worked out on a cursor, before it is kept."""

    moment: derived.Moment
    made: Relation
    statements: tuple[compiler.Statement, ...]
    inputs: dict[str, object]
    considered: int
    steps: tuple[Step, ...]
    listed: tuple[Listed, ...]
    text: str
    alone: Alone

    @property
    def absent(self) -> dict[str, str]:
        """By measure, why it is absent for everyone."""
        return {name: gap.says() for name, gap in self.made.absent.items()}


def select(
    store: Store,
    criteria: Criteria,
    *,
    as_at: date,
    known_at: datetime | None = None,
    area: str | None = None,
    unheld_allowed: bool = False,
    now: datetime,
    advance: Advance = lambda done, total: None,
) -> RunResult:
    """Run a selection as at a date and keep it, with an audit line, in one transaction.

    known_at: aware, or naive UTC; default: all the store knows. area: a home district or area, default all.
    Raises TooFarAhead as refuse_far_ahead does; DocumentError for an unknown offence class or vintage and,
    unless unheld_allowed, for a tool, district, area, band or theme that the store does not hold; IomError
    when nobody lives in the area, StoreError when the store holds no records.
    """
    refuse_far_ahead(as_at, store.latest(now))
    with store.turn() as cursor:
        reference = in_force(cursor)
        if reference is None:
            raise StoreError("The store has no reference tables in force.")
        worked = work_out(
            cursor,
            criteria,
            as_at=as_at,
            known_at=naive_utc(known_at) if known_at else None,
            seen_batch=None,
            area=area,
            fingerprint=reference.fingerprint,
            unheld_allowed=unheld_allowed,
            advance=advance,
        )
        with store.transaction(cursor):
            run_id = keep(
                cursor,
                store,
                criteria,
                worked,
                as_at=as_at,
                area=area,
                fingerprint=reference.fingerprint,
                now=now,
            )
        restricted = restricted_then(cursor, run_id)
        advance(_STAGES, _STAGES)
    return RunResult(
        run_id=run_id,
        as_at=as_at,
        known_at=worked.moment.known_at,
        area=area,
        considered=worked.considered,
        steps=worked.steps,
        listed=worked.listed,
        absent=worked.absent,
        canonical=worked.text,
        canonical_sha256=canonical.sha256(worked.text),
        alone=worked.alone,
        restricted=restricted,
    )


def no_such_run(run_id: int) -> NotThereError:
    """The error for a run that the store does not have."""
    return NotThereError(f"There is no run {run_id} in this store. See: iom run list")


def restricted_then(cursor: duckdb.DuckDBPyConnection, run_id: int) -> int:
    """How many people a run did not consider, because they were restricted when it was made."""
    row = cursor.execute(sql("selection/restricted_then"), {"run_id": run_id}).fetchone()
    return row[0] if row else 0


def work_out(
    cursor: duckdb.DuckDBPyConnection,
    criteria: Criteria,
    *,
    as_at: date,
    known_at: datetime | None,
    seen_batch: int | None,
    area: str | None,
    fingerprint: str,
    unheld_allowed: bool,
    advance: Advance = lambda done, total: None,
) -> Worked:
    """The whole selection, in temporary relations of the cursor: judged, placed, selected."""
    check_reference(cursor, criteria)
    moment = derived.as_known(cursor, known_at, seen_batch, criteria.severity_vintage)
    if not unheld_allowed:
        check_words(criteria, held_words(cursor))
    chosen = choose(
        cursor,
        criteria,
        as_at=as_at,
        area=area,
        unheld_allowed=unheld_allowed,
        companions=False,
        apart=False,
        advance=lambda done, total: advance(_STAGES - 2 - (total - done), _STAGES),
    )
    made = chosen.made
    steps = _steps(cursor, criteria)
    alone = each_alone(cursor, criteria, made)
    custody_known = is_covered("absence", as_at, chosen.covered)
    listed = _listed(cursor, criteria, chosen, as_at, moment.known_at, custody_known=custody_known)
    advance(_STAGES - 1, _STAGES)
    given = canonical.inputs(
        cursor,
        moment,
        as_at=as_at,
        area=area,
        criteria_sha256=criteria.sha256,
        reference_fingerprint=fingerprint,
        code_version=iom.__version__,
    )
    text = canonical.lines(
        [
            ("inputs", given),
            *(("step", step) for step in steps),
            *(("rule", rule) for rule in alone.rules),
            *(("near_miss", one) for one in alone.near),
        ],
        [person.line() for person in listed],
    )
    return Worked(moment, made, chosen.statements, given, steps[0].remaining, steps, listed, text, alone)


def _steps(cursor: duckdb.DuckDBPyConnection, criteria: Criteria) -> tuple[Step, ...]:
    named: list[tuple[str, str, str]] = [
        ("considered", "everyone considered", criteria.source),
        *((rule.name, rule.says, rule.source) for rule in criteria.eligibility),
        ("cohort", "meets the rule of a cohort", "the cohorts' own sources"),
        ("place", "has a place", "the places' own sources"),
    ]
    given = {"steps": len(criteria.eligibility), "cohort_bits": compiler.cohort_bits(criteria)}
    rows = cursor.execute(sql("selection/attrition"), given).fetchall()
    return tuple(
        Step(number, *named[number], remaining=int(left), removed=out, removed_unknown=unknown)
        for number, left, out, unknown in rows
    )


def _listed(
    cursor: duckdb.DuckDBPyConnection,
    criteria: Criteria,
    chosen: Chosen,
    as_at: date,
    known_at: datetime,
    *,
    custody_known: bool,
) -> tuple[Listed, ...]:
    absent = chosen.made.absent
    cursor.execute(
        sql("store/temporary_relation", table="explained_person") + sql("selection/explained_person")
    )
    counted = counted_offences(cursor, [m for m in criteria.measures if m.name not in absent], as_at)
    tops: dict[str, dict[int, int]] = {}
    for name in compiler.sums(criteria):
        if name not in absent:
            rows = run_single(cursor, compiler.top_share_sql(name), {}).fetchall()
            tops[f"{name}__top"] = dict(rows)
    inside = {
        person: Custody(kind, since, release)
        for person, kind, since, release in cursor.execute(
            sql("selection/custody"), {"as_at": as_at}
        ).fetchall()
    }
    read = run_single(
        cursor, compiler.listed_sql(chosen.made, _companions(cursor, criteria, chosen, as_at)), {}
    )
    columns = [column[0] for column in read.description or ()]
    everyone = [dict(zip(columns, row, strict=True)) for row in read.fetchall()]
    unscored = _unscored(cursor, criteria, everyone, as_at, known_at)
    listed = []
    for facts in everyone:
        person = facts["person_id"]
        facts |= {name: top[person] for name, top in tops.items() if person in top}
        own = {
            name.removeprefix(compiler.OWN): value
            for name, value in facts.items()
            if name.startswith(compiler.OWN)
        }
        standing = standing_of(own)
        if own["explained"]:
            reasons = explain(
                criteria,
                standing,
                facts,
                counted.get(person, ()),
                as_at=as_at,
                absent=absent,
                unscored=unscored.get(person, {}),
                custody=inside.get(person),
                custody_known=custody_known,
                is_harmful=own["harmful_place"] is not None,
            )
        else:
            reasons = unexplained(criteria, standing)
        proposal = {"proposed": "adopt", "over_capacity": "reject"}.get(standing.list or "")
        listed.append(Listed(person, standing, own["harmful_place"], proposal, reasons))
    return tuple(listed)


def _unscored(
    cursor: duckdb.DuckDBPyConnection,
    criteria: Criteria,
    everyone: Sequence[Mapping[str, Any]],
    as_at: date,
    known_at: datetime,
) -> dict[int, dict[str, str]]:
    """By explained person of whom a computed score that the document reads is not known: why, by score."""
    read = [sql_name(name) for name in criteria.names if risk_parts(name)]
    people = [
        facts["person_id"]
        for facts in everyone
        if facts[f"{compiler.OWN}explained"] and any(facts[name] is None for name in read)
    ]
    return why_absent(cursor, as_at, people, known_at, provisional=criteria.scores.provisional)


def _companions(
    cursor: duckdb.DuckDBPyConnection, criteria: Criteria, chosen: Chosen, as_at: date
) -> Relation:
    """Fill the table companion: what stands beside the measures, of those who are explained alone."""
    beside = relation(
        criteria.measures, as_at=as_at, names=(), covered=chosen.covered, among="explained_person"
    )
    run_single(cursor, sql("store/temporary_relation", table="companion") + beside.sql, beside.params)
    return beside


def standing_of(facts: dict[str, Any]) -> Standing:
    """Where the selection left someone, from a row of selected or run_person."""
    return Standing(**{name: facts[name] for name in Standing.__dataclass_fields__})
