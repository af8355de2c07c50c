"""What calibration shows, in words that somebody who decides about a service can read."""

from collections.abc import Iterator
from datetime import date, datetime

from iom.risk.calibration import groups
from iom.risk.calibration.calibrating import Basis, Calibrated, Calibration, title
from iom.risk.calibration.figures import BAND, TENTH, Figure
from iom.risk.calibration.limits import limits
from iom.risk.calibration.recalibrating import Proposal, Recalibration
from iom.risk.calibration.statistics import Estimate

HISTORIES = {"complete": "complete histories", "local": "local histories"}
RECORDED = (
    "Risk, frequency and severity reflect what police record: where one group is watched, stopped or charged "
    "more than another, more of what its people do is found, and a score can look right while both are wrong."
)
UNCHANGED = (
    "Nothing was changed: every score is computed as before. This is a proposal to be weighed by people."
)
_OUTCOME = {"vrp": "a violent offence"}


def finding(one: Calibrated, basis: Basis) -> str:
    """What the scores said and what came of it, in a sentence."""
    whole = basis.whole
    name = f"{title(one.score)}, {HISTORIES[basis.history]}"
    if whole.observed is None or whole.predicted is None:
        return f"{name}: {few(basis.people)}"
    return (
        f"{name}: {per_cent(whole.predicted)} were expected to be found to have committed "
        f"{_what(one)} within {one.months} months, {shares(whole.observed)} were"
    )


def paragraph(one: Calibrated, basis: Basis) -> str:
    """What the figures of one score on one history mean."""
    whole = basis.whole
    if whole.observed is None:
        return f"{finding(one, basis)}."
    return " ".join((f"{finding(one, basis)}.", *_levels(whole), *_order(whole), *_bands(basis)))


def _levels(whole: Figure) -> Iterator[str]:
    """Whether the scores are too high or too low, and too far apart or too close together."""
    level = whole.in_the_large
    if level:
        yield {
            1: "More offended than the scores say: here they are too low.",
            -1: "Fewer offended than the scores say: here they are too high.",
            0: "That is as many as the scores say, within what chance does.",
        }[_side(level, 0)]
    if whole.line is None:
        yield "No slope can be given: the scores do not lie apart enough, or part people perfectly."
        return
    slope = whole.line.slope
    yield {
        1: f"Scores lie too close together (slope {numbers(slope)}, 1 is right): high ones should be "
        "higher and low ones lower.",
        -1: f"Scores lie too far apart (slope {numbers(slope)}, 1 is right): high ones say too much, low "
        "ones too little.",
        0: f"Scores lie about as far apart as they should (slope {numbers(slope)}, 1 is right).",
    }[_side(slope, 1)]


def _order(whole: Figure) -> Iterator[str]:
    if whole.auc is None:
        return
    yield (
        f"Of two people of whom one offended and one did not, the one who did had the higher score in "
        f"{shares(whole.auc)} of all such pairs; 50% is no better than a coin."
    )


def _bands(basis: Basis) -> Iterator[str]:
    told = [figure for figure in basis.of(BAND) if figure.observed and "together" not in figure.group]
    if len(told) > 1:
        by_band = ", ".join(f"{one.group} {shares(one.observed)}" for one in told if one.observed)
        few_of = [figure.group for figure in basis.of(BAND) if figure.too_few]
        withheld = f"; no number of {', '.join(few_of)}: {fewer()} offended" if few_of else ""
        yield f"By band, found to have offended: {by_band}{withheld}."


def caveats(one: Calibrated) -> tuple[str, ...]:
    """What a reader must know before quoting the figures of a score."""
    if one.left_out:
        return (f"{title(one.score)}: nothing is given. {one.left_out.says()}.",)
    return tuple(_caveats(one))


def _caveats(one: Calibrated) -> Iterator[str]:
    scored = sum(basis.people for basis in one.bases)
    yield _who(one)
    if one.without_score:
        yield f"{one.without_score:,} of {one.cohort:,} have no score, an input being unknown: left out."
    if one.outcome_unknown:
        yield (
            f"{one.outcome_unknown:,} more are left out: of what they were found to have done it is not "
            "known whether it was violent."
        )
    local = sum(basis.people for basis in one.bases if basis.history == "local")
    if scored and local / scored > limits().mostly:
        yield (
            f"Mostly local: {per_cent(local / scored)} of the scores rest on local histories. Sanctions "
            "elsewhere are not in them, so these scores are provisional and likely too low."
        )
    for basis in one.bases:
        yield from _of_basis(one, basis)


def _who(one: Calibrated) -> str:
    wait = limits().wait_months
    if one.from_start:
        who = (
            "with a start in the community in the year up to the date (a conviction or caution at liberty, "
            "or a release), scored as at their first and followed from it"
        )
    else:
        who = "alive and at liberty at the end of the date, sanctioned by then, scored and followed from it"
    return (
        f"{title(one.score)}: {one.cohort:,} people {who} for {one.months} months. Counted is {_what(one)} "
        f"committed in that time for which they were convicted or cautioned by {wait} months after its end."
    )


def _of_basis(one: Calibrated, basis: Basis) -> Iterator[str]:
    history = HISTORIES[basis.history]
    events = basis.whole.events
    if events is None:
        return
    if events < limits().good_events:
        yield (
            f"On {history} {events} people offended. Under {limits().good_events} the intervals are wide "
            "and a good look may be luck."
        )
    yield _custody(basis)
    if basis.died:
        yield f"On {history}, {basis.died:,} died while followed; they count by what they did until then."
    yield _groups(basis)


