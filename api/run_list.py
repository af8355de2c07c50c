"""The runs that are kept, as they are asked for: by their criteria, their day, their area."""

from collections.abc import Collection
from datetime import date

from api.doors import Call
from api.problems import FieldProblem, Refusal
from api.proposals import areas_known
from iom.measures import shipped
from iom.selection import RunHead, kept_runs, read_criteria

# How the area of a run over the whole partnership is asked for, as iom run list calls it.
WHOLE = "all"


def runs_asked_for(
    call: Call, *, criteria: str | None, as_at: date | None, area: str | None
) -> list[RunHead]:
    """The latest first. criteria: the title of a document, or the name of a shipped one.

    Raises Refusal (422) for criteria that neither a kept run nor a shipped document has, and for an area that
    no kept run is over and of which the caller does not know; it names what the caller may know of anyway.
    """
    runs = kept_runs(call.store)
    titles = None if criteria is None else {criteria} | _title_of(criteria)
    there_are = {one.criteria_title for one in runs}
    if titles is not None and criteria not in shipped() and not titles & (there_are | _shipped_titles()):
        raise _none("criteria", "There are no such criteria", there_are | {*shipped()})
    if area is not None and area not in (over := {one.area or WHOLE for one in runs} | {WHOLE}):
        over |= {str(one) for one in areas_known(call)}
        if area not in over:
            raise _none("area", "There is no such area", over)
    return [
        one
        for one in runs
        if (titles is None or one.criteria_title in titles)
        and (as_at is None or one.as_at == as_at)
        and (area is None or (one.area or WHOLE) == area)
    ]


def _title_of(name: str) -> set[str]:
    return {read_criteria(name).title} if name in shipped() else set()


def _shipped_titles() -> set[str]:
    return set().union(*map(_title_of, shipped()))


def _none(name: str, what: str, there_are: Collection[str]) -> Refusal:
    # titles hold commas of their own
    says = f"{what}. There are: {'; '.join(sorted(there_are))}."
    return Refusal(422, f"{what} here.", errors=[FieldProblem(field=f"query.{name}", says=says)])
