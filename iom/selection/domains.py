"""Which values a name of a document can ever have, whatever the records: what no rule needs to ask."""

from decimal import Decimal

from iom.measures.definition import Measure
from iom.measures.names import risk_parts
from iom.selection.criteria import POINTS, Criteria
from iom.selection.fixed_words import FIXED_WORDS
from iom.selection.value_sets import ANY_NUMBER, ANY_WORD, EITHER, Interval, Numbers, Values, Words

# No month has more days.
_LONGEST_MONTH = 31
_WHOLE = frozenset(
    {
        "offences",
        "victims",
        "days_since_last",
        "sanctions",
        "intelligence",
        "recalls",
        "days_at_liberty",
        "days_absent",
    }
)
# Days counted within a window, or counted back into it: never more than the window has.
_DAYS_OF_WINDOW = frozenset({"days_since_last", "sanctions", "days_at_liberty", "days_absent"})


def _from(low: int, high: int | None = None, *, whole: bool = True) -> Numbers:
    top = None if high is None else Decimal(high)
    return Numbers((Interval(low=Decimal(low), high=top),), whole)


# Levels and categories of MAPPA are checked by intake; a planned release lies after the date.
_BUILT_IN = {
    "age": _from(0),
    "mappa_level": _from(0, 3),
    "mappa_category": _from(0, 4),
    "days_to_release": _from(1),
}


def values_of(criteria: Criteria, name: str) -> Values:
    """The values that a name can have when it is known: at least all those, sometimes more, never fewer."""
    column = criteria.column(name)
    if column.kind == "boolean":
        return EITHER
    if column.kind == "text":
        return Words(frozenset(FIXED_WORDS[name])) if name in FIXED_WORDS else ANY_WORD
    if name == POINTS.name:
        return _points(criteria)
    measure = criteria.measure(name)
    if measure is not None:
        return _of_measure(measure)
    if risk_parts(name):
        return _from(0, 100, whole=False)
    if name.endswith("_days_old"):
        return _from(0)
    # scores from elsewhere: any number, for no two tools agree on a scale
    return _BUILT_IN.get(name, ANY_NUMBER)


def _of_measure(measure: Measure) -> Numbers:
    high = None
    if measure.months and measure.what in _DAYS_OF_WINDOW:
        high = measure.months * _LONGEST_MONTH
    return _from(0, high, whole=measure.what in _WHOLE)


def _points(criteria: Criteria) -> Numbers:
    """From the least to the most that the bands of all measures together can give."""
    least = most = 0
    for measure in criteria.banded:
        given = [0, *(band.points for band in criteria.bands if band.measure == measure)]
        least, most = least + min(given), most + max(given)
    return _from(least, most)
