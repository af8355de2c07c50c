"""An empty store that forgets each rule again: tables of records go in, as sources would have said them."""

from collections.abc import Mapping
from datetime import date, datetime

import duckdb

from iom.intake.records import STATUSES

from .tables import rows, value

FIRST = datetime(2026, 11, 1)
TABLES = {
    "offences": "offence_version",
    "absences": "absence_version",
    "scores": "held_score_version",
    "homes": "home_area_version",
    "supervision": "supervision_version",
    "intelligence": "intelligence_version",
    "sanctions": "sanction_version",
    "people": "subject_version",
}
IDENTIFIERS = ("pnc_id", "cro_number", "noms_number", "probation_crn", "custody_reference")
# What a source covers unless a rule says otherwise: everything, so that a rule speaks of one thing.
RECORDS = (
    "offence",
    "status",
    "absence",
    "sanction",
    "home_area",
    "supervision",
    "held_score",
    "intelligence",
)
COVERED = (date(2015, 1, 1), date(2026, 12, 31))


class World:
    """What a cursor's store holds for a rule. Import 1 is of November 2026, each next one a month later."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection):
        self.cursor = cursor
        self._row = 0
        self._subjects: dict[str, int] = {}
        self._offences: dict[tuple[str, str], int] = {}
        self._described: set[str] = set()
        self._assign = True

    def given(self, tables: Mapping[str, str], covers: str | None, *, assign: bool = True) -> None:
        """Put the tables of a rule into the store; assign: each key as a person of the same number."""
        self._assign = assign
        batches = {1}
        for name, text in tables.items():
            for row in rows(text):
                batches.add(int(row.get("import", "1")))
                self._record(name, dict(row))
        for batch in sorted(batches):
            self._import(batch)
        self._coverage(covers)
        for key in sorted(self._subjects.keys() - self._described):
            self._add("subject_version", self._common(key, 1, None))

    def _subject(self, key: str, batch: int) -> int:
        """The subject of a key, made when it is new."""
        if key not in self._subjects:
            number = int(key) if key.isdigit() else len(self._subjects) + 1
            self._subjects[key] = number
            system = key.split(":", maxsplit=1)[0] if ":" in key else "records"
            self._add(
                "subject", {"subject_id": number, "system": system, "source_key": key, "batch_id": batch}
            )
            if self._assign:
                self._add(
                    "subject_person",
                    {
                        "assignment_id": number,
                        "subject_id": number,
                        "person_id": number,
                        "known_from": moment(1),
                        "known_to": None,
                        "decided_by": "rule",
                        "reason": "given",
                        "batch_id": batch,
                    },
                )
        return self._subjects[key]

    def _record(self, name: str, row: dict[str, str]) -> None:
        batch, until = int(row.pop("import", "1")), row.pop("until import", "-")
        person = row.pop("person")
        common = self._common(person, batch, None if until == "-" else int(until))
        if name == "offences":
            self._offence(person, row, common)
            return
        if name == "people":
            self._described.add(person)
            self._identify(row, common)
        if "code" in row:
            row |= code(row.pop("code"))
        if name == "intelligence":
            row["reference"] = f"report {self._row}"
        self._add(TABLES[name], {**common, **{column: value(cell) for column, cell in row.items()}})

    def _identify(self, row: dict[str, str], common: dict[str, object]) -> None:
        """Identifiers and the surname that stand among what is said of a person."""
        for kind in IDENTIFIERS:
            given = row.pop(kind, "-")
            if given != "-":
                self._add(
                    "subject_identifier_version",
                    {**common, "kind": kind, "value": given, "record_key": self._next()},
                )
        surname = row.pop("surname", "-")
        if surname != "-":
            self._add("subject_name_version", {**common, "surname": surname, "record_key": self._next()})

    def _offence(self, person: str, row: dict[str, str], common: dict[str, object]) -> None:
        """One offence; a column named for a status holds the day on which it came."""
        reference = row.pop("offence", str(self._row))
        number = self._offences.setdefault((person, reference), len(self._offences) + 1)
        statuses = {status: row.pop(status) for status in STATUSES if status in row}
        victims = row.pop("victims", "-")
        columns = {"offence_on": row.pop("date"), **code(row.pop("code")), **row}
        self._add(
            "offence_version",
            {**common, "offence_id": number, **{name: value(cell) for name, cell in columns.items()}},
        )
        for status, on in statuses.items():
            if on != "-":
                self._add(
                    "offence_status_event",
                    {
                        **common,
                        "offence_id": number,
                        "status": status,
                        "on_date": on,
                        "record_key": self._next(),
                    },
                )
        for victim in [] if victims == "-" else victims.split():
            self._add(
                "offence_victim_version",
                {**common, "offence_id": number, "victim_key": victim, "record_key": self._next()},
            )

    def _common(self, key: str, batch: int, until: int | None) -> dict[str, object]:
        subject = self._subject(key, batch)
        number = self._next()
        return {
            "system": "records",
            "subject_id": subject,
            "record_key": number,
            "content": number,
            "known_from": moment(batch),
            "known_to": moment(until) if until else None,
            "known_basis": "import",
            "batch_id": batch,
            "row_no": number,
            "line": number,
        }

    def _next(self) -> int:
        self._row += 1
        return self._row

    def _import(self, batch: int) -> None:
        counts = ("total", "loaded", "unchanged", "updated", "quarantined")
        self._add(
            "import_batch",
            {
                "batch_id": batch,
                "system": "records",
                "file_name": "file.csv",
                "file_sha256": f"{batch:064}",
                "encoding": "utf-8",
                "mapping_title": "given",
                "mapping_text": "",
                "mapping_sha256": "0" * 64,
                "scope": "full",
                "committed_at": moment(batch),
                "by_user": "tester",
                "purpose": "test",
                "code_version": "0",
                **{f"rows_{count}": int(count in ("total", "loaded")) for count in counts},
                "records_withdrawn": 0,
            },
        )

    def _coverage(self, covers: str | None) -> None:
        said = (
            rows(covers)
            if covers
            else [{"records": record, "from": str(COVERED[0]), "to": str(COVERED[1])} for record in RECORDS]
        )
        for row in said:
            self._add(
                "source_coverage",
                {
                    "batch_id": 1,
                    "system": row.get("source", "records"),
                    "record_type": row["records"],
                    "complete_from": row["from"],
                    "complete_to": row["to"],
                    "history": value(row.get("history", "-")),
                    "known_from": moment(1),
                    "known_to": None,
                },
            )

    def _add(self, table: str, row: dict[str, object]) -> None:
        names = ", ".join(row)
        self.cursor.execute(
            f"insert into {table} ({names}) values ({', '.join('?' for _ in row)})", list(row.values())
        )


def moment(batch: int) -> datetime:
    """When an import was committed."""
    year, month = divmod(FIRST.month - 1 + batch - 1, 12)
    return datetime(FIRST.year + year, month + 1, 1)


def code(given: str) -> dict[str, str]:
    """A code as given, with the kind that its form tells."""
    kind = "class" if "/" in given else "cjs" if len(given) > 5 else "recorded"
    return {"code_kind": kind, "code_given": given}
