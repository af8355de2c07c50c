"""The rules of iom.codes for whole columns, as polars expressions: NULL where iom.codes gives None."""

import polars as pl

from iom import codes


def normalise(kind: str, column: pl.Expr) -> pl.Expr:
    """A column of identifiers in their normal form; NULL where form or check letter is wrong."""
    return _IDENTIFIERS[kind](column)


def has_form(kind: str, column: pl.Expr) -> pl.Expr | None:
    """Whether identifiers have the form of a kind with a check letter, fit or not; None of other kinds."""
    forms = {
        "pnc_id": (codes.PNC_FORM, codes.PNC_UNBROKEN_FORM),
        "cro_number": (codes.CRO_FORM, codes.CRO_SEARCH_FILE_FORM),
    }.get(kind)
    if forms is None:
        return None
    return pl.any_horizontal([_plain(column).str.contains(form) for form in forms])


def normalise_code(kind: str, column: pl.Expr) -> pl.Expr:
    """A column of offence codes of a kind in their normal form; NULL where the form is wrong."""
    return _CODES[kind](column)


def code_kind(column: pl.Expr) -> pl.Expr:
    """The kind of each offence code by its form: recorded, class or cjs; NULL if of none."""
    found = [
        pl.when(normalise_code(kind, column).is_not_null()).then(pl.lit(kind))
        for kind in ("recorded", "class", "cjs")
    ]
    return pl.coalesce(found)


def _plain(column: pl.Expr) -> pl.Expr:
    return column.str.replace_all(r"\s", "").str.to_uppercase()


def _words(column: pl.Expr) -> pl.Expr:
    return column.str.replace_all(r"\s+", " ").str.strip_chars(" ")


def _of_form(column: pl.Expr, form: str) -> pl.Expr:
    return pl.when(column.str.contains(form)).then(column)


def _checked(digits: pl.Expr, letter: pl.Expr, normal: pl.Expr) -> pl.Expr:
    letters = pl.lit(codes.CHECK_LETTERS)
    due = letters.str.slice(digits.cast(pl.Int64) % len(codes.CHECK_LETTERS), 1)
    return pl.when(letter == due).then(normal)


def _pnc_id(column: pl.Expr) -> pl.Expr:
    text = _plain(column).str.replace(codes.PNC_UNBROKEN_FORM, "${1}/${2}")
    century, year, serial, letter = (text.str.extract(codes.PNC_FORM, group) for group in (1, 2, 3, 4))
    serial = serial.str.zfill(7)
    assumed = pl.when(year.cast(pl.Int32) < codes.PIVOT_YEAR).then(pl.lit("20")).otherwise(pl.lit("19"))
    century = pl.when(century == "").then(assumed).otherwise(century)
    return _checked(year + serial, letter, pl.format("{}{}/{}{}", century, year, serial, letter))


def _cro_number(column: pl.Expr) -> pl.Expr:
    text = _plain(column)
    serial, year, letter = (text.str.extract(codes.CRO_FORM, group) for group in (1, 2, 3))
    serial = serial.str.zfill(6)
    usual = _checked(year + serial, letter, pl.format("{}/{}{}", serial, year, letter))
    year, serial, letter = (text.str.extract(codes.CRO_SEARCH_FILE_FORM, group) for group in (1, 2, 3))
    serial = serial.str.zfill(5)
    return pl.coalesce(usual, _checked(year + serial, letter, pl.format("SF{}/{}{}", year, serial, letter)))


def _recorded_code(column: pl.Expr) -> pl.Expr:
    text = _words(column).str.to_uppercase()
    in_words = text.replace_strict(dict(codes.RECORDED_IN_WORDS), default=None, return_dtype=pl.String)
    return pl.coalesce(in_words, _of_form(text, codes.RECORDED_FORM))


def _home_office_class(column: pl.Expr) -> pl.Expr:
    text = _plain(column)
    number, subclass = (
        pl.coalesce(
            text.str.extract(codes.CLASS_FORM, group), text.str.extract(codes.CLASS_UNBROKEN_FORM, group)
        )
        for group in (1, 2)
    )
    return pl.format("{}/{}", number.str.zfill(3), subclass.str.zfill(2))


_IDENTIFIERS = {
    "pnc_id": _pnc_id,
    "cro_number": _cro_number,
    "noms_number": lambda column: _of_form(_plain(column), codes.NOMS_FORM),
    "probation_crn": lambda column: _of_form(_plain(column), codes.CRN_FORM),
    "custody_reference": lambda column: _of_form(column.str.strip_chars(), codes.CUSTODY_FORM),
}
_CODES = {
    "recorded": _recorded_code,
    "class": _home_office_class,
    "cjs": lambda column: _of_form(_plain(column), codes.CJS_FORM),
    "local": lambda column: _of_form(_words(column), "."),
}
