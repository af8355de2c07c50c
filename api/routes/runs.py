"""Selection runs: made as a job, then read: proposals with reasons, attrition, near misses, differences."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from api.answers import Answer, Page, answer, frame_of, in_bulk, page
from api.criteria import CriteriaGiven, criteria_of
from api.doors import Call, Door
from api.fields import MOST, Body, Day, Moment, PersonNumber, RunNumber
from api.idempotency import NeededKey
from api.paging import USUAL, Cursor, Limit, cut
from api.problems import not_there, refuse_day_ahead
from api.proposals import (
    KEYS,
    Harmful,
    InArea,
    OfCohort,
    OnList,
    Proposal,
    Sort,
    asked_for,
    flat,
    proposal_of,
    refuse_unknown,
    usual_sort,
)
from api.routes.jobs import JobAnswer, asked
from api.run_list import runs_asked_for
from api.seen_runs import (
    LISTED,
    NEAR,
    Near,
    basis_of,
    counts_left_out,
    known_at,
    near_of,
    places_left_out,
    the_run,
)
from api.withheld import counts_withheld, records_withheld
from iom.access import Reach
from iom.reports.reason_rows import ReasonRow, reason_rows
from iom.selection import (
    Explained,
    KeptRun,
    Step,
    difference,
    explained,
    kept_runs,
    repeat,
    select,
)
from iom.selection.difference_result import Cause, Made, Reranked, StepChange, Where
from iom.selection.gain import RuleAlone
from iom.store import Store, sql

router = APIRouter(prefix="/v1/runs", tags=["runs"])
Look = Annotated[Call, Depends(Door("runs.look", Reach.PEOPLE), scope="function")]
Make = Annotated[Call, Depends(Door("runs.make", Reach.EVERYONE), scope="function")]


class RunAsked(CriteriaGiven):
    """A selection to be run and kept."""

    as_at: Day = Field(description="What had happened by the end of this day: at most 31 days after today.")
    known_at: Moment | None = Field(
        None, description="As the store knew it then. Default: all that it knows."
    )
    area: str | None = Field(None, max_length=200, description="A home district or area. Default: all.")


@dataclass(frozen=True)
class Kept:
    """One line of the list of runs. considered, proposed: numbers of people; null: not for you."""

    run_id: int
    made_at: datetime
    by_user: str
    as_at: date
    known_at: datetime
    area: str | None
    criteria_title: str
    criteria_version: str
    criteria_sha256: str
    considered: int | None
    proposed: int | None
    canonical_sha256: str


class Run(Body):
    """A run as it is kept, without its people. particulars: from what it was made, and its digests."""

    run_id: int
    particulars: dict[str, Any]
    absent: dict[str, str] = Field(description="By measure, why it was absent for everyone.")
    people: dict[str, int] = Field(description="How many are on each list, of those you may see.")


class Attrition(Body):
    """What each step left, in numbers of people; null where you may not see everyone."""

    steps: list[Step] | None
    rules: list[RuleAlone] | None


class Change(Body):
    """Someone whom a step between two runs changed, and why."""

    person: int
    change: str
    before: Where | None
    after: Where | None
    causes: list[Cause]


class Differences(Body):
    """Two runs compared."""

    first: Made
    second: Made
    steps: list[StepChange] | None
    total: StepChange | None
    people: list[Change]
    reranked: list[Reranked] = Field(description="Those who only stand elsewhere in the order.")


@router.get("", summary="The runs that are kept", response_model=Page[Kept])
def runs(
    call: Look,
    criteria: Annotated[
        str | None,
        Query(
            max_length=300,
            description="Only runs of the criteria of this title, or of the shipped ones of this name.",
        ),
    ] = None,
    as_at: Annotated[Day | None, Query(description="Only runs as at this day.")] = None,
    area: Annotated[
        str | None,
        Query(max_length=200, description="Only runs over this area; all: over the whole partnership."),
    ] = None,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """The latest first. The list itself rests on nothing: each run says on what it rests."""
    items, following = cut(
        call,
        runs_asked_for(call, criteria=criteria, as_at=as_at, area=area),
        keys={"run": lambda one: (one.run_id,)},
        sort="-run",
        limit=limit,
        cursor=cursor,
    )
    counts = {} if call.scope.everyone else dict.fromkeys(("considered", "proposed"))
    lines = [Kept(**{**asdict(one), **counts}) for one in items]
    return page(call.request, lines, following=following, left_out=counts_left_out(call))


@router.post("", summary="Run a selection and keep it", response_model=Answer[JobAnswer], status_code=202)
def run(call: Make, body: RunAsked, key: NeededKey) -> Response:
    """A job: it ends with the number of the run."""
    document = criteria_of(body)
    # now, not when the job has its turn
    refuse_day_ahead("body.as_at", body.as_at, call.store.latest(call.now))

    def work(store: Store, advance: Any) -> Mapping[str, object]:
        made = select(
            store,
            document,
            as_at=body.as_at,
            known_at=body.known_at,
            area=body.area,
            now=call.now,
            advance=advance,
        )
        return {"run_id": made.run_id}

    def kept(cursor: Any) -> Mapping[str, object]:
        return {"run_id": cursor.execute(sql("service/last_run")).fetchone()[0]}

    return asked(call, key, body, "selection", work, kept=kept)


@router.get("/{run_id}", summary="A run", response_model=Answer[Run])
def show(call: Look, run_id: RunNumber) -> Response:
    """From what it was made, what was absent for everyone, and how many are on its lists."""
    people: dict[str, int] = {}

    def counted(kept: KeptRun) -> KeptRun:
        for one in kept.listed:
            name = one.standing.list or "harmful"
            people[name] = people.get(name, 0) + 1
        return replace(kept, listed=())

    kept = the_run(call, run_id, counted, parts=LISTED)
    about = dict(kept.particulars)
    if not call.scope.everyone:
        about |= dict.fromkeys(("considered", "proposed"))
    shown = Run(run_id=run_id, particulars=about, absent=kept.absent, people=people)
    return answer(call.request, shown, basis_of(kept), left_out=counts_left_out(call))


@router.get(
    "/{run_id}/proposals", summary="The people on a run's lists, with reasons", response_model=Page[Proposal]
)
def proposals(
    call: Look,
    run_id: RunNumber,
    on: OnList = None,
    cohort: OfCohort = None,
    area: InArea = None,
    harmful: Harmful = None,
    sort: Sort = None,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """Those whom you may see, one row each; as CSV all reasons stand in one cell, each after its points."""
    following: str | None = None

    def of_the_page(kept: KeptRun) -> KeptRun:
        nonlocal following
        items, following = cut(
            call,
            asked_for(call, kept, on, cohort, area, harmful),
            keys=KEYS,
            sort=usual_sort(on, harmful) if sort is None else sort,
            limit=limit,
            cursor=cursor,
        )
        return replace(kept, listed=tuple(items))

    kept = the_run(call, run_id, of_the_page, parts=LISTED)
    items = [proposal_of(one) for one in kept.listed]
    left_out = [*places_left_out(call), *counts_withheld(call)]
    about = basis_of(kept)
    return page(call.request, items, about, following=following, left_out=left_out, as_row=flat)


@router.get(
    "/{run_id}/reasons", summary="Why people are on a run's lists, flat", response_model=Page[ReasonRow]
)
def reasons(
    call: Look,
    run_id: RunNumber,
    on: OnList = None,
    cohort: OfCohort = None,
    area: InArea = None,
    harmful: Harmful = None,
) -> Response:
    """One row per person and reason, all at once, as JSON, CSV or Parquet: for a pivot table or chart."""

    def of_the_lists(kept: KeptRun) -> KeptRun:
        return replace(kept, listed=tuple(asked_for(call, kept, on, cohort, area, harmful)))

    kept = the_run(call, run_id, of_the_lists, parts=LISTED)
    rows = frame_of(list(reason_rows(kept)), ReasonRow)
    left_out = [*places_left_out(call), *counts_withheld(call)]
    return in_bulk(call.request, rows, basis_of(kept), left_out)


@router.get("/{run_id}/attrition", summary="What each step left", response_model=Answer[Attrition])
def attrition(call: Look, run_id: RunNumber) -> Response:
    """Step by step, and what each rule alone keeps out, in numbers of people."""
    kept = the_run(call, run_id)
    shown = Attrition(steps=None, rules=None)
    if call.scope.everyone:
        shown = Attrition(steps=list(kept.steps), rules=list(kept.alone.rules))
    return answer(call.request, shown, basis_of(kept), left_out=counts_left_out(call))


@router.get("/{run_id}/near-misses", summary="Who lacks one comparison of a rule", response_model=Page[Near])
def near_misses(
    call: Look,
    run_id: RunNumber,
    rule: Annotated[int | None, Query(ge=0, le=MOST, description="Only of this rule, by its number.")] = None,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """Those who lack one comparison of a rule and nothing else, the nearest of each rule first.

    words say what is lacking; rule and says which rule it is, as the document has it.
    """
    following: str | None = None

    def of_the_page(kept: KeptRun) -> KeptRun:
        nonlocal following
        refuse_unknown("rule", rule, {one.rule_no for one in kept.alone.rules})
        items, following = cut(
            call,
            [one for one in kept.alone.near if rule is None or one.rule_no == rule],
            keys={"rule": lambda one: (one.rule_no, one.near_no, one.person_id)},
            sort="rule",
            limit=limit,
            cursor=cursor,
        )
        return replace(kept, alone=replace(kept.alone, near=tuple(items)))

    kept = the_run(call, run_id, of_the_page, parts=NEAR)
    left_out = [*places_left_out(call), *counts_withheld(call)]
    items = near_of(kept.alone)
    return page(call.request, items, basis_of(kept), following=following, left_out=left_out)


@router.get(
    "/{run_id}/people/{person_id}",
    summary="What a run says of a person, and why",
    response_model=Answer[Explained],
)
def explain(call: Look, run_id: RunNumber, person_id: PersonNumber) -> Response:
    """Rule by rule and point by point, on a list or not, and what is lacking."""
    call.require_visible(person_id, known_at=next(iter(known_at(call, run_id)), None))
    shown = explained(call.store, run_id, person_id, now=call.now, without=records_withheld(call))
    left_out = [*places_left_out(call), *counts_withheld(call)]
    return answer(call.request, shown, basis_of(the_run(call, run_id)), left_out=left_out)


@router.get(
    "/{run_id}/differences/{other_id}", summary="Two runs compared", response_model=Answer[Differences]
)
def differences(call: Look, run_id: RunNumber, other_id: RunNumber) -> Response:
    """Who came, went and moved from the first to the second, and why: time, data, criteria, software.

    basis is that of the second; first and second say what each was made from.
    """
    moments = known_at(call, run_id, other_id)

    def among(people: Collection[int]) -> frozenset[int]:
        return frozenset(people).intersection(*(call.visible(people, moment) for moment in moments))

    found = difference(
        call.store, run_id, other_id, now=call.now, among=among, without=records_withheld(call)
    )
    everyone = call.scope.everyone
    shown = Differences(
        first=found.first,
        second=found.second,
        steps=list(found.steps) if everyone else None,
        total=found.total if everyone else None,
        people=[
            Change(
                person=one.person_id,
                change=one.change,
                before=one.before,
                after=one.after,
                causes=list(one.causes),
            )
            for one in found.people
        ],
        reranked=list(found.reranked),
    )
    return answer(
        call.request,
        shown,
        basis_of(the_run(call, other_id)),
        left_out=[*counts_left_out(call), *places_left_out(call), *counts_withheld(call)],
    )


@router.post("/{run_id}/repeats", summary="Do a run again", response_model=Answer[JobAnswer], status_code=202)
def run_again(call: Make, run_id: RunNumber, key: NeededKey) -> Response:
    """A job: on what the run saw, are the bytes the same? Nothing new is kept."""
    if run_id not in {head.run_id for head in kept_runs(call.store)}:
        raise not_there()

    def work(store: Store, advance: Any) -> Mapping[str, object]:
        return asdict(repeat(store, run_id, now=call.now))

    return asked(call, key, None, "repeat", work)
