"""Is a table to be loaded what the registry says it is? Row by row, and against the tables it points to."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from iom import codes
from iom.reference.entries import Entry, Link, entry, parse, registry

DECIMAL_DIGITS = 18
# A number as people write it: thousands apart by commas in threes, or not at all; no sign of a currency.
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][-+]?\d{1,3})?", re.ASCII)
_YEAR = re.compile(r"\d{4}[/-]\d{2}", re.ASCII)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file: its line, its column (None: the line as a whole), what to do.

    Says nothing that the file holds: a file given by mistake may be one of people's records.
    """

    line: int
    column: str | None
    says: str

    def __str__(self) -> str:
        column = f', column "{self.column}"' if self.column else ""
        return f"line {self.line}{column}: {self.says}"


@dataclass(frozen=True)
class Row:
    """One row of a file, by the registry's columns, and the line on which it stands."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """What a column's values look like: the words for it, and the normal form of a value (None: not so)."""

    says: str
    normal: Callable[[str], str | None]


def number(text: str) -> str | None:
    """A number as its digits alone, with all the decimals it was written with; None where it is none."""
    return text.replace(",", "") if _NUMBER.fullmatch(text) else None


def _above_0(text: str) -> str | None:
    plain = number(text)
    try:
        return plain if plain is not None and Decimal(plain) > 0 else None
    except InvalidOperation:
        return None


def _year(text: str) -> str | None:
    # 2019/20, as most tables write it, or 2019-20, as the Treasury does: the year after, by its last two
    # digits
    follows = _YEAR.fullmatch(text) and (int(text[:4]) + 1) % 100 == int(text[5:])
    return text if follows else None


def _digits(count: int) -> Callable[[str], str | None]:
    return lambda text: text if len(text) == count and text.isdecimal() and text.isascii() else None


FORMS: MappingProxyType[str, Form] = MappingProxyType(
    {
        "text": Form("text", lambda text: text),
        "number": Form("a number in digits", number),
        "above 0": Form("a number above 0, in digits", _above_0),
        "year": Form("a financial year such as 2019/20", _year),
        "recorded crime code": Form("a recorded crime code such as 28E or 4.10", codes.recorded_code),
        "class": Form("a Home Office class such as 028/03", codes.home_office_class),
        "CJS code": Form("a CJS offence code such as TH68036", codes.cjs_code),
        "2 digits": Form("2 digits", _digits(2)),
        "3 digits": Form("3 digits", _digits(3)),
        "5 digits": Form("5 digits", _digits(5)),
    }
)


def checked(table: Entry, rows: Sequence[Row]) -> tuple[list[Row], list[Fault]]:
    """The rows in their normal form, and what is wrong with them, by line."""
    sound, faults, seen = [], [], {}
    for row in rows:
        values, wrong = _checked_row(table, row)
        faults += wrong
        if not wrong:
            key = tuple(values[name] for name in table.key)
            if (first := seen.setdefault(key, row.line)) != row.line:
                says = f"the same {', '.join(table.key)} as on line {first}. Keep one of the two."
                faults.append(Fault(row.line, table.key[-1], says))
        sound.append(Row(row.line, values))
    return sound, faults


def _checked_row(table: Entry, row: Row) -> tuple[dict[str, str], list[Fault]]:
    values, faults = {}, []
    for column in table.columns:
        value, says = _checked_value(table.forms.get(column, "text"), row.values[column])
        values[column] = value
        if says is None and value and column in table.exact:
            says = _kept_exactly(value, table.exact[column])
        if says:
            faults.append(Fault(row.line, column, says))
    for column, (other, word) in table.needed_where.items():
        if (row.values[column] != "") != (row.values[other] == word):
            faults.append(Fault(row.line, column, f"is given where {other} is {word}, and only there."))
    return values, faults


def _checked_value(form: str | list[str], text: str) -> tuple[str, str | None]:
    if isinstance(form, list):
        return text, None if text in form else f"must be one of: {', '.join(form)}."
    wanted = FORMS[form.removesuffix("?")]
    if not text:
        return text, None if form.endswith("?") else f"is blank: give {wanted.says}."
    normal = wanted.normal(text)
    return (text, f"must be {wanted.says}.") if normal is None else (normal, None)


def _kept_exactly(value: str, decimals: int) -> str | None:
    """Why a number cannot be kept with so many decimals of DECIMAL_DIGITS; None where it can."""
    kept = Decimal(value)
    if abs(kept) >= Decimal(10) ** (DECIMAL_DIGITS - decimals):
        return f"is too large: at most {DECIMAL_DIGITS - decimals} digits before the point."
    if kept and abs(kept) < Decimal(1).scaleb(-decimals):
        return f"would be 0, for {decimals} decimals are kept."
    return None


def dangling(table: Entry, rows: Sequence[Row], texts: Mapping[str, str]) -> list[Fault]:
    """Rows of a table to be loaded that point to what another table of the set does not hold."""
    faults = []
    for link in table.links:
        known = _targets(link, texts)
        for row in rows:
            pointing = tuple(row.values[name] for name in link.columns)
            if all(pointing) and pointing not in known:
                says = f"is not in the table {link.table} in force. Correct it, or load that table first."
                faults.append(Fault(row.line, link.columns[-1], says))
    return sorted(faults, key=lambda fault: fault.line)


def left_hanging(table: Entry, texts: Mapping[str, str]) -> list[str]:
    """What other tables of a set point to and a table, as it would be now, no longer holds; in words."""
    said = []
    for other in registry().entries.values():
        for link in other.links:
            if link.table == table.id and other.id != table.id and other.id in texts:
                known = _targets(link, texts)
                rows = parse(other, texts[other.id])
                lost = {tuple(row[name] for name in link.columns) for row in rows} - known
                if named := sorted(" ".join(pointing) for pointing in lost if all(pointing)):
                    more = f" and {len(named) - 5} more" if len(named) > 5 else ""
                    said.append(f"{other.id} names {', '.join(named[:5])}{more}")
    return said


def _targets(link: Link, texts: Mapping[str, str]) -> set[tuple[str, ...]]:
    rows = parse(entry(link.table), texts[link.table])
    return {tuple(row[name] for name in link.to) for row in rows}
