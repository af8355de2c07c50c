"""The same rows as CSV, as a workbook and as Parquet tell the store the same."""

import csv
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from iom.intake import import_file, parse_mapping

from .conftest import Bench
from .workbooks import Book

FIXTURES = Path(__file__).parents[2] / "fixtures"
TABLES = {
    "people": (
        "select source_key, birth_date, birth_precision, sex, ethnicity_self, registered_sex_offender "
        "from subject_version join subject using (subject_id) where subject.system = '{system}' order by all",
        "select source_key, kind, value from subject_identifier_version join subject using (subject_id) "
        "where subject.system = '{system}' order by all",
        "select source_key, area, district, from_date from home_area_version join subject using (subject_id) "
        "where subject.system = '{system}' order by all",
    ),
}


def rows_of(name: str) -> list[list[str]]:
    with (FIXTURES / "examples" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def as_date(text: str):
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        return text


@pytest.mark.parametrize("kind", ["workbook", "workbook with dates", "parquet", "parquet with dates"])
def test_people_are_the_same_whatever_they_came_in(bench: Bench, kind):
    header, *rows = rows_of("people")
    document = (FIXTURES / "mappings" / "example" / "people.toml").read_text(encoding="utf-8")
    document = document.replace('encoding = "auto"', "")
    own = FIXTURES / "examples" / "people.csv"
    systems = {"csv": (document, own)}
    if kind.endswith("dates"):
        rows = [[as_date(value) for value in row] for row in rows]
    if kind.startswith("workbook"):
        made = Book(bench.folder / "people.xlsx")
        made.sheet("A", tuple(header), *map(tuple, rows))
        systems["other"] = (document.replace("[file]", '[file]\nsheet = "A"'), made.done())
    else:
        path = bench.folder / "people.parquet"
        columns = [[value if value != "" else None for value in column] for column in zip(*rows, strict=True)]
        pq.write_table(pa.table([pa.array(column) for column in columns], names=header), path)
        systems["other"] = (document.replace("[file]", '[file]\nformat = "parquet"'), path)
    answers = []
    for system, (text, path) in systems.items():
        mapping = parse_mapping("m.toml", text.replace('system = "example"', f'system = "{system}"'))
        report = import_file(bench.store, path, mapping, now=bench.now)
        held = [bench.ask(query.format(system=system)) for query in TABLES["people"]]
        answers.append((report.rows_loaded, report.rows_quarantined, held))
    assert answers[0] == answers[1]
    assert answers[0][0] == len(rows)
