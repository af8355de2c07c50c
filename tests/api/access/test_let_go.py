"""What was answered before a person was restricted or erased is not given again; no change is done twice."""

import hashlib
import json

import pytest

from api.routes import criteria, people
from iom.people import merge
from iom.rights import restrict
from tests.api.access import world

KA, RIGHTS = "coordinator/everyone", "records_officer/everyone"
FIND = "POST /v1/people/searches"
RUN = {"criteria_text": world.CRITERIA, "as_at": "2026-10-31"}
RESTRICT = {"command": "rights restrict", "options": {"person": "1", "reason": "accuracy"}}
ERASE = {"command": "rights erase", "options": {"person": "1", "reason": "asked for", "yes": True}}


@pytest.fixture
def served_alone(own_served):
    return own_served()


def hide(served, command=RESTRICT) -> None:
    job = served.ended(RIGHTS, served.ask(RIGHTS, "POST /v1/commands", command))
    assert (job["state"], job["result"]["exit_code"]) == ("done", 0), job


@pytest.mark.parametrize("command", [RESTRICT, ERASE])
def test_a_look_that_is_sent_again_is_done_again_and_shows_the_person_no_more(served_alone, command):
    served = served_alone
    first = served.ask(KA, FIND, {"text": "A0001ZZ"}, key="k")
    assert [one["person_id"] for one in first.json()["data"]] == [1]
    hide(served, command)
    again = served.ask(KA, FIND, {"text": "A0001ZZ"}, key="k")
    assert (again.status_code, again.json()["data"]) == (200, [])
    assert "idempotency-replayed" not in again.headers
    third = served.ask(KA, FIND, {"text": "A0001ZZ"}, key="k")
    assert third.headers["idempotency-replayed"] == "true"


def test_a_look_that_a_restriction_overtakes_is_not_kept(served_alone, monkeypatch):
    served, whole = served_alone, people.room.find

    def overtaken(*given, **named):
        found = whole(*given, **named)
        restrict(served.store, 1, reason="accuracy", now=named["now"])
        return found

    with monkeypatch.context() as patch:
        patch.setattr(people.room, "find", overtaken)
        first = served.ask(KA, FIND, {"text": "A0001ZZ"}, key="k")
    assert [one["person_id"] for one in first.json()["data"]] == [1]
    assert served.ask(KA, FIND, {"text": "A0001ZZ"}, key="k").json()["data"] == []


@pytest.mark.parametrize("command", [RESTRICT, ERASE])
def test_a_change_that_is_sent_again_is_told_to_have_been_done_and_is_not_done_twice(served_alone, command):
    served, apart = served_alone, "POST /v1/people/separations"
    body, tag = {"people": [6, 7], "reason": "two persons"}, served.tag(KA, 6, 7)
    assert served.ask(KA, apart, body, key="k", headers=tag).status_code == 201
    before = served.rows("select count(*) from person_decision")
    hide(served, command)
    for headers in (tag, served.tag(KA, 6, 7)):
        again = served.ask(KA, apart, body, key="k", headers=headers)
        assert (again.status_code, "done before" in again.json()["detail"]) == (409, True)
        assert "joined with somebody who is restricted" in again.json()["detail"]
    assert served.rows("select count(*) from person_decision") == before
    other = served.ask(KA, apart, {**body, "reason": "another"}, key="k", headers=tag)
    assert other.status_code == 422


def test_work_that_is_asked_for_again_is_answered_with_the_same_job_and_not_done_twice(served_alone):
    served, body = served_alone, RUN
    first = served.ask(KA, "POST /v1/runs", body, key="k")
    assert served.ended(KA, first)["result"] is not None
    runs = served.rows("select count(*) from run")
    hide(served)
    again = served.ask(KA, "POST /v1/runs", body, key="k")
    assert (again.status_code, again.json()) == (202, first.json())
    # what came of it may speak of the person
    assert served.ended(KA, again)["result"] is None
    assert served.rows("select count(*) from run") == runs


def test_what_was_asked_for_is_kept_as_nothing_from_which_it_could_be_guessed(served_alone):
    served = served_alone
    served.ask(KA, FIND, {"text": "A0001ZZ"}, key="k")
    seen = json.dumps([["(True, None, None, None)"], ["intelligence.C"]]).encode()
    guessed = hashlib.sha256(seen + b"\0" + b'{"text":"A0001ZZ"}').hexdigest()
    ((digest,),) = served.rows("select request_sha256 from served_request")
    assert digest != guessed


