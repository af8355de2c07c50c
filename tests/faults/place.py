"""A store with records and a backup, in a place that is put back as it was before each fault."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from iom.settings import settings
from tests.store.kept_safe import files_to_import


@dataclass(frozen=True)
class Place:
    """A store of 300 people, its keys, and a backup from when it had 200; a file of 1,500 to import."""

    root: Path
    cli: Callable

    @property
    def store(self) -> Path:
        return self.root / "work" / "store"

    @property
    def out(self) -> Path:
        return self.root / "work" / "out"

    @property
    def backup(self) -> Path:
        return self.out / "old"

    @property
    def file(self) -> Path:
        return self.root / "large" / "niche.csv"

    @property
    def mapping(self) -> Path:
        return self.root / "large" / "niche.toml"

    def begin_afresh(self) -> None:
        """Put store, keys and backup back to what they were."""
        shutil.rmtree(self.root / "work", ignore_errors=True)
        shutil.copytree(self.root / "before", self.root / "work")

    def is_well(self, store: Path) -> str:
        """What is broken in a store by iom doctor; nothing when it is well."""
        answer = self.cli("doctor", "--store", store, "--json")
        checks = json.loads(answer.out)["checks"]
        broken = [f"{one['name']}: {one['says']}" for one in checks if one["state"] == "broken"]
        return "; ".join(broken) if answer.code else ""


def made(furnished_folder: Path, cli: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The place, made of a furnished store."""
    work = Path(shutil.move(furnished_folder.parent, tmp_path / "work"))
    monkeypatch.setenv("IOM_KEYS", str(work / "keys"))
    monkeypatch.setenv("IOM_USER", "ann")
    settings.cache_clear()
    store = work / "store"
    (work / "out").mkdir()
    # the furnished store moved, which is no matter: the note of its old folder stays where it is
    for people in (200, 300):
        file, mapping = files_to_import(tmp_path, people)
        assert cli("import", file, "--mapping", mapping, "--store", store).code == 0
        if people == 200:
            assert cli("backup", "--store", store, "--out", work / "out" / "old").code == 0
    (tmp_path / "large").mkdir()
    files_to_import(tmp_path / "large", 1_500)
    shutil.copytree(work, tmp_path / "before")
    return Place(tmp_path, cli)
