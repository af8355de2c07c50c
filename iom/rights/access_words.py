"""What tables, columns, measures and actions are called for a person who reads what is held on them."""

import re

# Numbers that tell one record from another, and say nothing.
DIGESTS = ("record_key", "content")

TITLES = {
    "subject": "Systems that know you, and their keys for you",
    "subject_person": "Which records were taken to be yours, when and why",
    "subject_version": "About you",
    "subject_identifier_version": "Identifiers",
    "subject_name_version": "Names and addresses",
    "home_area_version": "Where you lived",
    "supervision_version": "Licences and community orders",
    "offence_version": "Offences recorded",
    "offence_status_event": "What became of them",
    "offence_victim_version": "Victims of them (pseudonyms)",
    "absence_version": "Time in custody or away",
    "sanction_version": "Cautions and convictions",
    "held_score_version": "Risk scores given by others",
    "intelligence_version": "Intelligence reports (gradings and themes)",
    "needs_version": "Assessed needs",
    "references": "References of the offences",
    "decisions": "Decisions about which records are yours",
    "questions": "Questions whether you and somebody else are one",
    "restrictions": "Restrictions",
    "looks": "When your record was looked at or changed",
    "refused": "Rows of files that were refused",
    "runs": "Selections that considered you",
    "run_reasons": "What those selections said of you",
    "run_measures": "What those selections counted",
    "near_misses": "Rules that alone kept you out",
}

# What must be said before a table, so that the person does not take it for something else.
NOTES = {
    "runs": (
        "Each selection is worked out by software from the records, as at its own day. A proposal is what "
        "the software puts before a panel of people: adopt, to be taken on and managed by the agencies "
        "together; reject, with the words no place: you met a rule, and there was no place. It is not a "
        "decision about you: people decide, and may decide otherwise. What they decided is not held here. "
        "Offences that are counted may be only suspected, also where it says harmful."
    ),
    "near_misses": (
        "In the selection named, nothing was lacking for the rule to be met but what is said here."
    ),
}

_HEADINGS = {
    "system": "Source",
    "subject_id": "Our number of the source's record",
    "person_id": "Our number for you",
    "source_key": "The source's key for you",
    "batch_id": "Import",
    "row_no": "Row of the file",
    "line": "Line of the file",
    "known_from": "Known here from (UTC)",
    "known_to": "Replaced or withdrawn (UTC)",
    "known_basis": "How it is known since when",
    "birth_precision": "Date of birth known by",
    "birth_date": "Date of birth",
    "death_date": "Date of death",
    "ethnicity_self": "Ethnicity as you gave it",
    "ethnicity_officer": "Ethnicity as an officer gave it",
    "mappa_category": "MAPPA category",
    "mappa_level": "MAPPA level",
    "offence_on": "Date of the offence, or its last possible date",
    "committed_from": "First possible date",
    "recorded_on": "Recorded on",
    "linked_on": "Linked to you on",
    "code_given": "Offence code",
    "code_kind": "Kind of code",
    "offence_id": "Our number of the offence",
    "on_date": "Date",
    "from_date": "From",
    "to_date": "To",
    "run_id": "Selection",
    "made_at": "Made at (UTC)",
    "as_at": "As at",
    "capacity_area": "Area of the place",
    "logged_at": "When (UTC)",
    "seq": "Line of the log",
    "by_user": "By",
    "words": "What was lacking",
    "list": "List of the selection",
    "proposal": "What the software proposed (people decide)",
    "proposal_id": "Question",
    "proposed_at": "Asked at (UTC)",
    "decided_at": "Decided at (UTC)",
}


def heading(name: str) -> str:
    """A column's name in plain English."""
    plain = name.removeprefix("own__").replace("__", ".").replace("_", " ")
    return _HEADINGS.get(name, plain[:1].upper() + plain[1:])


def title(table: str) -> str:
    """A table's name in plain English."""
    return TITLES.get(table, heading(table.removesuffix("_version")))


