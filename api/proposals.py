"""The people on a run's lists as answers show them: with reasons in full, or as one row of a spreadsheet."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import Field

from api.doors import Call
from api.fields import Body
from api.problems import FieldProblem, Refusal
from iom.selection import KeptRun, Listed
from iom.selection.criteria import EACH_AREA
from iom.selection.spreadsheet import BETWEEN, in_one_cell
from iom.selection.stored import criteria_kept
from iom.store import sql

OnList = Annotated[
    Literal["proposed", "over_capacity", "harmful_outside"] | None,
    Query(
        alias="list",
        description="proposed: with a place; over_capacity: without, for want of one; harmful_outside: "
        "neither, and harmful. Who is harmful and without a place for want of one is on over_capacity "
        "alone: for all the harmful ask harmful=true. Default: all three.",
    ),
]
Harmful = Annotated[
    bool | None,
    Query(
        description="true: only who is harmful and not proposed, on whichever list, the most harmful first; "
        "false: only others. Default: both."
    ),
]
Sort = Annotated[
    str | None,
    Query(
        max_length=40,
        description="rank, harmful_place, points or person; - before it: descending. Default: harmful_place "
        "of harmful_outside or harmful=true, rank of all others.",
    ),
]
OfCohort = Annotated[str | None, Query(max_length=200, description="Only of this cohort.")]
InArea = Annotated[str | None, Query(max_length=200, description="The area in whose places they stand.")]

# before a field is called list
_Rows = list[dict[str, Any]]
_Words = list[Any]


class Proposal(Body):
    """One person on a list of a run, with the reasons; what was counted: /v1/runs/RUN/people/PERSON."""

    person: int
    list: str | None = Field(description="proposed, over_capacity or harmful_outside.")
    proposal: str | None
    cohort: str | None
    area: str | None
    points: int | None = Field(description="null: of someone who was erased or is restricted.")
    rank: int | None
    place: int | None
    places: int | None
    harmful_place: int | None
    summary: str
    reasons: _Rows
    unknown: _Words
    closing: str
    why_not: Any


FLAT = tuple(Proposal.model_fields)


# What the people of a list can be sorted by.
KEYS: Mapping[str, Callable[[Listed], tuple[object, ...]]] = {
    "rank": lambda one: (one.standing.rank, one.person_id),
    "harmful_place": lambda one: (one.harmful_place, one.person_id),
    "points": lambda one: (one.standing.points, one.person_id),
    "person": lambda one: (one.person_id,),
}


def usual_sort(on: str | None, harmful: bool | None) -> str:
    """By what a list is sorted if nothing else is asked: the worst of the harmful first."""
    return "harmful_place" if on == "harmful_outside" or harmful else "rank"


def asked_for(
    call: Call,
    kept: KeptRun,
    on: str | None,
    cohort: str | None,
    area: str | None,
    harmful: bool | None,
) -> list[Listed]:
    """Those of a run's lists who answer what was asked. kept: with those alone whom the caller may see.

    Raises Refusal (422) for a cohort that the run does not have, and for an area of which the caller does not
    know.
    """
    refuse_unknown("cohort", cohort, {rule.name for rule in criteria_kept(kept.particulars).cohorts})
    if area is not None and area not in (known := _areas(kept)):
        refuse_unknown("area", area, known | areas_known(call))
    found = [
        one
        for one in kept.listed
        if (on is None or one.standing.list == on)
        and (cohort is None or one.standing.cohort == cohort)
        and (area is None or one.standing.capacity_area == area)
        and (harmful is None or (one.harmful_place is not None) is harmful)
    ]
    if harmful:
        found.sort(key=lambda one: one.harmful_place or 0)
    return found


def _areas(kept: KeptRun) -> frozenset[object]:
    """Where those stand who are shown, and what the run's own document and particulars name."""
    named = {entry.area for entry in criteria_kept(kept.particulars).capacity}
    standing = {one.standing.capacity_area for one in kept.listed}
    return frozenset(named | standing | {kept.particulars["area"]}) - {EACH_AREA, None}


def areas_known(call: Call) -> frozenset[object]:
    """The areas that a caller may know of beside: of their grants; every district, if they see everyone."""
    if not call.scope.everyone:
        return frozenset(area for sight in call.scope.sights for area in sight.areas or ())
    with call.store.cursor() as cursor:
        return frozenset(row[0] for row in cursor.execute(sql("measures/districts")).fetchall())


def refuse_unknown(name: str, given: object, there_are: Collection[object]) -> None:
    """Refuse (422) what none of a run's people could answer. there_are: what may be told instead."""
    if given is None or given in there_are:
        return
    words = ", ".join(map(str, sorted(there_are, key=str))) or "none"
    problem = FieldProblem(field=f"query.{name}", says=f"The run has no such {name}. There are: {words}.")
    raise Refusal(422, f"There is no such {name} in this run.", errors=[problem])


def flat(one: Proposal) -> dict[str, object]:
    """A proposal as one row of a spreadsheet."""
    row = {name: getattr(one, name) for name in FLAT}
    row["reasons"] = in_one_cell((reason["points"], reason["sentence"]) for reason in one.reasons)
    row["unknown"] = BETWEEN.join(one.unknown)
    return row


def proposal_of(one: Listed) -> Proposal:
    """Someone on a list, with the reasons in full."""
    stands, said = one.standing, one.reasons
    return Proposal(
        person=one.person_id,
        list=stands.list,
        proposal=one.proposal,
        cohort=stands.cohort,
        area=stands.capacity_area,
        points=stands.points,
        rank=stands.rank,
        place=stands.place,
        places=stands.places,
        harmful_place=one.harmful_place,
        summary=said.summary,
        reasons=[asdict(reason) for reason in said.reasons],
        unknown=list(said.unknown),
        closing=said.closing,
        why_not=said.why_not,
    )
