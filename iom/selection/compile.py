"""From a criteria document to the statements of a run: the one place that assembles selection SQL.

Whole relations come from sql/selection/; what is written here are the expressions that fill their blanks.
Names in them are columns of an allow-list, everything that a document says as a value is a bound parameter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from iom.measures import Relation
from iom.measures.names import held_parts, sql_name
from iom.selection.condition_sql import to_sql
from iom.selection.criteria import EACH_AREA, POINTS, Band, Criteria, Rule
from iom.store import data_folder, sql

# How our own columns begin: a document's names never have two underscores together, so none is the same.
OWN = "own__"
_SUMS = ("severity", "harm")
_EIGHT_DIGITS = Decimal(10**8)
_BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_PARAMETER = re.compile(r"\$([a-z]\w*)")


@dataclass(frozen=True)
class Statement:
    """One statement that makes a temporary table or view, with its values."""

    table: str
    sql: str
    params: dict[str, object]


def wanted_names(criteria: Criteria, area: str | None) -> frozenset[str]:
    """The built-in and held names a run reads: the document's, and what words and places need."""
    # Whoever is inside cannot be visited next week: said of everyone, whatever the document asks.
    wanted = {*criteria.names, "in_custody", "days_to_release"}
    for name in criteria.names:
        held = held_parts(name)
        if held and name.startswith("held."):
            wanted |= {f"held.{held[0]}", f"held.{held[0]}_band", f"held.{held[0]}_days_old"}
    if criteria.capacity:
        wanted.add("district")
    if area is not None:
        wanted |= {"area", "district"}
    return frozenset(wanted)


def statements(criteria: Criteria, made: Relation) -> tuple[Statement, ...]:
    """The statements of a run in order: measured, judged, placed, selected. Each reads those before it."""
    columns = {column.name: column.sql_name for column in made.columns}
    judged = _judged(criteria, columns)
    placed = _placed(criteria)
    return (
        _statement("measured", made.sql, made.params),
        _statement("judged", judged[0], judged[1]),
        _statement("placed", placed[0], placed[1]),
        Statement("selected", _selected(criteria), {}),
    )


def points_column(slot: int) -> str:
    """The column with the points for the document's banded measure of that number."""
    return f"{OWN}points_{slot}"


def rule_column(number: int) -> str:
    """The column with the outcome of the rule of that number."""
    return f"{OWN}rule_{number}"


def cohort_bits(criteria: Criteria) -> int:
    """The bits of the cohort rules."""
    first = len(criteria.eligibility)
    return sum(1 << (first + number) for number in range(len(criteria.cohorts)))


def _statement(table: str, text: str, params: dict[str, object]) -> Statement:
    asked = set(_PARAMETER.findall(text))
    return Statement(
        table,
        sql("store/temporary_relation", table=table) + text,
        {name: value for name, value in params.items() if name in asked},
    )


def _filled(name: str, **blanks: str) -> str:
    """A relation of sql/selection/ without its header, its blanks filled with expressions."""
    text = (data_folder("sql") / "selection" / f"{name}.sql").read_text(encoding="utf-8")
    body = re.sub(r"--[^\n]*\n", "", text)
    missing = set(_BLANK.findall(body)) ^ set(blanks)
    if missing:
        raise ValueError(f"{name} and its blanks differ: {sorted(missing)}")
    return _BLANK.sub(lambda blank: blanks[blank[1]], body)


def _judged(criteria: Criteria, columns: dict[str, str]) -> tuple[str, dict[str, object]]:
    params: dict[str, object] = {"steps": len(criteria.eligibility)}
    points = [
        f"{_points_of(criteria, measure, slot, columns, params)} as {points_column(slot)}"
        for slot, measure in enumerate(criteria.banded)
    ]
    totals = [points_column(slot) for slot in range(len(criteria.banded))]
    known = columns | {POINTS.name: f"{OWN}points"}
    outcomes = [
        f"{_outcome(rule, number, known, params)} as {rule_column(number)}"
        for number, rule in enumerate(criteria.rules)
    ]
    first_cohort, after_cohorts = len(criteria.eligibility), len(criteria.eligibility) + len(criteria.cohorts)
    cohorts = []
    for number in range(first_cohort, after_cohorts):
        params[f"cohort_{number}"] = criteria.cohorts[number - first_cohort].name
        cohorts.append(f"when {rule_column(number)} then $cohort_{number}::varchar")
    steps = [
        f"when coalesce(not {rule_column(number)}, true) then {number + 1}" for number in range(first_cohort)
    ]
    text = _filled(
        "judged",
        measured_columns=_list([f'"{name}"' for name in columns.values()]),
        points_by_measure=_list(points or [f"0 as {points_column(0)}"]),
        points_columns=_list(totals or [points_column(0)]),
        points_total=f"({' + '.join(totals) or '0'})::integer",
        rule_outcomes=_list(outcomes),
        home_district='"district"' if "district" in columns else "null::varchar",
        met_bits=_bits([rule_column(number) for number in range(len(outcomes))]),
        unknown_bits=_bits([f"{rule_column(number)} is null" for number in range(len(outcomes))]),
        eligibility_failed=f"case {' '.join(steps)} end",
        first_cohort=f"case {' '.join(cohorts)} end",
        harmful_met=f"coalesce({rule_column(after_cohorts)}, false)" if criteria.harmful else "false",
    )
    return text, params


