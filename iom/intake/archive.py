"""A workbook as the archive that it is: opened only if its parts unpack to what memory can hold."""

import copy
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from iom.intake.errors import InputError
from iom.settings import Settings

BLOCK = 1 << 20
MOST_PARTS = 10_000
# A part below this size harms nobody, however well it was packed.
SMALL = 20_000_000
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive of a workbook. Raises InputError where it is broken off or packed as no workbook is."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError):
        raise damaged(path) from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None


def damaged(path: Path) -> InputError:
    """A workbook that cannot be read to its end."""
    return InputError(
        f"{path.name} is no whole workbook: was it cut off while it was copied? Open it in Excel, save it as "
        ".xlsx (Excel Workbook), and import that."
    )


def part(archive: zipfile.ZipFile, name: str, most: int) -> IO[bytes]:
    """A part to read to its true end: what an archive says of a part's size need not be so."""
    held = copy.copy(archive.getinfo(name))
    held.file_size = most + 1
    return archive.open(held)


def refuse_bomb(archive: zipfile.ZipFile, path: Path, settings: Settings) -> None:
    """Unpack every part that is read, keeping nothing. Raises InputError for what unpacks to too much."""
    parts = [info for info in archive.infolist() if info.filename.lower().endswith((".xml", ".rels"))]
    if len(archive.infolist()) > MOST_PARTS or any(info.compress_type not in PLAIN for info in parts):
        raise damaged(path)
    # two parts of one name: what is looked at here need not be what the library reads
    names = {info.filename.replace("\\", "/").casefold() for info in archive.infolist()}
    if len(names) < len(archive.infolist()):
        raise damaged(path)
    # by what the archive says of itself first: that is quick
    left = settings.workbook_bytes_limit
    if sum(info.file_size for info in parts) > left:
        raise _too_large(path, settings)
    for info in parts:
        most = max(SMALL, info.compress_size * settings.workbook_ratio_limit)
        size = 0
        with part(archive, info.filename, left) as packed:
            while block := packed.read(BLOCK):
                size += len(block)
                if size > left:
                    raise _too_large(path, settings)
                if size > most:
                    raise InputError(
                        f"{path.name}: a part of it unpacks to more than {settings.workbook_ratio_limit} "
                        "times its size, as no export does. If it is meant, a larger limit is set by "
                        "IOM_WORKBOOK_RATIO_LIMIT; or save it as CSV."
                    )
        left -= size


def _too_large(path: Path, settings: Settings) -> InputError:
    return InputError(
        f"{path.name}: its parts unpack to more than {settings.workbook_bytes_limit:,} bytes. Save it as "
        "CSV, which is read in little memory; or set a larger limit with IOM_WORKBOOK_BYTES_LIMIT."
    )
