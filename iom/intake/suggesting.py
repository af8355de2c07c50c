"""Which column of a new export is probably what: by its name, and by what its values look like."""

from collections.abc import Mapping

from iom.intake.guesses import HALF, NEARLY_ALL, Guess, Suggestion, Taken
from iom.intake.recognising import Column, columns
from iom.intake.records import RECORD_TYPES, Field, RecordType
from iom.intake.sampling import Sample
from iom.intake.suggested_scores import score_columns, scores_beside, scores_of
from iom.intake.vocabulary import fits, plain, vocabulary

# Types of record that tell what happened, likeliest first where a file could be several.
EVENTS = (
    "offence",
    "sanction",
    "absence",
    "supervision",
    "held_score",
    "intelligence",
    "needs",
    "local_code",
    "status",
)
# The list of words.toml that a field's words are in, where it has one.
WORDS_OF = {
    ("subject", "sex"): "sex",
    ("absence", "kind"): "absence",
    ("sanction", "kind"): "sanction",
    ("supervision", "kind"): "supervision",
    ("status", "status"): "status",
    ("offence", "status"): "status",
    ("intelligence", "assessment"): "assessment",
    ("intelligence", "handling"): "handling",
}
ENDS_OF_KEYS = ("no", "number", "ref", "reference", "id", "urn", "key")
STATUS = Field("status", "word", RECORD_TYPES["status"].fields[0].words)
STATUS_ON = Field("on", "date")


def suggest(sample: Sample) -> Suggestion:
    """What a file that no document describes yet probably holds. Only a person can say whether it does."""
    held = columns(sample)
    guesses = {
        name: _guess(RECORD_TYPES[name], held, sample.rows) for name in (*EVENTS, "subject", "home_area")
    }
    event = next((guesses[name] for name in EVENTS if _is_likely(guesses[name], held)), None)
    records: list[Guess] = []
    if _describes(guesses["subject"], alone=event is None):
        records.append(guesses["subject"])
    home = guesses["home_area"]
    if (
        home.fields.keys() & {"area", "district"}
        and (event is None or records)
        and _not_the_offences(home, event)
    ):
        records.append(home)
    if event is not None:
        records += scores_of(event, held) if event.type.name == "held_score" else [event]
    if event is None or event.type.name != "held_score":
        records += scores_beside(guesses["held_score"], held)
    return Suggestion(sample, held, tuple(records))


def _guess(kind: RecordType, held: Mapping[str, Column], rows: int) -> Guess:
    guess = Guess(kind)
    if kind.has_subject:
        guess.subject = _person(held, rows)
        if guess.subject is None:
            guess.subject = _numbering(held, rows)
            guess.unsure = guess.subject is not None
    guess.reference = _key(vocabulary()["reference"].get(kind.name, []), held, rows, but=guess.subject)
    names = vocabulary()["field"].get(kind.name, {})
    if kind.name == "status":
        known = vocabulary()["status"]
        names = {"status": known["latest"], "on_date": known["latest_on"]}
    offered = []
    for one in kind.fields:
        for column in held.values():
            if column.name in (guess.reference, guess.subject) and one.kind != "identifier":
                continue
            sure, by = _sure(kind.name, one, column, names.get(one.name, []))
            if sure > 0:
                offered.append((sure, one, column.name, by))
    taken_columns: set[str] = set()
    for sure, one, column, by in sorted(offered, key=lambda offer: -offer[0]):
        if one.name not in guess.fields and column not in taken_columns:
            guess.fields[one.name] = Taken(one, (column,), sure, by)
            taken_columns.add(column)
    if kind.name == "offence":
        _statuses(guess, held, taken_columns)
        _last_day(guess, held)
        if guess.reference is None:
            parts = [
                guess.subject,
                *(
                    c
                    for f in ("offence_on", "code_given")
                    if f in guess.fields
                    for c in guess.fields[f].columns
                ),
            ]
            guess.key = tuple(part for part in parts if part)
    return guess


def _person(held: Mapping[str, Column], rows: int) -> str | None:
    """The column that is called as keys of people are."""
    names = vocabulary()["key"]
    digits = {name: column for name, column in held.items() if column.in_digits >= NEARLY_ALL}
    return _key(names["person"], held, rows) or _key(names["person_in_digits"], digits, rows)


def _key(names: list[str], held: Mapping[str, Column], rows: int, but: str | None = None) -> str | None:
    offers = [(fits(name, names), name) for name in _filled(held, rows) if name != but]
    sure, name = max(offers, key=lambda offer: offer[0], default=(0.0, ""))
    return name if sure >= HALF else None


def _filled(held: Mapping[str, Column], rows: int) -> list[str]:
    """Columns that could be a key: nearly every row has a value, and it is no date."""
    return [
        name
        for name, column in held.items()
        if column.filled >= NEARLY_ALL * rows and column.fit_of_dates < HALF
    ]


def _numbering(held: Mapping[str, Column], rows: int) -> str | None:
    """A column whose name nobody knows and which yet numbers something, as Tenant No does.

    Not one that is called as references are: Crime No numbers crimes, and each would become a person.
    """
    # of one word, as "urn" is, it is not said what it numbers
    references = [name for names in vocabulary()["reference"].values() for name in names if " " in name]
    return next(
        (
            name
            for name in _filled(held, rows)
            if plain(name).rpartition(" ")[2] in ENDS_OF_KEYS
            and held[name].different >= NEARLY_ALL * held[name].filled
            and not fits(name, references)
        ),
        None,
    )


