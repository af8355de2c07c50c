"""Which days each source holds completely: outside them nothing may be read as "no offence"."""

from dataclasses import dataclass
from datetime import date

from iom.store import Store, sql


@dataclass(frozen=True)
class Coverage:
    """A period, both days included, that an import declared complete for a system and record type."""

    system: str
    record_type: str
    complete_from: date
    complete_to: date
    history: str | None
    batch_id: int


def coverage(store: Store) -> list[Coverage]:
    """Every declared period, by system, record type and first day."""
    with store.cursor() as cursor:
        return [Coverage(*row) for row in cursor.execute(sql("intake/coverage_now")).fetchall()]
