"""The example people of a document put through the statements of a run, and what came out otherwise.

The relation of measures is made of what the document gives instead of records; what follows is the SQL of a
selection (iom.selection.compile). Nothing here decides whether a rule is met.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from iom.documents import parse_document
from iom.measures import Relation
from iom.selection import compile as compiler
from iom.selection.criteria import Criteria, Rule
from iom.selection.examples import NO_COHORT, OUTCOMES, Example
from iom.store import run_single, scratch, sql

_SAID = {"met": "met", "failed": "not met", "unknown": "not known"}


@dataclass(frozen=True)
class Came:
    """What came of an example: outcomes by number of rule."""

    eligible: bool
    cohort: str
    points: int
    harmful: bool
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """An example, what came of it, and each difference from what was expected, with its line."""

    example: Example
    came: Came
    differs: tuple[tuple[int, str], ...]


def try_examples(criteria: Criteria, examples: Sequence[Example]) -> tuple[Tried, ...]:
    """Put example people through the document's own rules, each alone: places are not given out."""
    if not examples:
        return ()
    with scratch() as cursor:
        came = _judged(cursor, criteria, examples)
    document = parse_document(criteria.file, criteria.text)
    return tuple(
        Tried(
            example,
            what,
            tuple(
                (document.line(f"{example.place}.expect.{key}"), text)
                for key, text in _differences(criteria, example, what)
            ),
        )
        for example, what in zip(examples, came, strict=True)
    )


def _judged(cursor: duckdb.DuckDBPyConnection, criteria: Criteria, examples: Sequence[Example]) -> list[Came]:
    import pyarrow as pa

    # wide enough for every type that the measures relation has
    types = {"number": pa.decimal128(28, 10), "text": pa.string(), "boolean": pa.bool_()}
    columns = [criteria.column(measure.name) for measure in criteria.measures]
    own = {measure.name for measure in criteria.measures}
    columns += [
        criteria.column(name) for name in sorted(compiler.wanted_names(criteria, None)) if name not in own
    ]
    fields = {"person_id": pa.array(range(1, len(examples) + 1), pa.int32())}
    for column in columns:
        values = [example.given.get(column.name) for example in examples]
        fields[column.sql_name] = pa.array(values, types[column.kind])
    cursor.register("measured", pa.table(fields))
    made = Relation(sql="", params={}, columns=tuple(columns), companions=(), absent={})
    judged = next(one for one in compiler.statements(criteria, made) if one.table == "judged")
    run_single(cursor, judged.sql, judged.params)
    rows = cursor.execute(sql("selection/examples_judged")).fetchall()
    return [
        Came(
            eligible,
            cohort or NO_COHORT,
            points,
            harmful,
            tuple(_outcome(met, unknown, number) for number in range(len(criteria.rules))),
        )
        for eligible, cohort, points, harmful, met, unknown in rows
    ]


def _outcome(met_bits: int, unknown_bits: int, number: int) -> str:
    if met_bits >> number & 1:
        return "met"
    return "unknown" if unknown_bits >> number & 1 else "failed"


def _differences(criteria: Criteria, example: Example, came: Came) -> list[tuple[str, str]]:
    """The key of each expectation that did not come true, with what came instead."""
    expect, found = example.expect, []
    for key, wanted, got in (
        ("eligible", expect.eligible, came.eligible),
        ("cohort", expect.cohort, came.cohort),
        ("points", expect.points, came.points),
        ("harmful", expect.harmful, came.harmful),
    ):
        if wanted is not None and wanted != got:
            text = f"{key} should be {_plain(wanted)} and is {_plain(got)}{_why(criteria, key, came)}"
            found.append((key, text))
    keys = {outcome: key for key, outcome in OUTCOMES.items()}
    for number, wanted in expect.outcomes.items():
        if came.outcomes[number] != wanted:
            rule = criteria.rules[number]
            found.append(
                (
                    keys[wanted],
                    f'"{rule.name}" should be {_SAID[wanted]} and is {_SAID[came.outcomes[number]]}',
                )
            )
    return found


def _why(criteria: Criteria, key: str, came: Came) -> str:
    """The first step that was not passed, where that is what an expectation failed by."""
    steps: Mapping[int, Rule] = dict(enumerate(criteria.eligibility))
    if key not in ("eligible", "cohort") or came.eligible:
        return ""
    number = next(number for number in steps if came.outcomes[number] != "met")
    return f': the step "{steps[number].name}" is {_SAID[came.outcomes[number]]}'


def _plain(value: bool | str | int | Decimal) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
