"""Commands on criteria documents: is it sound, what does it say."""

from pathlib import Path
from typing import Annotated

import typer

from iom.cli.options import JsonOption, PurposeOption, UserOption

app = typer.Typer()
criteria = typer.Typer(no_args_is_help=True, help="Criteria documents.")
app.add_typer(criteria, name="criteria")


@criteria.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A criteria document, or a shipped name.")],
    store: Annotated[
        Path | None,
        typer.Option(
            "--store", metavar="DIR", help="Check against what this store holds, too. Default: IOM_STORE."
        ),
    ] = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Read a criteria document, say what is wrong with it, and list what it holds.

    Without a store, the districts, areas, tools and themes that it names are not looked up.
    """
    from dataclasses import asdict

    from iom.cli import criteria_view, output
    from iom.cli.session import declared, opened
    from iom.selection import check, read_criteria

    document = read_criteria(file)
    of_store = (store or declared().store) is not None
    if not of_store:
        warnings = check(document)
    else:
        with opened("criteria check", store, user, purpose) as session:
            warnings = check(document, session.store)
    data = {**asdict(document), "warnings": warnings, "checked_against_store": of_store}
    del data["text"]
    output.emit(as_json, data, lambda: criteria_view.show(document, warnings, of_store=of_store))
