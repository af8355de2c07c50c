"""Which offences count: the edges of a window, and the status as at the date."""

COUNT = '[[measure]]\nname = "n"\nwhat = "offences"\nmonths = 12\nstatus = "{}"'


def test_a_window_leaves_out_the_day_it_is_counted_from_and_holds_its_last_day(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given(
        "offence",
        """
        person | offence_id | offence_on | code_kind | code_given
        1      | 1          | 2025-02-28 | recorded  | 28E
        2      | 2          | 2025-03-01 | recorded  | 28E
        3      | 3          | 2026-02-28 | recorded  | 28E
        4      | 4          | 2026-03-01 | recorded  | 28E
        """,
    )
    spec.given(
        "status",
        """
        person | offence_id | status  | on_date
        1      | 1          | charged | 2025-02-28
        2      | 2          | charged | 2025-03-01
        3      | 3          | charged | 2026-02-28
        4      | 4          | charged | 2026-02-28
        """,
    )
    rows = spec.measure(COUNT.format("charged"), "2026-02-28")
    assert [rows[person]["n"] for person in (1, 2, 3, 4)] == [0, 1, 1, 0]


def test_twelve_months_before_a_leap_day_is_the_28th(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given(
        "offence",
        """
        person | offence_id | offence_on | code_kind | code_given
        1      | 1          | 2023-02-28 | recorded  | 28E
        2      | 2          | 2023-03-01 | recorded  | 28E
        """,
    )
    spec.given(
        "status",
        """
        person | offence_id | status  | on_date
        1      | 1          | charged | 2023-02-28
        2      | 2          | charged | 2023-03-01
        """,
    )
    rows = spec.measure(COUNT.format("charged"), "2024-02-29")
    assert [rows[person]["n"] for person in (1, 2)] == [0, 1]


def test_status_is_the_last_event_by_the_date_and_on_one_day_the_strongest(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given(
        "offence",
        """
        person | offence_id | offence_on | code_kind | code_given
        1      | 1          | 2026-01-05 | recorded  | 28E
        2      | 2          | 2026-01-05 | recorded  | 28E
        3      | 3          | 2026-01-05 | recorded  | 28E
        4      | 4          | 2026-01-05 | recorded  | 28E
        """,
    )
    spec.given(
        "status",
        """
        person | offence_id | status            | on_date
        1      | 1          | convicted         | 2026-02-02
        1      | 1          | arrested          | 2026-01-06
        2      | 2          | no_further_action | 2026-02-01
        2      | 2          | charged           | 2026-01-06
        3      | 3          | charged           | 2026-02-01
        3      | 3          | convicted         | 2026-02-01
        """,
    )
    proven = spec.measure(COUNT.format("proven"), "2026-02-01")
    assert [proven[person]["n"] for person in (1, 2, 3, 4)] == [0, 0, 1, 0]


def test_an_arrest_still_counts_as_suspected_before_the_later_conviction(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given(
        "offence",
        """
        person | offence_id | offence_on | code_kind | code_given
        1      | 1          | 2026-01-05 | recorded  | 28E
        2      | 2          | 2026-01-05 | recorded  | 28E
        """,
    )
    spec.given(
        "status",
        """
        person | offence_id | status            | on_date
        1      | 1          | arrested          | 2026-01-06
        1      | 1          | convicted         | 2026-03-01
        2      | 2          | arrested          | 2026-01-06
        2      | 2          | no_further_action | 2026-01-20
        """,
    )
    suspected = spec.measure(COUNT.format("suspected"), "2026-02-01")
    assert [suspected[person]["n"] for person in (1, 2)] == [1, 0]


def test_an_offence_without_any_status_is_not_counted(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given(
        "offence",
        """
        person | offence_id | offence_on | code_kind | code_given
        1      | 1          | 2026-01-05 | recorded  | 28E
        """,
    )
    assert spec.measure(COUNT.format("suspected"), "2026-02-01")[1]["n"] == 0


def test_a_class_number_belongs_to_a_class_only_if_all_it_may_be_does(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given(
        "offence",
        """
        person | offence_id | offence_on | code_kind | code_given
        1      | 1          | 2026-01-05 | class     | 028/03
        2      | 2          | 2026-01-05 | class     | 034/01
        3      | 3          | 2026-01-05 | class     | 125/12
        """,
    )
    spec.given(
        "status",
        """
        person | offence_id | status  | on_date
        1      | 1          | charged | 2026-01-05
        2      | 2          | charged | 2026-01-05
        3      | 3          | charged | 2026-01-05
        """,
    )
    text = COUNT.format("charged") + '\ncounts = ["burglary", "Public order offences"]'
    rows = spec.measure(text, "2026-02-01")
    assert [rows[person]["n"] for person in (1, 2, 3)] == [1, 0, 0]


def test_an_offence_from_one_day_to_another_counts_on_its_last(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.covers("absence", "2020-01-01", "2026-12-31")
    spec.given("absence", "person | kind | from_date | to_date\n1 | remand | 2025-01-25 | 2025-02-05")
    spec.given(
        "offence",
        """
        person | offence_id | committed_from | offence_on | code_kind | code_given
        1      | 1          | 2025-01-30     | 2025-02-10 | recorded  | 28E
        2      | 2          | 2026-01-30     | 2026-02-10 | recorded  | 28E
        """,
    )
    spec.given(
        "status",
        """
        person | offence_id | status  | on_date
        1      | 1          | charged | 2025-02-10
        2      | 2          | charged | 2026-02-01
        """,
    )
    rows = spec.measure(COUNT.format("charged"), "2026-02-01")
    assert [(rows[person]["n"], rows[person]["n__inside"]) for person in (1, 2)] == [(1, 0), (0, 0)]
