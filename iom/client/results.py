"""What the service answers, as frozen dataclasses; what a later service adds to an answer is left out."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


@dataclass(frozen=True)
class Me:
    """Who you are there. everyone: what of it you may do for everyone; withheld: by permission, what it does
    not show you."""

    user: str
    roles: tuple[str, ...]
    may: tuple[str, ...]
    everyone: tuple[str, ...]
    withheld: Mapping[str, tuple[str, ...]]
    grants: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A person that a text may mean."""

    person_id: int
    systems: tuple[str, ...]
    districts: tuple[str, ...]
    age: int | None
    birth_year: int | None


@dataclass(frozen=True)
class Offence:
    """One offence of a person. severity: a decimal number as text, for it is exact."""

    offence_id: int
    system: str
    offence_on: date
    code_given: str
    title: str | None
    severity: str | None
    status: str | None
    resolved: str


@dataclass(frozen=True)
class Person:
    """What is held of a person. data: the page as JSON; tag: to decide by; left_out: not shown to you."""

    person_id: int
    as_at: date
    known_at: datetime | None
    age: int | None
    offences: tuple[Offence, ...]
    data: Mapping[str, Any]
    tag: str
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """A selection run, without its people. considered, proposed: numbers of people, None: not for you."""

    run_id: int
    made_at: datetime
    by_user: str
    as_at: date
    known_at: datetime
    area: str | None
    criteria_title: str
    criteria_version: str
    considered: int | None
    proposed: int | None
    canonical_sha256: str


@dataclass(frozen=True)
class Reason:
    """One reason of a proposal: the points it gave, in words, and what it rests on."""

    points: int
    sentence: str
    basis: str


@dataclass(frozen=True)
class Proposal:
    """Someone on a list of a run, with the reasons."""

    person: int
    list: str | None
    proposal: str | None
    cohort: str | None
    area: str | None
    points: int | None
    rank: int | None
    place: int | None
    places: int | None
    harmful_place: int | None
    summary: str
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]
    why_not: str | None


@dataclass(frozen=True)
class ReasonRow:
    """One reason of one person, flat. kind: points, note or not known."""

    run_id: int
    as_at: date
    person: int
    list: str | None
    cohort: str | None
    district: str | None
    total_points: int | None
    kind: str
    reason: str
    points: int
    sentence: str


@dataclass(frozen=True)
class Job:
    """Long work. state: queued, running, done, failed, cancelled or lost."""

    job_id: str
    kind: str
    state: str
    done: int
    total: int | None
    result: Any
    problem: str | None


@dataclass(frozen=True)
class Line:
    """Something that a command said. to: out, its answer, or err, beside it."""

    to: str
    text: str


@dataclass(frozen=True)
class FileMade:
    """A file that a command wrote. name: beside where the option's file was to be."""

    number: int
    option: str
    name: str
    bytes: int


@dataclass(frozen=True)
class Said:
    """What came of a command. asks: a question that it cannot go on without, then nothing was done."""

    answer_id: str
    command: str
    exit_code: int
    lines: tuple[Line, ...]
    asks: str | None
    files: tuple[FileMade, ...]


@dataclass(frozen=True)
class Upload:
    """A file that waits to be imported."""

    upload_id: str
    file_name: str
    bytes: int


@dataclass(frozen=True)
class FailedRule:
    """A rule of import that rows broke, and how many did."""

    record_type: str
    rule: str
    field: str | None
    rows: int


@dataclass(frozen=True)
class ImportReport:
    """What came in of a file. batch_id: the import's number, None of a check. data: the whole report."""

    batch_id: int | None
    system: str
    rows_total: int
    rows_loaded: int
    rows_updated: int
    rows_unchanged: int
    rows_quarantined: int
    rules: tuple[FailedRule, ...]
    data: Mapping[str, Any]


@dataclass(frozen=True)
class RefusedRow:
    """A row that was refused, without its values."""

    quarantine_id: int
    batch_id: int
    system: str
    file_name: str
    line: int | None
    state: str
    rules: str
    columns: str
    why: str


@dataclass(frozen=True)
class AuditLine:
    """A line of the log: who did what, when, why, and of whom."""

    line: int
    when: datetime
    who: str
    purpose: str
    action: str
    detail: str
    people: int
    person_ids: tuple[int, ...]


def made(kind: type[Made], data: Mapping[str, Any], /, **more: Any) -> Made:
    """A dataclass from JSON: days and moments read, what it does not know left out. more: of our own."""
    hints = _hints(kind)
    given = {name: _read(hints[name], data[name]) for name in hints if name in data and name not in more}
    return kind(**given, **more)


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(cast(Any, kind))}


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (types.UnionType, Union):
        return _read(next(one for one in get_args(hint) if one is not type(None)), value)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], one) for one in value)
    if get_origin(hint) is Mapping and get_args(hint)[1] is not Any:
        return {name: _read(get_args(hint)[1], one) for name, one in value.items()}
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and is_dataclass(hint):
        return made(hint, value)
    return value
