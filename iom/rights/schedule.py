"""The schedule of reviews: groups of people and years, as data that a deployment decides for itself."""

import json
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from iom.documents import Document, parse_document, read_document
from iom.measures.known_classes import refuse_unknown

SHIPPED = "retention.toml"
_STRICT = ConfigDict(extra="forbid", strict=True)
_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")
Years = Annotated[int, Field(ge=1, le=150)]


@dataclass(frozen=True, config=_STRICT)
class Group:
    """A group of the schedule. years: after the last event, then between reviews; until_age: till then."""

    number: Annotated[int, Field(ge=1)]
    name: str
    says: str
    flags: bool
    classes: Annotated[tuple[str, ...], Field(strict=False)]
    first_years: Years
    every_years: Years
    local: str
    until_age: Years | None = None


@dataclass(frozen=True, config=_STRICT)
class Schedule:
    """The schedule of reviews: whence it is, what of it was checked, and what is to be decided locally."""

    title: str
    version: str
    source: str
    checked: str
    decided: str
    groups: Annotated[tuple[Group, ...], Field(strict=False)]


def schedule(path: Path | None = None) -> Schedule:
    """The schedule of a file; None: the one that the software ships.

    Raises DocumentError naming file, line and remedy: for a field that is missing, unknown or of another
    kind, groups that are not numbered 1, 2, 3, or none that takes everyone else.
    """
    return _read(path)[1]


def refuse_unknown_classes(path: Path | None, known: Collection[str]) -> None:
    """Raise DocumentError for the first class of a schedule that is none: nobody would be put in by it.

    known: the classes of the reference tables in force.
    """
    document, made = _read(path)
    for number, group in enumerate(made.groups):
        refuse_unknown(document, f"group[{number}].classes", group.classes, known)


def _read(path: Path | None) -> tuple[Document, Schedule]:
    if path is None:
        text = (files("iom.rights") / SHIPPED).read_text(encoding="utf-8")
        document = parse_document(SHIPPED, text)
    else:
        document = read_document(path, "schedule of reviews")
    return document, _checked(document)


def _checked(document: Document) -> Schedule:
    said: dict[str, Any] = dict(document.data)
    said["groups"] = said.pop("group", None) or []
    if not said["groups"]:
        raise document.error("", "a schedule needs [[group]] tables.")
    try:
        # as JSON: strictly, a dataclass is read from nothing else
        made = TypeAdapter(Schedule).validate_json(json.dumps(said, default=str))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        # a field of another name says more than that the one which was meant is not there
        fault = next((one for one in faults if one["type"] in _UNKNOWN), faults[0])
        place = _place(fault["loc"])
        raise document.error(place, f"{place or 'the document'}: {_plainly(fault)}") from None
    for number, group in enumerate(made.groups, 1):
        if group.number != number:
            raise document.error(
                f"group[{number - 1}].number", f"groups are numbered 1, 2, 3: write number = {number}."
            )
    last = made.groups[-1]
    if last.flags or last.classes:
        # who fits no group would never be due
        raise document.error(
            f"group[{len(made.groups) - 1}]",
            "the last group takes everyone else: write flags = false and classes = [].",
        )
    return made


def _place(where: tuple[int | str, ...]) -> str:
    place = ""
    for part in where:
        name = "group" if part == "groups" else part
        place += f"[{part}]" if isinstance(part, int) else f".{name}" if place else str(name)
    return place


def _plainly(fault: Any) -> str:
    if fault["type"] == "missing":
        return "this is needed."
    if fault["type"] in _UNKNOWN:
        return "there is no such field."
    return f"{fault['msg'].replace('Input should be', 'it should be')}."
