"""All that is held on one person, of every version, as files to read."""

import csv
import io
import json
import re
import sys
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

import api
import iom
from iom.reports.risk_words import NOT_A_FORECAST
from iom.rights.access import Access, Table
from iom.rights.access_files import files
from iom.rights.access_words import ACTIONS, NOTES, TITLES, measure, told
from iom.rights.held_back import OfRun
from iom.rights.subjects import NUMBERS
from iom.risk import ScoreGap
from iom.selection.reasons_json import reasons_as_json
from iom.selection.words import Reason, Reasons
from iom.store import StoreError
from iom.store.derived import RELATIONS
from tests.intake.conftest import OFFENCES_HEADER
from tests.rights.conftest import PLANTED, exported, found_in
from tests.rights.test_erasing import rows
from tests.selection.conftest import PLAIN


def given(cli, folder, out, *more):
    answer = cli("rights", "access", 1, "--out", out, "--store", folder, "--json", *more)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def tables(out):
    with zipfile.ZipFile(out) as packed:
        return {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}


def test_every_planted_word_but_the_victim_is_given_and_the_victim_when_asked(planted, cli, tmp_path):
    said = given(cli, planted, tmp_path / "held.zip")
    assert found_in(tmp_path / "held.zip") == set(PLANTED) - {"VICTIM-ZQ-3"}
    assert said["to_be_reviewed"] == {"Victims of them (pseudonyms)": 1}
    given(cli, planted, tmp_path / "all", "--with-intelligence")
    assert found_in(tmp_path / "all") == set(PLANTED)


def test_what_selections_made_of_intelligence_is_left_out_whatever_its_measures_are_called():
    rule = 'name = "{0}"\nsays = "{1}"\nwhen = "{2}"\nsource = "local choice"\n'
    document = PLAIN.replace(
        "[[eligibility]]",
        '[[measure]]\nname = "seen_3m"\nwhat = "intelligence"\nmonths = 3\nsays = "recent reports"\n'
        "[[eligibility]]\n" + rule.format("seen", "told of lately", "seen_3m >= 1 and age >= 18")
        + "[[points.band]]\nmeasure = \"seen_3m\"\nfrom = 1\npoints = 2\nsource = \"local choice\"\n"
        "[[eligibility]]",
        1,
    )  # fmt: skip
    of_run = OfRun(document)
    said = Reasons(
        summary="not proposed, 0 points: told of lately",
        reasons=(
            Reason(2, "3 recent reports graded B2", "seen_3m from 1 (local choice)"),
            Reason(1, "one offence in 12 months", "offences_12m from 1 (local choice)"),
            Reason(0, "cohort only: named in intelligence", "offences_12m >= 1 (local choice)"),
        ),
        unknown=("could not be checked: told of lately", "could not be checked: aged 18 or over"),
        counted=(),
    )
    told = [sentence for sentence, why in of_run.reasons(reasons_as_json(said)) if not why]
    assert told == ["one offence in 12 months", "could not be checked: aged 18 or over"]
    assert [of_run.measure(name) for name in ("seen_3m", "seen_3m__top", "offences_12m")] == [
        *["intelligence"] * 2, None
    ]  # fmt: skip
    # whoever lacks an age alone met what else the rule asks
    assert [of_run.near_miss(rule, "they are 17") for rule in range(3)] == ["intelligence", None, None]


REFUSED = (
    "C8,KEY-4417-ZQ,ZQBAD8,04/03/2026,028/03,VICTIM-8,10/03/2026,,note of 8",
    "C9,K2,03/03/2026,04/03/2026,028/03,VICTIM-9,met KEY-4417-ZQ",
)


def refused(cli, planted, tmp_path, *more):
    """Of a file with a column more: its refused rows as given, what is to be reviewed, all that is told."""
    file, mapping = exported(tmp_path / "files", "offences", REFUSED)
    file.write_text(file.read_text().replace(OFFENCES_HEADER, OFFENCES_HEADER + ",note"))
    assert cli("import", file, "--mapping", mapping, "--store", planted).code == 0
    told = given(cli, planted, tmp_path / "held.zip", *more)
    found = tables(tmp_path / "held.zip")
    return (
        list(csv.DictReader(io.StringIO(found["refused.csv"]))),
        told["to_be_reviewed"],
        "".join(found.values()),
    )


def test_of_refused_rows_victims_and_what_may_be_of_others_are_left_out(planted, cli, tmp_path):
    lines, left_out, whole = refused(cli, planted, tmp_path)
    assert "ZQBAD8" in {one["What it said"] for one in lines}
    assert not any(word in whole for word in ("VICTIM-8", "VICTIM-9", "note of 8", "iom_row"))
    assert {title.partition(": ")[2]: rows for title, rows in left_out.items() if "refused" in title} == {
        "victims": 1,
        "columns that are not read as yours": 1,
        "not told apart, so other people may be in it": 1,
    }


