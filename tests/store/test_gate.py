"""Many are at a store at once; whoever puts another file in its place is there alone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from iom.store import StoreError, gate, opened

SECONDS = 10


@pytest.fixture
def pool():
    with ThreadPoolExecutor() as threads:
        yield threads


def test_whoever_must_be_alone_waits_for_those_who_are_there(store, pool):
    left = threading.Event()
    told: list[str] = []

    def alone() -> None:
        with store.alone():
            told.append("alone")

    with store.cursor() as cursor:
        cursor.execute("select 1")
        waiting = pool.submit(alone)
        assert not left.wait(0.1)
        told.append("read")
    waiting.result(SECONDS)
    assert told == ["read", "alone"]


def test_others_wait_for_whoever_is_alone_and_go_on_afterwards(store, pool):
    told: list[str] = []

    def read() -> None:
        with store.cursor() as cursor:
            told.append(str(cursor.execute("select 'read'").fetchone()[0]))

    def write() -> None:
        with store.transaction():
            told.append("written")

    with store.alone():
        waiting = [pool.submit(read), pool.submit(write)]
        threading.Event().wait(0.1)
        with store.transaction(), store.cursor():
            told.append("alone")
    for one in waiting:
        one.result(SECONDS)
    assert told[0] == "alone"
    assert set(told[1:]) == {"read", "written"}


def test_a_thread_at_work_may_open_a_second_cursor_while_another_waits_to_be_alone(store, pool):
    begun, done = threading.Event(), threading.Event()

    def alone() -> None:
        begun.set()
        with store.alone():
            assert done.is_set()

    with store.cursor():
        waiting = pool.submit(alone)
        assert begun.wait(SECONDS)
        threading.Event().wait(0.1)
        # a look is logged while its cursor is open
        with store.transaction(), store.cursor():
            done.set()
    waiting.result(SECONDS)


def test_one_who_waits_too_long_for_others_is_told_and_keeps_nobody_out(store, pool, monkeypatch):
    monkeypatch.setattr(opened, "WAIT_FOR_OTHERS", 0.1)

    def alone() -> None:
        with store.alone():
            pytest.fail("others were there")

    with store.cursor(), pytest.raises(StoreError, match="Others were at work"):
        pool.submit(alone).result(SECONDS)
    with store.cursor() as cursor:
        assert cursor.execute("select 1").fetchone() == (1,)


def test_others_who_wait_too_long_are_told_to_ask_again(store, pool, monkeypatch):
    monkeypatch.setattr(gate, "PATIENCE", 0.1)

    def read() -> None:
        with store.cursor():
            pytest.fail("one was alone there")

    with store.alone(), pytest.raises(StoreError, match="ask again shortly"):
        pool.submit(read).result(SECONDS)


def test_a_second_who_must_be_alone_waits_for_the_first(store, pool, monkeypatch):
    monkeypatch.setattr(opened, "WAIT_FOR_OTHERS", 0.1)

    def alone() -> None:
        with store.alone():
            pytest.fail("another was alone there")

    with store.alone():
        with pytest.raises(StoreError, match="Another erasure"):
            pool.submit(alone).result(SECONDS)
        with pytest.raises(RuntimeError), store.alone():
            pass


def test_nobody_is_alone_with_a_cursor_of_their_own(store):
    with ExitStack() as stack:
        stack.enter_context(store.cursor())
        with pytest.raises(RuntimeError, match="close it first"), store.alone():
            pass
