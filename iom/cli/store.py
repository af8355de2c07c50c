"""Commands of the store: make one, check and read its audit log."""

from typing import TYPE_CHECKING, Annotated

import typer

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption

if TYPE_CHECKING:
    from iom.store.audit_check import AuditReport, Restore

MOST_LINES = 100_000
USUAL_LINES = 20
FOUND_LINES = 100

PersonOption = Annotated[
    int | None, typer.Option("--person", min=1, metavar="ID", help="Only lines that speak of this person.")
]
WholeOption = Annotated[
    bool, typer.Option("--whole", help="On a terminal, show the detail of each line whole, not shortened.")
]

app = typer.Typer()
audit_app = typer.Typer(help="The log of who looked at or changed what.", no_args_is_help=True)
app.add_typer(audit_app, name="audit")


@app.command()
def init(
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Make a store, or bring an older one up to date."""
    from iom.cli import output
    from iom.cli.session import opened

    with opened("init", store, user, purpose, create=True) as session:
        made = {"store": session.store.folder, "store_id": session.store.store_id}
    output.emit(as_json, made, lambda: output.say(f"The store in {made['store']} is ready."))


@audit_app.command()
def verify(
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Check that no line of the log was altered, removed, added or cut off. Exit code 5 when one was."""
    from dataclasses import asdict

    from iom.cli import output
    from iom.cli.session import opened
    from iom.store import AuditError, health
    from iom.store.audit_check import verify_and_log

    with opened("audit verify", store, user, purpose, inspecting=True) as session:
        report = verify_and_log(session.store, session.now)
        erasures = health.erasures(session.store)
    if erasures.state == health.LOOK:
        output.warn(f"Erasures: {erasures.says} {erasures.remedy}")
    data = {
        **asdict(report),
        "good": report.good,
        "unchecked": report.unchecked,
        "first_bad_line": report.first_bad_line,
    }
    output.emit(as_json, data, lambda: _tell(report))
    if report.unchecked:
        raise AuditError(
            f"The audit log could not be checked: what that takes is expected in "
            f"{session.store.settings.keys}. Put it back from its backup, or point IOM_KEYS to where it is."
        )
    if not report.good:
        raise AuditError("The audit log is not as it was written. Keep the store and its keys as they are.")


def _tell(report: "AuditReport") -> None:
    from iom.cli import output
    from iom.cli.paragraphs import paragraph

    for finding in report.findings:
        output.say(finding.says)
    if report.good:
        output.say(f"The audit log is whole: {report.lines:,} lines.")
    elif report.first_bad_line is not None:
        output.say(
            f"The log has {report.lines:,} lines; "
            f"the first that is bad or missing: {report.first_bad_line:,}."
        )
    for restore in report.restores:
        paragraph(_of_restore(restore))
    if report.earlier_stores:
        output.say(
            f"The folder held {len(report.earlier_stores):,} other stores before this one; "
            "their logs went with them."
        )
    if report.since_anchor:
        last = "last line is" if report.since_anchor == 1 else f"last {report.since_anchor:,} lines are"
        them = "it" if report.since_anchor == 1 else "them"
        paragraph(
            f"The {last} not under the anchor yet: a running service anchors {them} every few seconds, a "
            f"command at its end. Had lines after {them} been cut off, this check could not tell."
        )


def _of_restore(restore: "Restore") -> str:
    came = (
        f"This store was RESTORED on {restore.at:%Y-%m-%d %H:%M} UTC by {restore.by} (line "
        f"{restore.seq:,}) from a backup of {restore.made_at[:16].replace('T', ' ')} UTC: "
        f"{restore.lines:,} lines came with it."
    )
    if restore.anchor_lines is None:
        return f"{came} How many lines the log had by then could not be told: its anchor was not there."
    if restore.agrees is False:
        return (
            f"{came} They are NOT those that the anchor of the store knew: it had been altered or replaced "
            "before it was backed up."
        )
    lost = restore.anchor_lines - restore.lines
    if lost > 0:
        return (
            f"{came} The log had {restore.anchor_lines:,} lines by then: what the last {lost:,} tell of was "
            "done after the backup and is not in this store."
        )
    return f"{came} The log was not known to have had more."


@audit_app.command()
def show(
    last: Annotated[
        int | None,
        typer.Option(
            "--last",
            min=1,
            max=MOST_LINES,
            metavar="N",
            help="How many lines. Default: 20; of one person, all.",
        ),
    ] = None,
    person: PersonOption = None,
    whole: WholeOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Show the last lines of the log: who, when, why, what was done, to how many people and which."""
    from dataclasses import asdict

    from iom.cli import audit_view, output
    from iom.cli.session import opened
    from iom.store import audit

    with opened("audit show", store, user, purpose) as session:
        wanted = last or (MOST_LINES if person else USUAL_LINES)
        lines = audit.search(session.store, person_id=person, wanted=wanted)[::-1]
        audit.look(
            session.store,
            now=session.now,
            action="audit.show",
            detail={"lines": len(lines)},
            people=[person] if person and lines else [],
        )
    output.emit(as_json, [asdict(one) for one in lines], lambda: audit_view.show(lines, whole=whole))


@audit_app.command()
def search(
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Only what this user did.")] = None,
    why: Annotated[
        str | None, typer.Option("--why", metavar="WORD", help="Only what was done for this purpose.")
    ] = None,
    action: Annotated[
        str | None,
        typer.Option(
            "--action", metavar="WORD", help="Only actions that begin so: person, or person.show alone."
        ),
    ] = None,
    person: PersonOption = None,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="TIME", help="Only from this day or moment (UTC) on."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--to", metavar="TIME", help="Only to this day or moment (UTC), it included."),
    ] = None,
    most: Annotated[
        int, typer.Option("--most", min=1, max=MOST_LINES, metavar="N", help="How many lines at most.")
    ] = FOUND_LINES,
    before: Annotated[
        int | None,
        typer.Option("--before", min=1, metavar="LINE", help="Only lines of a lower number, to go on."),
    ] = None,
    oldest_first: Annotated[
        bool,
        typer.Option("--oldest-first", help="The first lines that answer. Default: the last, newest first."),
    ] = False,
    whole: WholeOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Search the log by who, why, action, person and time. --user and --purpose are who searches, and why."""
    from dataclasses import asdict

    from iom.cli import audit_view, output
    from iom.cli.moments import parse_moment
    from iom.cli.session import opened
    from iom.store import audit

    asked = {
        "who": who,
        "purpose": why,
        "action": action,
        "person_id": person,
        "since": parse_moment(since, "--from", start=True) if since is not None else None,
        "until": parse_moment(until, "--to") if until is not None else None,
        "before": before,
    }
    with opened("audit search", store, user, purpose) as session:
        lines = audit.search(session.store, wanted=most, oldest_first=oldest_first, **asked)
        audit.look(
            session.store,
            now=session.now,
            action="audit.search",
            # by what, not for what: what was typed may be anything
            detail={"lines": len(lines), "by": sorted(name for name in asked if asked[name] is not None)},
            people=[person] if person and lines else [],
        )
    output.emit(as_json, [asdict(one) for one in lines], lambda: audit_view.show(lines, whole=whole))
