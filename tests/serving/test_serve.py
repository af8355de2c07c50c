"""`iom serve` as a process: it starts, answers, logs without a name, and ends in order."""

import signal
import sys
import threading
import time

import pytest

from iom.settings import settings
from iom.store import Actor, audit_check, open_store

from .processes import files_in, refused, start

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="sends the signals of Linux and macOS")


@POSIX
def test_a_local_service_answers_whoever_has_its_token_logs_no_name_and_ends_in_order(
    furnished_folder, now, actor
):
    served = start("--local", "--store", furnished_folder, "--user", "ann.lee", "--purpose", "inspection")
    try:
        assert served.ask("/health/live", token="").data == {"state": "live"}
        assert served.ask("/health/ready", token="").data == {"state": "ready"}
        me = served.ask("/v1/me")
        assert (me.status, me.data["data"]["user"]) == (200, "ann.lee")
        assert served.ask("/v1/me", token="").status == 401
        assert served.ask("/v1/me", token="x" * 43).status == 401
        assert served.ask("/v1/people/4711").status == 404
        assert served.ask("/v1/people/4711/../../secret?name=Vexley").status == 404
        assert served.ask("/v1/me", method="VEXLEY").status == 405
        served.ask("/v1/uploads", method="POST", body=b"a,b\n1,2\n")
        assert (furnished_folder / "incoming").is_dir()
        # asked under another name, as a page that was led astray would
        assert served.ask("/v1/me", Host="evil.example.org").status == 421
        assert served.ask("/v1/me", Host="LOCALHOST").status == 200
        # of another origin: no browser is told that it may read or send
        for method in ("GET", "OPTIONS"):
            asked = served.ask(
                "/v1/me",
                method=method,
                Origin="https://evil.example.org",
                Access_Control_Request_Method="GET",
            )
            assert [name for name in asked.headers if name.lower().startswith("access-control")] == []
        assert not (furnished_folder / "in-use.json").read_text(encoding="utf-8").count(served.token)
    finally:
        code, printed, log = served.end(signal.SIGTERM)
    assert code == 0
    assert printed.count(served.token) == 1
    assert {line["event"] for line in log} == {"started", "request", "ended"}
    told = str(log)
    for secret in (served.token, "ann.lee", "4711", "exley", "VEXLEY", "evil", "name="):
        assert secret not in told
    assert ("GET", "/v1/people/{person_id}") in {(line.get("method"), line.get("route")) for line in log}
    assert files_in(furnished_folder) == ["exchange", "store.duckdb", "temp"]
    with open_store(furnished_folder, settings(), actor, now=now) as store:
        assert audit_check.verify(store).lines >= 1


@POSIX
def test_a_request_under_way_is_answered_before_the_service_ends_by_ctrl_c(furnished_folder):
    served = start("--local", "--store", furnished_folder)
    answers: list[int] = []
    # a body that comes slowly: the request is under way when the service is told to end
    import http.client
    from urllib.parse import urlsplit

    at = urlsplit(served.at)
    connection = http.client.HTTPConnection(str(at.hostname), at.port, timeout=30)
    connection.putrequest("POST", "/v1/uploads")
    connection.putheader("Authorization", f"Bearer {served.token}")
    connection.putheader("Content-Length", "2")
    connection.endheaders(b"a")
    deadline = time.monotonic() + 20
    while not list((furnished_folder / "incoming").iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)

    def rest() -> None:
        time.sleep(0.3)
        connection.send(b"b")
        answers.append(connection.getresponse().status)

    sending = threading.Thread(target=rest)
    sending.start()
    code, _, _ = served.end(signal.SIGINT)
    sending.join()
    connection.close()
    assert (code, answers) == (0, [201])
    assert "incoming" not in files_in(furnished_folder)


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
                    "insert into job (job_id, kind, caller, purpose, asked_at, state, result) "
                    f"values ('{state}', 'import', 'ann', 'inspection', timestamp '2026-11-01', '{state}', '1')"
                )
    served = start("--local", "--store", furnished_folder, "--user", "ann")
    try:
        jobs = {name: served.ask(f"/v1/jobs/{name}").data["data"] for name in ("queued", "running", "kept")}
    finally:
        code, _, _ = served.end(signal.SIGTERM)
    assert code == 0
    assert {name: job["state"] for name, job in jobs.items()} == {
        "queued": "lost",
        "running": "lost",
        "kept": "done",
    }
    assert "Ask for it again" in jobs["running"]["problem"]


@POSIX
def test_a_second_process_is_told_who_has_the_store_and_a_taken_port_is_named(furnished_folder, tmp_path):
    served = start("--local", "--store", furnished_folder, "--user", "ann")
    try:
        code, said = refused("--local", "--store", furnished_folder)
        assert code == 4
        assert "is in use by ann (process" in said
        assert "iom serve" in said
    finally:
        served.end(signal.SIGTERM)


def test_a_taken_port_is_named_before_a_token_is_printed(furnished_folder):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = refused("--local", "--store", furnished_folder, "--port", port)
    assert code == 3
    assert f"127.0.0.1, port {port}, cannot be listened at" in said
    assert "--port" in said


def test_a_service_for_one_is_not_offered_to_others(furnished_folder):
    code, said = refused("--local", "--host", "0.0.0.0", "--store", furnished_folder)
    assert (code, "answers this machine alone" in said) == (3, True)


def test_a_host_that_does_not_exist_is_told(furnished_folder):
    code, said = refused("--local", "--host", "localhost", "--port", "1", "--store", furnished_folder / "no")
    assert (code, "There is no store" in said) == (4, True)
