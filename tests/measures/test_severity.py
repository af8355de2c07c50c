"""Severity: sums, coverage, and the sum that halves with age."""

from decimal import ROUND_HALF_UP, Decimal

SIXTH = Decimal("1e-6")

OFFENCES = """
    person | offence_id | offence_on | code_kind | code_given
    1      | 1          | 2026-01-31 | recorded  | 28E
    1      | 2          | 2025-01-31 | class     | 034/01
    1      | 3          | 2026-01-01 | recorded  | AF
    1      | 4          | 2026-01-01 | class     | 125/12
    2      | 5          | 2026-01-01 | recorded  | AF
    """
STATUSES = """
    person | offence_id | status  | on_date
    1      | 1          | charged | 2026-01-31
    1      | 2          | charged | 2025-01-31
    1      | 3          | charged | 2026-01-31
    1      | 4          | charged | 2026-01-31
    2      | 5          | charged | 2026-01-31
    """


def _measures(*whats: str) -> str:
    return "\n".join(
        f'[[measure]]\nname = "{what}"\nwhat = "{what}"\nmonths = 24\nstatus = "charged"'
        + ("\nhalf_life_days = 365" if what == "harm" else "")
        for what in whats
    )


def test_a_sum_says_how_many_of_the_offences_counted_have_a_weight(spec, weight):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given("offence", OFFENCES)
    spec.given("status", STATUSES)
    rows = spec.measure(_measures("severity"), "2026-01-31")
    assert rows[1]["severity"] == weight("28E") + weight("34A")
    assert (rows[1]["severity__counted"], rows[1]["severity__weighted"]) == (4, 2)
    assert (rows[2]["severity"], rows[2]["severity__weighted"]) == (0, 0)


def test_mean_and_maximum_are_over_weighted_offences_and_absent_without_any(spec, weight):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given("offence", OFFENCES)
    spec.given("status", STATUSES)
    rows = spec.measure(_measures("severity_mean", "severity_max"), "2026-01-31")
    assert rows[1]["severity_max"] == weight("34A")
    assert rows[1]["severity_mean"] == ((weight("28E") + weight("34A")) / 2).quantize(Decimal("1e-6"))
    assert rows[2]["severity_mean"] is None


def test_harm_halves_each_half_life(spec, weight):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given("offence", OFFENCES)
    spec.given("status", STATUSES)
    rows = spec.measure(_measures("harm"), "2026-01-31")
    # each part is rounded to six places before they are added up
    parts = [weight("28E").quantize(SIXTH), (weight("34A") / 2).quantize(SIXTH, ROUND_HALF_UP)]
    assert rows[1]["harm"] == sum(parts)


def test_harm_of_the_heaviest_weights_is_exact_to_the_sixth_place(spec, weight):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    numbers = range(1, 401)
    offences = [f"1 | {number} | 2026-01-31 | recorded | 2" for number in numbers]
    statuses = [f"1 | {number} | charged | 2026-01-31" for number in numbers]
    spec.given("offence", "\n".join(["person | offence_id | offence_on | code_kind | code_given", *offences]))
    spec.given("status", "\n".join(["person | offence_id | status | on_date", *statuses]))
    rows = spec.measure(_measures("harm"), "2026-01-31")
    assert rows[1]["harm"] == 400 * weight("2").quantize(SIXTH, ROUND_HALF_UP)


def test_victims_are_distinct_and_absent_where_no_key_is_held(spec):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given("offence", OFFENCES)
    spec.given("status", STATUSES)
    spec.given(
        "victim",
        """
        person | offence_id | victim_key
        1      | 1          | v1
        1      | 2          | v1
        1      | 2          | v2
        """,
    )
    rows = spec.measure(_measures("victims"), "2026-01-31")
    assert (rows[1]["victims"], rows[2]["victims"], rows[3]["victims"]) == (2, None, 0)
