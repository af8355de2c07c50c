"""What a store's database may not do: touch other files, load code, look into Python, change its settings."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from iom.settings import Settings
from iom.store.errors import StoreError
from iom.store.folder import spill_folder

_CLOSED = (
    ("python_enable_replacements", False),
    ("autoload_known_extensions", False),
    ("autoinstall_known_extensions", False),
    ("allow_community_extensions", False),
)


def lock_down(root: duckdb.DuckDBPyConnection, folder: Path, settings: Settings) -> None:
    """Take from a connection everything it does not need, the right to change settings last.

    The order matters: allowed_directories is refused once external access is off, and nothing can be set
    once the configuration is locked. DuckDB itself allows the spill folder and the database's own files.
    Left open: SET schema and search_path, SET variable, ATTACH ':memory:', several statements in one text.
    They reach no file; text that is not ours as it stands in sql/ goes through statements.run_single.

    Raises StoreError for a limit of the settings that DuckDB does not take.
    """
    _set(
        root,
        (
            ("temp_directory", str(spill_folder(folder, settings))),
            ("max_temp_directory_size", settings.spill_limit),
            *_limits(settings),
            *_CLOSED,
            ("allowed_directories", [str(folder / "exchange")]),
            ("enable_external_access", False),
        ),
    )


def lock_to_reading(root: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """The same for a database that is only read, outside a store: it has no folder to write to.

    Raises StoreError for a limit of the settings that DuckDB does not take.
    """
    _set(
        root,
        (
            # nothing that a backup holds is to be spilled beside it
            ("temp_directory", ""),
            *_limits(settings),
            *_CLOSED,
            ("enable_external_access", False),
        ),
    )


def _limits(settings: Settings) -> tuple[tuple[str, str | int], ...]:
    return (("memory_limit", settings.memory_limit), ("threads", settings.threads))


def _set(
    root: duckdb.DuckDBPyConnection, options: Sequence[tuple[str, str | int | bool | list[str]]]
) -> None:
    try:
        chosen = "".join(f"set global {option} = {_literal(value)};\n" for option, value in options)
        # Cursors ignore a plain SET of the time zone, and a machine on London time would shift dates.
        root.execute(f"{chosen}set global TimeZone = 'UTC';\nset global lock_configuration = true")
    except duckdb.Error as error:
        raise StoreError(f"A limit in the settings is not one that the database takes: {error}") from None


def _literal(value: str | int | bool | list[str]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    return "'" + value.replace("'", "''") + "'"
