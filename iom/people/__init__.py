"""Who a record belongs to: subjects of many systems, one person."""

from iom.people.assignment import Assigned, assign_new_subjects
from iom.people.decision_log import WITHHELD, LoggedDecision, logged_decisions, past_decisions
from iom.people.decisions import (
    concerned_by,
    keep_apart,
    merge,
    out_of_sight,
    split,
    subjects_of,
    unlinked,
)
from iom.people.errors import CannotUndoError, PersonError
from iom.people.finding import MOST_CHARACTERS, Found, find
from iom.people.matching import Matches, matches, without_identifiers
from iom.people.moment import next_moment
from iom.people.standing import Among, not_current
from iom.people.undoing import Undone, undo

__all__ = [
    "MOST_CHARACTERS",
    "WITHHELD",
    "Among",
    "Assigned",
    "CannotUndoError",
    "Found",
    "LoggedDecision",
    "Matches",
    "PersonError",
    "Undone",
    "assign_new_subjects",
    "concerned_by",
    "find",
    "keep_apart",
    "logged_decisions",
    "matches",
    "merge",
    "next_moment",
    "not_current",
    "out_of_sight",
    "past_decisions",
    "split",
    "subjects_of",
    "undo",
    "unlinked",
    "without_identifiers",
]
