"""Commands given through the service: who may give which, what they cannot reach, where their files go."""

import base64
import json

import pytest

from api.commands import plain_name
from iom.cli import main, offered, through
from iom.cli.served import commands
from tests.api.access import world
from tests.api.access.serving import ROLES, SCOPES

C, A, P, U, K, R = ROLES
# By command, who may give it: those who may see everyone and from whom nothing that it shows is withheld.
TABLE = {
    "audit verify": (U, K),
    "audit show": (U, K),
    "audit search": (U, K),
    "backup": (K,),
    "backup list": (K,),
    "doctor": (K,),
    "reference list": (C, A, P, U, K),
    "reference show": (C, A, P, U, K),
    "reference history": (C, A, P, U, K),
    "reference load": (K,),
    "reference load-severity": (K,),
    "reference use-vintage": (K,),
    "reference use-shipped": (K,),
    "severity area": (C, A, P, U, K),
    "import": (A, K),
    "coverage": (C, A, U, K),
    "quarantine list": (A,),
    "quarantine show": (A,),
    "quarantine export": (A,),
    "quarantine drop": (A,),
    "person find": (C, A, R),
    "person show": (C, A, P, R),
    "people matches": (C, A),
    "people merge": (C, A),
    "people split": (C, A),
    "people keep-apart": (C, A),
    "people undo": (C, A),
    "people decisions": (C, A, P, R),
    "measures": (A,),
    "run list": (C, A, P, U),
    "run show": (C, A),
    "run explain": (C, A),
    "run repeat": (C, A),
    "select": (C, A),
    "select diff": (C, A),
    "criteria check": (C, A),
    "criteria sensitivity": (C, A),
    "criteria backtest": (C, A),
    "risk show": (C, A, P),
    "risk export": (A,),
    "risk calibration": (A,),
    "risk recalibrate": (A,),
    "rights access": (R,),
    "rights restrict": (R,),
    "rights lift": (R,),
    "rights review": (R,),
    "rights list": (R,),
    "rights erase": (R,),
}
# Where a command asks for what a route asks for, they ask alike.
ALIKE = {
    "person show": "GET /v1/people/{person_id}",
    "person find": "POST /v1/people/searches",
    "people merge": "POST /v1/people/merges",
    "run show": "GET /v1/runs/{run_id}",
    "select": "POST /v1/runs",
    "import": "POST /v1/imports",
    "measures": "POST /v1/measures",
    "risk export": "GET /v1/risk",
    "quarantine show": "GET /v1/refused-rows/{row}",
    "quarantine export": "GET /v1/refused-rows/export",
    "quarantine drop": "POST /v1/refused-rows/drops",
    "audit search": "GET /v1/audit",
    "criteria check": "POST /v1/criteria/checks",
}


def given(served, caller, command, *, options=None, **more):
    return served.ask(caller, "POST /v1/commands", {"command": command, "options": options or {}, **more})


def said(served, caller, command, **more):
    """What a command said, once its job has ended."""
    answer = given(served, caller, command, **more)
    assert answer.status_code == 202, answer.text
    job = served.ended(caller, answer)
    assert job["state"] == "done", job
    return served.ask(caller, f"GET /v1/commands/{job['result']['answer_id']}").json()["data"]


def out(told):
    return "\n".join(line["text"] for line in told["lines"] if line["to"] == "out")


def err(told):
    return "\n".join(line["text"] for line in told["lines"] if line["to"] == "err")


def in_base64(text: str) -> dict[str, str]:
    return {"name": "C:\\of mine\\file.toml", "base64": base64.b64encode(text.encode()).decode()}


def test_every_command_that_opens_a_store_is_in_the_table_or_works_without_a_service():
    opening = {
        name
        for name, holder in through.commands(main.app)
        if "store" in (holder.callback.__wrapped__.__annotations__)
    }
    assert opening == set(TABLE) | (set(offered.WITHOUT_SERVICE) - {"demo"})
    assert set(commands().listed) == set(TABLE) == set(offered.OFFERED)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_give_the_commands_of_the_table_for_everyone_and_no_other(served, role, scope):
    if scope == "none":
        assert served.ask(f"{role}/none", "GET /v1/commands").status_code == 403
        return
    listed = served.ask(f"{role}/{scope}", "GET /v1/commands?limit=100").json()["items"]
    expected = {name for name, roles in TABLE.items() if role in roles} if scope == "everyone" else set()
    assert {one["name"] for one in listed} == expected


