"""Commands that keep a store safe: back it up, say which backups there are, check one, put one back."""

from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption

if TYPE_CHECKING:
    from iom.store.restore import Restored

app = typer.Typer()
backup_app = typer.Typer(help="Back up a store; list and check backups.", invoke_without_command=True)
app.add_typer(backup_app, name="backup")

MOST_DAYS = 36_500
SET_THERE = "Whoever runs it stops it, sets IOM_BACKUPS to a folder and starts it again."
BackupArgument = Annotated[Path, typer.Argument(metavar="BACKUP", help="The folder of a backup.")]


@backup_app.callback()
def backup(
    context: typer.Context,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FOLDER",
            help="Where to: a folder to put it in, or its own new name. Default: beside the last one.",
        ),
    ] = None,
    keep_days: Annotated[
        int | None,
        typer.Option(
            "--keep-days",
            min=0,
            max=MOST_DAYS,
            metavar="N",
            help="Delete it after so many days: for the list.",
        ),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Back up a store into a folder, whole or not at all; it was read again before it gets its name.

    The backup holds personal data and is not encrypted. The keys folder is not in it: back that up apart.
    """
    if context.invoked_subcommand is not None:
        if given := [name for name, value in context.params.items() if value]:
            raise typer.BadParameter(
                f"Write the options after {context.invoked_subcommand}: {', '.join(given)}."
            )
        return
    from iom.cli import output
    from iom.cli.paragraphs import paragraph
    from iom.cli.session import opened, served
    from iom.store import StoreError
    from iom.store.backup import make
    from iom.store.manifest import NEEDS

    with opened("backup", store, user, purpose) as session:
        expires = session.now.date() + timedelta(days=keep_days) if keep_days is not None else None
        try:
            place, made = make(session.store, out, now=session.now, expires=expires, progress=output.progress)
        except StoreError as error:
            if served.get() is None or "Give --out" not in str(error):
                raise
            # whoever gives the command to a service cannot name a folder
            why = str(error).partition("Give --out")[0].strip()
            why = (
                "the service has no folder for backups."
                if why == "Where to?"
                else f"{why[:1].lower()}{why[1:]}"
            )
            raise StoreError(f"No backup was made: {why} {SET_THERE}") from None

    def human() -> None:
        output.say(f"The backup is in {place}")
        rows = sum(made.tables.values())
        output.say(
            f"{made.size:,} bytes, {rows:,} rows in {len(made.tables)} tables, {made.lines:,} lines of the "
            "audit log; read again and found the same as the store."
        )
        if expires:
            output.say(f"To be deleted after {expires}. See: iom backup list")
        paragraph(NEEDS.format(store_id=made.store_id))

    output.emit(as_json, {"place": place, **asdict(made)}, human)


@backup_app.command("list")
def list_backups(
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """List the backups that were made of a store, and whether they are still there.

    It reads the keys folder alone, so that it also answers when the store cannot be opened.
    """
    from iom.cli import output
    from iom.cli.session import asked, served
    from iom.store.backup_list import how_to_make, of_folder

    given = asked("backup list", store, user, purpose)
    today = given.now.date()
    backups = of_folder(given.settings.keys, given.folder)
    columns = ("made (UTC)", "by", "bytes", "audit lines", "delete after", "state", "place")
    rows = [
        (
            f"{one.made_at:%Y-%m-%d %H:%M}",
            one.made_by,
            f"{one.size:,}",
            f"{one.lines:,}",
            one.expires,
            one.state(today),
            one.place,
        )
        for one in backups
    ]

    def human() -> None:
        if not rows:
            how = how_to_make(given.settings, backups, may_name=served.get() is None)
            output.say(f"No backup was made of this store yet. Make one: {how}")
            return
        output.table("Backups", columns, rows, right={"bytes", "audit lines"})
        output.say("missing: not where it was made. A backup that was moved still holds everyone in it.")

    output.emit(as_json, [{**asdict(one), "state": one.state(today)} for one in backups], human)


@backup_app.command()
def check(
    backup: BackupArgument,
    as_json: JsonOption = False,
) -> None:
    """Check that a backup is as it was made and can be restored. Nothing is written."""
    from iom.cli import output
    from iom.cli.session import declared
    from iom.store.backup import check as checked

    found = checked(backup, declared(), output.progress)
    said = found.manifest
    output.emit(
        as_json,
        {"place": found.folder, **asdict(said)},
        lambda: output.say(
            f"The backup of {said.made_at:%Y-%m-%d %H:%M} UTC is whole: {said.size:,} bytes, "
            f"{said.lines:,} lines of the audit log."
        ),
    )


@app.command()
def restore(
    backup: BackupArgument,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Put it in place of the store that is there, which is kept aside."),
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Put a backup back into a new or empty folder (--store), whole or not at all.

    The restored store says in its audit log that it was restored. What was done after the backup is not in
    it.
    """
    from iom.cli import output
    from iom.cli.session import asked
    from iom.rights import again
    from iom.store.restore import restore as put_back

    given = asked("restore", store, user, purpose)
    done = put_back(
        backup,
        given.folder,
        given.settings,
        given.actor,
        now=given.now,
        replace=replace,
        do_again=partial(again, now=given.now),
        progress=output.progress,
    )
    data = asdict(done) | {"erased_again": done.again.erased}
    output.emit(as_json, data, lambda: _tell(done))


def _tell(done: "Restored") -> None:
    from iom.cli import output
    from iom.cli.paragraphs import paragraph

    output.say(f"The backup of {done.made_at:%Y-%m-%d %H:%M} UTC is restored: the store is in {done.folder}")
    if done.anchor_lines is None:
        paragraph(
            "Whether anything was done after the backup cannot be told: the log's anchor was not there."
        )
    elif done.agrees is False:
        paragraph(
            "The lines of its audit log are NOT those that the anchor of the store knew: the store had "
            "been altered or replaced before it was backed up. Use an older backup, and see: iom audit verify"
        )
    elif done.anchor_lines > done.lines:
        paragraph(
            f"The audit log had {done.anchor_lines:,} lines; {done.lines:,} came with the backup. What the "
            "others tell of was done after it and is not in this store: import again what was imported since."
        )
    paragraph(
        f"It is a store of its own, {done.store_id}: its key and anchor are new in the keys folder. Back "
        "that up. Its audit log says that it was restored, and iom audit verify repeats it."
    )
    _tell_again(done)
    if done.aside:
        paragraph(
            f"The store that was here is kept, as it was, in {done.aside}. It holds personal data: delete "
            "it when it is no longer needed."
        )
    output.say("Next: iom doctor")


def _tell_again(done: "Restored") -> None:
    """What was erased and restricted again, and what of it is not known here."""
    from iom.cli.paragraphs import paragraph

    if done.again.erased:
        paragraph(
            f"People who were erased after the backup were erased from it again: {done.again.erased:,} rows. "
            "See: iom rights list"
        )
    if not done.compared:
        last = done.last_listed
        known = "There is none" if last is None else f"Its last is of {last:%Y-%m-%d %H:%M} UTC"
        paragraph(
            f"Erasures made after the backup are known from the list in the keys folder alone. {known}: "
            "whoever was erased and is not on it is in this store again. If the keys folder was lost or is "
            "an older one, put its last backup back and restore again."
        )
    if done.again.restricted:
        paragraph(
            "Restricted again, as in the store that was here: person "
            f"{', '.join(map(str, done.again.restricted))}. See: iom rights list"
        )
    if done.again.not_here:
        paragraph(
            "Restricted in the store that was here, with records that are not in the backup: person "
            f"{', '.join(map(str, done.again.not_here))} there. Restrict them again once these are imported."
        )
    paragraph(
        ("Liftings of restrictions" if done.compared else "Restrictions, their liftings")
        + " and decisions about people made after the backup must be made again."
    )
