"""Over HTTP, too, a file that holds nothing of its period covers it only where that is said."""

import pytest

from tests.api.access.test_uploads import A, imported, send
from tests.api.access.world import MAPPINGS, mapping

MAPPED = next(rows for rows in MAPPINGS if 'type = "offence"' in MAPPINGS[rows])
NOVEMBER = {"first": "2026-11-01", "last": "2026-11-22"}


@pytest.fixture
def bench(own_served):
    return own_served()


def november(bench):
    covered = bench.ask(A, "GET /v1/coverage?limit=200").json()["items"]
    return {one["record_type"] for one in covered if one["complete_from"] == NOVEMBER["first"]}


@pytest.mark.parametrize("check", [True, False])
def test_a_job_says_what_its_file_does_not_cover_and_which_field_says_otherwise(bench, check):
    header = MAPPED.partition("\n")[0] + "\n"
    sent = send(bench, header.encode())
    given = {"mapped": mapping(MAPPED).replace('"full"', '"changes"'), "covers": NOVEMBER, "check": check}
    job = imported(bench, sent, **given)
    assert job["state"] == "done", job
    (told,) = [one for one in job["result"]["warnings"] if one.startswith("No offences")]
    assert told.endswith("right period (covers)? If there really were none, say so: nothing_dated")
    assert "offence" in job["result"]["not_covered"]
    assert november(bench) == set()
    said = imported(bench, send(bench, header.encode()), nothing_dated=True, **given)
    assert (said["result"]["not_covered"], "offence" in said["result"]["nothing_dated"]) == ([], True)
    assert ("offence" in november(bench)) is not check
