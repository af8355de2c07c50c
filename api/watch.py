"""What runs beside the requests, at intervals: the log's anchor, the end of what takes too long, and more."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb
import structlog

from iom.store import IomError, Store, audit

BEAT_SECONDS = 0.05
log = structlog.get_logger("iom.service")


class Watch:
    """Threads that anchor the audit log and interrupt what is past its time.

    at_each_beat: interrupts what else is to end. regularly: what else is done, each after so many seconds,
    and once more at the end.
    """

    def __init__(
        self,
        store: Store,
        anchor_seconds: float,
        regularly: tuple[tuple[float, Callable[[], None]], ...] = (),
        at_each_beat: Callable[[], None] = lambda: None,
    ):
        self._store = store
        self._anchor_seconds = anchor_seconds
        self._ends: dict[Store, float] = {}
        self._at_each_beat = at_each_beat
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=work, name=f"iom-{work.__name__}", daemon=True)
            for work in (self._interrupt, self._anchor)
        ] + [
            threading.Thread(target=self._regularly, args=one, name=f"iom-{one[1].__name__}", daemon=True)
            for one in regularly
        ]
        self.anchor_failed = False
        # lines are missing: what is logged from then on is under no anchor
        self.log_cut = False

    def start(self) -> None:
        """Begin; a log that lost lines while the store was stopped is told at once."""
        self._told_of_cut(audit.reaches_anchor(self._store))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End; the store anchors its log once more when it is closed."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    @contextmanager
    def limited(self, view: Store, seconds: float) -> Iterator[None]:
        """Interrupt a view's queries when so many seconds have gone."""
        with self._lock:
            self._ends[view] = time.monotonic() + seconds
        try:
            yield
        finally:
            with self._lock:
                self._ends.pop(view, None)

    def _interrupt(self) -> None:
        while not self._stopping.wait(BEAT_SECONDS):
            now = time.monotonic()
            with self._lock:
                late = [view for view, end in self._ends.items() if now >= end]
            # again at every beat: it may have been between two statements
            for view in late:
                view.interrupt()
            self._at_each_beat()

    def _regularly(self, seconds: float, work: Callable[[], None]) -> None:
        is_over = False
        while not is_over:
            is_over = self._stopping.wait(seconds)
            try:
                work()
            except Exception as error:  # the next time is not lost for it
                log.error("fault", kind=type(error).__name__)

    def _anchor(self) -> None:
        # a thread of its own: an import may keep it waiting
        while not self._stopping.wait(self._anchor_seconds):
            if not self._store.audit_lines_added:
                continue
            try:
                self._told_of_cut(audit.anchor(self._store))
                self.anchor_failed = False
            except (IomError, duckdb.Error, OSError):
                # told by /health/ready; tried again at the next interval
                self.anchor_failed = True

    def _told_of_cut(self, is_reached: bool) -> None:
        if not is_reached and not self.log_cut:
            log.error("audit log", reaches_anchor=False)
        self.log_cut = not is_reached
