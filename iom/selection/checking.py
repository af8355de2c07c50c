"""A criteria document checked before it is run: against tables and records, by its logic and its examples."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from iom.documents import did_you_mean, parse_document
from iom.measures import check_classes
from iom.reference import in_force, shipped_rows
from iom.selection.criteria import Criteria
from iom.selection.examples import read_examples
from iom.selection.lint import Finding, by_logic, by_store, in_order
from iom.selection.trying import Tried, try_examples
from iom.selection.vocabulary import check_words, held_words
from iom.store import Store, StoreError, derived, sql


@dataclass(frozen=True)
class Checked:
    """What a check of a document came to. as_at: the date on which records were looked at, if any were."""

    findings: tuple[Finding, ...]
    examples: tuple[Tried, ...]
    of_store: bool
    as_at: date | None

    def number(self, severity: str) -> int:
        """How many findings there are of a severity."""
        return sum(finding.severity == severity for finding in self.findings)


def check(criteria: Criteria, store: Store | None = None, *, as_at: date | None = None) -> Checked:
    """Refuse what a run would refuse; find what cannot be meant, or is seldom meant; try the examples.

    Without a store, classes and vintage are looked up in the tables that ship; with one, in its own, the
    words of the document among what it holds, and rules and bands on its people as at a date (default: the
    last covered day). Raises DocumentError naming file and line.
    """
    examples = try_examples(criteria, read_examples(criteria))
    found = [*by_logic(criteria), *_of_examples(criteria, examples)]
    if store is None:
        check_vintage(criteria, {row["vintage"] for row in shipped_rows("ons_css_weights")})
        _check_shipped_classes(criteria)
        return Checked(in_order(found), examples, False, None)
    with store.cursor() as cursor:
        check_reference(cursor, criteria)
        derived.as_known(cursor, severity_vintage=criteria.severity_vintage)
        check_words(criteria, held_words(cursor))
        in_records, day = by_store(cursor, criteria, as_at)
    certain = {finding.line for finding in found if finding.severity == "error"}
    # what can never be met is met by nobody today, too: said once
    in_records = [one for one in in_records if one.code != "nobody_meets" or one.line not in certain]
    return Checked(in_order([*found, *in_records]), examples, True, day)


def _of_examples(criteria: Criteria, examples: Sequence[Tried]) -> list[Finding]:
    if not examples:
        # where the document ends, they would begin
        return [Finding("no_examples", len(criteria.text.splitlines()), "there is no [[example]]")]
    return [
        Finding("example_differs", line, f'"{tried.example.name}": {text}')
        for tried in examples
        for line, text in tried.differs
    ]


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
