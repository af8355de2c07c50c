"""iom audit: says in words and by its exit code whether the log is whole."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from iom.cli import audit_view, output
from iom.settings import Settings, settings
from iom.store import Actor, audit, open_store
from tests.store.conftest import commanded


@pytest.fixture(scope="session")
def logged_template(tmp_path_factory):
    """A folder with a store whose audit log ends with three looks at it by ann, and its keys."""
    place = tmp_path_factory.mktemp("logged")
    look = ("audit", "show", "--store", place / "store", "--user", "ann", "--purpose", "inspection")
    commanded(place / "keys", ("init", "--store", place / "store"), look, look, look)
    return place


@pytest.fixture
def logged(logged_template, own_copy):
    """Such a store of the test's own."""
    return own_copy(logged_template)


def test_a_whole_log_is_said_to_be_whole(cli, logged):
    answer = cli("audit", "verify", "--store", logged)
    assert answer.code == 0
    assert answer.out.startswith("The audit log is whole: ")


def test_a_broken_log_ends_with_exit_code_5_and_names_the_first_bad_line(cli, logged):
    with duckdb.connect(str(logged / "store.duckdb")) as database:
        database.execute("update audit_log set who = 'bob' where seq = 3")
    answer = cli("audit", "verify", "--store", logged, "--json")
    assert answer.code == 5
    assert json.loads(answer.out)["first_bad_line"] == 3
    assert "Traceback" not in answer.err


def test_a_log_without_its_key_ends_every_logged_command_with_exit_code_5(cli, logged):
    for key in settings().keys.rglob("audit.key"):
        key.unlink()
    assert cli("audit", "verify", "--store", logged).code == 5
    assert cli("audit", "show", "--store", logged).code == 5


def test_findings_are_told_with_exit_code_5_when_the_store_could_not_be_worked_with(cli, logged):
    with duckdb.connect(str(logged / "store.duckdb")) as database:
        database.execute("update store_identity set store_id = 'x'; drop table audit_person")
    answer = cli("audit", "verify", "--store", logged, "--json")
    assert answer.code == 5
    kinds = {finding["kind"] for finding in json.loads(answer.out)["findings"]}
    assert {"identity_missing", "identity_changed", "people_unreadable"} <= kinds


@pytest.mark.parametrize("spoil", [lambda file: file.write_bytes(b"{}"), lambda file: file.mkdir()])
def test_a_spoilt_anchor_is_told_with_exit_code_5(cli, logged, spoil):
    (anchor,) = settings().keys.rglob("anchor.json")
    anchor.unlink()
    spoil(anchor)
    answer = cli("audit", "verify", "--store", logged)
    assert answer.code == 5
    assert "The anchor of the audit log" in answer.out
    assert "fault" not in answer.err


def test_keys_that_are_elsewhere_leave_the_log_unchecked_and_are_expected_where_the_setting_says(
    cli, logged, tmp_path, monkeypatch
):
    monkeypatch.setenv("IOM_KEYS", str(tmp_path / "elsewhere"))
    settings.cache_clear()
    answer = cli("audit", "verify", "--store", logged)
    assert answer.code == 5
    assert "could not be checked" in answer.err
    assert str(tmp_path / "elsewhere") in answer.err
    assert "not as it was written" not in answer.err
    assert "under the anchor" not in answer.out


def test_the_end_of_a_cut_log_is_told_without_a_line_that_is_not_there(cli, logged):
    with duckdb.connect(str(logged / "store.duckdb")) as database:
        database.execute("delete from audit_log where seq = (select max(seq) from audit_log)")
    answer = cli("audit", "verify", "--store", logged)
    assert answer.code == 5
    assert "The log has 3 lines; the first that is bad or missing: 4." in answer.out


def test_lines_after_the_anchor_are_told_of_an_altered_log_too(cli, logged, now, actor):
    (anchor,) = settings().keys.rglob("anchor.json")
    older = anchor.read_bytes()
    cli("audit", "show", "--store", logged)
    anchor.write_bytes(older)
    with duckdb.connect(str(logged / "store.duckdb")) as database:
        database.execute("update audit_log set who = 'bob' where seq = 2")
    told = " ".join(cli("audit", "verify", "--store", logged).out.split())
    assert "The last line is not under the anchor yet: a running service anchors it every few seconds" in told


