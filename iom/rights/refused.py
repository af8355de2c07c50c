"""The refused rows that are a person's, as far as the key in them can be read."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from iom.intake import parse_mapping
from iom.intake.staging import UNREAD
from iom.store import sql


@dataclass(frozen=True)
class Row:
    """A refused row of a person: what it said by column, and of which record types its file holds records."""

    given: Mapping[str, str]
    types: frozenset[str]


def of_keys(cursor: duckdb.DuckDBPyConnection, keys: Iterable[tuple[str, str]]) -> dict[int, Row]:
    """By number, the refused rows of these (system, source key).

    The key is looked for in the columns that the mapping names for it; in a row whose fields could not be
    told apart, anywhere as a word of its own.
    """
    wanted: dict[str, set[str]] = {}
    for system, key in keys:
        wanted.setdefault(system, set()).add(key)
    rows = cursor.execute(sql("rights/refused_raw_of_system"), {"systems": list(wanted)}).fetchall()
    columns: dict[str, set[str]] = {}
    types: dict[str, frozenset[str]] = {}
    words = {
        system: re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(held))) + r")(?!\w)")
        for system, held in wanted.items()
    }
    found = {}
    for number, system, raw, title, text in rows:
        if text not in columns:
            records = parse_mapping(title, text).records
            columns[text] = {one.subject for one in records if one.subject}
            types[text] = frozenset(one.type.name for one in records)
        given: Mapping[str, str] = json.loads(raw)
        if UNREAD in given:
            mine = words[system].search(given[UNREAD]) is not None
        else:
            mine = any(str(given.get(column, "")).strip() in wanted[system] for column in columns[text])
        if mine:
            found[number] = Row(given, types[text])
    return found
