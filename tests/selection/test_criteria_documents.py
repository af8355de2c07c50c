"""Criteria documents: what they must hold, and errors that name file, line and what was probably meant."""

from datetime import date
from decimal import Decimal

import pytest

from iom.documents import DocumentError, parse_document
from iom.intake import parse_mapping
from iom.measures import shipped
from iom.selection import check, select
from iom.selection.criteria_reader import parse_criteria, read_criteria

from .conftest import PLAIN, criteria, plain, sound

SOURCED = 'when = "age >= 18"\nsource = "local choice"'
SECOND_BAND = 'measure = "offences_12m"\nfrom = 2'


def refused(*changes: tuple[str, str]) -> str:
    with pytest.raises(DocumentError) as error:
        plain(*changes)
    return str(error.value)


def line_of(piece: str) -> int:
    return PLAIN[: PLAIN.index(piece)].count("\n") + 1


def test_every_shipped_document_can_be_read_and_cites_every_threshold():
    for name in shipped():
        document = read_criteria(name)
        sources = [*document.rules, *document.bands, *document.capacity]
        assert all(part.source for part in sources)
        assert document.tie_break_source


def test_the_worked_document_leaves_under_18s_to_youth_offending_teams(scheme, now):
    scheme.people(1, birth_date=date(2008, 11, 15))
    scheme.covers("offence", "absence", to="2026-11-30")
    scheme.offences("\n".join(f"1 | 2026-09-0{day} | 34B" for day in range(1, 8)))
    scheme.ready()
    harmful = [
        [person.harmful_place for person in result.listed]
        for result in (
            select(scheme.store, read_criteria("bedfordshire"), as_at=day, unheld_allowed=True, now=now)
            for day in (date(2026, 11, 14), date(2026, 11, 15))
        )
    ]
    assert harmful == [[], [1]]


def test_a_rule_without_a_source_is_refused_with_its_line():
    text = refused(('when = "age >= 18"\nsource = "local choice"', 'when = "age >= 18"'))
    assert text.startswith(f"test.toml, line {line_of('[[eligibility]]')}: ")
    assert "source" in text


def test_a_band_without_a_source_is_refused_with_its_line():
    text = refused(('points = 3\nsource = "local choice"', "points = 3"))
    assert f"line {line_of('[[points.band]]') + 5}" in text


def test_an_unknown_key_is_named_with_what_was_probably_meant():
    text = refused(('says = "aged 18 or over"', 'say = "aged 18 or over"'))
    assert f'line {line_of("says = ")}: "say" does not belong in [eligibility]. Did you mean says?' in text


def test_a_misspelt_table_is_named_where_it_first_stands():
    text = refused(("[[measure]]", "[[measures]]"))
    assert f'line {line_of("[[measure]]")}: "measures" does not belong in a criteria document.' in text
    assert "Did you mean measure?" in text


def test_a_fault_in_a_condition_is_pointed_at():
    text = refused(('"age >= 18"', '"age >= 18 and offences_12n >= 1"'))
    assert f"test.toml, line {line_of('when = ')}, column 15 of the condition" in text
    assert "Did you mean offences_12m?" in text
    assert text.splitlines()[-1] == " " * 16 + "^"


def test_a_band_on_something_unknown_is_refused():
    assert "Did you mean offences_12m?" in refused((SECOND_BAND, SECOND_BAND.replace("offences", "offence")))


def test_a_score_in_capital_letters_is_answered_with_its_name():
    assert "Did you mean held.ogrs3?" in refused((SECOND_BAND, SECOND_BAND.replace("offences_12m", "OGRS3")))
    assert "Did you mean held.rsr_1y?" in refused(("severity_12m desc", "held.RSR_1Y desc"))


def test_a_band_on_text_is_refused():
    assert "only a number" in refused((SECOND_BAND, SECOND_BAND.replace("offences_12m", "district")))


def test_overlapping_bands_are_refused():
    assert "overlap" in refused(("from = 1\n", "from = 1\nbelow = 3\n"))
    assert "overlap" in refused(("from = 2\n", "from = 1\n"))


def test_a_band_without_an_end_ends_where_the_next_begins():
    bands = plain().bands
    assert [(band.low, band.below) for band in bands] == [(Decimal(1), Decimal(2)), (Decimal(2), None)]


def test_places_of_an_unknown_cohort_are_refused():
    text = refused(
        (
            "[tie_break]",
            '[[capacity]]\ncohort = "onyl"\narea = "*"\nplaces = 3\nsource = "local choice"\n[tie_break]',
        )
    )
    assert "Did you mean only?" in text


