"""docs/criteria.md lists the words of a document as the code has them: none more, none fewer."""

import re
from pathlib import Path

import pytest

from iom.measures.definition import BASES, FLAGS, OPTIONS
from iom.measures.names import BUILT_IN
from iom.measures.shipped import shipped
from iom.reference import shipped_rows
from iom.selection.criteria_tables import TABLES
from iom.selection.fixed_words import FIXED_WORDS
from iom.selection.lint import KINDS

from .test_criteria_lint import IN_RECORDS

PAGE = Path(__file__).parents[2] / "docs" / "criteria.md"
HELD = ("held.<tool>", "held.<tool>_band", "held.<tool>_days_old")
COMPANIONS = ("__inside", "__years", "__counted", "__weighted")


def words_under(header: str) -> set[str]:
    """The first column of the table whose first header cell this is."""
    text = PAGE.read_text(encoding="utf-8")
    table = text[text.index(f"\n| {header} |") :].split("\n\n")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", table.split("|---", 1)[1], flags=re.MULTILINE))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("`what`", set(OPTIONS)),
        ("`status`", set(BASES)),
        ("`flag`", set(FLAGS)),
        ("`counts`", {"any"} | {row["offence_class"] for row in shipped_rows("offence_classes")}),
        ("name", {*BUILT_IN, *HELD}),
        ("companion", set(COMPANIONS)),
    ],
)
def test_the_page_lists_the_words_of_the_code(header: str, words: set[str]):
    assert words_under(header) == words


def cells_under(header: str) -> dict[str, list[str]]:
    """Each row of a table by its first cell, the other cells as they stand."""
    text = PAGE.read_text(encoding="utf-8")
    table = text[text.index(f"\n| {header} |") :].split("\n\n")[0].split("|---", 1)[1]
    rows = re.findall(r"^\| (.+) \|$", table, flags=re.MULTILINE)
    split = ([cell.strip() for cell in row.split("|")] for row in rows)
    return {first.strip("`"): rest for first, *rest in split}


@pytest.mark.parametrize("table", [table for table in TABLES if table not in ("", "points")])
def test_the_page_says_which_keys_a_table_must_and_may_have(table: str):
    cells = cells_under("table")
    needed, must, may, _ = cells.get(f"[[{table}]]") or cells[f"[{table}]"]
    found = tuple(frozenset(re.findall(r"`(\w+)`", cell)) for cell in (must, may))
    assert found == TABLES[table]
    assert (needed == "no") == (table.split(".", maxsplit=1)[0] in TABLES[""][1])


def test_the_page_says_which_keys_stand_at_the_top():
    _, must, *_ = cells_under("table")["(top)"]
    assert set(re.findall(r"`(\w+)`", must)) == TABLES[""][0] - set(TABLES)


@pytest.mark.parametrize("what", OPTIONS)
def test_the_page_says_which_keys_a_measure_needs(what: str):
    cells = cells_under("`what`")
    keys = cells[what][-1]
    if keys.startswith("as "):
        keys = cells[keys.removeprefix("as ").strip("`")][-1]
    needed, _, optional = keys.partition(";")
    found = dict.fromkeys(re.findall(r"`(\w+)`", needed), True)
    assert found | dict.fromkeys(re.findall(r"`(\w+)`", optional), False) == OPTIONS[what]


@pytest.mark.parametrize("name", FIXED_WORDS)
def test_the_page_lists_the_values_of_fixed_words(name: str):
    row = re.search(rf"^\| `{name}` \| (.*) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert row is not None
    assert re.findall(r'"([\w ]+)"', row[1]) == list(FIXED_WORDS[name])


def test_the_page_lists_every_finding_of_a_check_as_the_code_has_it():
    rows = [
        [f"{kind.severity}{', in records' if code in IN_RECORDS else ''}", kind.means, kind.remedy]
        for code, kind in KINDS.items()
    ]
    assert cells_under("finding") == dict(zip(KINDS, rows, strict=True))


def test_the_page_lists_the_keys_that_an_example_may_expect():
    listed = set(re.findall(r"`(\w+)`", " ".join(words_of_first_column("key"))))
    assert listed == TABLES["example.expect"][1]


def words_of_first_column(header: str) -> list[str]:
    text = PAGE.read_text(encoding="utf-8")
    table = text[text.index(f"\n| {header} |") :].split("\n\n")[0].split("|---", 1)[1]
    return re.findall(r"^\| (.+?) \|", table, flags=re.MULTILINE)


def test_the_page_lists_every_shipped_document():
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in shipped() if f"`{name}`" not in text] == []
