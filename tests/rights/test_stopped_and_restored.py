"""An erasure that is stopped anywhere is finished by the next command; a restored backup erases again."""

import json
import os
import subprocess
import sys

import pytest

from iom.settings import settings
from iom.store import StoreError, erasure_list, rewriting
from tests.rights.conftest import PLANTED, found_in
from tests.rights.test_erasing import WHY, erase, rows

# Runs the iom command in argv[2:], columns uncompressed; argv[1] names a function, "module.name", where the
# process kills itself: before the function does anything, or after it, where "+" follows.
SCRIPT = """
import os, signal, sys
from pathlib import Path
from iom.cli.main import main
from iom.rights import erasing
from iom.store import audit, connection, copies, erasure_list, lockdown, rewriting
lockdown._CLOSED = (*lockdown._CLOSED, ("force_compression", "uncompressed"))
point = sys.argv[1]
module, name = point.rstrip("+").split(".")
original = getattr(globals()[module], name)
def killed(*given, **named):
    if point.endswith("+"):
        original(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(globals()[module], name, killed)
sys.exit(main(sys.argv[2:]))
"""
POSIX = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
BEFORE_THE_LIST = ["erasure_list.keep"]
# on the list and not committed; committed; copied; put in place; in place and not noted as finished
AFTER_THE_LIST = [
    pytest.param("erasure_list.keep+", marks=pytest.mark.long),
    pytest.param("erasing.complete", marks=pytest.mark.long),
    pytest.param("copies.copy_of+", marks=pytest.mark.long),
    "rewriting._empty_beside",
    pytest.param("erasure_list.finish", marks=pytest.mark.long),
]


def killed(folder, point):
    command = ("rights", "erase", 1, "--reason", WHY, "--yes", "--store", folder)
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, point, *map(str, command)], capture_output=True, check=False
    )
    assert ended.returncode == -9, ended.stderr


@POSIX
@pytest.mark.long
@pytest.mark.parametrize("point", BEFORE_THE_LIST)
def test_killed_before_it_is_on_the_list_nothing_was_erased(planted, cli, point):
    killed(planted, point)
    assert cli("person", 1, "--store", planted).code == 0
    assert found_in(planted) == set(PLANTED)


@POSIX
@pytest.mark.parametrize("point", AFTER_THE_LIST)
def test_killed_after_it_is_on_the_list_the_next_command_finishes_it(planted, cli, point):
    killed(planted, point)
    # they only inspect
    for command in (("doctor",), ("audit", "verify")):
        answer = cli(*command, "--store", planted)
        assert (answer.code, "1 stopped: someone" in answer.out + answer.err) == (0, True)
    answer = cli("run", "list", "--store", planted)
    assert (answer.code, "finished now" in answer.err) == (0, True)
    assert found_in(planted) == set()
    assert "erased" in cli("person", 1, "--store", planted).err
    assert len(rows(planted, "select erasure_id from erasure")) == 1
    assert {entry.name for entry in planted.iterdir()} == {"store.duckdb", "exchange", "temp"}
    assert cli("run", "list", "--store", planted).err == ""
    assert cli("doctor", "--store", planted).code == 0


def test_where_the_file_cannot_be_written_anew_they_are_gone_all_the_same_and_it_is_tried_again(
    planted, cli, monkeypatch
):
    def full(*_):
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(rewriting, "_refuse_without_room", full)
        answer = cli("rights", "erase", 1, "--reason", WHY, "--yes", "--store", planted)
        assert answer.code == 4 and "next command tries again" in answer.err.replace("\n", " ")
        answer = cli("person", 1, "--store", planted)
        assert "erased" in answer.err
        # why the search is worth something: a DELETE leaves the bytes
        assert found_in(planted) & set(PLANTED)
    assert cli("run", "list", "--store", planted).code == 0
    assert found_in(planted) == set()


def test_a_restored_backup_erases_again_before_it_is_a_store(planted, cli, tmp_path):
    assert cli("backup", "--out", tmp_path / "backup", "--store", planted).code == 0
    assert found_in(tmp_path / "backup") == set(PLANTED)
    erase(cli, planted)
    new = tmp_path / "new"
    answer = cli("restore", tmp_path / "backup", "--store", new, "--json")
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["erased_again"] > 0
    assert found_in(new) == set()
    assert rows(new, "select erasure_id, replayed from erasure") == [(1, True)]
    assert "erased" in cli("person", 1, "--store", new).err
    assert json.loads(cli("run", "repeat", 1, "--store", new, "--json").out)["reconciles"]
    for command in (("audit", "verify"), ("doctor",)):
        assert cli(*command, "--store", new).code == 0


def test_a_backup_of_a_restored_store_knows_whom_the_first_store_erased(planted, cli, tmp_path):
    assert cli("backup", "--out", tmp_path / "backup", "--store", planted).code == 0
    assert cli("restore", tmp_path / "backup", "--store", tmp_path / "second").code == 0
    erase(cli, tmp_path / "second")
    # the older backup is of the first store, and the erasure was in the second
    assert cli("restore", tmp_path / "backup", "--store", tmp_path / "third").code == 0
    assert found_in(tmp_path / "third") == set()


def test_a_backup_from_after_an_erasure_restores_without_erasing(planted, cli, tmp_path):
    erase(cli, planted)
    assert cli("backup", "--out", tmp_path / "backup", "--store", planted).code == 0
    answer = cli("restore", tmp_path / "backup", "--store", tmp_path / "new", "--json")
    assert json.loads(answer.out)["erased_again"] == 0
    (folder,) = {file.parent for file in settings().keys.glob(f"*/{erasure_list.LIST}")} - {
        settings().keys / row[0] for row in rows(planted, "select store_id from store_identity")
    }
    assert len(json.loads((folder / erasure_list.LIST).read_text())["erasures"]) == 1
