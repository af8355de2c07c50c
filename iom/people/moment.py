"""When the store is told something: UTC, without offset, and never twice the same moment."""

from datetime import UTC, datetime, timedelta

import duckdb

from iom.store import derived


def in_store_time(moment: datetime) -> datetime:
    """A moment as the store keeps it: UTC without offset."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def next_moment(cursor: duckdb.DuckDBPyConnection, now: datetime) -> datetime:
    """The moment of a change made now: later than all told before, even if the clock went back."""
    last, _ = derived.last_moment(cursor)
    wanted = in_store_time(now)
    return wanted if last is None else max(wanted, last + timedelta(microseconds=1))
