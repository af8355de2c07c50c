"""The period that a file is complete for: what is refused of it before anything is read."""

from datetime import date, datetime

from iom.intake.errors import InputError
from iom.intake.mapping import Mapping
from iom.moments import naive_utc


def stated(
    mapping: Mapping, covers: tuple[date, date] | None, *, now: datetime, nothing_dated: bool = False
) -> tuple[date, date] | None:
    """The period of an import: the one that is given, else that of its mapping document, else None.

    Raises InputError for one that has not come to its end, for none where one is needed, and for
    nothing_dated without one.
    """
    if covers is not None:
        refuse_to_come(covers, now)
        return covers
    if mapping.covers is not None:
        _refuse_to_come(
            mapping.covers[1],
            now,
            where=f"{mapping.name}: to of [covers]",
            remedy="Correct it, or give --covers FROM:TO.",
            given="mapping",
        )
        return mapping.covers
    _refuse_without(mapping)
    if nothing_dated:
        raise InputError(
            "--nothing-dated is said of a period, and nothing says which. "
            "Give --covers FROM:TO, or [covers] in the mapping document, or leave it out."
        ).of("nothing-dated")
    return None


def refuse_to_come(covers: tuple[date, date], now: datetime) -> None:
    """Raise InputError for a period that is given and whose last day lies after today."""
    _refuse_to_come(
        covers[1], now, where="The last day of --covers", remedy="Correct it.", given="covers.last"
    )


def _refuse_to_come(last: date, now: datetime, *, where: str, remedy: str, given: str) -> None:
    # Today in UTC, as a store counts days. Clocks here are an hour ahead of it at most: what ended
    # yesterday by them has always begun by UTC, so nobody needs a day of grace.
    today = naive_utc(now).date()
    if last > today:
        raise InputError(
            f"{where}, {last}, lies after today, {today}. No file holds days that have not come, and a "
            f"later month without a file would pass for one without crime. Is the year right? {remedy}"
        ).of(given)


def _refuse_without(mapping: Mapping) -> None:
    """Without its days a full file withdraws nothing, and a complete history would pass for a local one."""
    complete = mapping.history == "complete" and any(r.type.name == "sanction" for r in mapping.records)
    for states, what in (
        (mapping.scope == "full", "the file is full"),
        (complete, "its history of sanctions is complete"),
    ):
        if states:
            raise InputError(
                f"{mapping.name} says that {what}, and nothing says for which period. "
                "Give --covers FROM:TO, or [covers] in the mapping document."
            ).of("covers")
