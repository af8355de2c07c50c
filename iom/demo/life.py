"""What one life is made of: plain facts that the rules of the other files add to; days are ordinals."""

from dataclasses import dataclass, field

from iom.demo.careers import Career
from iom.demo.offences import Offence


@dataclass(frozen=True, order=True)
class Spell:
    """One spell of absence; the end of a sentence or recall is foreseen when it begins."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Sentence:
    """A sentence of immediate custody: released half way, on licence until its end."""

    start: int
    release: int
    licence_until: int
    family: str


@dataclass(frozen=True)
class Outcome:
    """How it ended: convicted, cautioned, acquitted, no_further_action or suspect; days are ordinals."""

    word: str
    day: int
    charged: int | None = None


@dataclass(frozen=True, order=True)
class Sanction:
    """One sanctioned offence: several on one day are one occasion, ordered by seriousness."""

    day: int
    kind: str
    code: str
    seriousness: float


@dataclass(frozen=True, order=True)
class Supervised:
    """One period of statutory supervision, [start, end) in ordinals; mappa is (category, level)."""

    start: int
    end: int
    kind: str
    mappa: tuple[int, int] | None = None


@dataclass
class Life:
    """What happened, without gaps or dirt: the exports show parts of it."""

    career: Career
    home: str
    offences: list[Offence] = field(default_factory=list)
    sanctions: list[Sanction] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    supervised: list[Supervised] = field(default_factory=list)
