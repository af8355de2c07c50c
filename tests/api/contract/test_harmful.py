"""Harmful people who are not proposed, for problem-solving plans: all of them, the most harmful first."""

import re

import httpx2
import pytest

from iom.client import Client
from tests.api.contract.served import AS_AT, Served


@pytest.fixture(scope="module")
def client(service: Served) -> Client:
    return Client(service.url, "all-roles", purpose="inspection")


@pytest.fixture(scope="module")
def run(service: Served, client: Client) -> int:
    """A run with few places, and a rule that most are harmful by: some of them meet a cohort's rule too."""
    text = (service.folder / "documents" / "bedfordshire.toml").read_text(encoding="utf-8")
    text = re.sub(r"^places = \d+", "places = 1", text.partition("# Example people")[0], flags=re.MULTILINE)
    return client.make_run(
        criteria_text=text.replace("severity_24m >= 2500", "severity_24m >= 1"), as_at=AS_AT
    )


def test_the_harmful_outside_come_in_the_order_of_their_harm(client: Client, run: int) -> None:
    places = [one.harmful_place for one in client.proposals(run, on="harmful_outside", page=2)]

    assert len(places) > 4 and places == sorted(place for place in places if place is not None)
    by_person = [one.person for one in client.proposals(run, on="harmful_outside", sort="person")]
    assert by_person == sorted(by_person)


def test_all_who_are_harmful_and_not_proposed_are_asked_for_at_once_whichever_list_they_are_on(
    client: Client, run: int
) -> None:
    harmful = list(client.proposals(run, harmful=True, page=3))

    assert [one.harmful_place for one in harmful] == list(range(1, len(harmful) + 1))
    assert {one.list for one in harmful} == {"over_capacity", "harmful_outside"}
    others = list(client.proposals(run, harmful=False))
    everyone = {one.person for one in client.proposals(run)}
    assert {one.harmful_place for one in others} == {None}
    assert {one.person for one in others} | {one.person for one in harmful} == everyone


def test_the_reasons_of_the_harmful_come_in_the_same_order(service: Served, client: Client, run: int) -> None:
    answer = httpx2.get(
        f"{service.url}/v1/runs/{run}/reasons",
        params={"harmful": "true"},
        headers={"Authorization": "Bearer all-roles"},
    )
    people = [one.person for one in client.proposals(run, harmful=True)]

    assert list(dict.fromkeys(row["person"] for row in answer.json()["items"])) == [
        one for one in people if one in {row["person"] for row in answer.json()["items"]}
    ]


def test_a_list_can_be_sorted_by_harm_and_those_without_a_place_come_last(client: Client, run: int) -> None:
    places = [one.harmful_place for one in client.proposals(run, sort="harmful_place")]
    there = [place for place in places if place is not None]

    assert there and places == [*sorted(there), *[None] * (len(places) - len(there))]


def test_the_contract_says_whom_harmful_outside_leaves_out(
    service: Served,
) -> None:
    parameters = service.openapi["paths"]["/v1/runs/{run_id}/proposals"]["get"]["parameters"]
    said = {one["name"]: one["description"] for one in parameters}

    assert "harmful=true" in said["list"] and "over_capacity" in said["list"]
    assert "harmful_place" in said["sort"]
