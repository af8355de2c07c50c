"""Spans, windows, months and ages, against a twin that walks through the days one by one."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iom.periods import (
    Span,
    Window,
    add_months,
    completed_years,
    days,
    intersection,
    union,
    window,
)

FIRST = date(2023, 12, 20)
HORIZON = 90

some_day = st.integers(0, HORIZON).map(lambda n: FIRST + timedelta(days=n))
spans = st.lists(st.builds(Span, some_day, st.one_of(st.none(), some_day)), max_size=7)
any_date = st.dates(date(1950, 1, 1), date(2080, 12, 31))


def covered(of):
    """The twin: every day up to a horizon that any span names."""
    found = set()
    for n in range(HORIZON + 10):
        day = FIRST + timedelta(days=n)
        if any(s.start <= day and (s.end is None or day < s.end) for s in of):
            found.add(day)
    return found


@given(spans)
def test_a_union_covers_the_same_days_in_disjoint_spans(given_spans):
    merged = union(given_spans)
    assert covered(merged) == covered(given_spans)
    for left, right in pairwise(merged):
        assert left.end is not None and left.end < right.start


@given(spans, spans)
def test_an_intersection_covers_the_days_of_both(left, right):
    assert covered(intersection(left, right)) == covered(left) & covered(right)


@given(spans, some_day, st.integers(0, HORIZON))
def test_days_within_a_span_are_counted_once(given_spans, start, length):
    within = Span(start, min(start + timedelta(days=length), FIRST + timedelta(days=HORIZON + 10)))
    assert days(given_spans, within) == len(covered(given_spans) & covered([within]))


@given(some_day, some_day, some_day)
def test_a_window_holds_the_days_of_its_span(after, to, day):
    frame = Window(after, to)
    assert frame.holds(day) == frame.span.covers(day)
    assert frame.days == len(covered([frame.span]))


def test_days_are_not_counted_within_an_open_span():
    with pytest.raises(ValueError, match="ends"):
        days([], Span(FIRST, None))


def test_the_release_day_is_at_liberty_and_a_same_day_spell_covers_nothing():
    assert not Span(date(2026, 1, 10), date(2026, 1, 20)).covers(date(2026, 1, 20))
    assert union([Span(date(2026, 1, 10), date(2026, 1, 10))]) == []


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_end_where_the_calendar_lets_them(day, months, then):
    assert add_months(day, months) == then


@given(any_date, st.integers(-300, 300))
def test_adding_months_moves_the_month_and_keeps_the_day_where_it_can(day, months):
    then = add_months(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == day.day or (then.day < day.day and (then + timedelta(days=1)).day == 1)


def test_what_happened_on_the_day_belongs_to_what_led_to_it():
    day = date(2026, 3, 31)
    assert window(day, 1) == Window(date(2026, 2, 28), day)
    assert window(day, 1).holds(day)
    assert not window(date(2026, 4, 30), 1).holds(day - timedelta(days=1))


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(1990, 12, 31), date(1991, 1, 1), 0),
        (date(1990, 6, 15), date(2026, 6, 15), 36),
    ],
)
def test_ages_are_completed_years(birth, on, age):
    assert completed_years(birth, on) == age


def birthdays_by(birth, on):
    """The twin: count the birthdays; that of 29 February falls on 1 March in other years."""
    count = 0
    for year in range(birth.year + 1, on.year + 1):
        try:
            birthday = birth.replace(year=year)
        except ValueError:
            birthday = date(year, 3, 1)
        count += birthday <= on
    return count


@given(st.one_of(any_date, st.sampled_from([date(2000, 2, 29), date(2004, 2, 29)])), st.integers(0, 40_000))
def test_an_age_is_the_number_of_birthdays(birth, later):
    on = birth + timedelta(days=later)
    assert completed_years(birth, on) == birthdays_by(birth, on)


def test_there_is_no_age_before_birth():
    with pytest.raises(ValueError, match="birth"):
        completed_years(date(2000, 1, 2), date(2000, 1, 1))
