"""Identifiers of people and codes of offences: their forms, one spelling for each, and check letters.

Nothing here raises for bad input and nothing repeats it: a function gives the normal form, or None.
Forms and check letters follow the CJS data standards catalogue, version 6 (2020).
"""

import re
from collections.abc import Callable
from types import MappingProxyType

# The alphabet without I, O and S, Z first: the letter at (digits mod 23) is the check letter.
CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"

IDENTIFIER_KINDS = ("pnc_id", "cro_number", "noms_number", "probation_crn", "custody_reference")
CODE_KINDS = ("recorded", "class", "cjs", "local")

# Two-digit years of PNC IDs: those below are of this century. A fixed year and not the clock's, so that
# a value reads the same whenever it is read.
PIVOT_YEAR = 40

# Written for Python's re, polars and DuckDB alike: no look-around, no flags, one group per part.
PNC_FORM = r"^([0-9]{2}|)([0-9]{2})/([0-9]{1,7})([A-Z])$"
PNC_UNBROKEN_FORM = r"^([0-9]{4})([0-9]{7}[A-Z])$"
CRO_FORM = r"^([0-9]{1,6})/([0-9]{2})([A-Z])$"
CRO_SEARCH_FILE_FORM = r"^SF([0-9]{2})/([0-9]{1,6})([A-Z])$"
NOMS_FORM = r"^[A-Z][0-9]{4}[A-Z]{2}$"
CRN_FORM = r"^[A-Z][0-9]{6}$"
CUSTODY_FORM = r"^.{1,64}$"

RECORDED_FORM = r"^[1-9][0-9]{0,2}(\.[0-9]{1,2})?[A-Z]?$"
RECORDED_IN_WORDS = MappingProxyType(
    {code.upper(): code for code in ("1/4.1/4.10/4.2", "AF", "CIFAS", "FFA UK", "UK Finance")}
)
CLASS_FORM = r"^([0-9]{1,3})/([0-9]{1,2})$"
CLASS_UNBROKEN_FORM = r"^([0-9]{3})([0-9]{2})$"
CJS_FORM = r"^([A-Z]{2}[0-9]{5}[A-Z]?|[A-Z]{3}[0-9]{5}|[A-Z]{4}[0-9]{3}[A-Z]?|[0-9]{2}[A-Z][A-Z0-9]{3,7})$"

# What fixtures and the demonstration use and no real system issues. A PNC ID of year 0000; a CRO number of
# year 00 from 900000 on; NOMS numbers and CRNs from Z9 on; custody references from Z9 on.
FIXTURE_FORMS = MappingProxyType(
    {
        "pnc_id": r"^0000/[0-9]{7}[A-Z]$",
        "cro_number": r"^9[0-9]{5}/00[A-Z]$",
        "noms_number": r"^Z9[0-9]{3}ZZ$",
        "probation_crn": r"^Z9[0-9]{5}$",
        "custody_reference": r"^Z9.*$",
    }
)


def check_letter(digits: str) -> str:
    """The check letter of a string of digits."""
    return CHECK_LETTERS[int(digits) % len(CHECK_LETTERS)]


def pnc_id(text: str) -> str | None:
    """A PNC ID as YYYY/NNNNNNNC; its letter checks the year's last two digits and the serial of seven.

    2023/0123456X, 23/123456X and 20230123456X are read; two-digit years below 40 are of this century.
    """
    text = PNC_UNBROKEN.sub(r"\1/\2", _plain(text))
    parts = PNC.match(text)
    if parts is None:
        return None
    century, year, serial, letter = parts.groups()
    serial = serial.zfill(7)
    if check_letter(year + serial) != letter:
        return None
    century = century or ("20" if int(year) < PIVOT_YEAR else "19")
    return f"{century}{year}/{serial}{letter}"


def cro_number(text: str) -> str | None:
    """A CRO number as NNNNNN/YYC, or SFYY/NNNNNC of the search file; the letter checks year and serial."""
    text = _plain(text)
    if parts := CRO.match(text):
        serial, year, letter = parts.groups()
        serial = serial.zfill(6)
        return f"{serial}/{year}{letter}" if check_letter(year + serial) == letter else None
    if parts := CRO_SEARCH_FILE.match(text):
        year, serial, letter = parts.groups()
        serial = serial.zfill(5)
        return f"SF{year}/{serial}{letter}" if check_letter(year + serial) == letter else None
    return None


