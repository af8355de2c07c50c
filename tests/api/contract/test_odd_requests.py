"""Requests that no client of good will makes are refused in words, never by a fault."""

import json
from typing import Any

import httpx2
import pytest

from tests.api.contract.served import Served

HALF = "\ud800"
BODIES: dict[str, bytes] = {
    "half a character in a text": json.dumps({"text": HALF}).encode(),
    "half a character in a name": json.dumps({HALF: "x"}).encode(),
    "half a character in a list": json.dumps({"people": [HALF, 2], "reason": "same"}).encode(),
    "nothing": b"",
    "no JSON": b"{",
    "no UTF-8": b'{"text": "\xff"}',
    "a list": b"[]",
    "a number": b"1",
    "deep": b'{"text": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "a long number": b'{"person": ' + b"9" * 6_000 + b"}",
    "no number": b'{"people": [NaN, Infinity], "reason": "same"}',
    "beyond 64 bits": b'{"people": [18446744073709551616, 1], "reason": "same"}',
    "a fraction": b'{"people": [1.5, 2], "reason": "same"}',
    "too large": b'{"text": "' + b"x" * 1_100_000 + b'"}',
}
QUERIES = [
    "/v1/runs?limit=0",
    "/v1/runs?limit=-1",
    "/v1/runs?limit=1e3",
    f"/v1/runs?limit={'9' * 5000}",
    "/v1/runs?cursor=%00",
    "/v1/runs?cursor=%F0%9F",
    "/v1/runs?lists=proposed",
    "/v1/runs?area=%F0%9F%8F%A0",
    "/v1/runs?criteria=%00",
    "/v1/runs/0",
    "/v1/runs/2147483648",
    "/v1/runs/18446744073709551616",
    "/v1/runs/%00",
    "/v1/runs/1/proposals?area=%F0%9F%8F%A0",
    "/v1/runs/1/proposals?cohort=%00",
    "/v1/people/1?as_at=0001-01-01",
    "/v1/people/1?as_at=9999-12-31",
    "/v1/people/1?as_at=2026-02-30",
    "/v1/people/1?as_at=1767225600",
    "/v1/people/1?known_at=1767225600",
    "/v1/people/1?known_at=0001-01-01T00:00:00%2B14:00",
    "/v1/people/1?known_at=9999-12-31T23:59:59-14:00",
    "/v1/jobs/%00",
    "/v1/reference/%00",
    "/v1/reference/..%2F..%2Fetc",
]
FINE = [
    f"/v1/runs?limit={10**30}",
    "/v1/people/1?as_at=1900-01-01",
    "/v1/people/1?as_at=2200-12-31",
    "/v1/audit?who=%00",
    "/v1/audit?action=%25%5F",
    "/v1/reference/ons_css_weights/rows?find=%00",
]
POSTED = ["/v1/people/searches", "/v1/people/merges", "/v1/runs", "/v1/measures", "/v1/imports"]


@pytest.fixture(scope="module")
def client(service: Served) -> Any:
    headers = {"Authorization": "Bearer all-roles", "Idempotency-Key": "odd", "If-Match": "*"}
    with httpx2.Client(base_url=service.url, headers=headers) as made:
        yield made


@pytest.mark.parametrize("body", BODIES)
def test_an_odd_body_is_refused_in_the_shape_of_all_errors(client: Any, body: str) -> None:
    for path in POSTED:
        answer = client.post(path, content=BODIES[body], headers={"Content-Type": "application/json"})

        assert 400 <= answer.status_code < 500, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json", path
        assert answer.json()["status"] == answer.status_code
        assert answer.headers["cache-control"] == "no-store"


def test_an_odd_parameter_is_refused_in_the_shape_of_all_errors(client: Any) -> None:
    for path in QUERIES:
        answer = client.get(path)

        assert 400 <= answer.status_code < 500, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json", path


def test_what_is_odd_and_can_be_meant_is_answered(client: Any) -> None:
    for path in FINE:
        assert client.get(path).status_code == 200, path
    assert client.post("/v1/people/searches", json={"text": "\0"}).status_code == 200


def test_a_parameter_that_a_list_does_not_have_is_refused_and_the_known_ones_are_named(client: Any) -> None:
    answer = client.get("/v1/runs/1/proposals?lists=proposed")

    assert answer.status_code == 422
    (said,) = answer.json()["errors"]
    assert said["says"].endswith("There are: list, cohort, area, harmful, sort, limit, cursor.")


def test_a_file_without_content_is_refused(client: Any) -> None:
    assert client.post("/v1/uploads", content=b"").status_code == 422


def test_headers_of_other_alphabets_are_no_fault(client: Any) -> None:
    for name in ("IOM-Purpose", "Idempotency-Key", "If-None-Match", "If-Match", "Accept", "Authorization"):
        answer = client.post(
            "/v1/people/searches", json={"text": "A0001ZZ"}, headers={name: "ü\x7f".encode("latin-1")}
        )
        assert answer.status_code < 500, name
