"""Work that is told to be called off is, whatever it is at: between two statements, at its end, at a stop."""

import threading
import time

import duckdb
import pytest

from api.routes import runs
from iom.errors import IomError
from tests.api.steady.test_limits import SLOW

A = "analyst/everyone"


def for_ever(store):
    with store.cursor() as cursor:
        cursor.execute(SLOW).fetchall()


def for_ever_in_words_of_its_own(store):
    try:
        for_ever(store)
    except duckdb.InterruptException:
        raise IomError("It could not be read.") from None


@pytest.mark.parametrize("then", [for_ever, for_ever_in_words_of_its_own, lambda store: None])
def test_what_is_between_two_statements_when_it_is_called_off_ends_as_called_off(
    own_served, monkeypatch, then
):
    served = own_served()
    begun, go_on = threading.Event(), threading.Event()
    repeat = runs.repeat

    def between(store, run_id, *, now):
        made = repeat(store, run_id, now=now)
        begun.set()
        assert go_on.wait(60)
        then(store)
        return made

    monkeypatch.setattr(runs, "repeat", between)
    job = served.ask(A, "POST /v1/runs/1/repeats")
    assert begun.wait(60)
    assert served.ask(A, f"DELETE {job.json()['data']['look_at']}").status_code == 202
    go_on.set()
    ended = served.ended(A, job)
    assert (ended["state"], ended["result"]) == ("cancelled", None)


def test_what_is_between_two_statements_when_the_service_stops_is_lost_and_does_not_hold_it_up(own_served):
    served = own_served()
    service = served.app.state.service
    jobs, begun, views = service.jobs, threading.Event(), []

    def work(view, advance):
        views.append(view)
        begun.set()
        is_stopping = False
        while not is_stopping:
            time.sleep(0.01)
            with jobs._changed:
                is_stopping = jobs._stopping
        # by now it was interrupted, when it was at nothing
        for_ever(view)

    with served.store.transaction() as cursor:
        job_id = jobs.prepare(cursor, served.store.acting(served.store.actor), "repeat", work)
    jobs.begin(job_id)
    assert begun.wait(60)
    stops = threading.Thread(target=service.stop)
    stops.start()
    try:
        stops.join(60)
        assert not stops.is_alive()
    finally:
        views[0].interrupt()
        stops.join()
    assert jobs.of("tester", job_id)[0].state == "lost"
