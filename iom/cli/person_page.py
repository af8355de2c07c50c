"""The person page on a screen: one table a kind of record, and nothing where nothing is held."""

from typing import TYPE_CHECKING

from iom.cli import output
from iom.cli.deciding import show_log
from iom.moments import spelt

if TYPE_CHECKING:
    from iom.reports import PersonPage
    from iom.reports.person import Intelligence, Offence

IDENTIFIER = {
    "pnc_id": "PNC ID",
    "cro_number": "CRO number",
    "noms_number": "NOMS number",
    "probation_crn": "probation CRN",
    "custody_reference": "custody reference",
}
FLAGS = ("principal", "domestic_abuse", "hate", "weapon", "alcohol", "drugs")


def show(page: "PersonPage") -> None:
    """Print a person page."""
    output.say(f"Person {page.person_id} as at {page.as_at.isoformat()}, as known at {spelt(page.known_at)}")
    _who(page)
    _offences(page)
    _sanctions_and_absences(page)
    _scores_and_intelligence(page)
    if page.not_known:
        output.say("\nNot known")
        for sentence in page.not_known:
            output.say(f"  {sentence}")


def _who(page: "PersonPage") -> None:
    known = [
        (
            one.system,
            one.source_key,
            one.subject_id,
            f"{one.since:%Y-%m-%d}",
            f"{one.reason} ({one.decided_by})",
        )
        for one in page.subjects
    ]
    _section("Known to", ("system", "key", "subject", "since", "why"), known, right=("subject",))
    if page.decisions:
        output.say("")
        show_log(page.decisions, "Decisions that made the person so")
    matches = [(one.person_id, one.basis, one.against or "nothing") for one in page.matches]
    _section("May also be", ("person", "the two have", "against it"), matches, right=("person",))
    names = [(one.system, one.surname, one.forenames) for one in page.names]
    _section("Names", ("system", "surname", "forenames"), names)
    identifiers = [(IDENTIFIER[one.kind], one.value, one.system) for one in page.identifiers]
    _section("Identifiers", ("kind", "identifier", "system"), identifiers)
    told = page.attributes
    mappa = (
        f"category {told.mappa_category}, level {told.mappa_level or '?'}" if told.mappa_category else None
    )
    homes = "; ".join(f"{one.area}, {one.district} ({one.system})" for one in page.homes)
    supervision = "; ".join(
        f"{_words(one.kind)} since {one.from_date or 'before records'} ({one.system})"
        for one in page.supervision
    )
    said = [
        ("birth date", told.birth_date),
        ("age", page.age),
        ("died", told.death_date),
        ("sex", told.sex),
        ("ethnicity, self-defined", told.ethnicity_self),
        ("ethnicity, officer-defined", told.ethnicity_officer),
        ("home", homes or None),
        ("supervision", supervision or None),
        ("MAPPA", mappa),
        ("domestic abuse perpetrator", told.domestic_abuse_perpetrator),
        ("registered sex offender", told.registered_sex_offender),
        ("lead worker", told.lead_worker),
        ("lead agency", told.lead_agency),
    ]
    _section("About", ("what", "held"), [row for row in said if row[1] is not None])


def _offences(page: "PersonPage") -> None:
    from iom.reports.person_words import weight

    rows = [
        (
            one.offence_on
            if one.committed_from in (None, one.offence_on)
            else f"{one.committed_from} to {one.offence_on}",
            one.resolved,
            weight(one.severity) if one.severity is not None else None,
            _status(one),
            _notes(one),
            f"{one.system} {one.reference or one.offence_id}",
        )
        for one in page.offences
    ]
    columns = ("date", "offence", "severity", "status", "notes", "reference")
    _section("Offences", columns, rows, right=("severity",))
    if page.offences:
        total = page.severity
        output.say(
            f"Severity {weight(total.total)}, whatever the status; "
            f"ONS weights of {total.vintage}; {total.coverage}"
        )


def _status(offence: "Offence") -> str:
    from iom.reports.person_words import STATUS

    return f"{STATUS[offence.status]} {offence.status_on}" if offence.status else "none on this day"


def _notes(offence: "Offence") -> str:
    notes = ["away that day"] if offence.dated_inside else []
    notes += [_words(flag) for flag in FLAGS if getattr(offence, flag)]
    if offence.victims is not None:
        notes.append(f"{offence.victims} victim{'' if offence.victims == 1 else 's'}")
    return ", ".join(notes)


def _sanctions_and_absences(page: "PersonPage") -> None:
    sanctions = [
        (one.sanction_on, "conviction" if one.conviction else "caution", one.sanctioned_offences, one.history)
        for one in page.sanctions
    ]
    _section("Sanctions", ("date", "kind", "offences", "history"), sanctions, right=("offences",))
    absences = [
        (_words(one.kind), one.from_date, one.to_date, one.planned_release, one.days, one.system)
        for one in page.absences
    ]
    columns = ("absence", "from", "to", "planned release", "days", "system")
    _section("Absences", columns, absences, right=("days",))
    if page.absences:
        output.say(f"{page.days_away:,} days away up to the end of this day, each day counted once")


def _scores_and_intelligence(page: "PersonPage") -> None:
    scores = [
        (
            one.on_date,
            one.tool,
            one.tool_version,
            None if one.score is None else f"{one.score.normalize():f}",
            one.band,
            one.assessor_system or one.system,
        )
        for one in page.scores
    ]
    _section("Held scores", ("date", "tool", "version", "score", "band", "from"), scores, right=("score",))
    reports = [(_grading(one), one.theme, one.reports, one.last_on) for one in page.intelligence]
    _section("Intelligence", ("graded", "theme", "reports", "last"), reports, right=("reports",))


def _grading(report: "Intelligence") -> str:
    return f"{report.source_evaluation or '?'}{report.assessment or '?'}{report.handling or '?'}"


def _section(title: str, columns: tuple[str, ...], rows: list[tuple], right: tuple[str, ...] = ()) -> None:
    if rows:
        output.say("")
        output.table(title, columns, rows, right=right)


def _words(term: str) -> str:
    return term.replace("_", " ")