def test_a_store_put_back_from_an_older_copy_is_warned_of_by_every_command(cli, logged):
    file = logged / "store.duckdb"
    older = file.read_bytes()
    assert cli("audit", "show", "--store", logged).err == ""
    file.write_bytes(older)
    for _ in range(2):
        answer = cli("audit", "show", "--store", logged)
        assert answer.code == 0
        assert answer.err.count("\n") == 1
        assert "iom audit verify" in answer.err


def test_a_log_replaced_by_a_view_is_a_finding_and_no_fault(cli, logged):
    with duckdb.connect(str(logged / "store.duckdb")) as database:
        database.execute("alter table audit_log rename to kept; create view audit_log as from kept")
    answer = cli("audit", "verify", "--store", logged)
    assert answer.code == 5
    assert "audit_log is a view" in answer.out


def test_show_gives_the_last_lines(cli, logged):
    lines = json.loads(cli("audit", "show", "--store", logged, "--last", "2", "--json").out)
    assert len(lines) == 2
    assert lines[1]["line"] == lines[0]["line"] + 1
    assert lines[0]["who"] == "ann"
    assert lines[0]["people"] == 0


def test_looking_at_the_log_is_logged(cli, logged):
    cli("audit", "verify", "--store", logged, "--purpose", "inspection")
    line = json.loads(cli("audit", "show", "--store", logged, "--last", "1", "--json").out)[0]
    assert (line["action"], line["purpose"]) == ("audit.verify", "inspection")


def test_lines_that_speak_of_one_person_are_shown_alone_and_the_look_speaks_of_them_too(
    cli, logged, now, actor
):
    with open_store(logged, settings(), actor, now=now) as store:
        for people in ([7], range(1, 13), [8]):
            audit.look(store, now=now, action="person.find", detail={}, people=people)
    shown = json.loads(cli("audit", "show", "--store", logged, "--person", "7", "--json").out)
    assert [(one["people"], one["person_ids"]) for one in shown] == [(1, [7]), (12, list(range(1, 11)))]
    again = json.loads(cli("audit", "show", "--store", logged, "--person", "7", "--json").out)
    assert [one["action"] for one in again] == ["person.find", "person.find", "audit.show"]
    assert " 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 …" in cli("audit", "show", "--store", logged).out


def test_a_person_that_no_line_speaks_of_has_none(cli, logged):
    assert json.loads(cli("audit", "show", "--store", logged, "--person", "7", "--json").out) == []


@pytest.fixture(scope="session")
def looked_template(logged_template, tmp_path_factory):
    """The same, and after its four lines three looks at people by two users in three days."""
    place = shutil.copytree(logged_template, tmp_path_factory.mktemp("looked") / "made")
    chosen = Settings(keys=place / "keys")
    begun = datetime(2031, 1, 1, tzinfo=UTC)
    with open_store(place / "store", chosen, Actor("ann", "inspection", "test"), now=begun) as store:
        for number, who, action, people in (
            (1, "ann", "person.show", [7]),
            (2, "bob", "person.find", [7, 8]),
            (3, "bob", "run.show", [8]),
        ):
            store.actor = Actor(who, "inspection", "test")
            at = datetime(2031, 1, number, 12, 30, tzinfo=UTC)
            audit.look(store, now=at, action=action, detail={}, people=people)
    return place


@pytest.fixture
def looked(looked_template, own_copy):
    """Such a store of the test's own."""
    return own_copy(looked_template)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["--action", "person.", "--oldest-first"], [5, 6]),
        (["--why", "inspection", "--most", 1], [7]),
        (["--person", 7, "--before", 6], [5]),
        (["--from", "2031-01-01", "--to", "2031-01-02"], [6, 5]),
        (["--from", "2031-01-01T12:30:00", "--to", "2031-01-02T12:29:59"], [5]),
        (["--who", "bob", "--person", 7], [6]),
    ],
)
def test_a_search_gives_the_lines_that_answer_it(cli, looked, asked, found):
    answer = cli("audit", "search", "--store", looked, "--json", *asked)
    assert answer.code == 0
    assert [line["line"] for line in json.loads(answer.out)] == found


