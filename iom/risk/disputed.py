"""Terms on which published sources of a model differ, and what a score would be by the other source."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Disputed:
    """A term of someone's sum on which sources differ. percent_otherwise: the score with the other value."""

    term: str
    coefficient: float
    other: float
    percent_otherwise: float
    says: str


@cache
def disputed_terms() -> tuple[Mapping[str, Any], ...]:
    """The entries of disputed.toml: term, level, sex if it matters, coefficient, other, says."""
    text = (files("iom.risk") / "disputed.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["term"])


def disputed(*, group: str | None, sex: str | None, age: int | None, z: float) -> tuple[Disputed, ...]:
    """Those that an OGRS3 sum of this offence group, sex and age at the start in the community holds."""
    found = []
    for one in disputed_terms():
        if one["term"] == "offence":
            is_used, label = one["level"] == group, f"the offence group {one['level']}"
        else:
            first, _, last = one["level"].partition("-")
            is_used = one["sex"] == sex and age is not None and int(first) <= age <= int(last)
            label = f"women and girls aged {one['level']}"
        if is_used:
            otherwise = 100 / (1 + math.exp(-(z - one["coefficient"] + one["other"])))
            found.append(Disputed(label, one["coefficient"], one["other"], otherwise, one["says"]))
    return tuple(found)
