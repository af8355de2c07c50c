"""What a document is checked against before it is run: the tables that ship, or those that a store uses."""

from collections.abc import Collection
from itertools import pairwise

import duckdb

from iom.documents import did_you_mean, parse_document
from iom.measures import check_classes
from iom.reference import in_force, shipped_rows
from iom.selection.criteria import Criteria
from iom.selection.vocabulary import check_words, held_words
from iom.store import Store, StoreError, derived, sql


def check(criteria: Criteria, store: Store | None = None) -> tuple[str, ...]:
    """Refuse what a run would refuse; return warnings on what a run would do and may not be meant.

    Without a store, classes and vintage are looked up in the tables that ship; with one, in its own, and the
    words of the document among what it holds. Raises DocumentError naming file and line.
    """
    if store is None:
        check_vintage(criteria, {row["vintage"] for row in shipped_rows("ons_css_weights")})
        _check_shipped_classes(criteria)
        return warnings(criteria)
    with store.cursor() as cursor:
        check_reference(cursor, criteria)
        derived.as_known(cursor, severity_vintage=criteria.severity_vintage)
        check_words(criteria, held_words(cursor))
    return warnings(criteria)


def check_reference(cursor: duckdb.DuckDBPyConnection, criteria: Criteria) -> None:
    """Raise DocumentError for a vintage or an offence class that is in no table of the cursor."""
    if in_force(cursor) is None:
        raise StoreError("The store has no reference tables in force.")
    known = {row[0] for row in cursor.execute(sql("selection/vintages")).fetchall()}
    check_vintage(criteria, known)
    check_classes(cursor, parse_document(criteria.file, criteria.text), criteria.measures)


def check_vintage(criteria: Criteria, known: Collection[str]) -> None:
    """Raise DocumentError when no weights of the document's vintage are known."""
    if criteria.severity_vintage not in known:
        raise parse_document(criteria.file, criteria.text).error(
            "severity_vintage",
            f'there are no severity weights of the vintage "{criteria.severity_vintage}".'
            f"{did_you_mean(criteria.severity_vintage, known)} There are: {', '.join(sorted(known))}.",
        )


def warnings(criteria: Criteria) -> tuple[str, ...]:
    """What is no mistake of form but may not be meant: values between two bands give no points."""
    return tuple(
        f"{low.measure}: values from {low.below.normalize():,f} to below {high.low.normalize():,f} fall in "
        "no band and give no points."
        for low, high in pairwise(criteria.bands)
        if low.measure == high.measure and low.below is not None and low.below < high.low
    )


def _check_shipped_classes(criteria: Criteria) -> None:
    codes = shipped_rows("recorded_crime_codes")
    known = {row["offence_class"] for row in shipped_rows("offence_classes")} | {"any"}
    known |= {row["offence_group"] for row in codes} | {row["offence_subgroup"] for row in codes}
    for number, measure in enumerate(criteria.measures):
        for name in measure.counts:
            if name not in known:
                raise parse_document(criteria.file, criteria.text).error(
                    f"measure[{number}].counts",
                    f'there is no offence class "{name}" in the tables that ship.{did_you_mean(name, known)}'
                    " See: iom reference show offence_classes",
                )
