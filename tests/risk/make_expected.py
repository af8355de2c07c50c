"""How expected_z.csv was made: z of a grid of features, in plain arithmetic from the published coefficients.

    python -m tests.risk.make_expected > tests/risk/expected_z.csv

It shares no code with the engine: the sums are those of tests/oracle/risk.py, the coefficients those of the
shipped CSV files. Run again only when a model is replaced by another version on purpose.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tests.oracle import risk
from tests.oracle.codes import rows

COLUMNS = (
    *("history", "sanctions", "violent_sanctions", "violence_unknown", "is_conviction", "ogrs3_group"),
    *("ogrs4_category", "sex", "is_dead", "start_on", "age_at_first_sanction", "age_at_current_sanction"),
    *("age_at_start", "offence_free_months"),
)
SCORES = ("ogrs3_1y", "ogrs3_2y", "arp", "vrp")
PLAIN = risk.Features(
    history="complete",
    sanctions=5,
    violent_sanctions=2,
    violence_unknown=0,
    is_conviction=True,
    ogrs3_group="Robbery",
    ogrs4_category="BURGLARY_DOMESTIC",
    sex="male",
    is_dead=False,
    start_on=date(2026, 1, 1),
    age_at_first_sanction=16,
    age_at_current_sanction=27,
    age_at_start=28,
    offence_free_months=11,
)
CATEGORIES = [
    row["label"].removeprefix("offence: ")
    for row in rows("ogrs4_coefficients")
    if row["model"] == risk.ARP and row["label"].startswith("offence: ")
]
GROUPS = [row["level"] for row in rows("ogrs3_coefficients") if row["term"] == "offence"]
AGES = (10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 24, 25, 29, 30, 34, 35, 39, 40, 49, 50, 80)


def grid() -> Iterator[risk.Features]:
    """Every group, category, age band, number of sanctions and kind, of both sexes."""
    for sex in ("male", "female"):
        plain = replace(PLAIN, sex=sex)
        yield from (replace(plain, ogrs3_group=group) for group in GROUPS)
        yield from (replace(plain, ogrs4_category=category) for category in CATEGORIES)
        for age in AGES:
            first, current = min(age, 16), min(age, 27)
            yield replace(
                plain, age_at_start=age, age_at_current_sanction=current, age_at_first_sanction=first
            )
        for sanctions in (1, 2, 3, 7, 50, 51, 52, 90):
            first = 27 if sanctions == 1 else 16
            for is_conviction in (True, False):
                few = replace(plain, sanctions=sanctions, is_conviction=is_conviction)
                yield replace(few, violent_sanctions=0, age_at_first_sanction=first)
        yield from (replace(plain, sanctions=9, violent_sanctions=violent) for violent in (0, 1, 2, 9))
        yield from (replace(plain, offence_free_months=months) for months in (0, 1, 12, 35, 36))


def main() -> None:
    """Write the grid with its z values, as text that reads back to the same number."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow((*COLUMNS, *(f"{name}_z" for name in SCORES)))
    for of in grid():
        found = risk.scores(of)
        zs = [repr(found[name].z) for name in SCORES]
        writer.writerow((*(getattr(of, name) for name in COLUMNS), *zs))


if __name__ == "__main__":
    main()
