"""Calibration of the computed scores on a store: who was followed, and how observed and predicted agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from iom.errors import IomError
from iom.measures.coverage import covered_days
from iom.moments import naive_utc
from iom.risk.calibration.cohort import Cohort, Followed, People, cohorts, follow, note_people
from iom.risk.calibration.covering import NotCovered, not_covered
from iom.risk.calibration.figures import ALL, Figure, figures
from iom.risk.calibration.limits import limits
from iom.risk.models import SCORES, models
from iom.store import Store, audit, derived


@dataclass(frozen=True)
class Basis:
    """People of one history, complete or local, and their figures.

    days: of the time followed; reach: the lowest and the highest score, as logits.
    """

    history: str
    people: int
    died: int
    days_followed: int
    days_inside: int
    people_inside: int
    reach: tuple[float, float]
    figures: tuple[Figure, ...]

    @property
    def whole(self) -> Figure:
        """The figure of everyone."""
        return self.figures[0]

    @property
    def too_few(self) -> bool:
        """Whether nothing can be said."""
        return self.whole.too_few

    def of(self, kind: str) -> tuple[Figure, ...]:
        """The figures of a kind."""
        return tuple(figure for figure in self.figures if figure.kind == kind)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of figures there are, everyone's apart."""
        return tuple(dict.fromkeys(figure.kind for figure in self.figures if figure.kind != ALL))


@dataclass(frozen=True)
class Calibrated:
    """One score. left_out: why nothing is given, if so; bases: complete histories and local ones, if any."""

    score: str
    months: int
    from_start: bool
    left_out: NotCovered | None = None
    cohort: int = 0
    without_score: int = 0
    outcome_unknown: int = 0
    bases: tuple[Basis, ...] = ()


@dataclass(frozen=True)
class Calibration:
    """All scores as at a date."""

    as_at: date
    known_at: datetime
    scores: tuple[Calibrated, ...]

    @property
    def given(self) -> tuple[Calibrated, ...]:
        """The scores whose follow-up the store covers."""
        return tuple(one for one in self.scores if one.left_out is None)


@dataclass(frozen=True)
class Gathered:
    """What came of each cohort, by score; and why others could not be followed."""

    known_at: datetime
    by_score: Mapping[str, tuple[Cohort, Followed | NotCovered]]


def calibrate(
    store: Store, *, as_at: date, months: int, known_at: datetime | None = None, now: datetime
) -> Calibration:
    """Follow everyone and compare; the look is logged before it is given.

    months: how long OGRS3 is followed, 12 or 24. Raises IomError where no score's follow-up is covered.
    """
    gathered = gather(
        store, as_at=as_at, months=months, known_at=known_at, now=now, action="risk.calibration"
    )
    return Calibration(
        as_at,
        gathered.known_at,
        tuple(
            _calibrated(score, cohort, followed) for score, (cohort, followed) in gathered.by_score.items()
        ),
    )


def gather(
    store: Store,
    *,
    as_at: date,
    months: int,
    known_at: datetime | None,
    now: datetime,
    action: str,
) -> Gathered:
    """Follow everyone that the store can; log the look. Raises IomError where it can follow nobody."""
    allowed = (limits().one_year, limits().two_years)
    if months not in allowed:
        says = f"People are followed for {allowed[0]} or {allowed[1]} months, not for {months}."
        raise IomError(says).of("months")
    with store.turn() as cursor:
        moment = derived.as_known(cursor, naive_utc(known_at) if known_at else None)
        covered = covered_days(cursor)
        found: dict[str, tuple[Cohort, Followed | NotCovered]] = {}
        followed: list[Cohort] = []
        for cohort in cohorts(months):
            gap = not_covered(cohort.asked, as_at, covered)
            if gap:
                found |= dict.fromkeys(cohort.scores, (cohort, gap))
                continue
            found |= {score: (cohort, one) for score, one in follow(cursor, cohort, as_at).items()}
            followed.append(cohort)
        if not followed:
            said = "; ".join(
                f"{', '.join(title(score) for score in cohort.scores)}: {gap.says()}"
                for cohort in cohorts(months)
                if (gap := not_covered(cohort.asked, as_at, covered))
            )
            raise IomError(f"Nothing can be given as at {as_at}. {said}. See: iom coverage").of("as-at")
        people = note_people(cursor, followed)
        detail = {
            "as_at": as_at,
            "known_at": moment.known_at,
            "months": months,
            "scores": [score for cohort in followed for score in cohort.scores],
        }
        with store.transaction(cursor):
            audit.record(cursor, store, now=now, action=action, detail=detail, people_table=people)
    return Gathered(moment.known_at, found)


def title(score: str) -> str:
    """What a score is called: 'OGRS3, 2 years', 'ARP (static)'."""
    years = {"ogrs3_1y": ", 1 year", "ogrs3_2y": ", 2 years"}
    return models()[SCORES[score]].title + years.get(score, "")


def bands(score: str) -> tuple[str, ...]:
    """The bands of a score, the lowest first."""
    return tuple(word for _, word in models()[SCORES[score]].bands)


def _calibrated(score: str, cohort: Cohort, followed: Followed | NotCovered) -> Calibrated:
    if isinstance(followed, NotCovered):
        return Calibrated(score, cohort.asked.months, cohort.is_from_start, followed)
    return Calibrated(
        score,
        cohort.asked.months,
        cohort.is_from_start,
        None,
        followed.cohort,
        followed.without_score,
        followed.outcome_unknown,
        tuple(
            _basis(history, people, bands(score))
            for history, people in followed.people.items()
            if len(people.z)
        ),
    )


def _basis(history: str, people: People, named: tuple[str, ...]) -> Basis:
    return Basis(
        history,
        len(people.z),
        people.died,
        int(people.days_followed.sum()),
        int(people.days_inside.sum()),
        int((people.days_inside > 0).sum()),
        (float(people.z.min()), float(people.z.max())),
        tuple(figures(people, named)),
    )
