"""A store with people planted in it who bear words found nowhere else, and how to look for those in bytes."""

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from iom.intake import import_file, load_mapping
from iom.selection import select
from iom.store import Store, lockdown
from tests.intake.conftest import HEAD, OFFENCES, OFFENCES_HEADER, PEOPLE, PEOPLE_HEADER
from tests.selection.conftest import plain

# Words that nothing else holds, of the person to be erased; the last is a value that a refused row holds.
PLANTED = ("Zqxvarnholt", "KEY-4417-ZQ", "CRIME-ZQ-88", "VICTIM-ZQ-3", "ZQBADDATE")
ROWS = (
    "KEY-4417-ZQ,Zqxvarnholt,04/07/1991,M,0000/0000101J,2,01/02/2020",
    "K2,Otherby,05/07/1992,F,,2,01/02/2020",
    "K3,Thirdly,06/07/1993,M,,2,01/02/2020",
)
CRIMES = (
    "CRIME-ZQ-88,KEY-4417-ZQ,03/03/2026,04/03/2026,028/03,VICTIM-ZQ-3,10/03/2026,",
    "C2,KEY-4417-ZQ,ZQBADDATE,04/03/2026,028/03,,10/03/2026,",
    "C3,K2,03/04/2026,04/04/2026,028/03,,10/04/2026,",
    "C3,K3,03/04/2026,04/04/2026,028/03,,10/04/2026,",
)
MAPPED = {"people": (PEOPLE, PEOPLE_HEADER, ROWS), "offences": (OFFENCES, OFFENCES_HEADER, CRIMES)}


def exported(folder: Path, what: str, rows: tuple[str, ...] | None = None) -> tuple[Path, Path]:
    """A file of people or offences, and its mapping document."""
    body, header, planted = MAPPED[what]
    file, mapping = folder / f"{what}.csv", folder / f"{what}.toml"
    file.write_text("\n".join((header, *(rows or planted), "")), encoding="utf-8")
    head = HEAD.format(name=what, system="niche", scope="changes", first="false")
    mapping.write_text(head + body, encoding="utf-8")
    return file, mapping


def load(store: Store, folder: Path, what: str, rows: tuple[str, ...] | None = None, *, now):
    """Import them."""
    file, mapping = exported(folder, what, rows)
    return import_file(store, file, load_mapping(mapping), now=now)


@pytest.fixture(autouse=True)
def uncompressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every column is written as it is: in a compressed one no word would be found, erased or not."""
    monkeypatch.setattr(lockdown, "_CLOSED", (*lockdown._CLOSED, ("force_compression", "uncompressed")))


def plant(store: Store) -> None:
    """Three people, person 1 of whom is planted, and a run that lists all of them."""
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    with TemporaryDirectory() as folder:
        for what in MAPPED:
            load(store, Path(folder), what, now=now)
    select(store, plain(), as_at=date(2026, 10, 31), now=now)


@pytest.fixture
def planted(told_template: Callable[..., Path], own_copy: Callable[[Path], Path], tmp_path: Path) -> Path:
    """A closed store of the test's own with them in it; tmp_path / "files" for files to import."""
    (tmp_path / "files").mkdir()
    return own_copy(told_template(plant))


def found_in(*places: Path) -> set[str]:
    """Which planted words are in any byte of the files below these places; zipped ones are unzipped first."""
    found = set()
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file():
                for content in _contents(file):
                    found |= {word for word in PLANTED if _holds(content, word)}
    return found


def _holds(content: bytes, word: str) -> bool:
    # eight bytes are what the database keeps of the least and greatest value of a column
    return word[:8].encode() in content if word == PLANTED[0] else word.encode() in content


def _contents(file: Path) -> list[bytes]:
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            return [packed.read(name) for name in packed.namelist()]
    return [file.read_bytes()]
