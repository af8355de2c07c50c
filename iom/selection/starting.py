"""A criteria document to begin with: the starter, or a copy of a shipped one with its choices pointed out."""

import re
from dataclasses import dataclass

from iom.documents import DocumentError, did_you_mean
from iom.measures import shipped
from iom.selection.lint import TO_FILL_IN
from iom.store import data_folder

_LOCAL_CHOICE = re.compile(r"\blocal choice\b")
_HEAD = {
    "owner": f'owner = "{TO_FILL_IN}: who decides on this document"',
    "version": 'version = "1-draft"',
}
_LINES_A_ROW = 18


@dataclass(frozen=True)
class Started:
    """The text of a new document, the lines to fill in, and the lines of what is a local choice."""

    text: str
    to_fill_in: tuple[int, ...]
    local_choices: tuple[int, ...]


def started(like: str | None = None) -> Started:
    """A commented document that can be checked at once; like: the shipped one to begin from.

    Raises DocumentError when nothing of that name ships.
    """
    if like is None:
        text = (data_folder("fixtures") / "starters" / "criteria.toml").read_text(encoding="utf-8")
        return _pointed_out(text)
    if like not in shipped():
        raise DocumentError(
            f'There is no shipped criteria document "{like}".{did_you_mean(like, shipped())}'
            f" Shipped: {', '.join(shipped())}."
        )
    text = (data_folder("fixtures") / "criteria" / f"{like}.toml").read_text(encoding="utf-8")
    for key, line in _HEAD.items():
        text = re.sub(rf"^{key} = .*$", line, text, count=1, flags=re.MULTILINE)
    return _pointed_out(_headed(like, text))


def _headed(like: str, text: str) -> str:
    """The text under a comment that says where its local choices stand."""
    rows = -(-len(_choices(text)) // _LINES_A_ROW)
    above = 4 + rows
    lines = [number + above for number in _choices(text)]
    listed = [", ".join(map(str, lines[at : at + _LINES_A_ROW])) for at in range(0, len(lines), _LINES_A_ROW)]
    head = [
        f"# Begun from the shipped document {like}. What is a local choice there is not yet yours: decide on",
        "# each, and write why. They stand on lines",
        *(f"# {row}" for row in listed),
        "# (as counted before you changed anything).",
        "",
    ]
    return "\n".join(head) + "\n" + text


def _pointed_out(text: str) -> Started:
    lines = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if TO_FILL_IN in line and not line.lstrip().startswith("#")
    ]
    return Started(text, tuple(lines), tuple(_choices(text)))


def _choices(text: str) -> list[int]:
    return [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if _LOCAL_CHOICE.search(line) and re.match(r"\s*source\s*=", line)
    ]