@pytest.mark.parametrize("role", ROLES)
def test_a_command_that_is_not_listed_is_refused_and_one_that_is_gets_as_far_as_its_options(served, role):
    for name, roles in TABLE.items():
        answer = given(served, f"{role}/everyone", name, options={"nonsense": "x"})
        assert answer.status_code == (422 if role in roles else 403), name
    assert given(served, f"{role}/luton", "coverage").status_code == 403


def test_a_command_asks_for_what_its_route_asks_for():
    from api import app

    routes = app.routes()
    for name, route in ALIKE.items():
        assert offered.OFFERED[name].may == routes[route][0], name


def test_a_command_says_what_it_says_on_the_machine_of_the_store(served):
    told = said(served, "analyst/everyone", "run show", options={"run_id": 1, "top": 1, "as_json": True})
    assert told["exit_code"] == 0
    assert json.loads(out(told))["run_id"] == 1
    assert {line["to"] for line in told["lines"]} == {"out"}


def test_an_answer_is_its_callers_alone_and_goes_with_their_role(served):
    answer = served.ended("analyst/everyone@one", given(served, "analyst/everyone@one", "coverage"))
    place = f"GET /v1/commands/{answer['result']['answer_id']}"
    assert served.ask("analyst/everyone@one", place).status_code == 200
    nobody = served.ask("analyst/everyone@one", "GET /v1/commands/6f1e0c3a-0000-4000-8000-000000000000")
    for other in ("analyst/everyone@two", "administrator/everyone"):
        theirs = served.ask(other, place)
        assert (theirs.status_code, theirs.content) == (404, nobody.content)


def test_what_a_command_said_to_one_who_was_shown_more_is_not_there_for_one_who_is_shown_less(own_served):
    served = own_served()

    def holding(*roles: str) -> None:
        served.tokens.claims["ann"] = {"groups": [f"{role}/everyone" for role in roles]}

    holding("panel_member")
    little = served.ended("ann", given(served, "ann", "person show", options={"number": "1"}))
    holding("analyst")
    much = served.ended("ann", given(served, "ann", "person show", options={"number": "1"}))
    with_file = {"table": "pathways", "csv": {"name": "x.csv"}}
    filed = served.ended("ann", given(served, "ann", "reference show", options=with_file))
    little, much, filed = (f"/v1/commands/{job['result']['answer_id']}" for job in (little, much, filed))
    assert "A0001ZZ" in served.ask("ann", f"GET {much}").text
    nobody = served.ask("ann", "GET /v1/commands/6f1e0c3a-0000-4000-8000-000000000000")
    holding("panel_member")
    for what in (f"GET {much}", f"DELETE {much}", f"GET {filed}/files/1"):
        late = served.ask("ann", what)
        assert (late.status_code, late.content) == (404, nobody.content)
    # what was left out then may be left out now, whatever the role
    holding("analyst")
    assert served.ask("ann", f"GET {little}").status_code == 200
    assert served.ask("ann", f"GET {filed}/files/1").status_code == 200


def test_what_a_role_is_not_shown_of_a_person_is_left_out_and_said_to_be(served):
    sees_all = said(served, "analyst/everyone", "person show", options={"number": "1"})
    sees_some = said(served, "coordinator/everyone", "person show", options={"number": "1"})
    sees_little = said(served, "panel_member/everyone", "person show", options={"number": "1"})
    assert "A0001ZZ" in out(sees_all) and "??C" in out(sees_all)
    assert "A0001ZZ" in out(sees_some) and "??C" not in out(sees_some) and "code C" in err(sees_some)
    assert "A0001ZZ" not in out(sees_little)
    assert "Identifiers" in err(sees_little) and "Intelligence reports" in err(sees_little)


