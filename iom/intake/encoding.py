"""What a file is, and what a text is written in: found out from its bytes, never guessed from a sample."""

import codecs
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from iom.documents import did_you_mean
from iom.intake.errors import InputError

BLOCK = 1 << 20
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that mean nothing in cp1252.
UNDEFINED = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))


Content = Literal["text", "archive", "compound", "parquet", "markup"]
CALLED = {
    "text": "a text file",
    "archive": "a workbook (or another archive)",
    "compound": "an old or protected file of Excel or Word",
    "parquet": "a Parquet file",
    "markup": "a web page or XML file",
}
# How files begin that are no CSV.
_STARTS: tuple[tuple[bytes, Content], ...] = (
    (b"PK\x03\x04", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
)
# At the beginning and at the end; the second where it is encrypted.
_PARQUET = (b"PAR1", b"PARE")
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta", b"<head")


@dataclass(frozen=True)
class FileFacts:
    """A file before it is parsed: its name, digest, size in bytes and encoding."""

    path: Path
    sha256: str
    size: int
    encoding: str


def examine(path: Path, declared: str) -> FileFacts:
    """Digest a file and find its encoding: a byte order mark, else the one declared, else UTF-8, else cp1252.

    Raises InputError when the file is missing or holds what the encoding cannot mean, naming the line.
    """
    if (found := kind_of(path)) != "text":
        raise InputError(
            f"{path.name} is {CALLED[found]} by its content, and not CSV. Save it as CSV (UTF-8)."
        )
    try:
        with path.open("rb") as file:
            start = file.read(4)
            marked = next((name for mark, name in BYTE_ORDER_MARKS if start.startswith(mark)), None)
            wanted = marked or (declared if declared != "auto" else "utf-8")
            file.seek(0)
            digest = hashlib.sha256()
            decoder = codecs.getincrementaldecoder(wanted)()
            fault = None
            lines = size = 0
            while block := file.read(BLOCK):
                digest.update(block)
                size += len(block)
                if fault is None:
                    fault = _fault(decoder, block, lines)
                lines += block.count(b"\n")
            if fault is None:
                try:
                    decoder.decode(b"", final=True)
                except UnicodeError:
                    fault = (lines + 1, False)
    except FileNotFoundError:
        raise InputError(f"There is no file {path}.{_near(path)}") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    if fault is not None:
        line, null = fault
        if null:
            raise InputError(
                f"{path.name}, line {line}: a NUL byte, so this is not a text file. Export it again as CSV."
            )
        if declared != "auto" or marked:
            found = "" if marked else ", or leave out [file] encoding in the mapping document"
            raise InputError(
                f"{path.name}, line {line}: not {wanted}, which it should be written in. Export it "
                f"again{found}."
            )
        if (undefined := _undefined(path)) is not None:
            raise InputError(
                f"{path.name}, line {undefined}: neither UTF-8 nor cp1252. Say what it is written in: "
                '[file] encoding = "…" in the mapping document.'
            )
        wanted = "cp1252"
    return FileFacts(path, digest.hexdigest(), size, wanted)


def kind_of(path: Path) -> Content:
    """What a file is by how it begins, whatever its name says. Raises InputError when it cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(256)
            file.seek(-min(4, file.seek(0, os.SEEK_END)), os.SEEK_END)
            end = file.read()
    except FileNotFoundError:
        raise InputError(f"There is no file {path}.{_near(path)}") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    for mark, kind in _STARTS:
        if start.startswith(mark):
            return kind
    # a CSV file may begin so, too: PARENT_ID
    if start[:4] in _PARQUET and (
        end == start[:4] or (start[4:5] < b" " and start[4:5] not in (b"\t", b"\n", b"\r"))
    ):
        return "parquet"
    if start.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_MARKUP):
        return "markup"
    return "text"


def digested(path: Path, named: str) -> FileFacts:
    """A file that is not text: its digest and size; named: what its encoding is called with the import."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    return FileFacts(path, digest.hexdigest(), size, named)


def _near(path: Path) -> str:
    """The file of the same folder that was probably meant, as a question; nothing if none is like it."""
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return f" There is no folder {path.parent} either." if not path.parent.exists() else ""
    return did_you_mean(path.name, names)


def _fault(decoder: codecs.IncrementalDecoder, block: bytes, lines: int) -> tuple[int, bool] | None:
    """The line of what cannot be read, and whether it is a NUL."""
    try:
        text = decoder.decode(block)
    except UnicodeDecodeError as error:
        null = block.find(b"\0")
        if 0 <= null < error.start:
            return lines + block.count(b"\n", 0, null) + 1, True
        return lines + block.count(b"\n", 0, max(error.start, 0)) + 1, False
    except UnicodeError:
        # UTF-16 without the mark that says which way round its bytes stand
        return lines + 1, False
    null = text.find("\0")
    return None if null < 0 else (lines + text.count("\n", 0, null) + 1, True)


def _undefined(path: Path) -> int | None:
    """The first line that is not cp1252 either, or None: read again, since a file is rarely neither."""
    lines = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found = _first(block, UNDEFINED + b"\0", lines)
            if found is not None:
                return found
            lines += block.count(b"\n")
    return None


def _first(block: bytes, wanted: bytes, lines: int) -> int | None:
    places = [place for byte in wanted if (place := block.find(bytes((byte,)))) >= 0]
    return lines + block.count(b"\n", 0, min(places)) + 1 if places else None
