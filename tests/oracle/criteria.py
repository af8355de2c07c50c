"""Criteria documents drawn by Hypothesis, and how they are written as TOML."""

from collections.abc import Callable

from hypothesis import strategies as st

from .conditions import SIGNS, written
from .selection import Document

MEASURES = [
    {"name": "number", "what": "offences", "months": 24, "status": "suspected"},
    {"name": "severity", "what": "severity", "months": 36, "status": "suspected"},
    {"name": "heaviest", "what": "severity_max", "months": 36, "status": "suspected"},
    {"name": "last", "what": "days_since_last", "status": "suspected"},
    {"name": "victims", "what": "victims", "months": 36, "status": "suspected"},
    {"name": "sanctions", "what": "sanctions", "months": 36},
    {"name": "armed", "what": "offences", "months": 3, "status": "suspected", "flag": "weapon"},
    {"name": "pace", "what": "rate", "months": 6, "status": "suspected"},
]
NUMBERS = {
    "number": (0, 1, 2),
    "severity": (1, 100, 465),
    "heaviest": (100, 500),
    "last": (30, 400),
    "victims": (1, 2),
    "sanctions": (1, 2),
    "armed": (0, 1),
    "pace": (0, 2),
    "age": (18, 30, 36),
    "mappa_level": (1, 2),
    "held.ogrs3_2y": (25, 50, 75),
}
FLAGS = ("alive", "supervised", "in_custody", "domestic_abuse_perpetrator", "registered_sex_offender")
TEXTS = {"sex": ("male", "female"), "district": ("Luton", "Bedford", "Central Bedfordshire")}
COHORTS = ("fixed", "flex", "free")


def _comparison(name: str) -> st.SearchStrategy[tuple]:
    values = NUMBERS.get(name, (0, 1, 2))
    return st.tuples(st.just("compare"), st.just(name), st.sampled_from(list(SIGNS)), st.sampled_from(values))


def _text_rule(name: str) -> st.SearchStrategy[tuple]:
    values = st.lists(st.sampled_from(TEXTS[name]), min_size=1, max_size=2, unique=True).map(tuple)
    same = st.tuples(
        st.just("compare"), st.just(name), st.sampled_from(("==", "!=")), st.sampled_from(TEXTS[name])
    )
    return same | st.tuples(st.just("among"), st.just(name), values, st.booleans())


def conditions(*more_numbers: str) -> st.SearchStrategy[tuple]:
    """Trees of comparisons of every type, over names that are often absent."""
    leaf = st.one_of(
        st.sampled_from([*NUMBERS, *more_numbers]).flatmap(_comparison),
        st.sampled_from(FLAGS).map(lambda name: ("flag", name)),
        st.sampled_from(list(TEXTS)).flatmap(_text_rule),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(("and", "or")), inner, inner), st.tuples(st.just("not"), inner)
        ),
        max_leaves=4,
    )


@st.composite
def documents(draw: Callable) -> Document:
    """One or two eligibility steps, some bands, three cohorts with few places, and a tie-break."""
    steps = [(f"step {n}", draw(conditions())) for n in range(draw(st.integers(1, 2)))]
    bands = [("number", 1, None, 1), ("number", 2, 3, 2), ("held.ogrs3_2y", 50, None, 2)]
    bands += [
        ("severity", low, None, points) for low, points in draw(st.sampled_from(([], [(100, 1), (465, 3)])))
    ]
    cohorts = [(name, draw(conditions("points"))) for name in COHORTS]
    capacity = draw(
        st.sampled_from(({}, {"fixed": {"*": 1, "Luton": 2}, "flex": {"Bedford": 1}}, {"free": {"*": 1}}))
    )
    ordering = st.tuples(st.sampled_from(("severity", "last", "heaviest", "age")), st.booleans())
    order = draw(st.lists(ordering, min_size=1, max_size=3, unique_by=lambda one: one[0]))
    return Document(steps, bands, cohorts, capacity, order, draw(conditions()))


def as_toml(document: Document) -> str:
    """The document as a file would hold it."""
    lines = [
        'title = "Generated"',
        'version = "1"',
        'owner = "the twin"',
        'source = "local choice"',
        'severity_vintage = "2020"',
    ]
    for measure in MEASURES:
        lines += ["[[measure]]", f'says = "{measure["name"]}"']
        lines += [
            f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"
            for key, value in measure.items()
        ]
    for name, condition in document.eligibility:
        lines += ["[[eligibility]]", *_rule(name, condition)]
    for measure, low, below, points in document.bands:
        lines += [
            "[[points.band]]",
            f'measure = "{measure}"',
            f"from = {low}",
            f"points = {points}",
            'source = "local choice"',
        ]
        lines += [f"below = {below}"] if below is not None else []
    for name, condition in document.cohorts:
        lines += ["[[cohort]]", *_rule(name, condition)]
    for cohort, areas in document.capacity.items():
        for area, places in areas.items():
            lines += [
                "[[capacity]]",
                f'cohort = "{cohort}"',
                f'area = "{area}"',
                f"places = {places}",
                'source = "local choice"',
            ]
    order = ", ".join(
        f'"{name} {"desc" if descending else "asc"}"' for name, descending in document.tie_break
    )
    lines += ["[tie_break]", f"order = [{order}]", 'source = "local choice"']
    lines += [
        "[harmful]",
        'says = "harmful"',
        f"when = '{written(document.harmful)}'",
        "most = 1000",
        'source = "local choice"',
    ]
    return "\n".join(lines) + "\n"


def _rule(name: str, condition: tuple) -> list[str]:
    return [
        f'name = "{name}"',
        f'says = "{name}"',
        f"when = '{written(condition)}'",
        'source = "local choice"',
    ]
