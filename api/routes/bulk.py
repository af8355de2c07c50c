"""Everyone at once, for an analyst's own tools: measures, scores, and how the scores agree with what came."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field, model_validator

from api.answers import CSV, JSON, PARQUET, Answer, Page, answer, in_bulk, wanted
from api.basis import basis
from api.criteria import LONGEST_DOCUMENT, faults_of
from api.doors import Call, Door
from api.fields import Area, Body, Day, KnownAt, Moment, NeededAsAt
from api.idempotency import TakenKey, looked
from api.problems import refuse_day_ahead
from api.withheld import shown_of
from iom import measures as room
from iom.access import Reach
from iom.documents import DocumentError, parse_document
from iom.reports.calibration_data import calibration_data, proposals_data
from iom.risk import export as scores_of_everyone
from iom.risk.calibration import calibrate, recalibrate
from iom.selection.words import CLOSING
from iom.store import Store

router = APIRouter(prefix="/v1", tags=["measures and risk"])
Measure = Annotated[Call, Depends(Door("measures.export", Reach.EVERYONE), scope="function")]
Score = Annotated[Call, Depends(Door("risk.export", Reach.EVERYONE), scope="function")]
FORMS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            CSV: {"schema": {"type": "string"}},
            PARQUET: {"schema": {"type": "string", "format": "binary"}},
        }
    }
}


class MeasuresAsked(Body):
    """What is to be worked out of everyone. definition: a measures or criteria document."""

    definition: str | None = Field(None, max_length=100, description="A shipped document, by its name.")
    definition_text: str | None = Field(
        None, max_length=LONGEST_DOCUMENT, description="Or the text of one (TOML)."
    )
    as_at: Day
    known_at: Moment | None = None
    area: str | None = Field(None, max_length=200)

    @model_validator(mode="after")
    def _one(self) -> "MeasuresAsked":
        if (self.definition is None) == (self.definition_text is None):
            raise ValueError(
                "give definition, the name of a shipped document, or definition_text: one of the two"
            )
        return self


@router.post(
    "/measures", summary="Measures of everyone", response_model=Page[dict[str, Any]], responses=FORMS
)
def measures(call: Measure, body: MeasuresAsked, key: TakenKey) -> Response:
    """One row a person, as JSON, CSV or Parquet; the look is logged first."""
    form = wanted(call.request, JSON, CSV, PARQUET)

    def work(store: Store) -> Response:
        refuse_day_ahead("body.as_at", body.as_at, call.store.latest(call.now))
        with faults_of("definition" if body.definition_text is None else "definition_text"):
            document = _document(body)
            definition, left_out = shown_of(call, room.definition_of(document))
            made = room.export(
                store, definition, as_at=body.as_at, known_at=body.known_at, area=body.area, now=call.now
            )
        about = basis(
            call, as_at=body.as_at, known_at=made.known_at, criteria=document.sha256, caveat=CLOSING
        )
        about.severity_vintage = made.severity_vintage
        absent = [f"{name} is absent for everyone: {why}." for name, why in made.absent.items()]
        return in_bulk(call.request, made.frame, about, [*left_out, *absent])

    return looked(call, key, form.encode() + body.model_dump_json().encode(), work)


@router.get(
    "/risk",
    summary="Risk scores of everyone sanctioned",
    response_model=Page[dict[str, Any]],
    responses=FORMS,
)
def risk(call: Score, as_at: NeededAsAt, known_at: KnownAt = None, area: Area = None) -> Response:
    """Features and scores, one row a person, as JSON, CSV or Parquet; the look is logged first."""
    refuse_day_ahead("query.as_at", as_at, call.store.latest(call.now))
    made = scores_of_everyone(call.store, as_at=as_at, known_at=known_at, area=area, now=call.now)
    absent = [f"{name} is absent for everyone: {why}." for name, why in made.absent.items()]
    about = basis(call, as_at=as_at, known_at=made.known_at, caveat=CLOSING)
    return in_bulk(call.request, made.frame, about, absent)


@router.get(
    "/risk/calibration", summary="How scores agree with what came", response_model=Answer[dict[str, Any]]
)
def calibration(
    call: Score,
    as_at: NeededAsAt,
    months: Annotated[Literal["12", "24"], Query(description="How long OGRS3 is followed.")] = "24",
    known_at: KnownAt = None,
) -> Response:
    """The scores of a past date beside what people went on to do. Shows no person."""
    made = calibrate(call.store, as_at=as_at, months=int(months), known_at=known_at, now=call.now)
    about = basis(call, as_at=made.as_at, known_at=made.known_at)
    return answer(call.request, calibration_data(made), about)


@router.get(
    "/risk/recalibration", summary="What would fit this store better", response_model=Answer[dict[str, Any]]
)
def recalibration(call: Score, as_at: NeededAsAt, known_at: KnownAt = None) -> Response:
    """A proposal: nothing is changed. Shows no person."""
    made = recalibrate(call.store, as_at=as_at, known_at=known_at, now=call.now)
    about = basis(call, as_at=made.as_at, known_at=made.known_at)
    return answer(call.request, proposals_data(made), about)


def _document(body: MeasuresAsked):
    if body.definition_text is not None:
        return parse_document("definition_text", body.definition_text)
    if body.definition not in room.shipped():
        raise DocumentError(
            f"There is no shipped document of that name. Shipped: {', '.join(room.shipped())}."
        )
    return room.named_document(body.definition, "measures document")
