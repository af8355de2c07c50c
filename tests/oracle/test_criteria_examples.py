"""Example people of a document come out as the twin has them: the same rules in plain Python."""

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from iom.documents import parse_document
from iom.selection.criteria_reader import parse_criteria
from iom.selection.examples import read_examples
from iom.selection.trying import try_examples

from .conditions import written
from .criteria import FLAGS, MEASURES, NUMBERS, TEXTS, as_toml, documents
from .selection import judge

WHOLE = {"number", "last", "victims", "sanctions", "armed", "age", "mappa_level"}
OUTCOMES = ("met", "failed", "unknown")


def values(name: str) -> st.SearchStrategy:
    """Something a person may have, near what rules ask, or nothing at all."""
    if name in FLAGS:
        return st.none() | st.booleans()
    if name in TEXTS:
        return st.none() | st.sampled_from(TEXTS[name])
    steps = ("-1", "0", "1") if name in WHOLE else ("-0.5", "0", "0.5")
    near = [Decimal(value) + Decimal(step) for value in NUMBERS[name] for step in steps]
    most = 3 if name == "mappa_level" else 10**6
    return st.none() | st.sampled_from([value for value in near if 0 <= value <= most])


NAMES = [*NUMBERS, *FLAGS, *TEXTS]
PEOPLE = st.lists(st.fixed_dictionaries({name: values(name) for name in NAMES}), min_size=1, max_size=4)


def example(number: int, facts: dict[str, object], read: set[str]) -> str:
    lines = ["[[example]]", f'name = "person {number}"', "[example.given]"]
    for name, value in facts.items():
        if value is not None and name in read:
            shown = (
                str(value).lower()
                if isinstance(value, bool)
                else f'"{value}"'
                if isinstance(value, str)
                else value
            )
            lines.append(f"{name} = {shown}")
    return "\n".join([*lines, "[example.expect]", "points = 0"]) + "\n"


@settings(max_examples=30)
@given(documents(), PEOPLE)
def test_examples_come_out_as_in_plain_python(document, people):
    assume(all(len(written(one)) <= 900 for _, one in [*document.eligibility, *document.cohorts]))
    text = as_toml(document)
    bare = parse_criteria(parse_document("generated.toml", text))
    read = bare.names | {measure["name"] for measure in MEASURES}
    if document.capacity:
        read |= {"district"}
    text += "".join(example(number, facts, read) for number, facts in enumerate(people))
    criteria = parse_criteria(parse_document("generated.toml", text))
    tried = try_examples(criteria, read_examples(criteria))
    assert len(tried) == len(people)
    for one, facts in zip(tried, people, strict=True):
        wanted = judge(document, 0, facts)
        came = one.came
        assert (came.eligible, came.cohort, came.points, came.harmful) == (
            wanted.eligible,
            wanted.cohort or "none",
            wanted.points,
            wanted.harmful,
        )
        for outcome in OUTCOMES:
            numbers = {number for number, found in enumerate(came.outcomes) if found == outcome}
            of_twin = {
                "met": wanted.met,
                "unknown": wanted.unknown,
                "failed": set(range(len(criteria.rules))) - wanted.met - wanted.unknown,
            }[outcome]
            assert numbers == of_twin
        assert bool(one.differs) == (wanted.points != 0)
