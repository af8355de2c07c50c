"""Tables of results as files: CSV that a spreadsheet program shows and does not run, or Parquet."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

from iom.errors import IomError

if TYPE_CHECKING:
    import polars as pl

_ENDINGS = (".csv", ".parquet")


def refuse_other(path: Path, what: str) -> None:
    """Raise IomError for a name that ends neither as CSV nor as Parquet. what: "measures are"."""
    from iom.cli import written

    written.refuse_spreadsheet(path)
    if path.suffix.lower() not in _ENDINGS:
        raise IomError(f"{path.name}: {what} written as .csv or .parquet.")


def as_bytes(frame: "pl.DataFrame", path: Path) -> bytes:
    """The content of a file of this name."""
    if path.suffix.lower() == ".csv":
        return _as_csv(frame)
    whole = io.BytesIO()
    frame.write_parquet(whole)
    return whole.getvalue()


def _as_csv(frame: "pl.DataFrame") -> bytes:
    import polars as pl

    from iom.spreadsheet import guarded

    safe = frame.with_columns(pl.col(pl.String).map_elements(guarded, return_dtype=pl.String))
    # the byte order mark makes Excel read it as UTF-8
    return safe.write_csv().encode("utf-8-sig")
