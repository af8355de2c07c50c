"""Someone who is erased is in no byte any more; totals and runs reconcile; nothing brings them back."""

import json

import duckdb
import pytest

from iom.settings import settings
from iom.store import erasure_list
from tests.rights.conftest import CRIMES, PLANTED, ROWS, exported, found_in

WHY = "asked for in a letter"


def erase(cli, folder, person=1):
    answer = cli("rights", "erase", person, "--reason", WHY, "--yes", "--store", folder)
    assert answer.code == 0, answer.err
    return answer


def rows(folder, statement):
    with duckdb.connect(str(folder / "store.duckdb"), read_only=True) as opened:
        return opened.execute(statement).fetchall()


def test_planted_words_are_in_the_store_before_an_erasure_and_in_no_byte_after_it(planted, cli):
    assert found_in(planted) == set(PLANTED)
    answer = erase(cli, planted)
    assert found_in(planted) == set()
    assert found_in(settings().keys) == set()
    assert not any(word in answer.out + answer.err for word in PLANTED)
    assert {entry.name for entry in planted.iterdir()} == {"store.duckdb", "exchange", "temp"}


def test_what_lies_in_exchange_and_spill_folder_goes_with_them(planted, cli):
    for place in ("exchange", "temp"):
        (planted / place / "left.bin").write_text(PLANTED[0])
    erase(cli, planted)
    assert found_in(planted) == set()


def test_what_the_service_kept_of_its_answers_goes_with_them(planted, cli):
    with duckdb.connect(str(planted / "store.duckdb")) as opened:
        opened.execute(
            "insert into served_request values ('ann', 'key', 'GET /v1/people/{person_id}', 'digest', 200, "
            "'{}', encode(?), now()::timestamp)",
            [PLANTED[0]],
        )
        opened.execute(
            "insert into job values "
            "('1', 'import', 'ann', 'selection', now()::timestamp, 'done', null, ?, null)",
            [PLANTED[1]],
        )
    assert found_in(planted) == set(PLANTED)
    erase(cli, planted)
    assert found_in(planted) == set()
    assert rows(planted, "select job_id, state, result from job") == [("1", "done", None)]


def test_without_yes_what_would_go_is_shown_and_nothing_goes(planted, cli):
    answer = cli("rights", "erase", 1, "--reason", WHY, "--store", planted, "--json")
    shown = json.loads(answer.out)
    assert (shown["rows"]["subject_name_version"], shown["refused_rows"], shown["runs"]) == (1, 1, [1])
    assert found_in(planted) == set(PLANTED)


def test_the_others_and_the_offence_that_two_of_them_share_stay(planted, cli):
    before = rows(planted, "select * from offence_version where subject_id != 1 order by all")
    erase(cli, planted)
    assert rows(planted, "select * from offence_version order by all") == before
    assert rows(planted, "select reference from offence_reference") == [("C3",)]


def test_a_run_keeps_its_totals_and_the_place_and_says_who_was_erased(planted, cli):
    before = json.loads(cli("run", "show", 1, "--store", planted, "--json").out)
    erase(cli, planted)
    answer = cli("run", "show", 1, "--store", planted, "--json")
    after = json.loads(answer.out)
    assert after["erased"] == 1
    assert after["steps"] == before["steps"]
    listed = {one["person"]: one for one in before["people"]}
    for one in after["people"]:
        if one["person"] == 1:
            assert (one["place"], one["list"]) == (listed[1]["place"], "proposed")
            assert (one["points"], one["reasons"], one["counted"]) == (None, [], [])
            assert one["summary"].startswith("erased on ")
        else:
            assert one == listed[one["person"]]
    assert "1 erased since" in cli("run", "show", 1, "--store", planted).out


def test_a_run_done_again_says_how_many_were_erased_and_adds_up(planted, cli):
    assert cli("run", "repeat", 1, "--store", planted).code == 0
    erase(cli, planted)
    answer = cli("run", "repeat", 1, "--store", planted, "--json")
    told = json.loads(answer.out)
    assert (answer.code, told["same"], told["erased"], told["reconciles"]) == (0, False, 1, True)
    assert [(one["was"], one["now"], one["hidden"]) for one in told["totals"]] == [(3, 2, 1)] * 3


