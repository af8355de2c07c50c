"""How lines of the audit log look: a paragraph each on a terminal, a line each elsewhere."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from iom.cli import output
from iom.cli.paragraphs import paragraph

if TYPE_CHECKING:
    from iom.store.audit import Line

_COLUMNS = ("line", "when", "who", "purpose", "action", "people", "persons", "detail")
_TITLE = "Audit log, moments in UTC"
# Of a detail that is not shown whole: how many of a list, how long a text, how much of a longer one.
_MOST, _LONGEST, _BEGINNING = 5, 40, 12


def show(lines: "Sequence[Line]", *, whole: bool) -> None:
    """The lines. whole: with all of what each says in detail, also on a terminal."""
    if not lines:
        output.say("No line of the log answers that.")
    elif output.terminal_width() is None:
        output.table(_TITLE, _COLUMNS, [_row(one) for one in lines], right={"line", "people"})
    else:
        output.say(_TITLE)
        wide = len(str(max(one.line for one in lines)))
        for one in lines:
            about = f"{one.when:%Y-%m-%d %H:%M:%S}  {one.who}, {one.purpose}: {one.action}{_of_whom(one)}"
            paragraph(f"{one.line:>{wide}}  {about}", 0, wide + 2)
            if said := _detail(one.detail, whole=whole):
                paragraph(said, wide + 2)
        if not whole:
            output.say("Details are shortened: --whole shows all of them.")


def _row(one: "Line") -> tuple[object, ...]:
    when = f"{one.when:%Y-%m-%d %H:%M:%S}"
    return one.line, when, one.who, one.purpose, one.action, one.people, _persons(one), one.detail


def _persons(one: "Line") -> str:
    return ", ".join(map(str, one.person_ids)) + (" …" if one.people > len(one.person_ids) else "")


def _of_whom(one: "Line") -> str:
    if not one.people:
        return ""
    return f"; person {_persons(one)}" if one.people == 1 else f"; {one.people:,} people: {_persons(one)}"


def _detail(text: str, *, whole: bool) -> str:
    """What a line says in detail, as "name: value"; if not whole without what is empty, and shortened."""
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return text
    pairs = [(name, value) for name, value in said.items() if whole or value not in (None, [], {}, "")]
    return "; ".join(f"{name.replace('_', ' ')}: {_value(value, whole=whole)}" for name, value in pairs)


def _value(value: object, *, whole: bool) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case dict():
            items = [f"{name} {_value(one, whole=whole)}" for name, one in value.items()]
        case list():
            items = [_value(one, whole=whole) for one in value]
        case _:
            said = str(value)
            return said if whole or len(said) <= _LONGEST else f"{said[:_BEGINNING]}…"
    more = len(items) - _MOST
    if not items:
        return "none"
    return ", ".join(items) if whole or more <= 0 else f"{', '.join(items[:_MOST])} and {more} more"
