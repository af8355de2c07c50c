"""iom doctor says of each thing whether it is well, finds what is planted, and shows nothing of a person."""

import json
import os
import re
import shutil
import time
from pathlib import Path

import duckdb
import pytest

from iom.intake import audits
from iom.settings import settings
from iom.store import Actor, data_folder, migrations, open_store, sealing, sql
from tests.store.kept_safe import files_to_import, names_in
from tests.store.test_audits import PLANTED, RUN

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and links are POSIX")


@pytest.fixture
def folder(peopled_template, own_copy):
    """A closed store with 30 people in it."""
    return own_copy(peopled_template(30))


def asked(cli, folder):
    """The exit code, and of each check its state and what it says."""
    answer = cli("doctor", "--store", folder, "--json")
    said = json.loads(answer.out)
    return answer.code, {check["name"]: (check["state"], check["says"]) for check in said["checks"]}


def unwell(found):
    return {name: state for name, (state, _) in found.items() if state != "ok"}


def test_a_store_in_good_order_lacks_a_backup_and_nothing_else(cli, folder, tmp_path):
    assert unwell(asked(cli, folder)[1]) == {"backups": "look"}
    cli("backup", "--store", folder, "--out", tmp_path / "backup")
    began = time.perf_counter()
    code, found = asked(cli, folder)
    assert (code, unwell(found)) == (0, {})
    # the issue asks for well under ten on the demonstration, which is larger; a busy machine is allowed for
    assert time.perf_counter() - began < 30
    file, mapping = files_to_import(tmp_path, 40)
    cli("import", file, "--mapping", mapping, "--store", folder)
    assert "1 change came after it" in asked(cli, folder)[1]["backups"][1]


def test_a_mere_look_is_no_change_since_the_last_backup():
    source = Path(__file__).resolve().parents[2]
    given = [
        text
        for room in ("iom", "api")
        for file in (source / room).rglob("*.py")
        if (text := file.read_text())
    ]
    looks = {one for text in given for one in re.findall(r'audit\.look\([^"]*?action="([^"]+)"', text)}
    assert {"person.show", "person.decisions", "rights.access"} <= looks
    # these are lines beside others of the same transaction, or all that is kept of a trial
    looks |= {
        "request.again",
        "run.diff",
        "run.repeat",
        "risk.export",
        "risk.calibration",
        "risk.recalibration",
    }
    looks |= {"criteria.backtest", "criteria.sensitivity", "measures.export"}
    with duckdb.connect() as opened:
        opened.execute("create table audit_log (seq bigint, action varchar)")
        opened.executemany("insert into audit_log values (1, ?)", [[one] for one in sorted(looks)])
        counted = opened.execute(sql("store/changes_since"), {"lines": 0}).fetchone()
        opened.execute("insert into audit_log values (2, 'rights.lift'), (3, 'import.commit')")
        assert counted == (0,)
        assert opened.execute(sql("store/changes_since"), {"lines": 0}).fetchone() == (2,)


def test_an_import_that_changes_nothing_leaves_the_store_in_good_order(cli, folder, tmp_path):
    file, mapping = files_to_import(tmp_path, 40)
    for _ in range(2):
        assert cli("import", file, "--mapping", mapping, "--store", folder).code == 0
    assert unwell(asked(cli, folder)[1]) == {"backups": "look"}


def test_every_audit_is_asked(cli, folder):
    _, found = asked(cli, folder)
    shipped = {entry.name.removesuffix(".sql") for entry in (data_folder("sql") / "audits").iterdir()}
    assert shipped == {*audits.OF_EACH_TABLE, *audits.OF_THE_STORE}
    assert {name.replace("_", " ") for name in shipped} <= set(found)


@pytest.mark.parametrize(("statements", "audit"), PLANTED.values(), ids=PLANTED.keys())
def test_what_an_audit_finds_is_broken_and_counted(cli, folder, statements, audit):
    with duckdb.connect(str(folder / "store.duckdb")) as database:
        database.execute(statements)
    code, found = asked(cli, folder)
    state, says = found[audit.replace("_", " ")]
    assert (code, state) == (4, "broken")
    assert says.endswith(" rows.")


# What is done to the closed store, and the check that must find it.
HARM = {
    "a table gone": ("drop table held_score_version", "schema"),
    "a column gone": ("alter table import_batch drop column purpose", "schema"),
    "another schema step": ("update schema_migration set sha256 = 'x' where version = 3", "opening"),
    "a newer schema": ("insert into schema_migration values (9999, 'x', 'x', now()::timestamp)", "opening"),
    "a line of the log": ("update audit_log set who = 'bob' where seq = 1", "audit log"),
    "a weight": ("update severity_weight set weight = weight + 1", "reference tables"),
    "the text of a reference table": ("update reference_file set content = 'x'", "reference tables"),
    "derived tables of another import": ("update derived_state set built_batch = 7", "derived tables"),
    "derived tables never made": ("delete from derived_state", "derived tables"),
    "a run that no line of the log tells of": (RUN, "kept runs"),
}


