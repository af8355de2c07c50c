"""What every test may ask for: a store of its own, a fixed moment, a command line; no file of the user."""

import importlib.util
import io
import itertools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest

import iom.reference
from iom.cli import session
from iom.settings import Settings, settings
from iom.store import Actor, Store, open_store, sealing
from tests.opening import opened_once

# A busy machine must not fail a test: how long a case takes is no property of what it tests. Nor must chance:
# the same cases every time. Others are sought with --hypothesis-profile exploring, as .ci/run --long does.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.register_profile("exploring", deadline=None, database=None, print_blob=True)
hypothesis.settings.load_profile("same")

# One thread of the database to a process, as the tests run a process to a core: two that share a statement
# take a third more of the machine. Set from outside it holds, as .ci/run --long does; see deployed_threads.
os.environ.setdefault("IOM_THREADS", "1")


class _WithoutPandas:
    """Says at once that pandas is not there.

    Where it is missing the database looks for it anew for every value that a statement binds: through all
    folders, that takes as long as the statement.
    """

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


if importlib.util.find_spec("pandas") is None:
    sys.meta_path.insert(0, _WithoutPandas)  # pyright: ignore[reportArgumentType]


# Whatever the clock of this machine says, commands are given after the exports that tests import.
_BEHIND = max(datetime(2026, 11, 24, tzinfo=UTC) - datetime.now(UTC), timedelta())
session.clock = lambda: datetime.now(UTC) + _BEHIND


@dataclass(frozen=True)
class Answer:
    """What a command gave: its exit code and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def _all_keys(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes a folder that is not there yet: mktemp would look through those of all tests before."""
    above, number = tmp_path_factory.mktemp("keys"), itertools.count()

    def made() -> Path:
        folder = above / str(next(number))
        folder.mkdir(mode=0o700)
        return folder

    return made


@pytest.fixture(autouse=True)
def _own_settings(_all_keys: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Default settings but for threads, keys of audit logs in a folder of the test's own."""
    for name in Settings.model_fields.keys() - {"threads"}:
        monkeypatch.delenv(f"IOM_{name.upper()}", raising=False)
    monkeypatch.setenv("IOM_KEYS", str(_all_keys()))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def deployed_threads(_own_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many threads of the database as a deployment has that sets nothing."""
    monkeypatch.delenv("IOM_THREADS")
    settings.cache_clear()


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen."""
    return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def actor() -> Actor:
    """Who acts in tests."""
    return Actor("tester", "inspection", "test")


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a closed, empty store and its keys: making one takes ten times as long as a copy."""
    place = tmp_path_factory.mktemp("empty")
    chosen = Settings(keys=place / "keys")  # pyright: ignore[reportCallIssue]
    made_at = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    with open_store(place / "store", chosen, Actor("tester", "inspection", "test"), now=made_at, create=True):
        return place


@pytest.fixture
def empty_folder(empty_template: Path, tmp_path: Path) -> Path:
    """A closed, empty store of the test's own, tmp_path / "store"."""
    shutil.copytree(empty_template / "keys", settings().keys, dirs_exist_ok=True)
    return Path(shutil.copytree(empty_template / "store", tmp_path / "store"))


@pytest.fixture
def store(empty_folder: Path, now: datetime, actor: Actor) -> Iterator[Store]:
    """The same, open."""
    with opened_once(empty_folder, actor, now) as opened:
        yield opened


@pytest.fixture(scope="session")
def furnished_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a closed store, the reference tables in force, and its keys: filling one is slow."""
    place = tmp_path_factory.mktemp("template")
    now = datetime(2026, 11, 1, tzinfo=UTC)
    chosen = Settings(keys=place / "keys")  # pyright: ignore[reportCallIssue]
    with open_store(
        place / "store", chosen, Actor("tester", "inspection", "test"), now=now, create=True
    ) as opened:
        iom.reference.ensure(opened, now)
    return place


@pytest.fixture(scope="session")
def told_template(
    furnished_template: Path, empty_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """told_template(tell): such a folder whose store was told what the function tells it, once a process.

    For what many tests begin with. Each takes a copy (own_copy): no test sees what another did.
    """
    made: dict[Callable[[Store], object], Path] = {}

    def told(tell: Callable[[Store], object], *, furnished: bool = True) -> Path:
        if tell not in made:
            place = tmp_path_factory.mktemp("told")
            shutil.copytree(furnished_template if furnished else empty_template, place, dirs_exist_ok=True)
            chosen = Settings(keys=place / "keys")  # pyright: ignore[reportCallIssue]
            now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
            actor = Actor("tester", "inspection", "test")
            with open_store(place / "store", chosen, actor, now=now) as opened:
                tell(opened)
            made[tell] = place
        return made[tell]

    return told


@pytest.fixture
def own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Path]:
    """own_copy(template): the folder of a closed store of the test's own, its keys where they are sought."""

    def copy(template: Path) -> Path:
        place = Path(shutil.copytree(template, tmp_path / "furnished"))
        (key,) = place.glob("keys/*/audit.key")
        # as if it had been made here: a store that was moved is noted in its new place when it is opened
        sealing.note_store(place / "keys", place / "store", [key.parent.name])
        monkeypatch.setenv("IOM_KEYS", str(place / "keys"))
        settings.cache_clear()
        return place / "store"

    return copy


@pytest.fixture
def furnished_folder(furnished_template: Path, own_copy: Callable[[Path], Path]) -> Path:
    """A closed store of the test's own, the reference tables in force since 1 November 2026."""
    return own_copy(furnished_template)


@pytest.fixture
def furnished_store(furnished_folder: Path, now: datetime, actor: Actor) -> Iterator[Store]:
    """The same, open."""
    with opened_once(furnished_folder, actor, now) as opened:
        yield opened


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Run an iom command in this process: cli("import", path, "--store", folder, typed="lines typed").

    Only one process or fixture may have a store open: do not combine with the `store` fixture.
    """
    from iom.cli.main import main

    def run(*arguments: object, typed: str = "") -> Answer:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return Answer(code, written.out, written.err)

    return run
