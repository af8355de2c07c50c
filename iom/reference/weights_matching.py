"""Which recorded crime codes an edition's weights are for, and what on either side finds no partner.

A weight is known by the code of the ONS list; recorded_crime_codes says which of these each recorded crime
code takes. An edition that writes a code otherwise is matched only where nothing is left to guess.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from iom.reference.entries import entry, parse
from iom.reference.weights_workbook import Listed

WEIGHTS, RECORDED = "ons_css_weights", "recorded_crime_codes"
NOT_STATED = "Not stated"
_SEPARATORS = re.compile(r"\s*(?:,|;|&|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class ReadAs:
    """A code that the edition writes in another way than the codes' table, and as what it was taken."""

    line: int
    written: str
    taken_as: str


@dataclass(frozen=True)
class Unmatched:
    """A code and its title: of a weight that no recorded crime code takes, or of a code without one."""

    code: str
    title: str


@dataclass(frozen=True)
class Retitled:
    """A weight whose offence an earlier edition named otherwise: is it still the same offence?"""

    code: str
    title: str
    was: str


@dataclass(frozen=True)
class Matched:
    """Rows for the table of weights, and what a person should look at.

    codes: how many recorded crime codes the tables in force have.
    """

    codes: int
    rows: tuple[dict[str, str], ...]
    read_as: tuple[ReadAs, ...]
    fits_none: tuple[Unmatched, ...]
    without_weight: tuple[Unmatched, ...]
    retitled: tuple[Retitled, ...]


def match(listed: Sequence[Listed], texts: Mapping[str, str], vintage: str) -> Matched:
    """The rows of an edition under the codes by which recorded_crime_codes looks for them.

    Of a row whose code nobody looks for, the code is kept as written: it may be a newer one.
    """
    held = parse(entry(WEIGHTS), texts[WEIGHTS])
    recorded = parse(entry(RECORDED), texts[RECORDED])
    looked_for = {row["css_code"] for row in recorded} - {""}
    titles = {row["offence_code"]: row["offence"] for row in held}
    groups = {row["offence_code"]: row["ons_group"] for row in held}
    rows, read_as = [], []
    for one in listed:
        code = _taken_as(one, listed, looked_for, titles)
        if code != one.code:
            read_as.append(ReadAs(one.line, one.code, code))
        rows.append(
            {
                "vintage": vintage,
                "offence_code": code,
                "offence": one.title,
                "ons_group": _group(one.category, groups.get(code), set(groups.values())),
                "weight": one.weight,
            }
        )
    loaded = {row["offence_code"]: row["offence"] for row in rows}
    return Matched(
        len(recorded),
        tuple(rows),
        tuple(read_as),
        tuple(Unmatched(code, title) for code, title in loaded.items() if code not in looked_for),
        tuple(
            Unmatched(row["offence_code"], row["offence"])
            for row in recorded
            if row["css_code"] not in loaded
        ),
        tuple(
            Retitled(code, title, titles[code])
            for code, title in loaded.items()
            if code in titles and _letters(title) != _letters(titles[code])
        ),
    )


def _taken_as(one: Listed, listed: Sequence[Listed], looked_for: set[str], titles: Mapping[str, str]) -> str:
    """The code that a row is looked for by: its own, or one that holds the same codes in another notation.

    A single code is taken for a joint one ("1" for "1, 4.1/2/10") only under the joint one's title, and
    only where the edition does not list the joint one itself.
    """
    if one.code in looked_for:
        return one.code
    parts = parts_of(one.code)
    for code in sorted(looked_for):
        if parts_of(code) == parts:
            return code
    own = [parts_of(other.code) for other in listed]
    for code in sorted(looked_for):
        joint = parts_of(code)
        same_title = _letters(titles.get(code, "")) == _letters(one.title) != ""
        if len(joint) > 1 and parts < joint and same_title and joint not in own:
            return code
    return one.code


def parts_of(code: str) -> frozenset[str]:
    """The codes that a joint code holds: "1, 4.1/2/10" is 1, 4.1, 4.2 and 4.10; a single code is itself."""
    found = set()
    for group in _SEPARATORS.split(code):
        stem = ""
        for part in group.split("/"):
            text = part.strip()
            if "." in text:
                stem = text.split(".", maxsplit=1)[0] + "."
                found.add(text)
            elif text:
                found.add(stem + text)
    return frozenset(found)


def _group(category: str, held: str | None, known: set[str]) -> str:
    """The group of the published scores: as the category names it, else as an earlier edition had it."""
    told = category.casefold()
    named = sorted((told.find(group.casefold()), group) for group in known if group.casefold() in told)
    return named[0][1] if named else held or category or NOT_STATED


def _letters(title: str) -> str:
    return "".join(char for char in title.casefold() if char.isalnum())
