"""The one family of errors that a user can mend; the command line prints their text and nothing else."""

from typing import Self


class IomError(Exception):
    """A mistake or state that a user can mend: its text says what, where, why and what to do.

    Never holds a value from a person's record: the text reaches screens and logs.
    """

    exit_code = 3
    # what it is about, where that is one thing that was given, as the command line calls it: area for --area
    given: str | None = None
    # the text without what was given, for those who must not repeat it, for it may be anything: a name
    unsaid: str | None = None

    def of(self, given: str, *, unsaid: str | None = None) -> Self:
        """The same error, which says what was given wrong. unsaid: its text where it repeats that."""
        self.given, self.unsaid = given, unsaid
        return self


class NotThereError(IomError):
    """What is asked for by its number or name is not in the store."""
