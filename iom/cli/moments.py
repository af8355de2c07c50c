"""How --as-at and --known-at are written: days as 2026-10-31, moments in UTC."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated

import typer

from iom.errors import IomError
from iom.moments import FIRST_YEAR, LAST_YEAR, fault_of_day, naive_utc

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

_AS_AT = typer.Option("--as-at", metavar="DATE", help="What had happened by the end of this day.")
AsAtOption = Annotated[str, _AS_AT]
OptionalAsAtOption = Annotated[str | None, _AS_AT]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        "--known-at", metavar="TIME", help="As the store knew it then (UTC). Default: its last import."
    ),
]


def parse_as_at(text: str, option: str = "--as-at") -> date:
    """The day that an option names. Raises a usage error (exit 2) for any but a day of the years above."""
    given = text.strip()
    if fault := fault_of_day(given):
        from iom.cli.output import shown

        raise typer.BadParameter(f'{option} "{shown(text)}": {fault}. Write days like this: 2026-10-31.')
    return date.fromisoformat(given)


def parse_known_at(text: str | None) -> datetime | None:
    """A naive UTC moment from '2026-10-31' (the end of that day) or '2026-10-31T14:05:00'; None from None.

    Raises IomError as parse_moment does.
    """
    return None if text is None else parse_moment(text, "--known-at")


def parse_moment(text: str, option: str, *, start: bool = False) -> datetime:
    """A naive UTC moment that an option names; a day alone is its last moment, with start its first.

    A moment as a command prints it, '2026-10-31T14:05:00.123456Z', is taken as it is. Raises IomError for
    anything else.
    """
    given = text.strip().removesuffix("UTC").rstrip()
    try:
        moment = naive_utc(datetime.fromisoformat(given)) if _DAY.match(given) else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        fault = fault_of_day(given[:10]) if _DAY.match(given) else None
        wrong = f": {fault}" if fault else f" is not a moment of the years {FIRST_YEAR} to {LAST_YEAR}"
        raise IomError(
            f'{option} "{text}"{wrong}. Write a day, 2026-10-31, or a time in UTC, 2026-10-31T14:05:00.'
        )
    if _DAY.fullmatch(given) and not start:
        return datetime.combine(moment.date(), time()) + timedelta(days=1) - timedelta(microseconds=1)
    return moment
