"""What the force's crime system (niche) exports: nominals, addresses, offences, intelligence."""

from collections.abc import Iterable, Iterator

from iom.demo.dice import Dice
from iom.demo.offences import Offence
from iom.demo.parameters import Parameters
from iom.demo.partnership import Partnership
from iom.demo.people import Person
from iom.demo.tables import Table, table, uk, yes_no

_SEXES = {"M": "Male", "F": "Female"}
_DISPOSALS = {
    "convicted": "CONVICTED",
    "cautioned": "ADULT/YOUTH CAUTION",
    "acquitted": "FOUND NOT GUILTY",
    "no_further_action": "NFA - EVIDENTIAL",
}
# Free text that no mapping reads: a pound sign and a curly quote as a Windows system writes them.
_PROPERTY = ("Cash £40", "Owner’s keys and wallet", "Tools – about £250", "Mobile phone", "")
_ENCODING = "cp1252"
_RECENT = 731  # days; see people.domestic_abuse_perpetrator


def nominals(partnership: Partnership, parameters: Parameters, seed: int) -> Table:
    """One row per person, as the force knows them."""
    rows = (_nominal(person, parameters, seed) for person in partnership.people)
    return table("niche_nominals", _ENCODING, rows)


def _nominal(person: Person, parameters: Parameters, seed: int) -> dict[str, str]:
    dice = Dice(seed, "nominal flags", person.number)
    since = parameters["made.extract"].toordinal() - _RECENT
    offences, known = person.life.offences, person.identifiers
    domestic = any("domestic_abuse" in o.flags and o.committed > since for o in offences)
    sexual = any(o.crime.family == "sexual" and o.events[-1][0] == "convicted" for o in offences)
    return {
        "Nominal ref": known.nominal,
        "Surname": person.surname,
        "Forenames": person.forenames,
        "Date of birth": uk(person.life.career.born),
        "Date of death": uk(person.died),
        "Sex": _SEXES[person.sex],
        "Self-defined ethnicity": person.ethnicity_self,
        "Officer-defined": person.ethnicity_officer,
        "PNC ID": known.pnc_id or "",
        "CRO number": known.cro or "",
        "DA perpetrator": yes_no(domestic and dice.chance(parameters["people.domestic_abuse_perpetrator"])),
        "Registered sex offender": yes_no(
            sexual and dice.chance(parameters["people.registered_sex_offender"])
        ),
        "Address": person.address,
        "Postcode": person.postcode,
    }


def addresses(partnership: Partnership, parameters: Parameters) -> Table:
    """One row per home of a person: ward, district, from and to."""
    district = {ward: district for district, ward, _ in parameters.wards}
    rows = (
        {
            "Nominal ref": person.identifiers.nominal,
            "Ward": ward,
            "District": district[ward],
            "Resident from": uk(start),
            "Resident to": uk(end),
        }
        for person in partnership.people
        for ward, start, end in person.homes
    )
    return table("niche_addresses", _ENCODING, rows)


def offences(partnership: Partnership, parameters: Parameters) -> tuple[Table, Table]:
    """The offences of the window twice: all up to the first load, then what the last month changed."""
    start, first, last = (
        parameters[f"made.{name}"].toordinal() for name in ("from", "history_to", "extract")
    )
    history, changes = [], []
    for person, offence in _of_window(partnership.people, start):
        if offence.linked <= first:
            history.append(_offence(person, offence, first))
        if offence.linked <= last and any(first < day <= last for _, day in offence.events):
            changes.append(_offence(person, offence, last))
    return table("niche_offences", _ENCODING, history), table("niche_offences_latest", _ENCODING, changes)


def _of_window(people: Iterable[Person], start: int) -> Iterator[tuple[Person, Offence]]:
    """Offences of the window in the order of recording, as a crime system lists them."""
    rows = [(person, o) for person in people for o in person.life.offences if o.committed >= start]
    rows.sort(key=lambda row: (row[1].recorded, row[1].reference, row[0].number))
    yield from rows


def _offence(person: Person, offence: Offence, by: int) -> dict[str, str]:
    days = {status: day for status, day in offence.events if day <= by}
    end = next((word for word in _DISPOSALS if word in days), None)
    spread = offence.committed_from < offence.committed
    return {
        "Crime no": offence.reference,
        "Nominal ref": person.identifiers.nominal,
        "Offence code": offence.code(by),
        "Committed from": uk(offence.committed_from),
        "Committed to": uk(offence.committed) if spread else "",
        "Date recorded": uk(offence.recorded),
        "Date linked": uk(offence.linked),
        "Ward": offence.ward,
        "Main offence": yes_no(offence.principal),
        "Victims": str(len(offence.victims)) if offence.victims else "",
        "Victim ref": ";".join(offence.victims),
        "DA flag": yes_no("domestic_abuse" in offence.flags),
        "Hate flag": yes_no("hate" in offence.flags),
        "Weapon flag": yes_no("weapon" in offence.flags),
        "Alcohol flag": yes_no("alcohol" in offence.flags),
        "Drugs flag": yes_no("drugs" in offence.flags),
        "Suspect from": uk(days.get("suspect")),
        "Date arrested": uk(days.get("arrested")),
        "Date charged": uk(days.get("charged")),
        "Disposal": _DISPOSALS[end] if end else "",
        "Disposal date": uk(days[end]) if end else "",
        "Property": _PROPERTY[offence.committed % len(_PROPERTY)],
    }


def intelligence(partnership: Partnership) -> Table:
    """One row per intelligence report on a person."""
    rows = (
        {
            "Report URN": f"IR{urn:07d}",
            "Nominal ref": person.identifiers.nominal,
            "Report date": uk(report.day),
            "Source evaluation": str(report.source),
            "Assessment": report.assessment,
            "Handling": report.handling,
            "Theme": report.theme,
        }
        for urn, (person, report) in enumerate(partnership.reports, start=1)
    )
    return table("niche_intelligence", _ENCODING, rows)
