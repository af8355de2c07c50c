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
    told = (
        f"as at {as_at}.{did_you_mean(area, [*districts, *areas])}"
        f" Districts held: {', '.join(districts) or 'none'}."
    )
    nobody = "Nobody is known to live in"
    return IomError(f'{nobody} "{area}" {told}').of("area", unsaid=f"{nobody} that area {told}")
