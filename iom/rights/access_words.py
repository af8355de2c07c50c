"""What tables and columns are called for a person who reads what is held on them."""

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
    "near_misses": "Rules that you just missed",
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
    "proposal_id": "Question",
    "proposed_at": "Asked at (UTC)",
    "decided_at": "Decided at (UTC)",
}


def heading(name: str) -> str:
    """A column's name in plain English."""
    plain = name.removeprefix("own__").replace("__", ".").replace("_", " ")
    return _HEADINGS.get(name, plain[:1].upper() + plain[1:])
