"""What a condition may say, and what is refused with the place and what was probably meant."""

from decimal import Decimal

import pytest

from iom.measures.definition import Measure
from iom.measures.names import column_of, known_names
from iom.selection.condition_reader import parse
from iom.selection.condition_sql import to_sql
from iom.selection.conditions import Compare, Junction, Literal, Name, names
from iom.selection.foreign_signs import ConditionError

MEASURES = (Measure("neighbourhood_24m", "offences", 24, "suspected"),)


def read(text: str):
    return parse(text, lambda name: column_of(name, MEASURES), known_names(MEASURES))


def refused(text: str) -> ConditionError:
    with pytest.raises(ConditionError) as error:
        read(text)
    return error.value


def test_a_comparison_becomes_a_column_and_a_bound_value():
    text, values = to_sql(read("held.ogrs3_2y >= 75"), {"held.ogrs3_2y": "held__ogrs3_2y"}, "r")
    assert (text, values) == ('("held__ogrs3_2y" >= $r_0)', {"r_0": Decimal(75)})


def test_a_chain_is_all_its_comparisons():
    assert read("16 <= age < 25") == Junction(
        True,
        (
            Compare(Literal(Decimal(16)), "<=", Name("age", "number")),
            Compare(Name("age", "number"), "<", Literal(Decimal(25))),
        ),
    )


def test_numbers_are_exact():
    assert to_sql(read("age >= 0.1"), {"age": "age"}, "r")[1] == {"r_0": Decimal("0.1")}


def test_a_condition_may_run_over_lines():
    assert names(read("age >= 18\n  and alive\n  or supervised")) == {"age", "alive", "supervised"}


