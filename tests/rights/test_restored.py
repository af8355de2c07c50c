"""A restore undoes no erasure and no restriction unseen: it does them again, refuses or says so."""

import json
import shutil

import pytest

from iom.settings import settings
from iom.store import erasure_list
from tests.rights.conftest import PLANTED, found_in, load
from tests.rights.test_erasing import erase, rows

WHY = "accuracy disputed"


@pytest.fixture
def backup(planted, cli, tmp_path):
    assert cli("backup", "--out", tmp_path / "backup", "--store", planted).code == 0
    return tmp_path / "backup"


def words(answer):
    return " ".join((answer.out + answer.err).split())


def lists():
    return list(settings().keys.glob(f"*/{erasure_list.LIST}"))


def without_lists():
    for file in lists():
        file.unlink()


def test_without_the_list_a_store_that_erased_people_is_not_replaced_by_one_that_holds_them(
    planted, cli, backup
):
    erase(cli, planted)
    kept = {file: file.read_bytes() for file in lists()}
    without_lists()
    before = (planted / "store.duckdb").read_bytes()
    answer = cli("restore", backup, "--store", planted, "--replace")
    assert answer.code == 5
    assert "People were erased from the store that is there" in words(answer)
    assert "Put each erasures.json back" in words(answer)
    assert (planted / "store.duckdb").read_bytes() == before
    for file, content in kept.items():
        file.write_bytes(content)
    assert cli("restore", backup, "--store", planted, "--replace").code == 0
    assert "erased" in cli("person", 1, "--store", planted).err


def test_with_an_older_list_it_is_refused_too(planted, cli, backup):
    erase(cli, planted, 2)
    (file,) = lists()
    older = file.read_bytes()
    erase(cli, planted, 1)
    file.write_bytes(older)
    answer = cli("restore", backup, "--store", planted, "--replace")
    assert (answer.code, "lacks 1 of them" in words(answer)) == (5, True)


def test_a_backup_that_knows_of_an_erasure_is_not_restored_without_the_list(planted, cli, tmp_path):
    erase(cli, planted)
    assert cli("backup", "--out", tmp_path / "backup", "--store", planted).code == 0
    without_lists()
    new, keys = tmp_path / "new", {one.name for one in settings().keys.iterdir()}
    answer = cli("restore", tmp_path / "backup", "--store", new)
    assert (answer.code, "People were erased from the backup" in words(answer)) == (5, True)
    assert not new.exists()
    assert {one.name for one in settings().keys.iterdir()} == keys


def test_where_nothing_can_tell_it_is_said_that_erasures_may_not_be_known(planted, cli, backup, tmp_path):
    erase(cli, planted)
    known = words(cli("restore", backup, "--store", tmp_path / "known"))
    assert "from the list in the keys folder alone. Its last is of" in known
    without_lists()
    shutil.rmtree(tmp_path / "known")
    answer = cli("restore", backup, "--store", tmp_path / "new")
    assert answer.code == 0
    assert "from the list in the keys folder alone. There is none: whoever was erased" in words(answer)
    assert found_in(tmp_path / "new") == set(PLANTED)


def test_whoever_was_restricted_in_the_store_that_is_replaced_is_restricted_again(planted, cli, backup):
    assert cli("rights", "restrict", 2, "--reason", WHY, "--store", planted).code == 0
    answer = cli("restore", backup, "--store", planted, "--replace")
    assert answer.code == 0, answer.err
    assert "Restricted again, as in the store that was here: person 2." in words(answer)
    assert "keys folder alone" not in words(answer)
    assert "restricted" in cli("person", 2, "--store", planted).err
    assert cli("person", 3, "--store", planted).code == 0
    (listed,) = json.loads(cli("rights", "list", "--store", planted, "--json").out)["restrictions"]
    assert (listed["people"], listed["reason"], listed["lifted_at"]) == ([2], WHY, None)
    for command in (("audit", "verify"), ("doctor",)):
        assert cli(*command, "--store", planted).code == 0
    assert cli("rights", "lift", 2, "--reason", WHY, "--store", planted).code == 0
    assert cli("person", 2, "--store", planted).code == 0


def test_whoever_is_restricted_and_not_in_the_backup_is_named_by_number_and_nobody_else_is_restricted(
    planted, cli, backup, actor, now
):
    from tests.opening import opened_once

    with opened_once(planted, actor, now) as store:
        load(store, planted.parent, "people", ("K9,Lately,04/07/1991,M,,2,01/02/2020",), now=now)
    assert cli("rights", "restrict", 4, "--reason", WHY, "--store", planted).code == 0
    told = words(cli("restore", backup, "--store", planted, "--replace"))
    assert "with records that are not in the backup: person 4 there." in told
    assert "Restricted again" not in told
    assert rows(planted, "select * from restricted_subject") == []


def test_what_was_restricted_and_decided_since_is_said_to_be_made_again_by_every_restore(
    planted, cli, backup, tmp_path
):
    assert cli("rights", "restrict", 2, "--reason", WHY, "--store", planted).code == 0
    told = words(cli("restore", backup, "--store", tmp_path / "beside"))
    assert "Restrictions, their liftings and decisions about people made after the backup" in told
    assert cli("person", 2, "--store", tmp_path / "beside").code == 0
