"""Answers: what they rest on, in the form that was asked for, with a tag to compare by."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar, get_args, get_type_hints

from fastapi import Request, Response
from pydantic import BaseModel, Field

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
    criteria_sha256: Annotated[str | None, Field(description="The criteria document, by its digest.")] = None
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
) -> Response:
    """One thing as JSON; 304 where the caller has it already."""
    body = {"basis": basis or Basis(), "data": data, "left_out": list(left_out)}
    return _tagged(request, as_json(body), JSON, status, headers)


def page(
    request: Request,
    items: Sequence[object],
    basis: Basis | None = None,
    *,
    following: str | None,
    left_out: Sequence[str] = (),
    as_row: Callable[[Any], Mapping[str, object]] | None = None,
) -> Response:
    """One page of a list, as JSON or CSV; the cursor of the next is a header too.

    as_row: an item as a row of the CSV, where its fields are not flat.
    """
    headers = {"IOM-Next-Cursor": following} if following else {}
    if wanted(request, JSON, CSV) == CSV:
        headers |= _said(left_out) | ({"IOM-Caveat": basis.caveat} if basis and basis.caveat else {})
        rows = [(as_row or _row)(item) for item in items]
        return _tagged(request, as_csv(rows, () if rows else _columns(request)), CSV, 200, headers)
    body = {
        "basis": basis or Basis(),
        "items": list(items),
        "next": following,
        "left_out": list(left_out),
    }
    return _tagged(request, as_json(body), JSON, 200, headers)


def in_bulk(request: Request, frame: Any, basis: Basis, left_out: Sequence[str] = ()) -> Response:
    """Everyone's rows, as JSON, CSV or Parquet. frame: a polars DataFrame."""
    form = wanted(request, JSON, CSV, PARQUET)
    if form == JSON:
        body = {"basis": basis, "items": frame.to_dicts(), "next": None, "left_out": list(left_out)}
        return _tagged(request, as_json(body), JSON, 200, {})
    about = {f"IOM-{name.replace('_', '-')}": str(value) for name, value in basis if value is not None}
    about |= _said(left_out)
    if form == CSV:
        return _tagged(request, as_csv(frame.to_dicts(), frame.columns), CSV, 200, about)
    import io

    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return _tagged(request, buffer.getvalue(), PARQUET, 200, about)


def as_json(value: object) -> bytes:
    """A value as JSON: decimals as text, moments in UTC, floats to 9 digits."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def wanted(request: Request, *forms: str) -> str:
    """The form of those offered that the caller accepts, the first if any will do. Refuses others (406)."""
    accepted = ",".join(request.headers.getlist("accept")).lower() or "*/*"
    ranked: list[tuple[float, int, str]] = []
    for part in accepted.split(","):
        kind, *parameters = (word.strip() for word in part.split(";"))
        quality = next((_quality(p) for p in parameters if p.startswith("q=")), 1.0)
        for place, form in enumerate(forms):
            if quality > 0 and kind in {form, "*/*", f"{form.partition('/')[0]}/*"}:
                ranked.append((-quality, place, form))
    if not ranked:
        raise Refusal(406, f"This comes as {' or '.join(forms)}: say which in the header Accept.")
    return min(ranked)[2]


def tag_of(content: bytes) -> str:
    """The tag (ETag) of an answer: the same content has the same."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


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


def _said(left_out: Sequence[str]) -> dict[str, str]:
    """What is left out, as the header of a form that has no place for it."""
    words = " ".join(left_out).encode("ascii", "replace").decode()
    return {"IOM-Left-Out": words} if words else {}


def _columns(request: Request) -> list[str]:
    """The columns of a list without rows: what refreshes a spreadsheet looks for them all the same."""
    (kind,) = get_args(request.scope["route"].response_model.model_fields["items"].annotation)
    fields = getattr(kind, "model_fields", None) or getattr(kind, "__dataclass_fields__", ())
    return list(fields)


def _tagged(
    request: Request, content: bytes, media_type: str, status: int, headers: Mapping[str, str] | None
) -> Response:
    tag = tag_of(content)
    all_headers = {**(headers or {}), "ETag": tag, "Vary": "Accept, Authorization"}
    if request.method == "GET" and _knows(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=all_headers)
    return Response(content, status, all_headers, media_type)


def _knows(header: str | None, tag: str) -> bool:
    known = [word.strip().removeprefix("W/") for word in (header or "").split(",")]
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


def _quality(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0
