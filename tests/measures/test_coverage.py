"""A month that was never loaded must not look free of crime."""

from datetime import date

import pytest

from iom.measures.definition import OPTIONS

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


def test_silence_about_custody_is_unknown_where_absences_are_not_covered(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.covers("supervision", "2020-01-01", "2026-12-31")
    spec.given("absence", "person | kind | from_date | to_date\n1 | remand | 2026-01-01 | -")
    rows = spec.measure(COUNT, "2026-01-31", ("in_custody",))
    assert [rows[person]["in_custody"] for person in (1, 2)] == [True, None]


def test_silence_about_supervision_is_unknown_though_all_else_is_covered(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.covers("absence", "2020-01-01", "2026-12-31")
    assert spec.measure(COUNT, "2026-01-31", ("supervised",))[1]["supervised"] is None


def test_offences_without_what_became_of_them_are_not_counted_as_none(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31", statuses=False)
    assert spec.measure(COUNT, "2026-01-31")[1]["n"] is None
    assert spec.relation.absent["n"].says().startswith("no source covers all status records from 1 November")


def test_sanctions_need_a_history_or_both_offences_and_their_statuses(spec):
    sanctions = '[[measure]]\nname = "n"\nwhat = "sanctions"\nmonths = 2'
    spec.covers("offence", "2020-01-01", "2026-12-31", statuses=False)
    spec.covers("sanction", "2020-01-01", "2025-12-15")
    assert spec.measure(sanctions, "2026-01-31")[1]["n"] is None
    spec.covers("status", "2025-12-16", "2026-12-31")
    assert spec.measure(sanctions, "2026-01-31")[1]["n"] == 0


def test_how_many_are_dated_inside_is_unknown_where_absences_are_not_covered(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.covers("absence", "2025-12-01", "2026-12-31")
    rows = spec.measure(COUNT + "\n" + COUNT.replace('"n"', '"m"').replace("3", "1"), "2026-01-31")
    assert (rows[1]["n__inside"], rows[1]["m__inside"]) == (None, 0)


FLAGGED = COUNT + '\nflag = "hate"'
OFFENCE = """
    person | offence_id | offence_on | code_kind | code_given | hate
    1      | 1          | 2026-01-05 | recorded  | 28E        | {}
    """


def test_a_flag_that_no_source_states_makes_what_counts_by_it_absent(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given("offence", OFFENCE.format("-"))
    assert {row["n"] for row in spec.measure(FLAGGED, "2026-01-31").values()} == {None}
    assert (
        spec.relation.absent["n"].says() == "no loaded source says of offences whether they are hate crimes"
    )


def test_a_flag_that_a_source_denies_of_one_offence_counts_as_none_for_all(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given("offence", OFFENCE.format("no"))
    assert {row["n"] for row in spec.measure(FLAGGED, "2026-01-31").values()} == {0}


@pytest.mark.parametrize("what", OPTIONS)
def test_an_absent_measure_has_the_columns_and_types_that_it_has_when_known(spec, what):
    given = {"status": "charged", "months": 3, "half_life_days": 90, "kind": "remand"}
    asked = {"name": "n", "what": what} | {k: v for k, v in given.items() if k in OPTIONS[what]}
    text = "[[measure]]\n" + "\n".join(f"{key} = {value!r}" for key, value in asked.items())

    def columns() -> list[tuple[str, str]]:
        spec.measure(text, "2026-01-31")
        with spec.store.cursor() as cursor:
            cursor.execute(f"describe {spec.relation.sql}", spec.relation.params)
            return [row[:2] for row in cursor.fetchall()]

    absent = columns()
    assert "n" in spec.relation.absent
    for record in ("offence", "absence", "sanction", "intelligence"):
        spec.covers(record, "2020-01-01", "2026-12-31")
    assert columns() == absent
    assert "n" not in spec.relation.absent
