"""Someone restricted is kept and not shown or considered; lifted, everything is as it was."""

import json

import duckdb
import pytest

from tests.rights.test_erasing import erase, rows

WHY = "accuracy disputed"


@pytest.fixture
def restricted(planted, cli):
    answer = cli("rights", "restrict", 1, "--reason", WHY, "--store", planted)
    assert answer.code == 0, answer.err
    return planted


def test_they_are_not_found_shown_scored_matched_or_exported(restricted, cli, tmp_path):
    for person, found in ((1, []), (2, [2])):
        name = {1: "Zqxvarnholt", 2: "Otherby"}[person]
        answer = cli("person", "find", "--json", "--store", restricted, typed=f"{name}\n")
        assert [one["person"] for one in json.loads(answer.out)] == found
    for command in (("person", 1), ("risk", "show", 1, "--as-at", "2026-10-31")):
        answer = cli(*command, "--store", restricted)
        assert answer.code == 3 and "restricted" in answer.err


def test_a_selection_from_then_on_does_not_consider_them_and_says_so(restricted, cli, tmp_path):
    document = tmp_path / "plain.toml"
    document.write_text(rows(restricted, "select criteria_text from run")[0][0])
    asked = ("select", "--criteria", document, "--as-at", "2026-10-31", "--store", restricted)
    told = json.loads(cli(*asked, "--json").out)
    assert (told["considered"], told["restricted"]) == (2, 1)
    assert "1 restricted person was not considered" in cli("run", "show", 2, "--store", restricted).out
    # lifted since, the published totals are told beside those of now
    assert cli("rights", "lift", 1, "--reason", WHY, "--store", restricted).code == 0
    answer = cli("run", "repeat", 2, "--store", restricted, "--json")
    assert (answer.code, json.loads(answer.out)["reconciles"]) == (0, True)


def test_a_run_from_before_shows_their_place_and_no_reasons(restricted, cli):
    kept = json.loads(cli("run", "show", 1, "--store", restricted, "--json").out)
    (one,) = (one for one in kept["people"] if one["person"] == 1)
    assert one["list"] == "proposed" and one["summary"].startswith("restricted")
    assert (one["points"], one["reasons"], kept["restricted"]) == (None, [], 1)
    answer = cli("run", "explain", 1, 1, "--store", restricted)
    assert answer.code == 3 and "restricted" in answer.err
    assert json.loads(cli("run", "repeat", 1, "--store", restricted, "--json").out)["reconciles"]


def test_what_the_service_kept_of_its_answers_goes_and_that_a_change_was_made_stays(planted, cli):
    kept = (("look", 200, '{":look": true}'), ("change", 201, "{}"), ("work", 202, "{}"))
    with duckdb.connect(str(planted / "store.duckdb")) as opened:
        for key, status, headers in kept:
            opened.execute(
                "insert into served_request values ('ann', ?, 'POST /v1/x', 'digest', ?, ?, encode('Zqx'), "
                "now()::timestamp)",
                [key, status, headers],
            )
        opened.execute(
            "insert into job values "
            "('1', 'import', 'ann', 'selection', now()::timestamp, 'done', null, '{}', null)"
        )
    assert cli("rights", "restrict", 1, "--reason", WHY, "--store", planted).code == 0
    held = rows(planted, "select idempotency_key, status, decode(content) from served_request order by 1")
    assert held == [("change", 0, ""), ("work", 202, "Zqx")]
    assert rows(planted, "select state, result from job") == [("done", None)]


def test_lifted_everything_is_as_it_was(restricted, cli):
    assert cli("rights", "lift", 1, "--reason", WHY, "--store", restricted).code == 0
    assert cli("person", 1, "--store", restricted).code == 0
    assert json.loads(cli("run", "repeat", 1, "--store", restricted, "--json").out)["same"]
    answer = cli("rights", "lift", 1, "--reason", WHY, "--store", restricted)
    assert answer.code == 3 and "not restricted" in answer.err


def test_a_join_spreads_a_restriction_and_does_not_end_it(restricted, cli):
    answer = cli("people", "merge", 1, 2, "--reason", "one", "--despite", "--store", restricted)
    assert answer.code == 0, answer.err
    for person in (1, 2):
        assert cli("person", person, "--store", restricted).code == 3
    assert cli("rights", "restrict", 1, "--reason", WHY, "--store", restricted).code == 3


