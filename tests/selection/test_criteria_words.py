"""docs/criteria.md lists the words of a document as the code has them: none more, none fewer."""

import re
from pathlib import Path

import pytest

from iom.measures.definition import BASES, FLAGS, OPTIONS
from iom.measures.names import BUILT_IN
from iom.reference import shipped_rows
from iom.selection.fixed_words import FIXED_WORDS

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


@pytest.mark.parametrize("name", FIXED_WORDS)
def test_the_page_lists_the_values_of_fixed_words(name: str):
    row = re.search(rf"^\| `{name}` \| (.*) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert row is not None
    assert re.findall(r'"(\w+)"', row[1]) == list(FIXED_WORDS[name])
