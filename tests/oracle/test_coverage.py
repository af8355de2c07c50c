"""A measure is absent exactly when a day of its window lies in no coverage, and says when last whole."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from iom.measures.coverage import covered_days, covered_spans, gaps
from iom.measures.definition import Measure
from iom.periods import Span

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
    st.sampled_from(("offence", "status", "absence", "sanction", "intelligence")),
    st.sampled_from(EDGES),
    st.sampled_from((0, 1, 27, 28, 29, 30, 90, 365, 366, 800)),
)


def measures() -> list[Measure]:
    return [
        Measure(name=f"{what}_{months}", what=what, months=months)
        for what in twin.NEEDS
        for months in WINDOWS
    ]


@settings(EACH_TIME, max_examples=12)
@given(st.lists(periods, max_size=16), st.sampled_from(MOMENTS), st.sampled_from(AS_AT))
def test_gaps_of_windows_equal_the_twins(twin_store, coverage: list[Coverage], moment: Moment, as_at: date):
    world = World(commits=list(COMMITS), coverage=coverage)
    with remembering(twin_store, world, moment) as cursor:
        found = gaps(measures(), as_at, covered_days(cursor))
    engine = {name: (gap.first_day, gap.last_covered, gap.first_covered) for name, gap in found.items()}
    expected = {}
    for what, needs in twin.NEEDS.items():
        for months in WINDOWS:
            for record_types in reversed(needs):
                days = twin.covered_days(coverage, record_types, list(COMMITS), moment)
                missing = twin.first_missing(days, as_at, months)
                if missing is not None:
                    last = twin.last_covered(days, as_at, months)
                    first = None if last else twin.first_covered(days, as_at, months)
                    expected[f"{what}_{months}"] = (missing, last, first)
    assert engine == expected


def test_what_a_load_made_later_declares_covers_no_day_after_the_moment(twin_store):
    earlier = Known(DECLARED[0], None, 1)
    declared = [
        Coverage("niche", earlier, "absence", date(2021, 1, 1), date(2024, 12, 31)),
        Coverage("niche", earlier, "offence", date(2024, 7, 2), date(2024, 12, 31)),
    ]
    world = World(commits=list(COMMITS), coverage=declared)
    with remembering(twin_store, world, Moment(datetime(2024, 7, 1), 4)) as cursor:
        assert covered_spans(cursor) == {"absence": [Span(date(2021, 1, 1), date(2024, 7, 2))]}
    with remembering(twin_store, world, world.last()) as cursor:
        assert covered_spans(cursor)["absence"] == [Span(date(2021, 1, 1), date(2025, 1, 1))]