def _custody(basis: Basis) -> str:
    inside = basis.days_inside / max(basis.days_followed, 1)
    much = " It is much here: read observed shares as too low." if inside > limits().custody_share else ""
    return (
        f"On {HISTORIES[basis.history]}, {per_cent(basis.people_inside / basis.people)} were inside at some "
        f"time while followed, for {per_cent(inside)} of all days followed. Whoever is inside offends less: "
        f"that makes scores look too high.{much}"
    )


def picture_foot(one: Calibrated, basis: Basis) -> tuple[str, ...]:
    """What stands under the picture of one score on one history."""
    return (_who(one), _custody(basis))


def _groups(basis: Basis) -> str:
    """In which groups the scores are surely off."""
    compared = [figure for kind in groups.KINDS for figure in basis.of(kind) if figure.in_the_large]
    apart: dict[str, list[str]] = {}
    for figure in compared:
        side = _side(figure.in_the_large, 0) if figure.in_the_large else 0
        if side:
            apart.setdefault(figure.kind, []).append(f"{figure.group} (too {'low' if side > 0 else 'high'})")
    differing = sum(len(found) for found in apart.values())
    named = "; ".join(f"by {kind}, {', '.join(found)}" for kind, found in apart.items())
    return (
        f"On {HISTORIES[basis.history]}, {len(compared)} groups by sex, age and ethnicity are compared; by "
        "chance alone about one in 20 would differ. Scores differ from what came in "
        f"{differing}{': ' + named if named else ''}."
    )


def general() -> tuple[str, ...]:
    """What holds of every score."""
    least = limits().least_events
    return (
        f"No number is given for people of whom fewer than {least} offended: it would say little. "
        "Neighbouring bands or tenths with fewer each are put together, too. That keeps weak numbers from "
        "being quoted; it hides nothing, for totals stand beside parts and the rest can be worked out.",
        "Offences by people who moved away, or that were dealt with elsewhere and are not in this store, are "
        "not seen: observed shares are then too low.",
        "Shares: Wilson's 95% intervals. Pairs (AUC): DeLong's. Slopes and intercepts: logistic regression "
        "of the outcome on the logit of the score. Equal scores are never parted between tenths.",
        RECORDED,
    )


def proposal_words(one: Proposal, months: int) -> str:
    """What is proposed for a score, in a sentence or two."""
    name = f"{title(one.score)}, {HISTORIES[one.history]}"
    if one.events is None:
        return f"{name}: no proposal. {few(one.people)[0].upper()}{few(one.people)[1:]}."
    if one.line is None:
        return f"{name}: no proposal. No line can be fitted to these {one.people:,} people."
    return (
        f"{name}: intercept {numbers(one.line.intercept)}, slope {numbers(one.line.slope)}, from "
        f"{one.people:,} people of whom {one.events:,} offended within {months} months. The score would be "
        "1 / (1 + exp(-(intercept + slope × logit of the score))). "
        f"{one.moved:,} of {one.people:,} people would change their band."
    )


def proposal_caveats(made: Recalibration) -> tuple[str, ...]:
    """What must be known before a proposal is weighed."""
    left_out = tuple(f"{title(score)}: no proposal. {gap.says()}." for score, gap in made.left_out.items())
    return (
        UNCHANGED,
        *left_out,
        "The line is fitted to the same people whose bands it is shown to move: on others it will do less "
        "well. Try it on a later year before it is used.",
        "An intercept whose interval holds 0 and a slope whose interval holds 1 are no reason for a change.",
        "Custody in the time followed is not taken out: a line fitted here also carries how often people are "
        "inside here.",
        RECORDED,
    )


def about(as_at: date, known_at: datetime) -> str:
    """Which date it is all as at, and what is known."""
    return (
        f"As at {as_at.day} {as_at:%B %Y}, with all that the store had been told by {known_at.day} "
        f"{known_at:%B %Y}."
    )


def few(people: int) -> str:
    """That there is no number."""
    return f"of {people:,} people fewer than {limits().least_events} offended, too few for any number"


def fewer() -> str:
    """What stands in a table in place of a number."""
    return f"fewer than {limits().least_events}"


def opening(made: Calibration) -> str:
    """Which date it is all as at, and whether the records can bear a judgement at all."""
    said = about(made.as_at, made.known_at)
    if any(not basis.too_few for one in made.given for basis in one.bases):
        return said
    why = "too few people could be followed, or offended"
    return f"{said} These records cannot bear a judgement of any score: {why}."


def kind_words(kind: str) -> str:
    """How a kind of figures is headed: 'By band'."""
    return f"By {kind}, 1 the lowest" if kind == TENTH else f"By {kind}"


def per_cent(share: float) -> str:
    """41.2%."""
    return f"{100 * share:.1f}%"


def shares(estimate: Estimate) -> str:
    """'41.2% (38.4-44.0)'."""
    return f"{per_cent(estimate.value)} ({100 * estimate.low:.1f}-{100 * estimate.high:.1f})"


def numbers(estimate: Estimate) -> str:
    """'0.92 (0.80 to 1.04)'."""
    return f"{estimate.value:.2f} ({estimate.low:.2f} to {estimate.high:.2f})"


def _what(one: Calibrated) -> str:
    return _OUTCOME.get(one.score, "an offence")


def _side(estimate: Estimate, right: float) -> int:
    """1: surely above what is right; -1: below; 0: neither."""
    if estimate.low > right:
        return 1
    return -1 if estimate.high < right else 0
