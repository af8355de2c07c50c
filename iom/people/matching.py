"""Persons that may be one, with what is held of both side by side, so that a person can decide."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from iom.moments import naive_utc
from iom.people.decisions import contradicting
from iom.people.standing import Among, require_current
from iom.store import Store, audit, sql

# In the order in which they are read. A difference in these two is no sign of anything: records differ by
# nature.
KINDS = (
    "name",
    "birth date",
    "death date",
    "sex",
    "pnc_id",
    "cro_number",
    "noms_number",
    "probation_crn",
    "custody_reference",
    "home",
)
BESIDE = ("record", "offences")
# What names a person to a system: of these a reader may be shown nothing.
IDENTIFIERS = frozenset(
    {"pnc_id", "cro_number", "noms_number", "probation_crn", "custody_reference", "record"}
)

# The two persons of a pair, the lower first.
Numbers = tuple[int, int]


@dataclass(frozen=True)
class Told:
    """One value, and the systems that give it."""

    value: str
    systems: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """One kind of fact of two persons. verdict: agrees (in one value), differs, one side only, beside."""

    what: str
    low: tuple[Told, ...]
    high: tuple[Told, ...]
    verdict: str


@dataclass(frozen=True)
class Pair:
    """Two persons that may be one: why it was asked, what speaks against it now, and the evidence."""

    low_person_id: int
    high_person_id: int
    basis: str
    against: tuple[str, ...]
    proposed_at: datetime
    file_name: str | None
    evidence: tuple[Compared, ...]


@dataclass(frozen=True)
class Matches:
    """Open questions, with their evidence; in_all: how many there are, shown here or not."""

    pairs: tuple[Pair, ...]
    in_all: int


def matches(
    store: Store,
    *,
    now: datetime,
    person_id: int | None = None,
    most: int | None = None,
    among: Among = frozenset,
    shown: Callable[[Sequence[Numbers]], Sequence[Numbers]] = tuple,
) -> Matches:
    """The first open pairs of a person, or of everybody; the look is logged before they are given.

    among: which of some people may be shown, of a pair both. shown: which of these pairs are given, in which
    order, and so logged. Raises PersonError for a number that is no person now.
    """
    with store.cursor() as cursor:
        if person_id is not None:
            require_current(cursor, [person_id], "there is nothing to show")
        rows = cursor.execute(sql("people/open_pairs"), {"person_id": person_id}).fetchall()
        seen = among({person for row in rows for person in row[1:3]})
        rows = [row for row in rows if {*row[1:3]} <= seen]
        by_pair = {row[1:3]: row for row in rows[:most]}
        given = [by_pair[pair] for pair in shown(tuple(by_pair))]
        people = sorted({person for row in given for person in row[1:3]})
        held = _held(cursor, people, now)
        against = _against(cursor, people)
        pairs = tuple(
            Pair(
                low,
                high,
                basis,
                tuple(against[low, high]),
                proposed_at,
                file_name,
                tuple(compared(held[low], held[high])),
            )
            for _, low, high, basis, _, proposed_at, file_name in given
        )
    looked_at = people if person_id is None else sorted({*people, person_id})
    detail = {"found": len(pairs), "fields": (*KINDS, *BESIDE)}
    audit.look(store, now=now, action="person.matches", detail=detail, people=looked_at)
    return Matches(pairs, len(rows))


def without_identifiers(pair: Pair) -> Pair:
    """A pair without its identifiers and systems' own keys, for readers who are not shown those."""
    return replace(pair, evidence=tuple(one for one in pair.evidence if one.what not in IDENTIFIERS))


def compared(low: Mapping[str, list[Told]], high: Mapping[str, list[Told]]) -> list[Compared]:
    """Two persons' facts by kind, those that neither has left out."""
    found = []
    for what in (*KINDS, *BESIDE):
        one, other = tuple(low.get(what, ())), tuple(high.get(what, ()))
        if one or other:
            found.append(
                Compared(what, one, other, "beside" if what in BESIDE else _verdict(what, one, other))
            )
    return found


def _verdict(what: str, low: tuple[Told, ...], high: tuple[Told, ...]) -> str:
    if not low or not high:
        return "one side only"
    if any(_alike(what, one.value, other.value) for one in low for other in high):
        return "agrees"
    return "differs"


def _alike(what: str, one: str, other: str) -> bool:
    if what == "birth date":
        # known by its year or month, a date agrees with every day in it
        return one.startswith(other) or other.startswith(one)
    return one.casefold() == other.casefold()


def _against(cursor: duckdb.DuckDBPyConnection, people: list[int]) -> Mapping[tuple[int, int], list[str]]:
    against: dict[tuple[int, int], list[str]] = defaultdict(list)
    for low, high, says in contradicting(cursor, people):
        against[low, high].append(says)
    return against


def _held(
    cursor: duckdb.DuckDBPyConnection, people: list[int], now: datetime
) -> Mapping[int, dict[str, list[Told]]]:
    held: dict[int, dict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    given = {"people": people, "today": naive_utc(now).date()}
    for person, what, value, systems in cursor.execute(sql("people/evidence"), given).fetchall():
        held[person][what].append(Told(value, tuple(systems)))
    return held
