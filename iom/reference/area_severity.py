"""The Crime Severity Score of an area from its recorded crime counts: sum(weight x offences) / population.

After the ONS Crime Severity Score (ONS, Research outputs: developing a Crime Severity Score for England and
Wales, 2016). Exact decimal arithmetic; vintages of weights never mix.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from pathlib import Path

from iom.reference.counts_file import CountsFileError, population_of, read_counts
from iom.reference.entries import ReferenceTableError, entry, parse
from iom.reference.set_in_force import exact

WEIGHTS, RECORDED = "ons_css_weights", "recorded_crime_codes"
# A score carries 28 digits and is printed with 9.
WORKING, PRINTED = Context(prec=28), Context(prec=9)
NO_WEIGHT, UNKNOWN = "no weight in this vintage", "no such recorded crime code"


@dataclass(frozen=True)
class Weights:
    """One vintage: severity of one offence and ONS group by recorded crime code; titles of all codes."""

    vintage: str
    source: str
    weight: Mapping[str, Decimal]
    group: Mapping[str, str]
    titles: Mapping[str, str]
    caveats: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One ONS group, or the total: offences that have a weight, their severity, severity per head."""

    group: str
    offences: int
    severity: Decimal
    score: Decimal | None
    caveat: str | None


@dataclass(frozen=True)
class LeftOut:
    """Offences of one code that no sum holds, and why."""

    code: str
    title: str | None
    offences: int
    why: str


@dataclass(frozen=True)
class AreaSeverity:
    """One area and year. The groups' severities add up to the total's, exactly."""

    area: str
    year: str
    population: int | None
    vintage: str
    groups: tuple[Line, ...]
    total: Line
    offences_counted: int
    offences_weighted: int
    left_out: tuple[LeftOut, ...]


def weights_of(texts: Mapping[str, str], vintage: str, source: str | None = None) -> Weights:
    """The weights of a vintage from the texts of a reference set, DECIMAL(18,10) as the store keeps them.

    source: of an edition that did not ship.

    Raises ReferenceTableError when there are none of that vintage.
    """
    table = entry(WEIGHTS)
    rows = parse(table, texts[WEIGHTS])
    listed = {row["offence_code"]: row for row in rows if row["vintage"] == vintage}
    if not listed:
        held = ", ".join(sorted({row["vintage"] for row in rows}))
        raise ReferenceTableError(f'There are no severity weights of vintage "{vintage}". There are: {held}.')
    known = {row["offence_code"]: row for row in parse(entry(RECORDED), texts[RECORDED])}
    of_code = {code: listed[row["css_code"]] for code, row in known.items() if row["css_code"] in listed}
    decimals = table.exact["weight"]
    return Weights(
        vintage,
        source or table.source,
        {code: exact(row["weight"], decimals) or Decimal(0) for code, row in of_code.items()},
        {code: row["ons_group"] for code, row in of_code.items()},
        {code: row["offence"] for code, row in known.items()},
        table.caveats,
    )


def severity_of_file(path: Path, weights: Weights, population: int | None = None) -> list[AreaSeverity]:
    """The score of every area and year in a file of counts, in order of area and year.

    population: people of the one area and year, if the file has no such column; without either there is a
    severity and no score. Raises CountsFileError.
    """
    by_place = defaultdict(list)
    for count in read_counts(path):
        by_place[count.area, count.year].append(count)
    if not by_place:
        raise CountsFileError(f"{path.name} has no line of counts.")
    if population is not None and len(by_place) > 1:
        raise CountsFileError(
            f'{path.name} has {len(by_place)} areas and years: give each its own in a column "population".'
        )
    return [
        area_severity(
            area,
            year,
            ((count.code, count.offences) for count in counts),
            population_of(path, counts, population),
            weights,
        )
        for (area, year), counts in sorted(by_place.items())
    ]


def area_severity(
    area: str, year: str, counts: Iterable[tuple[str, int]], population: int | None, weights: Weights
) -> AreaSeverity:
    """The score of one area and year from counts by recorded crime code."""
    offences: Counter[str] = Counter()
    for code, number in counts:
        offences[code] += number
    weighted = {code: number for code, number in offences.items() if code in weights.weight}
    groups = tuple(
        _line(
            group, [code for code in weighted if weights.group[code] == group], weighted, population, weights
        )
        for group in sorted({weights.group[code] for code in weighted})
    )
    left_out = tuple(
        LeftOut(code, weights.titles.get(code), number, NO_WEIGHT if code in weights.titles else UNKNOWN)
        for code, number in sorted(offences.items())
        if code not in weights.weight and number != 0
    )
    total = _line("Total", list(weighted), weighted, population, weights)
    if doubts := [f"holds {line.group}: {line.caveat}" for line in groups if line.caveat]:
        total = replace(total, caveat="; ".join(doubts))
    counted = sum(offences.values())
    return AreaSeverity(
        area, year, population, weights.vintage, groups, total, counted, sum(weighted.values()), left_out
    )


def _line(
    group: str, codes: list[str], offences: Mapping[str, int], population: int | None, weights: Weights
) -> Line:
    severity = sum((weights.weight[code] * offences[code] for code in codes), Decimal(0))
    score = None if population is None else WORKING.divide(severity, Decimal(population))
    return Line(group, sum(offences[code] for code in codes), severity, score, weights.caveats.get(group))


def nine_digits(number: Decimal) -> Decimal:
    """A number to the 9 significant digits that are printed and compared."""
    return PRINTED.plus(number)
