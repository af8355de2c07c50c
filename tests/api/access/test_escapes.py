"""Whoever tries to get more than an answer: by what texts, names, numbers, bodies and headers say."""

import json
from urllib.parse import quote

import pytest

from tests.api.access.world import CRITERIA, NOW

A = "analyst/everyone+auditor/everyone"
SEARCH = "POST /v1/people/searches"
INJECTED = (
    "'; drop table subject; --",
    "x' or '1'='1",
    '"; delete from person_decision; --',
    "x'); copy subject to 'taken.csv'; --",
    "$1; set enable_external_access = true",
    "{{ people }}",
    "%",
    "\\",
    "a\x00b",
)


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    """A file of this machine that no answer may hold a word of."""
    path = tmp_path_factory.mktemp("secret") / "secret.toml"
    path.write_text('title = "quillwort"\n', encoding="utf-8")
    return path


def raw(served, content, what="/v1/people/searches", **headers):
    sent = {"Authorization": f"Bearer {A}", "Content-Type": "application/json", **headers}
    return served.client.post(what, content=content, headers=sent)


@pytest.mark.parametrize("text", INJECTED)
def test_what_a_text_says_is_looked_for_and_never_done(served, text):
    tables = served.rows("select count(*) from subject"), served.rows("from duckdb_tables() select count(*)")
    found = served.ask(A, SEARCH, {"text": text})
    assert found.status_code == 200
    assert found.json()["data"] == []
    for what in (
        "GET /v1/reference/ons_css_weights/rows?find=",
        "GET /v1/audit?who=",
        "GET /v1/audit?action=",
    ):
        assert served.ask(A, what + quote(text)).json()["items"] == [], what
    for what, params in (
        ("GET /v1/runs/2/proposals", {"sort": text}),
        ("GET /v1/risk", {"as_at": "2026-10-31", "area": text}),
        ("GET /v1/people/1", {"as_at": text}),
        ("GET /v1/people/1", {"known_at": text}),
        ("GET /v1/me", {}),
    ):
        headers = {} if params else {"IOM-Purpose": text.replace("\x00", "")}
        assert served.ask(A, what, params=params, headers=headers).status_code == 422, what
    assert tables == (
        served.rows("select count(*) from subject"),
        served.rows("from duckdb_tables() select count(*)"),
    )


def test_a_filter_of_a_list_is_compared_and_never_done(served):
    for what in (
        "GET /v1/runs/2/proposals?area=",
        "GET /v1/runs/2/proposals?cohort=",
        "GET /v1/runs/2/proposals?list=",
        "GET /v1/people/1/offences?status=",
        "GET /v1/runs?criteria=",
        "GET /v1/runs?area=",
    ):
        answer = served.ask(A, what + quote(INJECTED[0]))
        # none that there is; and what was given is not repeated
        assert answer.status_code == 422
        assert INJECTED[0] not in answer.text


@pytest.mark.parametrize(
    "condition",
    [
        "age >= 18'; drop table subject; --",
        "age >= 18; attach 'x'",
        "read_text('secret.toml') == 'x'",
        "age >= (select 1)",
        "age >= 18 or copy",
        "set enable_external_access == true",
        "offences_12m >= 1e400",
        "age >= " + "9" * 400,
        "(" * 900 + "age >= 18",
        "not " * 240 + "age >= 18",
    ],
)
def test_a_condition_is_a_condition_and_nothing_else(served, condition):
    text = CRITERIA.replace('when = "age >= 18"', f"when = {json.dumps(condition)}")
    assert text != CRITERIA
    for what in ("checks", "explanations"):
        answer = served.ask(A, f"POST /v1/criteria/{what}", {"criteria_text": text})
        assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    "change",
    [
        ('name = "offences_12m"\nwhat', 'name = "x\'; drop table subject; --"\nwhat'),
        ('severity_vintage = "2020"', 'severity_vintage = "2020\'; drop table subject; --"'),
        ("months = 12", "months = " + "9" * 30),
        ("points = 3", "points = " + "9" * 30),
        ("from = 3", "from = nan"),
        ("from = 3", "from = 1e400"),
        ('version = "1"', "version = " + "9" * 5_000),
        ('owner = "board"', "owner = " + "[" * 5_000 + "]" * 5_000),
    ],
)
def test_a_document_that_means_harm_is_refused(served, change):
    text = CRITERIA.replace(*change, 1)
    assert text != CRITERIA
    assert served.ask(A, "POST /v1/criteria/checks", {"criteria_text": text}).status_code == 422


def test_a_documents_name_opens_no_file_of_this_machine(served, secret):
    tricks = (
        str(secret),
        f"../../../../../..{secret}",
        f"file://{secret}",
        "../bedfordshire",
        "bedfordshire.toml",
    )
    for name in (*tricks, "", ".", "/dev/zero", "bedfordshire\x00"):
        for what, body in (
            ("POST /v1/criteria/explanations", {"criteria": name}),
            ("POST /v1/criteria/checks", {"criteria": name}),
            ("POST /v1/measures", {"definition": name, "as_at": "2026-10-31"}),
            ("POST /v1/runs", {"criteria": name, "as_at": "2026-10-31"}),
        ):
            answer = served.ask(A, what, body)
            assert answer.status_code == 422, (what, name)
            assert "quillwort" not in answer.text
    for name in ("..%2f..%2fsecret.toml", "%2e%2e", str(secret).replace("/", "%2f")):
        assert served.ask(A, f"GET /v1/reference/{name}").status_code == 404


