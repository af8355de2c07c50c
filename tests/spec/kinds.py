"""The kinds of rule: each says what is given and asked, runs the engine, and compares with what must come."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date
from pathlib import Path

import duckdb

from iom.documents import parse_document
from iom.intake import import_file, load_mapping
from iom.measures import covered_days, parse_measures, relation
from iom.measures.names import sql_name
from iom.people import assign_new_subjects
from iom.selection.choosing import choose
from iom.selection.criteria_reader import parse_criteria
from iom.store import Store, derived

from .tables import Row, rows, same
from .world import World, moment

VINTAGE = "2020"
Found = list[dict[str, object]]


@dataclass(frozen=True)
class Rule:
    """One rule: title, a sentence or two, tables given, the table that must come of them.

    expect names the columns that it speaks of; its first identifies the row. Other rows are not looked at.
    """

    title: str
    expect: str
    given: Mapping[str, str] = field(default_factory=dict)
    says: str = ""
    covers: str | None = None

    def asked(self) -> list[tuple[str, str]]:
        """What is asked of the engine, for the manual: (words, TOML) each."""
        return []

    def found(self, store: Store) -> Found:
        """What the engine gives; the store is left as it was."""
        with forgotten(store) as cursor:
            return self.inside(cursor)

    def inside(self, cursor: duckdb.DuckDBPyConnection) -> Found:
        """What the engine gives, in a transaction that is undone afterwards."""
        raise NotImplementedError

    def differences(self, store: Store) -> list[str]:
        """Where the engine gives something else than the rule says."""
        found = self.found(store)
        key = next(iter(rows(self.expect)[0]))
        by_key = {str(row[key]): row for row in found}
        return [
            f"{key} {row[key]}: {name} is {by_key.get(row[key], {}).get(name, 'no such row')}, must be {cell}"
            for row in rows(self.expect)
            for name, cell in row.items()
            if row[key] not in by_key or not same(cell, by_key[row[key]][name])
        ]


@dataclass(frozen=True)
class Measured(Rule):
    """measures: TOML as in a criteria document; names: built-in names asked for; known: an import."""

    measures: str = ""
    names: tuple[str, ...] = ()
    as_at: str = "2026-10-31"
    known: int | None = None

    def asked(self) -> list[tuple[str, str]]:
        named = f"{', '.join(f'`{name}`' for name in self.names)} " if self.names else ""
        known = f", as known after import {self.known}" if self.known else ""
        return [(f"{named}as at {self.as_at}{known}", self.measures)]

    def inside(self, cursor: duckdb.DuckDBPyConnection) -> Found:
        World(cursor).given(self.given, self.covers)
        derived.rebuild(cursor)
        derived.as_known(cursor, moment(self.known) if self.known else None, self.known)
        made = relation(
            parse_measures(parse_document("measures.toml", self.measures)),
            as_at=date.fromisoformat(self.as_at),
            names=set(self.names),
            covered=covered_days(cursor),
        )
        cursor.execute(made.sql, made.params)
        columns = {sql_name(name): name for name in self.names}
        return _read(cursor, columns | {"person_id": "person"})


@dataclass(frozen=True)
class Resolved(Rule):
    """Codes as given, one row each of the table codes."""

    def inside(self, cursor: duckdb.DuckDBPyConnection) -> Found:
        lines = [f"1 | 2026-01-01 | {row['code as given']}" for row in rows(self.expect)]
        World(cursor).given({"offences": "\n".join(["person | date | code", *lines])}, None)
        derived.rebuild(cursor)
        cursor.execute("select code_given, how, recorded_code, weight from code_resolution")
        return _read(cursor, {"code_given": "code as given", "recorded_code": "recorded crime code"})


@dataclass(frozen=True)
class Joined(Rule):
    """Who is one person: the table people has a subject of one system a row, person its key."""

    proposals: int = 0

    def asked(self) -> list[tuple[str, str]]:
        if not self.proposals:
            return []
        return [(f"{self.proposals} pair{'' if self.proposals == 1 else 's'} put before a person", "")]

    def inside(self, cursor: duckdb.DuckDBPyConnection) -> Found:
        World(cursor).given(self.given, None, assign=False)
        assigned = assign_new_subjects(cursor, batch_id=1, moment=moment(1).replace(tzinfo=UTC))
        assert assigned.proposals == self.proposals, f"{assigned.proposals} pairs proposed"
        cursor.execute(
            "select s.source_key, p.person_id from subject_person as p"
            " inner join subject as s on p.subject_id = s.subject_id where p.known_to is null"
        )
        return _read(cursor, {"source_key": "subject", "person_id": "person"})


# What a rule about selection does not say of its document.
PARTS: Mapping[str, str] = {
    "measure": 'name = "offences"\nwhat = "offences"\nmonths = 12\nstatus = "suspected"',
    "eligibility": 'name = "alive"\nsays = "alive"\nwhen = "alive"\nsource = "local choice"',
    "cohort": 'name = "any"\nsays = "any offence"\nwhen = "offences >= 1"\nsource = "local choice"',
    "tie_break": 'order = ["offences desc"]\nsource = "local choice"',
}
_HEAD = f"""title = "Rule"
version = "1"
owner = "board"
source = "local choice"
severity_vintage = "{VINTAGE}"
"""


@dataclass(frozen=True)
class Selected(Rule):
    """parts: the text of tables of a criteria document, by the table's name; others as PARTS has them."""

    parts: Mapping[str, tuple[str, ...] | str] = field(default_factory=dict)
    as_at: str = "2026-10-31"

    def asked(self) -> list[tuple[str, str]]:
        text = "\n\n".join(self._tables(self.parts))
        return [(f"selection as at {self.as_at}", text)]

    def inside(self, cursor: duckdb.DuckDBPyConnection) -> Found:
        World(cursor).given(self.given, self.covers)
        derived.rebuild(cursor)
        derived.as_known(cursor, severity_vintage=VINTAGE)
        text = "\n\n".join([_HEAD, *self._tables({**PARTS, **self.parts})])
        criteria = parse_criteria(parse_document("criteria.toml", text))
        choose(cursor, criteria, as_at=date.fromisoformat(self.as_at))
        cursor.execute(
            "select person_id, eligible, cohort, points, rank, place, places, list, harmful_place"
            " from selected"
        )
        return _read(cursor, {"person_id": "person", "harmful_place": "place among the harmful"})

    def _tables(self, parts: Mapping[str, tuple[str, ...] | str]) -> list[str]:
        found = []
        for name, texts in parts.items():
            single = name in ("tie_break", "harmful")
            for text in (texts,) if isinstance(texts, str) else texts:
                found.append(f"{f'[{name}]' if single else f'[[{name}]]'}\n{text.strip()}")
        return found


