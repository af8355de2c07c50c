"""Sanction occasions: days on which a person was cautioned, reprimanded, warned or convicted (DOMAIN.md 2).

Silent in DOMAIN.md, decided here: a person's history is complete when one of their subjects is of a system
whose sanction coverage says complete, up to the latest such extract date; otherwise it is local.
Status events are local, whichever system sent them, and count while their offence is held.
"""

from collections.abc import Iterable
from datetime import date

from .records import Sanction, StatusEvent


def complete_until(systems: Iterable[str], extracts: dict[str, date]) -> date | None:
    """The date up to which a person's history is complete; extracts: per complete system, its latest."""
    known = [extracts[system] for system in systems if system in extracts]
    return max(known) if known else None


def occasions(
    sanctions: Iterable[Sanction],
    events: Iterable[StatusEvent],
    system_of: dict[int, str],
    extracts: dict[str, date],
    systems: Iterable[str],
) -> set[date]:
    """Days of sanction of one person."""
    until = complete_until(systems, extracts)
    complete = {one.on_date for one in sanctions if system_of[one.subject] in extracts}
    local = {one.on_date for one in sanctions if system_of[one.subject] not in extracts}
    local |= {event.on_date for event in events if event.status in ("cautioned", "convicted")}
    return complete | {day for day in local if until is None or day > until}
