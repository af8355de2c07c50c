"""A small scheme: people in three districts with offences, scores, supervision, given as tables in sight."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from iom.documents import parse_document
from iom.selection.criteria import Criteria
from iom.selection.criteria_reader import parse_criteria
from iom.store import Actor, Store, derived
from tests.opening import opened_once

KNOWN = datetime(2026, 11, 1)
AS_AT = date(2026, 10, 31)
TABLES = {
    "person": "subject_version",
    "offence": "offence_version",
    "status": "offence_status_event",
    "absence": "absence_version",
    "held_score": "held_score_version",
    "home_area": "home_area_version",
    "supervision": "supervision_version",
    "intelligence": "intelligence_version",
    "sanction": "sanction_version",
}

# A document to vary: everything it needs, and as little as it can have.
PLAIN = """
title = "Test"
version = "1"
owner = "board"
source = "local choice"
severity_vintage = "2020"
[[measure]]
name = "offences_12m"
what = "offences"
status = "suspected"
months = 12
[[measure]]
name = "severity_12m"
what = "severity"
status = "suspected"
months = 12
[[eligibility]]
name = "adult"
says = "aged 18 or over"
when = "age >= 18"
source = "local choice"
[[points.band]]
measure = "offences_12m"
from = 1
points = 1
source = "local choice"
[[points.band]]
measure = "offences_12m"
from = 2
points = 3
source = "local choice"
[[cohort]]
name = "only"
says = "any offence in 12 months"
when = "offences_12m >= 1"
source = "local choice"
[tie_break]
order = ["severity_12m desc"]
source = "local choice"
"""


class Scheme:
    """An open store to fill, and what selections of it give."""

    def __init__(self, store: Store, *, told_before: bool = False):
        """told_before: the store holds a scheme already; what is added is numbered from far above it."""
        self.store = store
        self._row = 10_000 if told_before else 0
        if not told_before:
            with store.transaction() as cursor:
                self.imported(cursor, 1, KNOWN)

    def imported(self, cursor, batch: int, at: datetime) -> None:
        """An import that changed something."""
        row = {
            "batch_id": batch,
            "system": "test",
            "file_name": "test.csv",
            "file_sha256": f"{batch:064}",
            "encoding": "utf-8",
            "mapping_title": "test",
            "mapping_text": "",
            "mapping_sha256": "0" * 64,
            "scope": "full",
            "committed_at": at,
            "by_user": "tester",
            "purpose": "test",
            "code_version": "0",
            "rows_total": 1,
            "rows_loaded": 1,
            "rows_unchanged": 0,
            "rows_updated": 0,
            "rows_quarantined": 0,
            "records_withdrawn": 0,
        }
        names = ", ".join(row)
        cursor.execute(
            f"insert into import_batch ({names}) values ({', '.join('?' for _ in row)})", list(row.values())
        )

    def people(self, count: int, **columns: object) -> None:
        """People 1 to count, born in 1990 unless said otherwise."""
        with self.store.transaction() as cursor:
            for person in range(1, count + 1):
                cursor.execute("insert into subject values (?, 'test', ?, 1)", [person, str(person)])
                cursor.execute(
                    "insert into subject_person values (?, ?, ?, ?, null, 'test', 'test', 1)",
                    [person, person, person, KNOWN],
                )
                self._insert(cursor, "person", {"person": person, "birth_date": date(1990, 5, 17), **columns})

    def given(self, record: str, table: str) -> None:
        """Rows of a record type: a header, then rows, with | between; '-' for nothing."""
        header, *rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
        with self.store.transaction() as cursor:
            for row in rows:
                self._insert(cursor, record, {k: _value(c) for k, c in zip(header, row, strict=True)})

    def offences(self, table: str) -> None:
        """Rows person | on | code: a recorded crime code or a class, suspected on the day it was done."""
        lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
        with self.store.transaction() as cursor:
            for person, on, code in lines:
                self._row += 1
                common = {"person": int(person), "offence_id": self._row}
                kind = "class" if "/" in code else "cjs" if len(code) > 5 else "recorded"
                self._insert(
                    cursor,
                    "offence",
                    {**common, "offence_on": _value(on), "code_kind": kind, "code_given": code},
                )
                self._insert(cursor, "status", {**common, "status": "suspect", "on_date": _value(on)})

    def covers(self, *records: str, to: str = "2026-10-31") -> None:
        """The source covers record types from 2017 to a day; of offences, what became of them too."""
        with self.store.transaction() as cursor:
            for record in (*records, *(("status",) if "offence" in records else ())):
                cursor.execute(
                    "insert into source_coverage values (1, 'test', ?, '2017-01-01', ?, null, ?, null)",
                    [record, to, KNOWN],
                )

    def ready(self) -> None:
        """Derive what selections read."""
        with self.store.transaction() as cursor:
            derived.rebuild(cursor)

    def _insert(self, cursor, record: str, values: dict[str, object]) -> None:
        self._row += 1
        given = dict(values)
        row = {
            "system": "test",
            "subject_id": given.pop("person"),
            "record_key": self._row,
            "content": self._row,
            "known_from": KNOWN,
            "known_basis": "import",
            "batch_id": 1,
            "row_no": self._row,
            "line": self._row,
            **given,
        }
        names = ", ".join(row)
        cursor.execute(
            f"insert into {TABLES[record]} ({names}) values ({', '.join('?' for _ in row)})",
            list(row.values()),
        )


def _value(cell: str) -> object:
    if cell == "-":
        return None
    if cell.isdigit():
        return int(cell)
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return {"yes": True, "no": False}.get(cell, cell)


def criteria(text: str) -> Criteria:
    """A criteria document from its text."""
    return parse_criteria(parse_document("test.toml", text))


def plain(*changes: tuple[str, str]) -> Criteria:
    """The plain document with pieces of its text replaced; each piece must be there."""
    text = PLAIN
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return criteria(text)


@pytest.fixture
def folder(furnished_folder: Path) -> Path:
    """A store of the test's own, closed."""
    return furnished_folder


@pytest.fixture
def scheme(folder: Path, now: datetime, actor: Actor) -> Iterator[Scheme]:
    """An open store without people, the reference tables in force."""
    with opened_once(folder, actor, now) as store:
        yield Scheme(store)


@cache
def telling(fill: Callable[[Scheme], None]) -> Callable[[Store], None]:
    """What fills the scheme of a store: the same for the same filling."""
    return lambda store: fill(Scheme(store))


@pytest.fixture
def folder_with(
    told_template: Callable[..., Path], own_copy: Callable[[Path], Path]
) -> Callable[[Callable[[Scheme], None]], Path]:
    """folder_with(fill): a store of the test's own, closed, as the filling of its scheme left it."""
    return lambda fill: own_copy(told_template(telling(fill)))


@pytest.fixture
def scheme_with(
    folder_with: Callable[[Callable[[Scheme], None]], Path], now: datetime, actor: Actor
) -> Iterator[Callable[[Callable[[Scheme], None]], Scheme]]:
    """scheme_with(fill): the same, open. Filling and deriving take longer than most questions to it."""
    with ExitStack() as opened:

        def scheme(fill: Callable[[Scheme], None]) -> Scheme:
            store = opened.enter_context(opened_once(folder_with(fill), actor, now))
            return Scheme(store, told_before=True)

        yield scheme


def sound(*changes: tuple[str, str]) -> Criteria:
    """The plain document as a check finds nothing to warn of in it, with pieces of its text replaced."""
    return plain(('when = "age >= 18"', 'when = "age >= 18 and alive"'), *changes)
