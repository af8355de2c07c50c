"""Long work: asked for, looked at, called off. What it keeps in the store it keeps whole or not at all."""

import json
import threading
import traceback
import uuid
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import structlog

from api.commands import KIND
from api.orders import CalledOff, End, Job, Order, Work
from api.words import told
from iom.moments import naive_utc
from iom.plain import plain
from iom.store import IomError, Store, sql
from iom.store.kept_answers import SOMEBODY_HIDDEN, Hidings, hidings, hidings_of

# Seconds after which it is tried again to note how work ended, where the store could not be written.
NOTE_AGAIN_SECONDS = 5
LOST = (
    "The service was stopped before this was done: nothing of it was kept. Ask for it again; an import needs "
    "its file again."
)
CALLED_OFF = "It was called off: nothing of it was kept."
# As of results that were there before (sql/service/drop_job_results.sql).
OVERTAKEN = (
    f"It was done. {SOMEBODY_HIDDEN} while it was at work, and what came of it is left out, for it may speak "
    "of them. What it kept is kept."
)
FAILED_OVERTAKEN = (
    f"It failed. {SOMEBODY_HIDDEN} while it was at work, and why it failed is left out, for it may speak of "
    "them. Ask for it again."
)
ENDED = ("done", "failed", "cancelled", "lost")
log = structlog.get_logger("iom.service")

# Lanes: long work is done one piece after another, commands a few at a time, so that no look waits for it.
WORK, COMMANDS = "work", "commands"
LANES = {WORK: 1, COMMANDS: 4}


def _shown(end: End, now: Hidings) -> End:
    """How work ended; where others put somebody out of sight, without what it saw, which is said."""
    if not end.seen_under or now in end.seen_under:
        return end
    if end.state == "failed":
        return replace(end, problem=FAILED_OVERTAKEN)
    # what a command said its desk sees to
    return replace(end, result=None, problem=OVERTAKEN) if end.lane == WORK and end.state == "done" else end


def _where(error: Exception) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


