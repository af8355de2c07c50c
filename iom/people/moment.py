"""When the store is told something: UTC, without offset, and never twice the same moment."""

from datetime import datetime, timedelta

import duckdb

from iom.moments import naive_utc
from iom.store import derived


def next_moment(cursor: duckdb.DuckDBPyConnection, now: datetime) -> datetime:
    """The moment of a change made now: later than all told before, even if the clock went back."""
    last, _ = derived.last_moment(cursor)
    wanted = naive_utc(now)
    return wanted if last is None else max(wanted, last + timedelta(microseconds=1))
