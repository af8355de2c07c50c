"""What the national computer, probation and prisons export about the same people."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from iom.demo.dice import Dice
from iom.demo.parameters import Parameters
from iom.demo.partnership import Partnership
from iom.demo.people import Person
from iom.demo.tables import Table, iso, table, uk, yes_no

_FAR_FUTURE = "31/12/9999"
_KINDS = {
    "remand": "REMAND",
    "sentence": "SENTENCED",
    "recall": "RECALL",
    "secure_hospital": "HOSPITAL ORDER",
}
_PLANNED = ("sentence", "recall")
_ORDERS = {"licence": "Licence / post-sentence supervision", "community_order": "Community order"}
_OFFICERS = tuple(f"Officer {letter}" for letter in "ABCDEFGHIJKLMNOP")


def pnc_people(partnership: Partnership) -> Table:
    """One row per person on the national computer."""
    rows = (
        {
            "PNC ID": known.pnc_id,
            "CRO": known.cro or "",
            "Surname": person.surname.upper(),
            "Forenames": person.forenames.upper(),
            "Date of birth": uk(person.life.career.born),
            "Sex": person.sex,
        }
        for person in partnership.people
        if (known := person.identifiers).pnc_id
    )
    return table("pnc_people", "utf-8", rows)


def pnc_sanctions(partnership: Partnership, parameters: Parameters) -> Table:
    """One row per sanctioned offence, from the first; the most serious of a day is marked as principal."""
    extract = parameters["made.extract"].toordinal()
    return table("pnc_sanctions", "utf-8", _sanctions(partnership, extract))


def _sanctions(partnership: Partnership, extract: int) -> Iterator[dict[str, str]]:
    for person in partnership.people:
        if person.identifiers.pnc_id is None:
            continue
        known = [sanction for sanction in person.life.sanctions if sanction.day <= extract]
        for day, group in groupby(known, key=lambda sanction: sanction.day):
            occasion = list(group)
            principal = max(occasion, key=lambda sanction: (sanction.seriousness, sanction.code))
            for sanction in occasion:
                yield {
                    "PNC ID": person.identifiers.pnc_id,
                    "Disposal date": uk(day),
                    "Disposal type": sanction.kind.upper(),
                    "Offence code": sanction.code,
                    "Principal": yes_no(sanction is principal),
                }


def probation_people(partnership: Partnership, parameters: Parameters, seed: int) -> Table:
    """One row per person whom probation supervises or did in the window."""
    rows = (_probationer(person, parameters, seed) for person in partnership.people if person.identifiers.crn)
    return table("ndelius_people", "utf-8", rows)


def _probationer(person: Person, parameters: Parameters, seed: int) -> dict[str, str]:
    dice = Dice(seed, "probation", person.number)
    extract, known = parameters["made.extract"].toordinal(), person.identifiers
    mappa = [s.mappa for s in person.life.supervised if s.mappa and s.start <= extract < s.end]
    category, level = max(mappa, key=lambda pair: pair[1]) if mappa else ("", "")
    knows_pnc_id = dice.chance(parameters["supervision.knows_pnc_id"])
    return {
        "crn": known.crn or "",
        "noms_number": known.noms or "",
        "pnc_id": known.pnc_id or "" if knows_pnc_id else "",
        "surname": person.surname,
        "forenames": person.forenames,
        "date_of_birth": iso(person.life.career.born),
        "date_of_death": iso(person.died),
        "gender": "male" if person.sex == "M" else "female",
        "ethnicity": person.ethnicity_self,
        "mappa_category": str(category),
        "mappa_level": str(level),
        "officer": dice.pick(_OFFICERS),
        "agency": "Probation",
    }


def supervision(partnership: Partnership, parameters: Parameters) -> Table:
    """One row per period of supervision that reaches into the window."""
    start, extract = (parameters[f"made.{name}"].toordinal() for name in ("from", "extract"))
    rows = (
        {
            "crn": person.identifiers.crn,
            "order": _ORDERS[kind],
            "start": iso(first),
            "end": iso(end) if end <= extract else "",
        }
        for person in partnership.people
        if person.identifiers.crn
        for (first, kind), end in _longest((s.start, s.kind, s.end) for s in person.life.supervised)
        if end > start and first <= extract
    )
    return table("ndelius_supervision", "utf-8", rows)


def _longest(periods: Iterable[tuple[int, str, int]]) -> list[tuple[tuple[int, str], int]]:
    """One end for each start and kind, the last: a system keeps one order of a kind from a day."""
    ends: dict[tuple[int, str], int] = {}
    for start, kind, end in periods:
        ends[start, kind] = max(end, ends.get((start, kind), end))
    return sorted(ends.items())


def assessments(partnership: Partnership) -> Table:
    """One row per assessment: three scores side by side, RSR sometimes left out."""
    rows = (
        {
            "crn": person.identifiers.crn,
            "assessed_on": iso(assessed.day),
            "ogrs3_2yr": f"{assessed.ogrs3:.0f}",
            "ovp_2yr": f"{assessed.ovp:.0f}",
            "rsr": f"{assessed.rsr:.2f}" if assessed.day % 4 else "",
        }
        for person, assessed in partnership.assessed
        if person.identifiers.crn
    )
    return table("ndelius_assessments", "utf-8", rows)


def prison_people(partnership: Partnership) -> Table:
    """One row per person whom a prison held in the window."""
    rows = (
        {
            "Book number": known.book,
            "NOMS number": known.noms or "",
            "CRO": known.cro or "",
            "Surname": person.surname,
            "Forenames": person.forenames,
            "Date of birth": uk(person.life.career.born),
            "Sex": person.sex,
        }
        for person in partnership.people
        if (known := person.identifiers).book
    )
    return table("nomis_people", "utf-8", rows)


def custody(partnership: Partnership, parameters: Parameters, seed: int) -> Table:
    """One row per spell inside that reaches into the window; open ones end nowhere or in the year 9999."""
    start, extract = (parameters[f"made.{name}"].toordinal() for name in ("from", "extract"))
    dice, share = Dice(seed, "custody file"), parameters["absences.far_future"]
    rows = (
        _spell(
            person.identifiers.book, kind, (first, end), extract, _FAR_FUTURE if dice.chance(share) else ""
        )
        for person in partnership.people
        if person.identifiers.book
        for (first, kind), end in _longest((s.start, s.kind, s.end) for s in person.life.spells)
        if end > start and first <= extract
    )
    return table("nomis_custody", "utf-8", rows)


def _spell(book: str, kind: str, days: tuple[int, int], extract: int, open_end: str) -> dict[str, str]:
    # a release after the extract has not happened: the file shows it as planned, for who is not on remand
    start, end = days
    running = end > extract
    return {
        "Book number": book,
        "Legal status": _KINDS[kind],
        "Received": uk(start),
        "Released": open_end if running else uk(end),
        "Planned release": uk(end) if running and kind in _PLANNED else "",
    }
