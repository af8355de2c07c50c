"""What trials are said to show, to be read beside every table and under every picture of theirs."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from iom.selection.trials.variants import HARMFUL, PROPOSED, plain
from iom.selection.words import CLOSING

if TYPE_CHECKING:
    from iom.selection import Criteria
    from iom.selection.trials.backtest import Backtest
    from iom.selection.trials.figures import Figure
    from iom.selection.trials.intervals import Estimate
    from iom.selection.trials.sensitivity import Outcome, Sensitivity

NOT_MOVED = (
    "Not moved: points, places, the order of ties, statuses, offence classes, and values that a rule "
    "compares with ==, !=, in or not in."
)
LISTS = {PROPOSED: "those with a place", HARMFUL: "harmful people outside"}


def finding(trial: "Sensitivity") -> str:
    """What moving the numbers did, in a sentence."""
    if not trial.proposed:
        return "Nobody has a place under the document as it stands"
    most = most_moving(trial)
    of_all = f"{len(trial.always):,} of {trial.proposed:,} people with a place keep it under every setting"
    if most is None:
        return f"{of_all}: none of them moves anybody"
    way = "lowered" if most.value < most.part.base else "raised"
    return f"{of_all}; most moves when “{label(most)}” is {way} to {plain(most.value)}"


def most_moving(trial: "Sensitivity") -> "Outcome | None":
    """The setting under which fewest of those with a place are the same; None where nobody moves."""
    moved = [one for one in trial.outcomes if one.part.on_list == PROPOSED and (one.came or one.went)]
    return min(moved, key=lambda one: (one.overlap, one.number), default=None)


def how_moved(trial: "Sensitivity") -> str:
    """How far the numbers were moved."""
    reach = trial.reach
    return (
        "One number at a time is moved, the rest stay: thresholds and band edges up to "
        f"{plain(reach.per_cent)}% each way (whole numbers by at least one), windows from "
        f"1/{plain(reach.factor)} of theirs to {plain(reach.factor)} times, in up to "
        f"{2 * reach.either_side + 1} settings with the document's own."
    )


def about_list(trial: "Sensitivity", criteria: "Criteria") -> str:
    """Which list it is."""
    where = f", {trial.area}" if trial.area else ""
    return (
        f"{criteria.title}, version {criteria.version}, as at {day(trial.as_at)}{where}: "
        f"{trial.considered:,} people considered, {trial.proposed:,} with a place."
    )


def sensitivity_subtitle(trial: "Sensitivity", criteria: "Criteria") -> str:
    """What the picture shows."""
    return f"{about_list(trial, criteria)} Each mark is a setting; beside the furthest, who came and went."


def sensitivity_foot(trial: "Sensitivity", criteria: "Criteria") -> tuple[str, ...]:
    """What the picture rests on and leaves out."""
    could = {label(one): False for one in trial.outcomes if one.part.on_list == PROPOSED}
    for one in trial.outcomes:
        if one.part.on_list == PROPOSED and (one.came or one.went):
            could[label(one)] = True
    still = sum(not moves for moves in could.values())
    return (
        how_moved(trial),
        f"{NOT_MOVED} Of the others, {still} move nobody and are not drawn.",
        f"Severity weights of {criteria.severity_vintage}; criteria {criteria.sha256[:12]}. {CLOSING}",
    )


def left_out(outcome: "Outcome") -> str:
    """Why a setting was not tried."""
    return f"{label(outcome)} at {plain(outcome.value)}: {outcome.left_out}"


def label(one: "Outcome") -> str:
    """What a part is called in the picture and in the tables."""
    return f"{one.part.place}: {one.part.says}"


def moved_words(one: "Outcome") -> str:
    """'at 60: 9 came, 2 went'."""
    return f"at {plain(one.value)}: {one.came} came, {one.went} went"


def way_words(trial: "Backtest") -> dict[str, str]:
    """What each way of choosing is called, in the order in which they are shown."""
    by = trial.yardsticks
    named = {
        "list": "the list",
        "risk": f"by held risk alone ({by.risk})",
        "computed": "by computed risk alone (OGRS3)",
        "severity": f"by severity alone ({_measure(by.severity)})",
        "count": f"by count alone ({_measure(by.count)})",
        "random": "at random",
    }
    return {way: words for way, words in named.items() if trial.figure(way, "people")}


def _measure(name: str) -> str:
    # one that the document has not: its own name is not for people
    return "of the year before" if name.startswith("trial__") else name


_SIMPLE = {
    "count": "count",
    "severity": "severity",
    "risk": "the held score",
    "computed": "the computed score",
}


def backtest_finding(trial: "Backtest") -> str:
    """What those on the list went on to do, in a sentence."""
    whole, random = trial.figure("list", "offences"), trial.figure("random", "offences")
    if whole is None or whole.share is None or random is None or random.share is None:
        return "Nothing can be said of what those on the list went on to do"
    # the best of the simple ways too: beside chance alone any list looks well
    simple = {
        way: figure.share.value
        for way in ("count", "severity", "risk", "computed")
        if (figure := trial.figure(way, "offences")) and figure.share is not None
    }
    best = max(simple, key=lambda way: simple[way], default=None)
    beside = "" if best is None else f", and by {_SIMPLE[best]} alone, for {per_cent(simple[best])}"
    return (
        f"Those on the list went on to account for {per_cent(whole.share.value)} of the "
        f"{trial.followed.basis} offences of the year that followed; as many people chosen at random, for "
        f"{per_cent(random.share.value)}{beside}"
    )


def about_backtest(trial: "Backtest", criteria: "Criteria") -> str:
    """Which document was tried, when, on what."""
    used = trial.used
    places = sum(month.pool.places for month in used if month.pool) / len(used)
    eligible = sum(month.pool.eligible for month in used if month.pool) / len(used)
    return (
        f"{criteria.title}, version {criteria.version}, at {len(used)} month ends from "
        f"{day(used[0].as_at)} to {day(used[-1].as_at)}: on average {places:,.0f} people with a place of "
        f"{eligible:,.0f} eligible."
    )


def counted(trial: "Backtest") -> str:
    """What counts as having offended."""
    waited = trial.followed.wait
    wait = f", and {waited} months more for outcomes to come" if waited else ""
    return (
        f"Counted: {trial.followed.basis} offences dated at liberty in the 12 months after each month "
        f"end, by their status at the end of those months{wait}. Severity weights of "
        f"{trial.severity_vintage}."
    )


def caveats(trial: "Backtest") -> tuple[str, ...]:
    """What a reader of a back-test must know before quoting it."""
    pools = [month.pool for month in trial.used if month.pool]
    inside, at_random = trial.figure("list", "inside"), trial.figure("random", "inside")
    said = [counted(trial)]
    if inside and inside.share and at_random and at_random.share:
        said.append(
            f"{per_cent(inside.share.value)} of those on the list, and {per_cent(at_random.share.value)} "
            "of everyone eligible, were inside at the month end: whoever is inside cannot offend at "
            "liberty, and is credited to no way of choosing."
        )
    weighted, offences = sum(pool.weighted for pool in pools), sum(pool.offences for pool in pools)
    dated_inside = sum(pool.dated_inside for pool in pools)
    said += [
        f"Of {offences:,} offences followed, counted once for each month end, {weighted:,} have a "
        f"severity weight; {dated_inside:,} others were dated inside, the day of being taken in included, "
        "and are left out.",
        "Being on a list may itself change what people go on to do: a list whose people are helped or "
        "watched into offending less catches less here. A low share is no proof of a bad list, nor a "
        "high one of a good.",
        "Months follow one another, so most people and most offences come up in several of them. "
        "Intervals (95%) take each person's months together, and people for a sample of people like "
        "them. At random: what is to be expected, and where 95 of 100 random choices lie.",
        "The list gives its places by cohort and, where it says so, by district; the other ways take as many "
        "people from everyone eligible, wherever they live. Of equals, count and severity decide, then the "
        "lower person number.",
        *(
            (
                "By computed risk, whoever was inside at a month end without a planned release held has no "
                "score and is not chosen; of time inside that has ended, sources seldom keep one.",
            )
            if trial.figure("computed", "people")
            else ()
        ),
        "Read as the store knows the records now. Statuses, scores, homes and custody are those dated by "
        "each month end; flags, MAPPA levels and corrections are those of today, which no meeting then "
        "could see.",
        CLOSING,
    ]
    return tuple(said)


def no_risk(trial: "Backtest") -> str | None:
    """Why no choice by risk is shown, if none is."""
    if trial.figure("risk", "people"):
        return None
    by = trial.yardsticks
    if by.risk:
        return f"Not shown, by held risk alone: at no month end had enough people a score of {by.risk}."
    if by.tools:
        held = ", ".join(f"held.{tool}" for tool in by.tools)
        return f"Not shown, by held risk alone: the document reads none. Others can be named: {held}."
    return "Not shown, by held risk alone: the store holds no risk scores."


def some_closed(trial: "Backtest", ways: Mapping[str, str]) -> tuple[str, ...]:
    """Of ways that were open at some month ends only: at how many."""
    whole = len(trial.used)
    found = [(words, trial.figure(way, "people")) for way, words in ways.items()]
    return tuple(
        f"{words}: at {figure.months} of {whole} month ends, those at which enough people have a score."
        for words, figure in found
        if figure and figure.months < whole
    )


def share_words(figure: "Figure | None") -> str:
    """'18.7% (15.2-22.8)'."""
    return "" if figure is None or figure.share is None else _in_per_cent(figure.share)


def points_words(estimate: "Estimate | None") -> str:
    """A difference in percentage points: '+1.6 (-2.5 to +5.7)'."""
    if estimate is None:
        return ""
    return f"{100 * estimate.value:+.1f}{_between(estimate, 100, '+.1f')}"


def times_words(estimate: "Estimate | None") -> str:
    """A ratio: '1.80 (1.48 to 2.18)'."""
    return "" if estimate is None else f"{estimate.value:.2f}{_between(estimate, 1, '.2f')}"


def _between(estimate: "Estimate", scale: int, form: str) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    return f" ({scale * estimate.low:{form}} to {scale * estimate.high:{form}})"


def _in_per_cent(estimate: "Estimate") -> str:
    return f"{100 * estimate.value:.1f}%{_between(estimate, 100, '.1f')}"


def per_cent(value: float) -> str:
    """19%, or 3.2% of small shares."""
    return f"{value:.0%}" if value >= 0.0995 or value == 0 else f"{value:.1%}"


def day(when: date) -> str:
    """31 October 2026."""
    return f"{when.day} {when:%B %Y}"
