"""One field of a mapping document: its columns, format, code list, missing values or constant."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from iom.codes import normalise_identifier
from iom.documents import Document, did_you_mean
from iom.intake.dates import CELL, EARLIEST, DateFormat
from iom.intake.mapping import Source
from iom.intake.records import Field
from iom.intake.tools import SAYS, is_tool, suggested

KEYS = ("column", "format", "codes", "missing", "value", "split")
# What a yes or no column may write when no code list is named.
YES_NO = {
    "y": "true",
    "yes": "true",
    "true": "true",
    "1": "true",
    "n": "false",
    "no": "false",
    "false": "false",
    "0": "false",
}


@dataclass(frozen=True)
class Lists:
    """What fields of a document may refer to by name. has_cells: its files hold dates as dates."""

    doc: Document
    formats: dict[str, DateFormat]
    codes: dict[str, dict[str, str]]
    has_cells: bool = False


def read_source(lists: Lists, place: str, field: Field, given: Any) -> Source:
    """Where a field's value comes from. Raises DocumentError naming the line."""
    doc = lists.doc
    table: Any = {"column": given} if isinstance(given, str | list) else given
    if not isinstance(table, dict):
        raise doc.error(
            place, f'{field.name} is a column ("Name") or a table with some of: {", ".join(KEYS)}.'
        )
    for key in table:
        if key not in KEYS:
            raise doc.error(
                place, f'there is no "{key}" here.{did_you_mean(key, KEYS)} Known: {", ".join(KEYS)}.'
            )
    if ("column" in table) == ("value" in table):
        raise doc.error(place, f"{field.name} takes either a column or a value.")
    if "value" in table:
        return Source(value=_constant(doc, place, field, table["value"]), line=doc.line(place))
    return Source(
        columns=_columns(doc, place, table["column"]),
        formats=_formats(lists, place, field, table.get("format")),
        words=_words(lists, place, field, table.get("codes")),
        list_name=table.get("codes"),
        missing=_missing(doc, place, table.get("missing", [])),
        split=_split(doc, place, table.get("split")),
        line=doc.line(place),
    )


def _missing(doc: Document, place: str, given: Any) -> frozenset[str]:
    if not isinstance(given, list) or not all(isinstance(v, str | int | float) for v in given):
        raise doc.error(place, 'missing is a list of the values that mean blank, such as ["-1", "NULL"].')
    return frozenset(str(value).strip() for value in given)


def _split(doc: Document, place: str, given: Any) -> str | None:
    if given is not None and (not isinstance(given, str) or not given):
        raise doc.error(place, 'split is the text between the parts of a list, such as ";".')
    return given


def _columns(doc: Document, place: str, given: Any) -> tuple[str, ...]:
    columns = tuple(given) if isinstance(given, list) else (given,)
    if not columns or not all(isinstance(column, str) and column.strip() for column in columns):
        raise doc.error(
            place, "column is the name of a column, or a list of names: the first that is not blank counts."
        )
    return tuple(column.strip() for column in columns)


def _formats(lists: Lists, place: str, field: Field, given: Any) -> tuple[DateFormat, ...]:
    doc = lists.doc
    if field.kind != "date":
        if given is not None:
            raise doc.error(place, f"{field.name} is not a date, so it takes no format.")
        return ()
    # a date that is held as one is a date whatever its column's texts look like
    cells = (CELL,) if lists.has_cells else ()
    if given is None and cells:
        return cells
    names = given if isinstance(given, list) else [given]
    found = []
    for name in names:
        if not isinstance(name, str) or name not in lists.formats:
            what = (
                "a date needs format, a name from [dates]"
                if name is None
                else f'there is no date format "{name}"'
            )
            hint = did_you_mean(str(name), lists.formats)
            raise doc.error(place, f"{what}.{hint} Named in [dates]: {', '.join(lists.formats) or 'none'}.")
        chosen = lists.formats[name]
        if chosen.precision != "day" and field.name != "birth_date":
            raise doc.error(place, f'{field.name} needs a day, and the format "{name}" has none.')
        found.append(chosen)
    return (*found, *cells)


def _words(lists: Lists, place: str, field: Field, given: Any) -> dict[str, str] | None:
    doc = lists.doc
    own = {word.lower(): word for word in field.words}
    if given is None:
        if field.kind == "yes_no":
            return YES_NO
        return own or None
    if not isinstance(given, str) or given not in lists.codes:
        raise doc.error(
            place,
            f'there is no code list "{given}".{did_you_mean(str(given), lists.codes)} '
            f"Lists: {', '.join(f'[codes.{name}]' for name in lists.codes) or 'none'}.",
        )
    allowed = ("true", "false", "yes", "no") if field.kind == "yes_no" else field.words
    words = {}
    for source, word in lists.codes[given].items():
        if allowed and word != "" and word not in allowed:
            hint = f"{did_you_mean(word, allowed)} It takes: {', '.join(allowed)}."
            raise doc.error(f"codes.{given}", f'"{word}" is not a word that {field.name} takes.{hint}')
        _require_tool(doc, f"codes.{given}.{source}", field, word)
        words[source] = YES_NO.get(word, word) if field.kind == "yes_no" else word
    return words


def _require_tool(doc: Document, place: str, field: Field, word: str) -> None:
    if field.kind == "tool" and word and not is_tool(word):
        raise doc.error(
            place,
            f'"{word}" cannot be the name of a tool, since criteria call its scores held.<tool>: {SAYS}. '
            f'Say for example "{suggested(word)}".',
        )


def _constant(doc: Document, place: str, field: Field, value: Any) -> str | date:
    if field.kind == "date":
        if type(value) is not date:
            raise doc.error(place, f"{field.name} must be a date written as 2026-10-31, without quotes.")
        if value < EARLIEST:
            raise doc.error(place, f"{field.name} lies before {EARLIEST}.")
        return value
    if not isinstance(value, str | bool | int | float):
        raise doc.error(place, f"the value of {field.name} must be a text, a number, or true or false.")
    word = str(value).lower() if isinstance(value, bool) else str(value).strip()
    if field.kind == "yes_no":
        word = YES_NO.get(word.lower(), "")
        if not word:
            raise doc.error(place, f"{field.name} is true or false.")
    _require_tool(doc, place, field, word)
    if field.words and word not in field.words:
        # what is like none of the words was probably meant as the name of a column
        column = json.dumps(word, ensure_ascii=False)
        hint = did_you_mean(word, field.words) or (
            f" If it is the name of a column: {field.name} = {{ column = {column} }}."
        )
        raise doc.error(
            place,
            f'"{word}" is not a word that {field.name} takes.{hint} It takes: {", ".join(field.words)}.',
        )
    if field.kind in ("decimal", "whole"):
        try:
            finite = Decimal(word).is_finite() and (field.kind == "decimal" or word.isdecimal())
        except InvalidOperation:
            finite = False
        if not finite:
            raise doc.error(place, f"{field.name} is a number.")
    if field.kind == "identifier" and normalise_identifier(field.name, word) is None:
        raise doc.error(place, f"{field.name} does not have the form of its kind.")
    return word