def test_a_look_through_the_service_is_logged_as_the_callers(served):
    before = served.last_line()
    answer = served.ask(
        "analyst/everyone@kestrel",
        "POST /v1/commands",
        {"command": "person show", "options": {"number": "3"}},
        headers={"IOM-Purpose": "tasking"},
    )
    served.ended("analyst/everyone@kestrel", answer)
    lines = served.rows(
        "select who, purpose from audit_log where seq > ? and action = 'person.show'",
        before,
    )
    assert lines == [("analyst/everyone@kestrel", "tasking")]


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"run_id": "1; drop"}, "body.options.run_id"),
        ({"run_id": True}, "body.options.run_id"),
        ({"run_id": [1]}, "body.options.run_id"),
        ({}, "body.options.run_id"),
        ({"run_id": 1, "store": "/tmp"}, "body.options"),
        ({"run_id": 1, "user": "another"}, "body.options"),
        ({"run_id": 1, "everyone": False}, "body.options.everyone"),
        ({"run_id": 1, "csv": "/tmp/x.csv"}, "body.options.csv"),
        ({"run_id": 1, "csv": {"name": "x.csv", "base64": "eA=="}}, "body.options.csv"),
    ],
)
def test_options_of_another_kind_are_refused_by_name(served, options, field):
    answer = given(served, "analyst/everyone", "run show", options=options)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("run list x", {}),
        ("init", {}),
        ("serve", {}),
        ("restore", {"backup": "/tmp"}),
        ("demo", {}),
        ("access show", {}),
        ("", {}),
        ("--help", {}),
    ],
)
def test_a_command_that_is_not_offered_is_not_known(served, command, options):
    answer = given(served, "analyst/everyone+administrator/everyone", command, options=options)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["body.command"]


def test_what_looks_like_an_option_is_taken_for_what_it_was_given_as(served):
    for text in ("--store=/tmp", "-h", "--help", "diff", "--yes"):
        told = said(served, "analyst/everyone", "person show", options={"number": text})
        assert told["exit_code"] == 2
        assert text not in str(told["lines"])
    told = said(served, "analyst/everyone", "run show", options={"run_id": 99})
    assert told["exit_code"] == 3 and "99" in err(told)


def test_a_document_is_a_shipped_one_or_sent_and_never_a_path_of_the_service(served):
    for path in ("/etc/passwd", "../access.toml", "access.toml", str(served.store.folder), "."):
        told = said(served, "analyst/everyone", "criteria check", options={"file": path})
        assert told["exit_code"] == 3
        assert "There is no shipped document of that name" in err(told)
        assert path not in str(told["lines"]) or path == "."
    told = said(served, "analyst/everyone", "criteria check", options={"file": "bedfordshire"})
    assert err(told).startswith("bedfordshire.toml, line ")
    told = said(served, "analyst/everyone", "criteria check", options={"file": in_base64("title = 1")})
    assert told["exit_code"] == 3
    assert "file.toml" in err(told)
    assert str(served.store.folder) not in str(told)


def test_files_are_called_what_their_caller_calls_them_and_lie_where_none_can_be_reached(own_served):
    served = own_served()
    before = set(served.store.folder.parent.rglob("*.csv"))
    names = ("../../../etc/x.csv", "/etc/cron.d/x.csv", "C:\\x\\..\\x.csv", "..", "a\nb.csv", "x\0.csv")
    for name in names:
        options = {"run_id": 1, "csv": {"name": name}}
        told = said(served, "analyst/everyone", "run show", options=options)
        assert told["exit_code"] == 0, told
        (made,) = told["files"]
        assert "/" not in made["name"] and "\\" not in made["name"] and made["option"] == "csv"
        assert str(served.store.folder) not in str(told["lines"])
    new = set(served.store.folder.parent.rglob("*.csv")) - before
    assert {one.relative_to(served.store.folder).parts[0] for one in new} == {"incoming"}


def test_a_file_that_a_command_wrote_is_fetched_by_its_caller_alone(served):
    options = {"table": "pathways", "csv": {"name": "mine.csv"}}
    answer = given(served, "analyst/everyone@one", "reference show", options=options)
    job = served.ended("analyst/everyone@one", answer)
    place = f"GET /v1/commands/{job['result']['answer_id']}/files/1"
    fetched = served.ask("analyst/everyone@one", place)
    assert fetched.status_code == 200
    assert b"Accommodation" in fetched.content
    assert served.ask("analyst/everyone@two", place).status_code == 404
    assert served.ask("analyst/everyone@one", place.replace("/1", "/2")).status_code == 404


