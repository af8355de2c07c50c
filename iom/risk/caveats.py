"""What to bear in mind of scores that stand: what they rest on may be short of the truth."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from iom.measures.coverage import days_missing, days_missing_of
from iom.periods import ONE_DAY, Window
from iom.risk.models import models

if TYPE_CHECKING:
    from iom.measures import Covered
    from iom.risk.worked import Features, Score


def caveats(
    known: "Features", history: str, scores: "Sequence[Score]", as_at: date, covered: "Covered"
) -> tuple[str, ...]:
    """One sentence each; of someone without any score there is nothing to bear in mind."""
    if all(score.missing for score in scores):
        return ()
    said = []
    if history == "local":
        said.append(
            "Provisional: sanctions are this force's records only, not a complete history; "
            "those given elsewhere are missing."
        )
    if hole := days_missing("absence", Window(known.current_sanction_on - ONE_DAY, as_at), covered):
        said.append(
            f"Custody is not covered from {hole[0]} to {hole[1]}, or on some days of that time: "
            "a release in it would move the start in the community."
        )
    told = Window(known.first_sanction_on - ONE_DAY, as_at)
    if hole := days_missing_of(("sanction", "status"), told, covered):
        said.append(
            f"Sanctions are not covered from {hole[0]} to {hole[1]}, or on some days of that time: "
            "one given then is missing."
        )
    if known.is_inside:
        said.append(
            f"Inside on the date: the scores speak of the time from the planned release on {known.start_on}."
        )
    at_most = models()["ogrs3"].limits["previous_sanctions_at_most"]
    if known.previous_sanctions > at_most:
        said.append(f"OGRS3 counts {at_most} of the {known.previous_sanctions} previous sanctions.")
    for score in scores:
        for one in score.disputed if score.years == 2 else ():
            said.append(
                f"Sources differ on the term of {score.title} for {one.term}: {one.says}. With the other "
                f"value the {score.years}-year score would be {one.percent_otherwise:.1f}%."
            )
    return tuple(said)
