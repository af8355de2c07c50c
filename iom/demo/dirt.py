"""Deliberate faults, in declared numbers, of the kinds that real exports have. Each row gets one at most."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from iom.demo.dice import Dice
from iom.demo.parameters import Parameters
from iom.demo.people import pnc_id
from iom.demo.tables import Table


@dataclass(frozen=True)
class Fault:
    """Rows of a file with one kind of fault; rule is what the import should say, None where they load."""

    kind: str
    file: str
    rows: int
    rule: str | None


class Dirt:
    """Soils tables, and remembers what it did."""

    def __init__(self, parameters: Parameters, seed: int) -> None:
        self._p = parameters
        self._dice = Dice(seed, "dirt")
        self.faults: list[Fault] = []

    def soil(self, tables: Iterable[Table]) -> None:
        """Put every fault of the parameters into the tables they belong to."""
        by_file = {table.file: table for table in tables}
        self._offences(by_file["niche_offences.csv"])
        self._custody(by_file["nomis_custody.csv"])
        self._scores(by_file["ndelius_assessments.csv"])
        self._identifiers(by_file)

    def _offences(self, table: Table) -> None:
        column = table.at
        closed = column("Disposal")
        counts = {kind: self._p[f"dirt.{kind}"] for kind in _OFFENCE_FAULTS}
        # rows with a disposal, so that an unlisted one replaces something
        rows = [row for row in table.rows if row[closed]]
        drawn = iter(self._dice.sample(rows, sum(counts.values())))

        def change(kind: str, rule: str | None, edit: Callable[[list[str]], None], each: int = 1) -> None:
            for _ in range(counts[kind]):
                edit(next(drawn))
            self.faults.append(Fault(kind, table.file, counts[kind] * each, rule))

        def put(name: str, text: str) -> Callable[[list[str]], None]:
            return lambda row: row.__setitem__(column(name), text)

        def without_date(row: list[str]) -> None:
            row[column("Committed from")] = row[column("Committed to")] = ""

        def in_the_future(row: list[str]) -> None:
            # a slip of one key: 2021 becomes 2061, and what it should be can be seen
            crime = _day(row[column("Committed from")])
            slipped = crime.replace(year=crime.year + 40)
            row[column("Committed from")], row[column("Committed to")] = f"{slipped:%d/%m/%Y}", ""

        def on_no_day(row: list[str]) -> None:
            crime, recorded = row[column("Committed from")], row[column("Date recorded")]
            row[column("Committed from")], row[column("Committed to")] = _no_day(crime, recorded), ""

        change("impossible_date", "date_format", on_no_day)
        change("future_date", "date_in_future", in_the_future)
        change("missing_date", "date_missing", without_date)
        change("unlisted_code", "code_not_listed", put("Disposal", "OUTCOME 99 - SEE LOG"))
        change("unknown_person", "subject_unknown", put("Nominal ref", "000000000"))
        change("unknown_offence_code", None, put("Offence code", "999/98"))
        change("stray_spaces", None, _pad)
        change("repeated_row", "unchanged", lambda row: table.rows.append(list(row)))
        change(
            "conflicting_rows",
            "key_conflict",
            lambda row: table.rows.append(_other_flags(row, column)),
            each=2,
        )
        # last: a short row has no columns left for another fault
        change(
            "short_row", "too_few_fields", lambda row: row.__delitem__(slice(column("Suspect from"), None))
        )

    def _custody(self, table: Table) -> None:
        start, end = table.at("Received"), table.at("Released")
        closed = [row for row in table.rows if row[end] and not row[end].endswith("9999")]
        inverted, same_day = (self._p[f"dirt.{name}"] for name in ("inverted_spell", "same_day_spell"))
        drawn = self._dice.sample(closed, inverted + same_day)
        for row in drawn[:inverted]:
            row[start], row[end] = row[end], row[start]
        for row in drawn[inverted:]:
            row[end] = row[start]
        self.faults.append(Fault("inverted_spell", table.file, inverted, "spell_inverted"))
        self.faults.append(Fault("same_day_spell", table.file, same_day, None))

    def _scores(self, table: Table) -> None:
        count = self._p["dirt.bad_number"]
        for row in self._dice.sample(table.rows, count):
            row[table.at("ogrs3_2yr")] = "n/k"
        self.faults.append(Fault("bad_number", table.file, count, "number_format"))

    def _identifiers(self, tables: dict[str, Table]) -> None:
        """Wrong check letters in probation's people: their supervision and scores then have no person."""
        people = tables["ndelius_people.csv"]
        crn, pnc = people.at("crn"), people.at("pnc_id")
        # a person refused takes their other rows along: of those with few
        rows_of = _count(row[0] for name in _DEPENDENT for row in tables[name].rows)
        small = [row for row in people.rows if row[pnc] and 1 <= rows_of.get(row[crn], 0) <= _FEW]
        count = self._p["dirt.bad_identifier"]
        drawn = self._dice.sample(small, count)
        for row in drawn:
            row[pnc] = pnc_id(int(row[pnc][5:12]), shift=5)
        self.faults.append(Fault("bad_identifier", people.file, count, "identifier_form"))
        lost = {row[crn] for row in drawn}
        for name in _DEPENDENT:
            rows = sum(row[0] in lost for row in tables[name].rows)
            self.faults.append(Fault("person_refused", name, rows, "subject_unknown"))


_OFFENCE_FAULTS = (
    "impossible_date",
    "future_date",
    "missing_date",
    "unlisted_code",
    "unknown_person",
    "unknown_offence_code",
    "stray_spaces",
    "repeated_row",
    "conflicting_rows",
    "short_row",
)
_DEPENDENT = ("ndelius_supervision.csv", "ndelius_assessments.csv")
_FEW = 4


def _count(items: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return counts


def _no_day(crime: str, recorded: str) -> str:
    """The 31st of February of the crime's year, or of the year before where that month was still to come.

    Whoever corrects it to the 28th then makes no offence that was recorded before it was committed.
    """
    year = _day(crime).year
    return f"31/02/{year if date(year, 2, 28) <= _day(recorded) else year - 1}"


def _day(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def _pad(row: list[str]) -> None:
    row[:] = [f" {text}  " if text else "" for text in row]


def _other_flags(row: list[str], column: Callable[[str], int]) -> list[str]:
    other = list(row)
    other[column("Alcohol flag")] = "N" if row[column("Alcohol flag")] == "Y" else "Y"
    return other