def test_a_row_that_was_not_told_apart_is_one_line(planted, cli, tmp_path):
    lines, left_out, _ = refused(cli, planted, tmp_path, "--with-intelligence")
    (line,) = (one for one in lines if "VICTIM-9" in one["What it said"])
    assert (line["Column"], line["What it said"]) == ("The whole row", REFUSED[1].replace(",", ", "))
    assert [one["Refused row"] for one in lines].count(line["Refused row"]) == 1
    assert left_out == {}


def test_nothing_of_anyone_else_is_in_it(planted, cli, tmp_path):
    given(cli, planted, tmp_path / "held.zip", "--with-intelligence")
    whole = "".join(tables(tmp_path / "held.zip").values())
    assert not any(word in whole for word in ("Otherby", "Thirdly", "K2", "K3"))


def test_what_was_replaced_is_in_it_too(planted, cli, tmp_path):
    file, mapping = exported(
        tmp_path / "files", "people", ("KEY-4417-ZQ,Newname,04/07/1991,M,,2,01/02/2020",)
    )
    assert cli("import", file, "--mapping", mapping, "--store", planted).code == 0
    given(cli, planted, tmp_path / "held.zip")
    names = list(csv.DictReader(io.StringIO(tables(tmp_path / "held.zip")["subject_name_version.csv"])))
    ended = {one["Surname"]: bool(one["Replaced or withdrawn (UTC)"]) for one in names}
    assert ended == {PLANTED[0]: True, "Newname": False}


def test_the_page_can_be_read_and_runs_say_why(planted, cli, tmp_path):
    given(cli, planted, tmp_path / "held.zip")
    found = tables(tmp_path / "held.zip")
    assert "<h2>Offences recorded</h2>" in found["index.html"]
    assert "To be reviewed before disclosure" in found["index.html"]
    assert "adopt, only" in found["run_reasons.csv"]
    assert "offences_12m" not in found["run_measures.csv"]
    assert "Offences, within 12 months" in found["run_measures.csv"]


def test_the_page_opens_with_what_is_so_of_what_it_leaves_out(planted, cli, tmp_path):
    given(cli, planted, tmp_path / "held.zip")
    page = tables(tmp_path / "held.zip")["index.html"]
    assert "Everything" not in page
    assert "Below is what this store holds on you, but for what is named next: also what was replaced" in page
    given(cli, planted, tmp_path / "all.zip", "--with-intelligence")
    whole = tables(tmp_path / "all.zip")["index.html"]
    assert "Below is what this store holds on you: also what was replaced" in whole
    assert "not in this copy" not in whole


def test_the_person_is_told_that_software_proposes_and_people_decide_and_what_a_proposal_is(
    planted, cli, tmp_path
):
    given(cli, planted, tmp_path / "held.zip")
    found = tables(tmp_path / "held.zip")
    title, note = f"<h2>{TITLES['runs']}</h2>", f"<p>{NOTES['runs']}</p>"
    assert title + note in found["index.html"]
    assert "It is not a decision about you: people decide" in note and "only suspected" in note
    (run,) = csv.DictReader(io.StringIO(found["runs.csv"]))
    assert run["What the software proposed (people decide)"] == "adopt"
    assert run["List of the selection"] == "proposed to the panel"
    assert told("list", "over_capacity") == "met a rule, but there was no place"


def test_risk_is_told_as_at_the_last_day_that_the_records_cover_and_says_which(
    planted, cli, tmp_path, monkeypatch
):
    asked = []

    def page(*_, as_at, **__):
        asked.append(as_at)
        score = SimpleNamespace(model="ogrs3", missing=())
        return SimpleNamespace(
            says=("About 77 of 100.", NOT_A_FORECAST), worked=SimpleNamespace(scores=(score,))
        )

    monkeypatch.setattr(sys.modules["iom.rights.access"], "risk_page", page)
    monkeypatch.setattr(sys.modules["iom.rights.access"], "last_covered", lambda *_: date(2020, 3, 31))
    given(cli, planted, tmp_path / "held.zip")
    assert asked == [date(2020, 3, 31)]
    shown = tables(tmp_path / "held.zip")["index.html"]
    assert "<li>As at 31 March 2020, the last day on which the records hold what the scores rest on." in shown
    assert f"<li>About 77 of 100.</li><li>{NOT_A_FORECAST}</li>" in shown
    assert shown.count(NOT_A_FORECAST) == 1


