"""What the library that reads workbooks does not tell of a sheet: how far it reaches, cells without a value.

A formula that nobody worked out and a cell that shows #N/A both come out of it as blank; here they are found.
"""

import re
import zipfile
from dataclasses import dataclass, field
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat

# What stands in a cell that holds no value, beside Excel's own words for its errors.
UNCOMPUTED = "#UNCOMPUTED!"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
BLOCK = 1 << 20
MOST_MERGED, MOST_MARKED = 100_000, 1_000_000
_ROWS, _COLUMNS = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class NotASheet(Exception):  # noqa: N818  caught next door, where the file's name is known
    """The part does not hold a sheet as Excel writes them; its text, if any, says what it holds instead."""


@dataclass
class Scan:
    """A sheet: rows and columns that its values reach, cells marked by (row, column) from 0, merged ranges.

    A merged range is its first row, first column, last row and last column, from 0.
    """

    rows: int = 0
    columns: int = 0
    marks: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class SheetPart:
    """A worksheet of a workbook: its name, the part that holds it."""

    name: str
    part: str


def worksheets(archive: zipfile.ZipFile) -> list[SheetPart]:
    """The sheets of a workbook in their order, as it lists them itself. Raises NotASheet."""
    if WORKBOOK not in archive.namelist() or RELATIONS not in archive.namelist():
        raise NotASheet
    targets = {}
    for relation in _small(archive, RELATIONS):
        if relation.get("TargetMode") != "External" and relation.get("Type", "").endswith("/worksheet"):
            targets[relation.get("Id")] = _path(relation.get("Target", ""))
    found = []
    for element in _small(archive, WORKBOOK).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        named = next((v for k, v in element.attrib.items() if k.endswith("}id")), None)
        target = targets.get(named)
        if target in archive.namelist():
            found.append(SheetPart(element.get("name", ""), target))
    if len({one.name.casefold() for one in found}) < len(found):
        raise NotASheet
    return found


def _path(target: str) -> str:
    # as the library that reads the values finds it: both must read the same part
    if target.startswith("/xl/"):
        return target[1:]
    return target if target.startswith("xl/") else f"xl/{target}"


def _small(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    text = archive.read(name)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise NotASheet
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError:
        raise NotASheet from None


def scan(sheet: IO[bytes]) -> Scan:
    """Read a sheet's part from beginning to end, in little memory. Raises NotASheet."""
    reader = _Reader()
    try:
        while block := sheet.read(BLOCK):
            reader.parser.Parse(block)
        reader.parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, ValueError):
        raise NotASheet from None
    reader.end_cell()
    return reader.found


class _Reader:
    """The elements of a sheet as they come. A cell ends where the next element begins."""

    def __init__(self) -> None:
        self.found = Scan()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._prefix: str | None = None
        self._row = self._column = -1
        self._in_cell = self._has_value = self._has_formula = False
        self._kind = ""
        self._text: list[str] = []
        self._marked = 0

    @staticmethod
    def _refuse(*_: Any) -> None:
        # Excel writes none: it could only be there to unfold into more than the file holds
        raise NotASheet

    def _begin(self, name: str, given: dict[str, str]) -> None:
        if self._prefix is None:
            self._prefix = f"{name.rpartition(':')[0]}:" if ":" in name else ""
        if self._prefix:
            name = name.removeprefix(self._prefix)
        if name == "c":
            self.end_cell()
            self._begin_cell(given.get("r"), given.get("t", "n"))
        elif name == "v":
            self._has_value = True
            if self._has_formula or self._kind == "e":
                self.parser.CharacterDataHandler = self._text.append
        elif name == "is":
            self._has_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self.end_cell()
            self._row = int(given["r"]) - 1 if "r" in given else self._row + 1
            self._column = -1
            if not 0 <= self._row < _ROWS:
                raise NotASheet
        elif name == "mergeCell":
            self.end_cell()
            self._merge(given["ref"])

    def _begin_cell(self, reference: str | None, kind: str) -> None:
        if reference is None:
            self._column += 1
        else:
            row, self._column = _place(reference)
            if row != self._row:
                raise NotASheet
        if self._column >= _COLUMNS or self._row < 0:
            raise NotASheet
        self._in_cell, self._kind = True, kind
        self._has_value = self._has_formula = False

    def end_cell(self) -> None:
        """What the cell that was being read turns out to be."""
        if not self._in_cell:
            return
        self._in_cell = False
        mark = None
        if self._text or self._has_formula or self._kind == "e":
            self.parser.CharacterDataHandler = None
            text = "".join(self._text).strip()
            self._text.clear()
            if self._kind == "e":
                mark = text or "#VALUE!"
            elif not text and self._kind != "str":
                mark = UNCOMPUTED if self._has_formula else None
        if mark is not None:
            self._marked += 1
            if self._marked > MOST_MARKED:
                raise NotASheet(f"more than {MOST_MARKED:,} cells of it show an error instead of a value")
            self.found.marks.setdefault(self._row, {})[self._column] = mark
        if mark is not None or self._has_value:
            self.found.rows = max(self.found.rows, self._row + 1)
            self.found.columns = max(self.found.columns, self._column + 1)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        self.found.merged.append((*_place(first), *_place(last or first)))
        if len(self.found.merged) > MOST_MERGED:
            raise NotASheet


def _place(reference: str) -> tuple[int, int]:
    """Row and column of C7, from 0. Raises ValueError."""
    found = _CELL.fullmatch(reference)
    if found is None:
        raise ValueError
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def range_name(merged: tuple[int, int, int, int]) -> str:
    """A merged range as Excel names it: A3:B4."""
    top, left, bottom, right = merged
    return f"{column_name(left)}{top + 1}:{column_name(right)}{bottom + 1}"


def column_name(column: int) -> str:
    """The letters of a column that is counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
