"""Commands on criteria documents: is it sound, what does it say in plain English, and one to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from iom.cli.options import DocumentArgument, JsonOption, PurposeOption, UserOption

app = typer.Typer()
criteria = typer.Typer(no_args_is_help=True, help="Criteria documents.")
app.add_typer(criteria, name="criteria")

REFUSED = 3


@criteria.command()
def check(
    file: DocumentArgument,
    store: Annotated[
        Path | None,
        typer.Option(
            "--store", metavar="DIR", help="Check against what this store holds, too. Default: IOM_STORE."
        ),
    ] = None,
    as_at: Annotated[
        str | None,
        typer.Option(
            "--as-at",
            metavar="DATE",
            help="The day to look at the store's records as at. Default: the last day that is covered.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with exit code 3 for warnings, not for errors alone.")
    ] = False,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Say what in a criteria document cannot be meant, or is seldom meant, and try its example people.

    Without a store, the districts, areas, tools and themes that it names are not looked up, nor whom its
    rules find. Exit code 3 when an error is found or an example does not come out as expected.
    """
    from iom.cli import criteria_view, output
    from iom.cli.moments import parse_as_at
    from iom.cli.session import declared, opened
    from iom.reports.criteria_data import check_data
    from iom.selection import check, read_criteria

    document = read_criteria(file)
    day = parse_as_at(as_at) if as_at else None
    if (store or declared().store) is None:
        if day:
            raise typer.BadParameter("--as-at looks at a store's records: give --store DIR or set IOM_STORE.")
        checked = check(document)
    else:
        with opened("criteria check", store, user, purpose) as session:
            checked = check(document, session.store, as_at=day)
    output.emit(
        as_json,
        check_data(document, checked),
        lambda: criteria_view.show(document, checked),
    )
    if checked.number("error") or (strict and checked.number("warning")):
        raise typer.Exit(REFUSED)


@criteria.command()
def explain(
    file: DocumentArgument,
    as_at: Annotated[
        str | None,
        typer.Option("--as-at", metavar="DATE", help="Also say the dates of every window as at this day."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.md", help="Write it to a new Markdown file instead.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say a criteria document in plain English, for a meeting's papers: every rule, number and source."""
    from iom.cli import criteria_view, output, written
    from iom.cli.moments import parse_as_at
    from iom.selection import as_markdown, explained_document, read_criteria

    document = read_criteria(file)
    blocks = explained_document(document, parse_as_at(as_at) if as_at else None)
    if out:
        full = written.claim(out)
        written.write(full, as_markdown(blocks).encode())
    data = {
        "criteria": document.title,
        "version": document.version,
        "sha256": document.sha256,
        "file": out,
        "blocks": [{"kind": block.kind, "depth": block.depth, "text": block.text} for block in blocks],
    }
    output.emit(as_json, data, lambda: criteria_view.show_explained(blocks, out))


@criteria.command()
def new(
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="The file to write; never over another.")
    ] = Path("criteria.toml"),
    like: Annotated[
        str | None,
        typer.Option("--like", metavar="NAME", help="Begin from this shipped document: bedfordshire."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write a commented criteria document to begin with; what the scheme must decide is marked in it."""
    from iom.cli import criteria_view, output, written
    from iom.selection import started

    full = written.claim(out)
    begun = started(like)
    written.write(full, begun.text.encode())
    data = {"file": out, "to_fill_in": begun.to_fill_in, "local_choices": begun.local_choices}
    output.emit(as_json, data, lambda: criteria_view.show_started(begun, out))
