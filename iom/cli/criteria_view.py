"""How a criteria document looks on screen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iom.cli import output
from iom.cli.paragraphs import paragraph

if TYPE_CHECKING:
    from iom.selection import Criteria


def show(document: "Criteria", warnings: Sequence[str], *, of_store: bool) -> None:
    """Everything that the document says, table by table, each threshold with its source; warnings last."""
    paragraph(f"{document.title}, version {document.version}, owner: {document.owner}")
    paragraph(f"Source: {document.source}. Severity weights of {document.severity_vintage}.")
    output.table(
        "\nMeasures",
        ("name", "what", "counts", "status", "months"),
        [(m.name, m.what, ", ".join(m.counts), m.status, m.months) for m in document.measures],
        right=("months",),
    )
    for title, rules in (
        ("Eligibility", document.eligibility),
        ("Cohorts, first match wins", document.cohorts),
    ):
        output.say(f"\n{title}")
        for rule in rules:
            paragraph(f"{rule.name}: {rule.says}", 2)
            _conditioned(rule.text, rule.source)
    if document.bands:
        output.say("\nPoints")
    for measure in document.banded:
        paragraph(measure, 2)
        for band in document.bands:
            if band.measure == measure:
                reach = f"from {band.low:,f}" + (
                    f" to below {band.below:,f}" if band.below is not None else ""
                )
                paragraph(f"{band.points:>3}  {reach}: {band.source}", 4, 9)
    if document.capacity:
        output.say("\nPlaces")
    for entry in document.capacity:
        where = "each area" if entry.area == "*" else entry.area
        paragraph(f"{entry.places:>5}  {entry.cohort}, {where}: {entry.source}", 2, 9)
    order = ", ".join(f"{step.name} {'desc' if step.descending else 'asc'}" for step in document.tie_break)
    output.say("")
    paragraph(f"Ties: {order}, person number ({document.tie_break_source})")
    if document.harmful:
        paragraph(f"Harmful: {document.harmful.says}, at most {document.most_harmful}")
        _conditioned(document.harmful.text, document.harmful.source)
    output.say("")
    for warning in warnings:
        paragraph(f"Warning: {warning}")
    against = "what the store holds and uses" if of_store else "the tables that ship"
    paragraph(f"The document can be read, and nothing in it is at odds with {against}.")
    if not of_store:
        paragraph(
            "Districts, areas, tools, bands and themes were not checked against a store: give --store DIR or "
            "set IOM_STORE."
        )


def _conditioned(when: str, source: str) -> None:
    for line in when.strip().splitlines():
        paragraph(line.strip(), 6)
    paragraph(f"source: {source}", 6)
