"""Results put together for people to read."""

from iom.reports.person import PersonPage
from iom.reports.person_reading import person_page

__all__ = ["PersonPage", "person_page"]
