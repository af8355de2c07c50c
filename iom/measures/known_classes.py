"""Which offence classes a document may count, and a clear error for one that means nothing."""

from collections.abc import Sequence

import duckdb

from iom.documents import Document, did_you_mean
from iom.measures.definition import Measure
from iom.store import sql


def check_classes(cursor: duckdb.DuckDBPyConnection, document: Document, measures: Sequence[Measure]) -> None:
    """Raise DocumentError for the first measure that counts a class which is in no table in force.

    measures are those of the document's [[measure]] tables, in their order.
    """
    known = {row[0] for row in cursor.execute(sql("measures/known_classes")).fetchall()} | {"any"}
    for number, measure in enumerate(measures):
        for name in measure.counts:
            if name not in known:
                raise document.error(
                    f"measure[{number}].counts",
                    f'there is no offence class "{name}".{did_you_mean(name, known)}'
                    " See: iom reference show offence_classes",
                )
