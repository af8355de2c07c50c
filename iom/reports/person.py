"""The person page: what is held of one person as at a date, as known at a moment, and what is not known."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from iom.people import LoggedDecision


@dataclass(frozen=True)
class Subject:
    """One system's own key of the person, and since when, by whom and why it is this person.

    source_key: None where the reader is not shown it.
    """

    subject_id: int
    system: str
    source_key: str | None
    since: datetime
    decided_by: str
    reason: str


@dataclass(frozen=True)
class Match:
    """Another person that this one may be: what is the same, and what speaks against it ('' for nothing)."""

    person_id: int
    basis: str
    against: str


@dataclass(frozen=True)
class Identifier:
    """One identifier as one system gives it."""

    system: str
    kind: str
    value: str


@dataclass(frozen=True)
class Name:
    """One name as one system gives it."""

    system: str
    surname: str | None
    forenames: str | None


@dataclass(frozen=True)
class Attributes:
    """What is said of the person; None: no system says."""

    birth_date: date | None
    birth_precision: str | None
    death_date: date | None
    sex: str | None
    ethnicity_self: str | None
    ethnicity_officer: str | None
    mappa_category: int | None
    mappa_level: int | None
    domestic_abuse_perpetrator: bool | None
    registered_sex_offender: bool | None
    lead_worker: str | None
    lead_agency: str | None


@dataclass(frozen=True)
class Home:
    """Where a system says the person lives on the day; from_date None: since before anything was recorded."""

    system: str
    area: str
    district: str
    from_date: date | None


@dataclass(frozen=True)
class Supervision:
    """How a system says the person is supervised on the day."""

    system: str
    kind: str
    from_date: date | None


@dataclass(frozen=True)
class Offence:
    """One offence dated up to the day. severity: ONS weight, None where the code has none.

    status is that of the day, None if no event was dated by then; resolved says in words what the code is.
    """

    offence_id: int
    system: str
    reference: str | None
    offence_on: date
    committed_from: date | None
    recorded_on: date | None
    code_kind: str
    code_given: str
    title: str | None
    ho_class: str | None
    recorded_code: str | None
    how: str
    why: str
    candidate_titles: tuple[str, ...]
    severity: Decimal | None
    status: str | None
    status_on: date | None
    dated_inside: bool
    principal: bool | None
    area: str | None
    victims: int | None
    domestic_abuse: bool | None
    hate: bool | None
    weapon: bool | None
    alcohol: bool | None
    drugs: bool | None
    resolved: str


@dataclass(frozen=True)
class Severity:
    """The sum of the offences' weights, whatever their status, and its coverage; left_out: count by how."""

    vintage: str
    total: Decimal
    offences: int
    weighted: int
    left_out: dict[str, int]
    coverage: str


@dataclass(frozen=True)
class Sanction:
    """One day on which the person was convicted or cautioned."""

    sanction_on: date
    conviction: bool
    sanctioned_offences: int
    history: str


@dataclass(frozen=True)
class Absence:
    """One spell away; to_date None: not over by the day; days: up to the end of the day or of life."""

    system: str
    kind: str
    from_date: date
    to_date: date | None
    planned_release: date | None
    days: int


@dataclass(frozen=True)
class Score:
    """A risk score held from elsewhere, as given."""

    system: str
    tool: str
    tool_version: str | None
    score: Decimal | None
    band: str | None
    on_date: date
    assessor_system: str | None


@dataclass(frozen=True)
class Intelligence:
    """How many reports of one grading and theme, and the day of the last."""

    source_evaluation: int | None
    assessment: str | None
    handling: str | None
    theme: str | None
    reports: int
    last_on: date


@dataclass(frozen=True)
class PersonPage:
    """All that is shown of one person.

    age: completed years on the day, or at death; None where the birth date is not known well enough.
    days_away: up to the end of the day, none after death, each day once.
    """

    person_id: int
    as_at: date
    known_at: datetime
    subjects: tuple[Subject, ...]
    decisions: tuple[LoggedDecision, ...]
    matches: tuple[Match, ...]
    identifiers: tuple[Identifier, ...]
    names: tuple[Name, ...]
    attributes: Attributes
    age: int | None
    homes: tuple[Home, ...]
    supervision: tuple[Supervision, ...]
    offences: tuple[Offence, ...]
    severity: Severity
    sanctions: tuple[Sanction, ...]
    absences: tuple[Absence, ...]
    days_away: int
    scores: tuple[Score, ...]
    intelligence: tuple[Intelligence, ...]
    not_known: tuple[str, ...]
