"""The reasons of one person as canonical JSON: what was counted is most of it, is written once."""

from iom.selection import canonical
from iom.selection.words import Reasons


def reasons_as_json(reasons: Reasons) -> str:
    """The same bytes as canonical.as_json gives."""
    facts = {name: value for name, value in vars(reasons).items() if name != "counted"}
    return canonical.spliced(facts, "counted", f"[{','.join(row.said for row in reasons.counted)}]")
