"""Which set of reference tables a command looks at."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iom.reference.sets import TableSet


def chosen_set(command: str, store: Path | None, user: str | None, purpose: str | None) -> "TableSet":
    """The set in force in a store that was named; else the one that ships."""
    from iom.reference.sets import in_store, shipped

    if store is None:
        return shipped()
    from iom.cli.session import opened

    with opened(command, store, user, purpose) as session, session.store.cursor() as cursor:
        return in_store(cursor)
