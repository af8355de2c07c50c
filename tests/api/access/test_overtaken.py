"""Somebody is put out of sight while work goes on: by others, and then it says so; by its own change, and
then its report of counts stands.
"""

import base64

import pytest

from api.jobs import Jobs
from api.routes import imports
from iom.errors import IomError
from iom.intake import InputError
from iom.rights import restrict
from tests.api.access import world

ANALYST, ROUTE = "analyst/everyone", "api.routes.imports.import_file"
HEADER = world.PEOPLE.splitlines()[0]
# person 6 under another number, and a row that is refused
JOINING = f"""{HEADER}
60,Birch,06/02/1990,M,A0006ZZ,Luton,probation,kestrel
61,New,30/02/1990,M,A0061ZZ,Luton,probation,kestrel
"""


@pytest.fixture
def served_alone(own_served):
    return own_served()


def hide(served, person: int = 6) -> None:
    restrict(served.store, person, reason="accuracy", now=world.NOW)


def changes() -> str:
    return world.mapping(world.PEOPLE).replace('"full"', '"changes"')


def imported(served, rows: str = JOINING, **asked):
    """What is answered to an import that is asked for."""
    sent = served.ask(ANALYST, "POST /v1/uploads", content=rows.encode()).json()["data"]
    body = {"upload_id": sent["upload_id"], "mapping_text": changes(), **asked}
    return served.ask(ANALYST, "POST /v1/imports", body)


def given(served, rows: str = JOINING):
    """What an import that is given as a command says."""
    files = {"file": ("a.csv", rows), "mapping": ("m.toml", changes())}
    options = {
        name: {"name": called, "base64": base64.b64encode(text.encode()).decode()}
        for name, (called, text) in files.items()
    }
    asked = served.ask(ANALYST, "POST /v1/commands", {"command": "import", "options": options})
    answer_id = served.ended(ANALYST, asked)["result"]["answer_id"]
    return served.ask(ANALYST, f"GET /v1/commands/{answer_id}").json()["data"]


def hidden_by(monkeypatch, served, where: str = ROUTE, *, ends: Exception | None = None) -> None:
    """Person 2 is restricted by others while an import is at work."""
    whole = imports.import_file

    def overtaken(*args, **named):
        hide(served, 2)
        if ends:
            raise ends
        return whole(*args, **named)

    monkeypatch.setattr(where, overtaken)


def test_an_import_that_joins_somebody_to_a_restricted_person_keeps_its_report(served_alone):
    hide(served_alone)
    job = served_alone.ended(ANALYST, imported(served_alone))
    assert (job["state"], job["problem"]) == ("done", None)
    assert job["result"]["joined_subjects"] == 1
    assert [rule["rows"] for rule in job["result"]["rules"]] == [1]


def test_an_import_given_as_a_command_that_joins_somebody_to_a_restricted_person_says_its_report(
    served_alone,
):
    hide(served_alone)
    said = given(served_alone)
    assert said["exit_code"] == 0
    assert any("1 record joined" in line["text"] for line in said["lines"]), said


def test_an_import_given_as_a_command_that_others_overtake_says_only_that(served_alone, monkeypatch):
    hide(served_alone)
    hidden_by(monkeypatch, served_alone, "iom.intake.import_file")
    said = given(served_alone)
    (line,) = said["lines"]
    assert "joined with somebody who is restricted" in line["text"]
    assert served_alone.rows("select max(batch_id) from import_batch where scope = 'changes'") != [(None,)]


def test_an_import_that_others_overtake_says_what_is_left_out_and_why(served_alone, monkeypatch):
    hide(served_alone)
    hidden_by(monkeypatch, served_alone)
    job = served_alone.ended(ANALYST, imported(served_alone))
    assert job["state"] == "done"
    assert job["result"].keys() == {"batch_id"}
    assert "joined with somebody who is restricted" in job["problem"]


def test_what_came_of_work_that_is_let_go_later_is_said_to_be(served_alone):
    job = imported(served_alone, check=True)
    assert served_alone.ended(ANALYST, job)["result"]["rows_total"] == 2
    hide(served_alone)
    later = served_alone.ended(ANALYST, job)
    assert (later["state"], later["result"]) == ("done", None)
    assert "let go" in later["problem"]


def test_why_an_import_failed_is_not_told_where_others_overtook_it(served_alone, monkeypatch):
    hidden_by(monkeypatch, served_alone, ends=InputError("Line 2 is of Kestrelmore."))
    job = served_alone.ended(ANALYST, imported(served_alone))
    assert job["state"] == "failed"
    assert "Kestrelmore" not in job["problem"]
    assert "why it failed is left out" in job["problem"]
    assert served_alone.rows("select count(*) from job where problem like '%Kestrelmore%'") == [(0,)]


def test_an_end_that_could_not_be_noted_yet_says_nothing_once_somebody_is_out_of_sight(
    served_alone, monkeypatch
):
    whole = Jobs._set

    def without_room(self, cursor, job_id, state, **named):
        if state == "done":
            raise IomError("no room")
        whole(self, cursor, job_id, state, **named)

    monkeypatch.setattr(Jobs, "_set", without_room)
    job = imported(served_alone, check=True)
    assert served_alone.ended(ANALYST, job)["result"]["rows_total"] == 2
    hide(served_alone)
    later = served_alone.ended(ANALYST, job)
    assert (later["state"], later["result"]) == ("done", None)
    assert "left out" in later["problem"]