def test_text_in_quotes_is_a_value_whatever_it_says():
    text, values = to_sql(read('district == "Luton\'; drop table run; --"'), {"district": "district"}, "r")
    assert text == '("district" = $r_0)'
    assert values == {"r_0": "Luton'; drop table run; --"}


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("neigbourhood_24m >= 1", 1, "Did you mean neighbourhood_24m?"),
        ("age = 18", 5, "Did you mean ==?"),
        ("age >= 18 AND alive", 11, "Did you mean and?"),
        ("alive && supervised", 7, "Did you mean and?"),
        ("age ≥ 18", 5, "Did you mean >=?"),
        ("age => 18", 5, "Did you mean >=?"),
        ("age <> 18", 5, "Did you mean !=?"),
        ("alive == true", 10, "Did you mean True?"),
        ("age is 18", 8, "Did you mean ==?"),
        ("age between 3 and 5", 5, "not a comparison"),
        ("age >= '18'", 8, "compared with a number"),
        ("district >= 'L'", 13, "have no order"),
        ("district == 3", 13, "compared with text"),
        ("age", 1, "neither true nor false"),
        ("age in 18", 8, "comes a list"),
        ("age in ()", 8, "from 1 to"),
        ("age in (1, '2')", 12, "compared with a number"),
        ("1 == 1", 1, "two fixed values"),
        ("held.a.b > 1", 1, "at most one dot"),
        ("age + 1 > 18", 1, "does no sums"),
        ("len(district) > 1", 1, "calls nothing"),
        ("__import__('os').system('id')", 1, "calls nothing"),
        ("(lambda: 1)() > 0", 1, "calls nothing"),
        ("[x for x in y]", 1, "not a comparison"),
        ("f'{age}' == 'x'", 1, "not a comparison"),
        ("age if alive else 3", 1, "not a comparison"),
        ("age[0] > 1", 1, "square brackets"),
        ("(age > 1) == alive", 2, "cannot itself be compared"),
        ("age > 1; drop table run", 8, '";" is not written here'),
        ("age > 1 -- and more", 9, "no comments"),
        ("age > 1e99", 7, "at most"),
        ("age > 0x10", 7, "not a plain number"),
        ("age > 1j", 7, "only numbers"),
        ("district == ''", 13, "must not be empty"),
        ("sex == 'Male'", 8, "Did you mean male?"),
        ("'mael' != sex", 1, "Did you mean male?"),
        ("supervision in ('licenec', 'none')", 17, "Did you mean licence?"),
        ("supervision == 'probation'", 16, "It is one of: licence, community_order, none."),
        ("district == '\\ud800'", 13, "half characters"),
        ("severity_24m >= 2,500", 17, "a number has no comma. Did you mean 2500?"),
        ("1,000,000 > severity_24m", 1, "a number has no comma. Did you mean 1000000?"),
        ("held.ogrs3_2y >= 75%", 20, "a number has no % sign"),
        ("age >= 18 years", 11, '"years" means nothing after a number'),
        ("district == Bedford", 13, 'text stands in quotes. Did you mean "Bedford"?'),
        ("Bedford != district", 1, 'text stands in quotes. Did you mean "Bedford"?'),
        ("district in ('Luton', Bedford)", 23, 'text stands in quotes. Did you mean "Bedford"?'),
        ("held.ogrs3_2y_band == High", 23, 'text stands in quotes. Did you mean "High"?'),
        ("district == Central Bedfordshire", 13, "nothing between these two words. Text stands in quotes"),
        ("age >= 18 And alive", 11, "And is written in small letters. Did you mean and?"),
        ("alive OR supervised", 7, "OR is written in small letters. Did you mean or?"),
        ("NOT(alive)", 1, "NOT is written in small letters. Did you mean not?"),
        ("alive & supervised", 7, "Did you mean and?"),
        ("alive || supervised", 7, "Did you mean or?"),
        ("!alive", 1, "Did you mean not?"),
        ("(age > 18 and alive", 1, "the bracket opened here is not closed"),
        ("age > 18)", 9, "this bracket closes none that was opened"),
        ("district == 'King's Lynn'", 25, "text with an apostrophe stands in double quotes"),
        ('district == "Luton', 13, "the quote opened here is not closed"),
        ("age over 18", 5, "Did you mean >?"),
        ("age At  Least 18", 5, "Did you mean >=?"),
        ("age is not 18", 12, "Did you mean !=?"),
        ("supervised == FALSE", 15, "Did you mean False?"),
        ("OGRS3 >= 75", 1, "Did you mean held.ogrs3? Scores from elsewhere are called held.<tool>"),
        ("held_rsr2 >= 75", 1, "Did you mean held.rsr2?"),
        ("held.OGRS3_2Y >= 75", 1, "Did you mean held.ogrs3_2y? Names are in small letters."),
        ("Age >= 18", 1, "Did you mean age? Names are in small letters."),
        ("Neigbourhood_24m >= 18", 1, "Did you mean neighbourhood_24m?"),
        ("a) or (b", 2, "this bracket closes none that was opened"),
        ("", 1, "not a condition"),
        ("age >", 1, "not a condition"),
    ],
)
def test_anything_else_is_refused_with_its_place(text: str, column: int, message: str):
    error = refused(text)
    assert message in error.message
    assert (error.line, error.column) == (1, column if "not a condition" not in message else error.column)


@pytest.mark.parametrize(
    "text", ["age in (16,500)", "age in (1, 200, 300) and alive", "area != 'AND 50% & over'"]
)
def test_what_only_looks_like_a_slip_is_read(text: str):
    assert names(read(text))


def test_a_list_of_one_text_needs_no_comma():
    assert read('district in ("Luton")') == read('district in ["Luton"]') == read('district in ("Luton",)')


def test_the_line_of_a_fault_in_a_long_condition_is_told():
    error = refused("age >= 18\n and suprvised")
    assert (error.line, error.column) == (2, 6)
    assert "Did you mean supervised?" in error.message


def test_length_is_limited_before_anything_is_parsed():
    assert "at most 1000" in refused("(" * 100_000).message


def test_depth_is_limited():
    assert "deep" in refused("not " * 40 + "alive").message
    assert refused("(" * 400 + "alive" + ")" * 400).message


def test_a_column_outside_the_list_is_never_written():
    with pytest.raises(KeyError):
        to_sql(read("age >= 18"), {}, "r")
    with pytest.raises(ValueError, match="not a column"):
        to_sql(read("age >= 18"), {"age": 'age" or 1=1 --'}, "r")
