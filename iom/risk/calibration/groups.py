"""The groups in which observed and predicted are compared, each person in one group of a kind."""

import re
from collections.abc import Sequence

from iom.risk.calibration.cohort import People
from iom.risk.calibration.limits import limits

UNKNOWN = "unknown"
# The kinds, in the order in which they are shown.
SEX, AGE, SELF_DEFINED, OFFICER_DEFINED = (
    "sex",
    "age at the start in the community",
    "ethnicity, self-defined",
    "ethnicity, officer-defined",
)
KINDS = (SEX, AGE, SELF_DEFINED, OFFICER_DEFINED)
_SEXES = {"M": "male", "F": "female"}
_SELF_CODE = re.compile(r"([A-Z])\d", re.ASCII)


def members(people: People) -> dict[str, Sequence[str]]:
    """By kind, the group of each person."""
    return {
        SEX: [_SEXES.get(sex or "", UNKNOWN) for sex in people.sex],
        AGE: [age_band(int(age)) for age in people.age],
        SELF_DEFINED: [self_defined(code) for code in people.self_defined],
        OFFICER_DEFINED: [officer_defined(code) for code in people.officer_defined],
    }


def in_order(kind: str, found: Sequence[str]) -> list[str]:
    """The groups of a kind that were found, in the order in which they are shown."""
    whole = {
        SEX: list(_SEXES.values()),
        AGE: [age_band(age) for age in limits().age_bands],
        SELF_DEFINED: list(limits().self_defined.values()),
        OFFICER_DEFINED: list(limits().officer_defined.values()),
    }[kind]
    present = set(found)
    return [group for group in (*whole, UNKNOWN) if group in present]


def age_band(age: int) -> str:
    """'21-24', or '50 and over'."""
    edges = limits().age_bands
    above = [edge for edge in edges if edge > age]
    lowest = max((edge for edge in edges if edge <= age), default=0)
    return f"{lowest}-{above[0] - 1}" if above else f"{lowest} and over"


def self_defined(code: str | None) -> str:
    """The group of an 18+1 code: W1 is white. Not stated, or no such code: unknown."""
    told = _SELF_CODE.fullmatch((code or "").strip().upper())
    return limits().self_defined.get(told[1], UNKNOWN) if told else UNKNOWN


def officer_defined(code: str | None) -> str:
    """The group of an IC code; IC0, IC9, none or no such code: unknown."""
    return limits().officer_defined.get((code or "").strip().upper(), UNKNOWN)
