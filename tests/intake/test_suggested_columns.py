"""Awkward columns of a new export: what a draft makes of them, so that it imports once it is filled in."""

import json
import tomllib
from pathlib import Path

from iom.intake import draft, import_file, load_mapping, parse_mapping, sample, suggest
from iom.settings import settings

from .conftest import PEOPLE, PEOPLE_HEADER, SOMEONE, Bench, broken
from .test_suggest import filled_in


def written(path: Path, header: str, *rows: str) -> Path:
    """A file of these rows."""
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def drafted(path: Path) -> str:
    """The draft of a file."""
    return draft(suggest(sample(path, settings()))).text


def test_a_status_column_of_known_words_alone_is_drafted_as_a_column(bench: Bench):
    rows = [f"N{n % 3},Ashdown,1{n % 3}/11/1990,C{n},13/02/2025,028/03,Suspect,14/02/2025" for n in range(9)]
    header = "Nominal ref,Surname,DOB,Crime No,Offence Date,HO Code,Status,Status Date"
    path = written(bench.folder / "crimes.csv", header, *rows)
    text = filled_in(drafted(path))
    (status,) = tomllib.loads(text)["record"][1]["status"]
    assert status["status"] == {"column": "Status"}
    report = import_file(bench.store, path, parse_mapping("m.toml", text), now=bench.now)
    assert (report.rows_total, report.rows_quarantined) == (9, 0)
    assert bench.ask("select distinct status from offence_status_event") == [("suspect",)]


def test_a_date_with_the_whole_name_of_its_month_is_read(bench: Bench):
    body = PEOPLE.replace('["uk", "month"]', '["spelt", "brief"]')
    document = bench.document(body)
    document.write_text(
        document.read_text(encoding="utf-8").replace(
            "[dates]", '[dates]\nspelt = "d Month yyyy"\nbrief = "dd Mon yyyy"'
        )
    )
    days = ("3 March 2025", "03 mar 2025", "3 MAY 2025", "31 February 2025", "3 Mars 2025", "3 Sept 2025")
    path = bench.file(PEOPLE_HEADER, *(f"{n},Ashdown,{day},,,,01/02/2026" for n, day in enumerate(days)))
    report = import_file(bench.store, path, load_mapping(document), now=bench.now)
    assert broken(report) == [("date_format", "birth_date", (5, 6, 7))]
    assert [str(day) for (day,) in bench.ask("select birth_date from subject_version order by 1")] == [
        "2025-03-03",
        "2025-03-03",
        "2025-05-03",
    ]


def test_words_for_a_date_that_nobody_knows_are_offered_as_missing_where_they_stand(bench: Bench):
    days = ("13/02/1990", "Unknown", "n/k", "not known", "03/04/1991", "UNKNOWN")
    rows = [f"N{n},Ashdown,{day},Unknown" for n, day in enumerate(days)]
    path = written(bench.folder / "people.csv", "Nominal ref,Surname,DOB,Gender", *rows)
    text = drafted(path)
    document = tomllib.loads(text)
    missing = document["record"][0]["fields"]["birth_date"]["missing"]
    assert missing == ["UNKNOWN", "Unknown", "n/k", "not known"]
    assert "missing" not in document["file"]
    assert "100% dates as dd/mm/yyyy (1 can only be day first, 0 only month first); 4 more say that" in text
    report = import_file(bench.store, path, parse_mapping("m.toml", filled_in(text)), now=bench.now)
    assert (report.rows_loaded, report.rows_quarantined) == (6, 0)


def test_a_value_that_is_no_date_may_be_listed_as_missing(bench: Bench):
    (rule,) = bench.people(SOMEONE.replace("04/07/1991", "Unknown")).rules
    assert rule.remedy.endswith("or list the value as missing, in the mapping document.")


def test_a_file_with_dates_of_several_kinds_offers_all_of_them_to_every_column_of_dates(tmp_path: Path):
    days = ("13/02/2024", "14.02.24", "15 Feb 2024", "16 February 2024", "17/02/2024", "18/02/2024")
    rows = [f"N{n},Ashdown,2{n}/11/1990,Ashfield,{day}" for n, day in enumerate(days)]
    path = written(tmp_path / "homes.csv", "Client No,Surname,DOB,Ward,Moved in", *rows)
    document = tomllib.loads(drafted(path))
    people, homes = (record["fields"] for record in document["record"])

    def formats(source: dict) -> set[str]:
        return {document["dates"][name] for name in source["format"]}

    every = {"dd/mm/yyyy", "dd.mm.yy", "dd Mon yyyy", "dd Month yyyy"}
    assert formats(people["birth_date"]) == formats(homes["from_date"]) == every
    assert people["birth_date"]["format"][0] == "uk"


