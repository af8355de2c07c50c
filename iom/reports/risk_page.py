"""One person's risk scores with all that they rest on; the look is logged before it is given."""

from dataclasses import dataclass
from datetime import date, datetime

from iom.moments import refuse_far_ahead
from iom.people import PersonError
from iom.reports import risk_words as words
from iom.reports.person_reading import what_became
from iom.risk import Beside, MonthEnd, Worked, ahead, beside, work_out
from iom.selection.words import CLOSING
from iom.store import Store, audit, derived, sql

# What a look shows, for the log.
FIELDS = ("risk", "sanction", "absence", "attributes", "held_score")


@dataclass(frozen=True)
class RiskPage:
    """What is said of one person. worked: None for one without a sanction by the date.

    says: the scores in sentences, and what they do not say; held: scores from elsewhere beside those worked
    out; ahead: month ends to come, if nothing new happens; closing: what they reflect.
    """

    person_id: int
    as_at: date
    known_at: datetime
    says: tuple[str, ...]
    worked: Worked | None
    held: tuple[Beside, ...]
    ahead: tuple[MonthEnd, ...]
    closing: str = CLOSING


def risk_page(
    store: Store, *, now: datetime, person_id: int, as_at: date, known_at: datetime | None = None
) -> RiskPage:
    """The scores of one person as at the end of a day, as known at a moment (default: all the store knows).

    The look is committed to the log before the page is returned. Raises PersonError when there is no such
    person then, saying what became of the number; TooFarAhead as refuse_far_ahead does.
    """
    refuse_far_ahead(as_at, store.latest(now))
    with store.cursor() as cursor:
        moment = derived.as_known_of(store, cursor, known_at)
        told = {"known_at": moment.known_at, "seen_batch": moment.seen_batch}
        if not cursor.execute(sql("reports/person_subjects"), {"person_id": person_id, **told}).fetchall():
            raise PersonError(what_became(cursor, person_id, moment))
        worked = work_out(cursor, as_at, [person_id], moment.known_at).get(person_id)
        held = beside(cursor, person_id, as_at, worked)
        months = ahead(cursor, worked) if worked else ()
    detail = {"as_at": as_at, "known_at": moment.known_at, "fields": FIELDS}
    audit.look(store, now=now, action="risk.show", detail=detail, people=[person_id])
    return RiskPage(person_id, as_at, moment.known_at, words.says(worked), worked, held, months)
