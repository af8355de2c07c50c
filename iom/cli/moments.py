"""How --known-at is written: a day, meaning its end, or a moment; both in UTC."""

from datetime import UTC, datetime, time, timedelta

from iom.errors import IomError


def parse_known_at(text: str | None) -> datetime | None:
    """A naive UTC moment from '2026-10-31' (the end of that day) or '2026-10-31T14:05:00'; None from None.

    Raises IomError for anything else.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise IomError(
            f'--known-at "{text}" is not a moment. Write a day, 2026-10-31, or a time in UTC, 2026-10-31T14:05:00.'
        ) from None
    if len(text.strip()) == len("2026-10-31"):
        return datetime.combine(moment.date(), time()) + timedelta(days=1) - timedelta(microseconds=1)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
