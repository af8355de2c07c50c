"""What the service does when too much is asked: it says when to come again, never stalls, and counts it."""

import threading

import pytest

from api import person_pages as people
from tests.api.access import world
from tests.api.steady.asking import Asker, listening

SLOW = "select count(*) from range(100_000_000) as a (x), range(100_000) as b (y) where x + y = 1"


def counted(served, why: str) -> float:
    text = served.ask("auditor/everyone", "GET /metrics").text
    lines = [line for line in text.splitlines() if line.startswith(f'iom_refused_total{{why="{why}"}}')]
    return float(lines[0].rpartition(" ")[2]) if lines else 0


def test_a_query_that_takes_too_long_is_stopped(own_served, monkeypatch):
    # more than any page takes on a busy machine
    served = own_served(query_seconds=1.5)

    def slowly(store, **_):
        with store.cursor() as cursor:
            return cursor.execute(SLOW).fetchall()

    monkeypatch.setattr(people, "person_page", slowly)
    answer = served.ask("coordinator/everyone", "GET /v1/people/1")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert "too long" in answer.json()["detail"]
    assert counted(served, "time") == 1
    # the next one is not stopped for what the last one did
    assert served.ask("coordinator/everyone", "GET /v1/people/1/offences").status_code == 503
    monkeypatch.undo()
    assert served.ask("coordinator/everyone", "GET /v1/people/1").status_code == 200


def test_a_deed_that_takes_too_long_is_undone(own_served, monkeypatch):
    served = own_served(query_seconds=1)
    tag = served.tag("coordinator/everyone", 1, 2)
    decide = people.room.keep_apart

    def slowly(cursor, **given):
        decide(cursor, **given)
        cursor.execute(SLOW).fetchall()

    monkeypatch.setattr(people.room, "keep_apart", slowly)
    body = {"people": [1, 2], "reason": "slow"}
    answer = served.ask("coordinator/everyone", "POST /v1/people/separations", body, headers=tag)
    assert answer.status_code == 503
    assert served.rows("select count(*) from person_decision where reason = 'slow'") == [(0,)]


def test_who_finds_no_slot_is_told_to_come_again(own_served, monkeypatch):
    served = own_served(query_slots=1, query_wait_seconds=0.05)
    inside, go_on = threading.Event(), threading.Event()
    show = people.person_page

    def waiting(store, **given):
        inside.set()
        assert go_on.wait(20)
        return show(store, **given)

    monkeypatch.setattr(people, "person_page", waiting)
    with listening(served.app) as port:
        first = threading.Thread(
            target=lambda: Asker(port, "coordinator/everyone", "testserver").ask("GET", "/v1/people/1")
        )
        first.start()
        assert inside.wait(20)
        other = Asker(port, "coordinator/everyone@2", "testserver")
        status, headers, _ = other.ask("GET", "/v1/runs")
        # what asks nothing of the store is answered all the same
        assert other.ask("GET", "/health/live")[0] == 200
        go_on.set()
        first.join()
    assert (status, headers["retry-after"]) == (503, "2")
    assert counted(served, "slot") == 1


def test_a_caller_who_asks_too_often_is_told_to_wait(own_served):
    served = own_served(requests_a_minute=3)
    answers = [served.ask("coordinator/everyone", "GET /v1/me").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    # another caller has a share of their own
    assert served.ask("coordinator/everyone@2", "GET /v1/me").status_code == 200
    last = served.ask("coordinator/everyone", "GET /v1/me")
    assert 0 < int(last.headers["retry-after"]) <= 61


def test_who_is_not_signed_in_keeps_nobody_from_anything_and_is_always_told_to_sign_in(own_served):
    served = own_served(requests_a_minute=3)
    for token in (None, "nobody"):
        assert {served.ask(token, "GET /v1/me").status_code for _ in range(20)} == {401}
    answers = [served.ask("coordinator/everyone", "GET /v1/me").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert served.ask(None, "GET /v1/me").status_code == 401


def test_others_look_while_a_long_file_is_read(own_served, held_up):
    served = own_served()
    rows = "id,surname,born,sex,noms,area,agency,worker\n11,Larch,01/02/1991,M,A0011ZZ,Luton,police,merlin\n"
    sent = served.ask(
        "analyst/everyone",
        "POST /v1/uploads",
        content=rows.encode(),
        headers={"Content-Disposition": 'attachment; filename="p.csv"'},
    ).json()["data"]
    mapping = world.mapping(world.PEOPLE).replace('scope = "full"', 'scope = "changes"')
    asked = {"upload_id": sent["upload_id"], "mapping_text": mapping}
    job = served.ask("analyst/everyone", "POST /v1/imports", asked)
    assert job.status_code == 202
    assert held_up.begun.wait(20)
    # a look is logged, and so waits for its turn to write
    assert served.ask("coordinator/everyone", "GET /v1/people/1").status_code == 200
    held_up.go_on.set()
    ended = served.ended("analyst/everyone", job)
    assert (ended["state"], ended["result"]["rows_loaded"]) == ("done", 1)


@pytest.mark.parametrize("state", ["queued", "running"])
def test_work_that_is_called_off_keeps_nothing(own_served, held_up, state):
    served = own_served()
    jobs = []
    for _ in range(2):
        sent = served.ask("analyst/everyone", "POST /v1/uploads", content=world.PEOPLE.encode()).json()[
            "data"
        ]
        asked = {"upload_id": sent["upload_id"], "mapping_text": world.mapping(world.PEOPLE)}
        jobs.append(served.ask("analyst/everyone", "POST /v1/imports", asked))
    assert held_up.begun.wait(20)
    before = served.rows("select count(*) from import_batch")
    chosen = jobs[1] if state == "queued" else jobs[0]
    place = chosen.json()["data"]["look_at"]
    assert served.ask("analyst/everyone", f"DELETE {place}").status_code == 202
    held_up.go_on.set()
    assert served.ended("analyst/everyone", chosen)["state"] == "cancelled"
    assert served.ended("analyst/everyone", jobs[0] if state == "queued" else jobs[1])["state"] == "done"
    assert served.rows("select count(*) from import_batch") == [(before[0][0] + 1,)]
    assert served.ask("analyst/everyone", f"DELETE {place}").status_code == 409


def test_others_look_and_ask_for_work_while_a_selection_has_its_turn_and_deciders_are_told_to_come_later(
    own_served,
):
    served = own_served(query_wait_seconds=0.2)
    has_turn, go_on = threading.Event(), threading.Event()

    def select_for_long() -> None:
        with served.store.turn():
            has_turn.set()
            assert go_on.wait(20)

    at_work = threading.Thread(target=select_for_long)
    at_work.start()
    try:
        assert has_turn.wait(20)
        tag = served.tag("coordinator/everyone", 1, 6)
        assert served.ask("coordinator/everyone", "GET /v1/runs/1/proposals").status_code == 200
        job = served.ask("analyst/everyone", "POST /v1/runs/1/repeats")
        assert job.status_code == 202
        body = {"people": [1, 6], "reason": "two"}
        late = served.ask("coordinator/everyone", "POST /v1/people/separations", body, headers=tag)
        assert (late.status_code, late.headers["retry-after"]) == (503, "5")
        assert served.rows("select count(*) from person_decision where reason = 'two'") == [(0,)]
    finally:
        go_on.set()
        at_work.join()
    assert served.ended("analyst/everyone", job)["state"] == "done"
    figures = served.ask("administrator/everyone", "GET /metrics").text
    assert 'iom_refused_total{why="turn"} 1.0' in figures