def test_an_order_that_is_no_measure_is_refused():
    assert "Did you mean severity_12m?" in refused(("severity_12m desc", "severity_12 desc"))
    assert "asc or desc" in refused(("severity_12m desc", "severity_12m down"))
    assert "asc or desc" in refused(("severity_12m desc", "severity_12m desc; drop table run"))


def test_a_measure_may_not_take_a_built_in_name():
    assert "built-in" in refused(('name = "severity_12m"', 'name = "age"'), ("severity_12m desc", "age desc"))


def test_points_may_decide_a_cohort_but_not_eligibility():
    assert plain(('"offences_12m >= 1"', '"points >= 3"')).cohorts[0].text == "points >= 3"
    assert 'no measure "points"' in refused(('"age >= 18"', '"points >= 3"'))


def test_line_ends_do_not_change_a_document():
    assert criteria(PLAIN.replace("\n", "\r\n")).sha256 == criteria(PLAIN).sha256


def test_a_name_that_is_no_document_is_answered_with_those_that_ship():
    with pytest.raises(DocumentError, match="Did you mean bedfordshire"):
        read_criteria("bedforshire")


def test_a_document_that_is_not_there_is_answered_with_a_near_name_of_its_folder(tmp_path, monkeypatch):
    (tmp_path / "scheme.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DocumentError, match=r"Did you mean scheme\.toml\? Shipped: "):
        read_criteria("scheme")


def test_a_file_of_people_given_as_criteria_is_called_what_it_is(tmp_path):
    (tmp_path / "people.csv").write_text("id,name\n1,Ann\n", encoding="utf-8")
    with pytest.raises(
        DocumentError, match=r"looks like a CSV file\. What is asked for here is a criteria doc"
    ):
        read_criteria(str(tmp_path / "people.csv"))


def test_a_fault_in_a_condition_over_several_lines_is_told_by_its_own_line():
    text = refused(('"age >= 18"', '"""\nage >= 18\n  and alve"""'))
    assert f"line {line_of('when = ') + 2}, column 7" in text


@pytest.mark.parametrize(
    "source", ["x", "test", "assumption", "my policy", "local choice:", "Local choice …", "local-choice-made"]
)
def test_a_source_that_nothing_can_be_found_by_is_refused(source: str):
    text = refused((SOURCED, SOURCED.replace("local choice", source)))
    assert f'line {line_of("when = ") + 1}: "{source}" is no source.' in text


@pytest.mark.parametrize("source", ["local choice", "Local choice: as many as fit", "PEEL 2021/22"])
def test_a_citation_or_a_local_choice_is_a_source(source: str):
    assert plain((SOURCED, SOURCED.replace("local choice", source))).eligibility[0].source == source


def test_a_class_that_does_not_ship_is_refused_without_a_store():
    with pytest.raises(DocumentError, match="Did you mean burglary"):
        check(plain(('what = "severity"', 'what = "severity"\ncounts = "burglry"')))


def test_a_vintage_without_weights_is_refused_without_a_store():
    with pytest.raises(DocumentError, match=r'line 6: .*vintage "2021"') as error:
        check(plain(('severity_vintage = "2020"', 'severity_vintage = "2021"')))
    assert error.value.exit_code == 3


def test_values_between_two_bands_are_warned_of():
    assert not any(finding.severity == "warning" for finding in check(sound()).findings)
    text = "offences_12m: values from 2 to below 5 fall in no band and give no points"
    gap = check(plain(("from = 1\n", "from = 1\nbelow = 2\n"), ("from = 2\n", "from = 5\n"))).findings
    assert [finding.says for finding in gap if finding.code == "band_gap"] == [text]


def a_mapping(document):
    return parse_mapping(document.name, document.text)


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (parse_criteria, "", "is empty, not a criteria document. Begin one with: iom criteria new"),
        (
            parse_criteria,
            '[[record]]\ntype = "offence"',
            "line 1: this is a mapping document, of a source; a",
        ),
        (a_mapping, "# nothing yet", "is empty, not a mapping document. Begin one with: iom mapping suggest"),
        (a_mapping, PLAIN, "this is a criteria document, of a selection; a mapping document is asked for"),
    ],
)
def test_a_document_of_another_kind_is_called_what_it_is(read, text: str, says: str):
    with pytest.raises(DocumentError) as error:
        read(parse_document("d.toml", text))
    assert says in str(error.value)
    assert str(error.value).startswith("d.toml")
