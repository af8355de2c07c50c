"""Sentences about an import that went well and yet may not be what was meant: counts and ids, no values."""

import duckdb

from iom.intake.brakes import RECORDS
from iom.intake.loading import Terms
from iom.intake.records import RECORD_TYPES
from iom.store import sql

# So many people are named; the count says the rest.
NAMED = 20
# More keys than this without a digit are how a system makes its keys, not total rows.
FEW_KEYS = 3
# In fewer rows than this some people may well come twice under keys of their own.
LEAST_ROWS = 20
RECORDED_EARLY = (
    "offence was recorded before the day on which it was committed",
    "offences were recorded before the day on which they were committed",
)
STATUS_EARLY = ("status event is dated before its offence", "status events are dated before their offences")


def notices(
    cursor: duckdb.DuckDBPyConnection,
    terms: Terms,
    contradicting: tuple[int, ...],
    *,
    rows: int,
    changed: bool,
) -> tuple[str, ...]:
    """What a person should look at after this import; the derived relations are those that it led to.

    rows: how many the file has. changed: whether any record came, changed or went (else there may be no
    derived relations yet).
    contradicting: persons (ids) joined earlier whose records contradict each other since this import.
    """
    place = "line" if terms.scope == "corrections" else terms.mapping.file.counts_in
    return (
        *(_keys(cursor, place) if terms.holds("subject") else ()),
        *(_own_keys(cursor, terms) if rows >= LEAST_ROWS else ()),
        *_offences(cursor, terms, place),
        *_scores(cursor, terms, place),
        *(_codes(cursor, terms) if changed else ()),
        *(_districts(cursor, terms) if changed else ()),
        *_older(cursor, terms),
        *_people(contradicting),
    )


def counted(number: int, singular: str, plural: str) -> str:
    """The number with its noun: 1 row, 2,000 rows."""
    return f"{number:,} {singular if number == 1 else plural}"