def test_a_search_is_logged_with_what_was_asked_by_and_the_person_but_no_word_typed(cli, looked):
    cli("audit", "search", "--store", looked, "--person", "8", "--who", "bob", "--purpose", "inspection")
    (line,) = json.loads(cli("audit", "show", "--store", looked, "--last", "1", "--json").out)
    assert (line["action"], line["purpose"], line["person_ids"]) == ("audit.search", "inspection", [8])
    assert json.loads(line["detail"]) == {"by": ["person_id", "who"], "lines": 2}


def test_a_search_that_finds_nothing_is_logged_and_speaks_of_nobody(cli, looked):
    assert json.loads(cli("audit", "search", "--store", looked, "--person", "9", "--json").out) == []
    (line,) = json.loads(cli("audit", "show", "--store", looked, "--last", "1", "--json").out)
    assert (line["action"], line["people"], json.loads(line["detail"])["lines"]) == ("audit.search", 0, 0)


def test_a_search_in_words_is_the_table_of_the_lines(cli, looked):
    answer = cli("audit", "search", "--store", looked, "--who", "bob")
    assert answer.out.startswith("Audit log, moments in UTC")
    assert "2031-01-03 12:30:00" in answer.out
    assert "ann" not in answer.out


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_a_search_by_what_is_no_moment_is_refused_before_the_store_is_opened(cli, looked, option):
    answer = cli("audit", "search", "--store", looked, option, "soon")
    assert (answer.code, answer.out) == (3, "")
    assert option in answer.err
    (line,) = json.loads(cli("audit", "show", "--store", looked, "--last", "1", "--json").out)
    assert line["action"] == "run.show"


def test_lines_under_no_anchor_yet_are_no_sign_of_a_fault(cli, logged):
    (anchor,) = settings().keys.rglob("anchor.json")
    older = anchor.read_bytes()
    cli("audit", "show", "--store", logged)
    cli("audit", "show", "--store", logged)
    anchor.write_bytes(older)
    answer = cli("audit", "verify", "--store", logged)
    told = " ".join(answer.out.split())
    assert answer.code == 0
    assert "The last 2 lines are not under the anchor yet" in told
    assert "Had lines after them been cut off, this check could not tell." in told
    assert "stopped" not in told


DETAIL = json.dumps(
    {
        "run_id": 3,
        "kept_sha256": "ab" * 32,
        "fields": [*"uvwxyz"],
        "rules": {f"r{number}": number for number in range(7)},
        "expires": None,
    }
)


@pytest.fixture
def on_a_terminal():
    """on_a_terminal(lines, whole): what a terminal of 80 columns shows of lines of the log."""

    def said(lines, *, whole: bool) -> list[str]:
        listener = output.Listener(lambda done, total: None, 80, {}, [], Path())
        token = output.listener.set(listener)
        try:
            audit_view.show(lines, whole=whole)
        finally:
            output.listener.reset(token)
        return [text for _, text in listener.said]

    return said


LINES = [
    audit.Line(120, datetime(2031, 1, 3, 12, 30), "bob", "review", "run.show", DETAIL, 12, range(1, 11)),
    audit.Line(9, datetime(2031, 1, 2, 12, 30), "ann", "review", "person.show", "{}", 1, [7]),
]


def test_a_line_on_a_terminal_is_a_paragraph_with_its_detail_shortened(on_a_terminal):
    told = on_a_terminal(LINES, whole=False)
    assert "120  2031-01-03 12:30:00  bob, review: run.show; 12 people: 1, 2, 3" in told[1]
    text = " ".join(" ".join(told).split())
    assert "run id: 3; kept sha256: abababababab…; fields: u, v, w, x, y and 1 more; rules: r0 0" in text
    assert "expires" not in text
    assert told[-2:] == [
        "  9  2031-01-02 12:30:00  ann, review: person.show; person 7",
        "Details are shortened: --whole shows all of them.",
    ]
    assert max(map(len, told)) <= 80


def test_a_line_on_a_terminal_keeps_all_its_detail_when_asked(on_a_terminal):
    text = " ".join(" ".join(on_a_terminal(LINES, whole=True)).split())
    assert f"kept sha256: {'ab' * 32}; fields: u, v, w, x, y, z; rules: r0 0" in text
    assert "r6 6; expires: none" in text
    assert "shortened" not in text


def test_a_search_that_finds_nothing_says_so(cli, looked):
    answer = cli("audit", "search", "--store", looked, "--person", "9")
    assert answer.out == "No line of the log answers that.\n"
