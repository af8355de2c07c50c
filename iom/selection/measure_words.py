"""A measure's definition in words for a paper: what is counted, over which days, and when it is not known."""

from datetime import date

from iom.measures.coverage import records_asked
from iom.measures.definition import BASES, Measure
from iom.periods import ONE_DAY, window
from iom.selection.condition_words import listed_words

_WHAT = {
    "offences": "The number of{offences}",
    "severity": "The sum of the severity weights of{offences}",
    "severity_mean": "The mean severity weight of those{offences} that have one; not known without any",
    "severity_max": "The severity weight of the gravest of{offences}; not known without any",
    "harm": "The sum of the severity weights of{offences}, each halved for every {half_life} days since it",
    "rate": "For each year at liberty, the number of{offences}, those dated while away left out; not known "
    "without a day at liberty",
    "victims": "The number of different victims of{offences}; not known when no victim of them is identified",
    "days_since_last": "The number of days since the last of{offences}; not known without any",
    "sanctions": "The number of days on which the person was convicted or cautioned",
    "intelligence": "The number of intelligence reports",
    "recalls": "The number of recalls to prison",
    "days_at_liberty": "The number of days on which the person was alive and not away",
    "days_absent": "The number of days on which the person was away ({kind})",
}
STANDINGS = {
    "suspected": "suspect, arrested, charged, cautioned or convicted",
    "charged": "charged, cautioned or convicted",
    "proven": "cautioned or convicted",
}
_FLAGGED = {
    "domestic_abuse": "marked as domestic abuse",
    "hate": "marked as hate crime",
    "weapon": "marked as involving a weapon",
    "alcohol": "marked as involving alcohol",
    "drugs": "marked as involving drugs",
}
_SOURCES = {1: "1 (reliable)", 2: "2 (untested)", 3: "3 (not reliable)"}
_ASSESSMENTS = {
    "A": "A (known directly)",
    "B": "B (known indirectly but corroborated)",
    "C": "C (known indirectly)",
    "D": "D (not known)",
    "E": "E (suspected to be false)",
}
_RECORD_WORDS = {
    "offence": "offences",
    "status": "what became of them",
    "sanction": "convictions and cautions",
    "intelligence": "intelligence reports",
    "absence": "absences",
}
assert set(STANDINGS) == set(BASES)


def defined(measure: Measure, as_at: date | None) -> list[str]:
    """What a measure is, sentence by sentence; as_at: also say its window in dates."""
    offences = _offences(measure)
    kind = (measure.kind or "").replace("_", " ")
    what = _WHAT[measure.what].format(offences=offences, half_life=measure.half_life_days, kind=kind)
    records = listed_words([_either(records) for records in records_asked(measure)], "and")
    said = [f"{what}{_graded(measure)}.", _window(measure, as_at), f"Rests on the records of {records}."]
    if measure.flag:
        said[-1] = (
            f"Rests on the records of {records}, and on a source that says which offences are "
            f"{_FLAGGED[measure.flag]}."
        )
    return said


def window_words(months: int, as_at: date | None) -> str:
    """The months up to and including the date, and which days those are."""
    words = "the month" if months == 1 else f"the {months} months"
    days = ""
    if as_at:
        asked = window(as_at, months)
        days = f", {_day(asked.after + ONE_DAY)} to {_day(asked.to)}"
    return f"{words} up to and including the date{days}"


def _window(measure: Measure, as_at: date | None) -> str:
    if measure.months is None:
        return "Over all the time known, up to and including the date."
    return f"Over {window_words(measure.months, as_at)}."


def _offences(measure: Measure) -> str:
    if measure.status is None:
        return ""
    classes = [name.replace("_", " ") for name in measure.counts]
    of_class = "" if measure.counts == ("any",) else f" of the class {listed_words(classes, 'or')}"
    flag = f" {_FLAGGED[measure.flag]}" if measure.flag else ""
    return f" {measure.status} offences{of_class}{flag}"


def _graded(measure: Measure) -> str:
    said = []
    if measure.source_evaluation:
        grades = [_SOURCES[grade] for grade in measure.source_evaluation]
        said.append(f"whose source is graded {listed_words(grades, 'or')}")
    if measure.assessment:
        grades = [_ASSESSMENTS[grade] for grade in measure.assessment]
        said.append(f"whose content is graded {listed_words(grades, 'or')}")
    if measure.theme:
        said.append(f"on the theme {measure.theme}")
    return f" {listed_words(said, 'and')}" if said else ""


def _either(records: tuple[str, ...]) -> str:
    return " or ".join(_RECORD_WORDS[record] for record in records)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