def test_what_a_command_said_before_a_restriction_is_let_go_and_its_own_answer_is_there(served_alone):
    served = served_alone
    shown = {"command": "person show", "options": {"number": "1"}}
    earlier = served.ended(KA, served.ask(KA, "POST /v1/commands", shown))["result"]["answer_id"]
    assert served.ask(KA, f"GET /v1/commands/{earlier}").status_code == 200
    refused = {**RESTRICT, "options": {"person": "99", "reason": "x"}}
    job = served.ended(RIGHTS, served.ask(RIGHTS, "POST /v1/commands", refused))
    assert job["result"]["exit_code"] == 3
    assert served.ask(KA, f"GET /v1/commands/{earlier}").status_code == 200
    job = served.ended(RIGHTS, served.ask(RIGHTS, "POST /v1/commands", RESTRICT))
    assert served.ask(KA, f"GET /v1/commands/{earlier}").status_code == 404
    told = served.ask(RIGHTS, f"GET /v1/commands/{job['result']['answer_id']}").json()["data"]
    assert told["exit_code"] == 0
    assert "is restricted" in told["lines"][0]["text"]


def test_the_contract_says_of_each_change_but_work_that_it_may_have_been_done_before(served):
    paths = served.client.get("/v1/openapi.json").json()["paths"]
    changes = {
        path
        for path, methods in paths.items()
        if "201" in methods.get("post", {}).get("responses", ()) and _needs_a_key(methods["post"])
    }
    assert changes == {
        "/v1/people/merges",
        "/v1/people/separations",
        "/v1/people/splits",
        "/v1/people/undoings",
        "/v1/refused-rows/drops",
    }
    assert all("409" in paths[path]["post"]["responses"] for path in changes)


def _needs_a_key(operation) -> bool:
    given = operation.get("parameters", ())
    return any(one["name"] == "Idempotency-Key" and one["required"] for one in given)


def join(served) -> None:
    """Person 6 is joined to person 7, who was restricted before: their records are out of sight too."""
    view = served.store
    with view.transaction() as cursor:
        merge(cursor, view, now=world.NOW, people=[6, 7], decided_by="tester", reason="one and the same")


def test_what_was_answered_of_somebody_goes_when_a_join_puts_them_out_of_sight(served_alone):
    served, text = served_alone, {"text": "A0006ZZ"}
    restrict(served.store, 7, reason="accuracy", now=world.NOW)
    shown = {"command": "person show", "options": {"number": "6"}}
    said = served.ended(KA, served.ask(KA, "POST /v1/commands", shown))["result"]["answer_id"]
    work = served.ask(KA, "POST /v1/runs", RUN)
    assert served.ended(KA, work)["result"] is not None
    first = served.ask(KA, FIND, text, key="k")
    assert [one["person_id"] for one in first.json()["data"]] == [6]
    join(served)
    assert served.ask(KA, "GET /v1/people/6").status_code == 404
    again = served.ask(KA, FIND, text, key="k")
    assert (again.json()["data"], "idempotency-replayed" in again.headers) == ([], False)
    assert served.ask(KA, f"GET /v1/commands/{said}").status_code == 404
    assert served.ended(KA, work)["result"] is None


def test_a_join_of_others_lets_no_answer_go(served_alone):
    served = served_alone
    restrict(served.store, 1, reason="accuracy", now=world.NOW)
    work = served.ask(KA, "POST /v1/runs", RUN)
    served.ended(KA, work)
    served.ask(KA, FIND, {"text": "Kestrelmore"}, key="k")
    join(served)
    assert served.ask(KA, FIND, {"text": "Kestrelmore"}, key="k").headers["idempotency-replayed"] == "true"
    assert served.ended(KA, work)["result"] is not None


@pytest.mark.parametrize("hides", [join, lambda served: restrict(served.store, 1, reason="x", now=world.NOW)])
def test_work_that_began_before_somebody_was_put_out_of_sight_says_nothing_of_what_it_saw(
    served_alone, monkeypatch, hides
):
    served, whole = served_alone, criteria.try_settings
    restrict(served.store, 7, reason="accuracy", now=world.NOW)

    def overtaken(*given, **named):
        found = whole(*given, **named)
        hides(served)
        return found

    monkeypatch.setattr(criteria, "try_settings", overtaken)
    job = served.ended(KA, served.ask(KA, "POST /v1/criteria/sensitivities", RUN))
    assert (job["state"], job["result"]) == ("done", None)


def test_why_work_failed_is_let_go_too_for_it_may_name_somebody(served_alone):
    served = served_alone
    failed = served.ask(KA, "POST /v1/runs", {**RUN, "area": "Vexley House"})
    assert served.ended(KA, failed)["state"] == "failed"
    restrict(served.store, 1, reason="accuracy", now=world.NOW)
    assert "let go" in served.ended(KA, failed)["problem"]
    assert served.rows("select count(*) from job where problem like '%Vexley%'") == [(0,)]
