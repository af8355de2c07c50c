"""How far the records must reach, to the day, and which is the last date that they allow."""

from datetime import date

import pytest

from iom.measures.coverage import Covered
from iom.periods import Span
from iom.risk.calibration.covering import Asked, last_date, not_covered

FROM_START, AT_LIBERTY = Asked(24, 12), Asked(24, 0)


def covered(*last_days: date, start: date = date(2015, 1, 1)) -> Covered:
    """Offences, statuses and absences, each up to a day."""
    records = ("offence", "status", "absence")
    return Covered({name: [Span(start, _next(day))] for name, day in zip(records, last_days, strict=True)})


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def test_thirty_months_after_the_date_are_enough_and_a_day_less_is_not():
    whole = covered(*[date(2024, 12, 30)] * 3)
    assert not_covered(AT_LIBERTY, date(2022, 6, 30), whole) is None
    gap = not_covered(AT_LIBERTY, date(2022, 7, 1), whole)
    assert gap is not None
    assert gap.missing == tuple(
        (record, date(2024, 12, 31), date(2025, 1, 1)) for record in ("offence", "status", "absence")
    )
    assert gap.last_date == date(2022, 6, 30)


@pytest.mark.parametrize("short", [0, 1, 2])
def test_each_of_offences_statuses_and_custody_must_reach_that_far(short):
    days = [date(2026, 10, 31)] * 3
    days[short] = date(2025, 3, 31)
    gap = not_covered(AT_LIBERTY, date(2023, 1, 31), covered(*days))
    assert gap is not None
    assert [record for record, *_ in gap.missing] == [("offence", "status", "absence")[short]]
    assert gap.last_date == date(2022, 9, 30)


def test_the_last_of_several_dates_that_end_on_the_last_of_a_short_month_is_found():
    # 28 to 31 August and 30 months are all 28 February
    assert last_date(AT_LIBERTY, covered(*[date(2025, 2, 28)] * 3)) == date(2022, 8, 31)
    assert last_date(AT_LIBERTY, covered(*[date(2025, 2, 27)] * 3)) == date(2022, 8, 27)


def test_the_year_of_starts_must_be_covered_too():
    records = covered(*[date(2026, 10, 31)] * 3, start=date(2022, 3, 1))
    assert not_covered(FROM_START, date(2023, 2, 28), records) is None
    gap = not_covered(FROM_START, date(2023, 2, 27), records)
    assert gap is not None
    assert {(first, last) for _, first, last in gap.missing} == {(date(2022, 2, 28), date(2022, 2, 28))}
    assert not_covered(AT_LIBERTY, date(2022, 3, 1), records) is None
    assert not_covered(AT_LIBERTY, date(2022, 2, 28), records) is not None, "the date itself"


def test_with_records_too_short_for_any_date_it_is_said():
    gap = not_covered(AT_LIBERTY, date(2022, 6, 30), covered(*[date(2016, 1, 1)] * 3))
    assert gap is not None and gap.last_date is None
    assert "There is no date whose follow-up and wait are covered" in gap.says()


def test_a_run_that_is_long_enough_is_found_behind_one_that_is_not():
    spans = [Span(date(2015, 1, 1), date(2020, 1, 1)), Span(date(2021, 1, 1), date(2022, 1, 1))]
    records = Covered(dict.fromkeys(("offence", "status", "absence"), spans))
    assert last_date(AT_LIBERTY, records) == date(2017, 6, 30)
