"""A field's source columns to its value, and the rules that the value must keep: polars expressions only.

Of a frame with the columns "column <name>", stage one makes "raw <field>" (trimmed text, NULL where blank or
missing), stage two "<field>" (the typed value, NULL where it cannot be read). An end that has not come is
taken out of "<field>" later, so "read <field>" keeps it for the check.
"""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from datetime import date

import polars as pl

from iom import codes_columns
from iom.intake import cells, dates, tools
from iom.intake.mapping import Mapping, RecordMapping, Source
from iom.intake.records import Field
from iom.intake.rules import RULES, Check

SCORE = pl.Decimal(12, 4)
UNLISTED = (
    'Correct it, or give the column a code list in the mapping document: { column = "…", codes = "…" }.'
)
NOTHING = (
    "Give the value a word in the code list, or leave such rows out of the record with when = { column = "
    '"…", is = ["…"] }.'
)
MOST_WORDS = 10  # of a code list, as a refusal names them
# Systems write a score that is a per cent with its sign, and the number is the same.
DECIMAL_FORM = r"^-?[0-9]{1,8}(\.[0-9]{1,4})?( ?%)?$"
WHOLE_FORM = r"^[0-9]{1,9}$"
# A form in words; check letters are worked out from the digits before them.
IDENTIFIER_FORMS = {
    "pnc_id": "a PNC ID: year, slash, up to seven digits, check letter, as 2012/0345678X",
    "cro_number": "a CRO number: up to six digits, slash, two of the year, check letter, as 123456/08Y",
    "noms_number": "a NOMS number: a letter, four digits, two letters, as A1234BC",
    "probation_crn": "a CRN: a letter and six digits, as X123456",
    "custody_reference": "at most 64 characters",
}
LETTER = "its check letter does not fit its number: one of its signs is mistyped"


@dataclass(frozen=True)
class Column:
    """One field made ready: its columns in the file, its raw text, its value, what that must keep."""

    name: str
    columns: tuple[str, ...]
    raw: pl.Expr
    value: pl.Expr
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Context:
    """What every field of one mapped record is read with; extract is the day that the file speaks of."""

    mapping: Mapping
    record: RecordMapping
    extract: date

    def check(
        self,
        rule: str,
        field: str | None,
        column: str | None,
        message: str,
        broken: pl.Expr | None,
        *,
        remedy: str | None = None,
    ) -> Check:
        """A rule applied to a field of this record; remedy: another than the rule's own."""
        record = self.record
        return Check(RULES[rule], record.number, record.type.name, field, column, message, remedy, broken)


def column_text(name: str, missing: frozenset[str]) -> pl.Expr:
    """A column of the file, trimmed; NULL where blank or one of the values that mean blank."""
    text = pl.col(f"column {name}").str.strip_chars()
    blank = text == ""
    if missing:
        blank = blank | text.is_in(sorted(missing))
    return pl.when(~blank).then(text)


def quoted(columns: tuple[str, ...]) -> str:
    """Columns as a sentence names them: "Committed to" or "Committed from"."""
    return " or ".join(f'"{name}"' for name in columns)


def column(context: Context, field: Field, source: Source, name: str | None = None) -> Column:
    """A field ready to be put into a frame; name: what to call it there, when not by its own name."""
    name = name or field.name
    if source.value is not None:
        return Column(name, (), pl.lit(None, pl.String), _constant(field, source.value), ())
    missing = context.mapping.missing | source.missing
    raw = pl.coalesce([column_text(one, missing) for one in source.columns])
    text = pl.col(f"raw {name}")
    value, rule, message = _reading(context, field, source, text)
    if field.blank is not None:
        value = pl.when(text.is_null()).then(_constant(field, field.blank)).otherwise(value)
    checks = _required(context, field, source, text)
    read = pl.col(f"read {name}" if field.ahead else name)
    if rule:
        # A word that a code list turns into "" is read, as nothing recorded.
        unread = read.is_null() if source.words is None else _worded(text, source.words).is_null()
        remedy = UNLISTED if rule == "code_not_listed" and source.list_name is None else None
        if rule == "date_format":
            remedy = _date_remedy(source)
        broken = text.is_not_null() & unread
        if context.mapping.file.kind == "workbook":
            # a cell without a value is refused as one (cell_checks.py), and was not mistyped
            broken &= ~text.is_in(cells.MARKS)
        formed = codes_columns.has_form(field.name, text) if field.kind == "identifier" else None
        if formed is not None:
            checks += _of_its_column(context, field, source, rule, says=LETTER, broken=broken & formed)
            broken &= ~formed
        checks += _of_its_column(context, field, source, rule, says=message, broken=broken, remedy=remedy)
    if field.kind == "date":
        before, early = f"the date lies before {dates.EARLIEST}", read < dates.EARLIEST
        checks += _of_its_column(context, field, source, "date_too_early", says=before, broken=early)
    if field.kind == "date" and not field.ahead:
        after, late = f"the date lies after the extract's day, {context.extract}", read > context.extract
        checks += _of_its_column(context, field, source, "date_in_future", says=after, broken=late)
    return Column(name, source.columns, raw, value, tuple(checks))


