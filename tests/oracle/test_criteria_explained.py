"""Whatever a document says, its plain English leaves no number out and shows no code."""

import re

from hypothesis import assume, given, settings

from iom.documents import parse_document
from iom.selection import explained_document
from iom.selection.criteria_reader import parse_criteria

from .conditions import written
from .criteria import MEASURES, as_toml, documents

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
CODE = re.compile(r"==|!=|<|>|_|held\.")


def numbers_in(condition: tuple) -> list[str]:
    match condition:
        case ("compare", _, _, value) if not isinstance(value, str):
            return [str(value)]
        case ("not", one):
            return numbers_in(one)
        case ("and" | "or", one, two):
            return numbers_in(one) + numbers_in(two)
    return []


def words_in(condition: tuple) -> list[str]:
    match condition:
        case ("compare", _, _, str() as value):
            return [value]
        case ("among", _, values, _):
            return list(values)
        case ("not", one):
            return words_in(one)
        case ("and" | "or", one, two):
            return words_in(one) + words_in(two)
    return []


@settings(max_examples=40)
@given(documents())
def test_every_number_and_word_of_a_generated_document_is_in_its_paper(document):
    rules = [*document.eligibility, *document.cohorts, ("harmful", document.harmful)]
    assume(all(len(written(condition)) <= 900 for _, condition in rules))
    criteria = parse_criteria(parse_document("generated.toml", as_toml(document)))
    text = " ".join(block.text for block in explained_document(criteria))
    assert not CODE.search(text)
    found = set(NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)))
    asked = [number for _, condition in rules for number in numbers_in(condition)]
    asked += [
        str(number) for _, low, below, points in document.bands for number in (low, below, points) if number
    ]
    asked += [str(number) for areas in document.capacity.values() for number in areas.values()]
    asked += [str(measure["months"]) for measure in MEASURES if "months" in measure]
    assert [number for number in asked if number not in found] == []
    words = [word for _, condition in rules for word in words_in(condition)]
    words += [area for areas in document.capacity.values() for area in areas if area != "*"]
    assert [word for word in words if word not in text] == []
