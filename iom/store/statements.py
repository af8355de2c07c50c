"""SQL by name: one relation a file under sql/, the same in a checkout and in an installed wheel."""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_NAME = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)+")
_BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,62}")


def data_folder(name: str) -> Traversable:
    """The folder 'sql' or 'fixtures': inside the wheel as iom/_<name>, in a checkout beside the package."""
    package = files("iom")
    installed = package / f"_{name}"
    if installed.is_dir():
        return installed
    import iom

    from pathlib import Path

    return Path(iom.__file__).resolve().parent.parent / name


@cache
def _text(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"not the name of a statement: {name!r}")
    return (data_folder("sql") / f"{name}.sql").read_text(encoding="utf-8")


def sql(name: str, **identifiers: str) -> str:
    """The text of sql/<name>.sql, its {{ blanks }} filled with identifiers given by keyword.

    Values never go in here: they are bound as parameters. Raises ValueError for anything that is not a
    plain lower-case identifier, or when blanks and identifiers do not match one to one.
    """
    text = _text(name)
    blanks = set(_BLANK.findall(text))
    if blanks != set(identifiers):
        raise ValueError(f"{name} has the blanks {sorted(blanks)}, given {sorted(identifiers)}")
    for value in identifiers.values():
        if not _IDENTIFIER.fullmatch(value):
            raise ValueError(f"not an identifier: {value!r}")
    return _BLANK.sub(lambda blank: identifiers[blank[1]], text)
