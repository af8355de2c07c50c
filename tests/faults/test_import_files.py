"""Files that no import can take whole: told in words, nothing loaded that should not be, bounded memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from iom.intake import InputError
from iom.intake.audits import broken_audits
from iom.settings import settings
from iom.store import open_store
from tests.intake.conftest import HEAD, PEOPLE, PEOPLE_HEADER, SOMEONE, Bench, bench, broken, fates
from tests.people.given import bare_reference

__all__ = ["bench"]

# Imports a file into a store under a limit of bytes that a file may have (0: none); says what became of it
# and the most memory that it took, in MB.
IMPORTING = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from iom.intake import InputError, import_file, load_mapping
from iom.settings import settings
from iom.store import Actor, StoreError, open_store
folder, file, mapping = map(Path, sys.argv[1:4])
spare = int(sys.argv[4])
now = datetime(2026, 11, 23, 12, tzinfo=UTC)
document = load_mapping(mapping)
try:
    with open_store(folder, settings(), Actor("ann", "inspection", "import"), now=now) as store:
        if spare:
            most = (folder / "store.duckdb").stat().st_size + spare
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        report = import_file(store, file, document, now=now)
        print("loaded", report.rows_loaded)
except (InputError, StoreError) as error:
    print(type(error).__name__, error)
# a process begins with the peak of the one that started it: Linux says elsewhere what is its own
status = Path("/proc/self/status")
if status.exists():
    print(next(int(line.split()[1]) for line in status.open() if line.startswith("VmHWM")) // 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
POSIX = pytest.mark.skipif(os.name != "posix", reason="modes, limits and the peak of memory are POSIX")
# A value of two thousand million characters, as a quote that nobody closed makes of the rest of an export.
LARGE = 2_000_000_000
# What such an import may take in all. The longest value that the parser takes is 64 million characters, which
# it holds in 4 bytes each while it grows.
MOST_MB = 1_000


def mapping_of(folder: Path) -> Path:
    path = folder / "mapping.toml"
    path.write_text(HEAD.format(name="faults", system="niche", scope="full", first="false") + PEOPLE, "utf-8")
    return path


@pytest.fixture
def folder(tmp_path, now, actor) -> Path:
    """A closed store that holds nobody."""
    with open_store(tmp_path / "s", settings(), actor, now=now, create=True) as store:
        bare_reference(store)
    return tmp_path / "s"


def importing(folder: Path, file: Path, spare: int = 0) -> tuple[str, int]:
    """What an import in a process of its own says, and its peak of memory in MB."""
    command = [
        sys.executable,
        "-c",
        IMPORTING,
        str(folder),
        str(file),
        str(mapping_of(file.parent)),
        str(spare),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    *said, peak = ended.stdout.splitlines()
    return "\n".join(said), int(peak)


def people(path: Path, rows: int, *, bad: int | None = None) -> Path:
    """A file of so many people, one of them born on a day that is none."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(PEOPLE_HEADER + "\n")
        for number in range(rows):
            born = "31/02/1991" if number == bad else "04/07/1991"
            out.write(f"{number:07},Name{number},{born},M,,2,01/02/2020\n")
    return path


def one_of_many_is_refused(bench: Bench, rows: int, bad: int) -> None:
    report = bench.load(PEOPLE, people(bench.folder / "export.csv", rows, bad=bad))
    assert fates(report) == (rows - 1, 0, 0, 1)
    assert broken(report) == [("date_format", "birth_date", (bad + 2,))]
    assert bench.ask("select row_no, line, state from quarantine") == [(bad + 1, bad + 2, "open")]
    assert bench.ask(f"select count(*) from quarantine where raw like '%Name{bad}\"%'") == [(1,)]
    assert bench.ask("select count(*), count(distinct record_key) from subject_version") == [
        (rows - 1, rows - 1)
    ]
    assert broken_audits(bench.store) == {}


def test_one_bad_row_among_many_waits_alone(bench: Bench):
    one_of_many_is_refused(bench, 20_000, 13_370)


@pytest.mark.long
def test_one_bad_row_in_a_million_waits_alone(bench: Bench):
    one_of_many_is_refused(bench, 1_000_000, 700_001)


