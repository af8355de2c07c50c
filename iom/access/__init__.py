"""Access: who may do what, whom they may see, and which rule says so."""

from iom.access.caller import (
    Caller,
    Decision,
    Reach,
    Scope,
    Sight,
    decide,
    grants_of,
    scope_for,
    withdrawn_from,
)
from iom.access.document import MAY, Access, Grant, Role, Withdrawn, parse_access, read_access, shipped
from iom.access.visible import became, visible_among

__all__ = [
    "MAY",
    "Access",
    "Caller",
    "Decision",
    "Grant",
    "Reach",
    "Role",
    "Scope",
    "Sight",
    "Withdrawn",
    "became",
    "decide",
    "grants_of",
    "parse_access",
    "read_access",
    "scope_for",
    "shipped",
    "visible_among",
    "withdrawn_from",
]
