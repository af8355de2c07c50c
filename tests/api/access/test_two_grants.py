"""Callers with two grants, whose roles reach different people or withhold different parts."""

import pytest

# Of each the pages are seen in one scope, decisions are made in another.
WHOLE = "coordinator/everyone+records_officer/everyone"
LUTON = "coordinator/luton+panel_member/everyone"
APART = "POST /v1/people/separations"


@pytest.mark.parametrize("caller", [WHOLE, LUTON])
def test_whoever_sees_a_page_in_another_scope_than_that_of_decisions_can_decide_on_it(own_served, caller):
    served = own_served()
    tag = served.tag(caller, 6, 7)
    answer = served.ask(caller, APART, {"people": [6, 7], "reason": "two persons"}, headers=tag)
    assert answer.status_code == 201, answer.text
    late = served.ask(caller, APART, {"people": [6, 7], "reason": "again"}, headers=tag)
    assert late.status_code == 412


@pytest.mark.parametrize(
    ("what", "body"),
    [
        (APART, {"people": [3, 4], "reason": "two"}),
        ("POST /v1/people/merges", {"people": [3, 4], "reason": "one", "despite": True}),
        ("POST /v1/people/splits", {"person": 3, "subjects": [3], "reason": "another"}),
    ],
)
def test_whose_page_one_sees_is_not_yet_whom_one_may_decide_on(served, what, body):
    tag = served.tag(LUTON, 3, 4)
    answer = served.ask(LUTON, what, body, headers=tag)
    assert answer.status_code == 404, answer.text


def test_what_is_withheld_is_told_by_permission_as_the_routes_withhold_it(served):
    caller = "panel_member/everyone+records_officer/everyone"
    told = served.ask(caller, "GET /v1/me").json()["data"]["withheld"]
    assert told["runs.look"] == told["risk.look"] == ["intelligence", "intelligence.C", "police"]
    assert "intelligence" in str(served.ask(caller, "GET /v1/runs/1/proposals").json()["left_out"])
    # what the other role gives too, and does not withhold, is shown
    assert "people.look" not in told
    assert served.ask(caller, "GET /v1/people/1").json()["left_out"] == []
    assert served.ask("coordinator/luton", "GET /v1/me").json()["data"]["withheld"]["people.look"] == [
        "intelligence.C"
    ]
    assert served.ask("analyst/everyone", "GET /v1/me").json()["data"]["withheld"] == {}
