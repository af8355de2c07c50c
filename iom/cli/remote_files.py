"""The files of a command given to a service: what it reads is sent, what it writes is written here."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from iom.cli import output, written
from iom.cli.offered import Offer
from iom.client import Client
from iom.errors import IomError

# Bytes that are sent along with a command; more are sent apart. In base64 they become 600 kB of the body.
ALONG = 450_000


class Strayed(IomError):  # noqa: N818 - an answer, not a fault
    """A file of the answer that would lie elsewhere than was asked."""


@dataclass(frozen=True)
class Place:
    """Where a file is to be written. endings: of the names of files beside it; folder: it may hold others."""

    path: Path
    endings: tuple[str, ...] = ()
    folder: bool = False


def places(offer: Offer, options: Mapping[str, Any]) -> dict[str, Place]:
    """By option, where a file is to be written, once it is known that it can be. Raises IomError."""
    found = {}
    for one in offer.brings:
        if one not in options:
            continue
        path = Path(options[one])
        if one in offer.folders:
            found[one] = Place(_claimed_folder(path), folder=True)
            continue
        endings = tuple(ending for option, ending in offer.beside if option in options)
        for ending in endings:
            written.claim(_beside(path, ending))
        folder = one in offer.unless_zip and path.suffix.lower() != ".zip"
        found[one] = Place(written.claim(path), endings, folder)
    return found


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.stem}{ending}{path.suffix}")


def _claimed_folder(path: Path) -> Path:
    from iom.cli import risk_calibration_view

    fresh = not path.exists()
    full = risk_calibration_view.claimed(path, None)
    if fresh:
        # it is made when there is something to put into it
        full.rmdir()
    return full


def laid_in(client: Client, offer: Offer, options: Mapping[str, Any], along: int = ALONG) -> dict[str, Any]:
    """The options as they are sent. along: how many bytes of files go along, others are sent apart."""
    sent = dict(options)
    reads = [one for one in offer.documents if one in sent and not _is_shipped(sent[one], one)]
    for one in (*reads, *offer.sends):
        if one in sent:
            sent[one], along = _file(client, sent[one], along)
    return sent | {one: {"name": options[one]} for one in offer.brings if one in options}


def goes_along(sent: Mapping[str, Any]) -> bool:
    """Whether a file goes along with a command."""
    return any(isinstance(one, dict) and "base64" in one for one in sent.values())


def _is_shipped(name: str, option: str) -> bool:
    """Whether a document ships with the software. Raises DocumentError where it is no file here either."""
    from iom.measures import named_document, shipped

    if name in shipped():
        return True
    named_document(name, "measures document" if option == "definition" else "criteria document")
    return False


def _file(client: Client, name: str, along: int) -> tuple[dict[str, str], int]:
    """A file, and how many bytes of others may still go along."""
    path = Path(name)
    try:
        if path.stat().st_size > along:
            return {"name": name, "upload_id": client.upload(path).upload_id}, along
        content = path.read_bytes()
    except FileNotFoundError:
        raise IomError(f"There is no file {path}.") from None
    except OSError as error:
        raise IomError(f"{path} cannot be read: {error.strerror or type(error).__name__}.") from None
    return {"name": name, "base64": base64.b64encode(content).decode()}, along - len(content)


def write(place: Path, content: bytes) -> None:
    """Write one, its folder too where that is new. Raises IomError."""
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise IomError(f"{place.parent} cannot be made: {error.strerror or type(error).__name__}.") from None
    written.write(place, content)


def lies(place: Place, name: str, names: Iterable[str]) -> Path:
    """Where a file of the answer belongs. place: what was asked for; names: of all files of that option.

    The service may call the file otherwise, where its own system would not have the name: the shortest is
    what was asked for; others have an ending more, or lie in it as in a folder, where the option makes such.
    Raises Strayed.
    """
    if not _lies_below(name):
        raise Strayed("The service names a file that lies elsewhere than was asked.")
    first, *rest = PurePosixPath(name).parts
    asked = PurePosixPath(min((PurePosixPath(one).parts[0] for one in names if _lies_below(one)), key=len))
    # of what no system writes, or a terminal would obey, nothing becomes a name here
    printable = all(output.shown(one, keep="") == one for one in rest)
    if first == asked.name and bool(rest) == place.folder and printable:
        return place.path.joinpath(*rest)
    for ending in () if rest else place.endings:
        if first == f"{asked.stem}{ending}{asked.suffix}":
            return _beside(place.path, ending)
    raise Strayed("The service names a file that was not asked for.")


def _lies_below(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and not {"..", "\\", ":"} & {*path.parts, *name}
