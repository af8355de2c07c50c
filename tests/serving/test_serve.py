"""`iom serve` as a process: it starts, answers, logs without a name, and ends in order."""

import http.client
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest

from iom.settings import settings
from iom.store import Actor, audit_check, open_store

from .processes import Served, files_in, start

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="sends the signals of Linux and macOS")
SECRETS = ("ann.lee", "471147", "exley", "VEXLEY", "evil", "name=")


def ends_while_a_file_is_sent(served: Served, folder: Path, number: int) -> tuple[int, str, list, int]:
    """Send a signal while half of a file is there: how the process ended and the request was answered."""
    at = urlsplit(served.at)
    connection = http.client.HTTPConnection(str(at.hostname), at.port, timeout=30)
    connection.putrequest("POST", "/v1/uploads")
    connection.putheader("Authorization", f"Bearer {served.token}")
    connection.putheader("Content-Length", "2")
    connection.endheaders(b"a")
    deadline = time.monotonic() + 30
    while not list(folder.glob("incoming/*/*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    statuses: list[int] = []

    def rest() -> None:
        time.sleep(0.3)
        connection.send(b"b")
        statuses.append(connection.getresponse().status)

    sending = threading.Thread(target=rest)
    sending.start()
    ended = served.end(number)
    sending.join()
    connection.close()
    return *ended, *statuses


@POSIX
def test_a_local_service_answers_whoever_has_its_token_logs_no_name_and_ends_in_order(
    furnished_folder, now, actor, cli
):
    served = start("--local", "--store", furnished_folder, "--user", "ann.lee", "--purpose", "inspection")
    try:
        assert served.ask("/health/live", token="").data == {"state": "live"}
        assert served.ask("/health/ready", token="").data == {"state": "ready", "see_to": []}
        me = served.ask("/v1/me")
        assert (me.status, me.data["data"]["user"]) == (200, "ann.lee")
        assert served.ask("/v1/me", token="").status == 401
        assert served.ask("/v1/me", token="x" * 43).status == 401
        assert served.ask("/v1/people/471147").status == 404
        assert served.ask("/secret/471147?name=Vexley").status == 404
        assert served.ask("/v1/me", method="VEXLEY").status in (400, 405)
        # asked under another name, as a page that was led astray would
        assert served.ask("/v1/me", Host="evil.example.org").status == 421
        assert served.ask("/v1/me", Host="[::1]:80").status == 200
        # from a page of another origin: no browser is told that it may send or read
        for method in ("GET", "OPTIONS"):
            asked = served.ask(
                "/v1/me",
                method=method,
                Origin="https://evil.example.org",
                Access_Control_Request_Method="GET",
            )
            assert [name for name in asked.headers if name.lower().startswith("access-control")] == []
        assert served.ask("/v1/audit", IOM_Purpose="selection").status == 200
        lines = served.ask("/v1/audit").data["items"]
        # the purpose with which it was started is that of every request that states no other
        assert [line["purpose"] for line in lines[:2]] == ["selection", "inspection"]
        assert served.token not in (furnished_folder / "in-use.json").read_text(encoding="utf-8")
        second = cli("serve", "--local", "--store", furnished_folder)
        assert second.code == 4
        assert f"in use by ann.lee (process {served.process.pid}, iom serve" in " ".join(second.err.split())
        assert second.out == ""
    finally:
        code, printed, log, status = ends_while_a_file_is_sent(served, furnished_folder, signal.SIGTERM)
    assert (code, status) == (0, 201)
    assert printed.count(served.token) == 1
    assert {line["event"] for line in log} == {"started", "request", "ended"}
    assert [secret for secret in (served.token, *SECRETS) if secret in str(log)] == []
    assert ("GET", "/v1/people/{person_id}") in {(line.get("method"), line.get("route")) for line in log}
    assert files_in(furnished_folder) == ["exchange", "store.duckdb", "temp"]
    with open_store(furnished_folder, settings(), actor, now=now) as store:
        checked = audit_check.verify(store)
    assert (checked.good, checked.since_anchor) == (True, 0)
    assert checked.lines > 1


# it waits for looks at the document, seconds apart; tests/api/access/test_access_document.py looks at once
@pytest.mark.long
@POSIX
def test_a_service_takes_up_a_changed_access_document_and_says_of_a_broken_one_where_it_is_wrong(
    furnished_folder, tmp_path, cli
):
    document = tmp_path / "access.toml"
    reader = '[roles.reader]\nmay = ["reference.look"]\n'
    document.write_text(reader, encoding="utf-8")
    served = start("--local", "--store", furnished_folder, IOM_ACCESS=str(document))

    def until(held) -> None:
        deadline = time.monotonic() + 30
        while not held() and time.monotonic() < deadline:
            time.sleep(0.2)
        assert held()

    try:
        assert served.ask("/v1/audit").status == 403
        document.write_text(reader.replace("reference", "audit"), encoding="utf-8")
        until(lambda: served.ask("/v1/audit").status == 200)
        assert served.ask("/v1/reference").status == 403
        document.write_text(reader + "Vexley = 471147", encoding="utf-8")
        until(lambda: served.ask("/health/ready").data["see_to"])
        assert served.ask("/v1/audit").status == 200
    finally:
        code, _, log = served.end(signal.SIGTERM)
    assert code == 0
    looks = [(line["taken_up"], line.get("line")) for line in log if line["event"] == "access document"]
    assert looks == [(True, None), (False, 3)]
    assert [secret for secret in SECRETS if secret in str(log)] == []
    found = cli("audit", "search", "--action", "access_document.", "--store", furnished_folder, "--json")
    actions = [line["action"] for line in json.loads(found.out)]
    assert sorted(actions) == ["access_document.begin", "access_document.change"]


@pytest.mark.long
@POSIX
def test_ctrl_c_ends_a_service_in_order_too(furnished_folder):
    served = start("--local", "--store", furnished_folder)
    code, _, _, status = ends_while_a_file_is_sent(served, furnished_folder, signal.SIGINT)
    assert (code, status) == (0, 201)
    assert files_in(furnished_folder) == ["exchange", "store.duckdb", "temp"]


@pytest.mark.long
@POSIX
def test_after_a_kill_the_service_starts_again_without_the_files_and_says_which_work_is_lost(
    furnished_folder, now
):
    served = start("--local", "--store", furnished_folder, "--user", "ann")
    assert served.ask("/v1/uploads", method="POST", body=b"a,b\n1,2\n").status == 201
    served.end(signal.SIGKILL)
    assert "incoming" in files_in(furnished_folder)
    with open_store(furnished_folder, settings(), Actor("t", "inspection", "test"), now=now) as store:
        assert "incoming" not in files_in(furnished_folder)
        with store.transaction() as cursor:
            for state in ("queued", "running", "kept"):
                cursor.execute(
                    "insert into job (job_id, kind, caller, purpose, asked_at, state, result) values "
                    f"('{state}', 'import', 'ann', 'inspection', timestamp '2026-11-01', '{state}', '1')"
                )
    served = start("--local", "--store", furnished_folder, "--user", "ann")
    try:
        jobs = {name: served.ask(f"/v1/jobs/{name}").data["data"] for name in ("queued", "running", "kept")}
    finally:
        code, _, _ = served.end(signal.SIGTERM)
    assert code == 0
    states = {name: job["state"] for name, job in jobs.items()}
    assert states == {"queued": "lost", "running": "lost", "kept": "done"}
    assert "Ask for it again" in jobs["running"]["problem"]


@pytest.mark.long
@POSIX
def test_a_service_killed_at_random_moments_leaves_a_store_whose_log_is_whole(furnished_folder, now, actor):
    for pause in (0.0, 0.05, 0.2, 0.7):
        served = start("--local", "--store", furnished_folder)
        asking = threading.Thread(target=lambda at=served: _ask_until_gone(at))
        asking.start()
        time.sleep(pause)
        os.kill(served.process.pid, signal.SIGKILL)
        served.process.wait(30)
        asking.join()
        with open_store(furnished_folder, settings(), actor, now=now) as store:
            assert audit_check.verify(store).good


def _ask_until_gone(served: Served) -> None:
    for _ in range(500):
        try:
            served.ask("/v1/imports")
        except OSError:
            return


@POSIX
def test_a_service_says_in_a_line_of_its_log_and_in_no_other_that_the_audit_log_lost_its_end(
    furnished_folder, cli
):
    for _ in range(2):
        assert cli("audit", "search", "--store", furnished_folder).code == 0
    with duckdb.connect(furnished_folder / "store.duckdb") as database:
        database.execute("delete from audit_log where seq = (select max(seq) from audit_log)")
    served = start("--local", "--store", furnished_folder)
    try:
        assert served.ask("/health/ready", token="").status == 503
    finally:
        # each line of what stands on standard error is JSON
        code, _, log = served.end(signal.SIGTERM)
    assert code == 0
    assert [line["reaches_anchor"] for line in log if line["event"] == "audit log"] == [False]
