"""Criteria documents: which there are, whether one is sound, what it says, and what it would come to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from api.answers import Answer, answer
from api.basis import basis
from api.criteria import CriteriaGiven, criteria_of, faults_of, field_of_document
from api.doors import Call, Door
from api.fields import Body, Day, Moment
from api.idempotency import NeededKey, TakenKey, looked
from api.routes.jobs import JobAnswer, asked
from iom.access import Reach
from iom.errors import IomError
from iom.measures import shipped
from iom.reports.criteria_data import check_data
from iom.reports.trial_data import backtest_data, sensitivity_data
from iom.selection import check, explained_document
from iom.selection.trials import BASES, Followed, month_ends
from iom.selection.trials import Reach as Moved
from iom.selection.trials import backtest as try_months
from iom.selection.trials import sensitivity as try_settings
from iom.store import Store

router = APIRouter(prefix="/v1/criteria", tags=["criteria"])
Read = Annotated[Call, Depends(Door("criteria.read", Reach.NOBODY), scope="function")]
Try = Annotated[Call, Depends(Door("criteria.try", Reach.EVERYONE), scope="function")]


def _odd(settings: int) -> int:
    if settings % 2 == 0:
        raise ValueError("an odd number is needed: as many settings below the document's own as above it")
    return settings


class Checked(CriteriaGiven):
    """A document to be checked. as_at: against the records of which day."""

    as_at: Day | None = Field(None, description="Default: the last day that is covered.")


class Told(CriteriaGiven):
    """A document to be said in plain English."""

    as_at: Day | None = Field(None, description="Also say the dates of every window as at this day.")


class Block(Body):
    """A paragraph, heading or item of a document in plain English."""

    kind: str
    depth: int
    text: str


class Plainly(Body):
    """A criteria document in plain English."""

    criteria: str
    version: str
    sha256: str
    blocks: list[Block]


class Sensitivity(CriteriaGiven):
    """A document of which each number is to be moved, one at a time."""

    as_at: Day
    known_at: Moment | None = None
    area: str | None = Field(None, max_length=200)
    range_per_cent: float = Field(20, ge=0.1, le=100, description="How far each number is moved, either way.")
    settings: Annotated[int, AfterValidator(_odd)] = Field(
        5,
        ge=3,
        le=21,
        description="Settings of each number, its own among them: an odd number.",
        json_schema_extra={"not": {"multipleOf": 2}},
    )
    window_factor: float = Field(2, ge=1.05, le=10, description="Windows from 1/N of theirs to N times.")
    few_per_cent: float = Field(50, ge=0, le=100)


class Backtest(CriteriaGiven):
    """A document whose lists at past month ends are to be followed for a year."""

    first: Day = Field(description="Month ends from this day on.")
    last: Day = Field(description="Month ends up to this day.")
    status: Literal["proven", "charged", "suspected"] = "proven"
    wait_months: int = Field(6, ge=0, le=60)
    risk: str | None = Field(None, max_length=100)
    known_at: Moment | None = None

    @field_validator("last")
    @classmethod
    def _has_month_end(cls, last: date, info: ValidationInfo) -> date:
        first = info.data.get("first")
        if first is not None:
            try:
                month_ends(first, last)
            except IomError:
                raise ValueError("there is no month end from first to this day: give a later one") from None
        return last


@router.get(
    "", summary="The criteria documents that come with the software", response_model=Answer[list[str]]
)
def names(call: Read) -> Response:
    """Their names."""
    return answer(call.request, list(shipped()), basis(call))


@router.post("/checks", summary="Is a document sound?", response_model=Answer[dict[str, Any]])
def checks(call: Try, body: Checked, key: TakenKey) -> Response:
    """What in it cannot be meant or is seldom meant: by logic, by the records, by its example people."""

    def work(store: Store) -> Response:
        document = criteria_of(body)
        with faults_of(field_of_document(body)):
            found = check_data(document, check(document, store, as_at=body.as_at))
        return answer(call.request, found, basis(call, as_at=body.as_at, criteria=document.sha256))

    return looked(call, key, body.model_dump_json().encode(), work)


@router.post("/explanations", summary="A document in plain English", response_model=Answer[Plainly])
def explain(call: Read, body: Told, key: TakenKey) -> Response:
    """Every rule, number and source, for a meeting's papers."""

    def work(store: Store) -> Response:
        document = criteria_of(body)
        blocks = [
            Block(kind=one.kind, depth=one.depth, text=one.text)
            for one in explained_document(document, body.as_at)
        ]
        told = Plainly(
            criteria=document.title, version=document.version, sha256=document.sha256, blocks=blocks
        )
        return answer(call.request, told, basis(call, as_at=body.as_at, criteria=document.sha256))

    return looked(call, key, body.model_dump_json().encode(), work)


@router.post(
    "/sensitivities", summary="How the list moves as each number moves", response_model=Answer[JobAnswer],
    status_code=202,
)  # fmt: skip
def sensitivity(call: Try, body: Sensitivity, key: NeededKey) -> Response:
    """A job. Nothing is kept but its answer and a line in the audit log."""
    document = criteria_of(body)

    def work(store: Store, advance: Any) -> Mapping[str, object]:
        trial = try_settings(
            store,
            document,
            as_at=body.as_at,
            reach=Moved(
                Decimal(str(body.range_per_cent)), Decimal(str(body.window_factor)), body.settings // 2
            ),
            few_per_cent=Decimal(str(body.few_per_cent)),
            known_at=body.known_at,
            area=body.area,
            now=call.now,
            advance=advance,
        )
        return sensitivity_data(trial, document)

    return asked(call, key, body, "sensitivity", work)


@router.post(
    "/backtests",
    summary="What those on past lists went on to do",
    response_model=Answer[JobAnswer],
    status_code=202,
)
def backtest(call: Try, body: Backtest, key: NeededKey) -> Response:
    """A job. Shows no person; nothing is kept but its answer and a line in the audit log."""
    document = criteria_of(body)
    assert body.status in BASES

    def work(store: Store, advance: Any) -> Mapping[str, object]:
        trial = try_months(
            store,
            document,
            first=body.first,
            last=body.last,
            followed=Followed(body.status, body.wait_months),
            risk=body.risk,
            known_at=body.known_at,
            now=call.now,
            advance=advance,
        )
        return backtest_data(trial, document)

    return asked(call, key, body, "backtest", work)
