"""Days since the last offence, which looks back without a window."""

OFFENCES = """
    person | offence_id | offence_on | code_kind | code_given
    1      | 1          | 2026-01-05 | recorded  | 28E
    1      | 2          | 2026-01-20 | recorded  | 28E
    2      | 3          | 2020-05-01 | recorded  | 28E
    """
STATUSES = """
    person | offence_id | status  | on_date
    1      | 1          | charged | 2026-01-05
    1      | 2          | arrested | 2026-01-20
    2      | 3          | charged | 2020-05-01
    """
SINCE = '[[measure]]\nname = "since"\nwhat = "days_since_last"\nstatus = "charged"'


def test_it_counts_from_the_last_offence_of_the_status_asked_for(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given("offence", OFFENCES)
    spec.given("status", STATUSES)
    rows = spec.measure(SINCE, "2026-01-31")
    assert [rows[person]["since"] for person in (1, 2, 3)] == [26, 2101, None]


def test_an_offence_from_before_a_hole_in_the_coverage_may_not_be_the_last(spec):
    spec.covers("offence", "2020-01-01", "2020-12-31")
    spec.covers("offence", "2025-12-01", "2026-12-31")
    spec.given("offence", OFFENCES)
    spec.given("status", STATUSES)
    rows = spec.measure(SINCE, "2026-01-31")
    assert [rows[person]["since"] for person in (1, 2)] == [26, None]


def test_the_first_day_of_the_unbroken_coverage_still_counts_and_the_day_before_does_not(spec):
    for first, second in (("2020-01-01", "2025-12-30"), ("2026-01-01", "2026-12-31")):
        spec.covers("offence", first, second)
    spec.given(
        "offence",
        """
        person | offence_id | offence_on | code_kind | code_given
        1      | 1          | 2026-01-01 | recorded  | 28E
        2      | 2          | 2025-12-31 | recorded  | 28E
        """,
    )
    spec.given(
        "status",
        """
        person | offence_id | status  | on_date
        1      | 1          | charged | 2026-01-01
        2      | 2          | charged | 2025-12-31
        """,
    )
    rows = spec.measure(SINCE, "2026-01-31")
    assert [rows[person]["since"] for person in (1, 2)] == [30, None]


def test_a_hole_in_the_coverage_of_statuses_hides_what_lies_before_it(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31", statuses=False)
    spec.covers("status", "2020-01-01", "2026-01-10")
    spec.covers("status", "2026-01-12", "2026-12-31")
    spec.given("offence", OFFENCES)
    spec.given("status", STATUSES)
    assert spec.measure(SINCE, "2026-01-31")[1]["since"] is None
