"""`iom --service URL`: the same words, files and exit codes as on the folder of the store."""

import re
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from iom.settings import settings
from iom.store import sealing
from tests.api.contract.served import filled
from tests.serving.processes import Served, start

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="sends the signals of Linux and macOS")
pytestmark = POSIX

FIXTURES = Path(__file__).parents[2] / "fixtures"
# What differs between two stores or two moments, and not between the two ways.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| UTC)?")
# Of every kind of command: looks, trials, what is refused before it is sent, and there.
ALIKE = [
    "coverage",
    "coverage --json",
    "run list --json",
    "run show 1 --top 2 --json",
    "run show 1",
    "run show 99",
    "run show one",
    "run explain 1 3",
    "run repeat 1",
    "select diff 1 2",
    "person 3",
    "person show 3 --json",
    "person show Kestrelmore",
    "person show 0",
    "people matches --all",
    "people decisions --json",
    "quarantine list",
    "quarantine show Q-1",
    "reference list",
    "reference show pathways",
    "reference show nothing",
    "criteria check bedfordshire",
    "criteria check no-such-document",
    "criteria check there/is/no.toml",
    "risk show 3 --as-at 2026-10-31",
    "risk recalibrate --as-at 2026-10-31",
    "measures --definition bedfordshire --as-at 2026-10-31 --area Luton",
    "measures --definition bedfordshire --as-at yesterday",
    "rights review --as-at 2026-11-23",
    "rights list",
    "rights erase 3 --reason asked",
    "select --criteria bedfordshire",
    "import there-is-none.csv --mapping there-is-none.toml",
    "audit show --person 3 --json",
    "--help",
    "run show --help",
]
# With the files that they write, by name.
FILES = {
    "run show 1 --csv lists.csv": {"lists.csv"},
    "reference show pathways --csv there/pathways.csv": {"there/pathways.csv"},
    "measures --definition bedfordshire --as-at 2026-10-31 --out m.parquet": {"m.parquet"},
    "risk export --as-at 2026-10-31 --out risk.csv --terms 3": {"risk.csv", "risk-terms.csv"},
    "criteria sensitivity bedfordshire --as-at 2026-10-31 --settings 3 --csv s.csv --svg s.svg": {
        "s.csv",
        "s.svg",
    },
    "rights access 3 --out 'asked for.zip'": {"asked for.zip"},
    "rights access 3 --out folder": set(),
    "risk calibration --as-at 2024-04-30 --out there": {"there/calibration.md", "there/calibration.csv"},
    "quarantine export --out refused.csv --batch 5": {"refused.csv"},
}


