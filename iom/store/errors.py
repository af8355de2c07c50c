"""What can go wrong with a store, each with the exit code that the command line gives it."""

from iom.errors import IomError

__all__ = ["AuditError", "EmptyStoreError", "IomError", "StoreBusy", "StoreError", "StoreInUse"]


class StoreError(IomError):
    """The store is missing, unreadable, from a newer version, or damaged."""

    exit_code = 4


class EmptyStoreError(StoreError):
    """The store holds no records yet: nothing can be asked of it."""


class StoreBusy(StoreError):  # noqa: N818 - a state, not a fault
    """Others of this process are writing to the store, for longer than one who asks has patience."""


class StoreInUse(StoreError):  # noqa: N818 - a state, not a fault
    """Another process has the store open."""


class AuditError(IomError):
    """The audit log does not agree with its chain or its anchor."""

    exit_code = 5
