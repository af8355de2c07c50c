"""A disk that fills under a service, and a clock that is set back: nothing half kept, everything told."""

import errno
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.jobs import Jobs
from api.sign_in import LocalSignIn, local_access
from iom.access import read_access
from iom.store import Store, audit, audit_check

from .processes import start

POSIX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sets limits of a running process")


class Disk:
    """While full, no transaction of a store is committed."""

    full = False

    def execute(self, cursor, text, *given):
        if self.full and text == "commit":
            raise duckdb.IOException("IO Error: Could not write file /secret/place: No space left on device")
        return cursor.execute(text, *given)


class _Cursor:
    def __init__(self, cursor, disk):
        self._cursor, self._disk = cursor, disk

    def execute(self, text, *given):
        return self._disk.execute(self._cursor, text, *given)

    def __getattr__(self, name):
        return getattr(self._cursor, name)


@pytest.fixture
def disk(monkeypatch):
    """A disk that a test may fill."""
    disk, usual = Disk(), Store.cursor

    @contextmanager
    def cursor(self):
        with usual(self) as own:
            yield own if isinstance(own, _Cursor) else _Cursor(own, disk)

    monkeypatch.setattr(Store, "cursor", cursor)
    return disk


class Clock:
    """What a test says that the time is."""

    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    """A clock that a test may set."""
    return Clock()


@pytest.fixture
def client(furnished_store, clock):
    """A service of one store and one user."""
    sign_in = LocalSignIn("ann")
    app = make_app(furnished_store, local_access(read_access(None)), sign_in, clock, hosts=("testserver",))
    with TestClient(app, headers={"Authorization": f"Bearer {sign_in.token}"}) as client:
        yield client


def lines(store: Store) -> int:
    return audit_check.verify(store).lines


def test_with_a_full_disk_nothing_is_shown_that_cannot_be_logged_and_nothing_is_kept(
    client, furnished_store, disk
):
    before = lines(furnished_store)
    disk.full = True
    looked = client.get("/v1/audit")
    assert (looked.status_code, looked.headers["Retry-After"]) == (503, "60")
    assert "/secret/place" not in looked.text
    assert looked.headers["content-type"] == "application/problem+json"
    assert "Is the disk full" in looked.json()["detail"]
    disk.full = False
    assert lines(furnished_store) == before
    assert client.get("/v1/audit").status_code == 200
    assert lines(furnished_store) == before + 1


def test_what_a_full_disk_kept_from_being_done_is_done_when_it_is_asked_for_again(client, disk):
    def check():
        return client.post("/v1/audit/verifications", headers={"Idempotency-Key": "the same"})

    disk.full = True
    assert check().status_code == 503
    disk.full = False
    done = check()
    assert (done.status_code, "Idempotency-Replayed" in done.headers) == (200, False)
    again = check()
    assert (again.content, again.headers["Idempotency-Replayed"]) == (done.content, "true")


def test_a_file_that_does_not_fit_on_the_disk_is_not_kept_and_its_sender_is_told_to_wait(
    client, furnished_store, monkeypatch
):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device", "/secret/place")

    monkeypatch.setattr("api.uploads.Uploads.keep", full)
    answer = client.post("/v1/uploads", content=b"a,b\n1,2\n")
    assert (answer.status_code, "disk full" in answer.json()["detail"]) == (503, True)
    assert "/secret/place" not in answer.text
    assert list((furnished_store.folder / "incoming").iterdir()) == []


def test_work_that_the_store_cannot_note_is_told_as_failed_and_the_next_is_done(
    furnished_store, clock, disk, monkeypatch
):
    monkeypatch.setattr("api.jobs.NOTE_AGAIN_SECONDS", 0.01)
    jobs = Jobs(furnished_store, clock)
    jobs.start()
    try:
        first, second = ask(jobs, furnished_store, disk, fills=True), None
        assert wait_for(jobs, first) == ("failed", True)
        disk.full = False
        second = ask(jobs, furnished_store, disk, fills=False)
        assert wait_for(jobs, second) == ("done", False)
    finally:
        jobs.stop()
    with furnished_store.cursor() as cursor:
        kept = dict(cursor.execute("select job_id, state from job").fetchall())
    assert kept == {first: "failed", second: "done"}


