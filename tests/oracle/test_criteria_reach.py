"""What the linter says nobody can ever meet, nobody meets: tried with many values in the twin's own logic."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import product

from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from iom.documents import parse_document
from iom.selection.conditions import Condition
from iom.selection.criteria import Criteria
from iom.selection.criteria_reader import parse_criteria
from iom.selection.domains import values_of
from iom.selection.reach import Wanted, possible

from .conditions import SIGNS, holds, written
from .criteria import as_toml
from .selection import Document

# Few names and few values, so that conditions often contradict themselves and each other.
NUMBERS = {
    "number": (0, 1, 2, 3),  # offences: whole and not negative
    "severity": (-1, 0, 100, Decimal("100.5")),  # not negative, not whole
    "held.ogrs3_2y": (-5, 50, Decimal("50.5"), 75),  # any number
    "age": (-1, 0, 17, 18),
    "mappa_level": (0, 1, 2, 3, 4),
    "points": (-1, 0, 1, 7, 8),
}
FLAGS = ("alive", "supervised")
TEXTS = {"sex": ("male", "female", "other"), "district": ("Luton", "Bedford")}
WHOLE = ("number", "age", "mappa_level", "points")
BANDS = [("number", 1, None, 3), ("number", 2, None, 5), ("severity", 100, None, 2)]
MOST_POINTS = 7
TRUE_OF_ALL = ("or", ("flag", "alive"), ("not", ("flag", "alive")))


def leaves(names: st.SearchStrategy[str]) -> st.SearchStrategy[tuple]:
    """Comparisons of a few names with a few values."""

    def of(name: str) -> st.SearchStrategy[tuple]:
        if name in FLAGS:
            return st.just(("flag", name))
        if name in TEXTS:
            words = st.lists(st.sampled_from(TEXTS[name]), min_size=1, max_size=3, unique=True).map(tuple)
            one = st.tuples(
                st.just("compare"),
                st.just(name),
                st.sampled_from(("==", "!=")),
                st.sampled_from(TEXTS[name]),
            )
            return one | st.tuples(st.just("among"), st.just(name), words, st.booleans())
        values = st.sampled_from(NUMBERS[name])
        listed = st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)
        return st.tuples(st.just("compare"), st.just(name), st.sampled_from(list(SIGNS)), values) | st.tuples(
            st.just("among"), st.just(name), listed, st.booleans()
        )

    return names.flatmap(of)


NAMES = st.sampled_from([*NUMBERS, *FLAGS, *TEXTS])


@st.composite
def conditions(draw) -> tuple:
    """Trees over at most two names: most leaves then speak of the same."""
    two = draw(st.lists(NAMES, min_size=1, max_size=2, unique=True))
    return draw(
        st.recursive(
            leaves(st.sampled_from(two)),
            lambda inner: st.one_of(
                st.tuples(st.sampled_from(("and", "or")), inner, inner), st.tuples(st.just("not"), inner)
            ),
            max_leaves=6,
        )
    )


def names_in(condition: tuple) -> set[str]:
    match condition:
        case ("compare", name, *_) | ("flag", name) | ("among", name, *_):
            return {name}
        case ("not", one):
            return names_in(one)
        case (_, one, two):
            return names_in(one) | names_in(two)
    raise ValueError(condition)


def tried(name: str) -> list[object]:
    """Values that a person may have, around all that conditions compare with; None: not known."""
    if name in FLAGS:
        return [None, True, False]
    if name == "sex":
        return [None, *TEXTS[name]]
    if name == "district":
        return [None, *TEXTS[name], "elsewhere"]
    around = {
        Decimal(value) + step
        for value in NUMBERS[name]
        for step in map(Decimal, ("-1", "-0.25", "0", "0.25", "1"))
    }
    around |= {Decimal(1000), Decimal(-1000)}
    if name in WHOLE:
        around = {value for value in around if value == value.to_integral_value()}
    if name != "held.ogrs3_2y":
        around = {value for value in around if value >= 0}
    if name == "mappa_level":
        around = {value for value in around if value <= 3}
    if name == "points":
        around = {value for value in around if value <= MOST_POINTS}
    return [None, *sorted(around)]


def people(names: set[str]) -> Iterator[dict[str, object]]:
    ordered = sorted(names)
    for values in product(*(tried(name) for name in ordered)):
        yield dict(zip(ordered, values, strict=True))


def document(*cohorts: tuple) -> Criteria:
    """A document with these rules as cohorts, in order."""
    text = as_toml(
        Document(
            [("all", TRUE_OF_ALL)],
            BANDS,
            [(f"c{number}", condition) for number, condition in enumerate(cohorts)],
            {},
            [("severity", True)],
            TRUE_OF_ALL,
        )
    )
    return parse_criteria(parse_document("generated.toml", text))


def asked(criteria: Criteria) -> list[Condition]:
    return [rule.condition for rule in criteria.cohorts]


@settings(max_examples=150)
@given(conditions())
def test_what_is_said_to_be_impossible_no_value_meets(condition):
    assume(len(written(condition)) <= 900)
    criteria = document(condition)
    can = {
        wanted: possible([(asked(criteria)[0], wanted)], partial(values_of, criteria)) for wanted in Wanted
    }
    event(f"can be met: {can[Wanted.TRUE]}")
    outcomes = {holds(condition, facts) for facts in people(names_in(condition))}
    assert can[Wanted.TRUE] or True not in outcomes
    assert can[Wanted.FALSE] or False not in outcomes
    assert can[Wanted.NOT_TRUE] or outcomes == {True}
    assert can[Wanted.NOT_FALSE] or outcomes == {False}


# the second takes whoever the third would have
SHADOWED = (
    ("flag", "alive"),
    ("compare", "number", ">=", 1),
    ("compare", "number", ">", 2),
)


@settings(max_examples=100)
@given(conditions(), conditions(), conditions())
@example(*SHADOWED)
def test_what_is_said_to_be_left_to_nobody_is_left_to_nobody(first, second, third):
    assume(all(len(written(one)) <= 900 for one in (first, second, third)))
    names = names_in(first) | names_in(second) | names_in(third)
    assume(len(names) <= 3)
    criteria = document(first, second, third)
    one, two, three = asked(criteria)
    claims = [(one, Wanted.TRUE), (two, Wanted.NOT_TRUE), (three, Wanted.TRUE)]
    can = possible(claims, partial(values_of, criteria))
    event(f"can be met: {can}")
    assert not (can and (first, second, third) == SHADOWED)
    if not can:
        assert not any(
            holds(first, facts) is True and holds(second, facts) is not True and holds(third, facts) is True
            for facts in people(names)
        )


@settings(max_examples=100)
@given(conditions())
def test_of_one_name_the_answer_is_exact(condition):
    """Of a single name nothing escapes: what no value meets is said to be impossible."""
    assume(len(names_in(condition)) == 1 and len(written(condition)) <= 900)
    criteria = document(condition)
    can = possible([(asked(criteria)[0], Wanted.TRUE)], partial(values_of, criteria))
    assert can == any(holds(condition, facts) is True for facts in people(names_in(condition)))
