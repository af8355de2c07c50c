"""Retention: whose record is due for review, by groups and years that are decided locally."""

from dataclasses import dataclass
from datetime import date, datetime

from iom.rights.schedule import refuse_unknown_classes, schedule
from iom.store import Store, audit, derived, sql


@dataclass(frozen=True)
class Due:
    """A person whose record is due. why: what puts them into the group; last_on: None where nothing is held.

    due_on: the end of the first clear period; last_due_on: the latest date of a review, had each been made.
    """

    person_id: int
    group: int
    why: str
    last_on: date | None
    last_what: str | None
    due_on: date
    last_due_on: date
    kept_until: date | None


def due_for_review(store: Store, *, as_at: date, now: datetime) -> tuple[Due, ...]:
    """Who is due for review by the end of a day, from what the store knows now; the look is logged first.

    By the schedule of the store's settings. Restricted people are not among them: they are hidden. Raises
    StoreError when the store holds no records, DocumentError for a schedule with a mistake.
    """
    chosen = schedule(store.settings.retention)
    groups = chosen.groups
    classes = [(group.number, name) for group in groups for name in group.classes]
    with store.cursor() as cursor:
        known = {name for (name,) in cursor.execute(sql("measures/known_classes")).fetchall()} | {"any"}
        refuse_unknown_classes(store.settings.retention, known)
        derived.as_known(cursor)
        cursor.execute(
            sql("rights/review_group"),
            {
                "numbers": [group.number for group in groups],
                "flags": [group.flags for group in groups],
                "first_years": [group.first_years for group in groups],
                "every_years": [group.every_years for group in groups],
                "until_ages": [group.until_age for group in groups],
            },
        )
        given = {"class_groups": [one for one, _ in classes], "classes": [name for _, name in classes]}
        cursor.execute(sql("rights/review_class"), given)
        rows = cursor.execute(sql("rights/due_for_review"), {"as_at": as_at}).fetchall()
    found = tuple(Due(*row) for row in rows)
    detail = {"as_at": as_at, "found": len(found), "version": chosen.version}
    people = [one.person_id for one in found]
    audit.look(store, now=now, action="rights.review", detail=detail, people=people)
    return found
