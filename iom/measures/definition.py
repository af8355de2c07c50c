"""What a measure is, as a criteria or measures document says it."""

import re
from dataclasses import dataclass
from typing import Any

from iom.documents import Document, did_you_mean
from iom.measures.sql_words import SQL_WORDS

# Which standings of an offence count on each basis: sql/measures/offence_as_at.sql numbers them.
BASES = {"proven": 3, "charged": 2, "suspected": 1}
FLAGS = ("domestic_abuse", "hate", "weapon", "alcohol", "drugs")
ASSESSMENTS = ("A", "B", "C", "D", "E")
ABSENCE_KINDS = ("remand", "sentence", "recall", "secure_hospital", "out_of_area")

_COMMON_OPTIONS = frozenset({"name", "what", "says", "source"})
# What each kind of measure needs (True) or may have (False), beside a name.
OPTIONS: dict[str, dict[str, bool]] = {
    "offences": {"months": True, "status": True, "counts": False, "flag": False},
    "severity": {"months": True, "status": True, "counts": False, "flag": False},
    "severity_mean": {"months": True, "status": True, "counts": False, "flag": False},
    "severity_max": {"months": True, "status": True, "counts": False, "flag": False},
    "harm": {"months": True, "status": True, "counts": False, "flag": False, "half_life_days": True},
    "rate": {"months": True, "status": True, "counts": False, "flag": False},
    "victims": {"months": True, "status": True, "counts": False, "flag": False},
    "days_since_last": {"months": False, "status": True, "counts": False, "flag": False},
    "sanctions": {"months": True},
    "intelligence": {"months": True, "source_evaluation": False, "assessment": False, "theme": False},
    "recalls": {"months": True},
    "days_at_liberty": {"months": True},
    "days_absent": {"months": True, "kind": True},
}
OFFENCE_BASED = frozenset(what for what, options in OPTIONS.items() if "status" in options)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
LONGEST_WINDOW = 1200
LONGEST_HALF_LIFE = 36_525


@dataclass(frozen=True)
class Measure:
    """One named measure of a person as at a date. Windows are (as_at − months, as_at]; None: all history."""

    name: str
    what: str
    months: int | None = None
    status: str | None = None
    counts: tuple[str, ...] = ("any",)
    flag: str | None = None
    half_life_days: int | None = None
    source_evaluation: tuple[int, ...] = ()
    assessment: tuple[str, ...] = ()
    theme: str | None = None
    kind: str | None = None
    says: str = ""


def parse_measures(document: Document) -> tuple[Measure, ...]:
    """The [[measure]] tables of a document, in order.

    Raises DocumentError naming the line for an unknown word, a missing or superfluous option, or a name
    used twice.
    """
    entries = document.data.get("measure", [])
    if not isinstance(entries, list):
        raise document.error("measure", "measures are written as [[measure]], one table each.")
    measures: dict[str, Measure] = {}
    for number, entry in enumerate(entries):
        measure = _parse(document, f"measure[{number}]", entry)
        if measure.name in measures:
            raise document.error(f"measure[{number}].name", f'there are two measures named "{measure.name}".')
        measures[measure.name] = measure
    return tuple(measures.values())


def _parse(document: Document, place: str, entry: Any) -> Measure:
    if not isinstance(entry, dict):
        raise document.error(place, "measures are written as [[measure]], one table each.")
    name, what = entry.get("name"), entry.get("what")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name.endswith("_"):
        raise document.error(
            f"{place}.name",
            "a measure needs a name of small letters, digits and single underscores, such as offences_12m.",
        )
    if "__" in name:
        raise document.error(f"{place}.name", f'"{name}" has two underscores together: use one.')
    if name in SQL_WORDS:
        raise document.error(f"{place}.name", f'"{name}" is a word of SQL: add to it, such as {name}_12m.')
    if not isinstance(what, str) or what not in OPTIONS:
        raise document.error(
            f"{place}.what",
            f'"{what}" is not something that can be measured.{did_you_mean(str(what), OPTIONS)}'
            f" It is one of: {', '.join(OPTIONS)}.",
        )
    options = OPTIONS[what]
    for key in entry:
        if key not in options and key not in _COMMON_OPTIONS:
            allowed = sorted(_COMMON_OPTIONS | set(options))
            raise document.error(
                f"{place}.{key}",
                f'"{key}" does not belong to a measure of {what}.{did_you_mean(key, allowed)}'
                f" It may have: {', '.join(allowed)}.",
            )
    for key, needed in options.items():
        if needed and key not in entry:
            raise document.error(place, f'the measure "{name}" of {what} needs "{key}".')
    return Measure(
        name=name,
        what=what,
        months=_whole(document, place, entry, "months", LONGEST_WINDOW),
        status=_word(document, place, entry, "status", tuple(BASES)),
        counts=_texts(document, place, entry, "counts") or ("any",),
        flag=_word(document, place, entry, "flag", FLAGS),
        half_life_days=_whole(document, place, entry, "half_life_days", LONGEST_HALF_LIFE),
        source_evaluation=_grades(document, place, entry),
        assessment=_assessments(document, place, entry),
        theme=_text(document, place, entry, "theme"),
        kind=_word(document, place, entry, "kind", ABSENCE_KINDS),
        says=_text(document, place, entry, "says") or "",
    )


def _whole(document: Document, place: str, entry: dict[str, Any], key: str, most: int) -> int | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise document.error(f"{place}.{key}", f'"{key}" is a whole number from 1 to {most}.')
    return value


def _word(
    document: Document, place: str, entry: dict[str, Any], key: str, words: tuple[str, ...]
) -> str | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or value not in words:
        raise document.error(
            f"{place}.{key}",
            f'"{value}" is not a {key}.{did_you_mean(str(value), words)} It is one of: {", ".join(words)}.',
        )
    return value


def _text(document: Document, place: str, entry: dict[str, Any], key: str) -> str | None:
    value = entry.get(key)
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise document.error(f"{place}.{key}", f'"{key}" is text in quotes.')
    return value


def _texts(document: Document, place: str, entry: dict[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) and item for item in values):
        raise document.error(f"{place}.{key}", f'"{key}" is text in quotes, or a list of such.')
    return tuple(values)


def _assessments(document: Document, place: str, entry: dict[str, Any]) -> tuple[str, ...]:
    letters = _texts(document, place, entry, "assessment")
    for letter in letters:
        if letter not in ASSESSMENTS:
            meant = f" Did you mean {letter.upper()}?" if letter.upper() in ASSESSMENTS else ""
            raise document.error(
                f"{place}.assessment",
                f'intelligence is never assessed as "{letter}".{meant}'
                f" It is one of: {', '.join(ASSESSMENTS)}.",
            )
    return letters


def _grades(document: Document, place: str, entry: dict[str, Any]) -> tuple[int, ...]:
    values = entry.get("source_evaluation", [])
    if not isinstance(values, list) or not all(value in (1, 2, 3) for value in values):
        raise document.error(
            f"{place}.source_evaluation",
            "source evaluations are a list of 1 (reliable), 2 (untested), 3 (not reliable).",
        )
    return tuple(values)
