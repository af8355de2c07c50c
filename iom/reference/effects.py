"""What a change of reference tables does to the offences held, and to the runs kept."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from iom.store import sql

if TYPE_CHECKING:
    import duckdb

# The relations between codes and weights, in the order in which each reads those before it.
_OF_WEIGHTS = ("code_candidate", "code_resolution")


@dataclass(frozen=True)
class CodeChange:
    """One code as records give it: how it resolved and weighed, and now does; how many offences carry it."""

    code_kind: str
    code_given: str
    offences: int
    was_how: str
    now_how: str
    was_code: str | None
    now_code: str | None
    was_weight: Decimal | None
    now_weight: Decimal | None


@dataclass(frozen=True)
class Effects:
    """Offences (one per person and offence) of all that are held, by what changes for them.

    under: the severity vintage that they are compared under, when it is not yet the one in force.
    """

    offences: int
    other_weight: int
    gain_weight: int
    lose_weight: int
    resolve_otherwise: int
    codes: tuple[CodeChange, ...]
    under: str | None = None


def note_before(cursor: "duckdb.DuckDBPyConnection") -> bool:
    """Note how codes resolve now, to compare later on the same cursor; False when there is nothing yet."""
    built = cursor.execute("select 1 from derived_state").fetchone() is not None
    if built:
        cursor.execute(sql("reference/resolution_before"))
    return built


def compared(cursor: "duckdb.DuckDBPyConnection") -> Effects:
    """What is otherwise now than when note_before was called."""
    changes = tuple(
        CodeChange(*row) for row in cursor.execute(sql("reference/resolution_changed")).fetchall()
    )
    row = cursor.execute("select coalesce(sum(offences), 0) from resolution_before").fetchone()
    assert row is not None

    def count(*wanted: CodeChange) -> int:
        return sum(change.offences for change in wanted)

    weighed = [change for change in changes if change.was_weight is not None]
    return Effects(
        offences=int(row[0]),
        other_weight=count(*(c for c in weighed if c.now_weight not in (None, c.was_weight))),
        gain_weight=count(*(c for c in changes if c.was_weight is None and c.now_weight is not None)),
        lose_weight=count(*(c for c in weighed if c.now_weight is None)),
        resolve_otherwise=count(*(c for c in changes if (c.was_how, c.was_code) != (c.now_how, c.now_code))),
        codes=changes,
    )


def compared_under(cursor: "duckdb.DuckDBPyConnection", vintage: str) -> Effects:
    """What would be otherwise under another severity vintage: nothing stored is changed by asking."""
    for relation in _OF_WEIGHTS:
        # on this cursor they hide the stored ones
        text = sql("store/temporary_relation", table=relation) + sql(f"derived/{relation}")
        cursor.execute(text, {"severity_vintage": vintage})
    try:
        found = compared(cursor)
    finally:
        for relation in reversed(_OF_WEIGHTS):
            cursor.execute(f"drop table temp.{relation}")
    return Effects(**{**vars(found), "under": vintage})


def runs_of(cursor: "duckdb.DuckDBPyConnection", fingerprint: str) -> tuple[int, ...]:
    """The kept runs that rest on a set: each is repeated with that set, whatever is in force."""
    rows = cursor.execute(sql("reference/runs_of_set"), {"fingerprint": fingerprint}).fetchall()
    return tuple(run for (run,) in rows)
