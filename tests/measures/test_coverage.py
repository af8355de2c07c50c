"""A month that was never loaded must not look free of crime."""

from datetime import date

COUNT = '[[measure]]\nname = "n"\nwhat = "offences"\nmonths = 3\nstatus = "charged"'


def test_a_window_with_an_uncovered_day_makes_the_measure_absent_for_everyone(spec):
    spec.covers("offence", "2025-01-01", "2026-01-30")
    rows = spec.measure(COUNT, "2026-01-31")
    assert {row["n"] for row in rows.values()} == {None}
    gap = spec.relation.absent["n"]
    assert (gap.first_day, gap.last_day, gap.last_covered) == (
        date(2026, 1, 31),
        date(2026, 1, 31),
        date(2026, 1, 30),
    )
    assert "31 January 2026" in gap.says()


def test_sources_that_meet_cover_a_window_together(spec):
    spec.covers("offence", "2025-01-01", "2025-12-31")
    spec.covers("offence", "2026-01-01", "2026-01-31")
    assert spec.measure(COUNT, "2026-01-31")[1]["n"] == 0


def test_a_hole_between_sources_is_named(spec):
    spec.covers("offence", "2025-01-01", "2025-12-10")
    spec.covers("offence", "2025-12-20", "2026-01-31")
    spec.measure(COUNT, "2026-01-31")
    gap = spec.relation.absent["n"]
    assert (gap.first_day, gap.last_day, gap.last_covered) == (
        date(2025, 12, 11),
        date(2025, 12, 19),
        date(2025, 12, 10),
    )


def test_before_the_records_begin_the_first_date_with_a_whole_window_is_named(spec):
    spec.covers("offence", "2025-11-01", "2026-12-31")
    spec.measure(COUNT, "2025-12-31")
    gap = spec.relation.absent["n"]
    assert (gap.last_covered, gap.first_covered) == (None, date(2026, 1, 31))
    assert gap.says().endswith("the first date with a whole window is 31 January 2026")


def test_a_short_month_does_not_hide_the_first_whole_window(spec):
    # as at 28 February three months are those since 28 November; of 1 December, those of 1 March
    spec.covers("offence", "2025-11-30", "2026-12-31")
    spec.measure(COUNT, "2026-01-31")
    assert spec.relation.absent["n"].first_covered == date(2026, 3, 1)


def test_coverage_of_another_record_type_does_not_help(spec):
    spec.covers("absence", "2020-01-01", "2026-12-31")
    assert spec.measure(COUNT, "2026-01-31")[1]["n"] is None


def test_years_at_liberty_are_unknown_where_absences_are_not_covered(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    row = spec.measure(COUNT, "2026-01-31")[1]
    assert (row["n"], row["n__years"]) == (0, None)


def test_silence_about_supervision_means_none_only_where_it_is_covered(spec):
    spec.given(
        "supervision",
        """
        person | kind    | from_date  | to_date
        1      | licence | 2025-06-01 | 2026-06-01
        """,
    )
    names = ("supervised", "supervision")
    uncovered = spec.measure(COUNT, "2026-01-31", names)
    assert [uncovered[person]["supervised"] for person in (1, 2)] == [True, None]


def test_a_covered_day_without_supervision_is_unsupervised(spec):
    spec.covers("supervision", "2020-01-01", "2026-12-31")
    row = spec.measure(COUNT, "2026-01-31", ("supervised", "supervision"))[1]
    assert (row["supervised"], row["supervision"]) == (False, "none")