ACTIONS = {
    "audit.search": "the log of looks was searched for your number",
    "audit.show": "the lines of this log about you were read",
    "criteria.backtest": "criteria were tried on past months",
    "criteria.sensitivity": "criteria were tried with other numbers",
    "import.check": "a file was checked, and nothing was kept",
    "import.commit": "a file with records of yours was taken in",
    "measures.export": "counts about you were written to a file",
    "person.decisions": "decisions about which records are yours were read",
    "person.find": "you were among the people found by a search",
    "person.keep_apart": "it was decided that somebody else is not you",
    "person.matches": "possible matches with other people's records were read",
    "person.merge": "records were joined as yours",
    "person.show": "your page was read",
    "person.split": "records were parted as another person's",
    "person.undo": "a decision about which records are yours was undone",
    "quarantine.drop": "a refused row was given up",
    "quarantine.export": "refused rows were written to a file, to be corrected",
    "quarantine.show": "a refused row was read",
    "request.again": "an answer was given again to the same request",
    "rights.access": "what is held on you was written out, to be given to you",
    "rights.erase": "records were erased",
    "rights.lift": "a restriction was lifted",
    "rights.restrict": "your record was restricted",
    "rights.review": "it was looked up whose record is due for review",
    "rights.show": "restrictions and erasures, or what an erasure would remove, were read",
    "risk.calibration": "risk scores of many people were compared with what came later",
    "risk.export": "risk scores were written to a file",
    "risk.recalibration": "risk scores of many people were compared with what came later",
    "risk.show": "your risk scores were read",
    "run.diff": "two selections were compared",
    "run.explain": "what a selection said of you was read",
    "run.repeat": "a selection was made again, to check it",
    "run.show": "the lists of a selection were read",
    "select.run": "a selection considered you",
}


def action(name: str) -> str:
    """What was done, by an action of the audit log, in plain English."""
    return ACTIONS.get(name, re.sub(r"[._]", " ", name))


# Words of our own that are no plain English with their underscores blanks.
_VALUES = {
    "pnc_id": "PNC ID",
    "cro_number": "CRO number",
    "noms_number": "NOMS number",
    "probation_crn": "probation CRN",
}


_LISTS = {
    "proposed": "proposed to the panel",
    "over_capacity": "met a rule, but there was no place",
    "harmful_outside": "for a plan to solve problems, not proposed",
}


def told(column: str, value: object) -> object:
    """A value of a column whose words are our own, in plain English; any other as it is."""
    if column == "list":
        return _LISTS.get(str(value), value)
    if column not in ("kind", "status") or not isinstance(value, str):
        return value
    return _VALUES.get(value, value.replace("_", " "))


_ORIGINS = {
    "held": "Score given by others",
    "risk": "Score worked out here",
    "score": "Score that was used",
}
_ENDS = {
    "days_old": "how many days old",
    "band": "band",
    "from": "where from",
    "history": "history of sanctions",
}
_NAMED = {"mappa": "MAPPA", **{name: name.upper() for name in ("ogrs3", "ogrs4", "arp", "vrp", "ogp", "ovp")}}
_SPAN = re.compile(r"([0-9]+)([my])")


def measure(name: str) -> str:
    """What a selection counted, in plain English: held__ogrs3_2y_days_old, offences_12m."""
    own = name.removeprefix("own__")
    if own in _HEADINGS:
        return _HEADINGS[own]
    origin, _, rest = own.rpartition("__")
    end = next((end for end in _ENDS if origin and (rest == end or rest.endswith(f"_{end}"))), None)
    words = rest.removesuffix(end or "").strip("_").split("_")
    said = " ".join(_word(word) for word in words if word).replace(" within", ", within")
    said = ", ".join(part for part in (said, _ENDS.get(end or "")) if part)
    return f"{_ORIGINS.get(origin, heading(origin))}: {said}" if origin else said[:1].upper() + said[1:]


def _word(word: str) -> str:
    if span := _SPAN.fullmatch(word):
        unit = {"m": "month", "y": "year"}[span[2]]
        return f"within {span[1]} {unit}{'' if span[1] == '1' else 's'}"
    return _NAMED.get(word, word)
