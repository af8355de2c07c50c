"""Moments as a store keeps them: in UTC, without a zone, to the microsecond."""

from datetime import UTC, datetime


def naive_utc(moment: datetime) -> datetime:
    """The same moment in UTC without its zone; one without a zone is UTC already."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def spelt(moment: datetime) -> str:
    """A moment to its last digit, as --known-at takes it: an import may lie within the same second."""
    return f"{naive_utc(moment).isoformat()}Z"
