"""Example people of a document: how they are written, what is refused, where a difference is pointed out."""

from decimal import Decimal

import pytest

from iom.documents import DocumentError
from iom.selection import check
from iom.selection.criteria import Criteria
from iom.selection.examples import read_examples
from iom.selection.trying import Came, try_examples

from .conftest import PLAIN, criteria

A = '[[example]]\nname = "A"\ngiven = { age = 30, offences_12m = 2 }\n'
PLACES = '[[capacity]]\ncohort = "only"\narea = "*"\nplaces = 3\nsource = "local choice"\n'


def with_example(text: str, plain: str = PLAIN) -> Criteria:
    return criteria(plain + text)


def came(text: str, plain: str = PLAIN) -> Came:
    document = with_example(text, plain)
    (tried,) = try_examples(document, read_examples(document))
    return tried.came


def differences(expect: str, example: str = A) -> list[str]:
    document = with_example(f"{example}expect = {expect}\n")
    return [finding.says for finding in check(document).findings if finding.code == "example_differs"]


def refused(text: str, plain: str = PLAIN) -> str:
    with pytest.raises(DocumentError) as error:
        read_examples(with_example(text, plain))
    return str(error.value)


def test_what_comes_of_an_example():
    assert came(A + "expect = { points = 3 }") == Came(True, "only", 3, False, ("met", "met"))


def test_what_is_not_given_is_not_known():
    text = '[[example]]\nname = "A"\ngiven = {}\nexpect = { points = 0 }'
    assert came(text) == Came(False, "none", 0, False, ("unknown", "unknown"))


def test_a_held_score_is_written_with_or_without_quotes_and_in_a_table_of_its_own():
    plain = PLAIN.replace("offences_12m >= 1", "held.ogrs3_2y >= 75")
    for given in ('given = { age = 18, "held.ogrs3_2y" = 75 }', "given = { age = 18, held.ogrs3_2y = 75 }"):
        assert (
            came(f'[[example]]\nname = "A"\n{given}\nexpect = {{ cohort = "only" }}', plain).cohort == "only"
        )
    table = '[[example]]\nname = "A"\n[example.given]\nage = 18\nheld.ogrs3_2y = 74.9\n'
    table += "[example.expect]\npoints = 0\n"
    assert came(table, plain).cohort == "none"


def test_numbers_are_exact():
    plain = PLAIN.replace("offences_12m >= 1", "severity_12m >= 0.3")
    text = '[[example]]\nname = "A"\ngiven = {{ age = 18, severity_12m = {} }}\nexpect = {{ points = 0 }}'
    assert came(text.format("0.3"), plain).cohort == "only"
    assert came(text.format("0.2999999999"), plain).cohort == "none"
    given = read_examples(with_example(text.format("0.1"), plain))[0].given
    assert given["severity_12m"] == Decimal("0.1")


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ("{ eligible = false }", ['"A": eligible should be false and is true']),
        ('{ cohort = "none" }', ['"A": cohort should be none and is only']),
        ("{ points = 2 }", ['"A": points should be 2 and is 3']),
        ('{ not_met = ["adult"] }', ['"A": "adult" should be not met and is met']),
        ('{ unknown = ["only"] }', ['"A": "only" should be not known and is met']),
        ('{ eligible = true, cohort = "only", points = 3, met = ["adult", "only"] }', []),
    ],
)
def test_a_difference_is_said_in_words(expect: str, says: list[str]):
    assert differences(expect) == says


def test_the_step_that_was_not_passed_is_named():
    young = '[[example]]\nname = "A"\ngiven = { age = 17, offences_12m = 2 }\n'
    assert differences('{ cohort = "only" }', young) == [
        '"A": cohort should be only and is none: the step "adult" is not met'
    ]
    unknown = '[[example]]\nname = "A"\ngiven = { offences_12m = 2 }\n'
    assert differences("{ eligible = true }", unknown) == [
        '"A": eligible should be true and is false: the step "adult" is not known'
    ]


