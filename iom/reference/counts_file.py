"""A file of recorded crime counts: CSV with a column offence_code and a column count."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from iom import codes
from iom.store import IomError

CODE, COUNT, YEAR, POPULATION = "offence_code", "count", "financial_year", "population"
AREAS = ("area", "force")
ENCODINGS = ("utf-8-sig", "cp1252")


class CountsFileError(IomError):
    """A file of counts cannot be read; the text names file, line and column."""


@dataclass(frozen=True)
class Count:
    """So many offences of one code in one area and year; "" where the file has no such column."""

    area: str
    year: str
    code: str
    offences: int
    population: int | None
    line: int


def read_counts(path: Path) -> list[Count]:
    """The counts of a file, one per line, in its order.

    Columns: offence_code and count; if there, financial_year, area (or force) and population. A count may
    be negative: forces take back offences recorded in an earlier year. Raises CountsFileError.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_header(path, header)
        return [_count(path, reader.line_num, header, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise CountsFileError(f"{path.name}, line {reader.line_num}: not CSV ({error}).") from None


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CountsFileError(f"{path} cannot be read: {error.strerror}.") from None
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CountsFileError(f"{path.name} is not text in any of: {', '.join(ENCODINGS)}.")


def _check_header(path: Path, header: list[str]) -> None:
    for column in (CODE, COUNT):
        if column not in header:
            # what the line holds is not repeated: a file given by mistake may begin with a person's record
            raise CountsFileError(
                f'{path.name}, line 1: there is no column "{column}" among its {len(header)}. Is the first '
                "line the header, and a comma between its columns?"
            )
    if twice := [place for place, name in enumerate(header, 1) if name and name in header[: place - 1]]:
        first = header.index(header[twice[0] - 1]) + 1
        raise CountsFileError(
            f"{path.name}, line 1: columns {first} and {twice[0]} have the same name: rename one."
        )
    if all(area in header for area in AREAS):
        raise CountsFileError(f'{path.name}, line 1: both "area" and "force" are there: keep one.')


def _count(path: Path, line: int, header: list[str], row: list[str]) -> Count:
    if len(row) != len(header):
        raise CountsFileError(f"{path.name}, line {line}: {len(row)} values for {len(header)} columns.")
    values = {name: value.strip() for name, value in zip(header, row, strict=True)}
    if not values[CODE]:
        raise CountsFileError(f'{path.name}, line {line}, column "{CODE}": no code.')
    population = _whole(path, line, POPULATION, values[POPULATION]) if values.get(POPULATION) else None
    if population is not None and population <= 0:
        raise CountsFileError(f'{path.name}, line {line}, column "{POPULATION}": must be more than 0.')
    return Count(
        area=next((values[name] for name in AREAS if name in values), ""),
        year=values.get(YEAR, ""),
        code=codes.recorded_code(values[CODE]) or values[CODE],
        offences=_whole(path, line, COUNT, values[COUNT]),
        population=population,
        line=line,
    )


def _whole(path: Path, line: int, column: str, text: str) -> int:
    try:
        return int(text) if "_" not in text else int("")
    except ValueError:
        raise CountsFileError(
            f'{path.name}, line {line}, column "{column}": this is not a whole number '
            "(digits only: no comma between thousands, no decimals)."
        ) from None


def population_of(path: Path, counts: Iterable[Count], given: int | None) -> int | None:
    """The one population of an area and year: as given, else as its lines say. Raises CountsFileError."""
    found: dict[int, int] = {}
    for count in counts:
        if count.population is not None:
            found.setdefault(count.population, count.line)
    if given is not None and found:
        raise CountsFileError(f'{path.name} has a column "{POPULATION}": give no --population beside it.')
    if len(found) > 1:
        first, second = sorted(found.values())[:2]
        raise CountsFileError(
            f'{path.name}, line {second}, column "{POPULATION}": another population than on line {first} '
            "for the same area and year."
        )
    return given if given is not None else next(iter(found), None)