def test_a_command_given_twice_under_one_key_is_done_once(own_served):
    served = own_served()
    body = {"command": "rights restrict", "options": {"person": "1", "reason": "asked for"}}
    answers = [served.ask("records_officer/everyone", "POST /v1/commands", body, key="once") for _ in "ab"]
    served.ended("records_officer/everyone", answers[0])
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["idempotency-replayed"] == "true"
    assert served.rows("select count(*) from person_restriction") == [(1,)]


def test_a_question_is_asked_and_the_answer_stands_in_no_address(own_served):
    served = own_served()
    options = {"persons": ["6", "7"]}
    told = said(served, "analyst/everyone", "people merge", options=options)
    assert (told["asks"], told["exit_code"], told["lines"]) == ("Reason: ", 0, [])
    assert served.rows("select count(*) from person_decision where reason = 'one and the same'") == [(0,)]
    told = said(served, "analyst/everyone", "people merge", options=options, answers=["one and the same"])
    assert told["asks"] is None and told["exit_code"] == 0
    assert served.rows("select count(*) from person_decision where reason = 'one and the same'") == [(1,)]


def test_an_erasure_through_the_service_goes_on_with_the_new_file_and_lets_every_answer_go(own_served):
    served = own_served()
    shown = given(served, "records_officer/everyone", "person show", options={"number": "1"})
    earlier = served.ended("records_officer/everyone", shown)["result"]["answer_id"]
    # a file that waits to be imported, and work that failed over what was asked for
    sent = served.ask("analyst/everyone", "POST /v1/uploads", content=b"id,noms\r\n1,A0001ZZ\r\n", key=None)
    run = {"criteria": "bedfordshire", "as_at": "2026-10-31", "area": "A0001ZZ House"}
    served.ended("analyst/everyone", served.ask("analyst/everyone", "POST /v1/runs", run))
    options = {"person": "1", "reason": "asked for", "yes": True}
    told = said(served, "records_officer/everyone", "rights erase", options=options)
    assert told["exit_code"] == 0, told
    assert served.ask("records_officer/everyone", f"GET /v1/commands/{earlier}").status_code == 404
    assert served.ask("analyst/everyone", "GET /v1/people/1").status_code == 404
    assert served.ask("analyst/everyone", "GET /v1/people/2").status_code == 200
    content = b"".join(one.read_bytes() for one in served.store.folder.rglob("*") if one.is_file())
    assert b"A0001ZZ" not in content and b"A0002ZZ" in content
    body = {"upload_id": sent.json()["data"]["upload_id"], "mapping_text": "title = 'x'"}
    assert served.ask("analyst/everyone", "POST /v1/imports", body).status_code == 422


def test_a_backup_goes_where_the_service_keeps_them_and_nowhere_else(own_served, tmp_path):
    (tmp_path / "backups").mkdir()
    served = own_served(backups=tmp_path / "backups")
    answer = given(served, "administrator/everyone", "backup", options={"out": {"name": "/tmp/x"}})
    assert answer.status_code == 422
    told = said(served, "administrator/everyone", "backup", options={"keep_days": 30})
    assert told["exit_code"] == 0, told
    (made,) = (tmp_path / "backups").iterdir()
    assert (made / "manifest.json").exists()
    told = said(served, "administrator/everyone", "doctor")
    assert told["exit_code"] == 0, told


def test_files_of_commands_are_gone_when_the_service_ends(told_scheme, tmp_path):
    from tests.api.access.conftest import copied
    from tests.api.access.serving import served_from

    with served_from(copied(told_scheme, tmp_path / "place")) as served:
        options = {"run_id": 1, "csv": {"name": "x.csv"}}
        said(served, "analyst/everyone", "run show", options=options)
        assert list((served.store.folder / "incoming").rglob("*.csv"))
    assert not (tmp_path / "place" / "store" / "incoming").exists()


def test_a_preview_of_an_erasure_and_one_that_is_refused_let_no_answer_go(own_served):
    served = own_served()
    job = served.ended("analyst/everyone", given(served, "analyst/everyone", "coverage"))
    place = f"GET /v1/commands/{job['result']['answer_id']}"
    for options in ({"reason": "asked"}, {"reason": "Ash is the name", "yes": True}):
        told = said(served, "records_officer/everyone", "rights erase", options={"person": "1", **options})
        assert told["exit_code"] == (3 if "yes" in options else 0)
        assert served.ask("analyst/everyone", place).status_code == 200


