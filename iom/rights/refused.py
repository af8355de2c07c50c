"""The refused rows that are a person's, as far as the key in them can be read."""

import json
import re
from collections.abc import Iterable, Mapping

import duckdb

from iom.intake import parse_mapping
from iom.intake.staging import UNREAD
from iom.store import sql


def of_keys(cursor: duckdb.DuckDBPyConnection, keys: Iterable[tuple[str, str]]) -> dict[int, dict[str, str]]:
    """By number, the refused rows of these (system, source key), with what they said by column.

    The key is looked for in the columns that the mapping names for it; in a row whose fields could not be
    told apart, anywhere as a word of its own.
    """
    wanted: dict[str, set[str]] = {}
    for system, key in keys:
        wanted.setdefault(system, set()).add(key)
    rows = cursor.execute(sql("rights/refused_raw_of_system"), {"systems": list(wanted)}).fetchall()
    columns: dict[str, set[str]] = {}
    words = {
        system: re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(held))) + r")(?!\w)")
        for system, held in wanted.items()
    }
    found = {}
    for number, system, raw, title, text in rows:
        if text not in columns:
            columns[text] = {one.subject for one in parse_mapping(title, text).records if one.subject}
        given: Mapping[str, str] = json.loads(raw)
        if UNREAD in given:
            mine = words[system].search(given[UNREAD]) is not None
        else:
            mine = any(str(given.get(column, "")).strip() in wanted[system] for column in columns[text])
        if mine:
            found[number] = dict(given)
    return found
