"""A changed access document is taken up while the service runs; a broken one leaves the earlier in force."""

import hashlib
import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from api import access_in_force
from iom.access import Caller, Scope, grants_of, read_access, scope_for
from iom.store import StoreError, audit
from tests.api.access.serving import access_text

ANN = "analyst/everyone"
OUT = '[[grants]]\nrole = "analyst"\nclaim = "groups"\nis = "analyst/everyone"\neveryone = true\n'
SURNAME = "Vexley"


@pytest.fixture
def logged() -> Iterator[list]:
    """The lines of the service's log."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """The access document of the tests, as a file that may be changed."""
    file = tmp_path / "access.toml"
    file.write_text(access_text(), encoding="utf-8")
    return file


@pytest.fixture
def served_by(own_served, document, monkeypatch):
    """A service under that document, which looks at it only when a test says so."""
    monkeypatch.setattr(access_in_force, "LOOK_SECONDS", 3600)
    return own_served(access_file=document)


def looked(served) -> None:
    """Two looks, as it takes, and what is to be noted in the audit log."""
    force = served.app.state.service.in_force
    force.look()
    force.look()
    force.note(served.store, served.app.state.service.clock())


def told(served, action: str) -> list[dict]:
    rows = served.rows("select detail from audit_log where action = ? order by seq", action)
    return [json.loads(detail) for (detail,) in rows]


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_whom_a_changed_document_gives_no_role_any_more_is_shut_out_at_the_next_request(
    served_by, document, logged
):
    served, before = served_by, digest(document)
    assert served.ask(ANN, "GET /v1/runs").status_code == 200
    document.write_text(access_text().replace(OUT, ""), encoding="utf-8")
    assert served.ask(ANN, "GET /v1/runs").status_code == 200
    looked(served)
    assert served.ask(ANN, "GET /v1/runs").status_code == 403
    assert served.ask("analyst/luton", "GET /v1/runs").status_code == 200
    (line,) = [one for one in logged if one["event"] == "access document"]
    assert (line["taken_up"], line["sha256"], line["log_level"]) == (True, digest(document), "info")
    (begun,) = told(served, "access_document.begin")
    (changed,) = told(served, "access_document.change")
    assert begun["sha256"] == before
    assert (changed["sha256"], changed["before_sha256"]) == (digest(document), before)
    assert changed["grants"] == begun["grants"] - 1
    looked(served)
    assert len(told(served, "access_document.change")) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'[roles.reader]\nmay = ["runs.look"]\n{SURNAME} = 1\n', 3),
        (f"[roles.reader]\nmay = [\n{SURNAME}", 3),
        ("", 1),
        (None, None),
    ],
)
def test_a_broken_document_leaves_the_earlier_one_in_force_and_is_told_without_its_words(
    served_by, document, logged, text, line
):
    served = served_by
    if text is None:
        document.unlink()
    else:
        document.write_text(text, encoding="utf-8")
    looked(served)
    assert served.ask(ANN, "GET /v1/runs").status_code == 200
    (error,) = [one for one in logged if one["event"] == "access document"]
    assert (error["log_level"], error["taken_up"], error["line"]) == ("error", False, line)
    ready = served.ask(None, "GET /health/ready")
    assert (ready.status_code, len(ready.json()["see_to"])) == (200, 1)
    figures = served.ask("auditor/everyone", "GET /metrics").text
    assert "iom_access_document_good 0.0" in figures
    assert SURNAME not in f"{logged}{ready.text}{figures}"
    assert "access.toml" not in ready.text
    # told once, not at every look
    looked(served)
    assert len([one for one in logged if one["event"] == "access document"]) == 1
    assert told(served, "access_document.change") == []
    # and put right
    document.write_text(access_text(), encoding="utf-8")
    looked(served)
    assert served.ask(None, "GET /health/ready").json()["see_to"] == []
    assert "iom_access_document_good 1.0" in served.ask("auditor/everyone", "GET /metrics").text


def test_a_document_that_is_being_written_is_not_taken_up_half(served_by, document):
    force = served_by.app.state.service.in_force
    whole = access_text()
    document.write_text(whole.replace(OUT, ""), encoding="utf-8")
    force.look()
    document.write_text(whole + "\n# done\n", encoding="utf-8")
    force.look()
    assert served_by.ask(ANN, "GET /v1/runs").status_code == 200
    force.look()
    looked(served_by)
    assert [one["sha256"] for one in told(served_by, "access_document.change")] == [digest(document)]


def test_a_change_takes_effect_though_the_audit_log_cannot_be_written_and_is_noted_later(
    served_by, document, monkeypatch
):
    def full(*_, **__):
        raise StoreError("the disk is full")

    served = served_by
    monkeypatch.setattr(audit, "look", full)
    document.write_text(access_text().replace(OUT, ""), encoding="utf-8")
    looked(served)
    monkeypatch.undo()
    assert served.ask(ANN, "GET /v1/me").status_code == 403
    assert told(served, "access_document.change") == []
    looked(served)
    assert len(told(served, "access_document.change")) == 1


def test_whose_access_is_withdrawn_is_shut_out_with_403_and_an_early_token_with_401(
    served_by, document, logged
):
    served = served_by
    early, late = 1_795_424_399, 1_795_424_400
    for user in ("ann", "roe"):
        for name, issued in (("early", early), ("late", late)):
            claims = {"groups": ["analyst/everyone"], "sub": user, "iat": issued}
            served.tokens.claims[f"{user}/{name}"] = claims
    routes = ("GET /v1/me", "GET /v1/people/1", "GET /v1/jobs", "POST /v1/people/searches")

    def statuses(token: str) -> set[int]:
        return {
            served.ask(token, route, {"text": "x"} if "POST" in route else None).status_code
            for route in routes
        }

    assert statuses("ann/early") == statuses("roe/early") == {200}
    entries = (
        '\n[[withdrawn]]\nclaim = "sub"\nis = "ROE"\nsince = 2026-11-23T09:00:00Z\n'
        '[[withdrawn]]\nclaim = "sub"\nis = "ann"\n'
    )
    document.write_text(access_text() + entries, encoding="utf-8")
    looked(served)
    assert statuses("ann/early") == statuses("ann/late") == {403}
    assert statuses("roe/early") == {401}
    assert statuses("roe/late") == statuses(ANN) == {200}
    # signing in again helps the one, and a program must not try it for the other
    assert 'error="invalid_token"' in served.ask("roe/early", "GET /v1/me").headers["www-authenticate"]
    assert "www-authenticate" not in served.ask("ann/late", "GET /v1/me").headers
    rules = {one["rule"] for one in logged if one["event"] == "request" and "rule" in one}
    assert rules == {"withdrawn 1", "withdrawn 2"}
    (changed,) = told(served, "access_document.change")
    assert changed["withdrawn"] == 2


def test_whose_access_is_withdrawn_holds_no_grant_and_sees_nobody(document):
    withdrawn = '\n[[withdrawn]]\nclaim = "sub"\nis = "ann"\n'
    document.write_text(access_text() + withdrawn, encoding="utf-8")
    access = read_access(document)
    ann, roe = (Caller(name, {"sub": name, "groups": [ANN]}) for name in ("ann", "roe"))
    assert not grants_of(access, ann)
    assert scope_for(access, ann, "people.look") == Scope((), frozenset())
    assert [one.role for one in grants_of(access, roe)] == ["analyst"]
    assert scope_for(access, roe, "people.look").everyone


def test_the_service_looks_at_the_document_of_its_own_accord(own_served, document, monkeypatch):
    monkeypatch.setattr(access_in_force, "LOOK_SECONDS", 0.05)
    served = own_served(access_file=document)
    document.write_text(access_text().replace(OUT, ""), encoding="utf-8")
    until = time.monotonic() + 20
    while served.ask(ANN, "GET /v1/me").status_code == 200 and time.monotonic() < until:
        time.sleep(0.05)
    assert served.ask(ANN, "GET /v1/me").status_code == 403
    while not told(served, "access_document.change") and time.monotonic() < until:
        time.sleep(0.05)
    assert len(told(served, "access_document.change")) == 1
