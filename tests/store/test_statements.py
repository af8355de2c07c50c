"""SQL by name: found in a checkout and in a wheel alike, filled with identifiers and nothing else."""

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
