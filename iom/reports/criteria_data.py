"""What a check of a criteria document found, as JSON-able values."""

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iom.selection import Checked, Criteria


def check_data(document: "Criteria", checked: "Checked") -> dict[str, object]:
    """The document, what was found in it, and what came of its examples, as JSON-able values."""
    facts = asdict(document)
    del facts["text"]
    return {
        **facts,
        "checked_against_store": checked.of_store,
        "as_at": checked.as_at,
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "file": document.file,
                "line": finding.line,
                "says": finding.says,
                "means": finding.means,
                "remedy": finding.remedy,
            }
            for finding in checked.findings
        ],
        "examples": [
            {
                "name": tried.example.name,
                "given": tried.example.given,
                "eligible": tried.came.eligible,
                "cohort": tried.came.cohort,
                "points": tried.came.points,
                "harmful": tried.came.harmful,
                "rules": {
                    rule.name: outcome
                    for rule, outcome in zip(document.rules, tried.came.outcomes, strict=True)
                },
                "differs": [{"line": line, "says": text} for line, text in tried.differs],
            }
            for tried in checked.examples
        ],
    }
