"""Moments as a store keeps them: in UTC, without a zone."""

from datetime import UTC, datetime


def naive_utc(moment: datetime) -> datetime:
    """The same moment in UTC without its zone; one without a zone is UTC already."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
