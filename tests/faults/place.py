"""A store with records and a backup, in a place that is put back as it was before each fault."""

import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from iom.intake import import_file, load_mapping
from iom.settings import Settings, settings
from iom.store import Actor, open_store, sealing
from iom.store.backup import make
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


def made(template: Path, cli: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The place, made of a furnished store; what is slow in it is done once a process."""
    if template not in _built:
        _built[template] = _build(template, Path(tempfile.mkdtemp(dir=template.parent)))
    root, store_id = _built[template]
    work = Path(shutil.copytree(root / "work", tmp_path / "work"))
    shutil.copytree(root / "large", tmp_path / "large")
    sealing.note_store(work / "keys", work / "store", [store_id])
    shutil.copytree(work, tmp_path / "before")
    monkeypatch.setenv("IOM_KEYS", str(work / "keys"))
    monkeypatch.setenv("IOM_USER", "ann")
    settings.cache_clear()
    return Place(tmp_path, cli)


_built: dict[Path, tuple[Path, str]] = {}


def _build(template: Path, root: Path) -> tuple[Path, str]:
    work = Path(shutil.copytree(template, root / "work"))
    (work / "out").mkdir()
    chosen = Settings(keys=work / "keys")  # pyright: ignore[reportCallIssue]
    now = datetime(2026, 11, 20, tzinfo=UTC)
    with open_store(work / "store", chosen, Actor("ann", "inspection", "test"), now=now) as store:
        for people in (200, 300):
            file, mapping = files_to_import(root, people)
            import_file(store, file, load_mapping(mapping), now=now + timedelta(hours=people))
            if people == 200:
                make(store, work / "out" / "old", now=now, expires=None, progress=_quiet)
        store_id = str(store.store_id)
    (root / "large").mkdir()
    files_to_import(root / "large", 1_500)
    return root, store_id


def _quiet(_: str) -> AbstractContextManager[Callable[[int, int], None]]:
    return nullcontext(lambda done, total: None)
