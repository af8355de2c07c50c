"""What went wrong, in one shape (RFC 9457): the field, the reason and the remedy."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.words import field_of, told
from iom.errors import IomError, NotThereError
from iom.moments import TooFarAhead, refuse_far_ahead
from iom.people import PersonError
from iom.store import EmptyStoreError, StoreBusy, StoreError

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "The request cannot be read",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not there",
    405: "Not done here",
    406: "No such form",
    409: "Not as things stand",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Not a form that is taken",
    421: "Asked under another name",
    422: "Not accepted",
    428: "Say what you saw",
    429: "Too many requests",
    500: "A fault in the service",
    503: "Not now",
}
_OBJECT = 'A JSON object is needed, such as {"name": "value"}, sent as Content-Type: application/json.'
_PLAIN = {
    "missing": "This is needed.",
    "int_parsing": "A whole number is needed.",
    "int_parsing_size": "The number is larger than any that there is.",
    "int_from_float": "A whole number is needed.",
    "float_parsing": "A number is needed.",
    "bool_parsing": "true or false is needed.",
    "bool_type": "true or false is needed.",
    "string_type": "A text is needed.",
    "string_too_short": "This is empty.",
    "int_type": "A whole number is needed.",
    "list_type": "A list is needed.",
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "date_from_datetime_parsing": "There is no such day: write 2026-10-31.",
    "datetime_from_date_parsing": "There is no such moment: write 2026-10-31T14:05:00Z.",
    "datetime_parsing": "There is no such moment: write 2026-10-31T14:05:00Z.",
    "json_invalid": "This is not JSON: a comma, bracket or quotation mark may be missing or too many.",
}
_UNKNOWN = "A field in it is not known here."
_NO_KIND = "One of them is of no kind that is taken here."
NOT_THERE = "There is nothing here, or nothing that you may see."


class FieldProblem(BaseModel):
    """One field at fault."""

    field: str = Field(description="Where it stands: query.as_at, body.people[0], header.If-Match.")
    says: str = Field(description="What is wrong with it, and what to write instead.")


class Problem(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str = Field(description="about:blank: the status says the kind.")
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do about it, in a sentence or two.")
    errors: list[FieldProblem] = Field(default_factory=list, description="The fields at fault.")


class Refusal(Exception):  # noqa: N818  an answer, not a fault
    """An answer that is an error. rule: why, for the log alone."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
        rule: str | None = None,
    ):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.rule = rule


def not_there(rule: str | None = None) -> Refusal:
    """The one answer for what does not exist and for what the caller may not see."""
    return Refusal(404, NOT_THERE, rule=rule)


def not_now(detail: str, seconds: int) -> Refusal:
    """The service cannot answer just now; the caller is told when to ask again."""
    return Refusal(503, detail, headers={"Retry-After": str(seconds)})


def refuse_day_ahead(field: str, as_at: date, now: datetime) -> None:
    """Refuse (422) a day so far ahead that nothing can be known of it, and say in which field it stands."""
    try:
        refuse_far_ahead(as_at, now)
    except TooFarAhead as error:
        problem = FieldProblem(field=field, says=str(error))
        raise Refusal(422, "The day is too far ahead.", errors=[problem]) from None


def refusal_of(error: IomError, *, place: str = "query") -> Refusal:
    """The answer for an error that a user can mend. place: where the request says what it asks for.

    query: of a look at a person's number, which is not there; body: of a decision, which cannot be.
    """
    says = told(error)
    if isinstance(error, NotThereError) or (isinstance(error, PersonError) and place == "query"):
        return Refusal(404, says)
    if isinstance(error, EmptyStoreError):
        return Refusal(409, says)
    if isinstance(error, StoreBusy):
        return not_now(says, 5)
    if isinstance(error, StoreError) or error.exit_code != IomError.exit_code:
        return not_now(says, 60)
    field = field_of(error)
    return Refusal(422, says, errors=[FieldProblem(field=f"{place}.{field}", says=says)] if field else ())


def answer(refusal: Refusal) -> JSONResponse:
    """A refusal as a response."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(refusal.status, "Error"),
        "status": refusal.status,
        "detail": refusal.detail,
        "errors": [one.model_dump() for one in refusal.errors],
    }
    return JSONResponse(body, refusal.status, headers=refusal.headers, media_type=MEDIA_TYPE)


def invalid(request: Request, error: RequestValidationError) -> Refusal:
    """The answer for a request whose fields do not fit; what was given is not repeated: it may be a name."""
    body = getattr(request.scope["route"], "body_field", None)
    kind = body.field_info.annotation if body else None
    # what is said of each way in which a value might have been meant is said once
    faults = (_fault(one, kind) for one in error.errors())
    found = list({(one.field, one.says): one for one in faults}.values())
    if any(one["type"] == "json_invalid" for one in error.errors()):
        return Refusal(400, "The body is not JSON.", errors=found)
    return Refusal(422, "Some fields are not as they should be: each is named below.", errors=found)


def of_the_framework(request: Request, error: HTTPException) -> Refusal:
    """The answer for what the framework itself refuses: no such path, a wrong method, a body too large."""
    said = {
        404: NOT_THERE,
        405: f"{request.method} is not something that this address does.",
        413: "The body is larger than this address takes.",
        400: "The request cannot be read.",
    }
    detail = said.get(error.status_code, TITLES.get(error.status_code, "Error"))
    return Refusal(error.status_code, detail, headers=error.headers)


def _fault(fault: Mapping[str, Any], body: Any) -> FieldProblem:
    """One field at fault. body: what the body should have been.

    Only what a route knows is named: a name that the sender chose may be anybody's.
    """
    says = _plainly(fault["type"], fault["msg"])
    place, *parts = fault["loc"]
    if fault["type"] == "json_invalid":
        # it has no fields: how far it could be read is all there is
        return FieldProblem(field=f"body, character {parts[-1] + 1}", says=says)
    if place != "body":
        return FieldProblem(field=".".join(map(str, fault["loc"])), says=says)
    for part in parts:
        while get_origin(body) in (Annotated, Union, UnionType):
            body = next(one for one in get_args(body) if one is not NoneType)
        fields = getattr(body, "model_fields", {})
        if isinstance(part, int):
            place += f"[{part}]"
            body = next(iter(get_args(body)), None)
        elif part in fields:
            place += f".{part}"
            body = fields[part].annotation
        else:
            says = f"{_UNKNOWN} There are: {', '.join(fields)}." if fields else _NO_KIND
            break
    return FieldProblem(field=place, says=says)


def _plainly(kind: str, message: str) -> str:
    """What the framework says of a value, in the words of those who ask; it never repeats the value."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    said = message.removeprefix("Value error, ").replace("Input should be", "It should be")
    said = said.replace("be greater than or equal to", "be at least")
    return said.replace("be less than or equal to", "be at most")
