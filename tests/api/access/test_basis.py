"""What an answer says of its own origin: of a run what the run rests on, whatever is in force now."""

import pytest

from iom.selection.words import CLOSING

CALLER = "coordinator/everyone"
OF_A_RUN = (
    "/v1/runs/2",
    "/v1/runs/2/proposals",
    "/v1/runs/2/reasons",
    "/v1/runs/2/attrition",
    "/v1/runs/2/near-misses",
    "/v1/runs/2/people/1",
    "/v1/runs/2/people/4",
    "/v1/runs/1/differences/2",
)


@pytest.fixture
def changed(own_served, monkeypatch):
    """The scheme served where other reference tables and weights are in force than its runs read."""
    monkeypatch.setattr("api.basis._in_force", lambda call: ("of another vintage", "of other tables"))
    return own_served()


def test_every_answer_of_a_run_rests_on_what_the_run_read_and_not_on_what_is_in_force_now(changed):
    made = changed.ask(CALLER, "GET /v1/runs/2").json()["data"]["particulars"]
    # beside it, an answer that does rest on what is in force
    assert changed.ask(CALLER, "GET /v1/people/1").json()["basis"]["severity_vintage"] == "of another vintage"
    for path in OF_A_RUN:
        basis = changed.ask(CALLER, f"GET {path}").json()["basis"]
        said = {name: basis[name] for name in made.keys() & basis.keys()}
        assert said == {name: made[name] for name in said}, path
        assert {"as_at", "known_at", "criteria_sha256", "reference_fingerprint"} <= said.keys(), path


def test_lists_of_runs_and_of_jobs_claim_to_rest_on_no_table(changed):
    repeat = changed.ask(CALLER, "POST /v1/runs/2/repeats")
    assert repeat.status_code == 202
    changed.ended(CALLER, repeat)
    answers = [repeat, *(changed.ask(CALLER, f"GET {path}") for path in ("/v1/runs", "/v1/jobs"))]
    answers.append(changed.ask(CALLER, f"GET {repeat.json()['data']['look_at']}"))
    assert [one.json()["basis"]["reference_fingerprint"] for one in answers] == [None] * 4


LISTS = ("/v1/runs/2/proposals", "/v1/runs/2/reasons", "/v1/runs/2/near-misses", "/v1/risk?as_at=2026-10-31")


@pytest.mark.parametrize("path", LISTS)
def test_every_list_of_people_says_what_risk_frequency_and_severity_reflect(served, path):
    who = "coordinator/everyone+analyst/everyone"
    assert served.ask(who, f"GET {path}").json()["basis"]["caveat"] == CLOSING
    as_csv = served.ask(who, f"GET {path}", headers={"Accept": "text/csv"})
    assert as_csv.headers["iom-caveat"] == CLOSING
    assert "caveat" not in served.ask(who, "GET /v1/imports", headers={"Accept": "text/csv"}).headers


@pytest.mark.parametrize("path", ["/v1/people/2", "/v1/people/2/offences"])
def test_what_shows_a_persons_severity_says_what_it_reflects(served, path):
    answer = served.ask(CALLER, f"GET {path}")
    assert "severity" in answer.text
    assert answer.json()["basis"]["caveat"] == CLOSING


def test_a_persons_offences_say_what_severity_reflects_in_a_header_of_the_csv(served):
    as_csv = served.ask(CALLER, "GET /v1/people/2/offences", headers={"Accept": "text/csv"})
    assert as_csv.headers["iom-caveat"] == CLOSING


def test_measures_of_everyone_say_what_they_reflect(served):
    body = {"definition": "bedfordshire", "as_at": "2026-10-31"}
    answer = served.ask("analyst/everyone", "POST /v1/measures", body, headers={"Accept": "text/csv"})
    assert answer.headers["iom-caveat"] == CLOSING
