"""Who a record belongs to: subjects of many systems, one person."""

from iom.people.assignment import Assigned, assign_new_subjects

__all__ = ["Assigned", "assign_new_subjects"]
