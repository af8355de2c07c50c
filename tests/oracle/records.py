"""Source records as plain dataclasses: one class per record type, fields named as the columns they fill."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Known:
    """When the store was told of a version, until when it believed it, and by which import."""

    since: datetime
    until: datetime | None
    batch: int

    def at(self, moment: "Moment") -> bool:
        if self.batch > moment.seen_batch or self.since > moment.known_at:
            return False
        return self.until is None or self.until > moment.known_at


@dataclass(frozen=True)
class Moment:
    """What the store is asked to remember: everything told it by known_at, in imports up to seen_batch."""

    known_at: datetime
    seen_batch: int


@dataclass(frozen=True)
class Person:
    """A subject's own details (table subject_version)."""

    subject: int
    known: Known
    birth_date: date | None = None
    death_date: date | None = None
    sex: str | None = None
    mappa_category: int | None = None
    mappa_level: int | None = None
    domestic_abuse_perpetrator: bool | None = None
    registered_sex_offender: bool | None = None
    birth_precision: str | None = None


@dataclass(frozen=True)
class Identifier:
    subject: int
    known: Known
    kind: str
    value: str


@dataclass(frozen=True)
class HomeArea:
    subject: int
    known: Known
    area: str
    district: str
    from_date: date | None
    to_date: date | None


@dataclass(frozen=True)
class Supervision:
    subject: int
    known: Known
    kind: str
    from_date: date | None
    to_date: date | None


@dataclass(frozen=True)
class Offence:
    subject: int
    known: Known
    offence_id: int
    offence_on: date
    code_kind: str
    code_given: str | None
    victims: int | None = None
    domestic_abuse: bool | None = None
    hate: bool | None = None
    weapon: bool | None = None
    alcohol: bool | None = None
    drugs: bool | None = None
    committed_from: date | None = None
    principal: bool | None = None


@dataclass(frozen=True)
class Victim:
    subject: int
    known: Known
    offence_id: int
    victim_key: str


@dataclass(frozen=True)
class StatusEvent:
    subject: int
    known: Known
    offence_id: int
    status: str
    on_date: date


@dataclass(frozen=True)
class Absence:
    subject: int
    known: Known
    kind: str
    from_date: date
    to_date: date | None
    planned_release: date | None = None


@dataclass(frozen=True)
class Sanction:
    subject: int
    known: Known
    kind: str
    on_date: date
    code_kind: str
    code_given: str | None
    principal: bool | None = None


@dataclass(frozen=True)
class HeldScore:
    subject: int
    known: Known
    tool: str
    score: int
    band: str | None
    on_date: date


@dataclass(frozen=True)
class Intelligence:
    subject: int
    known: Known
    reference: str
    on_date: date
    source_evaluation: int | None
    assessment: str | None
    theme: str | None


@dataclass(frozen=True)
class LocalCode:
    """A system's own code and what it stands for; code None: no recorded crime. It is of no subject."""

    system: str
    known: Known
    local_code: str
    code_kind: str | None
    code: str | None
    subject: int = 0


@dataclass(frozen=True)
class Coverage:
    """A period for which a system declared one record type complete; both dates are inside it."""

    system: str
    known: Known
    record_type: str
    complete_from: date
    complete_to: date
    history: str | None = None


@dataclass(frozen=True)
class Assignment:
    """Which person a subject is; batch 0 on known: decided by hand, by no import."""

    subject: int
    known: Known
    person: int


@dataclass
class World:
    """Everything that one store was ever told."""

    commits: list[datetime] = field(default_factory=list)
    system_of: dict[int, str] = field(default_factory=dict)
    assignments: list[Assignment] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    local_codes: list[LocalCode] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    areas: list[HomeArea] = field(default_factory=list)
    supervisions: list[Supervision] = field(default_factory=list)
    offences: list[Offence] = field(default_factory=list)
    victims: list[Victim] = field(default_factory=list)
    events: list[StatusEvent] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    sanctions: list[Sanction] = field(default_factory=list)
    scores: list[HeldScore] = field(default_factory=list)
    intelligence: list[Intelligence] = field(default_factory=list)

    def last(self) -> Moment:
        """All that it knows now."""
        told = [*self.commits, *(one.known.since for one in self.assignments)]
        told += [one.known.until for one in self.assignments if one.known.until]
        return Moment(max(told), len(self.commits))
