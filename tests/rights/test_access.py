"""All that is held on one person, of every version, as files to read."""

import csv
import io
import json
import zipfile

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
    told = given(cli, planted, tmp_path / "held.zip")
    assert found_in(tmp_path / "held.zip") == set(PLANTED) - {"VICTIM-ZQ-3"}
    assert told["to_be_reviewed"] == {"Victims of them (pseudonyms)": 1}
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
    assert "offences_12m" not in found["run_measures.csv"] and "Offences 12m" in found["run_measures.csv"]


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
