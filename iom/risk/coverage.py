"""Whether the sources hold what a score rests on: on the date, sanctions and custody."""

from dataclasses import dataclass
from datetime import date

from iom.measures import Covered, is_covered
from iom.risk.models import SCORES

# Of several record types any one will do: a sanction is told by a history, or by an offence and its status.
_ASKED = (("sanction", "offence"), ("sanction", "status"), ("absence",))
_MEANT = {"sanction": "sanctions", "absence": "custody"}
# What staff can do about it: the end of what is said of a gap, after ". ".
_IMPORT_MONTH = "Import the file of that month, or choose an earlier date"
_IMPORT_HISTORY = "Import a history of sanctions: counts of priors from elsewhere are not enough"


@dataclass(frozen=True)
class ScoreGap:
    """Why a score is absent for everyone: no source covers a record type on the date."""

    record: str
    as_at: date
    last_covered: date | None

    def says(self) -> str:
        """In words, with the remedy."""
        whole = (
            f"the last day covered before is {_day(self.last_covered)}"
            if self.last_covered
            else "no day before it is covered either"
        )
        return (
            f"no source covers {_MEANT[self.record]} ({self.record} records) on {_day(self.as_at)}; {whole}. "
            f"{_IMPORT_MONTH}"
        )


@dataclass(frozen=True)
class NobodySanctioned:
    """Why a score is absent for everyone: nobody has a sanction that counts."""

    as_at: date

    def says(self) -> str:
        """In words, with the remedy."""
        return f"nobody has a conviction or caution by {_day(self.as_at)} in the records. {_IMPORT_HISTORY}"


def gaps(as_at: date, covered: Covered) -> dict[str, ScoreGap]:
    """By score, why it is absent for everyone; empty where the sources cover the date."""
    for alternatives in _ASKED:
        if not any(is_covered(record, as_at, covered) for record in alternatives):
            last = [
                min(span.end.toordinal() - 1, as_at.toordinal()) if span.end else as_at.toordinal()
                for span in covered.spans(*alternatives)
                if span.start <= as_at
            ]
            found = ScoreGap(alternatives[0], as_at, date.fromordinal(max(last)) if last else None)
            return dict.fromkeys(SCORES, found)
    return {}


def last_covered(as_at: date, covered: Covered) -> date | None:
    """The last day up to a date on which the sources hold what a score rests on; None: there is none."""
    day: date | None = as_at
    while day and (found := gaps(day, covered)):
        # they are absent together, for one reason
        day = next(iter(found.values())).last_covered
    return day


def without_advice(said: str) -> str:
    """What is said of a gap, without what staff can do about it: for the person whose score is absent."""
    for advice in (_IMPORT_MONTH, _IMPORT_HISTORY):
        said = said.replace(f". {advice}", "")
    return said


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
