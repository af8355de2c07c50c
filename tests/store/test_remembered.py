"""What is remembered of an open store holds until anything but its log is changed, and no longer."""

import threading

import pytest

from iom.store import Actor, StoreError, audit
from iom.store.audit_check import verify
from iom.store.remembered import MOST, Remembered


class Read:
    """Counts how often something was read."""

    def __init__(self):
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def change(store) -> None:
    with store.transaction() as cursor:
        cursor.execute("select 1")


def test_what_is_remembered_is_read_once_until_the_store_is_changed(store):
    read = Read()
    assert [store.remembered("a", read), store.remembered("a", read)] == [1, 1]
    change(store)
    assert [store.remembered("a", read), store.remembered("a", read)] == [2, 2]


def test_every_view_of_a_store_remembers_the_same(store):
    read = Read()
    store.remembered("a", read)
    assert store.acting(Actor("bob", "tasking", "test")).remembered("a", read) == 1


def test_a_look_changes_nothing_that_is_remembered(store, now):
    read = Read()
    store.remembered("a", read)
    audit.look(store, now=now, action="a.b", detail={}, people=[3])
    audit.anchor(store)
    assert store.remembered("a", read) == 1


def test_a_look_takes_nothing_else_with_it(store, now):
    """So that what is remembered may stay: what is told before a commit is told of changes alone."""
    view = store.acting(store.actor)
    view.before_commit = lambda cursor: pytest.fail("told of a look")
    held = store.remembered("a", lambda: "before")
    audit.look(view, now=now, action="a.b", detail={})
    assert store.remembered("a", lambda: "after") == held


def test_what_was_undone_changed_nothing(store):
    read = Read()
    store.remembered("a", read)
    with pytest.raises(ZeroDivisionError), store.transaction():
        raise ZeroDivisionError
    assert store.remembered("a", read) == 1


def test_what_joins_a_transaction_reads_what_that_has_changed(store):
    read = Read()
    store.remembered("a", read)
    with store.transaction() as cursor:
        assert store.joining(cursor).remembered("a", read) == 2
    assert store.remembered("a", read) == 3


def test_what_is_read_while_the_store_is_changed_is_not_kept_for_afterwards():
    remembered, begun, changed = Remembered(), threading.Event(), threading.Event()

    def slowly() -> str:
        begun.set()
        assert changed.wait(10)
        return "before"

    reader = threading.Thread(target=remembered.value, args=("a", slowly))
    reader.start()
    assert begun.wait(10)
    remembered.forget()
    changed.set()
    reader.join()
    assert remembered.value("a", lambda: "after") == "after"


def test_no_more_is_remembered_than_has_room():
    remembered = Remembered()
    for number in range(MOST + 1):
        remembered.value(number, lambda: "first")
    assert remembered.value(0, lambda: "again") == "again"
    assert remembered.value(MOST, lambda: "again") == "first"


def test_looks_go_on_from_the_last_line_whatever_came_between(store, now):
    audit.look(store, now=now, action="a.b", detail={}, people=[2, 1, 2])
    with store.transaction() as cursor:
        audit.record(cursor, store, now=now, action="a.c", detail={})
        audit.record(cursor, store, now=now, action="a.d", detail={}, people=[5])
    with pytest.raises(ZeroDivisionError), store.transaction() as cursor:
        audit.record(cursor, store, now=now, action="a.lost", detail={})
        raise ZeroDivisionError
    audit.look(store, now=now, action="a.e", detail={})
    checked = verify(store)
    assert (checked.good, checked.lines) == (True, 4)
    assert [line.action for line in audit.search(store, oldest_first=True)] == ["a.b", "a.c", "a.d", "a.e"]


def test_a_line_that_could_not_be_kept_leaves_no_gap(store, now):
    def fail(_) -> None:
        raise StoreError("no")

    audit.look(store, now=now, action="a.b", detail={})
    view = store.acting(store.actor)
    view.before_commit = fail
    with pytest.raises(StoreError), view.transaction() as cursor:
        audit.record(cursor, view, now=now, action="a.lost", detail={})
    audit.look(store, now=now, action="a.c", detail={})
    assert (verify(store).good, verify(store).lines) == (True, 2)
