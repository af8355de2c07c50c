"""From a criteria document to the statements of a run: the one place that assembles selection SQL.

Whole relations come from sql/selection/; what is written here are the expressions that fill their blanks.
Names in them are columns of an allow-list, everything that a document says as a value is a bound parameter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from iom.measures import Relation
from iom.measures.names import beside_risk, held_parts, sql_name
from iom.selection.condition_sql import to_sql
from iom.selection.conditions import names
from iom.selection.criteria import EACH_AREA, POINTS, Band, Criteria, Rule
from iom.selection.nearness import comparisons, without_nots
from iom.selection.nearness_sql import UNKNOWN, distance_sql, ways
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
        wanted |= beside_risk(name)
    if criteria.capacity:
        wanted.add("district")
    if area is not None:
        wanted |= {"area", "district"}
    return frozenset(wanted)


def statements(criteria: Criteria, made: Relation, *, apart: bool = True) -> tuple[Statement, ...]:
    """The statements of a run in order: measured, judged, placed, selected. Each reads those before it.

    apart: whether measured is a table of its own; else judged, which has all its columns, reads the relation.
    """
    columns = {column.name: column.sql_name for column in made.columns}
    if apart:
        text, params = _judged(criteria, columns, "from measured")
        first = [_statement("measured", made.sql, made.params), _statement("judged", text, params)]
    else:
        text, params = _judged(criteria, columns, made.sql)
        first = [_statement("judged", text, params | made.params)]
    return (
        *first,
        _statement("placed", *_placed(criteria)),
        # a view: of nearly everyone it says no more than judged does
        Statement("selected", sql("store/temporary_view", view="selected") + sql("selection/selected"), {}),
    )


def _points_column(slot: int) -> str:
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


def _judged(criteria: Criteria, columns: dict[str, str], measured: str) -> tuple[str, dict[str, object]]:
    params: dict[str, object] = {"steps": len(criteria.eligibility)}
    points = [
        f"{_points_of(criteria, measure, slot, columns, params)} as {_points_column(slot)}"
        for slot, measure in enumerate(criteria.banded)
    ]
    totals = [_points_column(slot) for slot in range(len(criteria.banded))]
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
        measured=measured,
        measured_columns=_list([f'"{name}"' for name in columns.values()]),
        points_by_measure=_list(points or [f"0 as {_points_column(0)}"]),
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
    asked = {"steps": len(criteria.eligibility), "most_harmful": criteria.most_harmful}
    return _filled("placed", tie_break=_order(criteria)), _capacity(criteria) | asked


def _order(criteria: Criteria) -> str:
    """The document's order of ties, each absent value last."""
    order = [
        f'j."{sql_name(step.name)}" {"desc" if step.descending else "asc"} nulls last'
        for step in criteria.tie_break
    ]
    return _list(order or [f"j.{OWN}points desc"])


def _capacity(criteria: Criteria) -> dict[str, object]:
    return {
        "capacity_cohort": [entry.cohort for entry in criteria.capacity],
        "capacity_area": [entry.area for entry in criteria.capacity],
        "capacity_places": [entry.places for entry in criteria.capacity],
        "each_area": EACH_AREA,
    }


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
    columns = [f'j."{column.sql_name}"' for column in made.columns]
    columns += [f'c."{name}"' for name in beside.companions]
    return _filled("listed", columns=_list(columns))


