"""People of kept runs of whom only the number and the place are shown: erased since, or restricted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from iom.errors import IomError
from iom.selection import compile as compiler
from iom.selection.gain import Alone
from iom.selection.run import Listed
from iom.selection.words import Reasons
from iom.store import sql


@dataclass(frozen=True)
class Hidden:
    """Someone of a run. how: erased (since: UTC) or restricted."""

    person_id: int
    how: str
    since: datetime | None

    def says(self) -> str:
        """In words."""
        if self.since is None:
            return "restricted: nothing of them is shown"
        return f"erased on {self.since:%Y-%m-%d}: only the place is kept"


@dataclass(frozen=True)
class HiddenCount:
    """How many people of a run were erased since, how many are restricted now.

    restricted_then: how many it did not consider, because they were restricted when it was made.
    """

    erased: int
    restricted: int
    restricted_then: int

    def says(self) -> tuple[str, ...]:
        """In sentences; none where there is nobody."""
        gone = [f"{self.erased:,} erased since"] if self.erased else []
        gone += [f"{self.restricted:,} restricted"] if self.restricted else []
        told = (f"Of those considered: {', '.join(gone)}; only their numbers and places are shown.",)
        return (*(told if gone else ()), *not_considered(self.restricted_then))


def not_considered(restricted: int) -> tuple[str, ...]:
    """What is said of people whom a run did not consider because they are restricted."""
    people = "person was" if restricted == 1 else "people were"
    return (f"{restricted:,} restricted {people} not considered.",) if restricted else ()


def hidden_of(cursor: duckdb.DuckDBPyConnection, run_id: int) -> dict[int, Hidden]:
    """Who of a run is hidden, by number."""
    text = sql("selection/run_hidden", considered=compiler.kept_considered(run_id))
    rows = cursor.execute(text, {"run_id": run_id}).fetchall()
    return {row[0]: Hidden(*row) for row in rows}


def counted(hidden: Iterable[Hidden], restricted_then: int) -> HiddenCount:
    """How many there are of each kind."""
    how = [one.how for one in hidden]
    return HiddenCount(how.count("erased"), how.count("restricted"), restricted_then)


def without_reasons(listed: Listed, hidden: Mapping[int, Hidden]) -> Listed:
    """Someone of a list as they may be shown."""
    one = hidden.get(listed.person_id)
    if one is None:
        return listed
    bare = replace(listed.standing, met_bits=0, unknown_bits=0, points=None)
    return replace(listed, standing=bare, reasons=Reasons(one.says(), (), (), (), why_not=one.says()))


def without_words(alone: Alone, hidden: Mapping[int, Hidden]) -> Alone:
    """Near misses as they may be shown."""
    near = tuple(
        replace(miss, lacks="", distance=None, words=one.says())
        if (one := hidden.get(miss.person_id))
        else miss
        for miss in alone.near
    )
    return replace(alone, near=near)


def refuse_hidden(hidden: Mapping[int, Hidden], run_id: int, person_id: int) -> None:
    """Raise IomError for someone whom a run no longer explains."""
    if one := hidden.get(person_id):
        raise IomError(f"Run {run_id} explains person {person_id} no longer: {one.says()}.")
