"""What a store's database may not do: touch other files, load code, look into Python, change its settings."""

from pathlib import Path

import duckdb

from iom.settings import Settings
from iom.store.errors import StoreError
from iom.store.folder import spill_folder


def lock_down(root: duckdb.DuckDBPyConnection, folder: Path, settings: Settings) -> None:
    """Take from a connection everything it does not need, the right to change settings last.

    The order matters: allowed_directories is refused once external access is off, and nothing can be set
    once the configuration is locked. DuckDB itself allows the spill folder and the database's own files.
    Left open: SET schema and search_path, SET variable, ATTACH ':memory:', several statements in one text.
    They reach no file; text that is not ours as it stands in sql/ goes through statements.run_single.

    Raises StoreError for a limit of the settings that DuckDB does not take.
    """
    try:
        for option, value in (
            ("temp_directory", str(spill_folder(folder, settings))),
            ("max_temp_directory_size", settings.spill_limit),
            ("memory_limit", settings.memory_limit),
            ("threads", settings.threads),
            ("python_enable_replacements", False),
            ("autoload_known_extensions", False),
            ("autoinstall_known_extensions", False),
            ("allow_community_extensions", False),
            ("allowed_directories", [str(folder / "exchange")]),
            ("enable_external_access", False),
        ):
            root.execute(f"set global {option} = {_literal(value)}")
        # Cursors ignore a plain SET of the time zone, and a machine on London time would shift dates.
        root.execute("set global TimeZone = 'UTC'")
        root.execute("set global lock_configuration = true")
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
