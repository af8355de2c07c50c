"""The refused rows that are a person's, as far as the key in them can be read."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from iom.intake import parse_mapping
from iom.intake.mapping import RecordMapping
from iom.intake.staging import UNREAD
from iom.store import sql

VICTIMS = "victim_keys"


@dataclass(frozen=True)
class Row:
    """A refused row of a person: what it said by column, and the records that its file's mapping reads.

    keys: of the person, of the row's system.
    """

    given: Mapping[str, str]
    records: tuple[RecordMapping, ...]
    keys: frozenset[str]

    @property
    def in_one(self) -> str | None:
        """What the row said, where its fields could not be told apart; None: they could."""
        return ", ".join(json.loads(self.given[UNREAD])) if self.given.get(UNREAD) else None

    @property
    def types(self) -> frozenset[str]:
        """Of which record types its file holds records."""
        return frozenset(one.type.name for one in self.records)

    @property
    def victims(self) -> frozenset[str]:
        """The columns that hold victims' pseudonyms."""
        return frozenset(
            column
            for one in self.records
            for column in (one.fields[VICTIMS].columns if VICTIMS in one.fields else ())
        )

    @property
    def own(self) -> frozenset[str]:
        """The columns that the mapping reads for records of the person."""
        return frozenset(
            column
            for one in self.records
            if one.subject and self.given.get(one.subject, "").strip() in self.keys
            for column in one.columns
        )


def of_keys(cursor: duckdb.DuckDBPyConnection, keys: Iterable[tuple[str, str]]) -> dict[int, Row]:
    """By number, the refused rows of these (system, source key).

    The key is looked for in the columns that the mapping names for it; in a row whose fields could not be
    told apart, anywhere as a word of its own.
    """
    wanted: dict[str, set[str]] = {}
    for system, key in keys:
        wanted.setdefault(system, set()).add(key)
    rows = cursor.execute(sql("rights/refused_raw_of_system"), {"systems": list(wanted)}).fetchall()
    mapped: dict[str, tuple[RecordMapping, ...]] = {}
    words = {
        system: re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(held))) + r")(?!\w)")
        for system, held in wanted.items()
    }
    found = {}
    for number, system, raw, title, text in rows:
        if text not in mapped:
            mapped[text] = parse_mapping(title, text).records
        given: Mapping[str, str] = {name: str(value) for name, value in json.loads(raw).items()}
        columns = {one.subject for one in mapped[text] if one.subject}
        if UNREAD in given:
            mine = words[system].search(given[UNREAD]) is not None
        else:
            mine = any(given.get(column, "").strip() in wanted[system] for column in columns)
        if mine:
            found[number] = Row(given, mapped[text], frozenset(wanted[system]))
    return found
