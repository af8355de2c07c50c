"""Reference: dated, cited tables; the registry that lists them; which set a store uses."""

from iom.reference.entries import Entry, ReferenceTableError, entry, registry, shipped_rows
from iom.reference.set_in_force import InForce, ensure, in_force, load_as, put_in_force

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
