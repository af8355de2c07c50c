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

from iom.client import Client
from tests.api.contract.served import Served

COLLEAGUE = """
ask /v1/runs "luton" '{"criteria": "bedfordshire", "as_at": "2026-10-31", "area": "Luton"}' > theirs.json
ask /v1/runs "september" '{"criteria": "bedfordshire", "as_at": "2026-09-30"}' > theirs.json
"""
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
    # a colleague's runs, later than the meeting's own: of one area, and of another day
    (chart,) = (number for number, block in enumerate(commands) if "area=all" in block)
    commands[chart] = COLLEAGUE + commands[chart]
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
    assert '"decided":"kept apart"' in printed(recipes, "/v1/people/separations")


def test_a_file_is_imported_and_its_refused_rows_are_sent_back(recipes: tuple[Path, list[str]]) -> None:
    report, corrections = printed(recipes, "import of november"), printed(recipes, "corrections of november")

    assert report.count('"state":"done"') == 2 and '"rows_quarantined":' in report
    assert '"state":"done"' in corrections
    assert {"iom_quarantine_id", "iom_remedy"} <= table(recipes[0] / "refused.csv")[0].keys()


def test_the_lists_of_a_run_come_whole_in_pages_of_csv(recipes: tuple[Path, list[str]]) -> None:
    proposals = table(recipes[0] / "proposals.csv")
    people = [row["person"] for row in proposals]

    assert len(people) == len(set(people)) > 2
    assert all(row["reasons"] and row["list"] == "proposed" for row in proposals)


def test_the_flat_reasons_make_the_chart_that_the_page_describes(recipes: tuple[Path, list[str]]) -> None:
    rows = [row for row in table(recipes[0] / "reasons.csv") if row["kind"] == "points"]
    # and of the meeting's run, though a colleague made later ones
    assert {row["as_at"] for row in rows} == {"2026-10-31"}
    bars = Counter((row["district"], row["reason"]) for row in rows)
    people = {(row["district"], row["reason"], row["person"]) for row in rows}
    points: Counter[str] = Counter()
    for row in rows:
        points[row["person"]] += int(row["points"])

    assert sum(bars.values()) == len(people) and len({district for district, _ in bars}) > 1
    # the points of the reasons add up to those of the person
    assert points == {row["person"]: int(row["total_points"]) for row in rows}


def test_a_file_that_is_not_there_or_is_not_taken_is_not_passed_over(service: Served, tmp_path: Path) -> None:
    functions = "\n".join(
        block for block in blocks("recipes.md", "sh") if re.match(r"ask_iom\(\)|send\(\)", block)
    )
    functions = re.sub(r"(?m)^(file|mapping)=.*$", "", functions)
    (tmp_path / "there.csv").write_text("a\n1\n", encoding="utf-8")
    for file, token, says in (
        ("missing.csv", "analyst", "no file missing.csv"),
        ("there.csv", "wrong", "401"),
    ):
        done = subprocess.run(
            ["bash", "-c", f"{functions}\nfile=$(send {file}) && echo sent"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "IOM": service.url, "TOKEN": token},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode != 0 and "sent" not in done.stdout, done.stdout
        assert says in done.stderr


def test_no_recipe_takes_the_name_of_the_command_line() -> None:
    assert not any(re.search(r"^iom\b", block, re.MULTILINE) for block in blocks("recipes.md", "sh"))


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

    monkeypatch.setenv("IOM", service.url)
    monkeypatch.setenv("TOKEN", "analyst")
    exec(compile(code, "recipes.md", "exec"), {})

    assert "adopt" in capsys.readouterr().out
    assert (tmp_path / "reasons.csv").stat().st_size and (tmp_path / "risk.parquet").stat().st_size


def test_every_table_of_the_power_queries_is_there_with_the_columns_that_they_name(service: Served) -> None:
    client = Client(service.url, "analyst")
    # a colleague's runs, later than the meeting's own
    client.make_run(criteria="bedfordshire", as_at="2026-10-31", area="Luton")
    client.make_run(criteria="bedfordshire", as_at="2026-09-30")
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
    assert {row["as_at"] for row in tables["Reasons"]} == {words["AsAt"]}
    assert len({row["district"] for row in tables["Reasons"]}) > 1
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