def _required(context: Context, field: Field, source: Source, text: pl.Expr) -> list[Check]:
    if not field.required:
        return []
    rule = "date_missing" if field.kind == "date" else "required_missing"
    says = f"{quoted(source.columns)} is needed: it is the record's {field.name}"
    where = " or ".join(source.columns)
    checks = [context.check(rule, field.name, where, says, text.is_null())]
    if source.list_name and "" in (source.words or {}).values():
        nothing = (_worded(text, source.words or {}) == "").fill_null(False)
        told = (
            f"{quoted(source.columns)} is needed, and [codes.{source.list_name}] says of the value: nothing"
        )
        checks.append(context.check(rule, field.name, where, told, nothing, remedy=NOTHING))
    return checks


def _of_its_column(
    context: Context,
    field: Field,
    source: Source,
    rule: str,
    *,
    says: str,
    broken: pl.Expr,
    remedy: str | None = None,
) -> list[Check]:
    """A rule on a value, told of the very column that gave it: another field may read that column too."""
    missing = context.mapping.missing | source.missing
    filled = [column_text(one, missing).is_not_null() for one in source.columns]
    checks = []
    for place, one in enumerate(source.columns):
        gave = filled[place] & ~pl.any_horizontal([pl.lit(False), *filled[:place]])
        checks.append(context.check(rule, field.name, one, says, broken & gave, remedy=remedy))
    return checks


def _reading(
    context: Context, field: Field, source: Source, text: pl.Expr
) -> tuple[pl.Expr, str | None, str]:
    """The value of a text, the rule broken where there is none, and what was expected."""
    document = context.mapping.name
    match field.kind:
        case "date":
            value = dates.read(text, source.formats, None if field.ahead else context.extract)
            named = " or ".join(one.said(document) for one in source.formats)
            return value, "date_format", f"expected {named}"
        case "yes_no" | "word":
            words = source.words or {}
            value = _listed(text, words)
            if field.kind == "yes_no":
                value = value == "true"
            return value, "code_not_listed", _expected(source, words, document)
        case "whole":
            value = pl.when(text.str.contains(WHOLE_FORM)).then(text).cast(pl.Int32)
            if source.words is not None:
                value = _listed(text, source.words).cast(pl.Int32)
                return value, "code_not_listed", _expected(source, source.words, document)
            return value, "number_format", "expected a whole number"
        case "tool" if source.words is None:
            fits = text.str.contains(tools.FORM) & ~pl.any_horizontal(
                text.str.ends_with(end) for end in tools.TAKEN
            )
            return pl.when(fits).then(text), "tool_form", f"expected {tools.SAYS}"
        case "decimal":
            number = text.str.strip_chars_end(" %")
            value = pl.when(text.str.contains(DECIMAL_FORM)).then(number).cast(SCORE)
            says = 'expected digits, with a point before at most 4 decimals: 3.1 or 3.1%, not "1,200"'
            return value, "number_format", says
        case "identifier":
            return (
                codes_columns.normalise(field.name, text),
                "identifier_form",
                f"expected {IDENTIFIER_FORMS[field.name]}",
            )
        case _:
            if source.words is not None:
                said = _expected(source, source.words, document)
                return _listed(text, source.words), "code_not_listed", said
            return text, None, ""


def _expected(source: Source, words: Dictionary[str, str], document: str) -> str:
    """Which words are taken, as the document says, which no row has written."""
    listed = [word for word in words if word != "*"]
    more = f", and {len(listed) - MOST_WORDS} more" if len(listed) > MOST_WORDS else ""
    allowed = f"{', '.join(listed[:MOST_WORDS])}{more}"
    if source.list_name is None:
        return f"expected one of {allowed}"
    return f"expected a value of [codes.{source.list_name}] of {document}. Allowed: {allowed or 'nothing'}"


def _date_remedy(source: Source) -> str:
    """What mends a date, as whoever corrects the row in a sheet needs it said."""
    forms = [one.tokens for one in source.formats if one is not dates.CELL]
    written = f"Write the date as {' or '.join(forms)}" if forms else "Make it a date cell"
    return f"{written}; or name its format, or list the value as missing, in the mapping document."


def _worded(text: pl.Expr, words: Dictionary[str, str]) -> pl.Expr:
    listed = dict(words)
    otherwise = listed.pop("*", None)
    return text.str.to_lowercase().replace_strict(
        pl.Series(list(listed), dtype=pl.String),
        pl.Series(list(listed.values()), dtype=pl.String),
        default=pl.lit(otherwise, pl.String),
        return_dtype=pl.String,
    )


def _listed(text: pl.Expr, words: Dictionary[str, str]) -> pl.Expr:
    word = pl.when(text.is_not_null()).then(_worded(text, words))
    return pl.when(word != "").then(word)


def _constant(field: Field, value: str | date) -> pl.Expr:
    match field.kind:
        case "yes_no":
            return pl.lit(value == "true")
        case "whole":
            return pl.lit(int(str(value)), pl.Int32)
        case "decimal":
            return pl.lit(str(value)).cast(SCORE)
        case "date":
            return pl.lit(value, pl.Date)
        case "identifier":
            return codes_columns.normalise(field.name, pl.lit(str(value)))
        case _:
            return pl.lit(str(value))
