"""What a person may ask of the store: to see what is held of them, to be restricted, to be erased."""

from iom.rights.erasing import Erased, Preview, erase, preview
from iom.rights.errors import RightsError
from iom.rights.replaying import finish, replay

__all__ = ["Erased", "Preview", "RightsError", "erase", "finish", "preview", "replay"]
