"""TOML documents that people write: with the line of every table and key, for errors that point."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from iom.document_hints import looks_like_a_table, meant
from iom.errors import IomError

_HEADER = re.compile(r"(\[\[?)([A-Za-z0-9_.\"' -]+)\]\]?\s*(#.*)?")
_KEY = re.compile(r"([A-Za-z0-9_\"'.-][A-Za-z0-9_\"'. -]*)=")
# How files of Excel and Word begin: archives since 2007, compound files before.
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_TOML_PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class DocumentError(IomError):
    """A document says something that cannot be meant; the text names file, line and remedy.

    line: the line alone, where there is one, for logs: the text may repeat a word of the document.
    """

    def __init__(self, text: str, line: int | None = None):
        super().__init__(text)
        self.line = line


@dataclass(frozen=True)
class Document:
    """A TOML document: its text, its values, and where each stands."""

    name: str
    text: str
    data: dict[str, Any]
    lines: Mapping[str, int] = field(repr=False)

    @property
    def sha256(self) -> str:
        """The digest of its text, whatever its line ends are."""
        return hashlib.sha256(self.text.replace("\r\n", "\n").encode()).hexdigest()

    def line(self, place: str) -> int:
        """The line of a place such as 'measure[2].months', of what is in it, or of the table around it."""
        while place:
            if place in self.lines:
                return self.lines[place]
            # "records" has no line of its own where [[records]] or [records.fields] alone is written
            within = [n for known, n in self.lines.items() if known.startswith((f"{place}.", f"{place}["))]
            if within:
                return min(within)
            place = place.rpartition(".")[0]
        return 1

    def error(self, place: str, message: str) -> DocumentError:
        """An error about a place in this document."""
        line = self.line(place)
        return DocumentError(f"{self.name}, line {line}: {message}", line)


def refuse_other(document: Document, wanted: str, begin: str, others: Mapping[str, str]) -> None:
    """Raise DocumentError for an empty document, and for one of another kind.

    others: by a table that only such a document has, what it is. begin: how to begin one of the kind wanted.
    """
    if not document.data:
        raise DocumentError(f"{document.name} is empty, not {wanted}. Begin one with: {begin}")
    for table, kind in others.items():
        if table in document.data:
            raise document.error(table, f"this is {kind}; {wanted} is asked for.")


def read_document(path: Path, kind: str = "document") -> Document:
    """Read a TOML file. Raises DocumentError when it is missing, not UTF-8, or not TOML.

    kind: what is expected, such as a mapping document, for errors that say so.
    """
    return document_of(path, content_of(path), kind)


def content_of(path: Path) -> bytes:
    """The content of a document's file. Raises DocumentError when it is missing or cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"There is no file {path}.{near(path)}") from None
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror}.") from None


def document_of(path: Path, content: bytes, kind: str = "document") -> Document:
    """The document that the content of a file is. Raises DocumentError as read_document() does."""
    if content.startswith(_OFFICE):
        raise _of_another_kind(path, kind, "a file of Excel or Word")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        if looks_like_a_table(path.name, content.decode("latin-1")):
            raise _of_another_kind(path, kind, "a CSV file") from None
        raise DocumentError(f"{path.name} is not saved as UTF-8: save it as UTF-8 and try again.") from None
    try:
        return parse_document(path.name, text)
    except DocumentError:
        if looks_like_a_table(path.name, text):
            raise _of_another_kind(path, kind, "a CSV file") from None
        raise


def parse_document(name: str, text: str) -> Document:
    """Parse TOML text. Raises DocumentError naming the line at fault."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(name, text.replace("\r\n", "\n"), str(error)) from None
    except RecursionError:
        raise DocumentError(
            f"{name}: brackets are nested too deeply: no such document can be meant."
        ) from None
    except ValueError:
        # Python reads no number of thousands of digits
        raise DocumentError(f"{name}: a number has too many digits: no such document can be meant.") from None
    return Document(name, text, data, _line_index(text))


def _not_toml(name: str, text: str, said: str) -> DocumentError:
    place = _TOML_PLACE.search(said)
    line = int(place[1]) if place and place[1] else None
    reason = _TOML_PLACE.sub("", said).strip()
    hint = meant(text, line, reason)
    if hint:
        return DocumentError(f"{name}, line {hint[0]}: {hint[1]}.", hint[0])
    at = line or len(text.splitlines())
    return DocumentError(f"{name}, line {at}: this is not TOML: {reason}.", at)


def _of_another_kind(path: Path, kind: str, found: str) -> DocumentError:
    return DocumentError(
        f"{path.name} looks like {found}. What is asked for here is a {kind}: a text file in TOML, its name "
        "usually ending in .toml."
    )


def near(path: Path, others: Iterable[str] = ()) -> str:
    """' Did you mean x?' for a file that is not there: a file of its folder, or one of some other names."""
    try:
        names = [file.name for file in path.parent.iterdir() if file.is_file()]
    except OSError:
        names = []
    return did_you_mean(path.name, [*others, *names])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """' Did you mean x?' when something known is close to the word, else nothing."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]}?" if close else ""


def _line_index(text: str) -> dict[str, int]:
    # Header and key lines only: a key inside an inline table is found by the key that the table belongs to.
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    inside_text: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if inside_text:
            if inside_text in line:
                inside_text = None
            continue
        header = _HEADER.fullmatch(line.strip())
        if header:
            table = _place_of(header[2].strip(), header[1] == "[[", counts)
            lines.setdefault(table, number)
            continue
        key = _KEY.match(line.lstrip())
        if key:
            name = key[1].strip("\"' ")
            lines.setdefault(f"{table}.{name}" if table else name, number)
        for quotes in ('"""', "'''"):
            if line.count(quotes) % 2:
                inside_text = quotes
    return lines


def _place_of(header: str, is_array: bool, counts: dict[str, int]) -> str:
    """'record.fields' under the second [[record]] is 'record[1].fields'."""
    parts = [part.strip().strip("\"'") for part in header.split(".")]
    place = ""
    for depth, part in enumerate(parts):
        path = f"{place}.{part}" if place else part
        if depth == len(parts) - 1 and is_array:
            counts[path] = counts.get(path, -1) + 1
        place = f"{path}[{counts[path]}]" if path in counts else path
    return place
