"""What was sent is not repeated by an error: it may be a name. Only words of documents are."""

import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import httpx2
import pytest

from tests.api.contract.served import Served

NAME = "SMITH, John 1980"
ENDED = {"done", "failed", "cancelled", "lost"}
_keys = count(1)


@pytest.fixture(scope="module")
def client(service: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=service.url, headers={"Authorization": "Bearer all-roles"}) as made:
        yield made


def _sent(client: httpx2.Client, method: str, url: str, **given: Any) -> httpx2.Response:
    keyed = {"Idempotency-Key": f"not-repeated-{next(_keys)}", "If-Match": '"none"'}
    return client.request(method, url, headers=keyed, **given)


def _operations(service: Served) -> Iterator[tuple[str, str, list[dict[str, Any]], dict[str, Any] | None]]:
    """Method, path, parameters and form of the body of every operation."""
    for path, operations in service.openapi["paths"].items():
        for method, operation in operations.items():
            forms = operation.get("requestBody", {}).get("content", {})
            yield method, path, operation.get("parameters", []), forms.get("application/json")


def _filled(path: str, parameters: list[dict[str, Any]], but: str = "") -> str:
    for one in parameters:
        if one["in"] == "path":
            shown = NAME if one["name"] == but else str(one.get("example", 1))
            path = path.replace(f"{{{one['name']}}}", shown)
    return path


def test_no_address_and_no_parameter_is_repeated(service: Served, client: httpx2.Client) -> None:
    for method, path, parameters, _ in _operations(service):
        needed = {one["name"]: "2026-10-31" for one in parameters if one.get("required")}
        for one in parameters:
            given = {name: value for name, value in needed.items() if name == "as_at"}
            if one["in"] == "query":
                given[one["name"]] = NAME
            said = _sent(client, method, _filled(path, parameters, one["name"]), params=given)
            assert "SMITH" not in said.text, (method, path, one["name"], said.text)
            assert "John" not in said.text, (method, path, one["name"], said.text)


def test_nothing_of_a_body_is_repeated_by_its_answer_or_its_job(
    service: Served, client: httpx2.Client
) -> None:
    seen = set()
    for method, path, parameters, form in _operations(service):
        if form is None:
            continue
        schema = service.openapi["components"]["schemas"][form["schema"]["$ref"].rpartition("/")[2]]
        url, body = _filled(path, parameters), form.get("example", {})
        for field in (*schema["properties"], NAME):
            for value in (NAME, [NAME], {NAME: NAME}, [{NAME: 1}], {NAME: {"name": NAME, NAME: 1}}):
                said = _sent(client, method, url, json={**body, field: value})
                seen.add(said.status_code)
                if said.status_code == 202:
                    said = _ended(client, said.json()["data"]["look_at"])
                assert "SMITH" not in said.text, (path, field, value, said.text)
    assert {202, 422} <= seen


def _ended(client: httpx2.Client, job: str) -> httpx2.Response:
    while (said := client.get(job)).json()["data"]["state"] not in ENDED:
        time.sleep(0.02)
    return said


def test_a_field_that_is_not_known_is_told_by_its_place_and_those_that_there_are(
    client: httpx2.Client,
) -> None:
    said = _sent(client, "POST", "/v1/people/searches", json={"text": "A0001ZZ", NAME: 1})
    assert said.status_code == 422
    assert said.json()["errors"] == [
        {"field": "body", "says": "A field in it is not known here. There are: text."}
    ]

    covers = {"first": "2026-01-01", "last": "2026-02-01", NAME: 1}
    said = _sent(
        client, "POST", "/v1/imports", json={"upload_id": "x", "mapping_text": "x", "covers": covers}
    )
    assert said.json()["errors"] == [
        {"field": "body.covers", "says": "A field in it is not known here. There are: first, last."}
    ]


def test_options_of_a_command_are_told_by_their_place_alone_and_once(client: httpx2.Client) -> None:
    body = {"command": "run list", "options": {NAME: {"name": "x", NAME: 1}}}
    said = _sent(client, "POST", "/v1/commands", json=body)
    assert said.status_code == 422
    assert said.json()["errors"] == [
        {"field": "body.options", "says": "One of them is of no kind that is taken here."}
    ]


def test_an_entry_of_a_list_is_told_by_its_place(client: httpx2.Client) -> None:
    body = {"people": [1, NAME], "reason": "same"}
    said = _sent(client, "POST", "/v1/people/merges", json=body)
    assert said.json()["errors"] == [{"field": "body.people[1]", "says": "A whole number is needed."}]


@pytest.mark.parametrize("area", [NAME, "luton"])
def test_an_area_that_nobody_lives_in_is_told_by_its_field(client: httpx2.Client, area: str) -> None:
    said = _sent(client, "GET", "/v1/risk", params={"as_at": "2026-10-31", "area": area})
    assert said.status_code == 422
    (fault,) = said.json()["errors"]
    assert fault["field"] == "query.area"
    assert fault["says"].startswith("Nobody is known to live in that area as at 2026-10-31.")
    assert "Districts held: " in fault["says"]
    assert ("Did you mean Luton?" in fault["says"]) is (area == "luton")

    measures = {"definition": "bedfordshire", "as_at": "2026-10-31", "area": area}
    said = _sent(client, "POST", "/v1/measures", json=measures)
    assert said.status_code == 422
    (fault,) = said.json()["errors"]
    assert fault["field"] == "body.area"
