"""Selection: eligibility, bands and points, cohorts, order, capacity, attrition (DOMAIN.md 6).

Silent in DOMAIN.md, decided here: everybody with a cohort is ranked in one order, by points, then the tie-
break (absent values last), then the lower person id; places are taken in that order within a cohort and
home district; a cohort without a capacity has places for all, one whose capacity names neither the district
nor "*" has none, nor has it for a person without a known district. No cohort met is unknown when any
cohort's rule is.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from .conditions import holds


@dataclass(frozen=True)
class Document:
    """A criteria document: rules as (name, condition), bands as (measure, from, below, points)."""

    eligibility: list[tuple[str, tuple]]
    bands: list[tuple[str, int, int | None, int]]
    cohorts: list[tuple[str, tuple]]
    capacity: dict[str, dict[str, int]]
    tie_break: list[tuple[str, bool]]
    harmful: tuple


@dataclass
class Judged:
    """One person. met, unknown: numbers of rules: eligibility, then cohorts, then what is harmful."""

    person: int
    facts: dict[str, object]
    met: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)
    eligible: bool = False
    cohort: str | None = None
    points: int = 0
    rank: int | None = None
    place: int | None = None
    has_place: bool = False
    harmful: bool = False


@dataclass(frozen=True)
class Step:
    remaining: int
    removed: int
    removed_unknown: int


def points_of(document: Document, facts: dict[str, object]) -> int:
    """A band is [from, below), else up to the next one of its measure; an absent measure gives nothing."""
    total = 0
    for measure, low, below, points in document.bands:
        value = facts[measure]
        higher = [start for name, start, *_ in document.bands if name == measure and start > low]
        end = below if below is not None else min(higher, default=None)
        if isinstance(value, int | Decimal) and value >= low and (end is None or value < end):
            total += points
    return total


def judge(document: Document, person: int, facts: dict[str, object]) -> Judged:
    found = Judged(person, facts, points=points_of(document, facts))
    facts = facts | {"points": found.points}
    rules = [*document.eligibility, *document.cohorts, ("harmful", document.harmful)]
    outcomes = [holds(condition, facts) for _, condition in rules]
    found.met = {n for n, outcome in enumerate(outcomes) if outcome is True}
    found.unknown = {n for n, outcome in enumerate(outcomes) if outcome is None}
    steps = len(document.eligibility)
    found.eligible = all(outcomes[:steps])
    matched = [
        name for (name, _), outcome in zip(document.cohorts, outcomes[steps:-1], strict=True) if outcome
    ]
    found.cohort = matched[0] if found.eligible and matched else None
    found.harmful = outcomes[-1] is True
    return found


def select(document: Document, people: dict[int, dict[str, object]]) -> tuple[list[Judged], list[Step]]:
    """Everybody judged, ranked and placed; and how many remain after each step."""
    judged = [judge(document, person, facts) for person, facts in sorted(people.items())]
    chosen = [one for one in judged if one.cohort is not None]
    for name, descending in reversed(document.tie_break):
        chosen.sort(key=_absent_last(name, descending))
    chosen.sort(key=lambda one: -one.points)
    taken: dict[tuple[str | None, object], int] = defaultdict(int)
    for rank, one in enumerate(chosen, 1):
        district = one.facts["district"]
        queue = (one.cohort, district if one.cohort in document.capacity else "everywhere")
        taken[queue] += 1
        one.rank, one.place = rank, taken[queue]
        places = places_of(document, str(one.cohort), district)
        one.has_place = places is None or one.place <= places
    return judged, attrition(document, judged)


def _absent_last(name: str, descending: bool) -> Callable[[Judged], tuple[bool, object]]:
    def key(one: Judged) -> tuple[bool, object]:
        value = one.facts[name]
        if value is None:
            return True, 0
        assert isinstance(value, int | Decimal)
        return False, -value if descending else value

    return key


def places_of(document: Document, cohort: str, district: object) -> int | None:
    """Places in a district; None: no limit."""
    if cohort not in document.capacity:
        return None
    named = document.capacity[cohort]
    return 0 if district is None else named.get(str(district), named.get("*", 0))


def attrition(document: Document, judged: list[Judged]) -> list[Step]:
    left, steps = judged, [Step(len(judged), 0, 0)]
    for n in range(len(document.eligibility)):
        kept = [one for one in left if n in one.met]
        steps.append(Step(len(kept), len(left) - len(kept), sum(n in one.unknown for one in left)))
        left = kept
    cohort_rules = set(range(len(document.eligibility), len(document.eligibility) + len(document.cohorts)))
    kept = [one for one in left if one.cohort]
    lost_unknown = sum(not one.cohort and bool(cohort_rules & one.unknown) for one in left)
    steps.append(Step(len(kept), len(left) - len(kept), lost_unknown))
    placed = [one for one in kept if one.has_place]
    steps.append(Step(len(placed), len(kept) - len(placed), 0))
    return steps