def test_a_difference_points_at_the_line_of_what_was_expected():
    text = (
        '[[example]]\nname = "A"\n[example.given]\nage = 30\n[example.expect]\neligible = true\npoints = 2\n'
    )
    document = with_example(text)
    (finding,) = [one for one in check(document).findings if one.code == "example_differs"]
    assert document.text.splitlines()[finding.line - 1] == "points = 2"


def test_each_example_stands_alone_and_places_are_not_given_out():
    """Three places for four people: each of the four meets the rule."""
    plain = PLAIN.replace("[tie_break]", PLACES + "[tie_break]")
    text = "".join(
        f'[[example]]\nname = "{name}"\ngiven = {{ age = 30, offences_12m = 2, district = "Luton" }}\n'
        'expect = { cohort = "only" }\n'
        for name in "ABCD"
    )
    assert check(with_example(text, plain)).number("error") == 0


def test_a_document_is_the_same_criteria_with_and_without_examples():
    bare, more = criteria(PLAIN), with_example(A + "expect = { points = 3 }\n")
    assert bare.sha256 != more.sha256  # of the whole text
    for name in ("measures", "eligibility", "bands", "cohorts", "capacity", "tie_break", "harmful", "names"):
        assert getattr(bare, name) == getattr(more, name)


@pytest.mark.parametrize(
    ("given", "expect", "words"),
    [
        ("{ agee = 30 }", "{ points = 0 }", '"agee" is nothing that can be given. Did you mean age?'),
        ('{ sex = "male" }', "{ points = 0 }", 'nothing in this document reads "sex"'),
        ("{ points = 3 }", "{ points = 0 }", "Points come of the bands"),
        ('{ age = "30" }', "{ points = 0 }", '"age" is a number without quotes'),
        ("{ age = 30.5 }", "{ points = 0 }", '"age" is never 30.5'),
        ("{ age = -1 }", "{ points = 0 }", '"age" is never -1'),
        ("{ offences_12m = 1.5 }", "{ points = 0 }", "is never 1.5"),
        ("{ severity_12m = 0.12345678901 }", "{ points = 0 }", "10 decimals"),
        ("{ age = true }", "{ points = 0 }", '"age" is a number without quotes'),
        ("3", "{ points = 0 }", '"given" is a table'),
        ("{ age = 30 }", "{}", "say what should come of it"),
        ("{ age = 30 }", "{ pionts = 0 }", "Did you mean points?"),
        ("{ age = 30 }", "{ points = 0.5 }", '"points" is a whole number'),
        ("{ age = 30 }", '{ eligible = "yes" }', '"eligible" is true or false'),
        ("{ age = 30 }", '{ cohort = "onyl" }', "Did you mean only?"),
        ("{ age = 30 }", '{ met = ["adlut"] }', "Did you mean adult?"),
        ("{ age = 30 }", '{ met = ["adult"], unknown = ["adult"] }', "expected to come to two things"),
        ("{ age = 30 }", "{ met = 3 }", "name rules in a list"),
        ("{ age = 30 }", "{ harmful = true }", "no [harmful]"),
    ],
)
def test_an_example_that_cannot_be_meant_is_refused_with_its_line(given: str, expect: str, words: str):
    text = f'[[example]]\nname = "A"\ngiven = {given}\nexpect = {expect}\n'
    said = refused(text)
    assert words in said
    line = int(said.split("line ")[1].split(":")[0])
    assert PLAIN.count("\n") < line <= PLAIN.count("\n") + 4


def test_two_examples_of_one_name_and_words_that_cannot_be_are_refused():
    assert 'two examples named "A"' in refused((A + "expect = { points = 3 }\n") * 2)
    plain = PLAIN.replace('when = "age >= 18"', "when = 'sex == \"male\" and alive'")
    text = '[[example]]\nname = "A"\ngiven = {{ {} }}\nexpect = {{ points = 0 }}'
    assert 'sex is never "Male"' in refused(text.format('sex = "Male"'), plain)
    assert '"alive" is true or false' in refused(text.format("alive = 1"), plain)
    assert '"sex" is text' in refused(text.format("sex = 1"), plain)


def test_a_rule_name_that_two_rules_have_is_refused():
    plain = PLAIN.replace('name = "only"', 'name = "adult"')
    assert "two rules are named" in refused(A + 'expect = { met = ["adult"] }', plain)
