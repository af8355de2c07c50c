"""Jobs, files, cursors and keys of another caller are of no use; nor are one's own when a role is lost."""

import pytest

from tests.api.access.test_out_of_sight import whole

A, B = "analyst/everyone@a", "analyst/everyone@b"
TRIAL = {"criteria": "eight-in-twelve", "first": "2026-09-01", "last": "2026-09-30"}
NONE = "00000000-0000-4000-8000-000000000000"


def test_a_job_of_another_is_as_one_that_was_never_asked_for(own_served):
    served = own_served()
    asked = served.ask(A, "POST /v1/criteria/backtests", TRIAL)
    job = asked.json()["data"]["job_id"]
    assert served.ended(A, asked)["state"] in ("done", "failed")
    for method in ("GET", "DELETE"):
        for other in (B, "administrator/everyone", "auditor/everyone"):
            theirs = served.ask(other, f"{method} /v1/jobs/{job}")
            nobodys = served.ask(other, f"{method} /v1/jobs/{NONE}")
            assert theirs.status_code == 404
            assert whole(theirs) == whole(nobodys)
    assert served.ask(B, "GET /v1/jobs").json()["items"] == []
    assert [one["job_id"] for one in served.ask(A, "GET /v1/jobs").json()["items"]] == [job]


def test_the_result_of_a_job_is_not_shown_to_one_who_has_lost_the_role(own_served):
    served = own_served()
    served.tokens.claims["a"] = {"groups": ["analyst/everyone"]}
    job = served.ask("a", "POST /v1/criteria/backtests", TRIAL).json()["data"]["job_id"]
    for groups in (["analyst/luton"], ["auditor/everyone"]):
        served.tokens.claims["a"] = {"groups": groups}
        assert served.ask("a", f"GET /v1/jobs/{job}").status_code == 404
        assert served.ask("a", "GET /v1/jobs").json()["items"] == []


def test_a_file_of_another_is_as_one_that_was_never_sent(served):
    sent = served.ask(A, "POST /v1/uploads", content=b"id\n1\n", key=None)
    upload = sent.json()["data"]["upload_id"]
    body = {"mapping_text": "title = 'x'", "check": True}
    from tests.api.access.world import PEOPLE, mapping

    body["mapping_text"] = mapping(PEOPLE)
    theirs, none = (served.ask(B, "POST /v1/imports", {**body, "upload_id": one}) for one in (upload, NONE))
    assert whole(theirs) == whole(none)
    assert theirs.status_code == 422
    own = served.ask(B, "POST /v1/uploads", content=b"id\n1\n", key=None).json()["data"]["upload_id"]
    body = {"upload_id": own, "check": True}
    theirs, none = (
        served.ask(B, "POST /v1/imports", {**body, "mapping_upload_id": one}) for one in (upload, NONE)
    )
    assert whole(theirs) == whole(none)
    assert theirs.status_code == 422
    for trick in ("../store", "..", "", f"{upload}/upload.csv", f"../incoming/{upload}"):
        assert served.ask(A, "POST /v1/imports", {**body, "upload_id": trick}).status_code == 422


PROPOSALS = "GET /v1/runs/2/proposals?limit=1"


@pytest.mark.parametrize(
    ("caller", "what"),
    [
        (B, PROPOSALS),
        ("analyst/luton", PROPOSALS),
        (A, "GET /v1/runs/1/proposals?limit=1"),
        (A, "GET /v1/runs/2/near-misses?limit=1"),
        (A, PROPOSALS + "&list=proposed"),
        (A, PROPOSALS + "&sort=-rank"),
    ],
)
def test_a_cursor_is_good_for_the_caller_and_the_list_that_it_was_given_for(served, caller, what):
    cursor = served.ask(A, PROPOSALS).json()["next"]
    assert served.ask(A, f"{PROPOSALS}&cursor={cursor}").status_code == 200
    assert served.ask(caller, f"{what}&cursor={cursor}").status_code == 400


def test_a_cursor_that_was_altered_or_made_up_is_refused(served):
    cursor = served.ask(A, PROPOSALS).json()["next"]
    for tried in (
        cursor[:-2],
        cursor + "AA",
        ("B" if cursor[0] == "A" else "A") + cursor[1:],
        "",
        "%00",
        "WzFd",
        "é",
        "x" * 2000,
    ):
        assert served.ask(A, f"{PROPOSALS}&cursor={tried}").status_code == 400, tried


def test_the_tag_of_anothers_answer_tells_nothing_of_a_person_out_of_sight(served):
    tag = served.ask("coordinator/everyone", "GET /v1/people/3").headers["etag"]
    for header in ("If-None-Match", "If-Match"):
        unseen, nobody = (
            served.ask("coordinator/luton", f"GET /v1/people/{person}", headers={header: tag})
            for person in (3, 999)
        )
        assert unseen.status_code == 404
        assert whole(unseen) == whole(nobody)
    # who sees the same has the same tag, and no answer may be kept for another
    twice = [served.ask(caller, "GET /v1/people/3") for caller in (A, B)]
    assert twice[0].headers["etag"] == twice[1].headers["etag"]
    assert served.ask(B, "GET /v1/people/3", headers={"If-None-Match": tag}).status_code == 200
    assert {one.headers["cache-control"] for one in twice} == {"no-store"}
    assert "Authorization" in twice[0].headers["vary"]
