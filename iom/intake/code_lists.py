"""A code list drafted from the values of a column, of which only words that are nobody's own are shown."""

import json
import re

from iom.intake.mapping_fields import YES_NO
from iom.intake.recognising import Column
from iom.intake.records import Field
from iom.intake.suggesting import WORDS_OF
from iom.intake.tools import suggested
from iom.intake.vocabulary import words_of

# A value that words.toml does not know is shown if the column has no more than so many, of so few letters, in
# so many rows each, and it holds no number such as a person or a house may have.
MOST_WORDS, LONGEST_WORD, LEAST_ROWS = 30, 40, 3
_PRIVATE = re.compile(r".*[0-9]{3}|.*@")
# MAPPA's category and level, alone or beside each other.
_CATEGORY = re.compile(r"(?:mappa )?(?:category|cat|c)? ?([1-4])(?:[ ,/-]*(?:level|l) ?[1-3])?")
_LEVEL = re.compile(r"(?:mappa )?(?:(?:category|cat|c) ?[1-4][ ,/-]*)?(?:level|l)? ?([1-3])")


def needed(one: Field, column: Column) -> bool:
    """Whether a field takes other words than those that the column writes."""
    listable = one.words or one.kind in ("yes_no", "tool", "word")
    own = _own(one)
    return bool(listable) and not all(value.lower() in own for value in column.listed)


def lines_of(kind: str, one: Field, column: Column) -> list[str]:
    """The lines of a code list for a column: known values with our words, others with a TODO or counted."""
    lines: list[str] = []
    said: set[str] = set()
    hidden = rows = 0
    for value, n in sorted(column.listed.items()):
        if value.lower() in said:
            continue
        word = _meaning(kind, one, value)
        if word is None and not _may_be_shown(value, n, column):
            hidden, rows = hidden + 1, rows + n
            continue
        said.add(value.lower())
        if word is None and one.kind == "tool":
            word = suggested(value)
        takes = ", ".join(one.words) or "true or false"
        # a record without what it needs is none: its row is left out, and not read as saying nothing
        other = "or leave such rows out with when" if one.required else 'or "" if it says nothing'
        given = word if word is not None else f"TODO: one of {takes}; {other}"
        lines.append(f"{quoted(value)} = {given if given in ('true', 'false') else quoted(given)}")
    if hidden:
        lines += [
            f"# {hidden:,} other values, in {rows:,} rows, are not shown here: they may be personal. Add",
            "# those that are words of the system; rows with others will be refused and kept.",
        ]
    if not said:
        lines.insert(0, '"*" = "TODO: no value of the column is known. List them, each with its meaning"')
    return lines


def _own(one: Field) -> frozenset[str]:
    """What a field reads without a code list."""
    return frozenset(YES_NO) if one.kind == "yes_no" else frozenset(word.lower() for word in one.words)


def _meaning(kind: str, one: Field, value: str) -> str | None:
    """Our word for a value, if it is one that sources are known to write."""
    given = value.lower()
    if one.kind == "whole":
        numbered = (_LEVEL if one.name == "mappa_level" else _CATEGORY).fullmatch(given)
        return numbered[1] if numbered and numbered[1] in one.words else None
    words = words_of(WORDS_OF.get((kind, one.name), one.kind))
    own = {word.lower(): word for word in one.words}
    return words.get(given, own.get(given))


def _may_be_shown(value: str, rows: int, column: Column) -> bool:
    return (
        rows >= LEAST_ROWS
        and column.different <= MOST_WORDS
        and len(value) <= LONGEST_WORD
        and value.isprintable()
        and _PRIVATE.match(value) is None
    )


def quoted(value: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
