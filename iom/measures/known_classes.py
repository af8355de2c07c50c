"""Which offence classes a document may count, and a clear error for one that means nothing."""

from collections.abc import Collection, Iterable, Sequence

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
        refuse_unknown(document, f"measure[{number}].counts", measure.counts, known)


def refuse_unknown(document: Document, field: str, names: Iterable[str], known: Collection[str]) -> None:
    """Raise DocumentError for the first offence class of a document's field that is none of those known."""
    for name in names:
        if name not in known:
            raise document.error(
                field,
                f'there is no offence class "{name}".{did_you_mean(name, known)}'
                " See: iom reference show offence_classes",
            )