def test_what_is_held_can_still_be_given_to_them_and_erased(restricted, cli, tmp_path):
    answer = cli("rights", "access", 1, "--out", tmp_path / "held.zip", "--store", restricted)
    assert answer.code == 0, answer.err
    erase(cli, restricted)
    listed = json.loads(cli("rights", "list", "--store", restricted, "--json").out)
    (one,) = listed["restrictions"]
    assert (one["people"], one["reason"]) == ([], "")
    assert one["lifted_at"] is not None


def test_each_change_and_each_list_is_a_line_of_the_log(restricted, cli):
    cli("rights", "list", "--store", restricted)
    lines = json.loads(cli("audit", "show", "--person", 1, "--store", restricted, "--json").out)
    assert [one["action"] for one in lines][-2:] == ["rights.restrict", "rights.show"]
    assert WHY not in str(lines)


def test_of_two_who_were_restricted_while_they_were_one_each_is_lifted_alone(planted, cli):
    assert cli("people", "merge", 1, 2, "--reason", "one", "--despite", "--store", planted).code == 0
    assert cli("rights", "restrict", 1, "--reason", WHY, "--store", planted).code == 0
    assert cli("people", "undo", 1, "--reason", "two", "--store", planted).code == 0

    def listed():
        told = json.loads(cli("rights", "list", "--store", planted, "--json").out)["restrictions"]
        return [(one["people"], one["reason"], one["lifted_at"] is None) for one in told]

    assert listed() == [([1, 2], WHY, True)]
    answer = cli("rights", "lift", 1, "--reason", "right", "--store", planted)
    assert answer.code == 0 and "Person 2, restricted with them, stays restricted" in answer.out
    assert listed() == [([1], WHY, False), ([2], WHY, True)]
    assert [cli("person", one, "--store", planted).code for one in (1, 2)] == [0, 3]
    logged = rows(
        planted,
        "select l.action, p.person_id from audit_log as l join audit_person as p using (seq) "
        "where l.action in ('rights.restrict', 'rights.lift') order by seq",
    )
    assert logged == [("rights.restrict", 1), ("rights.restrict", 2), ("rights.lift", 1)]
    assert cli("rights", "lift", 2, "--reason", "right", "--store", planted).code == 0
    assert cli("person", 2, "--store", planted).code == 0


def test_a_reason_that_concerns_someone_restricted_is_shown_nowhere(planted, cli):
    assert cli("people", "merge", 1, 2, "--reason", "MARKMERGE", "--despite", "--store", planted).code == 0
    assert cli("people", "undo", 1, "--reason", "MARKUNDO", "--store", planted).code == 0
    assert cli("people", "keep-apart", 2, 3, "--reason", "MARKOTHER", "--store", planted).code == 0
    shows = (("people", "decisions"), ("people", "decisions", "--person", 2), ("person", 2))
    for command in shows:
        answer = cli(*command, "--store", planted, "--json")
        assert "MARKUNDO" in answer.out, answer.err
    assert cli("rights", "restrict", 1, "--reason", WHY, "--store", planted).code == 0
    for command in (*shows, ("people", "decisions", "--person", 1)):
        answer = cli(*command, "--store", planted, "--json")
        assert answer.code == 0 and "someone restricted" in answer.out
        assert "MARKMERGE" not in answer.out and "MARKUNDO" not in answer.out
        # that of a decision that does not concern them stays
        assert ("MARKOTHER" in answer.out) == (1 not in command)


def test_someone_restricted_is_not_shown_as_a_match_of_another(planted, cli):
    with duckdb.connect(str(planted / "store.duckdb")) as opened:
        opened.execute(
            "insert into match_proposal select 1, 1, 2, 'the same surname', '', max(known_from), 1, 'open', "
            "null, null, null from subject_person"
        )

    def matches():
        return [
            one["person_id"]
            for one in json.loads(cli("person", 2, "--store", planted, "--json").out)["matches"]
        ]

    assert matches() == [1]
    assert cli("rights", "restrict", 1, "--reason", WHY, "--store", planted).code == 0
    assert matches() == []
