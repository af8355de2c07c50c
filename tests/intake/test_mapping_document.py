"""Mistakes in a mapping document: each named with its line and what was probably meant."""

from pathlib import Path

import pytest

from iom.documents import DocumentError
from iom.intake import load_mapping, parse_mapping

GOOD = """title = "T"
system = "s"
scope = "full"
[covers]
from = 2020-01-01
to = 2026-10-31
[dates]
uk = "dd/mm/yyyy"
[codes.sex]
"M" = "male"
[[record]]
type = "subject"
subject = "id"
[record.fields]
sex = { column = "sex", codes = "sex" }
birth_date = { column = "born", format = "uk" }
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('title = "T"', 'titel = "T"', 'line 1: there is no "titel" here. Did you mean title?'),
        ('"full"', '"ful"', "line 3: scope must be one of full, changes. Did you mean full?"),
        ("2020-01-01", '"2020-01-01"', "line 5: from must be a date"),
        ("from = 2020-01-01", "from = 2027-01-01", "the period ends before it begins"),
        ('"dd/mm/yyyy"', '"dd/mm/jjjj"', "line 8: "),
        ("[codes.sex]", "[code.sex]", 'line 9: there is no "code" here. Did you mean codes?'),
        ("[record.fields]", "[records.fields]", 'line 14: there is no "records" here. Did you mean record?'),
        ('"dd/mm/yyyy"', '"dd/mm"', "it has no year (yyyy or yy)."),
        ('"dd/mm/yyyy"', '"DD/MM/YYYY"', "small letters and without %, as dd/mm/yyyy"),
        ('"dd/mm/yyyy"', '"%d/%m/%Y"', "small letters and without %, as dd/mm/yyyy"),
        ('"dd/mm/yyyy"', '"dd/MM/yyyy"', "a day and no month (mm; MM are minutes)"),
        ('"M" = "male"', '"M" = "male"\n" m " = "female"', '" m " says "female"'),
        ('"M" = "male"', '"M" = "male"\nm = "female"', "line 11: "),
        (
            '"M" = "male"',
            '"M" = "male"\n"" = "female"',
            "line 11: a blank value is looked up in no code list",
        ),
        ("[dates]", '[file]\nencoding = "ansi-1"\n[dates]', 'Did you mean "cp1252"?'),
        ("[dates]", '[file]\nencoding = "Windows"\n[dates]', 'Did you mean "cp1252"?'),
        *(
            ("[dates]", f'[file]\nencoding = "{name}"\n[dates]', f'there is no encoding "{name}"')
            for name in ("rot13", "base64", "undefined")
        ),
        ("[dates]", "[file]\nskip_lines = 1001\n[dates]", "0 to 1000"),
        ("[dates]", '[file]\nencoding = "utf-88"\n[dates]', "Did you mean utf-8?"),
        ('{ column = "born", format = "uk" }', "{ value = 1899-12-31 }", "birth_date lies before 1900-01-01"),
        ('type = "subject"', 'type = "offence"', "an offence record has no field"),
        ('"male"', '"mael"', '"mael" is not a word that sex takes. Did you mean male?'),
        ('"subject"', '"subjekt"', "line 12: type must be one of"),
        (
            "birth_date",
            "brith_date",
            'line 16: a subject record has no field "brith_date". Did you mean birth_date?',
        ),
        ('format = "uk"', 'format = "ku"', 'line 16: there is no date format "ku".'),
        (', format = "uk"', "", "line 16: a date needs format"),
        ('codes = "sex"', 'codes = "sx"', 'line 15: there is no code list "sx". Did you mean sex?'),
        ('codes = "sex"', 'value = "male"', "line 15: sex takes either a column or a value"),
        ('subject = "id"', "", "a subject record needs subject"),
        ('subject = "id"', 'subject = "id"\noccurrence = true', "occurrence numbers rows of the same key"),
        ('title = "T"', "title = T", "line 1: title: a word without quotes means nothing"),
    ],
)
def test_a_mistake_is_named(old, new, says):
    with pytest.raises(DocumentError) as caught:
        parse_mapping("m.toml", GOOD.replace(old, new, 1))
    assert says in str(caught.value)
    assert str(caught.value).startswith("m.toml, line ")


def test_a_column_given_where_a_word_is_meant_is_answered_with_the_form_of_a_column():
    body = (
        'title = "T"\nsystem = "s"\nscope = "full"\n[dates]\nuk = "dd/mm/yyyy"\n'
        '[[record]]\ntype = "offence"\nsubject = "id"\nreference = "c"\n[record.fields]\n'
        'offence_on = { column = "on", format = "uk" }\n'
        '[[record.status]]\nstatus = "Status"\non = { column = "on", format = "uk" }\n'
    )
    with pytest.raises(DocumentError) as caught:
        parse_mapping("m.toml", body)
    assert str(caught.value).startswith(
        'm.toml, line 13: "Status" is not a word that status takes. If it is the name of a column: '
        'status = { column = "Status" }. It takes: suspect, arrested'
    )
    with pytest.raises(DocumentError, match=r"Did you mean charged\? It takes") as caught:
        parse_mapping("m.toml", body.replace('"Status"', '"chargd"'))
    assert "column" not in str(caught.value)


@pytest.mark.parametrize("twice", ['m = "male"', '" M " = "male"'])
def test_a_value_given_twice_with_one_meaning_is_harmless(twice):
    words = parse_mapping("m.toml", GOOD.replace('"M" = "male"', f'"M" = "male"\n{twice}'))
    assert words.records[0].fields["sex"].words == {"m": "male"}


def test_a_day_is_asked_of_every_date_but_a_birth():
    body = GOOD.replace("dd/mm/yyyy", "mm/yyyy")
    assert parse_mapping("m.toml", body).records[0].fields["birth_date"].formats[0].precision == "month"
    with pytest.raises(DocumentError, match="death_date needs a day"):
        parse_mapping("m.toml", body.replace("birth_date", "death_date"))


def test_sanctions_must_say_whether_the_history_is_complete():
    body = (
        'title = "T"\nsystem = "s"\nscope = "changes"\n[dates]\niso = "yyyy-mm-dd"\n'
        '[[record]]\ntype = "sanction"\n'
        'subject = "id"\n[record.fields]\nkind = "k"\non_date = { column = "d", format = "iso" }\n'
    )
    with pytest.raises(DocumentError, match="history"):
        parse_mapping("m.toml", body)
    assert parse_mapping("m.toml", 'history = "complete"\n' + body).history == "complete"


@pytest.mark.parametrize(
    "path",
    sorted((Path(__file__).parents[2] / "fixtures" / "mappings").rglob("*.toml")),
    ids=lambda p: p.stem,
)
def test_every_shipped_document_reads(path):
    assert load_mapping(path).records
