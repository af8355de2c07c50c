"""What is told to the store is known from when it was kept, not from when it was asked for."""

from datetime import timedelta

from tests.api.access import world

ANALYST = "analyst/everyone"
MAPPING = """
title = "Late"
system = "niche"
scope = "changes"
history = "local"
[covers]
from = 2026-11-01
to = 2026-11-20
[[record]]
type = "subject"
subject = "id"
[record.fields]
surname = "surname"
"""


def test_an_import_that_waited_for_its_turn_is_known_from_when_it_was_kept(own_served):
    served = own_served()
    kept_at = world.NOW + timedelta(minutes=5)
    served.store.clock = lambda: kept_at
    answer = served.ask(
        ANALYST,
        "POST /v1/uploads",
        content=b"id,surname\r\n1,Zebedee\r\n",
        headers={"Content-Type": "text/csv"},
    )
    body = {"upload_id": answer.json()["data"]["upload_id"], "mapping_text": MAPPING}
    job = served.ended(ANALYST, served.ask(ANALYST, "POST /v1/imports", body))
    assert job["state"] == "done", job
    ((committed, logged),) = served.rows(
        "select committed_at, logged_at from import_batch, audit_log "
        "where batch_id = (select max(batch_id) from import_batch) and action = 'import.commit' "
        "order by seq desc limit 1"
    )
    assert committed == logged == kept_at.replace(tzinfo=None)
    # what was seen while it waited is still what was known then
    between = (world.NOW + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    names = [
        served.ask(ANALYST, f"GET /v1/people/1{asked}").json()["data"]["names"][0]["surname"]
        for asked in (f"?known_at={between}", "")
    ]
    assert names[0] != names[1] == "Zebedee"
