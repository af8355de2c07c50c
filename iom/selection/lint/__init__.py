"""What a criteria document says that cannot be meant, is seldom meant, or that a meeting should know."""

from iom.selection.lint.by_logic import TO_FILL_IN, by_logic
from iom.selection.lint.by_store import by_store, last_covered_day
from iom.selection.lint.findings import KINDS, SEVERITIES, Finding, Kind, in_order

__all__ = [
    "KINDS",
    "SEVERITIES",
    "TO_FILL_IN",
    "Finding",
    "Kind",
    "by_logic",
    "by_store",
    "in_order",
    "last_covered_day",
]
