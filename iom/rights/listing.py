"""What was restricted and erased, and which backups still hold people who were erased since."""

from dataclasses import dataclass
from datetime import date, datetime

from iom.store import Store, audit, backup_list, erasure_list, sql


@dataclass(frozen=True)
class Restriction:
    """One restriction; people: whom it hides, by their numbers now; none: erased. Moments are UTC."""

    restriction_id: int
    people: tuple[int, ...]
    restricted_at: datetime
    by_user: str
    reason: str
    lifted_at: datetime | None
    lifted_by: str | None
    lift_reason: str | None


@dataclass(frozen=True)
class Erasure:
    """One erasure: the numbers that it ended, how many subjects and rows, in how many runs a place stays."""

    erasure_id: int
    people: tuple[int, ...]
    subjects: int
    runs: int
    erased_at: datetime
    by_user: str
    reason: str
    replayed: bool
    rows_removed: int


@dataclass(frozen=True)
class Backup:
    """A backup from before erasures: how many of them, until when to keep it, and whether it is there."""

    place: str
    made_at: datetime
    expires: date | None
    state: str
    erasures_since: int


@dataclass(frozen=True)
class Listing:
    """All of it. unfinished: erasures of which bytes may still be in the store's file."""

    restrictions: tuple[Restriction, ...]
    erasures: tuple[Erasure, ...]
    backups: tuple[Backup, ...]
    unfinished: int


def listing(store: Store, *, now: datetime) -> Listing:
    """Restrictions, erasures, and the backups that still hold people; logged before it is given.

    Raises AuditError when the list of erasures or of backups cannot be read.
    """
    with store.cursor() as cursor:
        erased = erasure_list.of_store(store, cursor)
        restrictions = cursor.execute(sql("rights/listed_restrictions")).fetchall()
        erasures = cursor.execute(sql("rights/listed_erasures")).fetchall()
    backups = []
    for one in backup_list.listed(*erasure_list.place_of(store)):
        since = sum(other.at >= one.made_at for other in erased)
        if since:
            backups.append(Backup(one.place, one.made_at, one.expires, one.state(now.date()), since))
    people = [person for row in restrictions for person in row[1]]
    detail = {"restrictions": len(restrictions), "erasures": len(erasures)}
    audit.look(store, now=now, action="rights.show", detail=detail, people=people)
    return Listing(
        tuple(Restriction(row[0], tuple(row[1]), *row[2:]) for row in restrictions),
        tuple(Erasure(row[0], tuple(row[1]), *row[2:]) for row in erasures),
        tuple(backups),
        sum(not one.finished for one in erased),
    )
