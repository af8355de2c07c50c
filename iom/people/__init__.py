"""Who a record belongs to: subjects of many systems, one person."""

from iom.people.assignment import Assigned, assign_new_subjects
from iom.people.decisions import merge, split
from iom.people.errors import PersonError
from iom.people.finding import Found, find
from iom.people.moment import in_store_time, next_moment

__all__ = [
    "Assigned",
    "Found",
    "PersonError",
    "assign_new_subjects",
    "find",
    "in_store_time",
    "merge",
    "next_moment",
    "split",
]
