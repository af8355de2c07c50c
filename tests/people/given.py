"""What the sources said, put straight into the store: imports by hand for tests of people."""

import zlib
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count
from typing import Any

import duckdb

from iom.people import Assigned, assign_new_subjects
from iom.store import Store


class Batch:
    """One import under way: what it says of subjects, named "system:key"."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, batch_id: int, moment: datetime):
        self.cursor = cursor
        self.batch_id = batch_id
        self.moment = moment
        self.assigned: Assigned | None = None
        self._rows = count(1)

    def subject(
        self, who: str, *, pnc=None, cro=None, noms=None, crn=None, custody=None, name=None, **told: Any
    ) -> int:
        """A subject, its identifiers and name ("SURNAME, Forenames"); told: columns of subject_version."""
        system, key = who.split(":")
        found = self.cursor.execute(
            "select subject_id from subject where system = ? and source_key = ?", [system, key]
        ).fetchone()
        if found is None:
            found = self.cursor.execute("select coalesce(max(subject_id), 0) + 1 from subject").fetchone()
            assert found is not None
            self.cursor.execute(
                "insert into subject values (?, ?, ?, ?)", [found[0], system, key, self.batch_id]
            )
        if told or not self._said("subject_version", found[0]):
            self.put("subject_version", who, **told)
        for kind, value in (
            ("pnc_id", pnc),
            ("cro_number", cro),
            ("noms_number", noms),
            ("probation_crn", crn),
            ("custody_reference", custody),
        ):
            if value:
                self.put("subject_identifier_version", who, kind=kind, value=value)
        if name:
            surname, _, forenames = name.partition(", ")
            self.put("subject_name_version", who, surname=surname, forenames=forenames or None)
        return found[0]

    def put(self, table: str, who: str, *, known_from: datetime | None = None, **values: Any) -> None:
        """One row of a *_version table (or of offence_status_event), current from this import."""
        row = {
            "system": who.split(":", maxsplit=1)[0],
            "subject_id": self.id_of(who),
            "record_key": zlib.crc32(repr((table, who, sorted(values.items(), key=str))).encode()),
            "content": zlib.crc32(repr(sorted(values.items(), key=str)).encode()),
            **values,
            "known_from": known_from or self.moment,
            "known_basis": "declared" if known_from else "import",
            "batch_id": self.batch_id,
            "row_no": next(self._rows),
            "line": 1,
        }
        marks = ", ".join("?" for _ in row)
        self.cursor.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))

    def end(self, table: str, who: str, **match: Any) -> None:
        """Close the current rows of a subject that match: replaced or withdrawn by this import."""
        test = "".join(f" and {column} = ?" for column in match)
        self.cursor.execute(
            f"update {table} set known_to = ? where known_to is null and subject_id = ?{test}",
            [self.moment, self.id_of(who), *match.values()],
        )

    def offence(self, who: str, reference: str, on: date, code: str, kind: str, **values: Any) -> int:
        """An offence of a subject; its values are columns of offence_version."""
        system = who.split(":", maxsplit=1)[0]
        found = self.cursor.execute(
            "select offence_id from offence_reference where system = ? and reference = ?", [system, reference]
        ).fetchone()
        if found is None:
            found = self.cursor.execute(
                "select coalesce(max(offence_id), 0) + 1 from offence_reference"
            ).fetchone()
            assert found is not None
            self.cursor.execute(
                "insert into offence_reference values (?, ?, ?, ?)",
                [found[0], system, reference, self.batch_id],
            )
        self.put(
            "offence_version",
            who,
            offence_id=found[0],
            offence_on=on,
            code_given=code,
            code_kind=kind,
            **values,
        )
        return found[0]

    def id_of(self, who: str) -> int:
        system, key = who.split(":")
        row = self.cursor.execute(
            "select subject_id from subject where system = ? and source_key = ?", [system, key]
        ).fetchone()
        assert row is not None
        return row[0]

    def _said(self, table: str, subject_id: int) -> bool:
        said = self.cursor.execute(
            f"select 1 from {table} where subject_id = ? and known_to is null", [subject_id]
        )
        return said.fetchone() is not None


@contextmanager
def imported(store: Store, moment: datetime):
    """An import committed at a moment: subjects are assigned to people at its end."""
    with store.transaction() as cursor:
        last = cursor.execute("select coalesce(max(batch_id), 0) from import_batch").fetchone()
        assert last is not None
        batch = Batch(cursor, last[0] + 1, moment)
        yield batch
        batch.assigned = assign_new_subjects(cursor, batch_id=batch.batch_id, moment=moment)
        cursor.execute(
            "insert into import_batch select ?, 'test', 'invented', '', 'utf-8', '', '', '', 'full', "
            "null, null, ?, 'tester', 'inspection', '', 0, 0, 0, 0, 0, 0",
            [batch.batch_id, moment],
        )


def bare_reference(store: Store) -> None:
    """A reference set of one weight: enough to derive relations where no code matters, and quick."""
    with store.transaction() as cursor:
        cursor.execute("insert into reference_in_force values ('invented', '2020', timestamp '2026-01-01')")
        cursor.execute("insert into severity_weight values ('2020', 'X', 'invented', 'invented', 1)")


def people(store: Store, at: datetime | None = None) -> dict[str, int]:
    """Which person each subject is: now, or as known at a moment."""
    with store.cursor() as cursor:
        rows = cursor.execute(
            "select system || ':' || source_key, person_id "
            "from subject_person join subject using (subject_id) "
            "where known_from <= coalesce(?, known_from) and coalesce(known_to > ?, known_to is null) "
            "order by subject_id",
            [at, at],
        ).fetchall()
    return dict(rows)


def proposals(store: Store) -> list[tuple[int, int, str, str]]:
    """Every proposal: the two persons, its state, what speaks against it."""
    with store.cursor() as cursor:
        return cursor.execute(
            "select low_person_id, high_person_id, state, against from match_proposal order by proposal_id"
        ).fetchall()
