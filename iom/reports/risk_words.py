"""A person's scores in sentences that can be read aloud at a meeting."""

from typing import TYPE_CHECKING

from iom.risk.labels import SEX, category
from iom.risk.models import SCORES, models

if TYPE_CHECKING:
    from decimal import Decimal

    from iom.risk import Features, Score, Worked

NOT_A_FORECAST = "That is about people with such a history, not a forecast of this person."
NO_SANCTION = (
    "No caution or conviction by this date counts: none is held, or a complete history of other records does "
    "not have it. The models speak of people who have one, so no score is worked out."
)
_AGAIN = {
    "ogrs3_1y": "were proven to have reoffended within one year",
    "ogrs3_2y": "were proven to have reoffended within two years",
    "arp": "were proven to have reoffended, with any offence, within two years",
    "vrp": "were proven to have reoffended with violence within two years",
}


def says(worked: "Worked | None") -> tuple[str, ...]:
    """A person's scores, a sentence each; where there is any, that it is no forecast. None: no sanction."""
    if worked is None:
        return (NO_SANCTION,)
    sentences = tuple(sentence(score, worked.provisional) for score in worked.scores)
    is_any = any(score.percent is not None for score in worked.scores)
    return (*sentences, NOT_A_FORECAST) if is_any else sentences


def sentence(score: "Score", provisional: bool) -> str:
    """What one score says: "OGRS3 says that of 100 people with this history about 63 were ...: medium."."""
    title = score.model.upper()
    if score.percent is None:
        within = {1: "one year", 2: "two years"}[score.years]
        return f"{title} within {within} is not worked out; what is missing is said below."
    standing = [word for word in (score.band, "provisional" if provisional else None) if word]
    ending = f": {', '.join(standing)}" if standing else ""
    number = _of_100(score.name, score.percent, score.band)
    return f"{title} says that of 100 people with this history {number} {_AGAIN[score.name]}{ending}."


def _of_100(name: str, percent: "Decimal", band: str | None) -> str:
    whole = int(float(percent) + 0.5)
    if whole == 0:
        return "fewer than 1"
    if whole == 100:
        return "more than 99"
    # rounded up to the edge of a band that it does not reach, it would contradict the band beside it
    edges = dict(models()[SCORES[name]].bands)
    return f"{'just under' if band and edges.get(whole, band) != band else 'about'} {whole}"


def worked_from(person: "Worked") -> tuple[tuple[str, object], ...]:
    """What the scores are worked out from: what it is, and what is held."""
    known = person.features
    kind = "conviction" if known.is_conviction else "caution"
    given = f", from code {known.code_given}" if known.code_given else ""
    return (
        ("sanctions", known.sanctions),
        ("previous sanctions", known.previous_sanctions),
        ("violent sanctions", _violent(known)),
        ("history", "complete" if person.history == "complete" else "local: this force's records only"),
        ("first sanction", _at(known.first_sanction_on, known.age_at_first_sanction)),
        ("current sanction", f"{_at(known.current_sanction_on, known.age_at_current_sanction)}, {kind}"),
        ("offence, in OGRS3", f"{known.ogrs3_group or 'not known'}{given}"),
        ("offence, in ARP and VRP", f"{category(known.ogrs4_category)}{given}"),
        ("sex", SEX.get(known.sex or "", "not held as male or female")),
        ("start in the community", _start(known)),
        ("offence-free months", "not known" if known.offence_free_months is None else _months(known)),
    )


def _at(day: object, age: int | None) -> str:
    return f"{day}, at {age}" if age is not None else f"{day}, age not known"


def _violent(known: "Features") -> str:
    unknown = f"; of {known.violence_unknown} it is not known" if known.violence_unknown else ""
    return f"{known.violent_sanctions}{unknown}"


def _start(known: "Features") -> str:
    if known.start_on is None:
        return "not known: inside, no planned release ahead"
    if known.is_inside:
        why = "the planned release"
    elif known.released_on and known.released_on > known.current_sanction_on:
        why = "the last release"
    else:
        why = "the current sanction"
    return f"{_at(known.start_on, known.age_at_start)}: {why}"


def _months(known: "Features") -> str:
    at_most = models()["arp"].limits["months_at_most"]
    full = " (no more are counted)" if known.offence_free_months == at_most else ""
    return f"{known.offence_free_months}{full}"


def missing(person: "Worked") -> tuple[str, ...]:
    """What is missing for scores that are not worked out, each once: "OGRS3, ARP: Dead by the date: ...."."""
    told: dict[str, list[str]] = {}
    for score in person.scores:
        for one in score.missing:
            titles = told.setdefault(one.says, [])
            if score.model.upper() not in titles:
                titles.append(score.model.upper())
    return tuple(f"{', '.join(titles)}: {says}" for says, titles in told.items())
