"""iom risk calibration and iom risk recalibrate: what is printed, written, refused and left unchanged."""

import csv
import io
import json
import xml.etree.ElementTree as ET

from iom.settings import settings
from iom.store import derived, open_store


def test_it_says_how_the_scores_agree_and_what_to_know_before_quoting_them(cli, filled):
    answer = cli("risk", "calibration", "--as-at", "2022-06-30", "--store", filled)
    assert answer.code == 0, answer.err
    said = " ".join(answer.out.split())
    assert "As at 30 June 2022, with all that the store had been told by 1 June 2025." in said
    assert "OGRS3, 2 years, complete histories: " in said
    assert "within 24 months, 43.3% (37.8-49.0) were." in said
    assert (
        "OGRS3, 2 years, local histories: of 60 people fewer than 50 offended, too few for any number."
        in said
    )
    assert "no better than a coin" in said
    assert "groups by sex, age and ethnicity are compared" in said
    assert "reflect what police record" in said


def test_days_that_are_missing_end_it_with_what_would_do(cli, filled):
    answer = cli("risk", "calibration", "--as-at", "2022-07-01", "--store", filled)
    assert (answer.code, answer.out) == (3, "")
    assert "from 31 December 2024 to 1 January 2025" in answer.err
    assert "The last date that can be asked for is 30 June 2022" in answer.err
    assert "See: iom coverage" in answer.err


def test_other_months_are_wrong_usage(cli, filled):
    assert cli("risk", "calibration", "--as-at", "2022-06-30", "--months", 18, "--store", filled).code == 2


def test_the_files_hold_the_report_every_number_and_a_picture_a_score(cli, filled, tmp_path):
    out = tmp_path / "out"
    arguments = ("risk", "calibration", "--as-at", "2022-06-30", "--store", filled, "--out", out)
    assert cli(*arguments).code == 0
    pictures = {f"calibration-{score}-complete.svg" for score in ("ogrs3_2y", "arp", "vrp")}
    written = {file.name for file in out.iterdir()}
    # nobody was violent: there is nothing to draw
    assert written == {"calibration.md", "calibration.csv", *pictures} - {"calibration-vrp-complete.svg"}
    rows = list(csv.DictReader(io.StringIO((out / "calibration.csv").read_text("utf-8-sig"))))
    whole = [row for row in rows if row["kind"] == "all"]
    assert [(row["score"], row["history"], row["events"]) for row in whole] == [
        ("ogrs3_2y", "complete", "130"),
        ("ogrs3_2y", "local", ""),
        ("arp", "complete", "130"),
        ("arp", "local", ""),
        ("vrp", "complete", ""),
        ("vrp", "local", ""),
    ]
    assert all(int(row["events"]) >= 50 for row in rows if row["events"])
    assert all(
        not row[name] for row in rows if not row["events"] for name in ("observed", "predicted", "auc")
    )
    report = (out / "calibration.md").read_text("utf-8")
    assert "![Observed against predicted](calibration-arp-complete.svg)" in report
    assert "| fewer than 50 |" in report
    picture = ET.fromstring((out / "calibration-arp-complete.svg").read_bytes())
    told = {element.tag.rpartition("}")[2]: element.text or "" for element in picture if element.text}
    assert told["title"].startswith("ARP (static), complete histories")
    assert "predicted" in told["desc"] and "95% interval" in told["desc"]
    again = cli(*arguments)
    assert again.code == 3 and "exists already" in again.err


def test_nothing_is_written_into_the_folder_of_a_store(cli, filled):
    answer = cli("risk", "calibration", "--as-at", "2022-06-30", "--store", filled, "--out", filled / "out")
    assert answer.code == 3
    assert not (filled / "out").exists()


def test_as_json_it_is_the_same_numbers(cli, filled):
    made = json.loads(cli("risk", "calibration", "--as-at", "2022-06-30", "--store", filled, "--json").out)
    whole = made["figures"][0]
    assert (whole["score"], whole["people"], whole["events"]) == ("ogrs3_2y", 300, 130)
    assert round(whole["observed"], 4) == 0.4333
    local = made["scores"][0]["histories"][1]
    assert local["too_few_events"] and local["days_inside"] is None


def test_a_proposal_is_shown_and_nothing_is_changed(cli, filled, now, actor):
    def scores():
        from iom.risk import score

        with open_store(filled, settings(), actor, now=now) as store, store.cursor() as cursor:
            derived.as_known(cursor)
            from datetime import date

            score(cursor, date(2022, 6, 30))
            return cursor.execute("select * from risk_score order by person_id").fetchall()

    before = scores()
    answer = cli("risk", "recalibrate", "--as-at", "2022-06-30", "--store", filled)
    assert answer.code == 0, answer.err
    said = " ".join(answer.out.split())
    assert "Nothing was changed" in said
    assert "people would change their band" in said
    assert "then very high" in said
    assert "ARP (static), local histories: no proposal. Of 60 people fewer than 50 offended" in said
    assert scores() == before
    made = json.loads(cli("risk", "recalibrate", "--as-at", "2022-06-30", "--store", filled, "--json").out)
    assert made["changed"] is False
    assert sum(move["people"] for move in made["proposals"][0]["moves"]) == 300


def test_recalibration_too_says_which_days_are_missing(cli, filled):
    answer = cli("risk", "recalibrate", "--as-at", "2022-07-01", "--store", filled)
    assert answer.code == 3
    assert "The last date that can be asked for is 30 June 2022" in answer.err
