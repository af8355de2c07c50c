"""Days at liberty, and rates over them."""

from decimal import Decimal

DAYS = '[[measure]]\nname = "days"\nwhat = "days_at_liberty"\nmonths = 1'


def test_the_day_of_release_is_at_liberty(spec):
    spec.covers("absence", "2020-01-01", "2026-12-31")
    spec.given(
        "absence",
        """
        person | kind   | from_date  | to_date
        1      | remand | 2026-01-10 | 2026-01-20
        """,
    )
    rows = spec.measure(DAYS, "2026-01-31")
    assert rows[1]["days"] == 21
    assert rows[2]["days"] == 31


def test_overlapping_spells_are_counted_once_and_a_same_day_spell_covers_nothing(spec):
    spec.covers("absence", "2020-01-01", "2026-12-31")
    spec.given(
        "absence",
        """
        person | kind     | from_date  | to_date
        1      | remand   | 2026-01-10 | 2026-01-20
        1      | sentence | 2026-01-15 | 2026-01-25
        2      | remand   | 2026-01-10 | 2026-01-10
        3      | remand   | 2026-01-10 | 2026-01-20
        3      | sentence | 2026-01-20 | 2026-01-25
        """,
    )
    kinds = '\n[[measure]]\nname = "remand"\nwhat = "days_absent"\nkind = "remand"\nmonths = 1'
    rows = spec.measure(DAYS + kinds, "2026-01-31")
    assert [rows[person]["days"] for person in (1, 2, 3)] == [16, 31, 16]
    assert [rows[person]["remand"] for person in (1, 2, 3)] == [10, 0, 10]


def test_an_open_spell_runs_on_and_one_that_starts_later_is_not_yet(spec):
    spec.covers("absence", "2020-01-01", "2026-12-31")
    spec.given(
        "absence",
        """
        person | kind   | from_date  | to_date
        1      | remand | 2026-01-30 | -
        2      | remand | 2026-02-01 | -
        """,
    )
    rows = spec.measure(DAYS, "2026-01-31", names=("in_custody",))
    assert [rows[person]["days"] for person in (1, 2)] == [29, 31]
    assert [rows[person]["in_custody"] for person in (1, 2, 3)] == [True, False, False]


def test_nothing_after_death_is_at_liberty_or_away(spec):
    spec.covers("absence", "2020-01-01", "2026-12-31")
    from datetime import date

    spec.person(1, death_date=date(2026, 1, 10))
    spec.person(2, death_date=date(2026, 1, 10))
    spec.given(
        "absence",
        """
        person | kind   | from_date  | to_date
        2      | remand | 2026-01-08 | -
        """,
    )
    rows = spec.measure(DAYS, "2026-01-31", names=("alive",))
    assert [rows[person]["days"] for person in (1, 2)] == [10, 7]
    assert [rows[person]["alive"] for person in (1, 2, 3)] == [False, False, True]


def test_a_rate_leaves_out_offences_dated_inside_and_counts_say_how_many(spec):
    spec.covers("absence", "2020-01-01", "2026-12-31")
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given(
        "absence",
        """
        person | kind   | from_date  | to_date
        1      | remand | 2026-01-10 | 2026-01-20
        2      | remand | 2025-01-01 | -
        """,
    )
    spec.given(
        "offence",
        """
        person | offence_id | offence_on | code_kind | code_given
        1      | 1          | 2026-01-15 | recorded  | 28E
        1      | 2          | 2026-01-20 | recorded  | 28E
        1      | 3          | 2026-01-09 | recorded  | 28E
        """,
    )
    spec.given(
        "status",
        """
        person | offence_id | status  | on_date
        1      | 1          | charged | 2026-01-15
        1      | 2          | charged | 2026-01-20
        1      | 3          | charged | 2026-01-20
        """,
    )
    text = "\n".join(
        f'[[measure]]\nname = "{name}"\nwhat = "{what}"\nmonths = 1\nstatus = "charged"'
        for name, what in (("n", "offences"), ("r", "rate"))
    )
    rows = spec.measure(text, "2026-01-31")
    assert (rows[1]["n"], rows[1]["n__inside"]) == (3, 1)
    assert rows[1]["n__years"] == Decimal("0.057495")  # 21 days / 365.25
    assert rows[1]["r"] == Decimal("34.785714")  # 2 x 365.25 / 21
    assert rows[2]["r"] is None  # never at liberty: no rate
