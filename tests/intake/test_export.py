"""iom quarantine export as typed: its file is its owner's alone, in no store, over nothing, and exact."""

import csv
import json
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from iom.cli import written
from iom.intake import import_file, load_mapping
from iom.settings import settings
from iom.store import Store, open_store

from .conftest import HEAD, PEOPLE, PEOPLE_HEADER

PLAIN = "007,Ashdown,31/02/1991,M,,2,01/02/2020"


@pytest.fixture
def opened(now, actor) -> Callable[..., AbstractContextManager[Store]]:
    """Open the store of a folder."""
    return partial(open_store, settings=settings(), actor=actor, now=now)


@pytest.fixture
def refuse(tmp_path: Path, furnished_folder: Path, now, opened) -> Callable[..., Path]:
    """Make a closed store in which these rows wait in quarantine; give its folder."""

    def made(*rows: str, header: str = PEOPLE_HEADER) -> Path:
        mapping, file = tmp_path / "mapping.toml", tmp_path / "people.csv"
        head = HEAD.format(name="people", system="niche", scope="changes", first="false")
        mapping.write_text(head + PEOPLE, encoding="utf-8")
        file.write_text("\n".join((header, *rows, "")), encoding="utf-8")
        with opened(furnished_folder) as store:
            assert import_file(store, file, load_mapping(mapping), now=now).rows_quarantined == len(rows)
        return furnished_folder

    return made


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_the_file_is_its_owners_alone(cli, refuse, tmp_path):
    answer = cli("quarantine", "export", "--out", tmp_path / "out.csv", "--store", refuse(PLAIN))
    assert answer.code == 0, answer.err
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", ["store", "keys", "taken"])
def test_a_file_in_a_store_among_keys_or_over_another_is_refused_before_the_look(
    cli, refuse, tmp_path, opened, place
):
    folder = refuse(PLAIN)
    (tmp_path / "taken.csv").write_bytes(b"theirs")
    out = {"store": folder / "out.csv", "keys": settings().keys / "out.csv", "taken": tmp_path / "taken.csv"}
    answer = cli("quarantine", "export", "--out", out[place], "--store", folder)
    assert answer.code == 3
    assert (tmp_path / "taken.csv").read_bytes() == b"theirs"
    assert not out["store"].exists()
    assert not out["keys"].exists()
    with opened(folder) as store, store.cursor() as cursor:
        logged = cursor.execute("select action from audit_log").fetchall()
    assert ("quarantine.export",) not in logged
    assert ("import.commit",) in logged


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a device that is always full")
def test_a_full_disk_leaves_no_part_of_the_file(cli, refuse, tmp_path, monkeypatch):
    folder = refuse(PLAIN)
    full = open("/dev/full", "wb", buffering=0)  # noqa: SIM115, PTH123
    monkeypatch.setattr(written, "os", SimpleNamespace(**(vars(os) | {"fdopen": lambda *_: full})))
    answer = cli("quarantine", "export", "--out", tmp_path / "out.csv", "--store", folder)
    assert (answer.code, "No space left" in answer.err) == (3, True)
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("name", ["=1+1", "+44", "-x", "@x", '"\tx"'])
def test_a_value_that_begins_as_a_formula_is_exact_and_told(cli, refuse, tmp_path, name):
    folder = refuse(PLAIN.replace("Ashdown", name))
    answer = cli("quarantine", "export", "--out", tmp_path / "out.csv", "--store", folder)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["surname"] == name.strip('"')
    assert "import the columns as text" in " ".join(answer.out.split())


def test_a_column_that_begins_as_a_formula_is_told(cli, refuse, tmp_path):
    folder = refuse(PLAIN + ",x", header=PEOPLE_HEADER + ",=cmd")
    answer = cli("quarantine", "export", "--out", tmp_path / "out.csv", "--store", folder)
    assert "import the columns as text" in " ".join(answer.out.split())


@pytest.mark.parametrize(("name", "warnings"), [("=1+1", 1), ("A=1", 0)])
def test_other_programs_are_told_of_formulas_too(cli, refuse, tmp_path, name, warnings):
    folder = refuse(PLAIN.replace("Ashdown", name))
    answer = cli("quarantine", "export", "--out", tmp_path / "out.csv", "--store", folder, "--json")
    assert len(json.loads(answer.out)["warnings"]) == warnings
