"""What a person may ask of the store: to see what is held of them, to be restricted, to be erased."""

from iom.rights.access import Access, access
from iom.rights.access_files import files
from iom.rights.again import again
from iom.rights.erasing import Erased, Preview, erase, preview
from iom.rights.errors import RightsError
from iom.rights.listing import Listing, listing
from iom.rights.replaying import finish, replay
from iom.rights.restricting import Lifted, lift, restrict
from iom.rights.reviewing import Due, due_for_review
from iom.rights.schedule import schedule

__all__ = [
    "Access",
    "Due",
    "Erased",
    "Lifted",
    "Listing",
    "Preview",
    "RightsError",
    "access",
    "again",
    "due_for_review",
    "erase",
    "files",
    "finish",
    "lift",
    "listing",
    "preview",
    "replay",
    "restrict",
    "schedule",
]
