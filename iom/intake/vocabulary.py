"""What sources call their columns and write in them, as words.toml says it."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

EXACT, PARTLY = 1.0, 0.6


@cache
def vocabulary() -> Mapping[str, Any]:
    """The document whole."""
    return tomllib.loads((files("iom.intake") / "words.toml").read_text(encoding="utf-8"))


def plain(name: str) -> str:
    """A column's name as names are compared: small letters and digits, all else one blank."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    for spelling in (name, apart):
        text = re.sub(r"[^a-z0-9]+", " ", spelling.lower()).strip()
        if text in _names():
            return text
    return re.sub(r"[^a-z0-9]+", " ", apart.lower()).strip()


@cache
def _names() -> frozenset[str]:
    known = vocabulary()
    lists = [
        *known["key"].values(),
        *known["reference"].values(),
        *known["status"].values(),
        *known["score"].values(),
        *(names for table in known["field"].values() for names in table.values()),
    ]
    return frozenset(name for names in lists for name in names)


def fits(name: str, entries: list[str]) -> float:
    """How well a column's name fits a list of names, 0 to about 1: the earlier the entry, the better."""
    given = plain(name)
    words = set(given.split())
    best = 0.0
    for place, entry in enumerate(entries):
        early = 0.001 * place
        if entry == given:
            best = max(best, EXACT - early)
        elif len(entry) > 2 and set(entry.split()) <= words:
            # of a long name an entry of one word says little
            best = max(best, PARTLY * len(entry.split()) / len(words) - early)
    return best


def is_known(name: str) -> bool:
    """Whether a column of this name is one that sources have."""
    return plain(name) in _names()


def words_of(kind: str) -> dict[str, str]:
    """What sources write, in small letters, with our words: of sex, status, absence and so on."""
    return {value: word for word, values in vocabulary()["value"].get(kind, {}).items() for value in values}
