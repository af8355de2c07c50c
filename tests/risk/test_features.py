"""From which days and ages a person's scores are worked out."""

from datetime import date

import pytest

from .conftest import scored


def missing(person, model="arp"):
    return [one.code for score in person.scores if score.model == model for one in score.missing]


@pytest.mark.parametrize(("day", "age"), [("2018-02-28", 17), ("2018-03-01", 18)])
def test_someone_born_on_leap_day_turns_a_year_older_on_the_first_of_march(spec, worked, day, age):
    spec.man(1, birth_date=date(2000, 2, 29))
    spec.sanctioned(f"person | on_date\n1 | {day}")
    known = worked("2018-12-31")[1].features
    assert (known.age_at_first_sanction, known.age_at_current_sanction, known.age_at_start) == (age,) * 3


@pytest.mark.parametrize(("day", "codes"), [("2020-06-15", ["birth_precision"]), ("2020-07-01", [])])
def test_of_a_birth_known_to_the_month_an_age_is_certain_outside_that_month(spec, worked, day, codes):
    spec.man(1, birth_date=date(1990, 6, 1), birth_precision="month")
    spec.sanctioned(f"person | on_date\n1 | {day}")
    person = worked("2020-12-31")[1]
    assert missing(person) == codes
    assert person.features.age_at_start == (None if codes else 30)


def test_a_birth_known_to_the_month_may_be_any_day_of_it_whatever_day_is_held(spec, worked):
    spec.man(1, birth_date=date(1990, 6, 20), birth_precision="month")
    spec.sanctioned("person | on_date\n1 | 2020-06-10")
    (says,) = {one.says for score in worked("2020-12-31")[1].scores for one in score.missing}
    assert says == (
        "The birth date is known to the month only: not certain is the age at the first sanction and at "
        "the current sanction and at the start in the community."
    )


def test_a_sanction_before_the_birth_is_said_to_be_wrong(spec, worked):
    spec.man(1, birth_date=date(2020, 5, 1))
    spec.sanctioned("person | on_date\n1 | 2020-05-01")
    person = worked("2020-12-31")[1]
    assert missing(person) == ["before_birth"]
    assert "2020-05-01, is not after the birth date held" in person.scores[0].missing[0].says


def test_nobody_is_sanctioned_under_ten(spec, worked):
    spec.man(1, birth_date=date(2010, 5, 1))
    spec.man(2, birth_date=date(2010, 5, 1))
    spec.man(3, birth_date=date(2010, 5, 1))
    spec.sanctioned("person | on_date\n1 | 2020-04-30\n2 | 2018-05-01\n2 | 2020-12-01\n3 | 2020-05-01")
    found = worked("2020-12-31")
    # the first sanction counts, and the tenth birthday is old enough
    assert [missing(found[person]) for person in (1, 2, 3)] == [["under_age"], ["under_age"], []]


def test_someone_inside_starts_on_the_planned_release(spec, worked):
    spec.man(1)
    spec.sanctioned("person | on_date\n1 | 2026-01-10")
    spec.given(
        "absence",
        """
        person | kind     | from_date  | to_date | planned_release
        1      | sentence | 2026-01-10 | -       | 2026-12-01
        """,
    )
    person = worked("2026-10-31")[1]
    assert (person.features.start_on, person.features.offence_free_months) == (date(2026, 12, 1), 0)
    assert (
        "Inside on the date: the scores speak of the time from the planned release on 2026-12-01."
        in person.caveats
    )


@pytest.mark.parametrize("planned", ["-", "2026-10-31"])
def test_someone_inside_without_a_planned_release_ahead_has_no_score(spec, worked, planned):
    spec.man(1)
    spec.sanctioned("person | on_date\n1 | 2026-01-10")
    spec.given(
        "absence",
        f"""
        person | kind   | from_date  | to_date | planned_release
        1      | recall | 2026-01-10 | -       | {planned}
        """,
    )
    person = worked("2026-10-31")[1]
    assert missing(person) == ["release"]
    assert [score.percent for score in person.scores] == [None] * 4
    assert person.caveats == ()


@pytest.mark.parametrize(
    ("spells", "start", "months"),
    [
        ("1 | sentence | 2026-01-10 | 2026-05-31", "2026-05-31", 5),
        ("1 | sentence | 2026-01-10 | 2026-05-31\n1 | recall | 2026-05-31 | 2026-06-30", "2026-06-30", 4),
        ("1 | remand | 2026-03-01 | 2026-03-01", "2026-01-10", 9),
        ("1 | out_of_area | 2026-01-10 | 2026-05-31", "2026-01-10", 9),
        ("1 | sentence | 2025-01-10 | 2025-05-31", "2026-01-10", 9),
    ],
    ids=["a release after it", "spells that touch", "a same-day spell", "out of area", "a release before it"],
)
def test_the_start_in_the_community_is_the_later_of_current_sanction_and_last_release(
    spec, worked, spells, start, months
):
    spec.man(1)
    spec.sanctioned("person | on_date\n1 | 2026-01-10")
    spec.given("absence", f"person | kind | from_date | to_date\n{spells}")
    known = worked("2026-10-31")[1].features
    assert (known.start_on, known.offence_free_months) == (date.fromisoformat(start), months)


def test_the_dead_have_no_score(spec, worked):
    spec.man(1, death_date=date(2026, 10, 31))
    spec.sanctioned("person | on_date\n1 | 2026-01-10")
    spec.settle()
    assert missing(scored(spec.store, "2026-10-31")[1]) == ["dead"]
    assert missing(scored(spec.store, "2026-10-30")[1]) == []


@pytest.mark.parametrize("sex", ["other", None])
def test_the_models_know_two_sexes(spec, worked, sex):
    spec.man(1, sex=sex)
    spec.sanctioned("person | on_date\n1 | 2026-01-10")
    assert missing(worked("2026-10-31")[1]) == ["sex"]


def test_two_sanctions_of_one_day_are_one(spec, worked):
    spec.man(1)
    spec.sanctioned("person | on_date | code_given\n1 | 2026-01-10 | 028/03\n1 | 2026-01-10 | 034/01")
    known = worked("2026-10-31")[1].features
    assert (known.sanctions, known.previous_sanctions, known.violent_sanctions) == (1, 0, 1)


def test_whoever_has_no_sanction_by_the_date_is_left_out(spec, worked):
    spec.man(1)
    spec.man(2)
    spec.sanctioned("person | on_date\n1 | 2026-11-01\n2 | 2026-10-31")
    assert list(worked("2026-10-31")) == [2]


def test_a_code_that_says_nothing_of_the_offence_is_named_and_how_it_resolves(spec, worked):
    spec.man(1)
    spec.sanctioned("person | on_date | code_given\n1 | 2020-01-10 | 028/03\n1 | 2026-01-10 | 999/98")
    person = worked("2026-10-31")[1]
    assert missing(person) == ["offence"]
    assert missing(person, "vrp") == ["offence", "violence"]
    assert [one.says for one in person.score("vrp").missing] == [
        "The principal offence of the current sanction, of 2026-01-10, has the class 999/98 and no offence "
        "category follows from it (unknown: in no code table: no weight).",
        "Whether 1 of 2 sanctions was violent is not known: what their codes mean does not settle it.",
    ]