def _sure(kind: str, one: Field, column: Column, names: list[str]) -> tuple[float, str]:
    """How surely a column is a field, and by what: its name, its values, or both."""
    named = fits(column.name, names)
    looks = _looks(kind, one, column)
    if looks is None:
        return 0.0, ""
    if named:
        return named + 0.2 * looks, "its name and values" if looks >= HALF else "its name"
    return (0.5 * looks, "its values") if _speaks_for_itself(one, column) else (0.0, "")


def _looks(kind: str, one: Field, column: Column) -> float | None:
    """The share of a column's values that a field takes; None where it cannot be that field."""
    if not column.filled:
        return 0.0
    dates = column.fit_of_dates
    if one.kind == "date":
        return dates if dates >= HALF else None
    if dates >= HALF:
        return None
    match one.kind:
        case "identifier":
            fit = column.identifiers.get(one.name)
            return 0.0 if fit is None else fit if fit >= HALF else None
        case "yes_no":
            fit = column.words["yes_no"]
            return fit if fit >= HALF or column.different <= 3 else None
        case "word":
            fit = column.words[WORDS_OF[kind, one.name]] if (kind, one.name) in WORDS_OF else 0.0
            return fit if fit >= HALF or column.different <= 25 else None
        case "whole":
            return column.whole if column.whole >= HALF or (one.words and column.different <= 8) else None
        case "decimal":
            return column.decimal if column.decimal >= HALF else None
        case "code":
            return column.resolved
        case _:
            if one.name == "postcode":
                return column.postcode if column.postcode >= HALF else None
            return 0.0


def _speaks_for_itself(one: Field, column: Column) -> bool:
    """Whether values of a kind are told by their form alone, whatever the column is called."""
    if one.kind == "identifier":
        return column.identifiers.get(one.name, 0) >= NEARLY_ALL and column.different > 1
    if one.name == "sex":
        return column.words["sex"] >= NEARLY_ALL and 1 < column.different <= 6 and column.whole < HALF
    if one.name == "code_given":
        return column.resolved >= NEARLY_ALL and column.whole < HALF and column.different > 1
    return one.name == "postcode" and column.postcode >= NEARLY_ALL


def _statuses(guess: Guess, held: Mapping[str, Column], used: set[str]) -> None:
    """Date columns of one status each, then the column of the latest status with its date."""
    known = vocabulary()["status"]
    for status in STATUS.words:
        best = _best(STATUS_ON, "offence", held, known[status], used)
        if best:
            guess.statuses.append((status, best))
            used.update(best.columns)
    latest = _best(STATUS, "offence", held, known["latest"], used)
    on = _best(STATUS_ON, "offence", held, known["latest_on"], used)
    if latest and (on or held[latest.columns[0]].words["status"] >= HALF):
        # without a date of its own the latest status is not told: the person who fills it in decides
        guess.statuses.append((latest, on or Taken(STATUS_ON, (), 0.0, "")))
        used.update((*latest.columns, *(on.columns if on else ())))


def _best(
    one: Field, kind: str, held: Mapping[str, Column], names: list[str], used: set[str]
) -> Taken | None:
    offers = [
        (_sure(kind, one, column, names), column.name) for column in held.values() if column.name not in used
    ]
    (sure, by), name = max(offers, key=lambda offer: offer[0][0], default=((0.0, ""), ""))
    return Taken(one, (name,), sure, by) if sure >= HALF else None


def _last_day(guess: Guess, held: Mapping[str, Column]) -> None:
    """Where the last day is blank the first one counts: most offences have only one."""
    first, last = guess.fields.get("committed_from"), guess.fields.get("offence_on")
    day = Field("offence_on", "date", required=True)
    if first and last is None:
        guess.fields["offence_on"] = Taken(day, first.columns, first.sure, first.by)
        del guess.fields["committed_from"]
    elif first and last and held[last.columns[0]].filled < held[first.columns[0]].filled:
        last.columns = (*last.columns, *first.columns)


def _is_likely(guess: Guess, held: Mapping[str, Column]) -> bool:
    """Whether a file holds records of a type: what such records have and others have not is there."""
    has = guess.fields.keys()

    def written(name: str) -> float:
        taken = guess.fields.get(name)
        return held[taken.columns[0]].words[WORDS_OF[guess.type.name, name]] if taken else 0.0

    match guess.type.name:
        case "offence":
            return "offence_on" in has and bool(guess.reference or "code_given" in has)
        case "sanction" | "supervision":
            start = "on_date" if guess.type.name == "sanction" else "from_date"
            return start in has and written("kind") >= HALF
        case "absence":
            return "from_date" in has and (written("kind") >= HALF or "planned_release" in has)
        case "held_score":
            return "on_date" in has and bool({"tool", "score"} <= has or score_columns(held))
        case "intelligence":
            return "on_date" in has and len(has & {"source_evaluation", "assessment", "handling"}) >= 2
        case "needs":
            return {"section", "on_date"} <= has
        case "local_code":
            person = _person(held, 0) or _numbering(held, 0)
            return {"local_code", "code"} <= has and (
                person is None or person in guess.fields["local_code"].columns
            )
        case _:
            return {"status", "on_date"} <= has and guess.reference is not None and written("status") >= HALF


def _describes(subject: Guess, *, alone: bool) -> bool:
    """Whether rows say who a person is: in a file of events only if it names them."""
    says = {name for name, taken in subject.fields.items() if taken.columns != (subject.subject,)}
    named = says & {"surname", "birth_date"}
    return bool(says) if alone else bool(named) and len(says) > 1


def _not_the_offences(home: Guess, event: Guess | None) -> bool:
    """The ward of an offence is where it happened, not where anyone lives."""
    if event is None or event.type.name != "offence":
        return True
    return "district" in home.fields and "area" not in event.fields
