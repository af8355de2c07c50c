"""Slips of the pen: what is refused says what to write instead, and what can be meant only so is taken."""

from typing import Any

import httpx2
import pytest

from tests.api.contract.served import Served

AHEAD = "more than 31 days after today, 2026-11-23"


def asked(service: Served, method: str, path: str, **given: Any) -> httpx2.Response:
    headers = {
        "Authorization": "Bearer all-roles",
        "Idempotency-Key": f"slip {path} {given}",
        "If-Match": '"seen"',
    }
    return httpx2.request(method, f"{service.url}{path}", headers=headers, timeout=60, **given)


@pytest.mark.parametrize(
    ("path", "body", "field", "there_are"),
    [
        (
            "/v1/runs",
            {"criterias": "bedfordshire", "as_at": "2026-10-31"},
            "body",
            "criteria, criteria_text, as_at, known_at, area",
        ),
        (
            "/v1/imports",
            {"upload_id": "x", "covers": {"frist": "2026-10-01", "last": "2026-10-31"}},
            "body.covers",
            "first, last",
        ),
    ],
)
def test_a_field_that_there_is_not_is_refused_with_those_that_there_are(
    service: Served, path: str, body: dict[str, Any], field: str, there_are: str
) -> None:
    answer = asked(service, "POST", path, json=body)
    says = {one["field"]: one["says"] for one in answer.json()["errors"]}

    assert answer.status_code == 422
    assert says[field] == f"A field in it is not known here. There are: {there_are}."


def test_a_refused_row_is_asked_for_as_the_command_and_the_exported_file_write_it(service: Served) -> None:
    waiting = asked(service, "GET", "/v1/refused-rows?limit=1").json()["items"]
    number = waiting[0]["quarantine_id"]
    bare, written = (asked(service, "GET", f"/v1/refused-rows/{row}") for row in (number, f"Q-{number}"))

    assert bare.status_code == 200
    assert written.json() == bare.json()
    for odd in ("Q-", "Q--1", "Q-1x", "R-1", "Q-1234567890"):
        assert asked(service, "GET", f"/v1/refused-rows/{odd}").status_code == 422, odd
    # of one that there is not both say the same
    drops = [
        asked(service, "POST", "/v1/refused-rows/drops", json={"rows": [row]}) for row in (9999, "Q-9999")
    ]
    assert drops[0].status_code == drops[1].status_code == 422
    assert drops[0].json() == drops[1].json()


def test_scores_and_measures_of_a_day_far_ahead_are_refused_as_a_run_is(service: Served) -> None:
    answers = {
        "query.as_at": [
            asked(service, "GET", "/v1/risk?as_at=2099-01-01"),
            asked(service, "GET", "/v1/people/3/risk?as_at=2099-01-01"),
        ],
        "body.as_at": [
            asked(service, "POST", path, json={name: "bedfordshire", "as_at": "2099-01-01"})
            for path, name in (("/v1/measures", "definition"), ("/v1/runs", "criteria"))
        ],
    }
    for field, refused in answers.items():
        for answer in refused:
            (one,) = answer.json()["errors"]
            assert (answer.status_code, one["field"]) == (422, field) and AHEAD in one["says"]
    assert asked(service, "GET", "/v1/risk?as_at=2026-12-24").status_code == 200


def test_no_word_of_the_contract_says_that_a_person_is_judged(service: Served) -> None:
    assert "judg" not in str(service.openapi["paths"]).replace("by local judgement", "")
    assert "judg" not in str({name: one.get("description") for name, one in _schemas(service).items()})


def _schemas(service: Served) -> dict[str, Any]:
    return service.openapi["components"]["schemas"]
