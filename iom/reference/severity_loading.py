"""ONS's workbook into a store: read, matched with the recorded crime codes, and loaded as a vintage."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from iom.reference.checks import Row
from iom.reference.entries import ReferenceTableError
from iom.reference.loading import Change, Given, load
from iom.reference.own import Origin, own_tables, with_own
from iom.reference.set_in_force import shipped_set
from iom.reference.weights_matching import WEIGHTS, Matched, match
from iom.reference.weights_workbook import SHEET, Repeated, WeightList, weight_list
from iom.reference.workbook import read_sheet
from iom.store import Store


@dataclass(frozen=True)
class SeverityLoaded:
    """What a workbook listed, what of it found no partner, and what loading it changed."""

    listed: WeightList
    matched: Matched
    change: Change


def load_severity(
    store: Store,
    path: Path,
    origin: Origin,
    *,
    now: datetime,
    sheet: str | None = None,
    weight_column: str | None = None,
    repeated: Repeated | None = None,
    check: bool = False,
) -> SeverityLoaded:
    """Load the list of weights of ONS's workbook as a vintage of its own; with check, change nothing.

    Raises ReferenceTableError for a workbook that is not one or lists no weights, naming rows and remedies,
    and as load does.
    """
    found = read_sheet(path, sheet or SHEET)
    listed = weight_list(found, weight_column=weight_column, repeated=repeated)
    with store.cursor() as cursor:
        texts = with_own(shipped_set(), own_tables(cursor))
    matched = match(listed.rows, texts, origin.vintage)
    _refuse_if_few(matched)
    rows = [Row(one.line, values) for one, values in zip(listed.rows, matched.rows, strict=True)]
    given = Given(WEIGHTS, rows, origin, path.name, hashlib.sha256(found.file_bytes).hexdigest())
    return SeverityLoaded(listed, matched, load(store, given, now=now, check=check))


def _refuse_if_few(matched: Matched) -> None:
    """A list of which most codes have no weight is part of one, or another: once loaded it stays."""
    weighed = matched.codes - len(matched.without_weight)
    if 2 * weighed < matched.codes:
        raise ReferenceTableError(
            f"Nothing was loaded: {weighed} of the {matched.codes} recorded crime codes in the tables in "
            "force would have a weight. Is it the whole list of ONS's own workbook?"
        )