def test_what_staff_can_do_about_a_missing_score_is_no_matter_for_the_person(planted, cli, tmp_path):
    gap = f"not known: OGRS3: {ScoreGap('sanction', date(2026, 10, 31), None).says()}"
    said = reasons_as_json(Reasons(summary="adopt, only", reasons=(), unknown=(gap,), counted=()))
    with duckdb.connect(str(planted / "store.duckdb")) as opened:
        opened.execute("update run_person set reasons = ?", [said])
    given(cli, planted, tmp_path / "held.zip")
    found = tables(tmp_path / "held.zip")
    assert "no day before it is covered either" in found["run_reasons.csv"]
    assert not any("Import the file" in text or "earlier date" in text for text in found.values())


def test_a_rule_that_alone_kept_the_person_out_is_told_in_words(planted, cli, tmp_path):
    with duckdb.connect(str(planted / "store.duckdb")) as opened:
        opened.execute("delete from run_near_miss")
        opened.execute(
            "insert into run_near_miss values (1, 0, 1, 1, 'age', 0.05, 'age 17, 1 below the 18 asked')"
        )
    given(cli, planted, tmp_path / "held.zip")
    found = tables(tmp_path / "held.zip")
    (missed,) = csv.DictReader(io.StringIO(found["near_misses.csv"]))
    assert missed["Rule"] == "adult: aged 18 or over"
    assert missed["What was lacking"] == "age 17, 1 below the 18 asked"


def test_the_look_is_logged_and_a_file_that_is_there_is_left(planted, cli, tmp_path):
    given(cli, planted, tmp_path / "held.zip")
    assert rows(planted, "select count(*) from audit_log where action = 'rights.access'") == [(1,)]
    assert cli("rights", "access", 1, "--out", tmp_path / "held.zip", "--store", planted).code == 3
    assert cli("rights", "access", "Zqx", "--out", tmp_path / "x.zip", "--store", planted).code == 2


def test_every_table_that_speaks_of_people_is_looked_at(planted):
    """A table that is added must be thought of: here, and where people are erased."""
    held = rows(
        planted,
        "select distinct table_name from duckdb_columns() where column_name in ('subject_id', 'person_id')",
    )
    known = {
        *RELATIONS, *NUMBERS, "audit_person", "erased_person", "erased_run_person", "person_restriction",
        "run_person", "run_near_miss", "run_considered_1", "subject", "subject_person",
        "offence_status_event",
    }  # fmt: skip
    assert {table for (table,) in held if not table.endswith("_version")} <= known


def test_the_page_of_someone_restricted_says_why_no_risk_is_worked_out(planted, cli, tmp_path):
    assert cli("rights", "restrict", 1, "--reason", "disputed", "--store", planted).code == 0
    given(cli, planted, tmp_path / "held.zip")
    assert (
        "No risk is worked out while the record is restricted" in tables(tmp_path / "held.zip")["index.html"]
    )


def test_a_fault_while_risk_is_worked_out_is_told_and_nothing_is_written(planted, cli, tmp_path, monkeypatch):
    def full(*_given, **_named):
        raise StoreError("The disk is full.")

    monkeypatch.setattr(import_module("iom.rights.access"), "risk_page", full)
    answer = cli("rights", "access", 1, "--out", tmp_path / "held.zip", "--store", planted)
    assert answer.code == 4 and "disk is full" in answer.err
    assert not (tmp_path / "held.zip").exists()


def looks(cli, folder, out, person):
    """The lines of the log that an answer to a person tells."""
    answer = cli("rights", "access", person, "--out", out, "--store", folder)
    assert answer.code == 0, answer.err
    told = csv.DictReader(io.StringIO(tables(out)["looks.csv"]))
    return {int(one["Line of the log"]): one["Action"] for one in told}


def test_a_look_at_a_number_concerns_whom_it_stood_for_then(planted, cli, tmp_path):
    shown = {}

    def look(name, person):
        assert cli("person", person, "--store", planted).code == 0
        ((shown[name],),) = rows(planted, "select max(seq) from audit_log")

    look("the other before", 1)
    look("before", 2)
    assert cli("people", "merge", 1, 2, "--reason", "one", "--despite", "--store", planted).code == 0
    look("joined", 1)
    of_both = looks(cli, planted, tmp_path / "both.zip", 1)
    assert set(shown.values()) <= of_both.keys() and ACTIONS["person.merge"] in of_both.values()
    assert cli("people", "undo", 1, "--reason", "two", "--store", planted).code == 0
    look("the other after", 1)
    look("after", 2)
    of_one = looks(cli, planted, tmp_path / "one.zip", 2)
    assert {name for name, line in shown.items() if line in of_one} == {"before", "joined", "after"}
    merged, undone, taken_in = (ACTIONS[one] for one in ("person.merge", "person.undo", "import.commit"))
    assert {merged, undone, taken_in} <= set(of_one.values())


