"""A criteria document in plain English for a meeting's papers: every rule, number and source, and no code."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from iom.documents import parse_document
from iom.measures.names import risk_parts
from iom.selection.condition_words import (
    held_words,
    joined_lines,
    label,
    lines,
    measure_label,
    number_shown,
    phrase,
)
from iom.selection.conditions import Condition, Name, Not, Value
from iom.selection.criteria import EACH_AREA, Band, Criteria, Rule
from iom.selection.examples import NO_COHORT, Example, read_examples
from iom.selection.measure_words import STANDINGS, defined
from iom.selection.words import CLOSING

_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in "\\`*[]<>|#"})
_INDENT = 2


@dataclass(frozen=True)
class Block:
    """A piece of the paper: a title, heading, text, or an item of a list with how deep it lies."""

    kind: str
    text: str
    depth: int = 0


def explained_document(criteria: Criteria, as_at: date | None = None) -> tuple[Block, ...]:
    """The whole document in plain English, piece by piece; as_at: windows are given in dates, too.

    Raises DocumentError for an example that cannot be read.
    """
    examples = read_examples(criteria)
    return tuple(
        block
        for part in (
            _head(criteria, as_at),
            _eligibility(criteria),
            _measures(criteria, as_at),
            _points(criteria),
            _cohorts(criteria),
            _places(criteria),
            _ties(criteria),
            _harmful(criteria),
            _examples(criteria, examples),
        )
        for block in part
    )


def as_markdown(blocks: Iterable[Block]) -> str:
    """The paper as Markdown, ending in a line break."""
    out: list[str] = []
    before = ""
    for block in blocks:
        # a text of several lines in the document is one line of the paper
        safe = " ".join(block.text.split()).translate(_MARKUP)
        if not (block.kind == before == "item") and out:
            out.append("")
        match block.kind:
            case "title":
                out.append(f"# {safe}")
            case "heading":
                out.append(f"## {safe}")
            case "item":
                out.append(f"{' ' * _INDENT * block.depth}- {safe}")
            case _:
                out.append(safe)
        before = block.kind
    return "\n".join(out) + "\n"


def _head(criteria: Criteria, as_at: date | None) -> Iterator[Block]:
    yield Block("title", criteria.title)
    yield Block("text", _ended(f"Version {criteria.version}. Owner: {criteria.owner}"))
    yield _source(criteria.source, kind="text")
    day = f" Here it is {as_at.day} {as_at:%B %Y}." if as_at else ""
    yield Block(
        "text",
        "This says whom the scheme considers, in what order, and for how many places. The software proposes "
        f"by it; people decide. “The date” is the day as at which a selection is made.{day} “In the last 12 "
        "months” means the 12 months up to and including the date, and so for other numbers.",
    )
    yield Block(
        "text",
        "Not known is not no. Whatever is not known of a person meets no rule, not even one that asks that "
        "something is not so, and gives no points; the reasons beside each name say what was not known. "
        f"{CLOSING}",
    )
    yield Block(
        "text",
        f"Severity is the Crime Severity Score weight of the Office for National Statistics, vintage "
        f"{criteria.severity_vintage}; weights of different vintages are never added together.",
    )
    if any(name.startswith("held.") for name in criteria.names):
        yield Block(
            "text",
            "Scores are taken as other systems give them, the latest up to the date. They do not say on what "
            "history they rest.",
        )
    if any(risk_parts(name) for name in criteria.names):
        yield from _computed(criteria)


def _computed(criteria: Criteria) -> Iterator[Block]:
    yield Block(
        "text",
        "Scores are worked out here, as at the date, from sanctions, ages and time in custody: "
        "OGRS3 (2009), and the static ARP and VRP of 2026. They say how many of 100 people with such a "
        "history are proven to reoffend; they do not foretell what one person will do.",
    )
    said = (
        "Scores on a local history, which may lack convictions elsewhere, are provisional, and count here."
        if criteria.scores.provisional
        else "A score on a local history, which may lack convictions elsewhere, is provisional: not counted."
    )
    if any(name.startswith("score.") for name in criteria.names):
        first, other = ("held from elsewhere", "computed")
        if criteria.scores.prefer == "computed":
            first, other = other, first
        days = criteria.scores.held_at_most_days_old
        old = f" A held score counts if it is at most {days:,} days old." if days is not None else ""
        said += f" Where both are known, the score {first} goes before the one {other}.{old}"
    yield Block("text", said)
    if criteria.scores.source:
        yield _source(criteria.scores.source, kind="text")


def _eligibility(criteria: Criteria) -> Iterator[Block]:
    yield Block("heading", "Who is considered")
    yield Block(
        "text", "Everyone in the records, step by step. Whoever does not pass a step goes no further."
    )
    for number, rule in enumerate(criteria.eligibility, start=1):
        yield Block("item", _ended(f"Step {number}, {rule.name}: {rule.says}"))
        yield from _asked(rule, criteria, 1)


def _measures(criteria: Criteria, as_at: date | None) -> Iterator[Block]:
    if not criteria.measures:
        return
    yield Block("heading", "What is measured")
    for status in dict.fromkeys(measure.status for measure in criteria.measures if measure.status):
        yield Block(
            "text",
            f"An offence is {status} when its last status as at the date is {STANDINGS[status]}.",
        )
    yield Block(
        "text",
        "An offence that ended in acquittal or no further action is not counted. "
        "A measure is not known of anybody unless the records that it rests on cover each day of its window: "
        "a month that was never loaded must not look free of crime.",
    )
    entries = parse_document(criteria.file, criteria.text).data["measure"]
    for measure, entry in zip(criteria.measures, entries, strict=True):
        yield Block("item", f"{_capital(measure_label(measure, criteria))}:")
        for said in defined(measure, as_at):
            yield Block("item", said, 1)
        if "source" in entry:
            yield _source(entry["source"], 1)


def _points(criteria: Criteria) -> Iterator[Block]:
    if not criteria.bands:
        return
    yield Block("heading", "How points come")
    most = sum(
        max(0, *(band.points for band in criteria.bands if band.measure == measure))
        for measure in criteria.banded
    )
    yield Block(
        "text",
        f"The points of all measures are added up; the most that anyone can have is {most:,}. A value "
        "outside every band gives none.",
    )
    for measure in criteria.banded:
        yield Block("item", f"{_capital(label(measure, criteria))}:")
        for band in criteria.bands:
            if band.measure == measure:
                yield Block("item", f"{_reach(band)}: {_counted(band.points, 'point')}.", 1)
                yield _source(band.source, 2)


def _cohorts(criteria: Criteria) -> Iterator[Block]:
    yield Block("heading", "Which cohort")
    yield Block(
        "text",
        "Whoever passes every step belongs to the first of these cohorts whose rule they meet. Whoever meets "
        "none is not proposed.",
    )
    for number, rule in enumerate(criteria.cohorts, start=1):
        yield Block("item", _ended(f"Cohort {number}, {rule.name}: {rule.says}"))
        yield from _asked(rule, criteria, 1)


def _places(criteria: Criteria) -> Iterator[Block]:
    yield Block("heading", "How many places")
    limited = list(dict.fromkeys(entry.cohort for entry in criteria.capacity))
    if limited:
        yield Block(
            "text",
            "Places go by rank, those with most points first. Whoever finds no place is listed as such. A "
            "district that no line below names has none, unless a line speaks of each district; nor have "
            "people whose home district is not known.",
        )
    for cohort in limited:
        entries = [entry for entry in criteria.capacity if entry.cohort == cohort]
        entries.sort(key=lambda entry: entry.area == EACH_AREA)
        yield Block("item", f"Cohort {cohort}:")
        named = any(entry.area != EACH_AREA for entry in entries)
        for entry in entries:
            each = "each other district" if named else "each district"
            where = each if entry.area == EACH_AREA else entry.area
            yield Block("item", f"{_counted(entry.places, 'place')} in {where}.", 1)
            yield _source(entry.source, 2)
    free = [rule.name for rule in criteria.cohorts if rule.name not in limited]
    if free:
        yield Block("text", f"No limit of places, everyone is proposed: {', '.join(free)}.")


def _ties(criteria: Criteria) -> Iterator[Block]:
    yield Block("heading", "Who comes first at the same points")
    for number, step in enumerate(criteria.tie_break):
        first = "highest" if step.descending else "lowest"
        then = "First" if number == 0 else "Then"
        if criteria.column(step.name).kind == "text":
            alphabet = "the alphabet backwards" if step.descending else "the alphabet"
            yield Block(
                "item",
                f"{then} by {label(step.name, criteria)}, in the order of {alphabet}; not known comes last.",
            )
            continue
        if criteria.column(step.name).kind == "boolean":
            who = joined_lines(phrase(_flag(step.name, step.descending), criteria))
            yield Block("item", f"{then} those who are {who}; not known comes last.")
            continue
        yield Block("item", f"{then} by {label(step.name, criteria)}, {first} first; not known comes last.")
    then = "Then" if criteria.tie_break else "Only"
    yield Block(
        "item", f"{then} by the person's number in this store, lowest first: it says nothing of them."
    )
    yield _source(criteria.tie_break_source)


def _harmful(criteria: Criteria) -> Iterator[Block]:
    rule = criteria.harmful
    if rule is None:
        return
    yield Block("heading", "Harmful people who are not proposed")
    yield Block(
        "text",
        "Whoever meets the rule below and is not proposed is named for a problem-solving plan instead, at "
        f"most {criteria.most_harmful:,} people, in the order of ties above, then by points. The steps of "
        "who is considered do not hold here: everyone in the records is asked.",
    )
    yield Block("item", _ended(_capital(rule.says)) if rule.says != rule.text else "The rule:")
    yield from _asked(rule, criteria, 1)


def _examples(criteria: Criteria, examples: tuple[Example, ...]) -> Iterator[Block]:
    if not examples:
        return
    yield Block("heading", "Examples")
    yield Block(
        "text",
        "Invented people, and what the scheme means to come of them. What is not given of one is not known. "
        "The software's check of this document puts them through its rules.",
    )
    for example in examples:
        says = f": {example.says}" if example.says else ""
        yield Block("item", _ended(f"{example.name}{says}"))
        yield Block("item", f"Given: {'; '.join(_given(example.given, criteria))}.", 1)
        yield Block("item", f"Expected: {'; '.join(_expected(example, criteria))}.", 1)


def _given(given: Mapping[str, Value], criteria: Criteria) -> list[str]:
    said = []
    for name, value in given.items():
        if isinstance(value, bool):
            said.append(joined_lines(phrase(_flag(name, value), criteria)))
        else:
            said.append(held_words(name, value, criteria))
    return said or ["nothing"]


def _flag(name: str, value: bool) -> Condition:
    flag = Name(name, "boolean")
    return flag if value else Not(flag)


def _expected(example: Example, criteria: Criteria) -> list[str]:
    expect, said = example.expect, []
    if expect.eligible is not None:
        said.append("passes every step" if expect.eligible else "does not pass every step")
    if expect.cohort is not None:
        said.append("no cohort" if expect.cohort == NO_COHORT else f"cohort {expect.cohort}")
    if expect.points is not None:
        said.append(_counted(expect.points, "point"))
    for outcome, words in (("met", "meets"), ("failed", "does not meet"), ("unknown", "not known whether")):
        rules = [
            f"“{criteria.rules[number].name}”" for number, came in expect.outcomes.items() if came == outcome
        ]
        if rules:
            said.append(f"{words} {', '.join(rules)}{' is met' if outcome == 'unknown' else ''}")
    if expect.harmful is not None:
        said.append("harmful" if expect.harmful else "not harmful by the rule above")
    return said


def _asked(rule: Rule, criteria: Criteria, depth: int) -> Iterator[Block]:
    """What a rule asks, unless its own words say the same, and its source."""
    said = list(lines(phrase(rule.condition, criteria), depth))
    if [text for _, text in said] != [rule.says]:
        first, *rest = said
        yield Block("item", f"Asked: {first[1]}{'' if rest else '.'}", first[0])
        for deep, text in rest:
            yield Block("item", text if text.endswith(":") else f"{text}.", deep)
    yield _source(rule.source, depth)


def _source(source: str, depth: int = 0, kind: str = "item") -> Block:
    return Block(kind, _ended(f"Source: {source}"), depth)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _reach(band: Band) -> str:
    low = number_shown(band.low)
    return f"From {low}" if band.below is None else f"From {low} to below {number_shown(band.below)}"


def _counted(number: int | Decimal, what: str) -> str:
    return f"{number:,} {what}{'' if abs(number) == 1 else 's'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
