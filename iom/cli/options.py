"""The options and arguments that several commands take, spelt and explained once."""

from pathlib import Path
from typing import Annotated

import typer

StoreOption = Annotated[
    Path | None, typer.Option("--store", metavar="DIR", help="The store's folder. Default: IOM_STORE.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON, for other programs.")]
UserOption = Annotated[
    str | None,
    typer.Option(
        "--user", metavar="NAME", help="Who to name in the audit log. Default: IOM_USER, or who is signed in."
    ),
]
PurposeOption = Annotated[
    str | None,
    typer.Option(
        "--purpose",
        metavar="WORD",
        help="Why, for the audit log, from the deployment's list. Default: IOM_PURPOSE.",
    ),
]
AreaOption = Annotated[
    str | None,
    typer.Option("--area", metavar="NAME", help="Only people who live in this district or area."),
]
DocumentArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="A criteria document, or a shipped name.")
]
