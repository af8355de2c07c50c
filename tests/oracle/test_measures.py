"""Every kind of measure, and every built-in name, equals the twin's, at several dates and moments."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iom.measures import Covered, covered_days, definition, names
from iom.measures.definition import OPTIONS, Measure
from iom.measures.relation import relation
from iom.periods import Span

from .built_in import BUILT_IN
from .comparing import EACH_TIME, VINTAGE, remembering, same
from .known import Known, told
from .measures import OVER_OFFENCES, Measured
from .records import Moment, World
from .view import FLAGS, Dossier, look
from .worlds import AS_AT, MOMENTS, MONTHS, worlds

RECORD_TYPES = (
    "offence",
    "status",
    "absence",
    "sanction",
    "intelligence",
    "supervision",
    "home_area",
    "held_score",
    "subject",
)
EVERYWHERE = {record: [Span(date(1900, 1, 1), date(2100, 1, 1))] for record in RECORD_TYPES}
HALF_LIFE = 180
WEIGHTED = ("severity", "severity_mean", "severity_max", "harm")


def entries(months: int) -> list[dict]:
    """Every kind over one length of window, every basis, some classes, flags, gradings and kinds."""
    found: list[dict] = [
        {"what": what} for what in ("sanctions", "intelligence", "recalls", "days_at_liberty")
    ]
    found += [{"what": "days_absent", "kind": kind} for kind in ("remand", "recall", "out_of_area")]
    found.append({"what": "intelligence", "source_evaluation": (1, 2), "assessment": ("A", "B")})
    found.append({"what": "intelligence", "theme": "burglary"})
    found += [{"what": "offences", "status": status} for status in ("proven", "charged")]
    for what in OVER_OFFENCES:
        found.append({"what": what, "status": "suspected"})
        found.append(
            {"what": what, "status": "suspected", "counts": ("neighbourhood", "Violence against the person")}
        )
    found += [{"what": "severity", "status": "charged", "flag": flag} for flag in FLAGS]
    for entry in found:
        entry["months"] = months
        if entry["what"] == "harm":
            entry["half_life_days"] = HALF_LIFE
    found.append({"what": "days_since_last", "status": "proven"})
    return [entry | {"name": f"m{n}_{entry['what']}"} for n, entry in enumerate(found)]


def beside(entry: dict, found: Measured) -> dict[str, object]:
    """What the twin says stands beside a measure over offences, under the engine's names."""
    if entry["what"] not in OVER_OFFENCES:
        return {}
    values: dict[str, object] = {"inside": found.inside}
    if entry.get("months"):
        values["years"] = found.years
    if entry["what"] in WEIGHTED:
        values |= {"counted": found.counted, "weighted": found.weighted}
    return {f"{entry['name']}__{companion}": value for companion, value in values.items()}


def twin_row(known: Known, person: Dossier, asked: list[dict]) -> dict[str, object]:
    row: dict[str, object] = {}
    for entry in asked:
        found = known.measured(person, entry)
        row[entry["name"]] = found.value
        row |= beside(entry, found)
    return row | {name.replace(".", "__"): known.named(person, name) for name in BUILT_IN}


def compare(cursor, known: Known, asked: list[dict], covered: Covered) -> None:
    measures = [Measure(**entry) for entry in asked]
    statement = relation(measures, as_at=known.as_at, names=tuple(BUILT_IN), covered=covered)
    cursor.execute(statement.sql, statement.params)
    columns = [column[0] for column in cursor.description]
    engine, twin = {}, {}
    for values in cursor.fetchall():
        row = dict(zip(columns, values, strict=True))
        person = row.pop("person_id")
        engine |= {(name, person): value for name, value in row.items()}
    for number, person in known.view.people.items():
        twin |= {(name, number): value for name, value in twin_row(known, person, asked).items()}
    same(engine, twin, lambda key: f"as at {known.as_at}: {key}")


def compare_at(store, world: World, moment: Moment, windows: list[tuple[date, int]]) -> None:
    """With every day covered, and then with the days that the world's sources cover."""
    view = look(world, moment, VINTAGE)
    with remembering(store, world, moment) as cursor:
        covered = covered_days(cursor)
        for as_at, months in windows:
            asked = entries(months)
            compare(cursor, Known(view, as_at), asked, Covered(EVERYWHERE, covered.flags))
            compare(cursor, Known(view, as_at, told(world, moment)), asked, covered)


WINDOWS = [(as_at, months) for as_at in AS_AT for months in MONTHS]


@settings(EACH_TIME, max_examples=10)
@given(worlds(), st.sampled_from(MOMENTS), st.sampled_from(WINDOWS))
def test_measures_equal_the_twins(twin_store, world: World, moment: Moment, window: tuple[date, int]):
    compare_at(twin_store, world, moment, [window])


@pytest.mark.long
@settings(EACH_TIME, max_examples=400)
@given(worlds(), st.sampled_from(MOMENTS), st.lists(st.sampled_from(WINDOWS), min_size=2, max_size=2))
def test_measures_equal_the_twins_on_many_worlds(twin_store, world: World, moment: Moment, windows):
    compare_at(twin_store, world, moment, windows)


def test_everything_that_can_be_measured_or_named_has_a_twin():
    assert {entry["what"] for entry in entries(12)} == set(OPTIONS)
    # computed scores have a twin of their own (test_risk.py), which of them count is in test_risk_scores.py
    named = {name for name in names.BUILT_IN if not names.is_risk(name)}
    assert {name for name in BUILT_IN if not name.startswith("held.")} == named
    assert set(FLAGS) == set(definition.FLAGS)
