"""`iom reference list` and `show`: without a store what ships, with one what is in force there."""

import json
from datetime import UTC, datetime

import pytest

from iom import reference
from iom.cli.main import main
from iom.reference.set_in_force import fingerprint, shipped_set
from iom.settings import settings
from iom.store import open_store

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path, actor):
    """A store with its reference set, closed."""
    with open_store(tmp_path / "store", settings(), actor, now=NOW, create=True) as opened:
        reference.ensure(opened, NOW)
    return tmp_path / "store"


def test_every_table_is_listed_with_unit_vintage_licence_and_standing(capsys):
    assert main(["reference", "list", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["fingerprint"] == fingerprint(shipped_set())
    assert [row["id"] for row in answer["tables"]] == list(reference.registry().entries)
    for row in answer["tables"]:
        assert row["rows"] > 0
        assert all(row[fact] for fact in ("unit", "vintage", "licence", "standing"))


def test_the_list_for_people_names_the_fingerprint(capsys):
    assert main(["reference", "list"]) == 0
    printed = capsys.readouterr().out
    assert "ons_css_weights" in printed
    assert fingerprint(shipped_set()) in printed


def test_show_gives_facts_and_only_rows_that_hold_the_text(capsys):
    assert main(["reference", "show", "class_decisions", "--find", "19j"]) == 0
    printed = capsys.readouterr().out
    assert "standing: our own choice" in printed
    assert "019/08" in printed
    assert "005/01" not in printed


def test_show_says_that_no_row_holds_a_text(capsys):
    assert main(["reference", "show", "class_decisions", "--find", "zzz"]) == 0
    assert "\nNo row holds that text.\n" in capsys.readouterr().out
    assert main(["reference", "show", "class_decisions", "--find", "19j"]) == 0
    assert "No row holds" not in capsys.readouterr().out


def test_show_says_how_many_rows_it_left_out(capsys):
    assert main(["reference", "show", "cjs_offence_codes", "--rows", "3"]) == 0
    assert "3 of 14489 rows" in capsys.readouterr().out


def test_an_unknown_table_is_a_users_mistake(capsys):
    assert main(["reference", "show", "cjs_codes"]) == 3
    assert "cjs_offence_codes" in capsys.readouterr().err


def test_with_a_store_the_set_in_force_is_shown(folder, capsys):
    assert main(["reference", "list", "--json", "--store", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["fingerprint"] == fingerprint(shipped_set())
    assert main(["reference", "show", "gdp_deflator", "--store", str(folder), "--find", "2019-20"]) == 0
    assert "In force since 2026-11-01 09:00 UTC, severity vintage 2020" in capsys.readouterr().out
