"""Pictures of trials: told in words too, the same each time, and with nobody in them."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from iom.reports.trial_pictures import backtest_picture, sensitivity_picture
from iom.reports.trial_tables import FIGURE_COLUMNS, figures_csv, settings_csv
from iom.reports.trial_words import backtest_finding, caveats, finding, most_moving, way_words
from iom.selection import read_criteria
from iom.selection.trials import (
    Backtest,
    Figure,
    Followed,
    Month,
    Outcome,
    Pool,
    Reach,
    Sensitivity,
    Standing,
    parts,
)
from iom.selection.trials.intervals import Estimate
from iom.selection.trials.yardsticks import Yardsticks

SVG = "{http://www.w3.org/2000/svg}"
DOCUMENT = read_criteria("bedfordshire")
D = date(2025, 10, 31)


def trial(*moves: tuple[int, int, int]) -> Sensitivity:
    """A trial of the age rule, as if its settings had let come and go: (set to, came, went)."""
    age = parts(DOCUMENT)[0]
    outcomes = [
        Outcome(n, age, Decimal(value), members=90 + came - went, stayed=90 - went, came=came, went=went)
        for n, (value, came, went) in enumerate(moves, 1)
    ]
    return Sensitivity(
        as_at=D,
        known_at=datetime(2026, 11, 1),
        area=None,
        reach=Reach(Decimal(20), Decimal(2), 2),
        few_per_cent=Decimal(50),
        considered=4000,
        proposed=90,
        harmful=0,
        tried=3,
        outcomes=tuple(outcomes),
        people=(Standing(77123, 3, True), Standing(88456, 1, False)),
        absent={},
    )


MOVING = trial((14, 30, 0), (18, 0, 0), (22, 0, 9))
STILL = trial((14, 0, 0), (18, 0, 0), (22, 0, 0))


def figure(way: str, outcome: str, value: float, as_at: date | None = None) -> Figure:
    share = Estimate(value, value * 0.8, value * 1.2)
    against = None if way == "list" else Estimate(0.1, 0.05, 0.15)
    return Figure(as_at, way, outcome, 1, value * 100, 100, share, 20, 100, against, against)


MONTHS = tuple(
    Month(day, Pool(3000, 100, 900, 890, 20, 500, 60, Decimal(9000), 2000, Decimal(99)))
    for day in (date(2025, 8, 31), date(2025, 9, 30), D)
)
TRIED = Backtest(
    known_at=datetime(2026, 11, 1),
    followed=Followed("proven", 6),
    severity_vintage="2020",
    yardsticks=Yardsticks("offences_12m", "trial__severity", None, (), ("ogrs3_2y", "rsr")),
    months=(*MONTHS, Month(date(2025, 11, 30), left_out="nobody has a place")),
    figures=tuple(
        figure(way, outcome, value, as_at)
        for way, value in (("list", 0.2), ("count", 0.21), ("severity", 0.1), ("random", 0.033))
        for outcome in ("offences", "severity", "people", "inside")
        for as_at in (None, *(month.as_at for month in MONTHS))
    ),
)


def sensitivity_svg(of: Sensitivity) -> bytes:
    return sensitivity_picture(of, "What it <shows> & more", "of whom", ("said below", "and below that"))


def backtest_svg() -> bytes:
    return backtest_picture(TRIED, way_words(TRIED), "What came of it", "of whom", caveats(TRIED))


@pytest.mark.parametrize(
    "drawn", [lambda: sensitivity_svg(MOVING), lambda: sensitivity_svg(STILL), backtest_svg]
)
def test_a_picture_has_a_title_and_a_description_for_those_who_do_not_see_it(drawn):
    root = ET.fromstring(drawn())
    assert (root.tag, root.get("role"), root.get("aria-labelledby")) == (
        f"{SVG}svg",
        "img",
        "title description",
    )
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (title.get("id"), description.get("id")) == ("title", "description")
    assert len(title.text) > 10
    assert "of whom" in description.text


DRAWN = {"sensitivity": lambda: sensitivity_svg(MOVING), "backtest": backtest_svg}


@pytest.mark.parametrize(
    ("seed", "zone"), [("1", "America/Los_Angeles"), pytest.param("2", "Asia/Tokyo", marks=pytest.mark.long)]
)
def test_pictures_are_the_same_to_the_byte_in_every_process_and_time_zone(seed, zone):
    here = [draw() for draw in DRAWN.values()]
    # the order of a set follows the hashes of text, which are others in every process
    assert elsewhere(PYTHONHASHSEED=seed, TZ=zone) == here


def elsewhere(**env: str) -> list[bytes]:
    """The pictures drawn in another process."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_trial_pictures as drawn;"
        r"sys.stdout.buffer.write(b'\0'.join(draw() for draw in drawn.DRAWN.values()))"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)],
        env={**os.environ, **env},
        capture_output=True,
        check=True,
    ).stdout.split(b"\0")


def words_in(svg: bytes) -> str:
    return " ".join("".join(node.itertext()) for node in ET.fromstring(svg).iter(f"{SVG}text"))


def test_the_picture_says_beside_the_furthest_setting_who_came_and_went():
    words = words_in(sensitivity_svg(MOVING))
    assert "eligibility adult: age >= 18" in words
    assert "at 14: 30 came, 0 went" in words
    assert "at 22" not in words


def test_where_nothing_moves_anybody_the_picture_says_so():
    assert "no setting moves anybody" in words_in(sensitivity_svg(STILL))


def test_nobody_can_be_told_in_a_picture_or_its_table():
    drawn = sensitivity_svg(MOVING) + settings_csv(MOVING)
    assert b"77123" not in drawn
    assert b"88456" not in drawn


def test_the_picture_of_a_backtest_names_each_way_and_its_share():
    words = words_in(backtest_svg())
    for said in (
        "the list",
        "by count alone (offences_12m)",
        "by severity alone (of the year before)",
        "20%",
        "3.3%",
    ):
        assert said in words


def test_the_finding_names_what_moves_most():
    assert finding(MOVING) == (
        "1 of 90 people with a place keep it under every setting; most moves when "
        "“eligibility adult: age >= 18” is lowered to 14"
    )
    assert most_moving(STILL) is None
    assert finding(STILL).endswith("none of them moves anybody")
    assert backtest_finding(TRIED) == (
        "Those on the list went on to account for 20% of the proven offences of the year that followed; "
        "as many people chosen at random, for 3.3%, and by count alone, for 21%"
    )


def test_what_must_be_known_before_quoting_is_said():
    said = " ".join(caveats(TRIED))
    for words in (
        "6 months more for outcomes to come",
        "Being on a list may itself change what people go on to do",
        "reflect what police record",
        "as the store knows the records now",
        "gives its places by cohort",
        "were inside at the month end",
    ):
        assert words in said


def test_the_table_of_a_backtest_has_every_figure_and_every_month_left_out():
    header, *rows = figures_csv(TRIED).decode("utf-8-sig").splitlines()
    assert header == ",".join(FIGURE_COLUMNS)
    assert len(rows) == len(TRIED.figures) + 1
    assert rows[0].startswith("all,1,list,offences,20.0,100.0,0.2,0.16,0.24")
    assert rows[-1] == "2025-11-30" + "," * (len(FIGURE_COLUMNS) - 2) + ",nobody has a place"


def test_a_number_below_nothing_stays_a_number_in_the_table():
    (row,) = (row for row in settings_csv(trial((-1, 3, 0))).decode("utf-8-sig").splitlines() if "age" in row)
    assert ",18,-1,93,90,3,0," in row
