"""What can go wrong with a store, each with the exit code that the command line gives it."""


class IomError(Exception):
    """A mistake or state that a user can mend: its text says what, where, why and what to do.

    Never holds a value from a person's record: the text reaches screens and logs.
    """

    exit_code = 3


class StoreError(IomError):
    """The store is missing, unreadable, from a newer version, or damaged."""

    exit_code = 4


class StoreInUse(StoreError):
    """Another process has the store open."""


class AuditError(IomError):
    """The audit log does not agree with its chain or its anchor."""

    exit_code = 5
