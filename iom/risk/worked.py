"""A person's scores worked out, with all that they rest on."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from iom.risk.disputed import Disputed
from iom.risk.missing import Missing


@dataclass(frozen=True)
class Term:
    """One term of a sum: its name, what it is in words, and value x coefficient = added.

    A term that is looked up has the value 1.
    """

    name: str
    label: str
    value: float
    coefficient: float
    added: float


@dataclass(frozen=True)
class Score:
    """One score. z is the sum of the terms; percent = 100 / (1 + exp(-z)); None and no terms where absent.

    band: None for OGRS3 within one year, which has no bands.
    """

    name: str
    model: str
    title: str
    version: str
    years: int
    terms: tuple[Term, ...]
    z: float | None
    percent: Decimal | None
    band: str | None
    bands_read: str
    missing: tuple[Missing, ...]
    disputed: tuple[Disputed, ...]


@dataclass(frozen=True)
class Features:
    """What the scores of a person are worked out from; sanctions include the current one.

    start_on: start in the community, None for someone inside without a planned release ahead. code_kind to
    why: the code of the principal offence of the current sanction, and how it resolves.
    """

    sanctions: int
    previous_sanctions: int
    violent_sanctions: int
    violence_unknown: int
    first_sanction_on: date
    current_sanction_on: date
    is_conviction: bool
    ogrs3_group: str | None
    ogrs4_category: str | None
    sex: Literal["M", "F"] | None
    birth_precision: str | None
    is_dead: bool
    is_inside: bool
    released_on: date | None
    planned_release: date | None
    start_on: date | None
    age_at_first_sanction: int | None
    age_at_current_sanction: int | None
    age_at_start: int | None
    offence_free_months: int | None
    code_kind: str | None
    code_given: str | None
    how: str | None
    why: str | None


@dataclass(frozen=True)
class Worked:
    """The scores of one person as at a date. history: complete, or local: then they are provisional."""

    person_id: int
    as_at: date
    known_at: datetime
    history: Literal["complete", "local"]
    features: Features
    scores: tuple[Score, ...]
    caveats: tuple[str, ...]

    @property
    def provisional(self) -> bool:
        """Whether the scores rest on this force's records only."""
        return self.history == "local"

    def score(self, name: str) -> Score:
        """One of the scores by its name."""
        return next(score for score in self.scores if score.name == name)
