"""Files that commands write for people: claimed before the work, written whole, their owner's alone."""

import os
from collections.abc import Sequence
from pathlib import Path

from iom.errors import IomError

# How Excel and its like name files of their own: under such a name they would not open a CSV file.
_SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers")
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def claim(path: Path, *, away_from: Sequence[Path] = ()) -> Path:
    """The file's full path, once it is known that it can be made; asked before the work is done.

    away_from: folders it must not lie in, besides every store's and that of the audit logs' keys.
    Raises IomError when there is such a file already, when it cannot be made, lies where it must not, or is
    named as a spreadsheet, which nothing here writes.
    """
    refuse_spreadsheet(path)
    from iom.cli import output
    from iom.cli.session import declared
    from iom.store.folder import DATABASE

    heard = output.listener.get()

    try:
        full = path.expanduser().resolve()
        kept_apart = [folder.expanduser().resolve() for folder in (declared().keys, *away_from)]
        for folder in full.parents:
            if heard is not None and folder == heard.folder.resolve():
                # what a command of the service writes lies in the store's folder until it is fetched
                break
            if folder in kept_apart or (folder / DATABASE).exists():
                raise IomError(
                    f"{path} lies in {folder}, which iom keeps for a store or its keys: "
                    "write it to another folder."
                )
        os.close(os.open(full, _NEW_FILE, 0o600))
        full.unlink()
    except OSError as error:
        raise _refusal(path, error) from None
    return full


def refuse_spreadsheet(path: Path) -> None:
    """Raise IomError for a name that ends as a spreadsheet's: what is written is CSV."""
    if path.suffix.lower() in _SPREADSHEETS:
        raise IomError(
            f"{path.name}: what is written is CSV, and Excel would not open it under this name. "
            f"Name it {path.stem}.csv; Excel opens that."
        )


def write(path: Path, content: bytes) -> None:
    """Write a new file whole, readable by its owner alone where the system knows modes; never over another.

    Raises IomError when it cannot be written; nothing is left of it then.
    """
    try:
        file = os.open(path, _NEW_FILE, 0o600)
    except OSError as error:
        raise _refusal(path, error) from None
    try:
        with os.fdopen(file, "wb") as out:
            out.write(content)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _refusal(path, error) from None


def _refusal(path: Path, error: OSError) -> IomError:
    if isinstance(error, FileExistsError):
        return IomError(f"{path} exists already and is left as it is: name another file, or delete it first.")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return IomError(f"{path} cannot be written: there is no folder {path.parent}. Make it first.")
    return IomError(f"{path} cannot be written: {error.strerror or type(error).__name__}.")
