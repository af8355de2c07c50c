"""SQL by name: one relation a file under sql/, the same in a checkout and in an installed wheel."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import duckdb

import iom

_NAME = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)+")
_BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,62}")
_COMMENT = re.compile(r"\s+|--[^\n]*\n?|/\*.*?\*/", re.DOTALL)
_TEMPORARY = re.compile(
    r"create\s+(or\s+replace\s+)?temp(orary)?\s+(table|view)\s+[a-z][a-z0-9_]*\s+as\s", re.IGNORECASE
)
# Its log would go to a file, which the lock-down answers by ending the process (seen in DuckDB 1.5.6).
_LOGGING = re.compile(r"\b(enable|disable)_logging\b", re.IGNORECASE)


def data_folder(name: str) -> Traversable:
    """The folder 'sql' or 'fixtures': inside the wheel as iom/_<name>, in a checkout beside the package."""
    package = files("iom")
    installed = package / f"_{name}"
    if installed.is_dir():
        return installed
    return Path(iom.__file__).resolve().parent.parent / name


@cache
def _read(name: str) -> tuple[str, frozenset[str]]:
    """A statement's text and the names of its blanks: looked for once, an import asks for two hundred."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"not the name of a statement: {name!r}")
    text = (data_folder("sql") / f"{name}.sql").read_text(encoding="utf-8")
    return text, frozenset(_BLANK.findall(text))


def sql(name: str, **identifiers: str) -> str:
    """The text of sql/<name>.sql, its {{ blanks }} filled with identifiers given by keyword.

    Values never go in here: they are bound as parameters. Raises ValueError for anything that is not a
    plain lower-case identifier, or when blanks and identifiers do not match one to one.
    """
    text, blanks = _read(name)
    if blanks != identifiers.keys():
        raise ValueError(f"{name} has the blanks {sorted(blanks)}, given {sorted(identifiers)}")
    if not blanks:
        return text
    for value in identifiers.values():
        if not _IDENTIFIER.fullmatch(value):
            raise ValueError(f"not an identifier: {value!r}")
    return _BLANK.sub(lambda blank: identifiers[blank[1]], text)


def run_single(
    cursor: duckdb.DuckDBPyConnection, text: str, params: Mapping[str, object]
) -> duckdb.DuckDBPyConnection:
    """Run a statement put together by the software: one SELECT, or one CREATE TEMPORARY TABLE or VIEW ... AS.

    A locked-down connection still takes several statements in one text, SET schema and ATTACH ':memory:';
    here they end. Raises ValueError for anything else, before any of it has run.
    """
    found = cursor.extract_statements(text)
    if len(found) != 1:
        raise ValueError(f"one statement at a time, not {len(found)}")
    start = 0
    while blank := _COMMENT.match(text, start):
        start = blank.end()
    is_temporary_table = found[0].type == duckdb.StatementType.CREATE and _TEMPORARY.match(text, start)
    if not is_temporary_table and found[0].type != duckdb.StatementType.SELECT:
        raise ValueError(f"only SELECT or CREATE TEMPORARY TABLE or VIEW ... AS, not {found[0].type.name}")
    if _LOGGING.search(text):
        raise ValueError("a statement cannot turn logging on or off")
    return cursor.execute(text, dict(params))
