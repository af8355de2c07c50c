"""A person's risk scores on a screen."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from iom.cli import output
from iom.cli.run_view import FIRST_GAP
from iom.moments import spelt

if TYPE_CHECKING:
    from iom.reports import RiskPage
    from iom.risk import Beside, MonthEnd, Score, Worked

_ADDED = Decimal("1e-9")


def show(page: "RiskPage") -> None:
    """Print a person's scores."""
    from iom.reports.risk_words import missing

    known = f"as known at {spelt(page.known_at)}"
    output.say(f"Risk of person {page.person_id} as at {page.as_at.isoformat()}, {known}\n")
    for sentence in page.says:
        output.say(sentence)
    worked = page.worked
    if worked:
        _rests_on(worked)
        _sums(worked)
    if page.held:
        _beside(page.held)
    if page.ahead:
        _ahead(page.ahead)
    if worked:
        _list("Missing", missing(worked))
        if any(one.code == "not_covered" for score in worked.scores for one in score.missing):
            output.say(FIRST_GAP)
        _list("Bear in mind", worked.caveats)
    output.say(f"\n{page.closing}")


def _rests_on(worked: "Worked") -> None:
    from iom.reports.risk_words import worked_from

    output.say("")
    output.table("Worked out from", ("what", "held"), worked_from(worked))


def _sums(worked: "Worked") -> None:
    for score in worked.scores:
        # one sum of OGRS3 in full: within one year the constant alone is another
        if score.terms and score.name != "ogrs3_1y":
            _sum(score, worked.score("ogrs3_1y") if score.model == "ogrs3" else None)


def _sum(score: "Score", one_year: "Score | None") -> None:
    # rounded before they are summed, so that the rows as printed add up to the sum as printed
    added = [Decimal(term.added).quantize(_ADDED) + 0 for term in score.terms]
    rows: list[tuple[object, ...]] = [
        (term.label, float(term.value), term.coefficient, plus)
        for term, plus in zip(score.terms, added, strict=True)
    ]
    rows.append(("sum (z)", None, None, sum(added, Decimal(0))))
    output.say("")
    title = f"{score.title} within two years: {score.version}"
    numbers = ("value", "coefficient", "added")
    output.table(title, ("term", *numbers), rows, right=numbers)
    output.say(f"100 / (1 + exp(-z)) = {score.percent:.2f}%: {score.band} (read off {score.bands_read})")
    if one_year and one_year.z is not None:
        output.say(
            f"Within one year the constant is {one_year.terms[0].coefficient:.9g}: "
            f"z = {one_year.z:.9f}, {one_year.percent:.2f}%"
        )


def _beside(held: "Sequence[Beside]") -> None:
    rows = [
        (
            one.tool,
            one.tool_version,
            _percent(one.held),
            one.held_band or (f"({one.held_band_here})" if one.held_band_here else None),
            one.on_date,
            one.days_old,
            _percent(one.computed),
            one.computed_band,
            _percent(one.difference),
        )
        for one in held
    ]
    numbers = ("held", "days old", "worked out", "difference")
    columns = (
        "tool", "version", "held", "held band", "dated", "days old", "worked out", "band", "difference"
    )  # fmt: skip
    output.say("")
    output.table("Held from elsewhere, beside what is worked out here", columns, rows, right=numbers)
    for one in held:
        if one.check:
            output.say(f"The bands of {one.tool} differ. Check with whoever made the held score:")
            for sentence in one.check:
                output.say(f"  {sentence}")


def _ahead(months: "Sequence[MonthEnd]") -> None:
    if len({(one.offence_free_months, one.arp, one.vrp) for one in months}) == 1:
        stays = "offence-free months are counted to 36 at most"
        if not months[0].offence_free_months:
            stays = "the time in the community has not begun by the last of 12 month ends"
        output.say(f"\nIf nothing new happens, the scores stay: {stays}.")
        return
    rows = [
        (
            one.month_end,
            one.offence_free_months,
            _percent(one.arp),
            one.arp_band,
            _percent(one.vrp),
            one.vrp_band,
        )
        for one in months
    ]
    columns = ("month end", "offence-free months", "ARP", "ARP band", "VRP", "VRP band")
    output.say("")
    output.table("If nothing new happens", columns, rows, right=("offence-free months", "ARP", "VRP"))
    output.say("Only the offence-free months run on, to 36 at most. OGRS3 does not count them and stays.")


def _list(title: str, sentences: "Sequence[str]") -> None:
    if sentences:
        output.say(f"\n{title}")
        for sentence in sentences:
            output.say(f"  {sentence}")


def _percent(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:.1f}"
