"""Reference: dated, cited tables; the registry that lists them; which set a store uses."""

from iom.reference.in_force import InForce, ensure, in_force, load_as, put_in_force
from iom.reference.registry import Entry, ReferenceTableError, entry, registry, shipped_rows

__all__ = [
    "Entry",
    "InForce",
    "ReferenceTableError",
    "ensure",
    "entry",
    "in_force",
    "load_as",
    "put_in_force",
    "registry",
    "shipped_rows",
]
