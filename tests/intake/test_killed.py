"""An import killed at any moment is absent or whole: the store opens without half of it, and works on."""

import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from iom.intake import import_file, load_mapping
from iom.intake.audits import broken_audits
from iom.settings import settings
from iom.store import open_store
from tests.people.given import bare_reference

from .conftest import HEAD, PEOPLE, PEOPLE_HEADER

TIMES = 20
ROWS = 4_000
# Says when it begins, when it begins to write records, and when it has committed.
SCRIPT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from iom.intake import import_file, load_mapping, loading
from iom.settings import settings
from iom.store import Actor, open_store
folder, file, mapping = map(Path, sys.argv[1:])
now = datetime(2026, 11, 23, 12, tzinfo=UTC)
document = load_mapping(mapping)
write = loading.write
def told(*given):
    print("writing", flush=True)
    write(*given)
loading.write = told
with open_store(folder, settings(), Actor("killed", "inspection", "import"), now=now) as store:
    print("open", flush=True)
    import_file(store, file, document, now=now)
    print("done", flush=True)
"""
HELD = """
select
    (select count(*) from subject_version),
    (select count(*) from import_batch),
    (select count(*) from subject),
    (select count(*) from audit_log where action = 'import.commit')
"""


@dataclass(frozen=True)
class Killing:
    """A store that never saw the import, with its keys, a copy of both to work on, and what to import."""

    place: Path
    file: Path
    mapping: Path

    @property
    def folder(self) -> Path:
        return self.place / "work" / "store"

    def begin_afresh(self) -> None:
        """Put store and keys back to what they were before any import."""
        shutil.rmtree(self.place / "work", ignore_errors=True)
        shutil.copytree(self.place / "before", self.place / "work")

    def start(self) -> subprocess.Popen[bytes]:
        """Start the import in a process of its own; comes back when the store is open."""
        command = [sys.executable, "-c", SCRIPT, str(self.folder), str(self.file), str(self.mapping)]
        running = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert running.stdout is not None
        assert running.stdout.readline() == b"open\n"
        return running

    def undisturbed(self) -> float:
        """How many seconds an import that nobody kills takes until it has committed."""
        self.begin_afresh()
        running, began = self.start(), time.perf_counter()
        assert running.stdout is not None
        assert running.stdout.readline() == b"writing\n"
        assert running.stdout.readline() == b"done\n"
        taken = time.perf_counter() - began
        running.communicate()
        return taken

    def killed_after(self, seconds: float) -> bytes:
        """Start the import and kill it after so long; what it had said by then."""
        running = self.start()
        time.sleep(seconds)
        running.kill()
        return running.communicate()[0]


@pytest.fixture
def killing(tmp_path: Path, now, actor, monkeypatch: pytest.MonkeyPatch) -> Killing:
    mapping, file = tmp_path / "mapping.toml", tmp_path / "people.csv"
    head = HEAD.format(name="killed", system="niche", scope="full", first="false")
    mapping.write_text(head + PEOPLE, encoding="utf-8")
    rows = "\n".join(f"{n:06},Name{n},04/07/1991,M,,2,01/02/2020" for n in range(ROWS))
    file.write_text(f"{PEOPLE_HEADER}\n{rows}\n", encoding="utf-8")
    for keys in ("before", "work"):
        monkeypatch.setenv("IOM_KEYS", str(tmp_path / keys / "keys"))
        settings.cache_clear()
        if keys == "before":
            with open_store(tmp_path / "before" / "store", settings(), actor, now=now, create=True) as store:
                bare_reference(store)
    return Killing(tmp_path, file, mapping)


@pytest.mark.long
def test_an_import_killed_at_any_moment_is_absent_or_whole(killing: Killing, now, actor):
    takes = max(killing.undisturbed() for _ in range(2))
    killing.begin_afresh()
    fell: Counter[str] = Counter()
    # the machine may be slower than when it was measured: a few kills more, each later, until one falls late
    for n in range(2 * TIMES):
        if n >= TIMES and fell["while writing"] + fell["after the commit"]:
            break
        said = killing.killed_after(1.1 * takes * n / (TIMES - 1))
        with open_store(killing.folder, settings(), actor, now=now) as store, store.cursor() as cursor:
            held = cursor.execute(HELD).fetchone()
        assert held in {(0, 0, 0, 0), (ROWS, 1, ROWS, 1)}
        if held == (ROWS, 1, ROWS, 1):
            fell["after the commit"] += 1
            killing.begin_afresh()
        else:
            assert b"done" not in said
            fell["while writing" if b"writing" in said else "before"] += 1
    assert fell["before"], fell
    assert fell["while writing"] + fell["after the commit"], fell
    with open_store(killing.folder, settings(), actor, now=now) as store:
        report = import_file(store, killing.file, load_mapping(killing.mapping), now=now)
        assert report.rows_loaded == ROWS
        assert broken_audits(store) == {}
