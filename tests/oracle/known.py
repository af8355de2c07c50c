"""What can be known of a person as at a day, from what the sources hold (DOMAIN.md 2, source coverage; 6).

Silent in DOMAIN.md, decided here: how many offences are dated inside is absent as years at liberty are; the
last offence is known only if every day since is covered; a flag that no held offence states makes what
counts by it absent; of supervision and custody silence means none only on a covered day, for the dead too.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from .built_in import BUILT_IN
from .coverage import NEEDS, STATUS_BASED, covered_days, window_days
from .days import DAY
from .measures import OVER_OFFENCES, Measured, measure
from .records import Moment, World
from .view import Dossier, View

RECORD_TYPES = ("offence", "status", "absence", "sanction", "intelligence", "supervision")
SILENT = {"supervised": ("supervision", False), "supervision": ("supervision", "none")}
SILENT["in_custody"] = ("absence", False)
Needs = list[set[str]]


@dataclass
class Known:
    """A view, a day, and by record type the days that are covered; None: every day of everything is."""

    view: View
    as_at: date
    covered: dict[str, set[date]] | None = None
    _answers: dict[tuple, bool] = field(default_factory=dict)

    def covers(self, needs: Needs, months: int | None) -> bool:
        """Is each day of the window, or the day itself, covered for each of the needs?"""
        key = (str(needs), months)
        if key not in self._answers:
            days = window_days(self.as_at, months) if months else [self.as_at]
            self._answers[key] = all(self.covers_day(needs, day) for day in days)
        return self._answers[key]

    def covers_day(self, needs: Needs, day: date) -> bool:
        covered = self.covered
        return covered is None or all(any(day in covered[one] for one in any_of) for any_of in needs)

    def measured(self, person: Dossier, entry: dict) -> Measured:
        """One person's value of one entry; None: absent."""
        what, months = entry["what"], entry.get("months")
        if not self.covers(NEEDS[what], months) or not {entry.get("flag")} <= {None, *self.view.flags}:
            return Measured(None)
        found = measure(self.view, person, entry, self.as_at)
        if what in OVER_OFFENCES and not self.covers([{"absence"}], months):
            found = replace(found, inside=None, years=None)
        if what == "days_since_last" and not months and found.value is not None:
            since = [self.as_at - DAY * n for n in range(int(found.value) + 1)]
            if not all(self.covers_day(STATUS_BASED, day) for day in since):
                return replace(found, value=None)
        return found

    def named(self, person: Dossier, name: str) -> object:
        """What a built-in name says of one person; None: not known."""
        said = BUILT_IN[name](person, self.as_at)
        record, none = SILENT.get(name, ("", None))
        if record and said == none and not self.covers([{record}], None):
            return None
        return said


def told(world: World, moment: Moment) -> dict[str, set[date]]:
    """By record type, the days that are covered as known at a moment."""
    return {record: covered_days(world.coverage, {record}, world.commits, moment) for record in RECORD_TYPES}