def test_a_run_altered_after_an_erasure_is_still_found_out(planted, cli):
    erase(cli, planted)
    with duckdb.connect(str(planted / "store.duckdb")) as opened:
        opened.execute("update run_person set points = 9 where person_id = 2")
    answer = cli("run", "show", 1, "--store", planted)
    assert answer.code == 4 and "not as it was made" in answer.err


def test_an_erasure_does_not_make_a_run_sound_that_was_altered_before(planted, cli):
    with duckdb.connect(str(planted / "store.duckdb")) as opened:
        opened.execute("update run_person set points = 9 where person_id = 2")
    assert "Runs 1 had been altered" in erase(cli, planted).out.replace("\n", " ")
    assert cli("run", "show", 1, "--store", planted).code == 4
    assert found_in(planted) == set()


def test_nothing_of_them_is_explained_shown_or_compared(planted, cli):
    erase(cli, planted)
    for command in (("run", "explain", 1, 1), ("person", 1), ("rights", "erase", 1, "--reason", WHY)):
        answer = cli(*command, "--store", planted)
        assert answer.code == 3 and "erased" in answer.err
    assert cli("select", "diff", 1, 1, "--store", planted).code == 0


def test_the_doctor_finds_nothing_broken_and_the_log_whole(planted, cli):
    erase(cli, planted)
    assert cli("doctor", "--store", planted).code == 0
    assert cli("audit", "verify", "--store", planted).code == 0


def test_a_later_file_does_not_bring_them_back_nor_leave_a_word_of_theirs(planted, cli, tmp_path):
    erase(cli, planted)
    for what in ("people", "offences"):
        file, mapping = exported(tmp_path / "files", what)
        for _ in range(2):
            answer = cli("import", file, "--mapping", mapping, "--store", planted)
            assert answer.code == 0, answer.err
    assert found_in(planted) == set()
    refused = rows(
        planted,
        "select q.state, q.raw, f.rule from quarantine q join quarantine_failure f using (quarantine_id) "
        "where f.rule = 'erased'",
    )
    # one of people and two of offences: coming again they are the same rows
    assert refused == [("dropped", "{}", "erased")] * 3
    assert rows(planted, "select count(*) from quarantine_key where quarantine_id > 1") == [(0,)]
    assert rows(planted, "select source_key from subject order by 1") == [("K2",), ("K3",)]


def test_of_a_row_cut_short_that_may_be_theirs_no_word_is_kept(planted, cli, tmp_path):
    erase(cli, planted)
    file, mapping = exported(tmp_path / "files", "people", (*ROWS[1:], "KEY-4417-ZQ,Zqxvarnholt"))
    assert cli("import", file, "--mapping", mapping, "--store", planted).code == 0
    assert found_in(planted) == set()


def test_neither_number_is_given_out_again(planted, cli, tmp_path):
    erase(cli, planted, person=3)
    file, mapping = exported(tmp_path / "files", "people", ("K4,Fourthly,06/08/1993,M,,2,01/02/2020",))
    assert cli("import", file, "--mapping", mapping, "--store", planted).code == 0
    given = rows(
        planted, "select subject_id, person_id from subject_person where known_to is null order by 1"
    )
    assert given == [(1, 1), (2, 2), (4, 4)]


@pytest.mark.parametrize("reason", ["  ", "Mr ZQXVARNHOLT asked", "see KEY-4417-ZQ"])
def test_a_reason_that_is_blank_or_names_them_is_refused(planted, cli, reason):
    answer = cli("rights", "erase", 1, "--reason", reason, "--yes", "--store", planted)
    assert answer.code == 3 and "Nothing was erased" in answer.err
    assert found_in(planted) == set(PLANTED)


def test_a_name_in_the_place_of_a_number_is_refused_and_not_repeated(planted, cli):
    answer = cli("rights", "erase", "Zqxvarnholt", "--reason", WHY, "--store", planted)
    assert answer.code == 2 and "Zqxvarnholt" not in answer.out + answer.err


