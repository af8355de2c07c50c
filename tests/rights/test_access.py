"""All that is held on one person, of every version, as files to read."""

import csv
import io
import json
import re
import sys
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

import api
import iom
from iom.rights.access import Access, Table
from iom.rights.access_files import files
from iom.rights.access_words import ACTIONS, TITLES, measure, told
from iom.rights.subjects import NUMBERS
from iom.store.derived import RELATIONS
from tests.rights.conftest import PLANTED, exported, found_in
from tests.rights.test_erasing import rows


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


def test_what_selections_made_of_intelligence_is_left_out_too(planted):
    from iom.rights.access import _intelligence_measures, _speaks_of_it
    from tests.selection.conftest import PLAIN

    counting = '[[measure]]\nname = "seen_3m"\nwhat = "intelligence"\nmonths = 3\n[[eligibility]]'
    assert _intelligence_measures(PLAIN.replace("[[eligibility]]", counting, 1)) == {"seen_3m"}
    assert _speaks_of_it((1, "one intelligence report graded B2")) and not _speaks_of_it((1, "9 offences"))


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