@pytest.mark.parametrize(("statement", "check"), HARM.values(), ids=HARM.keys())
def test_harm_is_found_where_it_was_done(cli, folder, statement, check):
    with duckdb.connect(str(folder / "store.duckdb")) as database:
        database.execute(statement)
    _, found = asked(cli, folder)
    assert found[check][0] in {"broken", "look"}
    assert {"software", "folder", "keys folder", "disk space", "spill folder"} <= set(found)


def test_derived_tables_of_other_software_are_no_fault(cli, folder):
    with duckdb.connect(str(folder / "store.duckdb")) as database:
        database.execute("update derived_state set statements_sha256 = 'another'")
    code, found = asked(cli, folder)
    assert (code, found["derived tables"][0]) == (0, "look")


def test_a_damaged_part_of_the_file_is_met(cli, folder, tmp_path):
    with duckdb.connect(str(folder / "store.duckdb")) as database:
        database.execute("insert into audit_person select 99, hash(range) % 1000000007 from range(400000)")
    file = folder / "store.duckdb"
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 500] = bytes(byte ^ 255 for byte in content[middle : middle + 500])
    file.write_bytes(content)
    code, found = asked(cli, folder)
    assert code == 4
    assert found.get("every value", found.get("opening"))[0] == "broken"


@pytest.mark.parametrize("content", [b"", b"no database", b"\0" * 5000])
def test_a_store_that_cannot_be_opened_is_said_to_be_and_the_rest_is_told(cli, folder, content):
    (folder / "store.duckdb").write_bytes(content)
    code, found = asked(cli, folder)
    assert (code, found["opening"][0]) == (4, "broken")
    assert found["keys folder"][0] == "ok"


def test_a_store_in_use_is_no_broken_one_and_nothing_is_taken_for_left_over(cli, folder, now):
    with open_store(folder, settings(), Actor("bob", "tasking", "import"), now=now):
        (folder / "temp" / "spilled").write_bytes(b"x")
        code, found = asked(cli, folder)
    assert (code, found["opening"][0]) == (4, "look")
    assert "already open" in found["opening"][1]


def test_where_there_is_no_store_nothing_is_made(cli, tmp_path):
    code, found = asked(cli, tmp_path / "nothing")
    assert (code, found["folder"][0]) == (4, "broken")
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("lost", ["audit.key", "anchor.json"])
def test_a_lost_key_or_anchor_is_found_in_the_keys_folder(cli, folder, lost):
    keys = settings().keys
    (sealing.place(keys, sealing.noted_stores(keys, folder)[-1]) / lost).unlink()
    code, found = asked(cli, folder)
    assert (code, found["keys folder"][0], found["audit log"][0]) == (4, "broken", "broken")


@POSIX
def test_a_key_that_others_can_read_is_to_be_looked_at(cli, folder):
    (key,) = settings().keys.rglob("audit.key")
    key.chmod(0o644)
    assert asked(cli, folder)[1]["keys folder"][0] == "look"


@POSIX
def test_a_folder_that_others_can_read_is_to_be_looked_at_once(cli, folder):
    folder.chmod(0o755)
    assert asked(cli, folder)[1]["folder"][0] == "look"
    assert asked(cli, folder)[1]["folder"][0] == "ok"


def test_left_overs_are_told_once_and_gone_when_opening_removes_them(cli, folder):
    for name in ("store.duckdb.restoring", "restore.lock", "exchange/backup.duckdb.making"):
        (folder / name).write_bytes(b"x")
    (folder / "temp" / "spilled").write_bytes(b"x")
    (folder / "incoming" / "1").mkdir(parents=True)
    found = asked(cli, folder)[1]
    assert (found["left-overs"][0], found["spill folder"][0]) == ("look", "look")
    assert asked(cli, folder)[1]["left-overs"][0] == "ok"
    assert names_in(folder) == {"store.duckdb", "exchange", "temp", "temp/spilled"}


def test_nothing_of_a_person_is_shown(cli, folder):
    with duckdb.connect(str(folder / "store.duckdb")) as database:
        database.execute("update subject_name_version set surname = 'Vexley', known_to = known_from")
        database.execute("insert into subject select 999, system, 'KEY-VEXLEY', 1 from subject limit 1")
        database.execute("insert into subject select 998, system, 'KEY-VEXLEY', 1 from subject limit 1")
    answer = cli("doctor", "--store", folder)
    assert answer.code == 4
    assert "VEXLEY" not in (answer.out + answer.err).upper()


def test_a_restored_store_is_well_and_what_was_kept_aside_is_told(cli, folder, tmp_path):
    cli("backup", "--store", folder, "--out", tmp_path / "backup")
    cli("restore", tmp_path / "backup", "--store", folder, "--replace")
    code, found = asked(cli, folder)
    assert (code, unwell(found)) == (0, {"left-overs": "look"})
    (aside,) = folder.glob("before-restore-*")
    shutil.rmtree(aside)
    code, found = asked(cli, folder)
    assert (code, unwell(found)) == (0, {})
    assert found["restored"][0] == "ok"


def test_the_steps_that_ship_are_those_a_sound_store_has(cli, folder):
    steps = [migration.version for migration in migrations.shipped()]
    assert f"Step {steps[-1]} of {steps[-1]}" in asked(cli, folder)[1]["schema"][1]
