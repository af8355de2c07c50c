"""What calibration counts by, as calibration.toml has it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Limits:
    """Times in months, the fewest events behind a number, and how people are grouped."""

    start_months: int
    wait_months: int
    one_year: int
    two_years: int
    least_events: int
    good_events: int
    z: float
    deciles: int
    mostly: float
    custody_share: float
    age_bands: tuple[int, ...]
    self_defined: Mapping[str, str]
    officer_defined: Mapping[str, str]


@cache
def limits() -> Limits:
    """The limits in force."""
    document = tomllib.loads((files("iom.risk.calibration") / "calibration.toml").read_text(encoding="utf-8"))
    given: dict[str, Any] = {name: value for part in document.values() for name, value in part.items()}
    given["age_bands"] = tuple(given["age_bands"])
    return Limits(**given)
