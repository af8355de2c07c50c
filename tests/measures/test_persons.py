"""What is true of the person: age, flags."""

from datetime import date


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
