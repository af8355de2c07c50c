"""What a user can get wrong about people. Person ids are said; what is held of a person never is."""

from iom.store import IomError


class PersonError(IomError):
    """There is no such person, or not at that moment, or what is asked of them cannot be."""


class CannotUndoError(PersonError):
    """A decision cannot be undone as things stand.

    decision: the later one that stands in the way, by number, where the words speak of it and nobody else;
    None: they speak of people or subjects.
    """

    def __init__(self, text: str, *, decision: int | None = None):
        super().__init__(text)
        self.decision = decision
