"""Commands given through the service while others work: none waits for long work, or lies of what is kept."""

import base64
import threading
from types import SimpleNamespace

from iom.rights import erasing
from tests.api.access import world

A, R = "analyst/everyone", "records_officer/everyone"


def given(served, caller, command, **options):
    answer = served.ask(caller, "POST /v1/commands", {"command": command, "options": options})
    assert answer.status_code == 202, answer.text
    return answer


def said(served, caller, command, **options):
    """What a command said, once its job is done."""
    job = served.ended(caller, given(served, caller, command, **options))
    assert job["state"] == "done", job
    return served.ask(caller, f"GET /v1/commands/{job['result']['answer_id']}").json()["data"]


def test_a_command_does_not_wait_until_a_long_file_is_read(own_served, held_up):
    served = own_served()
    sent = served.ask(A, "POST /v1/uploads", content=world.PEOPLE.encode()).json()["data"]
    asked = {"upload_id": sent["upload_id"], "mapping_text": world.mapping(world.PEOPLE)}
    job = served.ask(A, "POST /v1/imports", asked)
    assert held_up.begun.wait(20)
    assert said(served, A, "person show", number="1")["exit_code"] == 0
    held_up.go_on.set()
    assert served.ended(A, job)["state"] == "done"


def test_an_erasure_that_has_begun_is_not_called_off_but_goes_on_to_its_end(own_served, monkeypatch):
    served = own_served()
    committed, go_on = threading.Event(), threading.Event()

    def waiting(store, progress):
        committed.set()
        assert go_on.wait(20)
        with progress("Writing anew") as advance:
            advance(1, 2)

    monkeypatch.setattr(erasing, "complete", waiting)
    job = given(served, R, "rights erase", person="1", reason="asked for", yes=True)
    assert committed.wait(20)
    late = served.ask(R, f"DELETE {job.json()['data']['look_at']}")
    assert (late.status_code, "goes on to its end" in late.text) == (409, True)
    go_on.set()
    ended = served.ended(R, job)
    assert (ended["state"], ended["problem"], ended["result"]["exit_code"]) == ("done", None, 0)
    assert served.ask(A, "GET /v1/people/1").status_code == 404


def test_others_look_and_decide_while_the_file_is_written_anew(own_served):
    served = own_served()
    stop, statuses, faults = threading.Event(), set(), []

    def look(person: int) -> None:
        try:
            while not stop.is_set():
                statuses.add(served.ask(A, f"GET /v1/people/{person}").status_code)
                statuses.add(served.ask(A, "GET /v1/runs/1/proposals").status_code)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=look, args=(person,)) for person in (2, 3, 4, 6)]
    for thread in threads:
        thread.start()
    for person in ("1", "8"):
        told = said(served, R, "rights erase", person=person, reason="asked", yes=True)
        assert told["exit_code"] == 0, told
    stop.set()
    for thread in threads:
        thread.join(30)
    assert not faults
    assert statuses <= {200, 503}
    assert 200 in statuses
    assert said(served, "auditor/everyone", "audit verify")["exit_code"] == 0
    content = b"".join(one.read_bytes() for one in served.store.folder.glob("*.duckdb"))
    assert b"A0002ZZ" in content
    assert b"A0001ZZ" not in content


def test_an_erasure_that_finds_others_at_work_is_finished_by_the_next_of_its_kind(own_served, monkeypatch):
    from iom.store import opened

    monkeypatch.setattr(opened, "WAIT_FOR_OTHERS", 0.2)
    served = own_served()
    with served.store.cursor() as cursor:
        cursor.execute("select 1")
        done = said(served, R, "rights erase", person="1", reason="asked", yes=True)
        assert done["exit_code"] == 4
        assert "Others were at work" in done["lines"][-1]["text"]
        assert served.ask(A, "GET /v1/people/1").status_code == 404
    listed = said(served, R, "rights list")
    assert {"to": "err", "text": "An erasure that had been stopped is finished now."} in listed["lines"]
    content = b"".join(one.read_bytes() for one in served.store.folder.glob("*.duckdb"))
    assert b"A0001ZZ" not in content


def test_a_service_that_is_full_of_work_tells_commands_to_come_later(own_served):
    served = own_served(jobs_waiting_limit=1)
    served.app.state.service.jobs._orders["one"] = SimpleNamespace(
        lane="work", view=SimpleNamespace(actor=SimpleNamespace(user="another")), is_to_end=False
    )
    try:
        answer = served.ask(A, "POST /v1/commands", {"command": "coverage"})
        assert answer.status_code == 503
        assert not list((served.store.folder / "incoming").iterdir())
    finally:
        del served.app.state.service.jobs._orders["one"]


def test_work_that_was_called_off_before_it_keeps_anything_keeps_nothing(own_served, held_up):
    served = own_served()
    sent = served.ask(A, "POST /v1/uploads", content=world.PEOPLE.encode()).json()["data"]
    options = {
        "file": {"name": "people.csv", "upload_id": sent["upload_id"]},
        "mapping": {
            "name": "people.toml",
            "base64": base64.b64encode(world.mapping(world.PEOPLE).encode()).decode(),
        },
    }
    before = served.rows("select count(*) from import_batch")
    job = given(served, A, "import", **options)
    assert held_up.begun.wait(20)
    assert served.ask(A, f"DELETE {job.json()['data']['look_at']}").status_code == 202
    held_up.go_on.set()
    assert served.ended(A, job)["state"] == "cancelled"
    assert served.rows("select count(*) from import_batch") == before
