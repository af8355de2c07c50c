"""kill -9 at random moments of an import, a backup and a restore: all or nothing, and all is well after.

The moments are drawn from SEED: a failure names its seed, its kind, its number and the moment. To repeat it,
set IOM_TEST_SEED to that seed and run the same test.
"""

import os
import random
from collections import Counter

import pytest

from tests.faults.killing import run
from tests.faults.place import made
from tests.store.kept_safe import held, names_in, sha256, the_backup

SEED = int(os.environ.get("IOM_TEST_SEED", "2026"))
POSIX = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")


@pytest.fixture
def place(furnished_template, cli, tmp_path, monkeypatch):
    return made(furnished_template, cli, tmp_path, monkeypatch)


def import_(place):
    """The command, and what must hold after it was killed; it says how far it had come."""
    before = held(place.store / "store.duckdb")
    yield ("import", place.file, "--mapping", place.mapping, "--store", place.store)
    now = held(place.store / "store.duckdb")
    if now == before:
        yield "nothing of it"
        return
    assert len(now["import_batch"]) == len(before["import_batch"]) + 1
    assert len(now["subject_version"]) == 1_500
    yield "all of it"


def backup(place):
    before, old = held(place.store / "store.duckdb"), sha256(place.backup / "database.duckdb")
    yield ("backup", "--store", place.store, "--out", place.out)
    assert held(place.store / "store.duckdb") == before
    assert sha256(place.backup / "database.duckdb") == old
    assert place.cli("backup", "check", place.backup).code == 0
    made = [entry for entry in place.out.glob("iom-backup-*") if entry.is_dir()]
    for one in made:
        # what has its name is whole
        assert place.cli("backup", "check", one).code == 0
        assert held(one / "database.duckdb") == before
    yield "all of it" if made else "nothing of it"
    if not made:
        assert place.cli("backup", "--store", place.store, "--out", place.out).code == 0
        assert {entry.name for entry in place.out.iterdir()} == {"old", the_backup(place.out).name}


def restore(place):
    new = place.root / "work" / "new"
    before, old = sha256(place.store / "store.duckdb"), sha256(place.backup / "database.duckdb")
    yield ("restore", place.backup, "--store", new)
    assert (sha256(place.store / "store.duckdb"), sha256(place.backup / "database.duckdb")) == (before, old)
    whole = (new / "store.duckdb").exists()
    yield "all of it" if whole else "nothing of it"
    if not whole:
        assert place.cli("restore", place.backup, "--store", new).code == 0
    assert place.is_well(new) == ""
    assert held(new / "store.duckdb") == held(place.backup / "database.duckdb")
    assert names_in(new) == {"store.duckdb", "exchange", "temp"}


def replacing(place):
    before, new = held(place.store / "store.duckdb"), held(place.backup / "database.duckdb")
    yield ("restore", place.backup, "--store", place.store, "--replace")
    # as any command does that opens it
    assert place.cli("run", "list", "--store", place.store).code == 0
    now = held(place.store / "store.duckdb")
    asides = list(place.store.glob("before-restore-*"))
    if now == before:
        assert asides == []
        yield "nothing of it"
        return
    assert now == new
    (aside,) = asides
    assert held(aside / "store.duckdb") == before
    yield "all of it"


KINDS = {"import": import_, "backup": backup, "restore": restore, "replace": replacing}


def kill(place, kind, times) -> Counter[str]:
    """Kill a command so many times, at moments from its beginning to just after its end; how they fell."""
    steps = KINDS[kind](place)
    takes = run(*next(steps)).seconds
    place.begin_afresh()
    moments = random.Random(f"{SEED} {kind}")
    fell: Counter[str] = Counter()
    for number in range(times):
        # one in each part of the time that it takes, so that none is left out by chance
        moment = 1.1 * takes * (number + moments.random()) / times
        steps = KINDS[kind](place)
        ended = run(*next(steps), after=moment)
        where = f"IOM_TEST_SEED={SEED}, {kind} {number}, after {moment:.3f} s of {takes:.3f} s: {ended.said}"
        try:
            came = next(steps)
            if ended.code == 0:
                assert came == "all of it"
            fell[came] += 1
            assert place.is_well(place.store) == ""
            for _ in steps:
                pass
        except AssertionError as error:
            raise AssertionError(f"{where}\n{error}") from error
        place.begin_afresh()
    return fell


@POSIX
@pytest.mark.parametrize("kind", ["import", "replace"])
def test_a_command_killed_at_a_random_moment_did_all_or_nothing(place, kind):
    assert kill(place, kind, 1).total() == 1


@POSIX
@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "times"), [("import", 14), ("backup", 14), ("restore", 11), ("replace", 11)]
)
def test_fifty_commands_killed_at_random_moments_did_all_or_nothing(place, kind, times):
    assert kill(place, kind, times).total() == times
