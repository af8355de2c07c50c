"""The audit log over HTTP: one chain however many log at once, and lines that were cut off are found."""

import shutil
import threading
from pathlib import Path

import duckdb
import pytest

from iom.store import audit_check
from tests.api.access.conftest import copied
from tests.api.access.serving import Served, served_from
from tests.api.steady.asking import Asker, listening

THREADS, LOOKS = 8, 12
CHECKER, LOOKER = "auditor/everyone", "coordinator/everyone"
VERIFY = "POST /v1/audit/verifications"


@pytest.fixture
def place(told_scheme: Path, tmp_path: Path) -> Path:
    """A folder with a closed store and its keys."""
    return copied(told_scheme, tmp_path / "place")


def verified(served: Served) -> dict:
    answer = served.ask(CHECKER, VERIFY)
    assert answer.status_code == 200
    return answer.json()["data"]


def test_requests_that_log_at_once_leave_one_chain_under_the_anchor(place):
    with served_from(place, anchor_seconds=0.05) as served:
        before, together, failed = served.last_line(), threading.Barrier(THREADS), []

        def look(number: int, port: int) -> None:
            asker = Asker(port, f"{LOOKER}@{number}", "testserver")
            together.wait()
            for turn in range(LOOKS):
                # a look, and one that is kept with its answer in one transaction
                if turn % 2:
                    asked = ("GET", f"/v1/people/{1 + turn % 3}"), {}
                else:
                    asked = (
                        ("POST", "/v1/people/searches", {"text": "Birch"}),
                        {"Idempotency_Key": f"k{turn}"},
                    )
                status, _, content = asker.ask(*asked[0], **asked[1])
                if status != 200:
                    failed.append((status, content))

        with listening(served.app) as port:
            threads = [threading.Thread(target=look, args=(n, port)) for n in range(THREADS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert failed == []
        after = served.last_line()
        assert after - before == THREADS * LOOKS
        numbers = [row[0] for row in served.rows("select seq from audit_log order by seq")]
        assert numbers == list(range(1, after + 1))
        who = dict(served.rows("select who, count(*) from audit_log where seq > ? group by who", before))
        assert who == {f"{LOOKER}@{n}": LOOKS for n in range(THREADS)}
        found = verified(served)
        assert (found["good"], found["findings"], found["lines"]) == (True, [], after)
        report = audit_check.verify(served.store)
        assert report.good


def cut(place: Path) -> None:
    """Lines deleted from the end, in the database of the stopped store."""
    with duckdb.connect(place / "store" / "store.duckdb") as database:
        database.execute("delete from audit_person where seq > (select max(seq) - 2 from audit_log)")
        database.execute("delete from audit_log where seq > (select max(seq) - 2 from audit_log)")


def older(place: Path) -> None:
    """The file as it was before the last looks."""
    shutil.copy(place / "older.duckdb", place / "store" / "store.duckdb")


@pytest.mark.parametrize("harm", [cut, older])
def test_a_log_that_lost_its_end_is_told_at_the_start_by_ready_and_by_a_check(place, harm):
    shutil.copy(place / "store" / "store.duckdb", place / "older.duckdb")
    with served_from(place) as served:
        for person in (1, 2, 3):
            assert served.ask(LOOKER, f"GET /v1/people/{person}").status_code == 200
        assert served.ask(None, "GET /health/ready").status_code == 200
        assert verified(served)["good"]
        lines = served.last_line()
    harm(place)
    with served_from(place, anchor_seconds=0.05) as served:
        for _ in range(2):
            ready = served.ask(None, "GET /health/ready")
            assert ready.status_code == 503
            assert "does not reach its anchor" in ready.json()["detail"]
            # as many new lines as were lost hide nothing
            for person in (1, 2, 3, 6):
                assert served.ask(LOOKER, f"GET /v1/people/{person}").status_code == 200
        assert served.last_line() >= lines
        # those that came are a chain of their own again
        assert served.rows("select count(*) - count(distinct seq) from audit_log") == [(0,)]
        found = verified(served)
        assert not found["good"]
        assert found["findings"]
    # and it is not forgotten by another start
    with served_from(place) as served:
        assert served.ask(None, "GET /health/ready").status_code == 503
        assert not verified(served)["good"]


def test_a_cut_log_is_found_by_a_check_before_anything_new_is_logged(place):
    with served_from(place) as served:
        assert served.ask(LOOKER, "GET /v1/people/1").status_code == 200
        lines = served.last_line()
    cut(place)
    with served_from(place) as served:
        (finding,) = verified(served)["findings"]
    assert finding["line"] == lines - 1
    assert "lines at the end were removed" in finding["says"]
