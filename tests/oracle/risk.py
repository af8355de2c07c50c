"""Risk of reoffending from dated records, slowly and plainly: OGRS3, ARP and VRP (DOMAIN.md 4).

Silent in DOMAIN.md, decided here: a day with a conviction and a caution is a conviction's; of several marked
offences of a day the rules for unmarked ones choose; the code that they compare is the class, of a code
without one the code as given, and a blank is no code, so never the lowest; a class that the category table
lacks agrees with no other; a sanction none of whose offences is known to be violent, but one of which is not
known, leaves the number of violent sanctions unknown; releases are the ends of spells of custody put
together; of planned releases of someone inside the last holds, and one that has passed is none; a completed
month is over on the day on which a follow-up of that month ends; the dead have no scores; on the day of birth
there is no age yet, since a sanction or a birth of that date is wrong; ten is the lowest age of a current
sanction, of whatever kind, in OGRS3 alone.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from math import exp, log

from .absence import merged
from .built_in import CUSTODY, age, alive, inside
from .codes import Resolved, class_map, resolve, rows
from .days import DAY, months_before
from .records import Absence, Moment, World
from .sanctions import complete_until
from .view import Dossier, View, local_table

ARP, VRP = "AllReoffendingPredictorStatic", "ViolentReoffendingPredictorStatic"
NOBODY_CONVICTED_BEFORE = 10
PREVIOUS_AT_MOST = 50
MONTHS_AT_MOST = 36
ARP_BANDS = ((90, "very high"), (75, "high"), (50, "medium"), (0, "low"))
VRP_BANDS = ((80, "very high"), (60, "high"), (30, "medium"), (0, "low"))


@dataclass(frozen=True)
class Category:
    """What the models take a code for; None: not known."""

    ogrs3_group: str | None
    ogrs4_category: str | None
    violent: bool | None


@dataclass(frozen=True)
class Sanctioned:
    """One offence of one sanction."""

    on: date
    convicted: bool
    principal: bool
    code_given: str | None
    code: Resolved


@dataclass
class Features:
    """What the models read of one person."""

    history: str
    sanctions: int
    violent_sanctions: int
    violence_unknown: int
    is_conviction: bool
    ogrs3_group: str | None
    ogrs4_category: str | None
    sex: str | None
    is_dead: bool
    start_on: date | None
    age_at_first_sanction: int | None
    age_at_current_sanction: int | None
    age_at_start: int | None
    offence_free_months: int | None

    @property
    def previous_sanctions(self) -> int:
        return self.sanctions - 1


@dataclass
class Score:
    """z and probability in per cent; where there is none, why."""

    terms: dict[str, float] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def z(self) -> float | None:
        return None if self.missing else sum(self.terms.values())

    @property
    def percent(self) -> float | None:
        return None if self.z is None else 100 / (1 + exp(-self.z))


@cache
def categories() -> dict[str, Category]:
    """By Home Office class in the form 028/03."""
    return {
        f"{row['ho_code'][:3]}/{row['ho_code'][3:]}": Category(
            row["ogrs3_group_derived"] or None,
            None if row["ogrs4_category"] in ("", "UNKNOWN") else row["ogrs4_category"],
            {"True": True, "False": False}[row["is_violent_sanction"]],
        )
        for row in rows("ho_offence_categories")
    }


def category(code: Resolved) -> Category:
    nothing = Category(None, None, None)
    if code.ho_class is not None:
        return categories().get(code.ho_class, nothing)
    if code.how != "direct":
        return nothing
    classes = [one for one, recorded in class_map().items() if code.recorded_code in recorded]
    of_each = [categories().get(one, nothing) for one in classes]
    agreed = {
        name: values.pop() if len(values) == 1 else None
        for name in ("ogrs3_group", "ogrs4_category", "violent")
        for values in [{getattr(one, name) for one in of_each}]
    }
    return Category(**agreed)


@dataclass(frozen=True)
class Asked:
    """What is looked at: a world as known at a moment, weights of a vintage."""

    view: View
    world: World
    moment: Moment
    vintage: str


def sanctioned(asked: Asked, person: Dossier) -> list[Sanctioned]:
    """Every offence that a complete history, or after its end the local records, says was sanctioned."""
    view = asked.view
    until = complete_until(person.systems, view.extracts)
    found = []
    for one in person.sanctions:
        system = view.system_of[one.subject]
        if system in view.extracts or until is None or one.on_date > until:
            local = local_table(asked.world, asked.moment, system)
            code = resolve(one.code_kind, one.code_given, local, asked.vintage)
            convicted = one.kind == "conviction"
            found.append(Sanctioned(one.on_date, convicted, bool(one.principal), one.code_given, code))
    for case in person.cases.values():
        for event in case.events:
            counted = event.status in ("convicted", "cautioned")
            if counted and (until is None or event.on_date > until):
                offence = case.offence
                found.append(
                    Sanctioned(
                        event.on_date,
                        event.status == "convicted",
                        bool(offence.principal),
                        offence.code_given,
                        case.code,
                    )
                )
    return found


def principal(offences: list[Sanctioned]) -> Sanctioned:
    """The marked one; else the weightiest, one with a weight first; else that of the lowest code."""

    def order(one: Sanctioned) -> tuple:
        weight = one.code.weight
        return (
            not one.principal,
            weight is None,
            -(weight or Decimal(0)),
            one.code_given is None,
            one.code.ho_class or one.code_given or "",
            one.code_given or "",
        )

    return min(offences, key=order)


def is_violent(offences: list[Sanctioned]) -> bool | None:
    flags = {category(one.code).violent for one in offences}
    if True in flags:
        return True
    return None if None in flags else False


def start_in_community(person: Dossier, current: date, as_at: date) -> date | None:
    """The later of the current sanction and the last release; inside, the planned release, if one is held."""
    within = inside(person, as_at)
    if within:
        planned = [one.planned_release for one in within if one.planned_release]
        return max((day for day in planned if day > as_at), default=None)
    custody: list[Absence] = [one for one in person.absences if one.kind in CUSTODY]
    releases = [end for _, end in merged(custody) if end is not None and end <= as_at]
    return max([current, *releases])


def completed_months(start: date, until: date) -> int:
    """How many follow-ups of whole months from the start are over."""
    months = 0
    while months_before(start, -(months + 1)) <= until:
        months += 1
    return months


def age_after_birth(person: Dossier, on: date) -> int | None:
    years = age(person, on)
    return None if years == 0 and age(person, on - DAY) is None else years


def features(asked: Asked, person: Dossier, as_at: date) -> Features | None:
    """None: never sanctioned by the end of the day."""
    days: dict[date, list[Sanctioned]] = defaultdict(list)
    for one in sanctioned(asked, person):
        if one.on <= as_at:
            days[one.on].append(one)
    if not days:
        return None
    first, current = min(days), max(days)
    violence = [is_violent(offences) for offences in days.values()]
    what = category(principal(days[current]).code)
    start = start_in_community(person, current, as_at)
    months = None
    if start is not None:
        months = 0 if start > as_at else min(completed_months(start, as_at), MONTHS_AT_MOST)
    return Features(
        history="local" if complete_until(person.systems, asked.view.extracts) is None else "complete",
        sanctions=len(days),
        violent_sanctions=violence.count(True),
        violence_unknown=violence.count(None),
        is_conviction=any(one.convicted for one in days[current]),
        ogrs3_group=what.ogrs3_group,
        ogrs4_category=what.ogrs4_category,
        sex=person.details["sex"],
        is_dead=not alive(person, as_at),
        start_on=start,
        age_at_first_sanction=age_after_birth(person, first),
        age_at_current_sanction=age_after_birth(person, current),
        age_at_start=None if start is None else age_after_birth(person, start),
        offence_free_months=months,
    )


def missing(of: Features, category_needed: str) -> list[str]:
    """What every model needs and is not known."""
    gaps = {
        "dead": of.is_dead,
        "sex": of.sex not in ("male", "female"),
        "offence": getattr(of, category_needed) is None,
        "start": of.start_on is None,
        "age at first sanction": of.age_at_first_sanction is None,
        "age at current sanction": of.age_at_current_sanction is None,
        "age at start": of.start_on is not None and of.age_at_start is None,
        "under ten": of.age_at_first_sanction in range(NOBODY_CONVICTED_BEFORE),
    }
    return [reason for reason, so in gaps.items() if so]


@cache
def ogrs3_coefficients() -> list[tuple[str, str, str, float]]:
    return [
        (row["term"], row["sex"], row["level"], float(row["coef_9dp"])) for row in rows("ogrs3_coefficients")
    ]


def ogrs3_coefficient(term: str, level: str | None = None, sex: str = "") -> float:
    (found,) = [
        coefficient
        for named, of_sex, at, coefficient in ogrs3_coefficients()
        if named == term and of_sex == sex and level in (None, at)
    ]
    return found


def age_band(years: int) -> str:
    for band in ("10-11", "12-13", "14-15", "16-17", "18-20", "21-24", "25-29", "30-34", "35-39", "40-49"):
        lowest, highest = band.split("-")
        if int(lowest) <= years <= int(highest):
            return band
    assert years >= 50, years
    return "50+"


def ogrs3(of: Features, years: int) -> Score:
    gaps = missing(of, "ogrs3_group")
    if gaps:
        return Score(missing=gaps)
    if of.is_conviction:
        any_before = "1+ previous sanctions" if of.previous_sanctions else "no previous sanction"
        level = f"conviction, {any_before}"
    else:
        number = {1: "first", 2: "second"}.get(of.sanctions, "third+")
        level = f"{number} caution, no conviction"
    previous = min(of.previous_sanctions, PREVIOUS_AT_MOST)
    between = of.age_at_current_sanction - of.age_at_first_sanction
    return Score(
        {
            "intercept": ogrs3_coefficient(f"intercept_{years}yr"),
            "copas": ogrs3_coefficient("copas") * log((1 + previous) / (10 + between)),
            "sanction": ogrs3_coefficient("sanction", level),
            "age_sex": ogrs3_coefficient(
                "age_at_risk", age_band(of.age_at_start), {"male": "M", "female": "F"}[of.sex]
            ),
            "offence": ogrs3_coefficient("offence", of.ogrs3_group),
        }
    )


@cache
def ogrs4_coefficients(model: str) -> dict[str, float]:
    """By label, without what is in brackets after it."""
    return {
        row["label"].split(" (")[0]: float(row["coefficient"])
        for row in rows("ogrs4_coefficients")
        if row["model"] == model
    }


def polynomial(name: str, of_sex: str, value: int) -> dict[str, float]:
    powers = ("", "_QUADRATIC", "_CUBIC", "_QUARTIC")
    return {f"{name}{power}{of_sex}": float(value) ** n for n, power in enumerate(powers, 1)}


def ogrs4(of: Features, model: str) -> Score:
    gaps = missing(of, "ogrs4_category")
    if model == VRP and of.violence_unknown:
        gaps.append("violence of a sanction")
    if gaps:
        return Score(missing=gaps)
    sex = {"male": "_MALE", "female": "_FEMALE"}[of.sex]
    years = of.age_at_current_sanction - of.age_at_first_sanction
    values: dict[str, float] = {"TWO_YEAR_CONSTANT": 1, f"offence: {of.ogrs4_category}": 1}
    values |= polynomial("AAI", sex, of.age_at_start)
    values |= polynomial("OFFENCE_FREE_MONTHS", "", of.offence_free_months)
    values["SANCTION_OCCASIONS"] = of.sanctions
    if of.sex == "female":
        values["FEMALE"] = 1
    if of.sanctions == 1:
        values["FIRST_SANCTION"] = 1
    elif of.sanctions == 2:
        values["SECOND_SANCTION"] = 1
        values[f"YRS_BETWEEN_FIRST_AND_SECOND_SANCTION{sex}"] = years
    elif model == ARP:
        copas = log(of.sanctions / (years + 26))
        values[f"THREE_PLUS_SANCTIONS_COPAS_G{sex}"] = copas
        values[f"THREE_PLUS_SANCTIONS_COPAS_SQUARED{sex}"] = copas**2
    else:
        values[f"THREE_PLUS_SANCTIONS_COPAS_V{sex}"] = log(of.sanctions / (years + 12))
    if model == VRP and of.violent_sanctions == 0:
        values[f"NEVER_VIOLENT{sex}"] = 1
    elif model == VRP:
        values["VIOLENT_SANCTIONS"] = of.violent_sanctions
        values["VIOLENT_RATE"] = log(of.violent_sanctions / (years + 30))
        if of.violent_sanctions == 1:
            values["ONCE_VIOLENT"] = 1
    return Score({label: value * ogrs4_coefficients(model)[label] for label, value in values.items()})


def scores(of: Features) -> dict[str, Score]:
    return {
        "ogrs3_1y": ogrs3(of, 1),
        "ogrs3_2y": ogrs3(of, 2),
        "arp": ogrs4(of, ARP),
        "vrp": ogrs4(of, VRP),
    }


def band(name: str, percent: float | None) -> str | None:
    """Read off two years: OGRS3's off whole per cents, halves up, the others' as they are."""
    if percent is None or name == "ogrs3_1y":
        return None
    bands = VRP_BANDS if name == "vrp" else ARP_BANDS
    read = int(percent + 0.5) if name == "ogrs3_2y" else percent
    return next(word for lowest, word in bands if read >= lowest)
