"""Put the person page together from its relations, and log the look before it is given."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import duckdb

from iom.measures import covered_spans
from iom.moments import spelt
from iom.people import WITHHELD, PersonError, logged_decisions
from iom.periods import Span, completed_years, possible_births
from iom.reports import person_words as words
from iom.reports.person import (
    Absence,
    Attributes,
    Home,
    Identifier,
    Intelligence,
    Match,
    Name,
    Offence,
    PersonPage,
    Sanction,
    Score,
    Subject,
    Supervision,
)
from iom.store import Store, audit, derived, sql

Row = TypeVar("Row")

# What a look at the page shows, for the log.
FIELDS = (
    "subject",
    "decision",
    "match",
    "identifier",
    "name",
    "attributes",
    "home_area",
    "supervision",
    "offence",
    "sanction",
    "absence",
    "held_score",
    "intelligence",
)


def person_page(
    store: Store, *, now: datetime, person_id: int, as_at: date, known_at: datetime | None = None
) -> PersonPage:
    """The page of one person as at the end of a day, as known at a moment (default: all the store knows).

    The look is committed to the log before the page is returned. Raises PersonError when there is no such
    person then, saying what became of the id.
    """
    with store.cursor() as cursor:
        moment = derived.as_known_of(store, cursor, known_at)
        page = _page(store, cursor, person_id, as_at, moment)
    detail = {"as_at": as_at, "known_at": moment.known_at, "fields": FIELDS}
    audit.look(store, now=now, action="person.show", detail=detail, people=[person_id])
    return page


def _page(
    store: Store, cursor: duckdb.DuckDBPyConnection, person_id: int, as_at: date, moment: derived.Moment
) -> PersonPage:
    told = {"known_at": moment.known_at, "seen_batch": moment.seen_batch}

    def rows(name: str, made: Callable[..., Row], **params: Any) -> tuple[Row, ...]:
        found = cursor.execute(sql(f"reports/person_{name}"), {"person_id": person_id, **params})
        columns = [column[0] for column in found.description or ()]
        return tuple(made(**dict(zip(columns, row, strict=True))) for row in found.fetchall())

    hidden_people, hidden_moments = _hidden(store, cursor)

    def subject(*, by_decision: bool, **facts: Any) -> Subject:
        # a decision that also concerns someone restricted: its reason may speak of them
        withheld = by_decision and facts["since"] in hidden_moments
        return Subject(**{**facts, **({"reason": WITHHELD} if withheld else {})})

    subjects = rows("subjects", subject, **told)
    if not subjects:
        raise PersonError(what_became(cursor, person_id, moment))
    attributes = next(iter(rows("attributes", Attributes)), Attributes(*[None] * 12))
    ages = _possible_ages(attributes, as_at)
    homes = rows("homes", Home, as_at=as_at)
    supervision = rows("supervision", Supervision, as_at=as_at)
    codes = _codes(store, cursor, moment)
    # the latest first; put in order here, which takes the database as long as reading them
    found = sorted(rows("offences", dict, as_at=as_at), key=lambda one: one["offence_id"])
    found.sort(key=lambda one: one["offence_on"], reverse=True)
    # of most offences the last status is that of the day too
    moved = any(one["moved_later"] for one in found)
    stood = {one.pop("offence_id"): one for one in rows("stood", dict, as_at=as_at)} if moved else {}
    offences = tuple(_offence(one, codes, stood) for one in found)
    sanctions = rows("sanctions", Sanction, as_at=as_at)
    sanctions = tuple(sorted(sanctions, key=lambda one: one.sanction_on, reverse=True))
    last_day = min(as_at, attributes.death_date or as_at)
    absences = rows("absences", Absence, as_at=as_at, last_day=last_day)
    (days_away,) = rows("days_away", lambda days: days, last_day=last_day) if absences else (0,)
    return PersonPage(
        person_id=person_id,
        as_at=as_at,
        known_at=moment.known_at,
        subjects=subjects,
        decisions=tuple(logged_decisions(cursor, person_id, moment.known_at)),
        matches=tuple(one for one in rows("matches", Match, **told) if one.person_id not in hidden_people),
        identifiers=rows("identifiers", Identifier, **told),
        names=rows("names", Name, **told),
        attributes=attributes,
        age=ages[0] if len(ages) == 1 else None,
        homes=homes,
        supervision=supervision,
        offences=offences,
        severity=words.summed(offences, moment.severity_vintage),
        sanctions=sanctions,
        absences=absences,
        days_away=days_away,
        scores=rows("scores", Score, as_at=as_at),
        intelligence=rows("intelligence", Intelligence, as_at=as_at),
        not_known=words.not_known(
            as_at=as_at,
            attributes=attributes,
            ages=ages,
            homes=homes,
            supervision=supervision,
            offences=offences,
            sanctions=sanctions,
            covered=_covered(store, cursor, moment),
        ),
    )


def _hidden(store: Store, cursor: duckdb.DuckDBPyConnection) -> tuple[frozenset[int], frozenset[datetime]]:
    """Who is restricted, and when was decided on any of them: the same for everyone."""

    def read() -> tuple[frozenset[int], frozenset[datetime]]:
        people, moments = (
            frozenset(one for (one,) in cursor.execute(sql(f"reports/hidden_{what}")).fetchall())
            for what in ("people", "moments")
        )
        return people, moments

    return store.remembered("hidden", read)


def _covered(
    store: Store, cursor: duckdb.DuckDBPyConnection, moment: derived.Moment
) -> dict[str, list[Span]]:
    """The days that sources cover, by record type: of what is stored the same for everyone."""
    if moment.stored:
        return store.remembered("covered", lambda: covered_spans(cursor))
    return covered_spans(cursor)


def _codes(
    store: Store, cursor: duckdb.DuckDBPyConnection, moment: derived.Moment
) -> dict[int, dict[str, Any]]:
    """What each code as given is: of what is stored the same for everyone."""

    def read() -> dict[int, dict[str, Any]]:
        found = cursor.execute(sql("reports/codes"))
        columns = [column[0] for column in found.description or ()][1:]
        return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in found.fetchall()}

    return store.remembered("codes", read) if moment.stored else read()


def _offence(row: dict[str, Any], codes: dict[int, dict[str, Any]], stood: dict[int, Any]) -> Offence:
    facts = {**row, **codes[row["code_id"]]}
    del facts["code_id"]
    if facts.pop("moved_later"):
        facts |= stood.get(row["offence_id"], {})
    titles = tuple(facts.pop("candidate_titles") or ())
    resolved = words.resolved(
        title=facts["title"],
        kind=facts["code_kind"],
        given=facts["code_given"],
        ho_class=facts["ho_class"],
        how=facts["how"],
        why=facts["why"],
        titles=titles,
        severity=facts["severity"],
    )
    return Offence(candidate_titles=titles, resolved=resolved, **facts)


def _possible_ages(attributes: Attributes, as_at: date) -> tuple[int, ...]:
    """The ages on the day, or at death, that the birth date allows, the least first; none before birth."""
    if attributes.birth_date is None:
        return ()
    on = min(as_at, attributes.death_date or as_at)
    earliest, latest = possible_births(attributes.birth_date, attributes.birth_precision)
    if latest > on:
        return ()
    return tuple(sorted({completed_years(latest, on), completed_years(earliest, on)}))


def what_became(cursor: duckdb.DuckDBPyConnection, person_id: int, moment: derived.Moment) -> str:
    """Why there is no such person at the moment, and whom to ask for instead."""
    hidden = cursor.execute(sql("reports/person_hidden"), {"person_id": person_id}).fetchone()
    if hidden is not None:
        if hidden[0] is None:
            return (
                f"Person {person_id} is restricted: the records are kept and not shown. See: iom rights list"
            )
        return f"Person {person_id} was erased at {spelt(hidden[0])}. See: iom rights list"
    now_held = cursor.execute(sql("reports/person_standing"), {"person_id": person_id}).fetchall()
    if not now_held:
        return f"There is no person {person_id}. Find people by identifier or name with: iom person find"
    first_known = min(row[1] for row in now_held)
    if first_known > moment.known_at:
        return (
            f"Person {person_id} was not known at {spelt(moment.known_at)}: "
            f"first known at {spelt(first_known)}."
        )
    into = " and ".join(f"person {row[0]}" for row in now_held)
    left = max(row[2] for row in now_held if row[2])
    return (
        f"Person {person_id} is now {into}: it went into {into} at {spelt(left)}. Show it now with: "
        f"iom person {now_held[0][0]}; as it was before, with --known-at and an earlier time."
    )
