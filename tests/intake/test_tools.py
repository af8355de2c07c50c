"""Held scores can be imported only under names that criteria can ask for."""

import pytest

from iom.documents import DocumentError
from iom.intake import parse_mapping
from iom.intake.tools import is_tool, suggested
from iom.measures.names import held_parts

from .conftest import Bench, broken

BODY = """
[[record]]
type = "subject"
subject = "id"
[[record]]
type = "held_score"
subject = "id"
[record.fields]
score = "score"
on_date = { column = "on", format = "uk" }
tool = TOOL
"""
LISTED = '{ column = "tool", codes = "tool" }\n[codes.tool]\n"OGRS3 2y" = "NAME"\n"OVP" = "ovp"'
NAMES = [
    "ogrs3_2y",
    "ovp",
    "a",
    "a" * 41,
    "a" * 42,
    "OGRS3",
    "ogrs3 2y",
    "3ogrs",
    "_ogrs",
    "rsr_band",
    "rsr_days_old",
    "ogrs-3",
    "ogrs3\n",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_tool_is_named_as_criteria_can_ask_for_it(name):
    assert is_tool(name) == (held_parts(f"held.{name}") == (name, "score"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("OGRS3 2y", "ogrs3_2y"),
        ("  RSR (%) ", "rsr"),
        ("3rd tool", "tool_3rd_tool"),
        ("RSR band", "rsr"),
        ("***", "tool"),
    ],
)
def test_a_name_is_suggested_for_what_a_source_writes(written, meant):
    assert suggested(written) == meant


@pytest.mark.parametrize("name", [*NAMES, "_band", "9" * 60, "a" * 38 + "_band"])
def test_what_is_suggested_can_be_used(name):
    assert is_tool(suggested(name))


@pytest.mark.parametrize(
    "tool", ['{ value = "OGRS3 2y" }', LISTED.replace("NAME", "OGRS3 2y")], ids=["constant", "listed"]
)
def test_a_document_that_names_a_tool_otherwise_is_refused_with_a_name_that_will_do(bench: Bench, tool):
    text = bench.document(BODY.replace("TOOL", tool)).read_text()
    with pytest.raises(DocumentError, match=r'"OGRS3 2y" cannot be .* Say for example "ogrs3_2y"'):
        parse_mapping("m.toml", text)


def test_a_tool_named_otherwise_by_a_column_refuses_its_row(bench: Bench):
    rows = ("1,OGRS3 2y,3,01/01/2024", "2,ovp,3,01/01/2024", "3,ovp_band,3,01/01/2024")
    report = bench.load(BODY.replace("TOOL", '"tool"'), bench.file("id,tool,score,on", *rows))
    assert broken(report) == [("tool_form", "tool", (2, 4))]
    assert "code list" in report.rules[0].remedy
    assert bench.ask("select tool from held_score_version") == [("ovp",)]


def test_a_code_list_gives_the_tools_of_a_column_their_names(bench: Bench):
    rows = ("1,OGRS3 2y,3,01/01/2024", "2,ovp,3,01/01/2024")
    body = BODY.replace("TOOL", LISTED.replace("NAME", "ogrs3_2y"))
    bench.load(body, bench.file("id,tool,score,on", *rows))
    assert bench.ask("select tool from held_score_version order by row_no") == [("ogrs3_2y",), ("ovp",)]


def noticed(bench: Bench, *scores: str, tool: str = "ogrs3_2y"):
    rows = (f"{number},{score},01/01/2024" for number, score in enumerate(scores, 1))
    body = BODY.replace("TOOL", f'{{ value = "{tool}" }}')
    return bench.load(body, bench.file("id,score,on", *rows)).warnings


def test_scores_that_are_no_per_cent_are_asked_about(bench: Bench):
    assert noticed(bench, "98", "980", "-5", "0.5") == (
        "2 scores of ogrs3_2y are below 0 or above 100 (line 3, 4): are two columns mixed up?",
    )


def test_scores_that_all_are_shares_of_one_are_asked_about(bench: Bench):
    (told,) = noticed(bench, "0.98", "0.5", "0")
    assert told.startswith("All 3 scores of ogrs3_2y lie between 0 and 1: are they shares")


def test_scores_of_other_tools_may_be_anything_and_noughts_are_scores(bench: Bench):
    assert noticed(bench, "980", "-5", tool="risk_decile") == ()
    assert noticed(bench, "0", "0") == ()
    assert noticed(bench, "0.98", "1.2") == ()
