"""Whether a file holds corrected rows, told by its header: such a file is no export of a source."""

import codecs
from pathlib import Path

from iom.intake.errors import InputError
from iom.intake.staging import QUARANTINE_ID

_HEADER_BYTES = 1 << 16


def refuse(path: Path) -> None:
    """Raise InputError for a file of corrected rows: taken as an export, it would close no refused row."""
    if is_corrected(path):
        raise InputError(
            f"{path.name}: This is a file of corrected rows: add --quarantine "
            "(over HTTP: corrections = true)."
        )


def is_corrected(path: Path) -> bool:
    """Whether the first line of a text file names our column of refused rows, whatever parts its columns."""
    try:
        with path.open("rb") as file:
            beginning = file.read(_HEADER_BYTES)
    except OSError:
        # whoever opens it next says so
        return False
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = beginning.decode("utf-16", errors="replace")
    else:
        text = beginning.decode("utf-8", errors="replace")
    return QUARANTINE_ID in text.partition("\n")[0]