def test_an_import_is_refused_while_the_list_of_erasures_is_gone(planted, cli, tmp_path):
    erase(cli, planted)
    (list_file,) = settings().keys.glob(f"*/{erasure_list.LIST}")
    kept = list_file.read_bytes()
    file, mapping = exported(tmp_path / "files", "people")
    for spoilt in (None, kept.replace(b"hashes", b"hushes"), kept.replace(b'"by": "', b'"by": "x')):
        list_file.unlink(missing_ok=True)
        if spoilt:
            list_file.write_bytes(spoilt)
        answer = cli("import", file, "--mapping", mapping, "--store", planted)
        assert answer.code == 5 and "list of erasures" in answer.err.replace("\n", " ")
        assert cli("run", "list", "--store", planted).code == 0


def test_a_store_kept_aside_by_a_restore_is_to_go_first(planted, cli):
    (planted / "before-restore-20261101-000000").mkdir()
    answer = cli("rights", "erase", 1, "--reason", WHY, "--yes", "--store", planted)
    assert answer.code == 3 and "before-restore" in answer.err


def test_the_words_of_decisions_and_questions_about_them_go(planted, cli):
    why = f"{PLANTED[0]} is both"
    assert cli("people", "merge", 1, 2, "--reason", why, "--despite", "--store", planted).code == 0
    assert rows(planted, "select reason from person_decision") == [(why,)]
    erase(cli, planted)
    assert rows(planted, "select reason from person_decision") == [("",)]
    assert found_in(planted) == set()
    assert "erased" in cli("people", "undo", 1, "--reason", "x", "--store", planted).err
    assert len(CRIMES) == 4


def test_the_words_of_decisions_about_them_go_also_where_they_were_written_for_others(planted, cli):
    """Of everything that was decided while the person was joined with another, and of taking them apart."""
    decided = (
        ("merge", 1, 2, "--despite", "--reason", "MARKMERGE"),
        ("undo", 1, "--reason", "MARKUNDO"),
        ("merge", 1, 2, "--despite", "--reason", "MARKAGAIN"),
        ("keep-apart", 1, 3, "--reason", "MARKTHIRD"),
        # from here on the planted person is person 4, and person 1 is the other one
        ("split", 1, "--reason", "MARKSPLIT"),
        ("keep-apart", 4, 3, "--reason", "MARKAPART"),
        ("undo", 6, "--reason", "MARKBACK"),
    )
    for command in decided:
        answer = cli("people", *command, "--store", planted)
        assert answer.code == 0, answer.err
    marks = {command[-1].encode() for command in decided}
    held = (planted / "store.duckdb").read_bytes()
    assert {mark for mark in marks if mark in held} == marks
    assert rows(planted, "select subject_id from subject_person where person_id = 4") == [(1,)]
    erase(cli, planted, person=4)
    held = (planted / "store.duckdb").read_bytes()
    assert {mark for mark in marks if mark in held} == set()
    assert found_in(planted) == set()


def test_a_decision_about_others_alone_keeps_its_words(planted, cli):
    assert cli("people", "merge", 2, 3, "--despite", "--reason", "MARKOTHER", "--store", planted).code == 0
    erase(cli, planted)
    assert rows(planted, "select reason from person_decision") == [("MARKOTHER",)]
    assert ("MARKOTHER",) in rows(planted, "select reason from subject_person")


def test_one_number_of_rows_is_told_of_an_erasure_refused_rows_among_them(planted, cli):
    said = erase(cli, planted).out
    (listed,) = json.loads(cli("rights", "list", "--store", planted, "--json").out)["erasures"]
    assert f"{listed['rows_removed']} rows" in said
    ((line,),) = rows(planted, "select detail from audit_log where action = 'rights.erase'")
    told = json.loads(line)
    assert listed["rows_removed"] == sum(told["rows"].values()) + told["refused_rows"]
    assert told["refused_rows"] == 1
