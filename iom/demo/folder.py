"""The folder of a demonstration: exports/, documents/ and store/, told from other folders by a marker."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from iom.store import IomError, data_folder, refuse_if_open

_MARKER = "made-by-iom-demo.txt"
_PARTS = ("exports", "documents", "store")
_UNFINISHED = "Not finished: iom demo is at work here, or was stopped.\n"
_SAYS = (
    "Made by iom demo. Everyone in these files is invented. `iom demo --fresh` deletes and remakes exports, "
    "documents and store.\n"
)


def prepare(folder: Path, *, fresh: bool) -> None:
    """Make the folder, or with fresh empty an earlier demonstration's; its marker says it is not finished.

    Raises IomError for a folder with an earlier demonstration (unless fresh) or with anything else in it,
    StoreInUse when another process has the demonstration's store open.
    """
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / _MARKER).is_file():
            raise IomError(
                f"{folder} holds files that iom demo did not make, so it is left alone. "
                "Name another: iom demo --folder DIR"
            )
        if not fresh:
            again = (
                f"delete its exports, documents and store and remake them: iom demo --folder {folder} --fresh"
            )
            if (folder / _MARKER).read_text(encoding="utf-8").startswith(_UNFINISHED):
                raise IomError(
                    f"{folder} holds a demonstration that was not finished. "
                    f"If iom demo is still at work there, wait; else {again}"
                )
            raise IomError(
                f"{folder} holds an earlier demonstration, with any documents that you edited. "
                f"Look into it with --store {folder / 'store'}, make another (iom demo --folder DIR), "
                f"or {again}"
            )
        refuse_if_open(folder / "store")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARKER).write_text(_UNFINISHED + _SAYS, encoding="utf-8")
        # only what a demonstration makes: a file that someone else put there stays
        for part in _PARTS:
            if (folder / part).exists():
                shutil.rmtree(folder / part)
    except OSError as error:
        raise IomError(f"The demonstration in {folder} cannot be made: {error.strerror}.") from None


def finish(folder: Path) -> None:
    """Let the marker say that the demonstration is whole."""
    (folder / _MARKER).write_text(_SAYS, encoding="utf-8")


def copy_documents(folder: Path, mappings: Sequence[str], criteria: Sequence[str]) -> None:
    """Copy the mapping and criteria documents of the demonstration into documents/, to be read and edited."""
    fixtures = data_folder("fixtures")
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    sources = [fixtures / "mappings" / "demo" / name for name in mappings]
    sources += [fixtures / "criteria" / name for name in criteria]
    for source in sources:
        text = source.read_text(encoding="utf-8")
        (documents / source.name).write_text(text, encoding="utf-8", newline="\n")
