"""The group of commands of the computed risk scores."""

import typer

app = typer.Typer()
risk = typer.Typer(
    no_args_is_help=True,
    help="Risk of reoffending, worked out from the records: OGRS3, ARP and VRP.",
)
app.add_typer(risk, name="risk")
