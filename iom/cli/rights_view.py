"""How what a person may ask, and what was done of it, looks on screen."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iom.cli import output
from iom.cli.paragraphs import paragraph

if TYPE_CHECKING:
    from iom.rights import Access, Due, Erased, Lifted, Listing, Preview
    from iom.rights.schedule import Schedule


def preview(found: "Preview") -> None:
    from iom.rights.access_words import title

    rows = [(title(table), number) for table, number in found.rows.items()]
    output.table(
        f"Person {found.person_id}: what would be erased",
        ("what", "rows"),
        [*rows, (f"{title('refused')} (blanked)", found.refused_rows)],
        ("rows",),
    )
    if found.runs:
        paragraph(
            f"In {len(found.runs):,} runs only the person's number and place on the lists would stay: "
            + ", ".join(map(str, found.runs))
        )
    paragraph("Nothing was erased. It cannot be undone. To erase, add --yes.")


def erased(person_id: int, done: "Erased") -> None:
    output.say(
        f"Person {person_id} is erased (erasure {done.erasure_id}): {done.rows_removed:,} rows. The store's "
        "file was written anew."
    )
    if done.runs:
        paragraph(
            f"In runs {', '.join(map(str, done.runs))} number and place on the lists stay, and the totals."
        )
    if done.altered_runs:
        paragraph(
            f"Runs {', '.join(map(str, done.altered_runs))} had been altered in the database before, and are "
            "still not shown. See: iom audit verify"
        )
    paragraph(
        "Backups and files written before still hold the person: see iom rights list. Back up the "
        "keys folder again: it holds the list that keeps imports from bringing the person back."
    )


def access(found: "Access", place: Path) -> None:
    output.table(
        f"Person {found.person_id}: what is held",
        ("what", "rows"),
        [(table.title, len(table.rows)) for table in found.tables],
        ("rows",),
    )
    for title, rows in found.apart.items():
        paragraph(
            f"To be reviewed before disclosure, and left out: {title}: {rows} rows (--with-intelligence)"
        )
    paragraph(f"Written to {place}. It holds personal data: give it to nobody else, and delete it when done.")


def lifted(person_id: int, done: "Lifted") -> None:
    output.say(f"Person {person_id} is no longer restricted.")
    for number, people in done.kept_on.items():
        paragraph(
            f"Person {' and '.join(map(str, people))}, restricted with them, stays restricted (restriction "
            f"{number}). To end that: iom rights lift {people[0]} --reason TEXT"
        )


def listing(found: "Listing") -> None:
    if not found.restrictions and not found.erasures:
        output.say("Nobody was restricted or erased.")
    if found.restrictions:
        rows = [
            (
                one.restriction_id,
                ", ".join(map(str, one.people)) or "erased",
                f"{one.restricted_at:%Y-%m-%d}",
                one.by_user,
                one.reason,
                f"{one.lifted_at:%Y-%m-%d}" if one.lifted_at else "in force",
            )
            for one in found.restrictions
        ]
        columns = ("no.", "person", "from", "by", "reason", "until")
        output.table("Restrictions", columns, rows, ("no.", "person"))
    if found.erasures:
        rows = [
            (
                one.erasure_id,
                ", ".join(map(str, one.people)),
                f"{one.erased_at:%Y-%m-%d %H:%M}",
                one.by_user,
                one.reason,
                one.rows_removed,
                one.runs,
            )
            for one in found.erasures
        ]
        columns = ("no.", "person", "when (UTC)", "by", "reason", "rows", "runs")
        output.table("Erasures", columns, rows, ("no.", "rows", "runs"))
    if found.backups:
        rows = [
            (f"{one.made_at:%Y-%m-%d %H:%M}", one.erasures_since, one.expires, one.state, one.place)
            for one in found.backups
        ]
        columns = ("made (UTC)", "erasures since", "delete after", "state", "place")
        output.table("Backups that still hold people erased since", columns, rows, ("erasures since",))
    if found.unfinished:
        paragraph(
            f"Of {found.unfinished:,} erasures bytes may still be in the store's file: the next command "
            "tries again to write it anew."
        )


def due(found: "Sequence[Due]", schedule: "Schedule") -> None:
    """Who is due for review, and by what schedule."""
    rows = [(one.person_id, one.group, one.why, _last(one), one.due_on, one.last_due_on) for one in found]
    columns = ("person", "group", "because of", "last event", "due since", "last date of review")
    if rows:
        output.table(f"Due for review: {len(rows):,}", columns, rows, ("person", "group"))
    else:
        output.say("Nobody is due for review.")
    for group in schedule.groups:
        years = f"first after {group.first_years} years, then every {group.every_years}"
        until = f", until the age of {group.until_age}" if group.until_age else ""
        paragraph(f"Group {group.number}, {group.name}: {years}{until}. {group.local}.", 0, 2)
    paragraph(f"Source: {schedule.source}. {schedule.checked}", 0, 2)
    paragraph("Restricted people are not listed. Which reviews were made is not recorded here.")


def _last(one: "Due") -> str:
    return f"{one.last_on} {one.last_what}" if one.last_on else ""