def _outcome(rule: Rule, number: int, columns: dict[str, str], params: dict[str, object]) -> str:
    text, values = to_sql(rule.condition, columns, f"rule_{number}")
    params |= values
    return text


def _points_of(
    criteria: Criteria, measure: str, slot: int, columns: dict[str, str], params: dict[str, object]
) -> str:
    """The points of one measure: an absent value falls in no band, so it gives none."""
    column = f'"{columns[measure]}"'
    bands: list[Band] = [band for band in criteria.bands if band.measure == measure]
    cases = []
    for number, band in enumerate(bands):
        name = f"band_{slot}_{number}"
        params |= {f"{name}_from": band.low, f"{name}_points": band.points}
        test = f"{column} >= ${name}_from"
        if band.below is not None:
            params[f"{name}_below"] = band.below
            test += f" and {column} < ${name}_below"
        cases.append(f"when {test} then ${name}_points::integer")
    return f"case {' '.join(cases)} else 0 end"


def _placed(criteria: Criteria) -> tuple[str, dict[str, object]]:
    order = [
        f'j."{sql_name(step.name)}" {"desc" if step.descending else "asc"} nulls last'
        for step in criteria.tie_break
    ]
    params: dict[str, object] = {
        "steps": len(criteria.eligibility),
        "capacity_cohort": [entry.cohort for entry in criteria.capacity],
        "capacity_area": [entry.area for entry in criteria.capacity],
        "capacity_places": [entry.places for entry in criteria.capacity],
        "each_area": EACH_AREA,
        "most_harmful": criteria.most_harmful,
    }
    return _filled("placed", tie_break=_list(order or [f"j.{OWN}points desc"])), params


def _selected(criteria: Criteria) -> str:
    # a view: of nearly everyone it says no more than judged does
    columns = [f"j.{points_column(slot)}" for slot in range(max(len(criteria.banded), 1))]
    return sql("store/temporary_view", view="selected") + _filled("selected", points_columns=_list(columns))


def _bits(tests: list[str]) -> str:
    bits = [
        f"case when {test} then {1 << number}::ubigint else 0::ubigint end"
        for number, test in enumerate(tests)
    ]
    return "(" + "\n        + ".join(bits) + ")"


def _list(expressions: list[str]) -> str:
    return ",\n        ".join(expressions)


def band_of(criteria: Criteria, measure: str, value: Decimal) -> Band | None:
    """The band that a value of a measure falls in, if any."""
    for band in criteria.bands:
        if band.measure == measure and band.low <= value and (band.below is None or value < band.below):
            return band
    return None


def listed_sql(made: Relation, beside: Relation) -> str:
    """The statement that reads the listed people with their measures and, where explained, the companions.

    beside: the relation in the table companion, made among those who are explained.
    """
    columns = [f'm."{column.sql_name}"' for column in made.columns]
    columns += [f'c."{name}"' for name in beside.companions]
    return _filled("listed", columns=_list(columns))


def listed_offences() -> str:
    """The statement that makes listed_offence; it takes $as_at and $earliest."""
    inner = sql("measures/offence_as_at").strip()
    return sql("store/temporary_relation", table="listed_offence") + _filled(
        "listed_offence", offence_as_at=inner
    )


def top_share_sql(measure: str) -> str:
    """The statement that says where explained people stand among the eligible on one of the sums."""
    return _filled("top_share", measure=f'"{sql_name(measure)}"')


def sums(criteria: Criteria) -> list[str]:
    """The measures that add up severity: said with where someone stands among the eligible."""
    return [measure.name for measure in criteria.measures if measure.what in _SUMS]


def keep_considered(made: Relation, run_id: int, largest: Mapping[str, Decimal | None]) -> str:
    """The statement that keeps how everyone was measured and judged, in a table of the run's own.

    largest: by column, for those of 28 digits. Where 18 hold it, as they nearly always do, they take a third
    of the time and room.
    """
    columns = []
    for column in made.columns:
        name = f'"{column.sql_name}"'
        most = largest.get(column.sql_name)
        columns.append(
            f"{name}::decimal(18, 10) as {name}" if most is not None and most < _EIGHT_DIGITS else name
        )
    return sql("store/stored_relation", table=kept_considered(run_id)) + _filled(
        "keep_considered", columns=_list(columns)
    )


def wide_sums(made: Relation, criteria: Criteria) -> str | None:
    """The statement that asks how large the sums of 28 digits are, if there are any."""
    wide = {measure.name for measure in criteria.measures if measure.what == "severity"}
    columns = [f'max("{c.sql_name}") as "{c.sql_name}"' for c in made.columns if c.name in wide]
    return _filled("wide_sums", columns=_list(columns)) if columns else None


def kept_considered(run_id: int) -> str:
    """The name of the table that keeps whom a run considered."""
    return f"run_considered_{run_id:d}"


def all_considered(run_id: int) -> str:
    """The statement that reads all that a run keeps of whom it considered."""
    # every column there is, whatever the document called it: the digest is over all of them
    return f"from {kept_considered(run_id)}"


def one_considered(run_id: int) -> str:
    """The statement that reads what a run keeps of one person that it considered."""
    return f"{all_considered(run_id)} where person_id = $person_id"
