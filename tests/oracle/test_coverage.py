"""A measure is absent exactly when a day of its window lies in no coverage, and says when last whole."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from iom.measures.coverage import covered_days, gaps
from iom.measures.definition import Measure

from . import coverage as twin
from .comparing import EACH_TIME, remembering
from .records import Coverage, Known, Moment, World
from .worlds import AS_AT, COMMITS, DECLARED, EDGES, MOMENTS

TOLD = (
    Known(COMMITS[0], None, 1),
    Known(COMMITS[0], COMMITS[2], 1),
    Known(COMMITS[2], None, 3),
    Known(DECLARED[1], None, 2),
)
WINDOWS = (1, 3, 12)
periods = st.builds(
    lambda system, known, record, start, length: Coverage(
        system, known, record, start, start + timedelta(length)
    ),
    st.sampled_from(("niche", "pnc")),
    st.sampled_from(TOLD),
    st.sampled_from(("offence", "absence", "sanction", "intelligence")),
    st.sampled_from(EDGES),
    st.sampled_from((0, 1, 27, 28, 29, 30, 90, 365, 366, 800)),
)


def measures() -> list[Measure]:
    basis = {"offences": "suspected", "severity": "suspected", "rate": "suspected"}
    return [
        Measure(name=f"{what}_{months}", what=what, months=months, status=basis.get(what))
        for what in twin.NEEDS
        for months in WINDOWS
    ]


@settings(EACH_TIME, max_examples=40)
@given(st.lists(periods, max_size=12), st.sampled_from(MOMENTS), st.sampled_from(AS_AT))
def test_gaps_of_windows_equal_the_twins(twin_store, coverage: list[Coverage], moment: Moment, as_at: date):
    world = World(commits=list(COMMITS), coverage=coverage)
    with remembering(twin_store, world, moment) as cursor:
        found = gaps(measures(), as_at, covered_days(cursor))
    engine = {name: (gap.first_day, gap.last_covered, gap.first_covered) for name, gap in found.items()}
    expected = {}
    for what, needs in twin.NEEDS.items():
        for months in WINDOWS:
            for record_types in reversed(needs):
                days = twin.covered_days(coverage, record_types, moment)
                missing = twin.first_missing(days, as_at, months)
                if missing is not None:
                    last = twin.last_covered(days, as_at, months)
                    first = None if last else twin.first_covered(days, as_at, months)
                    expected[f"{what}_{months}"] = (missing, last, first)
    assert engine == expected
