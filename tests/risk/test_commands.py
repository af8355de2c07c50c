"""iom risk, as typed."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from iom.cli.run_view import FIRST_GAP
from iom.selection.words import CLOSING
from iom.settings import settings
from iom.store import open_store

from .conftest import RiskSpec

GOLDEN = Path(__file__).parent / "golden"
DAY = ("--as-at", "2026-10-31")


def tell(store):
    """1 robs, 2 is inside, 3 has no sanction, 4 cannot be scored, 5 is a girl."""
    spec = RiskSpec(store)
    spec.all_covered(history="local")
    for person in (1, 2, 3):
        spec.man(person)
    spec.man(4, sex="other", death_date=date(2026, 1, 1))
    spec.man(5, sex="female", birth_date=date(2011, 6, 1))
    spec.sanctioned(
        """
        person | on_date    | code_given | kind
        1      | 2008-06-01 | 028/03     | caution
        1      | 2016-04-20 | 034/01     | conviction
        1      | 2026-01-10 | 034/01     | conviction
        2      | 2026-02-10 | 028/03     | conviction
        4      | 2025-02-10 | 999/98     | conviction
        5      | 2026-05-10 | 028/03     | caution
        """
    )
    spec.given(
        "absence",
        """
        person | kind     | from_date  | to_date    | planned_release
        1      | sentence | 2026-01-10 | 2026-05-31 | -
        2      | sentence | 2026-02-10 | -          | 2026-12-15
        """,
    )
    spec.given(
        "held_score",
        """
        person | tool     | score | band | on_date
        1      | ogrs3_2y | 82    | high | 2025-11-03
        1      | arp      | 20    | -    | 2026-06-30
        """,
    )
    spec.given(
        "home_area",
        """
        person | area   | district | from_date  | to_date
        1      | Dallow | Luton    | -          | -
        2      | Castle | Bedford  | -          | 2026-03-01
        2      | Dallow | Luton    | 2026-03-01 | -
        3      | Sandy  | Bedford  | -          | -
        """,
    )
    spec.settle()
    spec.imported()


@pytest.fixture
def folder(told_template, own_copy):
    """A closed store in which they are."""
    return own_copy(told_template(tell))


@pytest.fixture
def risk(cli, folder):
    """Run an iom risk command on that store."""

    def run(*arguments):
        return cli("risk", *arguments, "--store", folder)

    return run


@pytest.mark.parametrize("person", [1, 2, 3, 4, 5])
def test_the_screen_of_each_kind_of_person(risk, person):
    answer = risk("show", person, *DAY)
    assert (answer.code, answer.err) == (0, "")
    golden = GOLDEN / f"person_{person}.txt"
    assert answer.out == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("person", [1, 2, 5])
def test_the_rows_of_each_sum_add_up_to_the_sum_as_printed(risk, person):
    sums = 0
    rows: list[Decimal] = []
    for line in risk("show", person, *DAY).out.splitlines():
        if line.startswith("term "):
            rows = []
        elif line.startswith("sum (z)"):
            assert sum(rows) == Decimal(line.split()[-1])
            sums += 1
        elif line.split()[-1:] and line.split()[-1].count(".") == 1 and line.split()[-1][-10:-9] == ".":
            rows.append(Decimal(line.split()[-1]))
    assert sums == 3


def test_the_same_in_json(risk):
    page = json.loads(risk("show", 1, *DAY, "--json").out)
    assert (page["person_id"], page["as_at"], page["worked"]["history"]) == (1, "2026-10-31", "local")
    scores = {score["name"]: score for score in page["worked"]["scores"]}
    assert list(scores) == ["ogrs3_1y", "ogrs3_2y", "arp", "vrp"]
    for score in scores.values():
        assert sum(term["added"] for term in score["terms"]) == pytest.approx(score["z"], abs=1e-7)
    assert [one["tool"] for one in page["held"]] == ["arp", "ogrs3_2y"]
    assert page["ahead"][0]["month_end"] == "2026-11-30"
    assert page["says"][1].startswith("OGRS3 says that of 100 people with this history about")


def test_a_person_without_a_sanction_is_said_to_have_none(risk):
    page = json.loads(risk("show", 3, *DAY, "--json").out)
    assert (page["worked"], page["ahead"]) == (None, [])
    assert page["says"][0].startswith("No caution or conviction by this date counts")


def test_a_person_that_there_is_not_is_refused_as_by_the_person_page(cli, risk, folder):
    answer = risk("show", 99, *DAY)
    assert answer.code == 3
    assert answer.err == cli("person", 99, "--store", folder).err


@pytest.mark.parametrize("typed", [("Vexley",), ("1", "Vexley"), ("1", "--Vexley")])
def test_what_is_typed_in_the_place_of_a_number_is_not_repeated(risk, typed):
    answer = risk("show", *typed, *DAY)
    assert answer.code == 2
    assert "Vexley" not in answer.out + answer.err
    assert "number" in answer.err


def test_a_look_is_logged_with_no_value(risk, folder, now, actor):
    risk("show", 1, *DAY)
    risk("export", *DAY)
    with open_store(folder, settings(), actor, now=now) as store, store.cursor() as cursor:
        lines = cursor.execute(
            "select action, detail, people_count from audit_log where action like 'risk.%' order by seq"
        ).fetchall()
    assert [(line[0], line[2]) for line in lines] == [("risk.show", 1), ("risk.export", 4)]
    assert json.loads(lines[0][1])["as_at"] == "2026-10-31"
    assert json.loads(lines[0][1])["fields"] == ["risk", "sanction", "absence", "attributes", "held_score"]


def test_the_scores_of_everyone_end_by_saying_what_they_reflect(risk):
    assert risk("export", *DAY).out.endswith(f"\n{CLOSING}\n")


def test_everyone_sanctioned_is_exported_with_what_is_missing(risk, tmp_path):
    out = tmp_path / "risk.csv"
    answer = risk("export", *DAY, "--out", out)
    assert answer.out == f"4 people written to {out}.\n{CLOSING}\n"
    frame = pl.read_csv(out)
    assert frame["person_id"].to_list() == [1, 2, 4, 5]
    assert frame["vrp_missing"].to_list() == [None, None, "dead sex offence violence", None]
    assert frame["ogrs3_missing"].to_list() == [None, None, "dead sex offence", None]
    assert frame["is_provisional"].to_list() == [True] * 4
    assert frame["ogrs3_version"].to_list() == ["OGRS3 (2009)"] * 4
    shown = json.loads(risk("show", 1, *DAY, "--json").out)["worked"]["scores"]
    for score in shown:
        assert frame[score["name"]][0] == pytest.approx(float(score["percent"]), abs=1e-9)


def test_an_area_is_a_district_or_an_area_as_at_the_date(risk):
    for area, people in (("Luton", [1, 2]), ("Dallow", [1, 2]), ("Bedford", []), ("Sandy", [])):
        answer = risk("export", *DAY, "--area", area, "--json")
        assert [row["person_id"] for row in json.loads(answer.out)] == people
    refused = risk("export", *DAY, "--area", "Lutton")
    assert refused.code == 3
    assert "Nobody is known to live" in refused.err
    assert "Did you mean Luton?" in refused.err


def test_terms_are_written_beside_for_those_asked_for(risk, tmp_path):
    answer = risk("export", *DAY, "--out", tmp_path / "r.parquet", "--terms", "1, 5")
    assert answer.code == 0
    terms = pl.read_parquet(tmp_path / "r-terms.parquet")
    scores = pl.read_parquet(tmp_path / "r.parquet")
    assert terms["person_id"].unique().sort().to_list() == [1, 5]
    for (person, name), group in terms.group_by("person_id", "score"):
        percent = scores.filter(pl.col("person_id") == person)[name][0]
        z = group["added"].sum()
        assert float(percent) == pytest.approx(100 / (1 + 2.718281828459045**-z), abs=1e-8)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--terms", "1"), "--out"),
        (("--terms", "3", "--out", "r.csv"), "No terms can be given of person 3"),
        (("--out", "r.xlsx"), "Name it r.csv"),
        (("--out", "r.txt"), "written as .csv or .parquet"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is(risk, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    answer = risk("export", *DAY, *arguments)
    assert answer.code == 3
    assert said in answer.err
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("r")] == []


def tell_of_no_source(store):
    """1 robs, and no source says which days it covers."""
    spec = RiskSpec(store)
    spec.man(1)
    spec.sanctioned(
        """
        person | on_date    | code_given | kind
        1      | 2026-01-10 | 034/01     | conviction
        """
    )
    spec.settle()
    spec.imported()


def test_where_nothing_is_covered_the_export_says_so_once(cli, told_template, own_copy):
    folder = own_copy(told_template(tell_of_no_source))
    answer = cli("risk", "export", *DAY, "--store", folder)
    assert answer.err.count("Every score is absent for everyone: no source covers sanctions") == 1
    assert "not_covered" in answer.out


def test_a_day_far_ahead_is_refused_as_a_selection_is(risk):
    for command in (("show", 1), ("export",)):
        answer = risk(*command, "--as-at", "2099-01-01")
        assert answer.code == 3
        assert "more than 31 days after today" in answer.err


def test_where_a_score_lacks_one_source_it_is_said_that_others_may_be_missing(cli, told_template, own_copy):
    folder = own_copy(told_template(tell_of_no_source))
    assert FIRST_GAP in cli("risk", "show", 1, *DAY, "--store", folder).out


def test_where_scores_lack_nothing_no_gap_is_spoken_of(risk):
    assert FIRST_GAP not in risk("show", 1, *DAY).out