def test_questions_whether_they_are_somebody_else_are_told_without_who_that_is(planted, cli, tmp_path):
    with duckdb.connect(str(planted / "store.duckdb")) as opened:
        opened.execute(
            "insert into match_proposal select 1, 1, 3, 'the same surname', 'different sex', "
            "max(known_from), 1, 'open', null, null, null from subject_person"
        )
    assert cli("people", "keep-apart", 1, 2, "--reason", "not Otherby", "--store", planted).code == 0
    given(cli, planted, tmp_path / "held.zip")
    told = tables(tmp_path / "held.zip")["questions.csv"]
    one, other = csv.DictReader(io.StringIO(told))
    assert (one["Answer"], other["Answer"]) == ("open", "they are two")
    assert (one["Speaks for"], one["Speaks against"]) == ("the same surname", "different sex")
    # neither the reason, which is with the decision, nor a number
    assert [name for name in one if name not in ("Speaks for", "Speaks against", "Answer")] == [
        *("Question", "Asked at (UTC)", "Decided at (UTC)", "Decided by")
    ]


def test_what_keeps_scores_from_being_worked_out_is_said(planted, cli, tmp_path, monkeypatch):
    dead = SimpleNamespace(says="Dead by the date.")
    scores = tuple(SimpleNamespace(model=model, missing=(dead,)) for model in ("ogrs3", "ogrs3", "arp"))
    page = SimpleNamespace(says=("It is not worked out.",), worked=SimpleNamespace(scores=scores))
    monkeypatch.setattr(sys.modules["iom.rights.access"], "risk_page", lambda *_, **__: page)
    given(cli, planted, tmp_path / "held.zip")
    shown = tables(tmp_path / "held.zip")["index.html"]
    assert "<li>It is not worked out.</li><li>Missing for OGRS3, ARP: Dead by the date.</li>" in shown


def test_looks_are_told_in_words(planted, cli, tmp_path):
    given(cli, planted, tmp_path / "held.zip")
    looks = tables(tmp_path / "held.zip")["looks.csv"]
    assert "a file with records of yours was taken in" in looks
    assert "import.commit" not in looks


def test_every_action_that_is_logged_has_words():
    rooms = (Path(room.__file__).parent for room in (iom, api) if room.__file__)
    logged = {
        name
        for room in rooms
        for file in room.rglob("*.py")
        for name in re.findall(r'\baction="([a-z_]+\.[a-z_]+)"', file.read_text(encoding="utf-8"))
    }
    # these speak of nobody
    assert logged - set(ACTIONS) <= {
        "audit.verify", "backup.begin", "backup.made", "derived.rebuild", "reference.check",
        "reference.put_in_force",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("held__ogrs3_2y", "Score given by others: OGRS3, within 2 years"),
        ("held__ogrs3_2y_days_old", "Score given by others: OGRS3, within 2 years, how many days old"),
        ("risk__history", "Score worked out here: history of sanctions"),
        ("score__ogrs3_2y_from", "Score that was used: OGRS3, within 2 years, where from"),
        ("own__severity_24m", "Severity, within 24 months"),
        ("mappa_level", "MAPPA level"),
    ],
)
def test_what_a_selection_counted_is_called_in_words(name, said):
    assert measure(name) == said


def test_words_of_our_own_are_told_without_underscores_and_no_other():
    assert told("status", "no_further_action") == "no further action"
    assert told("kind", "cro_number") == "CRO number"
    assert told("surname", "a_b") == "a_b"
    assert told("kind", None) is None


def test_a_number_is_written_as_people_write_it():
    values = (Decimal("0E-10"), Decimal("-1.5000000000"), Decimal("0.0000000100"), "=1+1")
    table = Table("measures", "Measures", ("a", "b", "c", "d"), (values,))
    found = dict(files(Access(1, datetime(2026, 11, 23, tzinfo=UTC), (table,), {}, ())))
    assert "<td>0</td><td>-1.5</td><td>0.00000001</td><td>=1+1</td>" in found["index.html"].decode()
    assert found["measures.csv"].decode("utf-8-sig").splitlines()[1] == "0,-1.5,0.00000001,'=1+1"


def test_what_would_be_erased_is_told_by_the_same_titles(planted, cli):
    said = cli("rights", "erase", 1, "--reason", "asked for", "--store", planted).out
    assert TITLES["offence_status_event"] in said
    assert "offence_status_event" not in said
