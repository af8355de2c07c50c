"""What each rule of a run did alone: who meets it, who would enter without it, and who just misses it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from iom.measures import Relation
from iom.selection import compile as compiler
from iom.selection.conditions import Condition, Junction, Value, names, walk
from iom.selection.criteria import POINTS, Criteria, Rule
from iom.selection.near_miss_words import lack_in_words
from iom.selection.nearness import comparisons, lacking, parts, read, without_nots, written
from iom.selection.words import Standing, why_not
from iom.store import sql
from iom.store.statements import run_single

# How many near misses of each rule a run keeps, as a meeting can look at them; docs/selection-questions.md.
KEPT = 20
# Of a rule that reads what the reader is not shown.
NOT_SHOWN = "something that you are not shown may be lacking"
_TYPES = {
    **dict.fromkeys(("rule_kind", "name", "says", "lacks", "words"), pa.string()),
    "distance": pa.decimal128(10, 6),
}


@dataclass(frozen=True)
class RuleAlone:
    """What a rule (part_no 0) or a part of what it joins with and did alone, in numbers of people.

    gain: would enter a cohort, before places, if it alone were dropped; gain_unknown: of these, whose answer
    is unknown (of a cohort rule: who may enter once it is known); gain_places: of these, with a place;
    enters: whose cohort it is; only_by: in no cohort without it; one_short: lack one comparison of it alone.
    None: not asked of this kind of rule.
    """

    rule_no: int
    part_no: int
    # not kind: the lines of a result's canonical form have one
    rule_kind: str
    name: str
    says: str
    passes: int | None = None
    unknown: int | None = None
    gain: int | None = None
    gain_unknown: int | None = None
    gain_places: int | None = None
    enters: int | None = None
    only_by: int | None = None
    one_short: int | None = None


@dataclass(frozen=True)
class NearMiss:
    """Someone who lacks one comparison of a rule and nothing else. near_no: 1 is the nearest of the rule.

    distance: what is short as a share of the greater of what is asked and what there is; None: not known.
    """

    rule_no: int
    near_no: int
    person_id: int
    lacks: str
    distance: Decimal | None
    words: str


@dataclass(frozen=True)
class Lack:
    """What someone lacks for one rule, comparison by comparison, in words: all that the nearest way asks.

    kind: eligibility, cohort (one of them would do) or place.
    """

    kind: str
    name: str
    says: str
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class Alone:
    """The rules of a run, each alone, and those who just miss one."""

    rules: tuple[RuleAlone, ...] = ()
    near: tuple[NearMiss, ...] = ()

    @property
    def people(self) -> list[int]:
        """Those who just miss a rule."""
        return sorted({one.person_id for one in self.near})


def each_alone(cursor: duckdb.DuckDBPyConnection, criteria: Criteria, made: Relation) -> Alone:
    """What each rule did alone. Reads the tables judged and placed of the cursor."""
    text, params = compiler.rule_alone(criteria)
    counted = {row[0]: row[1:] for row in cursor.execute(text, params).fetchall()}
    steps = [number for number in range(len(criteria.eligibility)) if counted[number][2]]
    places: dict[int, int] = {}
    if steps:
        text, params = compiler.rule_places(criteria, steps)
        places = dict(run_single(cursor, text, params).fetchall())
    text, params = compiler.near_misses(criteria, made, KEPT)
    found = run_single(cursor, text, params)
    row = found.fetchone()
    assert row is not None
    told = dict(zip((column[0] for column in found.description or ()), row, strict=True))
    rules = []
    for number, (kind, rule) in enumerate(kinds(criteria)):
        passes, unknown, gain, gain_unknown, enters, only_by = counted[number]
        rules.append(
            RuleAlone(
                number,
                0,
                kind,
                rule.name,
                rule.says,
                passes,
                unknown,
                gain,
                gain_unknown,
                None if gain is None else places.get(number, 0),
                enters,
                only_by,
                told.get(f"one_short_{number}"),
            )
        )
        if kind != "harmful":
            for p, part in enumerate(parts(without_nots(rule.condition))):
                gained = told[f"part_{number}_{p}"]
                rules.append(RuleAlone(number, p + 1, kind, rule.name, written(part), gain=gained))
    return Alone(tuple(rules), _near(cursor, criteria, made, told))


def kinds(criteria: Criteria) -> list[tuple[str, Rule]]:
    """Every rule in the order of its bit, with its kind."""
    return [
        *(("eligibility", rule) for rule in criteria.eligibility),
        *(("cohort", rule) for rule in criteria.cohorts),
        *((("harmful", criteria.harmful),) if criteria.harmful else ()),
    ]


def _near(
    cursor: duckdb.DuckDBPyConnection, criteria: Criteria, made: Relation, told: Mapping[str, Any]
) -> tuple[NearMiss, ...]:
    found = [
        (number, rule, [compiler.near_of(key) for key in told[f"nearest_{number}"] or ()])
        for number, rule in enumerate(compiler.asked_rules(criteria))
    ]
    held = _held(cursor, criteria, made, {person for _, _, nearest in found for person, *_ in nearest})
    misses = []
    for number, rule, nearest in found:
        tests = tuple(comparisons(without_nots(rule.condition)))
        for place, (person, millionths, k) in enumerate(nearest, start=1):
            words = lack_in_words(tests[k], held[person], criteria, rule)
            distance = None if millionths is None else Decimal(millionths).scaleb(-6)
            misses.append(NearMiss(number, place, person, written(tests[k]), distance, words))
    return tuple(misses)


def _held(
    cursor: duckdb.DuckDBPyConnection, criteria: Criteria, made: Relation, people: set[int]
) -> dict[int, dict[str, Value | None]]:
    """By person, the values that conditions ask of."""
    if not people:
        return {}
    rows = run_single(cursor, compiler.near_values(criteria, made), {"people": sorted(people)})
    columns = [column[0] for column in rows.description or ()]
    names = {column.sql_name: column for column in (*made.columns, POINTS)}
    kinds_of = {column.name: column.kind for column in names.values()}
    held = {}
    for row in rows.fetchall():
        facts = dict(zip(columns, row, strict=True))
        values = {names[column].name: value for column, value in facts.items() if column in names}
        held[facts["person_id"]] = read(values, kinds_of)
    return held


def lacks_of(
    criteria: Criteria,
    values: Mapping[str, object],
    *,
    met_bits: int,
    withheld: Collection[str] = (),
) -> tuple[Lack, ...]:
    """What someone lacks to enter: steps not met, then the cohort rules where none is met, nearest first.

    values: by name, points among them. withheld: names of which nothing is said; then the rules stand in
    the order of the document, for which is nearest would tell of them.
    """
    facts = read(values, {name: criteria.column(name).kind for name in values})
    steps, cohorts = [], []
    first = len(criteria.eligibility)
    meets_a_cohort = bool(met_bits & compiler.cohort_bits(criteria))
    for number, rule in enumerate(compiler.asked_rules(criteria)):
        if met_bits >> number & 1 or (number >= first and meets_a_cohort):
            continue
        condition = without_nots(rule.condition)
        found = lacking(condition, facts, criteria)
        told = found.comparisons
        reads_withheld = names(condition) & set(withheld)
        if reads_withheld:
            # which of several ways is the nearest would tell of it
            told = tuple(one for one in told if not _has_ways(condition) and not names(one) & reads_withheld)
        words = tuple(lack_in_words(one, facts, criteria, rule) for one in told)
        words += (NOT_SHOWN,) if reads_withheld else ()
        lack = Lack(
            "eligibility" if number < first else "cohort",
            rule.name,
            rule.says,
            words if found.possible else ("nobody can meet it as it is written",),
        )
        (steps if number < first else cohorts).append((found.key(), number, lack))
    if not withheld:
        cohorts.sort(key=lambda one: one[:2])
    return tuple(lack for _, _, lack in (*steps, *cohorts))


def _has_ways(condition: Condition) -> bool:
    return any(isinstance(part, Junction) and not part.every for part in walk(condition))


def place_lack(criteria: Criteria, standing: Standing, last: int | None) -> Lack:
    """What someone who meets a cohort rule lacks for a place. last: the points of the last who has one."""
    words = why_not(criteria, standing)
    if last is not None:
        mine = f"{standing.points} point{'' if standing.points == 1 else 's'}"
        tie = ", and the order of ties puts those first" if last == standing.points else ""
        words += f": {mine}, the last with a place has {last}{tie}"
    return Lack("place", standing.cohort or "", "a place", (words,))


def keep_alone(cursor: duckdb.DuckDBPyConnection, run_id: int, alone: Alone) -> None:
    """Keep with a run what its rules did alone and who just missed them."""
    for statement, table, rows, kind in (
        ("selection/keep_rules", "rule_rows", alone.rules, RuleAlone),
        ("selection/keep_near_misses", "near_rows", alone.near, NearMiss),
    ):
        columns = {
            field.name: pa.array(
                [getattr(row, field.name) for row in rows], _TYPES.get(field.name, pa.int64())
            )
            for field in fields(kind)
        }
        cursor.register(table, pa.table(columns))
        try:
            cursor.execute(sql(statement), {"run_id": run_id})
        finally:
            cursor.unregister(table)


def kept_rules(cursor: duckdb.DuckDBPyConnection, run_id: int) -> tuple[RuleAlone, ...]:
    """What a run kept of its rules alone."""
    rows = cursor.execute(sql("selection/run_rules"), {"run_id": run_id}).fetchall()
    return tuple(RuleAlone(*row) for row in rows)


def kept_near(cursor: duckdb.DuckDBPyConnection, run_id: int) -> tuple[NearMiss, ...]:
    """Who just missed a rule of a run, as it kept them."""
    rows = cursor.execute(sql("selection/run_near_misses"), {"run_id": run_id}).fetchall()
    return tuple(NearMiss(*row) for row in rows)
