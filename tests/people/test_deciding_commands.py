"""`iom people`, as typed: evidence side by side, decisions with their reasons, undone by others."""

import json
from datetime import UTC, date, datetime

import pytest

from iom.store import derived
from tests.people.given import imported

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WHO = ("--user", "coordinator", "--purpose", "data-quality")
BORN = {"sex": "male", "birth_date": date(1990, 5, 1)}


def five_told(store):
    with imported(store, datetime(2026, 1, 10)) as batch:
        batch.subject("niche:1", pnc="0000/0000001A", name="VEXLEY, Bram", **BORN)
        batch.subject("ndelius:1", crn="Z900001", name="Vexley, Bram Otto", **BORN)
        batch.put("home_area_version", "niche:1", area="E05009999", district="Northam")
        batch.subject("niche:3", pnc="0000/0000003C", cro="900003/00C", name="QUIST, Ann")
        batch.subject("pnc:4", pnc="0000/0000004D", cro="900003/00C", name="QUIST, Ann")
        batch.subject("niche:5", noms="Z9005ZZ")
        batch.subject("ndelius:5", noms="Z9005ZZ")
    with store.transaction() as cursor:
        derived.rebuild(cursor)


@pytest.fixture
def folder(told_template, own_copy):
    """Persons 1 and 2, namesakes; 3 and 4, who contradict each other; 5, of two systems."""
    return own_copy(told_template(five_told))


@pytest.fixture
def run(cli, folder):
    return lambda *words, typed="": cli("people", *words, "--store", folder, *WHO, typed=typed)


@pytest.fixture
def lines(cli, folder):
    """The audit log's lines about people: action, detail, people."""

    def read():
        answer = cli("audit", "show", "--store", folder, "--json", *WHO)
        return [one for one in json.loads(answer.out) if one["action"].startswith("person.")]

    return read


def test_pairs_are_shown_with_what_agrees_and_what_differs(run):
    answer = json.loads(run("matches", "--json").out)
    # those that share a strong identifier come first
    pairs = {(pair["low_person_id"], pair["high_person_id"]): pair for pair in answer["pairs"]}
    assert list(pairs) == [(3, 4), (1, 2)]
    verdicts = {one["what"]: one["verdict"] for one in pairs[1, 2]["evidence"]}
    assert verdicts == {
        "name": "differs",
        "birth date": "agrees",
        "sex": "agrees",
        "pnc_id": "one side only",
        "probation_crn": "one side only",
        "home": "one side only",
        "record": "beside",
    }
    assert pairs[1, 2]["against"] == []
    assert pairs[3, 4]["against"] == ["different PNC IDs"]
    told = {one["what"]: one for one in pairs[3, 4]["evidence"]}
    assert told["pnc_id"]["verdict"] == "differs"
    assert told["cro_number"]["low"] == [{"value": "900003/00C", "systems": ["niche"]}]


def test_the_evidence_is_put_side_by_side_for_people(run):
    printed = run("matches", "2").out
    assert "Persons 1 and 2: the same surname, birth date and sex; nothing contradicts it" in printed
    assert "QUIST" not in printed
    (home,) = [line for line in printed.splitlines() if line.startswith("home")]
    assert home.split() == ["home", "E05009999,", "Northam", "(niche)", "one", "side", "only"]


def test_a_look_at_pairs_is_logged_with_everyone_in_them_and_no_value(run, lines):
    run("matches")
    (line,) = lines()
    assert (line["action"], sorted(line["person_ids"])) == ("person.matches", [1, 2, 3, 4])
    assert "VEXLEY" not in line["detail"].upper()


def test_a_merge_of_people_whom_nothing_links_says_so(run):
    answer = run("merge", "1", "5", "--reason", "told on the phone")
    assert answer.code == 0
    assert (
        "Nothing that is held links persons 1 and 5 with one another: no identifier in common" in answer.out
    )
    # 3 and 4 share an identifier, 2 nothing with them
    answer = run("merge", "3", "4", "2", "--despite", "--reason", "the court's list has them as one")
    assert "links person 2 with the others" in answer.out


def test_a_merge_is_kept_with_who_when_and_why_and_the_page_says_so(run, cli, folder):
    answer = run("merge", "2", "1", "--reason", "the same face")
    assert (answer.code, answer.out) == (0, "Person 2 is now person 1.\n")
    (decision,) = json.loads(run("decisions", "--json").out)
    assert (decision["kind"], decision["by_user"], decision["reason"]) == (
        "merge", "coordinator", "the same face"
    )  # fmt: skip
    page = cli("person", "1", "--store", folder, *WHO).out
    assert "Decisions that made the person so" in page
    assert "persons 1 and 2 made one" in page
    known = json.loads(cli("person", "1", "--store", folder, "--json", *WHO).out)["subjects"]
    assert [(one["system"], one["source_key"], one["subject_id"], one["decided_by"]) for one in known] == [
        ("ndelius", "1", 2, "coordinator"), ("niche", "1", 1, "identifier rule")
    ]  # fmt: skip


