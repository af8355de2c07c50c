"""The command that looks a store over, and says what is well, what to look at, what is broken."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption

if TYPE_CHECKING:
    from iom.cli.session import Session
    from iom.store.health import Check

app = typer.Typer()


@app.command()
def doctor(
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Look a store over: its file, its schema, every audit, the log, the runs, the disk, the backups.

    Nothing of a person is shown. Exit code 4 when something is broken, or the store could not be opened.
    """
    from iom.cli import output
    from iom.cli.session import asked, opened
    from iom.store import IomError, StoreInUse
    from iom.store.health import BROKEN, LOOK, Check
    from iom.store.surroundings import checks as around

    given = asked("doctor", store, user, purpose)
    inside: list[Check] = []
    # read before it is opened: opening mends some of it
    outside = list(around(given.folder, given.settings))
    shut = False
    try:
        with opened("doctor", given.folder, user, purpose, inspecting=True) as session:
            inside = list(_inside(session))
    except StoreInUse as error:
        shut = True
        inside.append(Check("opening", LOOK, str(error), "Look again when it has finished."))
    except IomError as error:
        shut = not inside
        inside.append(Check("opening" if shut else "closing", BROKEN, str(error)))
    found = [*outside, *inside]
    broken = shut or any(check.state == BROKEN for check in found)
    output.emit(
        as_json,
        {"good": not broken, "opened": not shut, "checks": [asdict(check) for check in found]},
        lambda: _tell(found, shut=shut),
    )
    if broken:
        raise typer.Exit(4)


def _inside(session: "Session") -> Iterator["Check"]:
    from iom.cli import output
    from iom.cli.session import served
    from iom.intake import audits
    from iom.reference import health as reference
    from iom.selection import health as runs
    from iom.store import health

    with output.progress("Reading every value") as advance:
        yield from health.checks(session.store, session.now, advance, may_name=served.get() is None)
    yield reference.check(session.store)
    with output.progress("Asking the audits") as advance:
        yield from audits.checks(session.store, advance)
    with output.progress("Checking the runs") as advance:
        yield runs.check(session.store, advance)


def _tell(found: "list[Check]", *, shut: bool) -> None:
    from iom.cli import output
    from iom.store.health import BROKEN, LOOK

    columns = ("check", "state", "what it says", "remedy")
    output.table("", columns, [(one.name, one.state, one.says, one.remedy) for one in found])
    if shut:
        output.say("The store could not be opened: more cannot be said of it.")
        return
    broken, look = (sum(one.state == state for one in found) for state in (BROKEN, LOOK))
    well = len(found) - broken - look
    output.say(f"{well} well, {look} to look at, {broken} broken.")
