"""SQL by name: found in a checkout and in a wheel alike, filled with identifiers and nothing else."""

import re

import pytest

from iom.store import data_folder, sql


def test_a_statement_is_found_by_its_name():
    assert "from audit_log" in sql("store/audit_head")


def test_a_blank_is_filled_with_an_identifier():
    assert "from shown_people" in sql("store/audit_people_from", people="shown_people")


@pytest.mark.parametrize("value", ["a; drop table b", "a b", "A", '"a"', "", "a.b", "1a", "a" * 64])
def test_a_blank_takes_nothing_but_an_identifier(value):
    with pytest.raises(ValueError, match="identifier"):
        sql("store/audit_people_from", people=value)


@pytest.mark.parametrize("blanks", [{}, {"people": "a", "more": "b"}])
def test_blanks_and_identifiers_match_one_to_one(blanks):
    with pytest.raises(ValueError, match="blanks"):
        sql("store/audit_people_from", **blanks)


@pytest.mark.parametrize(
    "name", ["../secrets", "store", "store/../store/audit_head", "/etc/passwd", "store/Audit"]
)
def test_a_name_cannot_lead_elsewhere(name):
    with pytest.raises(ValueError, match="name of a statement"):
        sql(name)


def test_each_statement_says_what_question_it_answers():
    bare = [
        f"{room.name}/{file.name}"
        for room in data_folder("sql").iterdir()
        for file in room.iterdir()
        if file.name.endswith(".sql") and not file.read_text(encoding="utf-8").startswith("-- ")
    ]
    assert bare == []


def test_no_statement_selects_every_column():
    starred = [
        f"{room.name}/{file.name}"
        for room in data_folder("sql").iterdir()
        for file in room.iterdir()
        if file.name.endswith(".sql") and "select *" in file.read_text(encoding="utf-8").lower()
    ]
    assert starred == []


HEADER = re.compile(r"(?:--[^\n]*\n)+")
QUIET = re.compile(r"--[^\n]*|'(?:[^']|'')*'")
MADE = re.compile(r"(?:with|recursive|,)\s+(\w+)\s*(?:\([^()]*\))?\s+as\s+(?:not\s+)?(?:materialized\s+)?\(")
READ = re.compile(r"(?<!distinct )\b(?:from|join)\s+(?:store\.|temp\.)?([a-z_]\w*)\b(?![(.])")
PARAMETER = re.compile(r"\$([a-z]\w*)")
BLANK = re.compile(r"\{\{ (\w+) \}\}")
# all columns of a table that a statement fills, and what compile.py writes, are not told one by one
ALL_PARAMS = re.compile(r"Params: +(?:every column|one per column|the columns of)|bound values of")
ALL_BLANKS = re.compile(r"Blanks: .*iom\.selection\.compile")


def unsaid(text: str) -> set[str]:
    """What a statement reads, is given or leaves blank, and its header does not say."""
    header = found[0] if (found := HEADER.match(text)) else ""
    body = QUIET.sub("", text.removeprefix(header))
    inputs = header.partition("Inputs:")[2].partition("Params:")[0]
    tables = "|".join(word.replace("*", r"\w*") for word in re.findall(r"[\w*]+", inputs))
    read = set(READ.findall(body)) - set(MADE.findall(body))
    missing = {table for table in read if not re.fullmatch(tables, table)}
    if not ALL_PARAMS.search(header):
        missing |= {f"${name}" for name in set(PARAMETER.findall(body)) - set(PARAMETER.findall(header))}
    if not ALL_BLANKS.search(header):
        missing |= {f"{{{{ {name} }}}}" for name in set(BLANK.findall(body)) - set(BLANK.findall(header))}
    return missing


def test_each_statement_says_what_it_reads_is_given_and_leaves_blank():
    told = "-- Inputs:  a, b_*\n-- Params:  $x\n"
    found = unsaid(told + "select $x, $y from a join b_c join {{ d }} join e")
    assert found == {"$y", "{{ d }}", "e"}
    silent = {
        f"{room.name}/{file.name}": missing
        for room in data_folder("sql").iterdir()
        for file in room.iterdir()
        if file.name.endswith(".sql") and room.name != "schema"
        if (missing := unsaid(file.read_text(encoding="utf-8")))
    }
    assert silent == {}
