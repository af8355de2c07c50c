"""What had become of an offence by the end of a day, and which basis that meets (DOMAIN.md 2 and 5)."""

from collections.abc import Iterable
from datetime import date

from .records import StatusEvent

STRONGEST_FIRST = (
    "convicted",
    "cautioned",
    "acquitted",
    "no_further_action",
    "charged",
    "arrested",
    "suspect",
)
BASIS = {
    "proven": {"convicted", "cautioned"},
    "charged": {"convicted", "cautioned", "charged"},
    "suspected": {"convicted", "cautioned", "charged", "arrested", "suspect"},
}


def status_as_at(events: Iterable[StatusEvent], as_at: date) -> str | None:
    """The last event's status; of several on that day the strongest. None: no event yet."""
    past = [event for event in events if event.on_date <= as_at]
    if not past:
        return None
    last_day = max(event.on_date for event in past)
    return min((event.status for event in past if event.on_date == last_day), key=STRONGEST_FIRST.index)
