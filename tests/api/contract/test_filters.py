"""Lists that are asked for a part: a word that none of their rows can have is refused, and says which can."""

from datetime import date
from typing import Any, get_args

import httpx2
import pytest

from api.routes.people import Status
from iom.client import Client, NotAccepted
from iom.intake.records import STATUSES
from tests.api.contract.served import AREA, AS_AT, BEFORE, Served

TITLE = "Bedfordshire: risk, number, severity"


@pytest.fixture(scope="module")
def client(service: Served) -> Client:
    return Client(service.url, "all-roles", purpose="inspection")


def asked(service: Served, path: str, *, token: str = "analyst", **query: Any) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx2.get(f"{service.url}{path}", params=query, headers=headers, timeout=60)


def fault(answer: httpx2.Response) -> tuple[int, str, str]:
    (one,) = answer.json()["errors"]
    return answer.status_code, one["field"], one["says"]


def test_the_run_of_a_meeting_is_found_by_its_day_and_a_run_of_one_area_is_not_taken_for_it(
    service: Served, client: Client
) -> None:
    of_luton = client.make_run(criteria="bedfordshire", as_at=AS_AT, area=AREA)
    latest = client.make_run(criteria="bedfordshire", as_at=BEFORE)

    assert next(client.runs(criteria=TITLE)).run_id == latest
    whole = next(client.runs(criteria=TITLE, as_at=AS_AT, area="all"))
    assert (whole.as_at, whole.area) == (AS_AT, None)
    assert next(client.runs(criteria=TITLE, as_at=AS_AT, area=AREA)).run_id == of_luton
    assert next(client.runs(criteria=TITLE, as_at=AS_AT)).run_id == of_luton
    # of a district, or a shipped document, of which none is kept
    assert list(client.runs(area="Bedford")) == list(client.runs(criteria="eight-in-twelve")) == []


def test_runs_are_found_by_the_name_of_a_shipped_document_as_by_its_title(client: Client) -> None:
    by_name = [one.run_id for one in client.runs(criteria="bedfordshire")]

    assert by_name and by_name == [one.run_id for one in client.runs(criteria=TITLE)]


@pytest.mark.parametrize("token", ["analyst", f"panel_member-of-{AREA}"])
def test_criteria_and_areas_that_no_run_can_have_are_refused_with_those_that_there_are(
    service: Served, token: str
) -> None:
    status, field, says = fault(asked(service, "/v1/runs", token=token, criteria="Bedfordshire"))
    assert (status, field) == (422, "query.criteria") and TITLE in says and "bedfordshire" in says
    status, field, says = fault(asked(service, "/v1/runs", token=token, area="luton"))
    there_are = {one["area"] or "all" for one in asked(service, "/v1/runs", token=token).json()["items"]}
    there_are |= {AREA} if AREA in token else {"Bedford", "Central Bedfordshire", "Luton"}
    assert (status, field) == (422, "query.area")
    assert says == f"There is no such area. There are: {'; '.join(sorted(there_are))}."


def test_a_caller_of_one_area_is_told_of_no_district_beside_their_own_and_those_of_runs(
    service: Served,
) -> None:
    token = f"panel_member-of-{AREA}"
    bedford, nowhere = (
        asked(service, "/v1/runs", token=token, area=area) for area in ("Bedford", "Atlantis")
    )

    assert (bedford.status_code, bedford.content) == (nowhere.status_code, nowhere.content)
    assert bedford.status_code == 422 and "Bedford;" not in bedford.text and AREA in bedford.text
    assert asked(service, "/v1/runs", token=token, area=AREA).status_code == 200


@pytest.mark.parametrize("of", ["proposals", "reasons"])
def test_a_misspelt_list_cohort_or_area_is_refused_with_those_that_there_are(
    service: Served, of: str
) -> None:
    path = f"/v1/runs/2/{of}"
    status, field, says = fault(asked(service, path, list="propsed"))
    assert (status, field) == (422, "query.list") and "'over_capacity'" in says
    status, field, says = fault(asked(service, path, area="Lutton"))
    assert (status, field) == (422, "query.area") and says.endswith(
        "There are: Bedford, Central Bedfordshire, Luton."
    )
    status, field, says = fault(asked(service, path, cohort="zzz"))
    assert (status, field) == (422, "query.cohort") and "fixed" in says
    for query in ({"list": "harmful_outside"}, {"area": "Central Bedfordshire"}, {"cohort": "fixed"}):
        assert asked(service, path, **query).status_code == 200


def test_the_client_says_of_a_misspelt_list_that_there_is_none(client: Client) -> None:
    with pytest.raises(NotAccepted, match="proposed"):
        next(client.proposals(2, on="propsed"))


def test_the_contract_names_the_lists_and_the_statuses(service: Served) -> None:
    paths = service.openapi["paths"]
    words = {
        name: one["schema"]["anyOf"][0]["enum"]
        for path in ("/v1/runs/{run_id}/reasons", "/v1/people/{person_id}/offences")
        for one in paths[path]["get"]["parameters"]
        if (name := one["name"]) in ("list", "status")
    }
    assert words == {"list": ["proposed", "over_capacity", "harmful_outside"], "status": list(STATUSES)}
    assert get_args(Status) == STATUSES


def test_a_rule_status_or_purpose_that_there_is_not_is_refused(service: Served) -> None:
    assert fault(asked(service, "/v1/runs/2/near-misses", rule=99))[:2] == (422, "query.rule")
    assert asked(service, "/v1/runs/2/near-misses", rule=0).status_code == 200
    assert fault(asked(service, "/v1/people/3/offences", status="chargd"))[:2] == (422, "query.status")
    audit = "/v1/audit"
    status, field, says = fault(asked(service, audit, token="auditor", purpose="selecton"))
    assert (status, field) == (422, "query.purpose") and "selection, " in says
    assert asked(service, audit, token="auditor", purpose="not-stated").status_code == 200


@pytest.mark.parametrize("of", ["proposals", "reasons"])
def test_a_caller_of_one_area_is_not_told_which_others_the_run_has(service: Served, of: str) -> None:
    token = f"panel_member-of-{AREA}"
    answers = [asked(service, f"/v1/runs/2/{of}", token=token, area=area) for area in ("Bedford", "Lutton")]

    assert [fault(one) for one in answers] == [
        (422, "query.area", f"The run has no such area. There are: {AREA}.")
    ] * 2
    assert answers[0].content == answers[1].content
    assert asked(service, f"/v1/runs/2/{of}", token=token, area=AREA).status_code == 200


def test_a_run_of_a_day_more_than_a_month_ahead_is_refused_at_once_and_says_which_field(
    client: Client,
) -> None:
    with pytest.raises(NotAccepted) as caught:
        client.make_run(criteria="bedfordshire", as_at="2031-01-01")
    (field,) = caught.value.fields
    assert field.field == "body.as_at" and "more than 31 days after today, 2026-11-23" in field.says
    assert not list(client.runs(as_at="2031-01-01"))


def test_days_are_given_as_dates_or_as_they_are_written(client: Client) -> None:
    assert client.person(3, as_at="2026-10-31", known_at="2026-11-05T00:00:00Z").as_at == date(2026, 10, 31)
    assert {one.as_at for one in client.runs(as_at="2026-09-30")} == {BEFORE}
    for wrong in ("31/10/2026", "soon"):
        with pytest.raises(ValueError, match="2026-10-31"):
            client.make_run(criteria="bedfordshire", as_at=wrong)
