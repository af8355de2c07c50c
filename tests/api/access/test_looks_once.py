"""A look with an Idempotency-Key keeps nobody waiting, waits for nobody, and is answered again as it was."""

import threading
import time

import pytest

from api import idempotency
from api.routes import bulk, people

KA, KB, ANALYST = "coordinator/everyone@a", "coordinator/everyone@b", "analyst/everyone"
FIND = "POST /v1/people/searches"
EXPORT = ("POST /v1/measures", {"definition": "bedfordshire", "as_at": "2026-10-31"})
SOON = 2.0  # seconds: a look takes a twentieth of it, who waits for others more


@pytest.fixture
def served_alone(own_served):
    return own_served(query_wait_seconds=5)


def kept(served) -> int:
    ((number,),) = served.rows("select count(*) from served_request")
    return number


def timed(ask) -> tuple[int, float]:
    began = time.monotonic()
    return ask().status_code, time.monotonic() - began


def test_a_search_with_a_key_is_answered_at_once_while_another_changes_records(served_alone):
    served = served_alone
    served.ask(KA, FIND, {"text": "Birch"})
    with served.store.turn():
        for key in ("k", "k", "other"):
            status, took = timed(lambda key=key: served.ask(KA, FIND, {"text": "Birch"}, key=key))
            assert status == 200
            assert took < SOON


def test_a_long_export_with_a_key_keeps_no_look_of_others_waiting(served_alone, monkeypatch):
    served, whole = served_alone, bulk.room.export
    begun, go_on = threading.Event(), threading.Event()

    def slow(*given, **named):
        begun.set()
        assert go_on.wait(20)
        return whole(*given, **named)

    monkeypatch.setattr(bulk.room, "export", slow)
    statuses = []
    export = threading.Thread(
        target=lambda: statuses.append(served.ask(ANALYST, *EXPORT, key="k").status_code)
    )
    export.start()
    try:
        assert begun.wait(20)
        for look in (
            lambda: served.ask(KA, "GET /v1/people/1"),
            lambda: served.ask(KA, FIND, {"text": "Birch"}, key="s"),
            lambda: served.ask(KA, FIND, {"text": "Birch"}, key=None),
        ):
            status, took = timed(look)
            assert status == 200
            assert took < SOON
    finally:
        go_on.set()
        export.join(30)
    assert statuses == [200]


def test_a_look_with_a_key_leaves_what_is_remembered_of_the_store(served_alone):
    served = served_alone
    served.ask(KA, "GET /v1/runs/2")
    remembered = served.store._held.remembered._values
    assert remembered
    assert served.ask(KA, FIND, {"text": "Birch"}).status_code == 200
    assert served.ask(ANALYST, *EXPORT).status_code == 200
    assert served.store._held.remembered._values is remembered


def test_an_answer_given_again_names_its_own_people_in_the_log_and_not_those_of_looks_between(
    served_alone, monkeypatch
):
    served, whole = served_alone, people.room.find

    def disturbed(*given, **named):
        assert served.ask(KB, "GET /v1/people/1").status_code == 200
        found = whole(*given, **named)
        assert served.ask(KB, "GET /v1/people/2").status_code == 200
        return found

    with monkeypatch.context() as patch:
        patch.setattr(people.room, "find", disturbed)
        first = served.ask(KA, FIND, {"text": "Birch"}, key="k")
    before = served.last_line()
    again = served.ask(KA, FIND, {"text": "Birch"}, key="k")
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert served.audited(before) == [("request.again", [6, 7])]


def test_of_two_looks_at_once_under_one_key_both_are_given_the_answer_that_was_kept_first(
    served_alone, monkeypatch
):
    served, whole, inner = served_alone, people.room.find, []

    def twice(*given, **named):
        found = whole(*given, **named)
        if not inner:
            inner.append(None)
            inner[0] = served.ask(KA, FIND, {"text": "Birch"}, key="k")
        return found

    monkeypatch.setattr(people.room, "find", twice)
    outer = served.ask(KA, FIND, {"text": "Birch"}, key="k")
    assert outer.content == inner[0].content
    assert "idempotency-replayed" not in inner[0].headers
    assert outer.headers["idempotency-replayed"] == "true"
    assert kept(served) == 1


def test_a_large_answer_to_a_look_is_not_kept_and_the_look_is_done_again(served_alone, monkeypatch):
    served = served_alone
    small = served.ask(ANALYST, *EXPORT, key="small")
    assert kept(served) == 1
    monkeypatch.setattr(idempotency, "LARGEST_KEPT", len(small.content) - 1)
    before = served.last_line()
    for _ in range(2):
        answer = served.ask(ANALYST, *EXPORT, key="large")
        assert answer.content == small.content
        assert "idempotency-replayed" not in answer.headers
    assert kept(served) == 1
    assert [action for action, _ in served.audited(before)] == ["measures.export"] * 2
