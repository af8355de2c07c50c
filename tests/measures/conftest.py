"""Small tables in, one measure, expected rows out: what the tests of measures say and expect."""

from datetime import date, datetime
from decimal import Decimal

import pytest

import iom.reference
from iom.documents import parse_document
from iom.measures import Relation, covered_days, parse_measures, relation
from iom.store import Store, derived

COMMON = {"system": "test", "known_from": datetime(2026, 11, 1), "known_basis": "import", "batch_id": 1}
SHORT = {
    "offence": "offence_version",
    "status": "offence_status_event",
    "absence": "absence_version",
    "victim": "offence_victim_version",
    "held_score": "held_score_version",
    "home_area": "home_area_version",
    "supervision": "supervision_version",
    "intelligence": "intelligence_version",
    "sanction": "sanction_version",
}


class Spec:
    """What is given in a test: tables of records, people 1 to 9 unless said otherwise."""

    def __init__(self, store: Store):
        self.store = store
        self.relation: Relation | None = None
        self._row = 0
        with store.transaction() as cursor:
            cursor.execute("insert into subject select n, 'test', n::varchar, 1 from range(1, 10) as r (n)")
            cursor.execute(
                "insert into subject_person "
                "select n, n, n, '2026-11-01', null, 'test', 'test', 1 from range(1, 10) as r (n)"
            )
        self.people = {person: {} for person in range(1, 10)}

    def person(self, person: int, **columns: object) -> None:
        """What is said of a person: columns of subject_version."""
        self.people[person] = columns

    def given(self, record: str, table: str) -> None:
        """Rows of a record type: a header and rows with | between, '-' for nothing."""
        header, *rows = [line.split("|") for line in table.strip().splitlines()]
        names = [name.strip() for name in header]
        with self.store.transaction() as cursor:
            for row in rows:
                values = {name: _value(cell.strip()) for name, cell in zip(names, row, strict=True)}
                values["subject_id"] = values.pop("person")
                self._insert(cursor, SHORT[record], values)

    def covers(
        self, record: str, first: str, last: str, *, statuses: bool = True, history: str | None = None
    ) -> None:
        """A source covers a record type from a day to a day, both included.

        statuses: offences with what became of them, as most exports hold both. history: of sanctions,
        complete or local.
        """
        records = [record, "status"] if record == "offence" and statuses else [record]
        with self.store.transaction() as cursor:
            for covered in records:
                cursor.execute(
                    "insert into source_coverage values (1, 'test', ?, ?, ?, ?, '2026-11-01', null)",
                    [covered, first, last, history],
                )

    def settle(self) -> None:
        """Keep what is said of the people, and make the derived relations."""
        with self.store.transaction() as cursor:
            self._settle(cursor)

    def _settle(self, cursor) -> None:
        for person, columns in self.people.items():
            self._insert(cursor, "subject_version", {"subject_id": person, **columns})
        derived.rebuild(cursor)

    def measure(self, text: str, as_at: str, names: tuple[str, ...] = ()) -> dict[int, dict[str, object]]:
        """By person, the columns of the measures that the text defines and of the names asked for."""
        with self.store.transaction() as cursor:
            self._settle(cursor)
            self.relation = relation(
                parse_measures(parse_document("test.toml", text)),
                as_at=date.fromisoformat(as_at),
                names=set(names),
                covered=covered_days(cursor),
            )
            cursor.execute(self.relation.sql, self.relation.params)
            columns = [column[0] for column in cursor.description or ()]
            return {row[0]: dict(zip(columns[1:], row[1:], strict=True)) for row in cursor.fetchall()}

    def _insert(self, cursor, table: str, values: dict[str, object]) -> None:
        self._row += 1
        digests = {"record_key": self._row, "content": self._row, "row_no": self._row, "line": self._row}
        row = {**COMMON, **digests, **values}
        cursor.execute(
            f"insert into {table} ({', '.join(row)}) values ({', '.join('?' for _ in row)})",
            list(row.values()),
        )


def _value(cell: str) -> object:
    if cell == "-":
        return None
    if cell.lstrip("-").isdigit():
        return int(cell)
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return {"yes": True, "no": False}.get(cell, cell)


@pytest.fixture
def spec(furnished_store: Store) -> Spec:
    """An empty store with nine people and the reference tables in force."""
    return Spec(furnished_store)


@pytest.fixture
def weight():
    """The ONS weight of a code as the shipped table has it, to ten places."""
    rows = iom.reference.shipped_rows("ons_css_weights")
    weights = {row["offence_code"]: Decimal(row["weight"]).quantize(Decimal("1e-10")) for row in rows}
    return weights.__getitem__
