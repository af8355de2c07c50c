"""Long work that you asked for: how far it is, what came of it, and calling it off."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, Field

from api.answers import Answer, Page, answer, page
from api.commands import KIND, permitted
from api.doors import Call, Door
from api.idempotency import once
from api.jobs import WORK
from api.orders import Job, Work
from api.paging import USUAL, Cursor, Limit, cut
from api.problems import Refusal, not_now, not_there
from iom.access import Reach, decide
from iom.store import Store

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])
Own = Annotated[Call, Depends(Door("", Reach.NOBODY), scope="function")]
JobId = Annotated[str, Path(max_length=60, description="A job's id, from the answer to what you asked.")]

# What each kind of work asks for, as the route does that takes it on.
MAY = {
    "selection": "runs.make",
    "repeat": "runs.make",
    "sensitivity": "criteria.try",
    "backtest": "criteria.try",
    "import": "imports.make",
}


class JobAnswer(BaseModel):
    """Work that was asked for and is on its way."""

    job_id: str
    kind: str
    state: str = Field(
        description="queued, running, done, failed, cancelled or lost (the service was stopped)."
    )
    look_at: str = Field(description="Where to look how far it is.")


@router.get("", summary="Your jobs", response_model=Page[Job])
def jobs(call: Own, limit: Limit = USUAL, cursor: Cursor = None) -> Response:
    """The latest first."""
    items, following = cut(
        call,
        _allowed(call, call.service.jobs.of(call.caller.user)),
        keys={"asked": lambda one: (one.asked_at, one.job_id)},
        sort="-asked",
        limit=limit,
        cursor=cursor,
    )
    return page(call.request, items, following=following)


@router.get("/{job_id}", summary="A job of yours", response_model=Answer[Job])
def show(call: Own, job_id: JobId) -> Response:
    """How far it is, and once it is done, what came of it."""
    return answer(call.request, _own(call, job_id))


@router.delete("/{job_id}", summary="Call a job off", response_model=Answer[Job], status_code=202)
def call_off(call: Own, job_id: JobId) -> Response:
    """Nothing of it is kept; what has ended stays as it ended, what is kept already goes on to its end."""
    _own(call, job_id)
    match call.service.jobs.call_off(job_id):
        case "ended":
            raise Refusal(409, "It has ended: nothing is left to call off.")
        case "kept":
            raise Refusal(409, "What it does is kept already: it goes on to its end.")
    return answer(call.request, _own(call, job_id), status=202)


def asked(
    call: Call,
    key: str,
    body: BaseModel | None,
    kind: str,
    work: Work,
    *,
    kept: Callable[[Any], object] | None = None,
    tidy: Callable[[], None] = lambda: None,
    lane: str = WORK,
    to_the_end: bool = False,
) -> Response:
    """Take long work on: its note stands in one transaction with the answer that says so."""
    jobs = call.service.jobs
    if jobs.waiting >= call.store.settings.jobs_waiting_limit:
        tidy()
        call.service.metrics.refused.labels("jobs").inc()
        raise not_now("Too much work is waiting already: ask again later.", 60)
    prepared: list[str] = []

    def note(store: Store) -> Response:
        with store.transaction() as cursor:
            job_id = jobs.prepare(
                cursor,
                call.store.acting(call.store.actor),
                kind,
                work,
                kept=kept,
                tidy=tidy,
                lane=lane,
                to_the_end=to_the_end,
            )
        prepared.append(job_id)
        place = f"/v1/jobs/{job_id}"
        made = JobAnswer(job_id=job_id, kind=kind, state="queued", look_at=place)
        return answer(call.request, made, status=202, headers={"Location": place})

    about = body.model_dump_json().encode() if body is not None else b""
    try:
        response = once(call, key, call.request.url.path.encode() + b"\0" + about, note, notes_alone=True)
    except BaseException:
        for job_id in prepared:
            jobs.forget(job_id)
        if not prepared:
            tidy()
        raise
    if not prepared:
        # answered before: this time nothing is done
        tidy()
    for job_id in prepared:
        jobs.begin(job_id)
    return response


def _allowed(call: Call, found: list[Job]) -> list[Job]:
    """The jobs that the caller might ask for today: a result speaks of everyone, as its route does."""
    return [job for job in found if _is_allowed(call, job.kind)]


def _is_allowed(call: Call, kind: str) -> bool:
    access, caller = call.access, call.caller
    if kind.startswith(KIND):
        command = call.service.commands.listed.get(kind.removeprefix(KIND))
        return command is not None and permitted(access, caller, command).allowed
    return decide(access, caller, MAY[kind], Reach.EVERYONE).allowed


def _own(call: Call, job_id: str) -> Job:
    found = _allowed(call, call.service.jobs.of(call.caller.user, job_id))
    if not found:
        raise not_there("another's job, or none")
    return found[0]
