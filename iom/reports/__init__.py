"""Results put together for people to read."""

from iom.reports.person import PersonPage
from iom.reports.person_reading import person_page
from iom.reports.person_withheld import without_withheld
from iom.reports.risk_page import RiskPage, risk_page

__all__ = ["PersonPage", "RiskPage", "person_page", "risk_page", "without_withheld"]