def listed_offences() -> str:
    """The statement that makes listed_offence; it takes $as_at and $earliest."""
    theirs = sql("measures/wanted_offence", among="explained_person").strip()
    as_at = sql("measures/offence_as_at", offences="wanted_offence").strip()
    return sql("store/temporary_relation", table="listed_offence") + _filled(
        "listed_offence", offence_as_at=f"with wanted_offence as (\n{theirs}\n)\n\n{as_at}"
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
        fits = most is not None and most < _EIGHT_DIGITS
        columns.append(f"{name}::decimal(18, 10) as {name}" if fits else name)
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


# Each rule alone: what it keeps out, and who just misses it. The order of near misses (distance, person,
# number of the comparison in the rule) is one integer: the least are found in one pass, without a sort.
_NUMBER_BITS, _PERSON_BITS = 10, 31
_NUMBERS = (1 << _NUMBER_BITS) - 1


def asked_rules(criteria: Criteria) -> tuple[Rule, ...]:
    """The rules that let someone into a cohort, in the order of their bits: all but the harmful one."""
    return (*criteria.eligibility, *criteria.cohorts)


def eligibility_bits(criteria: Criteria) -> int:
    """The bits of the steps of eligibility."""
    return (1 << len(criteria.eligibility)) - 1


def rule_alone(criteria: Criteria) -> tuple[str, dict[str, object]]:
    """The statement that counts what each rule does alone, and its values."""
    return sql("selection/rule_alone"), {
        "rule_bits": [1 << number for number in range(len(criteria.rules))],
        "eligibility_bits": eligibility_bits(criteria),
        "cohort_bits": cohort_bits(criteria),
    }


def rule_places(criteria: Criteria, steps: list[int]) -> tuple[str, dict[str, object]]:
    """The statement that says who would have a place without each of some steps, and its values."""
    first = len(criteria.eligibility)
    names_in_turn = dict.fromkeys(sql_name(step.name) for step in criteria.tie_break)
    columns = [f'j."{name}"' for name in names_in_turn] or [f"0 as {OWN}no_tie_break"]
    text = _filled("rule_places", tie_break=_order(criteria), tie_break_columns=_list(columns))
    return text, {
        **_capacity(criteria),
        "step_no": steps,
        "step_bit": [1 << number for number in steps],
        "eligibility_bits": eligibility_bits(criteria),
        "cohort_bits": cohort_bits(criteria),
        "cohort": [rule.name for rule in criteria.cohorts],
        "cohort_bit": [1 << (first + number) for number in range(len(criteria.cohorts))],
    }


def near_misses(criteria: Criteria, made: Relation, most: int) -> tuple[str, dict[str, object]]:
    """The statement that finds, of each rule, the nearest who lack one comparison alone, and its values.

    Its row holds, of rule n, one_short_n and nearest_n (the keys of at most so many, to be read by near_of),
    and of part p of it, part_n_p: how many would enter without that part.
    """
    columns, asked = _near_columns(criteria, made)
    own = {measure.name: measure for measure in criteria.measures}
    params: dict[str, object] = {
        "eligibility_bits": eligibility_bits(criteria),
        "cohort_bits": cohort_bits(criteria),
        "most": most,
    }
    compared, joined, keyed, nearest, told = [], [], [], [], []
    for number, rule in enumerate(asked_rules(criteria)):
        condition = without_nots(rule.condition)
        found = ways(condition, number)
        lacking = 1 << number if number < len(criteria.eligibility) else 0
        joined += [f"own__lacking = {lacking} as own__asked_{number}", *found.columns]
        near, keys = f"own__near_{number}", []
        for k, (comparison, alone) in enumerate(zip(comparisons(condition), found.alone, strict=True)):
            holds, values = to_sql(comparison, columns, f"holds_{number}_{k}")
            away, more = distance_sql(comparison, columns, own, f"away_{number}_{k}")
            params |= values | more
            compared.append(f"coalesce({holds}, false) as own__holds_{number}_{k}")
            joined.append(f"own__holds_{number}_{k}")
            # how far is worked out only of those whom it concerns
            key = f"(coalesce({away}, {UNKNOWN})::bigint << {_NUMBER_BITS}) + {k}"
            keyed.append(f"case when own__asked_{number} and {alone} then {key} end as own__key_{number}_{k}")
            keys.append(f"own__key_{number}_{k}")
        least = f"least({', '.join(keys)})" if keys else "null::bigint"
        nearest.append(f"{least} as {near}")
        far = f"({near} >> {_NUMBER_BITS}) << {_PERSON_BITS + _NUMBER_BITS}"
        key = f"({far}) + (person_id::bigint << {_NUMBER_BITS}) + ({near} & {_NUMBERS})"
        told += [f"count({near}) as one_short_{number}", f"min({key}, $most::bigint) as nearest_{number}"]
        for p, alone in enumerate(found.parts):
            keyed.append(f"own__asked_{number} and {alone} as own__part_{number}_{p}")
            nearest.append(f"own__part_{number}_{p}")
            told.append(f"count(*) filter (where own__part_{number}_{p}) as part_{number}_{p}")
    text = _filled(
        "near_misses",
        columns=_list(asked),
        columns_again=_list([f'"{name}"' for name in columns.values()]),
        comparisons=_list(compared or ["0 as own__none"]),
        joined=_list(joined),
        keyed=_list(keyed or ["0 as own__none"]),
        nearest=_list(nearest),
        told=_list(told),
    )
    return text, params


def near_of(key: int) -> tuple[int, int | None, int]:
    """Of a key of near_misses: the person, the distance in millionths (None: unknown), the comparison."""
    distance = key >> (_PERSON_BITS + _NUMBER_BITS)
    person = (key >> _NUMBER_BITS) & ((1 << _PERSON_BITS) - 1)
    return person, None if distance == UNKNOWN else distance, key & _NUMBERS


def near_values(criteria: Criteria, made: Relation) -> str:
    """The statement that reads what conditions ask of those who just miss a rule."""
    return _filled("near_values", columns=_list(_near_columns(criteria, made)[1]))


def _near_columns(criteria: Criteria, made: Relation) -> tuple[dict[str, str], list[str]]:
    """By name, the columns that conditions ask of; and those of judged as they are read."""
    read = {name for rule in asked_rules(criteria) for name in names(rule.condition)} - {POINTS.name}
    columns = {column.name: column.sql_name for column in made.columns if column.name in read}
    asked = [f'j."{name}"' for name in columns.values()] or [f"0 as {OWN}nothing"]
    return columns | {POINTS.name: f"{OWN}points"}, asked


def changed_values(made: Relation, table: str) -> str:
    """The statement that reads from a table of measures what is known of those whom a step changed."""
    return _filled("diff_values", table=table, columns=_list([f'm."{one.sql_name}"' for one in made.columns]))