def test_a_line_that_never_ends_refuses_the_file_in_words(bench: Bench, monkeypatch):
    monkeypatch.setattr("iom.intake.reading.PARSER_LIMIT", 1_000_000)
    path = bench.file(PEOPLE_HEADER, SOMEONE)
    with path.open("ab") as file:
        file.write(b"008," + b"x" * 3_000_000)
    with pytest.raises(InputError, match=r"export\.csv, line 3: the line has more than 1,000,000 characters"):
        bench.load(PEOPLE, path)
    assert bench.ask("select count(*) from subject") == [(0,)]


@POSIX
@pytest.mark.long
@pytest.mark.parametrize(
    ("begins", "repeated", "says"),
    [
        ('008,"Open', "x" * 1000, "a quoted value begins in this row and does not end"),
        ('008,"Open', "some,more,values\n", "a quoted value begins in this row and does not end"),
        ("008,Open", "x" * 1000, "the line has more than"),
    ],
)
def test_a_value_of_2_gb_is_refused_in_bounded_memory(bench: Bench, begins, repeated, says):
    path = bench.folder / "export.csv"
    block = (repeated * (1_000_000 // len(repeated))).encode()
    with path.open("wb") as out:
        out.write(f"{PEOPLE_HEADER}\n{SOMEONE}\n{begins}".encode())
        for _ in range(LARGE // len(block)):
            out.write(block)
    folder = bench.folder / "another"
    with open_store(folder, settings(), bench.store.actor, now=bench.now, create=True) as store:
        bare_reference(store)
    said, peak = importing(folder, path)
    path.unlink()
    assert f"export.csv, line 3: {says}" in said
    assert "Nothing was loaded" in said
    assert peak < MOST_MB
    with open_store(folder, settings(), bench.store.actor, now=bench.now) as store, store.cursor() as cursor:
        assert cursor.execute("select count(*) from subject").fetchone() == (0,)
        assert cursor.execute("select count(*) from import_batch").fetchone() == (0,)


def test_a_folder_is_no_file_to_import(bench: Bench):
    with pytest.raises(InputError, match=r"cannot be read"):
        bench.load(PEOPLE, bench.folder)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the root user may read everything"
)
def test_a_file_that_may_not_be_read_is_named(bench: Bench):
    path = bench.file(PEOPLE_HEADER, SOMEONE)
    path.chmod(0)
    with pytest.raises(InputError, match=r"export\.csv cannot be read: Permission denied"):
        bench.load(PEOPLE, path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", r", line \d+: (a NUL byte|neither UTF-8 nor cp1252)"),
        (bytes(range(256)), r", line \d+: (a NUL byte|neither UTF-8 nor cp1252)"),
        (b"PK\x03\x04\x14\0\x06\0", " is a workbook"),
    ],
)
def test_a_file_that_is_no_text_is_told_from_its_bytes(bench: Bench, content: bytes, told: str):
    path = bench.file(PEOPLE_HEADER, SOMEONE)
    path.write_bytes(content)
    with pytest.raises(InputError, match=rf"export\.csv{told}"):
        bench.load(PEOPLE, path)
    assert bench.ask("select count(*) from import_batch") == [(0,)]


def test_a_disk_that_goes_while_the_file_is_read_loads_nothing(bench: Bench, monkeypatch):
    def gone(*_):
        raise OSError(5, "Input/output error")

    path = bench.file(PEOPLE_HEADER, SOMEONE)
    monkeypatch.setattr("iom.intake.reading.CsvFile._block", gone)
    with pytest.raises(InputError, match=r"export\.csv could not be read to its end: Input/output error"):
        bench.load(PEOPLE, path)
    assert bench.ask("select count(*) from subject") == [(0,)]


@POSIX
@pytest.mark.parametrize("spare", [20_000, pytest.param(400_000, marks=pytest.mark.long)])
def test_a_disk_that_fills_during_an_import_keeps_nothing_of_it_and_the_store_works_on(
    folder, tmp_path, now, actor, spare
):
    path = people(tmp_path / "export.csv", 30_000)
    said, _ = importing(folder, path, spare)
    assert "StoreError The store could not be read or written" in said
    assert "Is the disk full" in said
    for value in ("Name12", "0000012"):
        assert value not in said
    with open_store(folder, settings(), actor, now=now) as store, store.cursor() as cursor:
        for table in ("subject", "subject_version", "import_batch", "quarantine", "source_coverage"):
            assert cursor.execute(f"select count(*) from {table}").fetchone() == (0,), table
    assert importing(folder, path)[0] == "loaded 30000"
    with open_store(folder, settings(), actor, now=now) as store:
        assert broken_audits(store) == {}
