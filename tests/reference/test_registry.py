"""The registry tells of every table that ships, and every table is what the registry says."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from iom import codes
from iom.reference import ReferenceTableError, entry, registry, shipped_rows
from iom.reference.entries import parse, shipped_files, shipped_text

# So that a slip of a hand in a weight is seen.
WEIGHTS_OF_2020 = Decimal("93663.056350")
TABLES = list(registry().entries.values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_an_entry_is_complete_and_its_file_has_its_columns(table):
    for fact in ("id", "title", "row", "unit", "vintage", "source", "licence", "standing"):
        assert getattr(table, fact).strip(), fact
    assert all(says.strip() for says in table.columns.values())
    rows = shipped_rows(table.id)
    assert rows
    assert list(rows[0]) == list(table.columns)
    assert len({tuple(row.values()) for row in rows}) == len(rows), "the same row twice"


def test_every_data_file_is_registered_and_every_entry_has_a_file():
    assert TABLES
    assert {file.name for file in shipped_files().iterdir()} == {table.file for table in TABLES}


def test_codes_stay_text():
    found = {row["offence_code"] for row in shipped_rows("recorded_crime_codes")}
    assert {"4.1", "4.10", "104", "10A", "1"} <= found


def test_every_code_that_a_table_points_to_exists():
    known = {row["offence_code"] for row in shipped_rows("recorded_crime_codes")}
    listed = {row["offence_code"] for row in shipped_rows("ons_css_weights")}
    css_codes = {row["css_code"] for row in shipped_rows("recorded_crime_codes")} - {""}
    assert css_codes
    assert css_codes <= listed
    for table in ("ho_class_to_recorded_crime_code", "class_decisions", "offence_classes"):
        named = {row["recorded_crime_code"] for row in shipped_rows(table)} - {""}
        assert named, table
        assert named <= known, table
    decisions = shipped_rows("class_decisions")
    candidates = shipped_rows("ho_class_to_recorded_crime_code")
    assert decisions
    for row in decisions:
        of_class = {r["recorded_crime_code"] for r in candidates if r["ho_class"] == row["ho_class"]}
        assert {row["recorded_crime_code"], row["instead_of"]} <= of_class


def test_keys_of_the_tables_that_resolution_reads_are_single():
    for table, key in [
        ("recorded_crime_codes", ("offence_code",)),
        ("ho_class_to_recorded_crime_code", ("ho_class", "recorded_crime_code")),
        ("class_decisions", ("ho_class",)),
        ("offence_classes", ("offence_class", "recorded_crime_code")),
        ("cjs_offence_codes", ("code",)),
        ("ho_offence_categories", ("ho_code",)),
        ("ons_css_weights", ("vintage", "offence_code")),
    ]:
        rows = shipped_rows(table)
        assert rows, table
        assert len({tuple(row[name] for name in key) for row in rows}) == len(rows), table


def test_a_class_that_is_not_a_recorded_crime_names_no_code():
    classes = shipped_rows("ho_class_to_recorded_crime_code")
    assert {row["notifiable"] for row in classes} == {"true", "false"}
    for row in classes:
        assert (row["notifiable"] == "false") == (row["recorded_crime_code"] == "")
        assert codes.home_office_class(row["ho_class"]) == row["ho_class"]


def test_unverified_pathways_do_not_ship():
    assert {row["status"] for row in shipped_rows("pathways")} == {"verified"}


def test_the_sum_of_the_weights_is_that_of_the_edition():
    weights = [Decimal(row["weight"]) for row in shipped_rows("ons_css_weights") if row["vintage"] == "2020"]
    assert len(weights) == 128
    assert all(weight > 0 for weight in weights)
    assert round(sum(weights), 6) == WEIGHTS_OF_2020


def test_shipped_text_has_no_carriage_returns_and_no_machine_paths():
    assert TABLES
    for table in TABLES:
        text = shipped_text(table.id)
        assert text, table.id
        assert "\r" not in text
        assert not re.search(r"(^|[ ,\"])/(home|root|work|tmp)/", text), table.id


def test_an_unknown_table_gets_the_nearest_names():
    with pytest.raises(ReferenceTableError, match="Did you mean ons_css_weights"):
        entry("ons_weights")


def test_a_text_with_other_columns_or_a_ragged_line_is_refused():
    table = entry("class_decisions")
    with pytest.raises(ReferenceTableError, match="line 1"):
        parse(table, "ho_class,code\n005/01,5D\n")
    with pytest.raises(ReferenceTableError, match="line 3: 2 values for 4 columns"):
        parse(table, "ho_class,recorded_crime_code,instead_of,reason\n005/01,5D,8S,why\n005/02,5D\n")


def test_the_manual_lists_what_ships():
    manual = (Path(__file__).parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")
    listed = [line for line in manual.splitlines() if line.startswith("| ")][1:]
    assert listed == [f"| {table.id} | {table.row} | {table.vintage} | {table.licence} |" for table in TABLES]