def test_an_answer_is_kept_for_an_hour_or_until_it_is_let_go(own_served, monkeypatch):
    served = own_served()
    desk = served.app.state.service.desk
    places = []
    for _ in range(2):
        options = {"table": "pathways", "csv": {"name": "x.csv"}}
        job = served.ended(
            "analyst/everyone", given(served, "analyst/everyone", "reference show", options=options)
        )
        places.append(f"/v1/commands/{job['result']['answer_id']}")
    first, second = places
    assert served.ask("auditor/everyone", f"DELETE {first}").status_code == 404
    assert served.ask("analyst/everyone", f"DELETE {first}").json()["data"] == {"command": "reference show"}
    assert served.ask("analyst/everyone", f"GET {first}").status_code == 404
    assert served.ask("analyst/everyone", f"GET {second}/files/1").status_code == 200
    later = desk._clock() + 3601
    monkeypatch.setattr(desk, "_clock", lambda: later)
    assert served.ask("analyst/everyone", f"GET {second}").status_code == 404
    assert list((served.store.folder / "incoming").iterdir()) == []


def test_a_command_with_a_file_that_was_sent_apart_is_answered_again_when_the_file_is_gone(own_served):
    served = own_served()
    sent = served.ask(
        "analyst/everyone",
        "POST /v1/uploads",
        content=world.PEOPLE.encode(),
        headers={"Content-Disposition": 'attachment; filename="people.csv"'},
        key=None,
    ).json()["data"]
    options = {
        "file": {"name": "my people.csv", "upload_id": sent["upload_id"]},
        "mapping": in_base64(world.mapping(world.PEOPLE)),
    }
    body = {"command": "import", "options": options}
    first = served.ask("analyst/everyone", "POST /v1/commands", body, key="once")
    job = served.ended("analyst/everyone", first)
    assert (job["state"], job["result"]["exit_code"]) == ("done", 0)
    again = served.ask("analyst/everyone", "POST /v1/commands", body, key="once")
    assert (again.status_code, again.headers["idempotency-replayed"]) == (202, "true")
    assert again.json() == first.json()
    other = served.ask("analyst/everyone", "POST /v1/commands", body, key="twice")
    assert other.status_code == 422
    assert "upload_id" in other.json()["errors"][0]["field"]


def test_one_caller_has_no_more_than_some_commands_at_work(own_served, monkeypatch):
    served = own_served()
    monkeypatch.setattr("api.commands.MOST_AT_ONCE", 0)
    late = given(served, "analyst/everyone", "coverage")
    assert (late.status_code, late.headers["retry-after"]) == (503, "5")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("O'Brien's export+b.csv", "O'Brien's export+b.csv"),
        ("con.csv", "_con.csv"),
        ("LPT1", "_LPT1"),
        ("a:b*c?.csv", "a_b_c_.csv"),
        ("\u202egnp.csv", "_gnp.csv"),
        ("漢" * 120 + ".csv", "漢" * 38 + ".csv"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_a_file_keeps_its_name_but_for_what_some_system_does_not_take(name, kept):
    assert plain_name(name) == kept
    assert len(plain_name(name).encode()) <= 120


def test_the_file_of_a_store_is_its_owners_alone_after_an_erasure(own_served):
    served = own_served()
    options = {"person": "1", "reason": "asked", "yes": True}
    assert said(served, "records_officer/everyone", "rights erase", options=options)["exit_code"] == 0
    (file,) = served.store.folder.glob("*.duckdb")
    assert file.stat().st_mode & 0o077 == 0


def test_a_fault_in_a_command_is_noted_by_kind_and_place_without_its_text(own_served, monkeypatch):
    served = own_served()
    noted: list[dict[str, object]] = []

    def broken(*_, **__):
        raise ValueError("Kestrelmore")

    monkeypatch.setattr("iom.intake.coverage", broken)
    monkeypatch.setattr("api.jobs.log.error", lambda event, **about: noted.append({"event": event, **about}))
    job = served.ended("analyst/everyone", given(served, "analyst/everyone", "coverage"))
    assert (job["state"], job["problem"]) == ("failed", "A fault in the service (ValueError).")
    (fault,) = noted
    assert (fault["event"], fault["kind"], fault["job"]) == ("fault", "ValueError", "command coverage")
    assert "broken" in str(fault["where"])
    assert "Kestrelmore" not in str(noted)
