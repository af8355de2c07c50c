"""The documents that come with the software, read by name as others are read by path."""

import os
from pathlib import Path

from iom.documents import Document, DocumentError, near, parse_document, read_document
from iom.store import data_folder


def shipped() -> tuple[str, ...]:
    """The names of the criteria documents that come with the software."""
    folder = data_folder("fixtures") / "criteria"
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def named_document(name_or_path: str, kind: str) -> Document:
    """A shipped document by its name, or any by its path. Raises DocumentError when it cannot be read.

    kind: what is expected, such as a criteria document, for errors that say so.
    """
    if name_or_path in shipped():
        file = data_folder("fixtures") / "criteria" / f"{name_or_path}.toml"
        return parse_document(file.name, file.read_text(encoding="utf-8"))
    path = Path(name_or_path)
    if not path.suffix and not os.path.lexists(path):
        raise DocumentError(
            f'There is no file and no shipped {kind} "{name_or_path}".{near(path, shipped())}'
            f" Shipped: {', '.join(shipped())}."
        )
    return read_document(path, kind)
