"""The plain English of a criteria document: as approved, every number and source in it, and no code."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from iom.measures import shipped
from iom.measures.definition import OPTIONS
from iom.selection import as_markdown, explained_document, read_criteria
from iom.selection.condition_words import lines, phrase

from .conftest import PLAIN, criteria, plain, sound

GOLDEN = Path(__file__).parent / "golden"
AS_AT = date(2026, 10, 31)
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
CODE = re.compile(r"==|!=|<|>|_| and \(|held\.")


def paper(name: str) -> str:
    return as_markdown(explained_document(read_criteria(name)))


@pytest.mark.parametrize("name", shipped())
def test_the_shipped_documents_read_as_approved(name: str):
    """Approved by reading. After a change that is meant: iom criteria explain NAME --out tests/…/NAME.md"""
    assert paper(name) == (GOLDEN / f"{name}.md").read_text(encoding="utf-8")


def plain_words(name: str) -> str:
    """The paper without the signs that Markdown needs, numbers without their commas."""
    text = " ".join(block.text for block in explained_document(read_criteria(name)))
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)


def stated(value: object, key: str = "") -> list[str]:
    """Every number that a document states, in whatever place; those in conditions and order, too."""
    if isinstance(value, dict):
        return [one for name, inner in value.items() for one in stated(inner, name)]
    if isinstance(value, list):
        return [one for inner in value for one in stated(inner, key)]
    if isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        return [f"{Decimal(str(value)).normalize():f}"]
    return NUMBER.findall(str(value)) if key == "when" else []


def sources(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["source"]] if isinstance(value.get("source"), str) else []
        return own + [one for inner in value.values() for one in sources(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in sources(inner)]
    return []


@pytest.mark.parametrize("name", shipped())
def test_every_number_of_a_document_is_in_its_paper(name: str):
    words = set(NUMBER.findall(plain_words(name)))
    missing = [number for number in stated(tomllib.loads(read_criteria(name).text)) if number not in words]
    assert missing == []


@pytest.mark.parametrize("name", shipped())
def test_every_source_of_a_document_is_in_its_paper(name: str):
    text = " ".join(block.text for block in explained_document(read_criteria(name)))
    found = sources(tomllib.loads(read_criteria(name).text))
    assert len(found) > 4
    assert [source for source in found if source not in text] == []


@pytest.mark.parametrize("name", shipped())
def test_no_sign_of_code_is_in_a_paper(name: str):
    """What the document itself writes in its own words aside."""
    own = sources(tomllib.loads(read_criteria(name).text))
    for block in explained_document(read_criteria(name)):
        if block.text.removeprefix("Source: ").rstrip(".") not in [one.rstrip(".") for one in own]:
            assert not CODE.search(block.text), block.text


def said(condition: str) -> list[tuple[int, str]]:
    document = sound(('when = "offences_12m >= 1"', f"when = '{condition}'"))
    return list(lines(phrase(document.cohorts[0].condition, document)))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("age >= 18", "aged 18 or over"),
        ("16 <= age < 25", "aged 16 or over, and aged under 25"),
        ("not (age < 18)", "aged 18 or over"),
        ("alive", "alive"),
        ("not alive", "no longer alive"),
        ("alive == False", "no longer alive"),
        ("alive != False", "alive"),
        ("not supervised", "not supervised by probation (no licence or community order)"),
        ("offences_12m >= 2500", "2,500 or more offences suspected in the last 12 months"),
        ("3 > offences_12m", "fewer than 3 offences suspected in the last 12 months"),
        ("offences_12m == 0", "exactly 0 offences suspected in the last 12 months"),
        ("not offences_12m == 0", "any number but 0 of offences suspected in the last 12 months"),
        ("severity_12m > 99.5", "severity in the last 12 months over 99.5"),
        ("severity_12m <= 100", "severity in the last 12 months of 100 or less"),
        ("points < 4", "fewer than 4 points in all"),
        ('district in ("Luton",)', "home district is Luton"),
        ('district in ("Luton", "Bedford", "X")', "home district is Luton, Bedford or X"),
        ('district not in ("Luton", "Bedford")', "home district is not Luton or Bedford"),
        ('not (district in ("Luton", "Bedford"))', "home district is not Luton or Bedford"),
        ('sex != "male"', "sex as recorded is not male"),
        ("held.ogrs3_2y >= 75", "latest OGRS3 score (within 2 years) of 75 or more"),
        ('held.rsr_band == "high"', "band of the latest RSR score is high"),
        ("held.rsr_days_old < 365", "age in days of the latest RSR score below 365"),
        ("mappa_level < 2", "MAPPA level (0: none) below 2"),
        (
            "offences_12m > severity_12m",
            "offences suspected in the last 12 months above severity in the last 12 months",
        ),
        (
            "alive and age >= 18 and supervised",
            "alive, aged 18 or over, and supervised by probation (licence or community order)",
        ),
        ("not (alive and age >= 18)", "no longer alive, or aged under 18"),
    ],
)
def test_a_condition_is_said_as_people_say_it(condition: str, words: str):
    assert said(condition) == [(0, words)]


def test_brackets_become_lists_within_lists():
    assert said("alive and (age < 25 or (supervised and points >= 3)) and not (age < 18 or in_custody)") == [
        (0, "all of these:"),
        (1, "alive"),
        (1, "at least one of these:"),
        (2, "aged under 25"),
        (2, "supervised by probation (licence or community order), and 3 or more points in all"),
        (1, "aged 18 or over"),
        (1, "not inside"),
    ]


def test_windows_are_given_in_words_and_with_a_date_in_days():
    bare = " ".join(block.text for block in explained_document(plain()))
    assert "Over the 12 months up to and including the date." in bare
    dated = " ".join(block.text for block in explained_document(plain(), AS_AT))
    assert "the 12 months up to and including the date, 1 November 2025 to 31 October 2026" in dated
    one = " ".join(block.text for block in explained_document(plain(("months = 12", "months = 1"))))
    assert "Over the month up to and including the date." in one


def test_two_measures_that_would_be_called_the_same_are_told_apart():
    text = plain().text.replace(
        'name = "severity_12m"\nwhat = "severity"', 'name = "severity_12m"\nwhat = "offences"'
    )
    words = " ".join(block.text for block in explained_document(criteria(text)))
    assert "offences suspected in the last 12 months (severity_12m)" in words.lower()


def test_words_of_a_document_are_not_taken_for_markup():
    title = 'title = "Priority [x](http://e) *all* <b> | #1"'
    first = as_markdown(explained_document(plain(('title = "Test"', title)))).splitlines()[0]
    assert first == "# Priority \\[x\\](http://e) \\*all\\* \\<b\\> \\| \\#1"


def test_every_kind_of_measure_is_explained():
    keys = {
        "months": "months = 6",
        "status": 'status = "charged"',
        "half_life_days": "half_life_days = 90",
        "kind": 'kind = "secure_hospital"',
    }
    tables = [
        "\n".join(
            ["[[measure]]", f'name = "{what}_m"', f'what = "{what}"']
            + [keys[key] for key, needed in options.items() if needed]
        )
        for what, options in OPTIONS.items()
    ]
    text = PLAIN.replace("[[eligibility]]", "\n".join([*tables, "[[eligibility]]"]), 1)
    words = " ".join(block.text for block in explained_document(criteria(text)))
    assert "each halved for every 90 days since it" in words
    assert "away (secure hospital)" in words
    assert (
        "An offence is charged when its last status as at the date is charged, cautioned or convicted"
        in words
    )
    assert words.count("Rests on the records of") == len(OPTIONS) + 2


def test_words_over_several_lines_stay_one_item_and_end_in_one_stop():
    says = 'says = """any offence\n- in 12 months."""'
    text = as_markdown(explained_document(plain(('says = "any offence in 12 months"', says))))
    assert "- Cohort 1, only: any offence - in 12 months.\n" in text
