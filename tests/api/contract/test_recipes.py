"""What the pages of recipes say to do is done, command by command, against a service on this machine."""

import csv
import io
import os
import re
import subprocess
from collections import Counter
from pathlib import Path

import httpx2
import polars
import pytest

from tests.api.contract.served import Served

DOCS = Path(__file__).parents[3] / "docs"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [found[2] for found in BLOCK.finditer(text) if found[1] == language]


@pytest.fixture(scope="module")
def recipes(service: Served, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder in which the recipes were followed, and what each block of commands printed."""
    place = tmp_path_factory.mktemp("recipes")
    (place / "iom-demo").symlink_to(service.folder)
    mark = "--- 8< ---"
    # a page of two, so that there is more than one
    commands = [block.replace("limit=100", "limit=2") for block in blocks("recipes.md", "sh")]
    script = f"\necho '{mark}'\n".join(commands)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=place,
        env={"PATH": os.environ["PATH"], "IOM": service.url, "TOKEN": "all-roles"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return place, done.stdout.split(mark)


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def printed(recipes: tuple[Path, list[str]], command: str) -> str:
    """What the block that holds a command printed."""
    number = next(n for n, block in enumerate(blocks("recipes.md", "sh")) if command in block)
    return recipes[1][number]


def test_the_recipes_say_who_you_are_and_find_a_person(recipes: tuple[Path, list[str]]) -> None:
    assert '"all-roles@example.org"' in printed(recipes, "/v1/me")
    assert '"person_id":5' in printed(recipes, "/v1/people/searches")
    assert len(table(recipes[0] / "offences.csv")) > 0


def test_a_file_is_imported_and_its_refused_rows_are_sent_back(recipes: tuple[Path, list[str]]) -> None:
    report, corrections = printed(recipes, "import of november"), printed(recipes, "corrections of november")

    assert report.count('"state":"done"') == 2 and '"rows_quarantined":' in report
    assert '"state":"done"' in corrections
    assert {"iom_quarantine_id", "iom_remedy"} <= table(recipes[0] / "refused.csv")[0].keys()


def test_the_lists_of_a_run_come_whole_in_pages_of_csv(recipes: tuple[Path, list[str]]) -> None:
    proposals = table(recipes[0] / "proposals.csv")
    people = [row["person"] for row in proposals]

    assert len(people) == len(set(people)) > 2
    assert all(row["reasons"] for row in proposals if row["list"] == "proposed")


def test_the_flat_reasons_make_the_chart_that_the_page_describes(recipes: tuple[Path, list[str]]) -> None:
    rows = [row for row in table(recipes[0] / "reasons.csv") if row["kind"] == "points"]
    bars = Counter((row["district"], row["reason"]) for row in rows)
    people = {(row["district"], row["reason"], row["person"]) for row in rows}
    points: Counter[str] = Counter()
    for row in rows:
        points[row["person"]] += int(row["points"])

    assert sum(bars.values()) == len(people) and len({district for district, _ in bars}) > 1
    # the points of the reasons add up to those of the person
    assert points == {row["person"]: int(row["total_points"]) for row in rows}


def test_why_risk_and_the_log_are_answered(recipes: tuple[Path, list[str]]) -> None:
    assert '"lacks":' in printed(recipes, "/near-misses")
    everyone, luton = polars.read_parquet(recipes[0] / "risk.parquet"), table(recipes[0] / "risk.csv")
    assert len(everyone) > len(luton) > 0 and set(luton[0]) == set(everyone.columns)
    assert "person.show" in printed(recipes, "/v1/audit?person=5")
    assert '"good":true' in printed(recipes, "/v1/audit/verifications")


def test_the_client_of_the_page_does_the_same(
    service: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("recipes.md", "python")

    exec(compile(code, "recipes.md", "exec"), {"URL": service.url, "TOKEN": "analyst"})

    assert "adopt" in capsys.readouterr().out
    assert (tmp_path / "reasons.csv").stat().st_size and (tmp_path / "risk.parquet").stat().st_size


def test_every_table_of_the_power_queries_is_there_with_the_columns_that_they_name(service: Served) -> None:
    query, others = blocks("spreadsheets.md", "m")
    words = dict(re.findall(r'^    (\w+) = "([^"]*)",$', query, re.MULTILINE)) | {"Token": "analyst"}
    (headers,) = re.findall(r"Headers = \[(.*)\]$", query, re.MULTILINE)
    sent = {
        name.strip('#"'): _text(value, words)
        for name, value in re.findall(r'(#?"?[\w-]+"?) = ((?:"[^"]*"|\w+)(?: & \w+)*)', headers)
    }
    assert sent == {"Authorization": "Bearer analyst", "Accept": "text/csv", "IOM-Purpose": "selection"}
    tables = {}
    with httpx2.Client(base_url=service.url, headers=sent) as client:
        for name, path, asked in re.findall(
            r"^    (\w+) = Ask\((.*?), \[(.*)\]\),$", query + others, re.MULTILINE
        ):
            parameters = {
                key: _text(value, words) for key, value in re.findall(r"(\w+) = (\"[^\"]*\"|\w+)", asked)
            }
            answer = client.get("/" + _text(path, words), params=parameters)
            assert answer.status_code == 200, (name, answer.text)
            tables[name] = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
            if name == "Runs":
                words["Run"] = tables["Runs"][0]["run_id"]
    assert set(tables) == {"Runs", "Reasons", "Proposals", "NearMisses", "Risk", "Refused", "Imports"}
    columns = re.findall(r'\{"(\w+)", (.*?)\}', query)
    assert len(columns) == 6
    for column, kind in columns:
        values = {row[column] for row in tables["Reasons"]}
        assert all(
            re.fullmatch(r"\d{4}-\d\d-\d\d" if kind == "type date" else r"-?\d+", one) for one in values
        )
    page = (DOCS / "spreadsheets.md").read_text(encoding="utf-8")
    chart = page.partition("## The chart")[2].partition("## ")[0]
    named = set(re.findall(r"`(\w+)`", chart)) - {"points", "note"}
    assert named <= tables["Reasons"][0].keys() and {"district", "reason", "person", "kind"} <= named
    assert {"points", "note"} <= {row["kind"] for row in tables["Reasons"]}


def _text(expression: str, words: dict[str, str]) -> str:
    """The text that an expression of texts and names joined by & comes to."""
    parts = re.findall(r'"[^"]*"|\w+', expression)
    return "".join(part.strip('"') if part.startswith('"') else words[part] for part in parts)
