"""What a user can get wrong about people's rights. Numbers are said; what is held of a person never is."""

from iom.store import IomError


class RightsError(IomError):
    """There is no such person, or what is asked cannot be done to them now."""
