"""Commands of the store: make one, check and read its audit log."""

import typer

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption

app = typer.Typer()


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
