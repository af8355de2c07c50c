"""Answers in other forms than JSON: what they rest on, tags, whole files, bodies beyond the limit."""

import csv
import io
import re
import time
from collections.abc import Iterator, MutableMapping
from typing import Any

import httpx2
import pytest
import structlog

from iom.selection import read_criteria
from tests.api.contract.served import Served

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
RUN = "/v1/runs/1"
PAGES = ["/v1/runs", f"{RUN}/proposals", f"{RUN}/near-misses", "/v1/people/1/offences", "/v1/coverage"]
MEASURES = {"definition": "bedfordshire", "as_at": "2026-10-31"}


@pytest.fixture(scope="module")
def client(service: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=service.url, headers={"Authorization": "Bearer all-roles"}) as made:
        yield made


def _basis(answer: httpx2.Response) -> dict[str, str | None]:
    """What an answer in another form than JSON says in its headers that it rests on."""
    names = ("as_at", "known_at", "criteria_sha256", "reference_fingerprint", "severity_vintage", "caveat")
    return {name: answer.headers.get(f"iom-{name.replace('_', '-')}") for name in (*names, "code_version")}


@pytest.mark.parametrize("path", [*PAGES, f"{RUN}/reasons", "/v1/risk?as_at=2026-10-31"])
def test_a_csv_says_in_headers_what_its_json_says_that_it_rests_on(client: Any, path: str) -> None:
    as_json = client.get(path, headers={"Accept": "application/json"}).json()["basis"]
    as_csv = client.get(path, headers={"Accept": "text/csv"})

    assert as_csv.headers["content-type"].startswith("text/csv")
    assert _basis(as_csv) == as_json
    # a list of runs rests on none: each run has its own
    assert bool(as_json["reference_fingerprint"] and as_json["severity_vintage"]) is (path != "/v1/runs")


def test_moments_in_headers_are_iso_8601_in_utc(client: Any) -> None:
    for path in (f"{RUN}/proposals", "/v1/risk?as_at=2026-10-31"):
        answer = client.get(path, headers={"Accept": "text/csv"})
        assert MOMENT.fullmatch(answer.headers["iom-known-at"]), path
        assert answer.headers["iom-as-at"] in ("2026-09-30", "2026-10-31")


def test_measures_say_by_which_document_they_were_worked_out(client: Any) -> None:
    bedfordshire = read_criteria("bedfordshire")
    run = client.get(RUN).json()["basis"]["criteria_sha256"]

    assert client.post("/v1/measures", json=MEASURES).json()["basis"]["criteria_sha256"] == run
    assert run == bedfordshire.sha256
    sent = {"definition_text": bedfordshire.text.replace("\n", "\r\n"), "as_at": "2026-10-31"}
    answer = client.post("/v1/measures", json=sent, headers={"Accept": "text/csv"})
    assert answer.headers["iom-criteria-sha256"] == run


def test_the_contract_names_the_headers_of_what_a_csv_rests_on(service: Served) -> None:
    for path, method in (("/v1/runs", "get"), ("/v1/measures", "post"), ("/v1/refused-rows/export", "get")):
        headers = service.openapi["paths"][path][method]["responses"]["200"]["headers"]
        assert {"IOM-As-At", "IOM-Known-At", "IOM-Criteria-Sha256"} <= headers.keys(), path
    exported = service.openapi["paths"]["/v1/refused-rows/export"]["get"]["responses"]
    assert "IOM-Begins-As-Formula" in exported["200"]["headers"]
    assert "304" in exported


def test_refused_rows_as_a_file_are_not_sent_again_to_whoever_has_them(client: Any) -> None:
    number = client.get("/v1/refused-rows").json()["items"][0]["batch_id"]
    path = f"/v1/refused-rows/export?import_no={number}"
    first = client.get(path)
    assert first.status_code == 200
    assert list(csv.reader(io.StringIO(first.text)))
    assert _basis(first)["reference_fingerprint"]
    tag = first.headers["etag"]

    again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


@pytest.fixture(scope="module")
def written(client: httpx2.Client) -> str:
    """The address of a file that a command wrote."""
    options = {"as_at": "2026-10-31", "out": {"name": "scores.csv"}}
    given = {"command": "risk export", "options": options}
    job = client.post("/v1/commands", json=given, headers={"Idempotency-Key": "a-file"}).json()["data"]
    while (done := client.get(job["look_at"]).json()["data"])["state"] not in ("done", "failed"):
        time.sleep(0.02)
    assert done["state"] == "done", done
    answer = f"/v1/commands/{done['result']['answer_id']}"
    (file,) = client.get(answer).json()["data"]["files"]
    return f"{answer}/files/{file['number']}"


@pytest.mark.parametrize("part", ["bytes=0-3", "bytes=1-2,4-5", "bytes=99999999-", "lines=1", "bytes=x"])
def test_a_file_of_a_command_comes_whole_whatever_part_is_asked_for(
    client: Any, written: str, part: str
) -> None:
    whole = client.get(written)
    answer = client.get(written, headers={"Range": part})

    assert (answer.status_code, answer.content) == (200, whole.content)
    assert answer.headers["content-length"] == str(len(whole.content))
    assert "accept-ranges" not in answer.headers


def test_a_file_of_a_command_is_not_sent_again_to_whoever_has_it(client: Any, written: str) -> None:
    tag = client.get(written).headers["etag"]
    again = client.get(written, headers={"If-None-Match": tag})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(written, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("token", ["all-roles", "nobody", "stranger"])
def test_a_body_beyond_the_limit_is_a_request_in_the_log_and_no_fault(service: Served, token: str) -> None:
    logged: list[dict[str, Any]] = []

    def kept(_logger: object, _name: str, event: MutableMapping[str, Any]) -> Any:
        logged.append(dict(event))
        raise structlog.DropEvent

    before = structlog.get_config()["processors"]
    structlog.configure(processors=[kept])
    try:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = b'{"text": "' + b"x" * 1_100_000 + b'"}'
        answer = httpx2.post(f"{service.url}/v1/people/searches", content=body, headers=headers)
        deadline = time.monotonic() + 5
        while not any(one.get("method") == "POST" for one in logged) and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        structlog.configure(processors=before)

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    # the line of an earlier answer may come after it
    ours = [one for one in logged if one.get("method") != "GET"]
    assert [(one["event"], one["status"]) for one in ours] == [("request", 413)]
