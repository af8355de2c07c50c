"""An area or district by name: what to say when nobody lives there."""

from datetime import date
from typing import TYPE_CHECKING

from iom.documents import did_you_mean
from iom.errors import IomError
from iom.store import sql

if TYPE_CHECKING:
    import duckdb


def nobody_in(cursor: "duckdb.DuckDBPyConnection", area: str, as_at: date) -> IomError:
    """Nobody is known to live in the area as at the date, with the names that it may have meant."""
    districts = [row[0] for row in cursor.execute(sql("measures/districts")).fetchall()]
    areas = [row[0] for row in cursor.execute(sql("measures/areas")).fetchall()]
    meant = did_you_mean(area, [*districts, *areas])
    return IomError(
        f'Nobody is known to live in "{area}" as at {as_at}.{meant}'
        f" Districts held: {', '.join(districts) or 'none'}."
    )
