"""Commands of access: the document that says who may do what, and what it comes to."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iom.cli.options import JsonOption

if TYPE_CHECKING:
    from iom.access.explaining import Explanation

BLINDLY = (
    "No decision of this user will be taken over HTTP: people.decide is allowed and people.look is not. "
    "Whoever decides must be able to look, for a decision carries the ETag of each page that it was made on."
)
app = typer.Typer()
access = typer.Typer(no_args_is_help=True, help="Who may do what in the service, and whom they may see.")
app.add_typer(access, name="access")


@access.command()
def show() -> None:
    """Print the access document in use: IOM_ACCESS, or the one that ships, to be copied and changed."""
    from iom.access import read_access, shipped
    from iom.cli import output
    from iom.cli.session import declared

    chosen = declared().access
    # read first: a document with a mistake in it says so
    read_access(chosen)
    output.say((chosen.read_text(encoding="utf-8") if chosen else shipped()).rstrip())


@access.command()
def explain(
    user: Annotated[
        str,
        typer.Argument(
            metavar="USER",
            help="What the token says: JSON, a file of it, or CLAIM=VALUE, such as groups=iom-coordinators.",
        ),
    ],
    route: Annotated[
        str | None,
        typer.Argument(
            metavar="ROUTE", help='A route, "GET /v1/runs", or command, "iom backup". Left out: all.'
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether a user may use a route, or give a command through the service, and which rule says so."""
    from dataclasses import asdict

    from iom.access import Reach, read_access
    from iom.access.explaining import decides_blindly
    from iom.access.explaining import explain as explained
    from iom.cli import output
    from iom.cli.offered import OFFERED
    from iom.cli.paragraphs import paragraph
    from iom.cli.serve import MISSING
    from iom.cli.session import declared
    from iom.errors import IomError

    try:
        from api.app import routes
    except ImportError as error:
        if error.name is None or error.name.partition(".")[0] in {"iom", "api"}:
            raise
        raise IomError(MISSING) from None
    document = read_access(declared().access)
    commands = {f"iom {name}": offer for name, offer in OFFERED.items()}
    held = routes() | {name: (offer.may, str(Reach.EVERYONE)) for name, offer in commands.items()}
    if route is not None and route not in held:
        from difflib import get_close_matches

        near = get_close_matches(route, held, 1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        raise IomError(f'There is no route "{output.shown(route)}".{hint} For all: iom access explain USER')
    claims = _claims(user)
    told = [
        explained(document, claims, name, held[name], commands[name].shows if name in commands else ())
        for name in held
        if route in (None, name)
    ]

    def human() -> None:
        _say(told)
        if not document.grants:
            _say_no_grants(is_shipped=declared().access is None)
        if decides_blindly(document, claims):
            paragraph(BLINDLY)

    output.emit(as_json, [asdict(one) for one in told], human)


def _say(told: "Sequence[Explanation]") -> None:
    """Each route, with what it asks for, under the rule that decides it: a line, so that it can be copied."""
    from iom.cli import output
    from iom.cli.paragraphs import paragraph

    # those that stand open or are allowed first; within a rule as the service names them
    groups: dict[tuple[bool, str, str, tuple[str, ...]], list[Explanation]] = {}
    for one in told:
        groups.setdefault((one.allowed, one.rule, one.sees, one.withheld), []).append(one)
    for (allowed, rule, sees, withheld), routes in sorted(groups.items(), key=lambda group: not group[0][0]):
        paragraph(f"{'Allowed' if allowed else 'Refused'}: {rule}", 0, 2)
        if allowed:
            held_back = f". Withheld: {', '.join(withheld)}" if withheld else ""
            paragraph(f"Sees: {sees}{held_back}", 2, 4)
        wide = max(len(one.route) for one in routes)
        for one in routes:
            output.say(f"    {one.route:<{wide}}  {one.may or 'any role'}")


def _say_no_grants(*, is_shipped: bool) -> None:
    from iom.cli.paragraphs import paragraph

    why = (
        "IOM_ACCESS is not set, and the document that ships gives nobody a role. Copy it (iom access show > "
        "access.toml), add a [[grants]] for each role, and name it in IOM_ACCESS."
        if is_shipped
        else "The document in IOM_ACCESS gives nobody a role: add a [[grants]] for each role."
    )
    paragraph(why)


def _claims(user: str) -> dict[str, Any]:
    from iom.errors import IomError

    if user.startswith("eyJ") and user.count(".") == 2:
        raise IomError(
            "That looks like a token. A token is a secret: keep it out of command lines. Give what it says: "
            "CLAIM=VALUE, or a file of its claims as JSON."
        )
    if user.lstrip().startswith("{"):
        text = user
    elif "=" in user:
        name, _, value = user.partition("=")
        return {name.strip(): value.strip()}
    else:
        try:
            # as Windows writes it, too
            text = Path(user).read_text(encoding="utf-8-sig")
        except OSError as error:
            raise IomError(
                f"What does the user's token say? Give CLAIM=VALUE, JSON, or a file of it ({error.strerror})."
            ) from None
        except ValueError:
            text = ""
    try:
        claims = json.loads(text)
    except (ValueError, RecursionError):
        claims = None
    if not isinstance(claims, dict):
        raise IomError('The claims are not a JSON object, such as {"groups": ["iom-coordinators"]}.')
    return claims
