"""What is true of the person: age, flags."""

from datetime import date

import pytest


def test_someone_born_on_a_leap_day_turns_a_year_older_on_the_first_of_march(spec):
    spec.person(1, birth_date=date(2008, 2, 29))
    spec.person(2, birth_date=date(2008, 3, 1))
    rows = spec.measure("", "2026-02-28", ("age",))
    assert [rows[person]["age"] for person in (1, 2, 3)] == [17, 17, None]


def test_the_first_of_march_is_the_birthday_of_a_leap_day(spec):
    spec.person(1, birth_date=date(2008, 2, 29))
    assert spec.measure("", "2026-03-01", ("age",))[1]["age"] == 18


def test_silence_about_mappa_means_none_once_any_source_states_it(spec):
    spec.person(1, mappa_level=2)
    rows = spec.measure("", "2026-02-28", ("mappa_level", "registered_sex_offender"))
    assert [rows[person]["mappa_level"] for person in (1, 2)] == [2, 0]
    assert {row["registered_sex_offender"] for row in rows.values()} == {None}


@pytest.mark.parametrize(
    ("born", "precision", "as_at", "age"),
    [
        ("1985-12-01", "month", "2014-12-31", 29),
        ("1985-12-01", "month", "2014-12-30", None),
        ("1985-12-01", "month", "2014-11-30", 28),
        ("1985-01-01", "year", "2014-12-31", 29),
        ("1985-01-01", "year", "2014-06-30", None),
        ("2008-02-01", "month", "2026-02-28", None),
        ("2014-06-01", "month", "2014-06-15", None),
        ("2015-01-01", "day", "2014-12-31", None),
        ("2014-12-31", "day", "2014-12-31", 0),
    ],
)
def test_an_age_is_known_if_every_possible_birth_day_gives_the_same(spec, born, precision, as_at, age):
    spec.person(1, birth_date=date.fromisoformat(born), birth_precision=precision)
    assert spec.measure("", as_at, ("age",))[1]["age"] == age


@pytest.mark.parametrize(
    ("as_at", "in_custody", "days_to_release"), [("2026-01-09", True, 51), ("2026-01-10", False, None)]
)
def test_nobody_is_in_custody_once_dead_whatever_spell_was_left_open(
    spec, as_at, in_custody, days_to_release
):
    spec.covers("absence", "2020-01-01", "2026-12-31")
    spec.person(1, death_date=date(2026, 1, 10))
    spec.given("absence", "person | kind | from_date | planned_release\n1 | remand | 2026-01-08 | 2026-03-01")
    row = spec.measure("", as_at, ("in_custody", "days_to_release"))[1]
    assert (row["in_custody"], row["days_to_release"]) == (in_custody, days_to_release)


def homes(rows: list[str]) -> str:
    return "\n".join(["person | area | district | from_date", *rows])


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_homes_alike_but_for_their_names_the_order_of_the_file_decides_nothing(spec, order):
    told = ["1 | W1 | Luton | 2026-01-01", "1 | W2 | Bedford | 2026-01-01"]
    spec.given("home_area", homes(told[::order]))
    assert spec.measure("", "2026-01-31", ("area",))[1]["area"] == "W1"


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_scores_alike_but_for_their_bands_the_order_of_the_file_decides_nothing(spec, order):
    told = [
        "1 | ogrs3_2y | 50 | 2026-01-01 | v2 | high",
        "1 | ogrs3_2y | 50 | 2026-01-01 | v2 | medium",
        "1 | ogrs3_2y | 50 | 2026-01-01 | - | low",
    ]
    header = "person | tool | score | on_date | tool_version | band"
    spec.given("held_score", "\n".join([header, *told[::order]]))
    rows = spec.measure("", "2026-01-31", ("held.ogrs3_2y_band",))
    assert rows[1]["held__ogrs3_2y_band"] == "high"
