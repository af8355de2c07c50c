"""What a user can get wrong about people. Person ids are said; what is held of a person never is."""

from iom.store import IomError


class PersonError(IomError):
    """There is no such person, or not at that moment, or what is asked of them cannot be."""
