"""Answers: what they rest on, in the form that was asked for, with a tag to compare by."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar, get_args, get_type_hints

from fastapi import Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field
from starlette.types import Receive, Scope, Send

import iom
from api.problems import Refusal
from iom.plain import field_names, plain
from iom.spreadsheet import guarded

Data = TypeVar("Data")
JSON, CSV, PARQUET = "application/json", "text/csv", "application/vnd.apache.parquet"


class Basis(BaseModel):
    """What an answer rests on; null: it rests on no such thing."""

    as_at: Annotated[date | None, Field(description="What had happened by the end of this day.")] = None
    known_at: Annotated[datetime | None, Field(description="As the store knew it then (UTC).")] = None
    criteria_sha256: Annotated[
        str | None, Field(description="The criteria or measures document, by its digest.")
    ] = None
    reference_fingerprint: Annotated[str | None, Field(description="The reference tables.")] = None
    severity_vintage: Annotated[str | None, Field(description="The vintage of the severity weights.")] = None
    code_version: Annotated[str, Field(description="The version of the software.")] = iom.__version__
    caveat: Annotated[
        str | None, Field(description="Of risk, frequency and severity: what they reflect, in words.")
    ] = None


class Answer(BaseModel, Generic[Data]):
    """One thing that was asked for."""

    basis: Basis
    data: Data
    left_out: list[str] = Field(description="What your role is not shown, in words.")


class Page(BaseModel, Generic[Data]):
    """One page of a list."""

    basis: Basis
    items: list[Data]
    next: str | None = Field(description="Send it as the parameter cursor for the next page; null: the last.")
    left_out: list[str] = Field(description="What your role is not shown, in words.")


def answer(
    request: Request,
    data: object,
    basis: Basis | None = None,
    *,
    left_out: Sequence[str] = (),
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    seen: object = None,
) -> Response:
    """One thing as JSON; 304 where the caller has it already. seen: as tag_of has it."""
    body = {"basis": basis or Basis(), "data": data, "left_out": list(left_out)}
    return tagged(request, as_json(body), JSON, status, headers, seen)


def page(
    request: Request,
    items: Sequence[object],
    basis: Basis | None = None,
    *,
    following: str | None,
    left_out: Sequence[str] = (),
    as_row: Callable[[Any], Mapping[str, object]] | None = None,
    seen: object = None,
) -> Response:
    """One page of a list, as JSON or CSV; the cursor of the next is a header too.

    as_row: an item as a row of the CSV, where its fields are not flat. seen: as tag_of has it.
    """
    headers = {"IOM-Next-Cursor": following} if following else {}
    if wanted(request, JSON, CSV) == CSV:
        headers |= beside(basis or Basis(), left_out)
        rows = [(as_row or _row)(item) for item in items]
        return tagged(request, as_csv(rows, () if rows else _columns(request)), CSV, 200, headers, seen)
    body = {
        "basis": basis or Basis(),
        "items": list(items),
        "next": following,
        "left_out": list(left_out),
    }
    return tagged(request, as_json(body), JSON, 200, headers, seen)


def in_bulk(request: Request, frame: Any, basis: Basis, left_out: Sequence[str] = ()) -> Response:
    """Everyone's rows, as JSON, CSV or Parquet. frame: a polars DataFrame."""
    form = wanted(request, JSON, CSV, PARQUET)
    if form == JSON:
        body = {"basis": basis, "items": frame.to_dicts(), "next": None, "left_out": list(left_out)}
        return tagged(request, as_json(body), JSON, 200, {})
    about = beside(basis, left_out)
    if form == CSV:
        return tagged(request, as_csv(frame.to_dicts(), frame.columns), CSV, 200, about)
    import io

    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return tagged(request, buffer.getvalue(), PARQUET, 200, about)


