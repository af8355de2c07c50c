"""Access: who may do what, whom they may see, and which rule says so."""

from iom.access.caller import Caller, Decision, Reach, Scope, decide, scope_for
from iom.access.document import Access, Grant, Role, read_access, shipped
from iom.access.visible import fill_visible, visible_among

__all__ = [
    "Access",
    "Caller",
    "Decision",
    "Grant",
    "Reach",
    "Role",
    "Scope",
    "decide",
    "fill_visible",
    "read_access",
    "scope_for",
    "shipped",
    "visible_among",
]
