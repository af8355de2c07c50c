"""Several files written for a person, as one zip file or into a folder: new, whole, their owner's alone."""

import io
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from iom.cli import written
from iom.errors import IomError

# that of the format's beginning: a file says no more of when it was made than the page in it does
_UNDATED = (1980, 1, 1, 0, 0, 0)


def claim(path: Path, *, away_from: Sequence[Path] = ()) -> Path:
    """The full path of a .zip file, or of a folder, once it is known that it can be made. Raises IomError."""
    return written.claim(path, away_from=away_from)


def write(place: Path, files: Sequence[tuple[str, bytes]]) -> None:
    """Write files by name into a new zip file or folder; nothing is left where it fails. Raises IomError."""
    if place.suffix.lower() == ".zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
            for name, content in files:
                out.writestr(zipfile.ZipInfo(name, _UNDATED), content, zipfile.ZIP_DEFLATED)
        written.write(place, packed.getvalue())
        return
    try:
        place.mkdir(mode=0o700)
    except OSError as error:
        raise IomError(f"{place} cannot be made: {error.strerror or type(error).__name__}.") from None
    try:
        for name, content in files:
            written.write(place / name, content)
    except IomError:
        shutil.rmtree(place, ignore_errors=True)
        raise