def as_json(value: object) -> bytes:
    """A value as JSON: decimals as text, moments in UTC, floats to 9 digits."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def wanted(request: Request, *forms: str) -> str:
    """The form of those offered that the caller accepts most, the first of several. Refuses others (406).

    Of each form the range that names it most closely decides (RFC 9110, 12.5.1).
    """
    given = ",".join(request.headers.getlist("accept")).lower()
    ranges = [_range(part) for part in given.split(",") if part.strip()] or [("*/*", 1.0)]

    def quality(form: str) -> float:
        for kind in (form, f"{form.partition('/')[0]}/*", "*/*"):
            if found := [one for named, one in ranges if named == kind]:
                return max(found)
        return 0.0

    best = max(forms, key=quality)
    if quality(best) <= 0:
        raise Refusal(406, f"This comes as {' or '.join(forms)}: say which in the header Accept.")
    return best


def tag_of(content: bytes, seen: object = None) -> str:
    """The tag (ETag) of an answer: the same content has the same.

    seen: what a change is made on (api/made_on.py). The tag then begins with a digest of it alone, so that
    the change is not refused for what else the answer says, such as when the store was changed last.
    """
    about = "" if seen is None else digest(as_json(seen)) + "-"
    return f'"{about}{digest(content)}"'


def digest(content: bytes) -> str:
    """What bytes are told by in a tag."""
    return hashlib.sha256(content).hexdigest()[:32]


def as_csv(rows: Sequence[Mapping[str, object]], columns: Sequence[str] = ()) -> bytes:
    """Rows as CSV for spreadsheets: UTF-8 with its mark, no cell that a spreadsheet would work out."""
    import csv
    import io

    names = list(columns or (rows[0] if rows else ()))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in names])
    return text.getvalue().encode("utf-8-sig")


def frame_of(rows: Sequence[Any], kind: type) -> Any:
    """Rows of a dataclass as a polars DataFrame whose columns are its fields, whatever the rows."""
    import polars

    types = {int: polars.Int64, str: polars.String, date: polars.Date}
    schema = {
        name: types[next(one for one in (*get_args(hint), hint) if one in types)]
        for name, hint in get_type_hints(kind).items()
    }
    return polars.DataFrame([_row(row) for row in rows], schema=schema)


class WholeFile(FileResponse):
    """A file as it lies here, piece by piece, and never a part alone: who asks for one is given it all."""

    def set_stat_headers(self, stat_result: os.stat_result) -> None:
        """Say how long it is; of ranges and of when it was written there is nothing to say."""
        super().set_stat_headers(stat_result)
        del self.headers["accept-ranges"], self.headers["last-modified"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)


def whole_file(request: Request, path: Path, named: str) -> Response:
    """A file that is never changed, under its tag. named: what no other file is called."""
    headers = {"ETag": tag_of(named.encode()), "Vary": "Accept, Authorization"}
    if knows(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return WholeFile(path, headers=headers, media_type="application/octet-stream")


def beside(basis: Basis, left_out: Sequence[str] = ()) -> dict[str, str]:
    """What an answer rests on and what is left out, as headers of a form that has no place for them.

    Days and moments are written as JSON has them; what it does not rest on has no header.
    """
    said = {_header(name): str(plain(value)) for name, value in basis if value is not None}
    words = " ".join(left_out)
    said |= {"IOM-Left-Out": words} if words else {}
    return {name: text.encode("ascii", "replace").decode() for name, text in said.items()}


def _header(name: str) -> str:
    return f"IOM-{name.replace('_', '-').title()}"


# The headers that say what an answer rests on, each with what it says.
BASIS_HEADERS = {_header(name): field.description or "" for name, field in Basis.model_fields.items()}


def _columns(request: Request) -> list[str]:
    """The columns of a list without rows: what refreshes a spreadsheet looks for them all the same."""
    (kind,) = get_args(request.scope["route"].response_model.model_fields["items"].annotation)
    fields = getattr(kind, "model_fields", None) or getattr(kind, "__dataclass_fields__", ())
    return list(fields)


def tagged(
    request: Request,
    content: bytes,
    media_type: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    seen: object = None,
) -> Response:
    """An answer with its tag; 304 where the caller has it already. seen: as tag_of has it.

    headers: where a form has no place for what an answer rests on they say it, so the tag is of them too.
    """
    tag = tag_of(content + as_json(headers) if headers else content, seen)
    all_headers = {**(headers or {}), "ETag": tag, "Vary": "Accept, Authorization"}
    if request.method == "GET" and knows(request, tag):
        return Response(status_code=304, headers=all_headers)
    return Response(content, status, all_headers, media_type)


def knows(request: Request, tag: str) -> bool:
    """Whether a request says that its caller has the answer of a tag already."""
    given = ",".join(request.headers.getlist("if-none-match"))
    known = [word.strip().removeprefix("W/") for word in given.split(",")]
    return tag in known or "*" in known


def _row(record: Any) -> Mapping[str, object]:
    if isinstance(record, Mapping):
        return record
    return {name: getattr(record, name) for name in field_names(type(record))}


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    simple = plain(value)
    if isinstance(simple, list | dict):
        simple = json.dumps(simple, ensure_ascii=False)
    return guarded(simple)


def _range(part: str) -> tuple[str, float]:
    """A range of media types, in small letters, and how much it is wanted: 0, not at all, to 1."""
    kind, *parameters = (word.strip() for word in part.split(";"))
    given = next((value for name, _, value in (one.partition("=") for one in parameters) if name == "q"), "1")
    try:
        quality = float(given)
    except ValueError:
        quality = 0.0
    return kind, quality if 0 <= quality <= 1 else 0.0
