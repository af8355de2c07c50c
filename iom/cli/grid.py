"""A table within the width of a terminal: drawn, or where it does not fit, each row as a small list.

No line is wider than the terminal, but for a word that alone is: a terminal breaks that itself, and
it can still be copied. Nothing is cut off, and no number, date or path is broken over two lines.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

_BESIDE = 3  # what a column takes beside its cells: a line and a blank on either side
_INDENT = "  "  # of what belongs to a row whose first line is not indented
# With the blanks before it: what a source wrote keeps its own, and they indent a part under its rule.
_WORD = re.compile(r"\s*\S+")
# offences_24m, held.ogrs3_2y
_NAME = re.compile(r"\s*[a-z][a-z0-9]*(?:[._][a-z0-9]+)+[,;:]?")
_PART = re.compile(r"[^_]+_*")


@dataclass(frozen=True)
class Fitted:
    """A table whose cells are in lines that fit: those of a cell are divided by line breaks."""

    columns: list[str]
    rows: list[list[str]]
    widths: list[int]

    def height(self) -> int:
        """How many lines the rows take."""
        return sum(max(cell.count("\n") for cell in row) + 1 for row in self.rows)


def fitted(
    columns: Sequence[str], rows: Sequence[Sequence[str]], within: int, breakable: Collection[int] = ()
) -> Fitted | None:
    """The table within so many signs; None where even its longest words do not fit beside one another.

    breakable: the columns in which names may be broken after an underscore, where it would not fit otherwise.
    """
    for broken in ((), breakable):
        pieces = [_parts if at in broken else _words for at in range(len(columns))]
        if (widths := _widths(columns, rows, within, pieces)) is not None:
            heads, *bodies = (
                [
                    "\n".join(_lines(cut(text), width, "", ""))
                    for text, width, cut in zip(row, widths, pieces, strict=True)
                ]
                for row in (columns, *rows)
            )
            return Fitted(heads, bodies, widths)
    return None


def _widths(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    within: int,
    pieces: Sequence[Callable[[str], list[str]]],
) -> list[int] | None:
    """How wide each column is: its longest piece at least, the spare room shared fairly."""
    texts = [[column, *(row[at] for row in rows)] for at, column in enumerate(columns)]
    found = [
        max(1, *(_longest(cut(text)) for text in column)) for column, cut in zip(texts, pieces, strict=True)
    ]
    spare = within - _BESIDE * len(columns) - 1 - sum(found)
    if spare < 0:
        return None
    # a heading that folds takes a line once, a cell in every row
    for of in ([column[1:] for column in texts], texts):
        lack = [max(map(_wide, one), default=0) - width for one, width in zip(of, found, strict=True)]
        # the columns that lack least first: short ones get all they want, long texts share the rest
        in_need = sorted((at for at in range(len(columns)) if lack[at] > 0), key=lambda at: lack[at])
        for left, at in zip(range(len(in_need), 0, -1), in_need, strict=True):
            given = min(lack[at], spare // left)
            found[at] += given
            spare -= given
    return found


def drawn(table: Fitted, right: Collection[int]) -> "Table":
    """The table for the terminal, the columns numbered in right aligned to it."""
    from rich.table import Table
    from rich.text import Text

    # all as Text: square brackets are the text's own, not markup
    whole = Table()
    for at, (column, width) in enumerate(zip(table.columns, table.widths, strict=True)):
        whole.add_column(
            Text(column), justify="right" if at in right else "left", overflow="fold", width=width
        )
    for row in table.rows:
        whole.add_row(*(Text(cell) for cell in row))
    return whole


def listed(columns: Sequence[str], rows: Sequence[Sequence[str]], within: int) -> list[str]:
    """Each row as lines "heading: value", the first not indented. Cells that are empty are left out."""
    lines: list[str] = []
    for row in rows:
        said = [f"{column}: {cell}" for column, cell in zip(columns, row, strict=True) if cell.strip()]
        for at, text in enumerate(said or [f"{columns[0]}:"]):
            before = _INDENT if at else ""
            lines += _lines(_words(text), within, before, before + _INDENT)
    return lines


def _lines(pieces: Sequence[str], within: int, first: str, further: str) -> list[str]:
    """Pieces in lines, with what is before the first line and before each further one.

    A piece that does not fit beside that begins a line without it, wider than allowed only if it is so alone.
    """
    lines: list[str] = []
    for piece in pieces:
        if lines and _wide(lines[-1]) + _wide(piece) <= within:
            lines[-1] += piece
            continue
        text, before = (piece.lstrip(), further) if lines else (piece, first)
        lines.append(text if _wide(before) + _wide(text) > within else before + text)
    return lines


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _parts(text: str) -> list[str]:
    return [
        part for word in _words(text) for part in (_PART.findall(word) if _NAME.fullmatch(word) else [word])
    ]


def _longest(pieces: Sequence[str]) -> int:
    # the first with the blanks before it, others can do without
    return max((_wide(piece.lstrip() if at else piece) for at, piece in enumerate(pieces)), default=0)


def _wide(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
