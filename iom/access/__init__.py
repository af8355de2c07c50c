"""Access: who may do what, whom they may see, and which rule says so."""

from iom.access.caller import Caller, Decision, Reach, Scope, decide, grants_of, scope_for
from iom.access.document import MAY, Access, Grant, Role, read_access, shipped
from iom.access.visible import visible_among

__all__ = [
    "MAY",
    "Access",
    "Caller",
    "Decision",
    "Grant",
    "Reach",
    "Role",
    "Scope",
    "decide",
    "grants_of",
    "read_access",
    "scope_for",
    "shipped",
    "visible_among",
]
