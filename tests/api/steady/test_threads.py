"""Sixteen threads look and decide at once: each look is answered as if it had been asked alone."""

import json
import threading
import time
from itertools import combinations

from tests.api.access import world
from tests.api.steady.asking import Asker, listening

THREADS, LOOKS = 16, 6
MAPPING = """
title = "More offences"
system = "niche"
scope = "changes"
history = "local"
[covers]
from = 2026-10-01
to = 2026-10-31
[dates]
uk = "dd/mm/yyyy"
[[record]]
type = "offence"
subject = "id"
reference = "crime"
[record.fields]
offence_on = { column = "on", format = "uk" }
"""
HOST, WHO = "testserver", "coordinator/everyone+analyst/everyone"
APART = [pair for pair in combinations((1, 2, 3, 4, 5, 6, 7, 8), 2) if pair not in {(1, 4), (8, 9)}]


def looks(known: str) -> list[str]:
    """What is asked: none of it depends on what is decided after the moment that is known."""
    people = [f"/v1/people/{one}?as_at=2026-10-31&known_at={known}" for one in sorted(world.ALL)]
    risks = [f"/v1/people/{one}/risk?as_at=2026-10-31&known_at={known}" for one in (1, 3)]
    runs = [f"/v1/runs/{run}/{part}" for run in (1, 2) for part in ("proposals", "near-misses", "attrition")]
    offences = [f"/v1/people/{one}/offences?as_at=2026-10-31&known_at={known}" for one in (1, 2, 3)]
    return [*people, *risks, *runs, *offences]


def imported(asker: Asker) -> None:
    """An import of one offence, asked for as work, to its end."""
    upload = json.loads(asker.send("/v1/uploads", b"id,crime,on\r\n1,C99,20/10/2026\r\n"))["data"][
        "upload_id"
    ]
    body = {"upload_id": upload, "mapping_text": MAPPING}
    _, _, content = asker.ask("POST", "/v1/imports", body, Idempotency_Key="an import")
    place = json.loads(content)["data"]["look_at"]
    while (job := asker.data(place))["state"] in ("queued", "running"):
        time.sleep(0.005)
    assert job["state"] == "done", job


def test_sixteen_threads_get_the_answers_that_one_gets(own_served):
    served = own_served()
    wrong, answers, expected, meanwhile = [], {}, {}, []
    with listening(served.app) as port:
        alone = Asker(port, WHO, HOST)
        # all that is known before anything is decided here
        _, _, content = alone.ask("GET", "/v1/people/1?as_at=2026-10-31")
        asked = looks(json.loads(content)["data"]["known_at"])
        for path in asked:
            status, headers, content = alone.ask("GET", path)
            assert status == 200, path
            expected[path] = (status, headers["etag"], content)

        def work(number: int) -> None:
            try:
                asker = Asker(port, f"{WHO}@{number}", HOST)
                for turn in range(LOOKS):
                    path = asked[(number * LOOKS + turn) % len(asked)]
                    status, headers, content = asker.ask("GET", path)
                    if (status, headers["etag"], content) != expected[path]:
                        wrong.append((path, status))
                if number == 0:
                    imported(asker)
                # two threads decide the same under the same key: it is done once
                half = number // 2
                shared = Asker(port, f"{WHO}@pair{half}", HOST)
                answers[number] = shared.keep_apart(APART[half], f"pair {half}")
                # as it stands while others decide and import
                page = f"/v1/people/{number % 9 + 1}?as_at=2026-10-31"
                status, _, content = shared.ask("GET", page)
                meanwhile.append((page, status, content))
            except BaseException as error:
                wrong.append((number, repr(error)))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # each page that was seen meanwhile is what one asker gets of the moment that it says it is of
        moments, alone = set(), Asker(port, WHO, HOST)
        for page, status, content in meanwhile:
            known_at = json.loads(content)["data"]["known_at"]
            moments.add(known_at)
            again = alone.ask("GET", f"{page}&known_at={known_at}")[2]
            assert (status, json.loads(content)) == (200, json.loads(again)), page
    assert wrong == []
    assert len(moments) > 1, "nothing was decided while they looked"
    assert served.rows("select count(*) from offence_reference where reference = 'C99'") == [(1,)]
    assert all(answers[number] == answers[number + 1] for number in range(0, THREADS, 2))
    said = "select reason, count(*) from person_decision where reason like 'pair %' group by reason"
    made = served.rows(said)
    assert sorted(made) == sorted((f"pair {half}", 1) for half in range(THREADS // 2))
    checked = served.ask("auditor/everyone", "POST /v1/audit/verifications").json()["data"]
    assert checked["good"], checked
