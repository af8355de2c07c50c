"""Whether the service lives and can answer, and what it counts. Open: nothing of anybody is shown."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

import duckdb
from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from api.doors import Call, Door, open_door
from api.problems import Problem, not_now
from api.service import Service
from iom.access import Reach
from iom.store import IomError, Store

router = APIRouter(tags=["health"])
Watching = Annotated[Call, Depends(Door("audit.look", Reach.NOBODY, queries=False), scope="function")]
# Threads of their own: whoever asks how it is waits behind no request, and no request behind them.
_LOOKING = ThreadPoolExecutor(2, thread_name_prefix="iom-ready")

_CUT = (
    "The audit log does not reach its anchor: lines are missing, or the store is an older copy. What is "
    "logged now is under no anchor. POST /v1/audit/verifications says more."
)
_BROKEN = "The access document was changed and is broken: the earlier one is in force. The log says where."


class Health(BaseModel):
    """How the service is."""

    state: str


class Ready(Health):
    """That the service can answer."""

    see_to: list[str] = Field(description="What somebody has to see to, though the service can answer.")


@router.get("/health/live", summary="Is the service running?", dependencies=[Depends(open_door)])
async def live() -> Health:
    """Yes, if this is answered."""
    return Health(state="live")


@router.get(
    "/health/ready",
    summary="Can it answer?",
    dependencies=[Depends(open_door)],
    responses={503: {"model": Problem}},
)
async def ready(request: Request) -> Ready:
    """Whether the store can be read and the audit log anchored; and what to see to all the same."""
    service: Service = request.app.state.service
    if service.stopping:
        raise not_now("The service is being stopped.", 30)
    if service.watch.anchor_failed:
        raise not_now("The audit log cannot be anchored: see to the keys folder.", 60)
    if service.watch.log_cut:
        raise not_now(_CUT, 60)
    if not await asyncio.get_running_loop().run_in_executor(_LOOKING, _can_be_read, service.store):
        raise not_now("The store cannot be read.", 60)
    return Ready(state="ready", see_to=[_BROKEN] if service.in_force.fault else [])


def _can_be_read(store: Store) -> bool:
    looking = store.acting(store.actor)
    # whoever asks wants to know now
    looking.patience = 1.0
    try:
        with looking.cursor() as cursor:
            cursor.execute("select 1").fetchone()
    except (IomError, duckdb.Error):
        return False
    return True


@router.get("/metrics", summary="What is counted, for Prometheus")
def metrics(call: Watching) -> Response:
    """Requests, times, refusals; no figure names a person or a caller."""
    call.service.metrics.jobs.set(call.service.jobs.waiting)
    call.service.metrics.access.set(not call.service.in_force.fault)
    return Response(call.service.metrics.text(), media_type="text/plain; version=0.0.4")
