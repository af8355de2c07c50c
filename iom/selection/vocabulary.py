"""The words that a document may compare names with: fixed ones here, those of the store asked of it.

A value that nothing ever holds would make a rule silently mean nobody, so it is refused.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import duckdb

from iom.documents import DocumentError, did_you_mean, parse_document
from iom.errors import IomError
from iom.measures.names import held_parts
from iom.selection.conditions import Among, Compare, Condition, Literal, Name, walk
from iom.selection.criteria import EACH_AREA, Criteria
from iom.selection.criteria_reader import line_in_condition
from iom.store import sql

_MOST_SHOWN = 12


@dataclass(frozen=True)
class Held:
    """What a store holds, as known at the cursor's moment; bands: of each tool of held scores."""

    district: frozenset[str]
    area: frozenset[str]
    theme: frozenset[str]
    bands: dict[str, frozenset[str]]


def held_words(cursor: duckdb.DuckDBPyConnection) -> Held:
    """Read what the store holds. The cursor is prepared by derived.as_known."""
    words: dict[str, set[str]] = {"district": set(), "area": set(), "theme": set()}
    bands: dict[str, set[str]] = {}
    for kind, word, band in cursor.execute(sql("selection/held_words")).fetchall():
        if kind == "tool":
            bands.setdefault(word, set()).update({band} - {None})
        else:
            words[kind].add(word)
    return Held(
        frozenset(words["district"]),
        frozenset(words["area"]),
        frozenset(words["theme"]),
        {tool: frozenset(found) for tool, found in bands.items()},
    )


def check_words(criteria: Criteria, held: Held) -> None:
    """Raise DocumentError for the first tool, district, area, band or theme that the store does not hold.

    The text names file, line, what is held, and what was probably meant.
    """
    document = parse_document(criteria.file, criteria.text)
    for number, measure in enumerate(criteria.measures):
        wrong = _unheld("theme", measure.theme, held.theme) if measure.theme else None
        if wrong:
            raise document.error(f"measure[{number}].theme", wrong)
    for number, entry in enumerate(criteria.capacity):
        wrong = _unheld("district", entry.area, held.district)
        if entry.area != EACH_AREA and wrong:
            raise document.error(f"capacity[{number}].area", wrong)
    for place, name in _plain_names(criteria):
        wrong = _unheld_tool(name, held)
        if wrong:
            raise document.error(place, wrong)
    for place, condition, text in _conditions(criteria):
        for name, word in _said(condition):
            wrong = _unheld_tool(name, held) if word is None else _unheld_word(name, word, held)
            if wrong:
                before = text[: max(text.find(name if word is None else word), 0)]
                line = line_in_condition(document, place, before.count("\n") + 1)
                raise DocumentError(f"{document.name}, line {line}: {wrong}")


def area_error(area: str, held: Held) -> IomError:
    """Why nobody lives in an area that --area names, with what was probably meant."""
    known = held.district | held.area
    says = _unheld("district or area", area, known) or f'Nobody lives in "{area}".'
    meant = _meant(area, known)
    unsaid = f"nobody in the store lives in that area.{meant} {_listed('districts and areas', known)}"
    return IomError(f"--area: {says}").of("area", unsaid=f"--area: {_one_line(unsaid)}")


def _plain_names(criteria: Criteria) -> Iterator[tuple[str, str]]:
    """Names that stand outside conditions, with their places."""
    entries = parse_document(criteria.file, criteria.text).data.get("points", {}).get("band", [])
    for number, entry in enumerate(entries):
        yield f"points.band[{number}].measure", entry["measure"].strip()
    for step in criteria.tie_break:
        yield "tie_break.order", step.name


def _conditions(criteria: Criteria) -> Iterator[tuple[str, Condition, str]]:
    for table, rules in (("eligibility", criteria.eligibility), ("cohort", criteria.cohorts)):
        for number, rule in enumerate(rules):
            yield f"{table}[{number}].when", rule.condition, rule.text
    if criteria.harmful:
        yield "harmful.when", criteria.harmful.condition, criteria.harmful.text


def _said(condition: Condition) -> Iterator[tuple[str, str | None]]:
    """Every name of a condition, alone (None) and with each text that it is compared with."""
    for node in walk(condition):
        match node:
            case Name():
                yield node.name, None
            case Compare(left=Name() as name, right=Literal(value=str() as word)):
                yield name.name, word
            case Compare(left=Literal(value=str() as word), right=Name() as name):
                yield name.name, word
            case Among():
                for literal in node.values:
                    if isinstance(literal.value, str):
                        yield node.name.name, literal.value


def _unheld_tool(name: str, held: Held) -> str | None:
    parts = held_parts(name) if name.startswith("held.") else None
    if parts is None or parts[0] in held.bands:
        return None
    return _one_line(
        f'nobody in the store has a held score of the tool "{parts[0]}".'
        f"{did_you_mean(parts[0], held.bands)} {_listed('tools', held.bands)}"
    )


def _unheld_word(name: str, word: str, held: Held) -> str | None:
    if name in ("district", "area"):
        return _unheld(name, word, getattr(held, name))
    parts = held_parts(name) if name.startswith("held.") else None
    if parts and parts[1] == "band":
        return _unheld(f"band of {parts[0]}", word, held.bands.get(parts[0], frozenset()))
    return None


def _unheld(kind: str, word: str, known: Collection[str]) -> str | None:
    if word in known:
        return None
    meant = _meant(word, known)
    if kind == "theme":
        nobody = f'no intelligence report in the store has the theme "{word}".'
    elif "band" in kind:
        nobody = f'nobody in the store has the {kind} "{word}".'
    else:
        nobody = f'nobody in the store lives in a {kind} "{word}".'
    plural = {
        "district": "districts",
        "area": "areas",
        "district or area": "districts and areas",
        "theme": "themes",
    }
    return _one_line(f"{nobody}{meant} {_listed(plural.get(kind, 'bands'), known)}")


def _meant(word: str, known: Collection[str]) -> str:
    same = next((one for one in sorted(known) if one.casefold() == word.strip().casefold()), None)
    return f' Did you mean "{same}"? Capital letters and spaces count.' if same else did_you_mean(word, known)


def _one_line(text: str) -> str:
    # a word from a record may hold a line break, and what follows would pass for a line of ours
    return " ".join(text.split())


def _listed(what: str, known: Collection[str]) -> str:
    if not known:
        return f"The store holds no {what} at all as known at that moment."
    shown = sorted(known)[:_MOST_SHOWN]
    more = len(known) - len(shown)
    return f"{what.capitalize()} held: {', '.join(shown)}{f' and {more} more' if more else ''}."
