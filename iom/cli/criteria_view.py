"""How a criteria document looks on screen."""

from typing import TYPE_CHECKING

from iom.cli import output

if TYPE_CHECKING:
    from iom.selection import Criteria


def show(document: "Criteria") -> None:
    """Everything that the document says, table by table, each threshold with its source."""
    output.say(f"{document.title}, version {document.version}, owner: {document.owner}")
    output.say(f"Source: {document.source}. Severity weights of {document.severity_vintage}.")
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
        rows = [(rule.name, rule.says, rule.text, rule.source) for rule in rules]
        output.table(f"\n{title}", ("name", "says", "when", "source"), rows)
    output.table(
        "\nPoints",
        ("measure", "from", "below", "points", "source"),
        [(b.measure, b.low, b.below, b.points, b.source) for b in document.bands],
        right=("from", "below", "points"),
    )
    output.table(
        "\nPlaces",
        ("cohort", "area", "places", "source"),
        [(c.cohort, "each area" if c.area == "*" else c.area, c.places, c.source) for c in document.capacity],
        right=("places",),
    )
    order = ", ".join(f"{step.name} {'desc' if step.descending else 'asc'}" for step in document.tie_break)
    output.say(f"\nTies: {order}, person number ({document.tie_break_source})")
    if document.harmful:
        output.say(
            f"Harmful: {document.harmful.says}, at most {document.most_harmful}: {document.harmful.text} "
            f"({document.harmful.source})"
        )
    output.say("\nThe document can be read: nothing is wrong with its form.")
