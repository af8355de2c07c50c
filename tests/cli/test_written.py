"""Files for people: never over another file, never in a store, told before the work, their owner's alone."""

import sys
from pathlib import Path

import polars as pl
import pytest

from iom.cli import tables, written
from iom.errors import IomError
from iom.settings import settings
from iom.spreadsheet import guarded

COUNTS = "offence_code,count\n28E,3\n"


def test_a_claimed_file_is_written_whole(tmp_path):
    file = written.claim(tmp_path / "list.csv")
    assert not file.exists()
    written.write(file, b"a,b\n")
    assert file.read_bytes() == b"a,b\n"


def test_a_file_that_exists_is_neither_claimed_nor_written_over(tmp_path):
    (tmp_path / "list.csv").write_bytes(b"theirs")
    for attempt in (written.claim, lambda f: written.write(f, b"ours")):
        with pytest.raises(IomError, match="exists already"):
            attempt(tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_bytes() == b"theirs"


def test_a_missing_folder_is_told_with_the_remedy(tmp_path):
    with pytest.raises(IomError, match="Make it first"):
        written.claim(tmp_path / "none" / "list.csv")


def test_nothing_is_written_into_a_store_its_keys_or_a_folder_kept_apart(tmp_path):
    (tmp_path / "s" / "exchange").mkdir(parents=True)
    (tmp_path / "s" / "store.duckdb").write_bytes(b"")
    for file, apart in (
        (tmp_path / "s" / "exchange" / "list.csv", ()),
        (settings().keys / "list.csv", ()),
        (tmp_path / "apart" / ".." / "apart" / "list.csv", (tmp_path / "apart",)),
    ):
        with pytest.raises(IomError, match="another folder"):
            written.claim(file, away_from=apart)


@pytest.mark.parametrize("name", ["out.xlsx", "out.XLS", "out.ods"])
@pytest.mark.parametrize(
    "command",
    [
        ("select", "--criteria", "bedfordshire", "--as-at", "2026-10-31", "--csv"),
        ("run", "show", 1, "--csv"),
        ("severity", "area", "no-such-counts.csv", "--csv"),
        ("quarantine", "export", "--out"),
        ("measures", "--definition", "bedfordshire", "--as-at", "2026-10-31", "--out"),
    ],
)
def test_csv_is_not_written_under_the_name_of_a_spreadsheet(cli, tmp_path, command: tuple, name: str):
    answer = cli(*command, tmp_path / name)
    assert answer.code == 3
    assert f"{name}: what is written is CSV" in answer.err
    assert "Name it out.csv" in answer.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_a_written_file_is_its_owners_alone(tmp_path):
    written.write(tmp_path / "list.csv", b"x")
    assert (tmp_path / "list.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a device that is always full")
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    full = open("/dev/full", "wb", buffering=0)  # noqa: SIM115, PTH123
    monkeypatch.setattr(written.os, "fdopen", lambda *_: full)
    with pytest.raises(IomError, match="No space left"):
        written.write(tmp_path / "list.csv", b"x")
    assert list(tmp_path.iterdir()) == []


def test_the_command_refuses_before_it_reads_its_input(cli, tmp_path):
    (tmp_path / "out.csv").write_bytes(b"theirs")
    answer = cli("severity", "area", tmp_path / "no-such-counts.csv", "--csv", tmp_path / "out.csv")
    assert answer.code == 3
    assert "exists already" in answer.err


def test_an_area_named_like_a_formula_is_not_run(cli, tmp_path):
    (tmp_path / "counts.csv").write_text("area," + COUNTS.replace("28E", "=1+1,28E"), encoding="utf-8")
    answer = cli("severity", "area", tmp_path / "counts.csv", "--csv", tmp_path / "out.csv")
    assert answer.code == 0, answer.err
    assert "\n'=1+1," in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_a_district_named_like_a_formula_is_not_run_from_the_measures():
    frame = pl.DataFrame({"person_id": [1, 2], "district": ["=1+1", None], "change": [-1.5, 2.0]})
    written_as = tables.as_bytes(frame, Path("out.csv")).decode("utf-8-sig")
    assert written_as == "person_id,district,change\n1,'=1+1,-1.5\n2,,2.0\n"


@pytest.mark.parametrize(
    ("cell", "given"), [("=1", "'=1"), ("@x", "'@x"), (None, ""), (-3, -3), ("a=1", "a=1")]
)
def test_only_text_that_begins_like_a_formula_is_changed(cell, given):
    assert guarded(cell) == given