def _statusless(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> list[str]:
    found = cursor.execute(sql("intake/offences_without_status")).fetchone()
    if not found or not found[0]:
        return []
    has = counted(
        found[0],
        "offence of the file has no status and counts",
        "offences of the file have no status and count",
    )
    if any(record.statuses or record.type.name == "status" for record in terms.mapping.records):
        there = "the status or its date is blank there. Fill it in at source"
    else:
        there = "map [[record.status]]"
    return [f"{has} in no measure: {there}, or import the status events."]


def _keys(cursor: duckdb.DuckDBPyConnection, place: str) -> list[str]:
    """A spreadsheet's total row becomes a person if its first column is the key."""
    found = cursor.execute(sql("intake/keys_without_digit")).fetchone()
    if not found or not 0 < found[0] <= FEW_KEYS or found[0] >= found[2]:
        return []
    keys, lines, _ = found
    have = counted(keys, "person's key has no digit", "persons' keys have no digit")
    ask = "is it a total row?" if keys == 1 else "are they total rows?"
    return [f"{have} where all others of the file have ({_lines(lines, keys, place)}): {ask}"]


def _own_keys(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> list[str]:
    """The number of a crime taken for the key of a person makes a person of each crime."""
    naming = [r for r in terms.mapping.records if {"surname", "birth_date"} <= r.fields.keys()]
    if not naming:
        return []
    found = cursor.execute(sql("intake/keys_one_per_row"), {"least": LEAST_ROWS}).fetchall()
    return [
        f"{records:,} rows give {keys:,} persons' keys, but only {people:,} different pairs of surname and "
        "birth date: is subject in the mapping document the column of the person's key, and not of a crime "
        "or an event?"
        for records, keys, people in found
    ]


def _offences(cursor: duckdb.DuckDBPyConnection, terms: Terms, place: str) -> list[str]:
    told = []
    if terms.holds("offence"):
        told += _statusless(cursor, terms)
        told += _early(cursor, "intake/offences_recorded_early", {}, *RECORDED_EARLY, place=place)
    if "offence_status_event" in terms.tables:
        values: dict[str, object] = {"system": terms.system}
        told += _early(cursor, "intake/statuses_early", values, *STATUS_EARLY, place=place)
    return told


def _early(
    cursor: duckdb.DuckDBPyConnection,
    statement: str,
    values: dict[str, object],
    singular: str,
    plural: str,
    *,
    place: str,
) -> list[str]:
    """Dates in an order that cannot be: loaded as told, since nobody here knows which of the two is wrong."""
    found = cursor.execute(sql(statement), values).fetchone()
    if not found or not found[0]:
        return []
    told = counted(found[0], singular, plural)
    return [f"{told} ({_lines(found[1], found[0], place)}): is a date wrong, or are two columns mixed up?"]


def _scores(cursor: duckdb.DuckDBPyConnection, terms: Terms, place: str) -> list[str]:
    """Scores that are no per cent, of tools that give one: loaded as told, for a scheme may mean them."""
    if not terms.holds("held_score"):
        return []
    told = []
    for tool, scores, beyond, only_shares, lines in cursor.execute(sql("intake/odd_scores")).fetchall():
        if only_shares:
            told.append(
                f"All {scores:,} scores of {tool} lie between 0 and 1: are they shares, as cells shown as "
                "per cent hold them? Rules and bands that ask for per cent would find them all too low."
            )
        if beyond:
            have = counted(beyond, f"score of {tool} is", f"scores of {tool} are")
            told.append(
                f"{have} below 0 or above 100 ({_lines(lines, beyond, place)}): are two columns mixed up?"
            )
    return told


def _lines(lines: list[int], rows: int, place: str) -> str:
    more = ", …" if rows > len(lines) else ""
    return f"{place} {', '.join(str(line) for line in lines)}{more}"


def _codes(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> list[str]:
    values = {"batch_id": terms.batch_id, "system": terms.system}
    found = cursor.execute(sql("intake/codes_unsettled"), values).fetchone()
    codes, records, without = found or (0, 0, 0)
    blank = counted(without, "record has no offence code", "records have no offence code")
    told = [f"{blank}: they have no weight and are in no class of offences."] if without else []
    if not codes:
        return told
    mean = counted(codes, "offence code means", "offence codes mean")
    on = counted(records, "record", "records")
    return [
        f"{mean} nothing known or several things, on {on}: they have no weight until a file of local codes "
        "or a decision settles them.",
        *told,
    ]


def _districts(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> list[str]:
    """Criteria name a district in one way, and whoever lives in another spelling of it is not meant."""
    if not any(record.type.name == "home_area" for record in terms.mapping.records):
        return []
    found = cursor.execute(sql("intake/districts_alike")).fetchall()
    return [
        f"A district is written in {len(ways)} ways, and criteria take each for another: "
        f"{', '.join(' '.join(one.split()) for one in ways)}. Make them one with a code list."
        for (ways,) in found
    ]


def _older(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> list[str]:
    if terms.scope != "full" or terms.covers is None:
        return []
    types = sorted({r.type.name for r in terms.mapping.records if r.type.has_subject})
    values = {"system": terms.system, "record_types": types, "covers_to": terms.covers[1]}
    return [
        f"The file's period ends on {terms.covers[1]}, and {RECORDS[RECORD_TYPES[name].table]} of "
        f"{terms.system} are already held to {held_to}: is it an older export?"
        for name, held_to in cursor.execute(sql("intake/held_beyond"), values).fetchall()
    ]


def _people(contradicting: tuple[int, ...]) -> list[str]:
    if not contradicting:
        return []
    holds = counted(len(contradicting), "person, joined earlier, holds", "people, joined earlier, hold")
    named = ", ".join(str(person) for person in contradicting[:NAMED])
    more = ", …" if len(contradicting) > NAMED else ""
    return [f"{holds} records that now contradict each other; nothing was taken apart. See: {named}{more}."]
