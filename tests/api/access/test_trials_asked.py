"""A trial that cannot be meant is refused at once, at the field that is at fault, and no job is begun."""

import pytest

from tests.api.access.world import CRITERIA

CALLER = "analyst/everyone"
SENSITIVITY = {"criteria_text": CRITERIA, "as_at": "2026-10-31"}
BACKTEST = {"criteria": "bedfordshire", "first": "2026-01-31", "last": "2026-01-31"}


@pytest.mark.parametrize("settings", [4, 20])
def test_an_even_number_of_settings_is_not_taken_for_another_trial(served, settings):
    answer = served.ask(CALLER, "POST /v1/criteria/sensitivities", {**SENSITIVITY, "settings": settings})
    assert answer.status_code == 422
    (said,) = answer.json()["errors"]
    assert said["field"] == "body.settings"
    assert said["says"].startswith("an odd number is needed")


def test_an_odd_number_of_settings_is_tried_as_it_was_asked(own_served):
    served = own_served()
    body = {**SENSITIVITY, "settings": 7}
    ended = served.ended(CALLER, served.ask(CALLER, "POST /v1/criteria/sensitivities", body))
    assert ended["state"] == "done", ended["problem"]


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-10-31", "2026-01-31"), ("2026-01-31", "2026-01-30"), ("2026-01-05", "2026-01-30")],
)
def test_a_backtest_without_a_month_end_is_refused_before_it_is_a_job(served, first, last):
    before = served.rows("select count(*) from job")
    asked = {**BACKTEST, "first": first, "last": last}
    answer = served.ask(CALLER, "POST /v1/criteria/backtests", asked)
    assert answer.status_code == 422
    (said,) = answer.json()["errors"]
    assert said["field"] == "body.last"
    assert said["says"].startswith("there is no month end from first to this day")
    assert served.rows("select count(*) from job") == before


def test_a_backtest_of_one_month_end_is_a_job(own_served):
    served = own_served()
    assert served.ask(CALLER, "POST /v1/criteria/backtests", BACKTEST).status_code == 202


def test_a_first_day_that_is_none_is_all_that_is_said(served):
    answer = served.ask(CALLER, "POST /v1/criteria/backtests", {**BACKTEST, "first": "2026-02-30"})
    assert [one["field"] for one in answer.json()["errors"]] == ["body.first"]
