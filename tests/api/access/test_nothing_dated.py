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


CHANGES = mapping(MAPPED).replace('"full"', '"changes"')
LATER = CHANGES.replace("to = 2026-10-31", "to = 2099-10-31")
PERIODLESS = CHANGES.replace("[covers]\nfrom = 2020-01-01\nto = 2026-10-31\n", "")


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(
    ("asked", "field", "says"),
    [
        ({"covers": NOVEMBER | {"last": "2027-11-22"}}, "body.covers.last", "2027-11-22, lies after today"),
        ({"mapped": LATER}, "body.mapping_text", "to of [covers], 2099-10-31, lies after today, 2026-11-23"),
        (
            {"mapped": PERIODLESS, "nothing_dated": True},
            "body.nothing_dated",
            "nothing_dated is said of a period",
        ),
    ],
)
def test_a_period_to_come_or_one_that_is_not_stated_is_refused_at_once_with_its_field(
    bench, asked, field, says, check
):
    sent = send(bench, MAPPED.encode())
    problem = imported(bench, sent, **({"mapped": CHANGES, "check": check} | asked))
    assert (problem.get("status"), [one["field"] for one in problem["errors"]]) == (422, [field]), problem
    assert says in problem["detail"]
    # the file waits, and comes in as soon as that is mended
    assert imported(bench, sent, mapped=CHANGES)["state"] == "done"


def test_that_nothing_is_dated_is_not_said_of_corrections(bench):
    sent = send(bench, b"x")
    problem = imported(bench, sent, mapped=None, corrections=True, nothing_dated=True)
    assert problem["status"] == 422 and "not of corrections" in problem["errors"][0]["says"]
