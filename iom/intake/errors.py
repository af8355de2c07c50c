"""What stops an import before any row is judged."""

from iom.errors import IomError


class InputError(IomError):
    """A file that cannot be read as its mapping document says; nothing of it was loaded."""