@dataclass(frozen=True)
class Imported(Rule):
    """A file and its mapping document, as text: how many rows met which fate, or broke which rule, where."""

    file: str = ""
    mapping: str = ""

    def asked(self) -> list[tuple[str, str]]:
        return [("the mapping document", self.mapping), ("the file", self.file)]

    def found(self, store: Store) -> Found:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / "file.csv").write_text(self.file.strip() + "\n", encoding="utf-8", newline="")
            (place / "mapping.toml").write_text(self.mapping, encoding="utf-8")
            report = import_file(
                store,
                place / "file.csv",
                load_mapping(place / "mapping.toml"),
                now=moment(1).replace(tzinfo=UTC),
                check=True,
            )
        fates = [
            {"what": fate, "rows": getattr(report, f"rows_{fate}"), "lines": None}
            for fate in ("loaded", "updated", "unchanged", "quarantined")
        ]
        broken = [
            {"what": rule.rule, "rows": rule.rows, "lines": ", ".join(map(str, rule.first_lines))}
            for rule in report.rules
        ]
        return [*fates, *broken]


@contextmanager
def forgotten(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """A transaction that is undone when its block ends, whatever was done in it."""

    class Undone(Exception):  # noqa: N818  no error: it makes the transaction roll back
        pass

    try:
        with store.transaction() as cursor:
            yield cursor
            raise Undone
    except Undone:
        pass


@dataclass(frozen=True)
class Chapter:
    """Rules on one subject, and what is common to them."""

    name: str
    title: str
    says: str
    rules: tuple[Rule, ...]


def _read(cursor: duckdb.DuckDBPyConnection, called: Mapping[str, str]) -> Found:
    names = [called.get(column[0], column[0]) for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


__all__ = ["Chapter", "Imported", "Joined", "Measured", "Resolved", "Row", "Rule", "Selected"]
