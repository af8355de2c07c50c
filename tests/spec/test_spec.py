"""Every rule of the manual holds, and docs/manual is what the rules say."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from iom.settings import Settings
from iom.store import Actor, Store, open_store

from .chapters import CHAPTERS
from .kinds import Rule
from .manual import FOLDER, pages

RULES = [
    pytest.param(rule, id=f"{chapter.name}: {rule.title}") for chapter in CHAPTERS for rule in chapter.rules
]


@pytest.fixture(scope="module")
def shared_store(furnished_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all rules: each is undone."""
    import shutil
    from datetime import UTC, datetime

    place = Path(shutil.copytree(furnished_template, tmp_path_factory.mktemp("spec") / "furnished"))
    chosen = Settings(keys=place / "keys")  # pyright: ignore[reportCallIssue]
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with open_store(place / "store", chosen, Actor("tester", "inspection", "test"), now=now) as opened:
        yield opened


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_holds(rule: Rule, shared_store: Store):
    assert rule.differences(shared_store) == []


def test_a_rule_leaves_nothing_in_the_store(shared_store: Store):
    rule = CHAPTERS[0].rules[0]
    rule.found(shared_store)
    with shared_store.cursor() as cursor:
        assert cursor.execute("select count(*) from subject").fetchone() == (0,)
        assert cursor.execute("select count(*) from offence_version").fetchone() == (0,)


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_manual_is_current(name: str):
    written = FOLDER / name
    assert written.is_file(), "run: python -m tests.spec.manual"
    assert written.read_text(encoding="utf-8") == pages()[name], "run: python -m tests.spec.manual"


def test_the_manual_has_no_other_page():
    assert {path.name for path in FOLDER.glob("*.md")} == set(pages())
