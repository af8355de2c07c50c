"""Published severity scores, to nine significant digits, and what is said of offences without a weight."""

import csv
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iom.cli.main import main
from iom.reference.area_severity import area_severity, nine_digits, severity_of_file, weights_of
from iom.reference.counts_file import CountsFileError
from iom.reference.entries import ReferenceTableError
from iom.reference.set_in_force import shipped_set
from iom.store import data_folder

ORACLES = Path(__file__).parent.parent / "oracles"
COUNTS = ORACLES / "recorded_crime_counts.csv"
WEIGHTS = weights_of(shipped_set(), "2020")


def published():
    with (ORACLES / "published_crime_severity_scores.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def populations():
    return {(row["force"], row["financial_year"]): row["population"] for row in published()}


@pytest.fixture
def counts_with_population(tmp_path):
    """The counts as published, each line with the population of its force and year."""
    people = populations()
    target = tmp_path / "counts.csv"
    with COUNTS.open(encoding="utf-8", newline="") as source, target.open("w", newline="") as out:
        rows = csv.DictReader(source)
        writer = csv.DictWriter(out, [*rows.fieldnames, "population"])
        writer.writeheader()
        for row in rows:
            writer.writerow({**row, "population": people[row["force"], row["financial_year"]]})
    return target


def nine(text):
    return f"{Decimal(text):.8e}"


def test_published_scores_of_four_force_years_and_five_groups(counts_with_population):
    results = {(r.area, r.year): r for r in severity_of_file(counts_with_population, WEIGHTS)}
    checked = 0
    for row in published():
        result = results[row["force"], row["financial_year"]]
        line = next(line for line in result.groups if line.group == row["offence_group"])
        assert nine(line.score) == nine(row["published_css"]), row
        checked += 1
    assert checked == 20


def test_the_file_of_the_demonstration_gives_the_published_scores():
    shipped = Path(str(data_folder("fixtures"))) / "partnership" / "area_counts.csv"
    results = {(r.area, r.year): r for r in severity_of_file(shipped, WEIGHTS)}
    for row in published():
        groups = {line.group: line.score for line in results[row["force"], row["financial_year"]].groups}
        assert nine(groups[row["offence_group"]]) == nine(row["published_css"]), row


def test_the_command_prints_the_published_scores(counts_with_population, capsys):
    assert main(["severity", "area", str(counts_with_population), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["vintage"] == "2020"
    scores = {
        (area["area"], area["year"], line["group"]): line["score"]
        for area in answer["areas"]
        for line in area["groups"]
    }
    for row in published():
        key = row["force"], row["financial_year"], row["offence_group"]
        assert nine(scores[key]) == nine(row["published_css"])


def test_the_printed_table_and_the_csv_carry_nine_digits_vintage_and_coverage(
    counts_with_population, tmp_path, capsys
):
    target = tmp_path / "scores.csv"
    assert main(["severity", "area", str(counts_with_population), "--csv", str(target)]) == 0
    printed = capsys.readouterr().out
    assert "Kent 2017/18, 1,817,395 people" in printed
    assert "0.693858368" in printed
    assert "177,187 offences counted, 177,187 weighted, 0 left out." in printed
    assert "Weights: vintage 2020; ONS Crime Severity Score data tool" in printed
    with target.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    robbery = next(
        r for r in rows if (r["area"], r["financial_year"], r["ons_group"]) == ("Kent", "2017/18", "Robbery")
    )
    assert (robbery["score"], robbery["vintage"]) == ("0.693858368", "2020")


def test_sexual_offences_are_scored_and_said_to_come_out_low(counts_with_population, capsys):
    for result in severity_of_file(counts_with_population, WEIGHTS):
        line = next(line for line in result.groups if line.group == "Sexual offences")
        assert line.score > 1
        assert "1-4% below the published score" in line.caveat
        assert "holds Sexual offences" in result.total.caveat
        assert [other.group for other in result.groups if other.caveat] == ["Sexual offences"]
    main(["severity", "area", str(counts_with_population)])
    assert "* Sexual offences, and so the total: 1-4% below" in capsys.readouterr().out


@given(st.lists(st.tuples(st.sampled_from(sorted(WEIGHTS.titles)), st.integers(-5, 5000)), max_size=40))
def test_groups_add_up_to_the_total_and_every_offence_is_accounted_for(counts):
    result = area_severity("", "", counts, 100_000, WEIGHTS)
    assert sum(line.severity for line in result.groups) == result.total.severity
    assert sum(line.offences for line in result.groups) == result.total.offences == result.offences_weighted
    left_out = sum(item.offences for item in result.left_out)
    assert result.offences_weighted + left_out == result.offences_counted == sum(n for _, n in counts)
    by_hand = defaultdict(Decimal)
    for code, number in counts:
        by_hand["all"] += WEIGHTS.weight.get(code, Decimal(0)) * number
    assert nine_digits(result.total.score) == nine_digits(by_hand["all"] / 100_000)


def test_society_is_drugs_public_order_weapons_and_miscellaneous_together():
    from iom.reference import shipped_rows

    groups = {
        row["offence_group"]
        for row in shipped_rows("recorded_crime_codes")
        if WEIGHTS.group.get(row["offence_code"]) == "Other crimes against society"
    }
    assert groups == {
        "Drug offences",
        "Miscellaneous crimes",
        "Possession of weapons offences",
        "Public order offences",
    }


def test_what_has_no_weight_is_left_out_and_named(tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text("offence_code,count\n28E,10\nAF,7\n4.10,1\n999Z,2\n", encoding="utf-8")
    (result,) = severity_of_file(file, WEIGHTS, 1000)
    assert [(item.code, item.offences, item.why) for item in result.left_out] == [
        ("4.10", 1, "no weight in this vintage"),
        ("999Z", 2, "no such recorded crime code"),
        ("AF", 7, "no weight in this vintage"),
    ]
    assert (result.offences_counted, result.offences_weighted) == (20, 10)
    assert result.total.severity == 10 * WEIGHTS.weight["28E"]


def test_without_a_population_there_is_a_severity_and_no_score(tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text("offence_code,count\n28E,10\n", encoding="utf-8")
    (result,) = severity_of_file(file, WEIGHTS)
    assert result.total.severity > 0
    assert result.total.score is None


def test_codes_are_never_read_as_numbers(tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text("offence_code,count\n4.10,1\n4.1,2\n", encoding="utf-8")
    (result,) = severity_of_file(file, WEIGHTS)
    assert (result.offences_weighted, result.left_out[0].code) == (2, "4.10")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code,count\n28E,1\n", 'line 1: there is no column "offence_code"'),
        ("offence_code,count\n28E,1\n30C,\n", 'line 3, column "count"'),
        ('offence_code,count\n28E,"1,200"\n', "no comma between thousands"),
        ("offence_code,count\n28E,1_2\n", 'line 2, column "count"'),
        ("offence_code,count\n,4\n", 'line 2, column "offence_code": no code'),
        ("offence_code,count\n28E,4,5\n", "line 2: 3 values for 2 columns"),
        ("offence_code,count,count\n28E,4,5\n", "columns 2 and 3 have the same name"),
        ("Ashdown,1990-05-01\n", 'no column "offence_code" among its 2. Is the first line the header'),
        ("offence_code,count,area,force\n28E,4,a,b\n", "keep one"),
        ("offence_code,count,population\n28E,4,0\n", 'line 2, column "population": must be more than 0'),
        ("offence_code,count,population\n28E,4,100\n30C,1,101\n", 'line 3, column "population": another'),
        ("offence_code,count\n", "no line of counts"),
        ('offence_code,count\n"28E,4\n', "not CSV"),
    ],
)
def test_a_wrong_file_is_refused_with_file_line_and_column(tmp_path, text, says):
    file = tmp_path / "counts.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CountsFileError) as refused:
        severity_of_file(file, WEIGHTS)
    assert "counts.csv" in str(refused.value)
    assert "Ashdown" not in str(refused.value)
    assert says in str(refused.value)


def test_one_population_for_several_areas_is_refused(tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text("area,offence_code,count\nA,28E,1\nB,28E,1\n", encoding="utf-8")
    with pytest.raises(CountsFileError, match="2 areas and years"):
        severity_of_file(file, WEIGHTS, 1000)


def test_a_vintage_that_is_not_there_is_refused_naming_those_that_are():
    with pytest.raises(ReferenceTableError, match=r'vintage "2022"\. There are: 2020'):
        weights_of(shipped_set(), "2022")


def test_a_missing_file_is_a_users_mistake(tmp_path, capsys):
    assert main(["severity", "area", str(tmp_path / "none.csv")]) == 3
    assert "cannot be read" in capsys.readouterr().err


def test_a_file_from_excel_in_the_local_code_page_is_read(tmp_path):
    file = tmp_path / "counts.csv"
    file.write_bytes("area,offence_code,count\nYnys Môn,28E,1\n".encode("cp1252"))
    assert severity_of_file(file, WEIGHTS)[0].area == "Ynys Môn"
