"""Who changes records takes turns; who notes a look stands beside a turn, and nobody waits without end."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from iom.store import StoreBusy, audit

SECONDS = 10


@pytest.fixture
def pool():
    with ThreadPoolExecutor() as threads:
        yield threads


def look(store, now):
    return audit.look(store, now=now, action="person.show", detail={}, people=[1])


def test_a_look_is_logged_while_a_long_run_has_its_turn(store, now, pool):
    with store.turn() as cursor:
        cursor.execute("create temp table at_work as select 1")
        before = pool.submit(look, store, now).result(SECONDS)
        assert cursor.execute("select count(*) from at_work").fetchone() == (1,)
    with store.cursor() as cursor:
        assert cursor.execute("select max(seq) from audit_log").fetchone() == (before,)


def test_nobody_changes_records_while_another_has_their_turn(store, pool):
    changed = threading.Event()

    def change() -> None:
        with store.transaction():
            changed.set()

    with store.turn():
        waiting = pool.submit(change)
        assert not changed.wait(0.2)
    waiting.result(SECONDS)
    assert changed.is_set()


def test_one_who_waits_too_long_is_told_to_ask_again(store, now, actor, pool):
    view = store.acting(actor)
    view.patience = 0.1

    def change() -> None:
        with view.transaction():
            pytest.fail("another had their turn")

    with store.turn(), pytest.raises(StoreBusy, match="ask again shortly"):
        pool.submit(change).result(SECONDS)
    with store.transaction(), pytest.raises(StoreBusy):
        pool.submit(look, view, now).result(SECONDS)
    # afterwards everything goes on
    with view.transaction():
        pass
    look(view, now)


def test_another_who_acts_has_patience_of_their_own(store, actor):
    view = store.acting(actor)
    view.patience = 0.1
    assert view.acting(actor).patience is None


def test_what_is_to_be_done_before_a_commit_is_done_for_changes_and_not_for_looks(store, now, actor):
    told: list[object] = []
    view = store.acting(actor)
    view.before_commit = told.append
    look(view, now)
    assert told == []
    with view.transaction() as cursor:
        pass
    assert told == [cursor]
