"""The log of who looked at or changed what; reading it is logged too."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from api.answers import Answer, Page, answer, page
from api.basis import basis
from api.doors import NOT_STATED, Call, Door
from api.fields import MOST, Moment
from api.idempotency import TakenKey, looked
from api.paging import USUAL, Cursor, Limit, opened, sealed
from api.problems import FieldProblem, Refusal
from iom.access import Reach
from iom.store import Store, audit
from iom.store.audit import Line
from iom.store.audit_check import verify_and_log

router = APIRouter(prefix="/v1/audit", tags=["audit"])
Look = Annotated[Call, Depends(Door("audit.look", Reach.EVERYONE), scope="function")]


@router.get("", summary="Lines of the log", response_model=Page[Line])
def lines(
    call: Look,
    who: Annotated[str | None, Query(max_length=200, description="Only lines of this user.")] = None,
    purpose: Annotated[str | None, Query(max_length=100, description="Only for this purpose.")] = None,
    action: Annotated[
        str | None, Query(max_length=100, description="How it begins: person., run.show.")
    ] = None,
    person: Annotated[
        int | None, Query(ge=1, le=MOST, description="Only lines that speak of this person.")
    ] = None,
    since: Annotated[Moment | None, Query(description="From this moment on.")] = None,
    until: Annotated[Moment | None, Query(description="Up to this moment.")] = None,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """Who, when, why, what was done, to how many people and which; the latest first."""
    after = opened(call, cursor)
    most = min(limit, call.store.settings.page_limit)
    found = audit.search(
        call.store,
        who=who,
        purpose=purpose,
        action=action,
        person_id=person,
        since=since,
        until=until,
        wanted=most + 1,
        before=int(str(after[0])) if after else None,
    )
    given = found[:most]
    audit.look(
        call.store,
        now=call.now,
        action="audit.search",
        detail={"lines": len(given)},
        people=[person] if person and given else [],
    )
    if not found and purpose not in {None, NOT_STATED, *call.store.settings.purposes}:
        # one of earlier settings may stand in the log
        there_are = ", ".join((*call.store.settings.purposes, NOT_STATED))
        problem = FieldProblem(field="query.purpose", says=f"Not one of: {there_are}; nor is it in the log.")
        raise Refusal(422, "There is no such purpose.", errors=[problem])
    following = sealed(call, [given[-1].line]) if len(found) > most else None
    return page(call.request, list(given), basis(call), following=following)


@router.post("/verifications", summary="Is the log as it was written?", response_model=Answer[dict[str, Any]])
def verify(call: Look, key: TakenKey) -> Response:
    """Whether any line was altered, removed, added or cut off; the check is logged."""

    # else what was done since the last interval would be told as not anchored
    audit.anchor(call.store)

    def work(store: Store) -> Response:
        report = verify_and_log(store, call.now)
        found = {
            "good": report.good,
            "lines": report.lines,
            "since_anchor": report.since_anchor,
            "first_bad_line": report.first_bad_line,
            "findings": [{"line": one.seq, "says": one.says} for one in report.findings],
        }
        return answer(call.request, found, basis(call))

    return looked(call, key, b"", work)