class Jobs:
    """The long work of one service: in each lane in the order in which it was asked for."""

    def __init__(self, store: Store, clock: Callable[[], datetime]):
        self._store = store
        self._clock = clock
        self._waiting: dict[str, deque[Order]] = {lane: deque() for lane in LANES}
        self._orders: dict[str, Order] = {}
        self._changed = threading.Condition()
        # how work ended that could not be noted in the store
        self._unnoted: dict[str, End] = {}
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._run, args=(lane,), name=f"iom-{lane}", daemon=True)
            for lane, at_once in LANES.items()
            for _ in range(at_once)
        ]

    def start(self) -> None:
        """Say of what an earlier service left what became of it, and begin."""
        now = naive_utc(self._clock())
        with self._store.transaction(notes_alone=True) as cursor:
            cursor.execute(sql("service/end_unfinished_jobs"), {"now": now, "problem": LOST})
        self.clear()
        for thread in self._threads:
            thread.start()

    def clear(self) -> None:
        """Let go of jobs and of kept answers whose time is over."""
        limit = self._store.settings
        now = naive_utc(self._clock())
        with self._store.transaction(notes_alone=True) as cursor:
            cursor.execute(sql("service/clear_jobs"), {"before": now - timedelta(days=limit.jobs_kept_days)})
            cursor.execute(
                sql("service/clear_requests"), {"before": now - timedelta(hours=limit.answers_kept_hours)}
            )

    def stop(self) -> None:
        """Call off what is at work or waits, and end."""
        with self._changed:
            self._stopping = True
            for order in self._orders.values():
                self._call_off(order)
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    @property
    def waiting(self) -> int:
        """How many pieces of work wait or are at work."""
        return len(self._orders)

    def prepare(
        self,
        cursor: duckdb.DuckDBPyConnection,
        view: Store,
        kind: str,
        work: Work,
        *,
        kept: Callable[[duckdb.DuckDBPyConnection], object] | None = None,
        tidy: Callable[[], None] = lambda: None,
        lane: str = WORK,
        to_the_end: bool = False,
    ) -> str:
        """Note a piece of work in the caller's transaction; return its id. It begins with begin().

        kept: what came of work that is in the store, told in the transaction that keeps it, so that it stands
        even if the service is stopped right after. tidy: done at the end, whatever the end. to_the_end: once
        begun it cannot be called off.
        """
        job_id = str(uuid.uuid4())
        cursor.execute(
            sql("service/add_job"),
            {
                "job_id": job_id,
                "kind": kind,
                "caller": view.actor.user,
                "purpose": view.actor.purpose,
                "asked_at": naive_utc(self._clock()),
            },
        )
        with self._changed:
            self._orders[job_id] = Order(job_id, kind, view, work, kept, tidy, lane, to_the_end)
        return job_id

    def begin(self, job_id: str) -> None:
        """Let a prepared piece of work take its turn: once its note is committed."""
        with self._changed:
            order = self._orders.get(job_id)
            if order is not None:
                self._waiting[order.lane].append(order)
                self._changed.notify_all()

    def forget(self, job_id: str) -> None:
        """Let go of a prepared piece of work whose note was not committed."""
        with self._changed:
            order = self._orders.pop(job_id, None)
        if order:
            order.tidy()

    def of(self, caller: str, job_id: str | None = None) -> list[Job]:
        """The jobs of a caller, the latest first, or the one of an id."""
        with self._store.cursor() as cursor:
            rows = cursor.execute(sql("service/jobs"), {"caller": caller, "job_id": job_id}).fetchall()
        return [self._job(row) for row in rows]

    def call_off(self, job_id: str) -> str:
        """Call a piece of work off; what came of it: called off, kept (it goes on to its end) or ended."""
        with self._changed:
            order = self._orders.get(job_id)
            if order is None:
                return "ended"
            if order.is_kept:
                return "kept"
            order.by_caller = True
            self._call_off(order)
            waits = order in self._waiting[order.lane]
            if waits:
                # its turn may be long in coming, and until then its files would be held
                self._waiting[order.lane].remove(order)
                del self._orders[job_id]
        if waits:
            self._mark_called_off(order, self._store.settings.query_wait_seconds)
            order.tidy()
        return "called off"

    def interrupt_called_off(self) -> None:
        """Interrupt what is called off and still at work: between two statements that does nothing."""
        # under the lock nothing of it begins to be kept
        with self._changed:
            for order in self._orders.values():
                if order.is_to_end:
                    order.view.interrupt()

    def of_caller(self, user: str, lane: str) -> int:
        """How many pieces of work of a caller wait or are at work in a lane."""
        with self._changed:
            return sum(
                order.lane == lane and order.view.actor.user == user for order in self._orders.values()
            )

    def _job(self, row: tuple[Any, ...]) -> Job:
        job_id, kind, asked_at, state, ended_at, result, problem = row
        order = self._orders.get(job_id)
        done, total = (order.done, order.total) if order else (0, None)
        end = self._unnoted.get(job_id)
        if end is not None:
            end = _shown(end, hidings_of(self._store))
            text = None if end.result is None else json.dumps(plain(end.result))
            state, ended_at, result, problem = end.state, end.ended_at, text, end.problem
        # what is kept is not done before its answer is there
        shown = "running" if state == "kept" else state
        return Job(
            job_id,
            kind,
            asked_at,
            shown,
            done,
            total,
            ended_at,
            json.loads(result) if result and shown == "done" else None,
            problem,
        )

    def _call_off(self, order: Order) -> None:
        if order.is_kept:
            return
        order.called_off.set()
        order.view.interrupt()

    def _run(self, lane: str) -> None:
        waiting = self._waiting[lane]
        while True:
            with self._changed:
                while not waiting and not self._stopping:
                    if not self._changed.wait(NOTE_AGAIN_SECONDS if self._unnoted else None):
                        break
                order = waiting.popleft() if waiting else None
                is_over = order is None and self._stopping
            self._note_again()
            if is_over:
                return
            if order is None:
                continue
            try:
                self._do(order)
            finally:
                with self._changed:
                    self._orders.pop(order.job_id, None)
                order.tidy()

    def _do(self, order: Order) -> None:
        def advance(done: int, total: int) -> None:
            if order.is_to_end:
                raise CalledOff
            order.done, order.total = done, total

        if order.kept is not None:
            order.view.before_commit = lambda cursor: self._note_kept(cursor, order)
        try:
            advance(0, 0)
            order.total = None
            if order.to_the_end:
                self._refuse_call_off(order)
            self._mark(order, "running")
            order.seen_under = {hidings_of(self._store)}
            result = order.work(order.view, advance)
            if order.kept is None:
                self._refuse_call_off(order)
        except CalledOff:
            self._mark_called_off(order)
        except IomError as error:
            # what is interrupted may tell it in words of its own
            if order.is_to_end:
                self._mark_called_off(order)
            else:
                # what came of a command is told to whoever gives commands
                is_command = order.kind.startswith(KIND)
                problem = str(error) if is_command else told(error)
                self._mark(order, "failed", problem=problem)
        except Exception as error:  # a fault of ours: told by its kind, for its text may hold a value
            # the database makes other errors of an interrupt, too, such as where it comes at a commit
            if order.is_to_end and isinstance(error, duckdb.Error):
                self._mark_called_off(order)
            else:
                # where, without its text, which may hold a value
                log.error("fault", kind=type(error).__name__, job=order.kind, where=_where(error))
                self._mark(order, "failed", problem=f"A fault in the service ({type(error).__name__}).")
        else:
            self._mark(order, "done", result=result)

    def _mark_called_off(self, order: Order, patience: float | None = None) -> None:
        if order.by_caller:
            self._mark(order, "cancelled", problem=CALLED_OFF, patience=patience)
        else:
            self._mark(order, "lost", problem=LOST)

    def _refuse_call_off(self, order: Order) -> None:
        """From here on it goes on to its end. Raises CalledOff where it was called off before."""
        with self._changed:
            if order.is_to_end:
                raise CalledOff
            order.is_kept = True

    def _note_kept(self, cursor: duckdb.DuckDBPyConnection, order: Order) -> None:
        assert order.kept is not None
        self._refuse_call_off(order)
        self._set(cursor, order.job_id, "kept", result=order.kept(cursor))
        # others still see the store as it was: whom this change puts out of sight the work itself does
        if hidings_of(self._store) in order.seen_under:
            order.seen_under.add(hidings(cursor))

    def _mark(
        self,
        order: Order,
        state: str,
        *,
        result: object = None,
        problem: str | None = None,
        patience: float | None = None,
    ) -> None:
        """Note how work stands; an end that the store does not take is told all the same, and noted later."""
        view = self._store.acting(self._store.actor)
        view.patience = patience
        end = End(state, naive_utc(self._clock()), result, problem, order.lane, frozenset(order.seen_under))
        try:
            with view.transaction(notes_alone=True) as cursor:
                self._end(cursor, order.job_id, end)
        except (IomError, duckdb.Error) as error:
            if state not in ENDED:
                raise
            log.error("job not noted", kind=type(error).__name__)
            with self._changed:
                self._unnoted[order.job_id] = end
                self._changed.notify_all()

    def _note_again(self) -> None:
        with suppress(IomError, duckdb.Error):
            for job_id, end in tuple(self._unnoted.items()):
                with self._store.transaction(notes_alone=True) as cursor:
                    self._end(cursor, job_id, end)
                self._unnoted.pop(job_id, None)

    def _end(self, cursor: duckdb.DuckDBPyConnection, job_id: str, end: End) -> None:
        end = _shown(end, hidings(cursor))
        self._set(cursor, job_id, end.state, result=end.result, problem=end.problem)

    def _set(
        self,
        cursor: duckdb.DuckDBPyConnection,
        job_id: str,
        state: str,
        *,
        result: object = None,
        problem: str | None = None,
    ) -> None:
        cursor.execute(
            sql("service/mark_job"),
            {
                "job_id": job_id,
                "state": state,
                "ended_at": naive_utc(self._clock()) if state in ENDED else None,
                "result": None if result is None else json.dumps(plain(result)),
                "problem": problem,
            },
        )
