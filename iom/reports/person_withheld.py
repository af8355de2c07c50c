"""A person page without what the role of whoever looks is not shown, and what that is in words."""

from collections.abc import Collection
from dataclasses import replace

from iom.reports.person import PersonPage

_INTELLIGENCE = "Intelligence reports: your role is not shown them."
_OF_CODE_C = "Intelligence reports of handling code C: your role is not shown them."
_POLICE = (
    "Identifiers, systems' own keys and possible matches, which come from police systems: your role is not "
    "shown them."
)


def without_withheld(page: PersonPage, withheld: Collection[str]) -> tuple[PersonPage, list[str]]:
    """A page without what is withheld (words of the access document), and a sentence for each such part."""
    left_out = []
    if "intelligence" in withheld:
        page = replace(page, intelligence=())
        left_out.append(_INTELLIGENCE)
    elif "intelligence.C" in withheld:
        page = replace(page, intelligence=tuple(one for one in page.intelligence if one.handling != "C"))
        left_out.append(_OF_CODE_C)
    if "police" in withheld:
        keyless = tuple(replace(one, source_key=None) for one in page.subjects)
        page = replace(page, identifiers=(), matches=(), subjects=keyless)
        left_out.append(_POLICE)
    return page, left_out
