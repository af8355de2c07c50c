"""Find a person by identifier or name. What was looked for reaches neither the log nor an error."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from iom import codes
from iom.moments import naive_utc
from iom.people.errors import PersonError
from iom.people.standing import Among
from iom.periods import completed_years
from iom.store import Store, audit, derived, sql

# What is looked for is no longer than this: each word more is one reading more of the name.
MOST_CHARACTERS, MOST_WORDS = 200, 12
_BORN = re.compile(r"^(.*\S)\s+(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})$")


@dataclass(frozen=True)
class Found:
    """A person that the text may mean: the systems that know them, districts of home today, age in years.

    birth_year tells namesakes apart; names are not given back.
    """

    person_id: int
    systems: tuple[str, ...]
    districts: tuple[str, ...]
    age: int | None
    birth_year: int | None


def find(store: Store, *, now: datetime, text: str, among: Among = frozenset) -> list[Found]:
    """The people that an identifier or name may mean, by person id, from what the store knows now.

    Read as: any identifier form, a system's own key, "SURNAME", "SURNAME, Forename" or "Forename Surname",
    a name with the birth date after it ("SURNAME 1990-05-01" or "SURNAME 1/5/1990"). Logged with the ids
    found, before they are given. among: which of some people may be found. Raises PersonError for a text
    that is empty or too long for a name.
    """
    words = text.split()
    wanted = " ".join(words)
    if not wanted:
        raise PersonError("There is nothing to look for: give an identifier or a name.").of("text")
    if len(words) > MOST_WORDS or len(wanted) > MOST_CHARACTERS:
        raise PersonError(
            f"What is looked for has more than {MOST_WORDS} words or {MOST_CHARACTERS} characters: give one "
            "identifier or one name."
        ).of("text")
    name, born = _name_and_birth(wanted)
    readings = _identifier_readings(wanted)
    surnames, forenames = zip(*_name_readings(name), strict=True)
    today = naive_utc(now).date()
    with store.cursor() as cursor:
        derived.as_known(cursor)
        by_identifier = cursor.execute(
            sql("people/found_by_identifier"),
            {"kinds": list(readings), "readings": list(readings.values()), "source_key": wanted},
        ).fetchall()
        by_name = cursor.execute(
            sql("people/found_by_name"), {"surnames": surnames, "forenames": forenames, "born": born}
        ).fetchall()
        ids = sorted(among({person for (person,) in [*by_identifier, *by_name]}))
        rows = cursor.execute(sql("people/found_people"), {"people": ids, "today": today}).fetchall()
    detail = {"fields": ["identifier", "source_key", "name", "birth_date"], "found": len(ids)}
    audit.look(store, now=now, action="person.find", detail=detail, people=ids)
    return [
        Found(
            person,
            tuple(systems),
            tuple(districts or ()),
            completed_years(birth, today) if birth else None,
            birth.year if birth else None,
        )
        for person, systems, districts, birth in rows
    ]


def _identifier_readings(text: str) -> dict[str, str]:
    """What the text is as each kind of identifier whose form it has."""
    normal = {kind: codes.normalise_identifier(kind, text) for kind in codes.IDENTIFIER_KINDS}
    return {kind: value for kind, value in normal.items() if value is not None}


def _name_and_birth(text: str) -> tuple[str, date | None]:
    """The name, and the birth date that may stand after it."""
    if parts := _BORN.match(text):
        try:
            year, month, day = map(int, re.split("[-/]", parts[2])[:: -1 if "/" in parts[2] else 1])
            return parts[1].rstrip(","), date(year, month, day)
        except ValueError:
            raise PersonError(
                "The birth date after the name is not a date: write it 1990-05-01 or 1/5/1990, day first."
            ).of("text") from None
    return text, None


def _name_readings(name: str) -> list[tuple[str, str]]:
    """Every (surname, forenames) that the name may be; forenames '' if it has none."""
    if "," in name:
        surname, _, forenames = name.partition(",")
        return [(surname.strip(), forenames.strip())]
    words = name.split()
    return [(" ".join(words[cut:]), " ".join(words[:cut])) for cut in range(len(words))]