NESTED = {"lists": b"[" * 10_000 + b"]" * 10_000, "objects": b'{"text":' * 10_000 + b"1" + b"}" * 10_000}
BODIES = {
    **NESTED,
    "digits": b'{"text":' + b"9" * 5_000 + b"}",
    "no text": b"\xff\xfe",
    "half a character": b'{"text":"\\ud800"}',
    "half a name": b'{"\\ud800":1,"text":"x"}',
    "endless": b'{"text":1e999}',
    "no number": b'{"text":NaN}',
    "more after it": b'{"text":"x"}{}',
    "nothing": b"",
    "null": b"null",
    "unknown field": b'{"text":"Ash","everyone":true}',
    "too long": b'{"text":"' + b"x" * 201 + b'"}',
    "list": b'{"text":["Ash"]}',
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_is_not_as_it_should_be_is_refused_without_being_repeated(served, kind):
    answer = raw(served, BODIES[kind])
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 500
    assert "Ash" not in answer.text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_a_body_of_another_kind_is_refused(served, kind):
    answer = raw(served, b'{"text":"Ash"}', **{"Content-Type": kind})
    assert answer.status_code in (415, 422)


@pytest.mark.parametrize(
    "number", ["0", "-1", "1e3", "1.5", "2147483648", "9" * 400, "٣", "0x1", "NaN", "%00"]
)
def test_a_number_of_a_person_is_a_number_of_a_person(served, number):
    for what in ("/v1/people/{}", "/v1/runs/{}/proposals", "/v1/refused-rows/{}", "/v1/matches?person={}"):
        assert served.ask(A, f"GET {what.format(number)}").status_code == 422


@pytest.mark.parametrize("body", [b"x" * 1_000_001, "in pieces"])
def test_a_body_beyond_the_limit_is_refused(served, body):
    pieces = (b"x" * 100_000 for _ in range(11))
    assert raw(served, pieces if body == "in pieces" else body).status_code == 413


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT", "LOOK"])
def test_a_method_that_is_not_declared_does_nothing(served, method):
    before = served.last_line()
    for path in ("/v1/people/1", "/v1/runs", "/v1/audit"):
        assert served.ask(A, f"{method} {path}", params={}).status_code == 405
        over = {"X-HTTP-Method-Override": method, "X-Original-URL": "/v1/audit"}
        assert served.ask("panel_member/luton", "GET /v1/me", headers=over).status_code == 200
    assert served.audited(before) == []


TOKEN = f"Bearer {A}"
HEADERS = [
    ([("Authorization", TOKEN), ("Authorization", "Bearer panel_member/luton")], 400),
    ([("Authorization", TOKEN), ("Authorization", TOKEN)], 400),
    ([("Authorization", TOKEN), ("Host", "testserver"), ("Host", "elsewhere")], 400),
    ([("Authorization", TOKEN), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")], 400),
    # a list, which may be split over lines
    ([("Authorization", TOKEN), ("If-Match", '"a"'), ("If-Match", '"b"')], 200),
    ([("Authorization", TOKEN), ("IOM-Purpose", "tasking"), ("IOM-Purpose", "selection")], 400),
    ([("Authorization", TOKEN), ("Host", "elsewhere")], 421),
    ([("Authorization", TOKEN), ("Host", "testserver.elsewhere")], 421),
    ([("Authorization", TOKEN), ("Host", "testserver:80@elsewhere")], 421),
    ([("Authorization", TOKEN), ("Host", "testserver:port")], 421),
    ([("Authorization", TOKEN), ("Host", "")], 421),
    ([("Authorization", TOKEN), ("Host", "TestServer:8000")], 200),
    ([("Authorization", TOKEN), ("X-Forwarded-Host", "elsewhere"), ("Forwarded", "host=elsewhere")], 200),
    ([("Authorization", f"Basic {A}")], 401),
    ([("Authorization", A)], 401),
    ([("Authorization", "Bearer ")], 401),
    ([("X-Authorization", TOKEN), ("X-Forwarded-User", "admin"), ("X-Remote-User", "admin")], 401),
    ([("Cookie", f"Authorization={TOKEN}; token={A}")], 401),
]


@pytest.mark.parametrize(("headers", "status"), HEADERS, ids=range(len(HEADERS)))
def test_headers_that_contradict_or_pretend_are_refused(served, headers, status):
    answer = served.client.get("/v1/me", headers=headers)
    assert answer.status_code == status
    assert "elsewhere" not in answer.text + str(answer.headers)


def test_a_parameter_that_is_given_twice_is_refused(served):
    assert served.ask(A, "GET /v1/matches?person=1&person=3").status_code == 400
    assert served.ask(A, "GET /v1/people/1?as_at=2026-10-31&as_at=2025-10-31").status_code == 400


def test_a_line_end_in_what_is_sent_makes_no_header(served):
    for key in (b"a%0d%0aSet-Cookie: x", b"a\r\nSet-Cookie: x", b"a\tb", b"\xe9"):
        headers = {"Idempotency-Key": key}
        answer = served.ask(A, SEARCH, {"text": "x\r\nSet-Cookie: x"}, key=None, headers=headers)
        assert answer.status_code in (200, 422)
        assert "set-cookie" not in answer.headers
    answer = served.ask(A, "GET /v1/matches?limit=1%0d%0aSet-Cookie:%20x")
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers


def test_an_error_says_nothing_of_the_software_behind_it(served, monkeypatch):
    monkeypatch.setattr("api.person_pages.person_page", lambda *_, **__: 1 / 0)
    answer = served.ask(A, "GET /v1/people/1")
    assert answer.status_code == 500
    assert answer.json()["detail"] == "A fault in the service itself. It was noted."
    assert NOW.isoformat() not in answer.text