@pytest.fixture(scope="module")
def places(furnished_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two copies of one filled store with their keys: one to be served, one to be worked on by its folder."""
    first = Path(shutil.copytree(furnished_template, tmp_path_factory.mktemp("served") / "place"))
    filled(first)
    second = Path(shutil.copytree(first, tmp_path_factory.mktemp("folder") / "place"))
    for place in (first, second):
        (key,) = place.glob("keys/*/audit.key")
        sealing.note_store(place / "keys", place / "store", [key.parent.name])
    return first, second


@pytest.fixture(scope="module")
def service(places: tuple[Path, Path]) -> Iterator[Served]:
    place = places[0]
    (place / "backups").mkdir()
    served = start(
        "--local",
        "--store",
        place / "store",
        IOM_KEYS=str(place / "keys"),
        IOM_BACKUPS=str(place / "backups"),
        IOM_REQUESTS_A_MINUTE="100000",
    )
    yield served
    served.end(signal.SIGTERM)


@pytest.fixture
def through(cli, service: Served, monkeypatch) -> Callable:
    """through("run show 1"): a command given to the service, typed: what is typed when it asks."""

    def give(words: str, typed: str = "", at: str = "", token: str = ""):
        monkeypatch.setenv("IOM_TOKEN", token or service.token)
        monkeypatch.delenv("IOM_STORE", raising=False)
        settings.cache_clear()
        return cli("--service", at or service.at, *_parted(words), typed=typed)

    return give


@pytest.fixture
def on_folder(cli, places: tuple[Path, Path], monkeypatch) -> Callable:
    """The same on the folder of the other store."""

    def give(words: str, typed: str = ""):
        monkeypatch.setenv("IOM_KEYS", str(places[1] / "keys"))
        monkeypatch.setenv("IOM_STORE", str(places[1] / "store"))
        settings.cache_clear()
        return cli(*_parted(words), typed=typed)

    return give


def _parted(words: str) -> list[str]:
    import shlex

    return shlex.split(words)


def _apart_from_folders(text: str, place: Path) -> list[str]:
    """The words of a text, with files called by their names: here some are named with their whole path."""
    for name in ("through", "folder"):
        text = text.replace(f"{place / name}/", "")
    return timeless(text).split()


def timeless(text: str, *folders: Path) -> str:
    for folder in folders:
        text = text.replace(str(folder), "PLACE")
    return _MOMENT.sub("MOMENT", text)


@pytest.mark.parametrize("words", ALIKE)
def test_a_command_says_the_same_through_the_service_as_on_the_folder(through, on_folder, words, places):
    there, here = through(words), on_folder(words)
    assert there.code == here.code
    assert timeless(there.out, *places) == timeless(here.out, *places)
    assert timeless(there.err, *places) == timeless(here.err, *places)


@pytest.mark.parametrize("words", FILES)
def test_a_command_writes_the_same_files_here(through, on_folder, tmp_path, monkeypatch, words):
    held = []
    for give, name in ((through, "through"), (on_folder, "folder")):
        (tmp_path / name / "there").mkdir(parents=True)
        monkeypatch.chdir(tmp_path / name)
        answer = give(words)
        held.append(
            (answer, {p.relative_to(tmp_path / name).as_posix(): p for p in (tmp_path / name).rglob("*")})
        )
    (there, made), (here, expected) = held
    assert there.code == here.code == 0, there.err
    assert _apart_from_folders(there.out, tmp_path) == _apart_from_folders(here.out, tmp_path)
    assert made.keys() == expected.keys()
    assert made.keys() >= FILES[words]
    for name, path in made.items():
        if path.is_file():
            assert path.stat().st_mode & 0o077 == 0, name
            if path.suffix in (".csv", ".svg") and path.name != "looks.csv":
                assert path.read_bytes() == expected[name].read_bytes(), name
    # never over another
    if FILES[words]:
        assert through(words).code == 3


def test_what_a_command_asks_is_asked_here_and_answered_there(through, places):
    found = through("person find --json", typed="Kestrelmore\n")
    assert found.code == 0
    assert '"person"' in found.out
    nobody = through("person find", typed="no-such-name\n")
    assert "Nobody is found" in nobody.out


def test_a_file_is_sent_imported_and_called_by_its_own_name(through, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(FIXTURES / "examples" / "people.csv", tmp_path)
    shutil.copy(FIXTURES / "mappings" / "example" / "people.toml", tmp_path)
    tried = through("import people.csv --mapping people.toml --check")
    assert tried.code == 0, tried.err
    kept = through("import people.csv --mapping people.toml")
    assert kept.code == 0, kept.err
    assert "people.csv" in kept.out
    assert str(tmp_path) not in kept.out and "incoming" not in kept.out
    (tmp_path / "people.toml").write_text("title = 3", encoding="utf-8")
    wrong = through("import people.csv --mapping people.toml")
    assert wrong.code == 3
    assert wrong.err.startswith("people.toml")


def test_a_selection_is_kept_there_and_the_next_command_sees_it(through):
    made = through("select --criteria bedfordshire --as-at 2026-10-31 --json")
    assert made.code == 0
    runs = through("run list --json")
    assert runs.out.count('"run_id"') == 3


def test_a_backup_is_made_checked_and_listed_while_the_store_is_served(through, places):
    made = through("backup --keep-days 30")
    assert made.code == 0, made.err
    (folder,) = (places[0] / "backups").iterdir()
    assert str(folder) in made.out
    assert str(folder) in through("backup list").out
    well = through("doctor")
    assert well.code == 0, well.out
    assert "0 broken" in well.out
    whole = through("audit verify")
    assert whole.code == 0
    assert "The audit log is whole" in whole.out


def test_whoever_holds_the_store_is_named_and_the_way_through_it_too(cli, places, service, monkeypatch):
    monkeypatch.setenv("IOM_KEYS", str(places[0] / "keys"))
    settings.cache_clear()
    answer = cli("coverage", "--store", places[0] / "store")
    assert answer.code == 4
    (line,) = answer.err.splitlines()
    assert "iom serve" in line and f"iom --service {service.at} COMMAND" in line and "IOM_TOKEN" in line
    assert service.token not in (places[0] / "store" / "in-use.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("init", "leave --service out"),
        ("serve", "leave --service out"),
        ("restore x", "leave --service out"),
        ("demo", "leave --service out"),
        ("coverage --store x", "Give --service or --store"),
        ("coverage --user another", "you are who your token says"),
        ("backup --out x", "IOM_BACKUPS"),
    ],
)
def test_what_cannot_go_through_a_service_is_said_before_anything_is_sent(through, words, says):
    answer = through(words, at="http://127.0.0.1:1")
    assert answer.code == 2
    assert says in re.sub(r"[\s│]+", " ", answer.err)


def test_what_needs_no_store_is_done_here(through):
    answer = through("criteria explain bedfordshire", at="http://127.0.0.1:1")
    assert answer.code == 0


def test_a_service_that_does_not_answer_or_does_not_know_the_token_is_said_in_a_line(through, monkeypatch):
    monkeypatch.setattr("iom.client.client.time.sleep", lambda _: None)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        at = f"http://127.0.0.1:{unused.getsockname()[1]}"
    nowhere = through("coverage", at=at)
    assert nowhere.code == 4
    assert nowhere.err.count("\n") == 1 and "Nothing answers at" in nowhere.err
    unknown = through("coverage", token="x" * 43)
    assert unknown.code == 3
    assert "A local service prints a new one each time that it is started" in unknown.err
    for at in ("http://example.org", "ftp://x", "nonsense"):
        assert through("coverage", at=at).code == 2


def test_without_a_token_and_without_a_terminal_the_variable_is_named(through, monkeypatch):
    answer = through("coverage", token=" ")
    assert answer.code == 3
    assert "IOM_TOKEN" in answer.err


def test_the_service_is_taken_from_the_settings_unless_a_store_is_named(cli, service, places, monkeypatch):
    monkeypatch.setenv("IOM_SERVICE", service.at)
    monkeypatch.setenv("IOM_TOKEN", service.token)
    monkeypatch.setenv("IOM_KEYS", str(places[1] / "keys"))
    settings.cache_clear()
    assert cli("coverage").code == 0
    assert cli("coverage", "--store", places[1] / "store").code == 0
    # what works on a folder goes on doing so
    assert cli("init", "--store", places[1] / "store").code == 0


def test_a_command_that_is_stopped_here_is_called_off_there(through, service, monkeypatch):
    from iom.client import Client

    asked = []

    def interrupted(self, job_id, **_):
        asked.append(job_id)
        raise KeyboardInterrupt

    monkeypatch.setattr(Client, "wait", interrupted)
    answer = through("criteria backtest bedfordshire --from 2024-01-31 --to 2026-01-31")
    assert answer.code == 130, answer.err
    client = Client(service.at, service.token)
    monkeypatch.undo()
    with pytest.raises(Exception, match="called off"):
        client.wait(asked[0], seconds=60)


def test_what_was_fetched_does_not_stay_at_the_service(through, places, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    incoming = places[0] / "store" / "incoming"
    assert through("rights access 4 --out held.zip").code == 0
    assert (tmp_path / "held.zip").stat().st_size
    assert not list(incoming.rglob("*.zip"))
