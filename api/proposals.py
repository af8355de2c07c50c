"""The people on a run's lists as answers show them: with reasons in full, or as one row of a spreadsheet."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from api.fields import Body
from iom.selection import KeptRun, Listed

OnList = Annotated[
    str | None, Query(alias="list", max_length=40, description="proposed, over_capacity or harmful_outside.")
]
OfCohort = Annotated[str | None, Query(max_length=200, description="Only of this cohort.")]
InArea = Annotated[str | None, Query(max_length=200, description="The area in whose places they stand.")]

# before a field is called list
_Rows = list[dict[str, Any]]
_Words = list[Any]


class Proposal(Body):
    """One person on a list of a run, with the reasons; what was counted: /v1/runs/RUN/people/PERSON."""

    person: int
    list: str | None = Field(description="proposed, over_capacity, or null: harmful and on neither.")
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


def asked_for(kept: KeptRun, on: str | None, cohort: str | None, area: str | None) -> list[Listed]:
    """Those of a run's lists who answer what was asked."""
    return [
        one
        for one in kept.listed
        if (on is None or one.standing.list == on)
        and (cohort is None or one.standing.cohort == cohort)
        and (area is None or one.standing.capacity_area == area)
    ]


def flat(one: Proposal) -> dict[str, object]:
    """A proposal as one row of a spreadsheet."""
    row = {name: getattr(one, name) for name in FLAT}
    row["reasons"] = "; ".join(reason["sentence"] for reason in one.reasons)
    row["unknown"] = "; ".join(one.unknown)
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
