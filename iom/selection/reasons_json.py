"""The reasons of one person as canonical JSON: what was counted is most of it, is written once."""

import json
from decimal import Decimal

from iom.selection import canonical
from iom.selection.sentences import Counted
from iom.selection.words import Reason, Reasons


def reasons_as_json(reasons: Reasons) -> str:
    """The same bytes as canonical.as_json gives."""
    facts = {name: value for name, value in vars(reasons).items() if name != "counted"}
    return canonical.spliced(facts, "counted", f"[{','.join(row.said for row in reasons.counted)}]")


def reasons_of_json(text: str) -> Reasons:
    """The reasons that a run kept."""
    said = json.loads(text)
    return Reasons(
        summary=said["summary"],
        reasons=tuple(Reason(**reason) for reason in said["reasons"]),
        unknown=tuple(said["unknown"]),
        counted=tuple(
            Counted(**{**row, "weight": _decimal(row["weight"]), "severity": _decimal(row["severity"])})
            for row in said["counted"]
        ),
        closing=said["closing"],
        why_not=said["why_not"],
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