def test_a_number_that_was_merged_away_is_answered_with_the_one_that_it_is_now(run, cli, folder):
    run("merge", "1", "2", "--reason", "the same face")
    for answer in (
        run("merge", "2", "5", "--reason", "x"),
        run("keep-apart", "2", "5", "--reason", "x"),
        run("matches", "2"),
        cli("person", "2", "--store", folder, *WHO),
    ):
        assert answer.code == 3
        assert "Person 2 is now person 1" in answer.err


def test_a_reason_is_needed_and_reaches_no_log(run, lines):
    assert run("merge", "1", "2", typed="\n").code == 3
    assert "Say why" in run("merge", "1", "2", "--reason", " ").err
    assert run("merge", "1", "2", typed="Bram told me himself\n").code == 0
    assert "Bram told me himself" in run("decisions").out
    assert "Bram" not in json.dumps(lines())


def test_persons_who_contradict_each_other_are_made_one_only_despite_it(run):
    answer = run("merge", "3", "4", "--reason", "x")
    assert answer.code == 3
    assert "persons 3 and 4: different PNC IDs: nothing was merged" in answer.err
    assert run("merge", "3", "4", "--despite", "--reason", "the PNC holds her twice").code == 0
    assert "persons 3 and 4 made one, despite persons 3 and 4: different PNC IDs" in run("decisions").out


def test_kept_apart_is_an_answer_and_needs_despite_to_be_overruled(run):
    assert run("keep-apart", "1", "2", "--reason", "brothers").code == 0
    assert json.loads(run("matches", "1", "--json").out)["pairs"] == []
    assert "kept apart by a decision already" in run("keep-apart", "2", "1", "--reason", "again").err
    assert "kept apart by a decision: nothing was merged" in run("merge", "1", "2", "--reason", "x").err


def test_the_page_no_longer_asks_what_was_decided_and_does_as_known_before(run, cli, folder):
    page = lambda *words: json.loads(cli("person", "1", "--store", folder, "--json", *words, *WHO).out)  # noqa: E731
    assert [one["person_id"] for one in page()["matches"]] == [2]
    run("keep-apart", "1", "2", "--reason", "brothers")
    assert page()["matches"] == []
    assert [one["kind"] for one in page()["decisions"]] == ["keep_apart"]
    earlier = page("--known-at", "2026-02-01")
    assert [one["person_id"] for one in earlier["matches"]] == [2]
    assert earlier["decisions"] == []


def test_a_split_takes_subjects_by_number_and_an_undoing_puts_them_back(run, cli, folder):
    assert run("split", "6", "--reason", "another man").out == (
        "Subject 6 is now person 6, kept apart from the former.\n"
    )
    assert run("undo", "1", "--reason", "the same man after all").code == 0
    assert "Person 6 is now person 5" in cli("person", "6", "--store", folder, *WHO).err
    printed = run("decisions", "--person", "5").out
    assert "decision 1 undone" in printed
    assert "persons 5 and 6 taken apart: subject 6; undone by decision 2" in printed


def test_an_undoing_gives_back_the_number_and_asks_again_and_says_what_keeps_nobody_apart(run, cli, folder):
    run("merge", "1", "2", "--reason", "the same face")
    answer = run("undo", "1", "--reason", "not the same")
    assert "Decision 1 is undone: it concerned persons 1 and 2. Nothing new keeps them apart" in answer.out
    assert cli("person", "2", "--store", folder, *WHO).code == 0
    assert len(json.loads(run("matches", "2", "--json").out)["pairs"]) == 1


def test_what_was_overtaken_or_undone_cannot_be_undone_and_the_later_one_is_named(run):
    run("merge", "1", "2", "--reason", "the same face")
    run("merge", "1", "5", "--reason", "and this one")
    assert "Decision 2, a merge, came later and speaks of the same subjects" in run(
        "undo", "1", "--reason", "x"
    ).err  # fmt: skip
    run("undo", "2", "--reason", "x")
    assert "Decision 2 was undone by decision 3 already" in run("undo", "2", "--reason", "x").err
    assert run("undo", "1", "--reason", "x").code == 0
    assert "There is no decision 9" in run("undo", "9", "--reason", "x").err


@pytest.mark.parametrize(
    "words",
    [
        ["merge", "1", "Vexley"],
        ["merge", "Vexley"],
        ["split", "Vexley"],
        ["undo", "Vexley"],
        ["matches", "Vexley"],
        ["matches", "1", "Vexley"],
        ["decisions", "--person", "Vexley"],
        ["Vexley"],
        ["merge", "--Vexley", "1", "2"],
    ],
)
def test_a_name_in_place_of_a_number_is_refused_without_repeating_it(run, words):
    answer = run(*words)
    assert answer.code == 2
    assert "Vexley" not in answer.err + answer.out


def test_one_person_is_no_merge(run):
    assert "takes two persons" in run("keep-apart", "1", "--reason", "x").err
    assert "needs two persons or more" in run("merge", "1", "1", "--reason", "x").err
    assert "There is no person 99" in run("merge", "1", "99", "--reason", "x").err
