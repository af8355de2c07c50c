"""Stores with people in them, imported and backed up once a process by the commands themselves."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from iom.cli.main import main
from iom.settings import settings
from tests.store.kept_safe import files_to_import


def commanded(keys: Path, *commands: tuple[object, ...]) -> None:
    """Run iom commands with a keys folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOM_KEYS", str(keys))
        settings.cache_clear()
        for command in commands:
            assert main([str(word) for word in command]) == 0
    settings.cache_clear()


@pytest.fixture(scope="session")
def peopled_template(
    furnished_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[int], Path]:
    """peopled_template(50): a folder with a closed store of so many people, and its keys."""
    made: dict[int, Path] = {}

    def template(people: int) -> Path:
        if people not in made:
            place = tmp_path_factory.mktemp("peopled")
            shutil.copytree(furnished_template, place, dirs_exist_ok=True)
            file, mapping = files_to_import(tmp_path_factory.mktemp("files"), people)
            commanded(place / "keys", ("import", file, "--mapping", mapping, "--store", place / "store"))
            made[people] = place
        return made[people]

    return template


@pytest.fixture(scope="session")
def backed_up(peopled_template: Callable[[int], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which furnished/store was backed up into out/ with 50 people in it, and has had 60 since.

    The list of backups and the log name paths. So a test puts the work back in this place, as it was: a copy
    elsewhere would not be the store that was backed up.
    """
    root = tmp_path_factory.mktemp("backed-up")
    work = root / "work"
    furnished = Path(shutil.copytree(peopled_template(50), work / "furnished"))
    (work / "out").mkdir()
    file, mapping = files_to_import(work, 60)
    store = furnished / "store"
    commanded(
        furnished / "keys",
        ("backup", "--store", store, "--out", work / "out"),
        ("import", file, "--mapping", mapping, "--store", store),
    )
    work.rename(root / "before")
    return root
