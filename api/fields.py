"""What requests say: days, moments, numbers, each checked before anything is asked of the store."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

from fastapi import Path, Query
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from iom.moments import FIRST_YEAR, LAST_YEAR, fault_of_day, naive_utc

MOST = 2**31 - 1
# Levels of lists and fields within each other; a command's options have four.
DEEPEST = 20
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ROW = re.compile(r"[Qq]-[0-9]{1,9}", re.ASCII)


def _day(given: object) -> object:
    # written as a date and as nothing else: a number of seconds is not a day
    if isinstance(given, str) and (fault := fault_of_day(given)):
        raise ValueError(f"{fault}: write days like this: 2026-10-31")
    if not isinstance(given, str | date):
        raise ValueError("not a day: write days like this: 2026-10-31")
    return given


def _within(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"not a day of the years {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _as_moment(given: object) -> object:
    # seconds since 1970 are no moment that a reader of a log would know
    if not isinstance(given, str) or not _DAY.match(given):
        raise ValueError("not a moment: write 2026-10-31T14:05:00Z")
    return given


def _moment(moment: datetime) -> datetime:
    try:
        known = naive_utc(moment)
    except OverflowError:
        raise ValueError("not a moment that can be written in UTC") from None
    if not FIRST_YEAR <= known.year <= LAST_YEAR:
        raise ValueError(f"not a moment of the years {FIRST_YEAR} to {LAST_YEAR}")
    return known


Day = Annotated[
    date,
    BeforeValidator(_day),
    AfterValidator(_within),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-10-31"]}),
]
Moment = Annotated[
    datetime,
    BeforeValidator(_as_moment),
    AfterValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-10-31T14:05:00Z"]}),
]
Number = Annotated[int, Field(ge=1, le=MOST)]


def _bare(given: object) -> object:
    # as the command line and the exported file write it
    return given[2:] if isinstance(given, str) and _ROW.fullmatch(given) else given


# The number of a refused row: 12, or Q-12.
RowNumber = Annotated[int, BeforeValidator(_bare, json_schema_input_type=int), Field(ge=1, le=999_999_999)]

PersonNumber = Annotated[
    int, Path(ge=1, le=MOST, description="A person's number, from POST /v1/people/searches.")
]
RunNumber = Annotated[int, Path(ge=1, le=MOST, description="A run's number, from GET /v1/runs.")]
AsAt = Annotated[Day | None, Query(description="What had happened by the end of this day. Default: today.")]
NeededAsAt = Annotated[Day, Query(description="What had happened by the end of this day.")]
KnownAt = Annotated[
    Moment | None, Query(description="As the store knew it at this moment. Default: all that it knows now.")
]
Area = Annotated[str | None, Query(max_length=200, description="A home district or area. Default: all.")]


class Body(BaseModel):
    """What a request says; a field that is not known is refused, for it was meant to do something."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, given: object) -> object:
        # half a pair of UTF-16, which JSON can spell: no text, and nothing that keeps text takes it
        if any("\ud800" <= sign <= "\udfff" for text in _texts(given) for sign in text):
            raise ValueError("a text in it holds half a character: write it as UTF-8")
        return given


def _texts(given: object) -> Iterator[str]:
    """Every text of what JSON said. Raises ValueError where it is nested deeper than anything here."""
    level = [given]
    for _ in range(DEEPEST):
        inner: list[object] = []
        for one in level:
            match one:
                case str():
                    yield one
                case dict():
                    inner += (*one.keys(), *one.values())
                case list():
                    inner += one
        if not inner:
            return
        level = inner
    raise ValueError(f"it is nested deeper than {DEEPEST} levels, and nothing here is")
