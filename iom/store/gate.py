"""Who is at an open store: many at once, or one alone while its file is put in place of another."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from iom.store.errors import StoreBusy, StoreError

# Seconds that whoever comes waits while the store's file is being written anew.
PATIENCE = 60.0


class Gate:
    """Counts the cursors that are open, by the thread that opened them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._open: Counter[int] = Counter()
        self._alone: int | None = None

    @contextmanager
    def passing(self, patience: float | None = None) -> Iterator[None]:
        """Be at the store together with others.

        patience: seconds to wait for one who is alone there, default PATIENCE. Raises StoreBusy after them.
        """
        me = threading.get_ident()
        with self._changed:
            # who holds a cursor already is let through: else the two would wait for each other
            if not self._changed.wait_for(
                lambda: self._may_pass(me), PATIENCE if patience is None else patience
            ):
                raise StoreBusy("The store's file is being written anew after an erasure: ask again shortly.")
            self._open[me] += 1
        try:
            yield
        finally:
            with self._changed:
                # by the thread that opened it, whichever closes it
                self._open[me] -= 1
                if not self._open[me]:
                    del self._open[me]
                self._changed.notify_all()

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """Be at the store alone: wait for those who are there, keep others out. This thread still passes.

        Raises StoreError where others are not done after so many seconds, RuntimeError for a thread that has
        a cursor open itself.
        """
        me = threading.get_ident()
        with self._changed:
            if self._alone == me:
                raise RuntimeError("this thread is alone at the store already")
            if self._open[me]:
                raise RuntimeError("a cursor of this thread is open: close it first")
            if not self._changed.wait_for(lambda: self._alone is None, seconds):
                raise StoreError("Another erasure is at work in the store.")
            self._alone = me
            if not self._changed.wait_for(lambda: not self._open.total(), seconds):
                self._alone = None
                self._changed.notify_all()
                raise StoreError("Others were at work in the store for too long.")
        try:
            yield
        finally:
            with self._changed:
                self._alone = None
                self._changed.notify_all()

    def _may_pass(self, thread: int) -> bool:
        return self._alone in (None, thread) or bool(self._open[thread])
