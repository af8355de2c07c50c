"""A criteria document: a scheme's policy on whom to consider, in what order, and for how many places."""

from dataclasses import dataclass
from decimal import Decimal

from iom.measures.definition import Measure
from iom.measures.names import Column, column_of
from iom.risk import Preference
from iom.selection.conditions import Condition, names

EACH_AREA = "*"
POINTS = Column("points", "points", "number", "points", "points of all bands together")


@dataclass(frozen=True)
class Rule:
    """A named condition: an eligibility step, a cohort rule, or what makes someone harmful."""

    name: str
    says: str
    text: str
    condition: Condition
    source: str


@dataclass(frozen=True)
class Band:
    """Values of a measure in [low, below) give points; below None: no upper end."""

    measure: str
    low: Decimal
    below: Decimal | None
    points: int
    source: str


@dataclass(frozen=True)
class Capacity:
    """Places of a cohort in an area; area '*': in each area that has no entry of its own."""

    cohort: str
    area: str
    places: int
    source: str


@dataclass(frozen=True)
class Ordering:
    """One step of the tie-break: a name and its direction. Absent values always come last."""

    name: str
    descending: bool


@dataclass(frozen=True)
class Criteria:
    """A parsed criteria document. file: its name; text, sha256: of what was read, line ends normalised."""

    file: str
    title: str
    version: str
    owner: str
    source: str
    severity_vintage: str
    measures: tuple[Measure, ...]
    eligibility: tuple[Rule, ...]
    bands: tuple[Band, ...]
    cohorts: tuple[Rule, ...]
    capacity: tuple[Capacity, ...]
    tie_break: tuple[Ordering, ...]
    tie_break_source: str
    harmful: Rule | None
    most_harmful: int
    scores: Preference
    text: str
    sha256: str

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule in the order of its bit: eligibility steps, cohort rules, the harmful rule."""
        return (*self.eligibility, *self.cohorts, *((self.harmful,) if self.harmful else ()))

    @property
    def banded(self) -> tuple[str, ...]:
        """The measures that bands give points for, in document order."""
        return tuple(dict.fromkeys(band.measure for band in self.bands))

    @property
    def names(self) -> frozenset[str]:
        """Every name the document reads from the measures relation, its own measures aside."""
        read = {name for rule in self.rules for name in names(rule.condition)}
        read |= set(self.banded) | {step.name for step in self.tie_break}
        return frozenset(read - {measure.name for measure in self.measures} - {POINTS.name})

    def column(self, name: str) -> Column:
        """The column that a name of this document means. Raises KeyError if it means nothing."""
        column = POINTS if name == POINTS.name else column_of(name, self.measures)
        if column is None:
            raise KeyError(name)
        return column

    def measure(self, name: str) -> Measure | None:
        """The document's own measure of a name, if it is one."""
        return next((measure for measure in self.measures if measure.name == name), None)