def noms_number(text: str) -> str | None:
    """A NOMS number (A1234BC); it has no check letter."""
    return _of_form(NOMS, _plain(text))


def probation_crn(text: str) -> str | None:
    """A probation case reference number (X123456); it has no check letter."""
    return _of_form(CRN, _plain(text))


def custody_reference(text: str) -> str | None:
    """A custody reference: free text of at most 64 characters, trimmed."""
    return _of_form(CUSTODY, text.strip())


def recorded_code(text: str) -> str | None:
    """A recorded crime code by its form (28E, 4.10, 104, CIFAS): always text, since 4.10 is not 4.1."""
    text = " ".join(text.split()).upper()
    return RECORDED_IN_WORDS.get(text) or _of_form(RECORDED, text)


def home_office_class(text: str) -> str | None:
    """A Home Office class and subclass as nnn/nn: 028/03, 02803 and 28/3 are the same."""
    text = _plain(text)
    parts = CLASS.match(text) or CLASS_UNBROKEN.match(text)
    return f"{parts[1].zfill(3)}/{parts[2].zfill(2)}" if parts else None


def cjs_code(text: str) -> str | None:
    """A CJS (PNC) offence code by its form: TH68036, its variant TH68036A, or a force's own (01GL07017)."""
    return _of_form(CJS, _plain(text))


def local_code(text: str) -> str | None:
    """A system's own code: trimmed, runs of blanks as one."""
    return " ".join(text.split()) or None


def code_kind(text: str) -> str | None:
    """What kind of offence code a text is by its form: recorded, class or cjs; None if of none.

    The forms do not overlap, but for 1/4.1/4.10/4.2, which is a recorded crime code.
    """
    for kind in ("recorded", "class", "cjs"):
        if CODES[kind](text) is not None:
            return kind
    return None


def normalise_identifier(kind: str, text: str) -> str | None:
    """The normal form of an identifier of a kind; None when its form or check letter is wrong."""
    return IDENTIFIERS[kind](text)


def normalise_code(kind: str, text: str) -> str | None:
    """The normal form of an offence code of a kind; None when its form is wrong, whether or not it exists."""
    return CODES[kind](text)


def is_fixture_identifier(kind: str, text: str) -> bool:
    """Whether a well-formed identifier lies in the range kept for invented people (FIXTURE_FORMS)."""
    normal = normalise_identifier(kind, text)
    return normal is not None and re.match(FIXTURE_FORMS[kind], normal) is not None


def _plain(text: str) -> str:
    return "".join(text.split()).upper()


def _of_form(form: re.Pattern[str], text: str) -> str | None:
    return text if form.match(text) else None


PNC, PNC_UNBROKEN = re.compile(PNC_FORM), re.compile(PNC_UNBROKEN_FORM)
CRO, CRO_SEARCH_FILE = re.compile(CRO_FORM), re.compile(CRO_SEARCH_FILE_FORM)
NOMS, CRN, CUSTODY = re.compile(NOMS_FORM), re.compile(CRN_FORM), re.compile(CUSTODY_FORM)
RECORDED, CJS = re.compile(RECORDED_FORM), re.compile(CJS_FORM)
CLASS, CLASS_UNBROKEN = re.compile(CLASS_FORM), re.compile(CLASS_UNBROKEN_FORM)

IDENTIFIERS: MappingProxyType[str, Callable[[str], str | None]] = MappingProxyType(
    {
        "pnc_id": pnc_id,
        "cro_number": cro_number,
        "noms_number": noms_number,
        "probation_crn": probation_crn,
        "custody_reference": custody_reference,
    }
)
CODES: MappingProxyType[str, Callable[[str], str | None]] = MappingProxyType(
    {"recorded": recorded_code, "class": home_office_class, "cjs": cjs_code, "local": local_code}
)
