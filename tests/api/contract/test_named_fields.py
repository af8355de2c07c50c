"""A refusal that is about one thing that was sent names the field in which it was sent."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.api.contract.served import Served

BROKEN = "title = 'x'\n= 1\n"
REASON = {"reason": "the same"}
CRITERIA = ["checks", "explanations", "sensitivities", "backtests"]
DAYS: dict[str, dict[str, Any]] = {
    "sensitivities": {"as_at": "2026-10-31"},
    "backtests": {"first": "2025-01-01", "last": "2025-06-30"},
}
POSTED = [
    *((f"/v1/criteria/{one}", {"criteria": "none", **DAYS.get(one, {})}, "criteria") for one in CRITERIA),
    *(
        (f"/v1/criteria/{one}", {"criteria_text": BROKEN, **DAYS.get(one, {})}, "criteria_text")
        for one in CRITERIA
    ),
    ("/v1/runs", {"criteria": "none", "as_at": "2026-10-31"}, "criteria"),
    ("/v1/runs", {"criteria_text": BROKEN, "as_at": "2026-10-31"}, "criteria_text"),
    ("/v1/measures", {"definition": "none", "as_at": "2026-10-31"}, "definition"),
    ("/v1/measures", {"definition_text": BROKEN, "as_at": "2026-10-31"}, "definition_text"),
    ("/v1/measures", {"definition": "bedfordshire", "as_at": "2026-10-31", "area": "Nowhere"}, "area"),
    ("/v1/imports", {"upload_id": "x", "mapping_text": BROKEN}, "mapping_text"),
    ("/v1/refused-rows/drops", {"rows": [999]}, "rows"),
    ("/v1/refused-rows/drops", {"import_no": 999}, "import_no"),
    ("/v1/people/searches", {"text": " "}, "text"),
    ("/v1/people/searches", {"text": "Ann Example 1990-02-31"}, "text"),
]


@pytest.fixture(scope="module")
def client(service: Served) -> Iterator[httpx2.Client]:
    headers = {"Authorization": "Bearer all-roles", "Idempotency-Key": "named-fields", "If-Match": '"seen"'}
    with httpx2.Client(base_url=service.url, headers=headers) as made:
        yield made


def _fields(answer: httpx2.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [one["field"] for one in answer.json()["errors"]]


@pytest.mark.parametrize(("path", "body", "field"), POSTED)
def test_what_is_refused_of_a_body_is_told_of_its_field(
    client: Any, path: str, body: dict[str, Any], field: str
) -> None:
    answer = client.post(path, json=body)
    assert _fields(answer) == [f"body.{field}"]
    if body.get(field) == BROKEN:
        assert "line 2" in answer.json()["errors"][0]["says"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/risk?as_at=2026-10-31&area=Nowhere", "area"),
        ("/v1/refused-rows/export?import_no=999", "import_no"),
        ("/v1/risk/calibration?as_at=1999-10-31", "as_at"),
    ],
)
def test_what_is_refused_of_an_address_is_told_of_its_parameter(client: Any, path: str, field: str) -> None:
    assert _fields(client.get(path)) == [f"query.{field}"]


def test_a_decision_that_cannot_be_made_is_told_of_its_people(client: Any) -> None:
    for room in ("merges", "separations"):
        tag = client.get("/v1/people/1").headers["etag"]
        answer = client.post(
            f"/v1/people/{room}", json={"people": [1, 1], **REASON}, headers={"If-Match": tag}
        )
        assert _fields(answer) == ["body.people"], room


def test_measures_of_two_documents_or_of_none_are_refused(client: Any) -> None:
    for given in ({}, {"definition": "bedfordshire", "definition_text": BROKEN}):
        answer = client.post("/v1/measures", json={"as_at": "2026-10-31", **given})
        assert _fields(answer) == ["body"]
        assert "one of the two" in answer.json()["errors"][0]["says"]
