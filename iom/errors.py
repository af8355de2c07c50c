"""The one family of errors that a user can mend; the command line prints their text and nothing else."""


class IomError(Exception):
    """A mistake or state that a user can mend: its text says what, where, why and what to do.

    Never holds a value from a person's record: the text reaches screens and logs.
    """

    exit_code = 3


class NotThereError(IomError):
    """What is asked for by its number or name is not in the store."""
