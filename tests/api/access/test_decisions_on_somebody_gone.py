"""A decision that also concerns somebody restricted or erased: not undone unseen, and no number beside it."""

from datetime import timedelta

import pytest

from iom.people import split
from iom.rights import restrict
from iom.rights.restricting import lift
from tests.api.access import world
from tests.api.access.test_made_on import APART, KA, MERGE, UNDO, made

ALL, LUTON = "coordinator/everyone", "coordinator/luton"
OFFICER = "records_officer/everyone"
WAYS = ("restrict", "erase")


@pytest.fixture
def served_alone(own_served):
    return own_served()


def decided(served, route: str, *people: int, caller: str = KA) -> int:
    body = {"people": people, "reason": "seen", **({"despite": True} if route == MERGE else {})}
    assert served.ask(caller, route, body, headers=served.tag(caller, *people)).status_code == 201
    return made(served)


def gone(served, how: str, person: int) -> None:
    options = {"person": str(person), "reason": "asked", **({"yes": True} if how == "erase" else {})}
    job = served.ended(
        OFFICER,
        served.ask(OFFICER, "POST /v1/commands", {"command": f"rights {how}", "options": options}),
    )
    assert job["state"] == "done"
    assert served.ask(ALL, f"GET /v1/people/{person}").status_code != 200


def undone(served, caller: str, decision: int, *people: int):
    body = {"decision": decision, "reason": "no"}
    return served.ask(caller, UNDO, body, headers=served.tag(caller, *people))


def of_person(served, caller: str, person: int) -> dict[int, dict]:
    """The decisions that a caller sees of a person, by number, as in the list so on the page."""
    listed = served.ask(caller, f"GET /v1/people/{person}/decisions").json()["items"]
    on_page = served.ask(caller, f"GET /v1/people/{person}").json()["data"]["decisions"]
    assert listed == on_page
    return {one["decision_id"]: one for one in listed}


@pytest.mark.parametrize("how", WAYS)
def test_what_concerned_somebody_out_of_sight_stays_hidden_when_they_are_gone(served_alone, how):
    served = served_alone
    decision = decided(served, APART, 3, 7)
    before = of_person(served, LUTON, 7)
    assert decision not in before
    assert undone(served, LUTON, decision, 7).status_code == 404
    gone(served, how, 3)
    assert of_person(served, LUTON, 7) == before
    assert undone(served, LUTON, decision, 7).status_code == 404
    assert made(served) == decision


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("caller", [ALL, LUTON])
def test_nobody_is_decided_on_unseen_by_an_undoing(served_alone, how, caller):
    served = served_alone
    decision = decided(served, APART, 6, 7)
    gone(served, how, 6)
    refused = undone(served, caller, decision, 7)
    assert refused.status_code == (422 if caller == ALL else 404)
    if caller == ALL:
        assert refused.json()["errors"][0]["field"] == "body.decision"
        assert "restricted, or was erased" in refused.json()["errors"][0]["says"]
    assert made(served) == decision


def test_a_split_from_somebody_restricted_since_is_not_undone_on_the_other_tag_alone(served_alone):
    served = served_alone
    decided(served, MERGE, 6, 7)
    with served.store.transaction() as cursor:
        founded = split(
            cursor, served.store, now=world.NOW, subjects=[7], decided_by="ann", reason="another after all"
        )
    decision = made(served)
    restrict(served.store, founded, reason="asked", now=world.NOW)
    assert undone(served, LUTON, decision, 6).status_code == 404
    assert undone(served, ALL, decision, 6).status_code == 422
    assert served.ask(LUTON, "GET /v1/people/6").status_code == 200
    # lifted, it can be
    lift(served.store, founded, reason="right", now=world.NOW + timedelta(hours=1))
    assert undone(served, LUTON, decision, 6, founded).status_code == 201


@pytest.mark.parametrize("how", WAYS)
def test_whoever_is_gone_is_not_numbered_beside_the_others(served_alone, how):
    served = served_alone
    decision = decided(served, APART, 6, 7)
    gone(served, how, 6)
    shown = of_person(served, ALL, 7)[decision]
    assert "restricted" in shown["reason"] or how == "erase"
    assert (shown["people_before"], shown["people_after"], shown["concerns_gone"]) == ([7], [7], True)


@pytest.mark.parametrize("how", WAYS)
def test_nor_is_whoever_others_were_joined_with_or_taken_out_of(served_alone, how):
    served = served_alone
    merge = decided(served, MERGE, 6, 7)
    with served.store.transaction() as cursor:
        founded = split(
            cursor, served.store, now=world.NOW, subjects=[7], decided_by="ann", reason="another after all"
        )
    split_off = made(served)
    joined = decided(served, MERGE, 2, founded, caller=ALL)
    gone(served, how, 6)
    shown = of_person(served, ALL, 2)
    numbers = {number: one["people_before"] + one["people_after"] for number, one in shown.items()}
    assert 6 not in numbers[merge] + numbers[split_off]
    assert (shown[merge]["concerns_gone"], shown[joined]["concerns_gone"]) == (True, False)
    # the reason of what put a subject there is that of its own decision
    page = served.ask(LUTON, "GET /v1/people/2").json()["data"]
    assert {one["decision_id"] for one in page["decisions"]} == {joined}
    assert [one["reason"] for one in page["subjects"] if one["subject_id"] == 7] == ["seen"]


def test_no_subject_of_somebody_restricted_is_said_to_have_been_moved(served_alone):
    served = served_alone
    merge = decided(served, MERGE, 6, 7)
    with served.store.transaction() as cursor:
        founded = split(
            cursor, served.store, now=world.NOW, subjects=[7], decided_by="ann", reason="another after all"
        )
    assert of_person(served, ALL, 6)[merge]["moved_subjects"] == [7]
    gone(served, "restrict", founded)
    shown = of_person(served, ALL, 6)[merge]
    assert (shown["moved_subjects"], shown["people_before"], shown["people_after"]) == ([], [6], [6])