def test_work_that_the_end_of_the_service_cuts_short_is_lost_and_that_of_a_caller_called_off(
    furnished_store, clock
):
    begun = threading.Event()

    def work(view, advance):
        begun.set()
        while True:
            advance(1, 2)
            time.sleep(0.01)

    states = []
    for is_callers in (True, False):
        begun.clear()
        jobs = Jobs(furnished_store, clock)
        jobs.start()
        with furnished_store.transaction() as cursor:
            job_id = jobs.prepare(cursor, furnished_store, "import", work)
        jobs.begin(job_id)
        assert begun.wait(10)
        if is_callers:
            assert jobs.call_off(job_id)
        jobs.stop()
        (job,) = jobs.of("tester", job_id)
        states.append((job.state, "Ask for it again" in str(job.problem)))
    assert states == [("cancelled", False), ("lost", True)]


def ask(jobs: Jobs, store: Store, disk: Disk, *, fills: bool) -> str:
    def work(view, advance):
        disk.full = fills
        with view.transaction() as cursor:
            cursor.execute("select 1")
        return {"ok": True}

    with store.transaction() as cursor:
        job_id = jobs.prepare(cursor, store, "import", work)
    jobs.begin(job_id)
    return job_id


def wait_for(jobs: Jobs, job_id: str) -> tuple[str, bool]:
    for _ in range(1000):
        (job,) = jobs.of("tester", job_id)
        if job.ended_at:
            return job.state, "disk full" in (job.problem or "")
        time.sleep(0.01)
    raise AssertionError("the job did not end")


def test_an_anchor_that_cannot_be_written_is_told_by_ready_and_written_once_it_can(
    client, furnished_store, monkeypatch
):
    watch = client.app.state.service.watch
    monkeypatch.setattr(watch, "anchor_failed", True)
    answer = client.get("/health/ready")
    assert (answer.status_code, "keys folder" in answer.json()["detail"]) == (503, True)
    monkeypatch.setattr(watch, "anchor_failed", False)
    assert client.get("/health/ready").status_code == 200


def test_a_clock_set_back_leaves_the_lines_of_the_log_in_their_order_and_the_log_whole(
    client, furnished_store, clock
):
    assert client.get("/v1/audit").status_code == 200
    clock.now -= timedelta(days=400)
    assert client.get("/v1/audit").status_code == 200
    found = audit.search(furnished_store, who="ann", wanted=2)
    assert [line.line for line in found] == sorted((line.line for line in found), reverse=True)
    assert found[0].when < found[1].when
    audit.anchor(furnished_store)
    checked = audit_check.verify(furnished_store)
    assert checked.good


def test_a_clock_set_back_loses_no_job_and_no_answer(furnished_store, clock):
    for back in (0, 400):
        clock.now -= timedelta(days=back)
        jobs = Jobs(furnished_store, clock)
        jobs.start()
        try:
            job_id = ask(jobs, furnished_store, Disk(), fills=False)
            assert wait_for(jobs, job_id)[0] == "done"
        finally:
            jobs.stop()
    assert len(Jobs(furnished_store, clock).of("tester")) == 2


@pytest.mark.long
@POSIX
def test_a_disk_that_really_fills_is_told_and_a_service_started_again_has_what_was_kept(furnished_folder):
    import resource
    import signal

    served = start("--local", "--store", furnished_folder, "--purpose", "inspection")
    try:
        assert served.ask("/v1/audit").status == 200
        usual = resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (64, usual[1]))
        sent = served.ask("/v1/uploads", method="POST", body=b"a,b\n" * 100)
        looked = served.ask("/v1/audit")
        assert (sent.status, looked.status) == (503, 503)
        ready = served.ask("/health/ready", token="").status
        resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, usual)
        again = served.ask("/v1/audit").status
        # either it goes on, or it says that it does not
        assert (ready, again) in {(200, 200), (503, 503), (200, 503)}
        assert again == 200 or served.ask("/health/ready", token="").status == 503
    finally:
        code, _, _ = served.end(signal.SIGTERM)
    assert code in (0, 4)
    served = start("--local", "--store", furnished_folder)
    assert served.ask("/v1/audit").status == 200
    assert served.end(signal.SIGTERM)[0] == 0