def test_no_column_is_offered_a_format_that_turns_its_day_and_month_about(tmp_path: Path):
    rows = [f"N{n},Ashdown,1{n + 3}/11/1990,Ashfield,11/1{n + 3}/24 10:00" for n in range(6)]
    path = written(tmp_path / "homes.csv", "Client No,Surname,DOB,Ward,Moved in", *rows)
    document = tomllib.loads(drafted(path))
    people, homes = (record["fields"] for record in document["record"])
    assert document["dates"][people["birth_date"]["format"]] == "dd/mm/yyyy"
    assert document["dates"][homes["from_date"]["format"]] == "mm/dd/yy HH:MM"


ORDERS = "CRN,Order Type,Start Date,OGRS3 1yr,OGRS3 2yr,OGRS Date"


def test_scores_beside_the_orders_of_a_file_are_drafted_with_their_own_date(bench: Bench):
    rows = [f"Z9000{n:02},PSS,13/0{n}/2025,4{n}%,6{n} %,{f'14/0{n}/2025' * (n < 5)}" for n in range(1, 9)]
    path = written(bench.folder / "orders.csv", ORDERS, *rows)
    text = filled_in(drafted(path), "delius")
    orders, one, two = tomllib.loads(text)["record"]
    assert orders["type"] == "supervision"
    assert orders["fields"]["from_date"]["column"] == "Start Date"
    for record, tool, column in ((one, "ogrs3_1y", "OGRS3 1yr"), (two, "ogrs3_2y", "OGRS3 2yr")):
        assert (record["type"], record["when"]) == ("held_score", "OGRS Date")
        assert record["fields"]["tool"] == {"value": tool}
        assert record["fields"]["score"] == column
        assert record["fields"]["on_date"] == {"column": "OGRS Date", "format": "uk"}
    text += '\n[[record]]\ntype = "subject"\nsubject = "CRN"\n'
    report = import_file(bench.store, path, parse_mapping("m.toml", text), now=bench.now)
    assert (report.rows_total, report.rows_quarantined) == (8, 0)
    assert bench.ask("select tool, count(*), min(score) from held_score_version group by 1 order by 1") == [
        ("ogrs3_1y", 4, 41),
        ("ogrs3_2y", 4, 61),
    ]


def test_the_date_of_one_tool_is_not_given_to_the_score_of_another(tmp_path: Path):
    rows = [f"Z9000{n:02},PSS,13/0{n}/2025,4{n},6{n},14/0{n}/2025,1.{n}" for n in range(1, 9)]
    text = drafted(written(tmp_path / "orders.csv", f"{ORDERS},RSR", *rows))
    *_, rsr = tomllib.loads(text)["record"]
    assert rsr["fields"]["tool"] == {"value": "rsr"}
    assert rsr["fields"]["on_date"].startswith("TODO")
    text = drafted(
        written(tmp_path / "orders.csv", f"{ORDERS},RSR,RSR Date", *(f"{r},01/02/2025" for r in rows))
    )
    *_, rsr = tomllib.loads(text)["record"]
    assert rsr["fields"]["on_date"]["column"] == "RSR Date"


SCORES = """
[[record]]
type = "subject"
subject = "id"
[[record]]
type = "held_score"
subject = "id"
[record.fields]
tool = { value = "ogrs3_2y" }
score = "score"
on_date = { column = "on", format = "uk" }
"""


def test_a_score_may_end_in_one_sign_of_per_cent(bench: Bench):
    given = ("45%", "46 %", " 47.5% ", "48", "%", "49%%", "50 % 1", "5%0", "51  %")
    rows = [f"{n},{score},01/01/2024" for n, score in enumerate(given)]
    report = bench.load(SCORES, bench.file("id,score,on", *rows))
    assert broken(report) == [("number_format", "score", (6, 7, 8))]
    assert "45%" not in str(report)
    held = bench.ask("select cast(score as double) from held_score_version order by 1")
    assert held == [(45.0,), (46.0,), (47.5,), (48.0,)]


def test_a_score_with_its_sign_is_the_score_without(bench: Bench):
    bench.load(SCORES, bench.file("id,score,on", "1,45%,01/01/2024"))
    report = bench.load(SCORES, bench.file("id,score,on", "1,45,01/01/2024", name="again.csv"))
    assert (report.rows_updated, report.rows_unchanged) == (0, 1)


def test_columns_whose_name_stands_twice_are_said_on_the_screen(cli, tmp_path: Path):
    header = "Nominal ref,Surname,Disposal,Disposal,DOB,Notes,Notes"
    path = written(tmp_path / "people.csv", header, "1,Ashdown,a,b,13/02/1990,c,d")
    answer = cli("mapping", "suggest", path, "--out", tmp_path / "draft.toml")
    assert 'Left out, since several columns are called so: "Disposal", "Notes".' in answer.out
    assert json.loads(cli("mapping", "suggest", path, "--json").out)["repeated"] == ["Disposal", "Notes"]
    path = written(path, "Nominal ref,Surname,DOB", "1,Ashdown,13/02/1990")
    assert "Left out" not in cli("mapping", "suggest", path, "--out", tmp_path / "second.toml").out
