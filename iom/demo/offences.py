"""What an offence is: its crime, dates, place, victims, flags, and how the crime system writes its code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from iom.demo.careers import Career
from iom.demo.dice import Chances, Dice
from iom.demo.parameters import Crime, Kind, Parameters

_ROUNDS = 60  # of the fit below; it settles in about twenty


@dataclass(slots=True)
class Offence:
    """One person's part in one crime. Days are ordinals; events are (status, day) in order."""

    crime: Crime
    committed_from: int
    committed: int
    recorded: int
    linked: int
    ward: str
    flags: frozenset[str]
    victims: tuple[str, ...]
    shows_charge: bool
    uncharged_code: str
    reference: str = ""
    principal: bool = True
    events: list[tuple[str, int]] = field(default_factory=list)

    def code(self, by: int) -> str:
        """The code that the crime system shows on that day: the charge's once charged, else the crime's."""
        charged = any(status == "charged" and day <= by for status, day in self.events)
        return self.crime.cjs_code if charged and self.shows_charge else self.uncharged_code


class Offences:
    """Draws offences of a career, so that all careers together have the published mix."""

    def __init__(self, parameters: Parameters) -> None:
        self._p = parameters
        self._mixes = _mixes_by_kind(parameters)
        self._wards = Chances([(ward, share) for _, ward, share in parameters.wards])
        self._written = Chances([(form, share) for form, share in parameters["offences.class_written"]])

    def draw(self, career: Career, day: int, home: str, inside: bool, dice: Dice) -> Offence:
        """One offence on that day."""
        p = self._p
        crime = dice.weighted(self._mixes[career.kind.name])
        assert isinstance(crime, Crime)
        family = p.families[crime.family]
        start = day
        property_crime = family.name in ("burglary", "vehicle", "theft", "damage")
        if property_crime and dice.chance(p["offences.spread_days"]):
            start = day - 1 - dice.days(2)
        recorded = day + dice.days(family.record_days)
        if dice.chance(p["offences.late_record"]):
            recorded += dice.integer(60, 400)
        linked = recorded
        if not dice.chance(p["offences.linked_at_once"]):
            linked += dice.days(p["offences.late_link_days"])
        flags = frozenset(
            name
            for name, share in (
                ("domestic_abuse", family.domestic * (3.0 if career.kind.name == "domestic" else 0.7)),
                ("hate", p["offences.hate"]),
                ("weapon", family.weapon),
                ("alcohol", family.alcohol),
                ("drugs", family.drugs),
            )
            if dice.chance(min(share, 1.0))
        )
        ward = home if inside or dice.chance(p["offences.home_ward"]) else str(dice.weighted(self._wards))
        return Offence(
            crime=crime,
            committed_from=start,
            committed=day,
            recorded=recorded,
            linked=linked,
            ward=ward,
            flags=flags,
            victims=self._victims(family.victims, "domestic_abuse" in flags, career, dice),
            shows_charge=dice.chance(p["offences.charge_code"]),
            uncharged_code=self._written_code(crime, dice),
        )

    def _victims(self, usual: int, domestic: bool, career: Career, dice: Dice) -> tuple[str, ...]:
        if not usual or not dice.chance(self._p["offences.victim_key_held"]):
            return ()
        if domestic:
            # the same partner again: harm to one person counts once
            return (f"V{career.born:06d}{dice.integer(1, 2):06d}",)
        count = 2 if dice.chance(0.06) else 1
        return tuple(f"V{dice.integer(0, 999_999_999_999):012d}" for _ in range(count))

    def _written_code(self, crime: Crime, dice: Dice) -> str:
        if crime.family == "order" and dice.chance(self._p["offences.unclear_class"]):
            return "125/12"
        if dice.chance(self._p["offences.recorded_code"]):
            return crime.recorded_code
        number, sub = crime.ho_class.split("/")
        match dice.weighted(self._written):
            case "02803":
                return number + sub
            case "28/3":
                return f"{int(number)}/{int(sub)}"
        return crime.ho_class


def _mixes_by_kind(parameters: Parameters) -> Mapping[str, Chances]:
    """Weights of crimes for each kind of career such that all offences together have the wanted mix.

    Wanted: published counts times the share with a known suspect. A kind's taste bends it; the bending of
    all kinds together is undone by proportional fitting over families.
    """
    wanted: dict[str, float] = {}
    for crime in parameters.crimes:
        share = crime.count * parameters.families[crime.family].suspect_known
        wanted[crime.family] = wanted.get(crime.family, 0.0) + share
    whole = sum(wanted.values())
    wanted = {name: weight / whole for name, weight in wanted.items()}
    offending = {kind.name: kind.share * kind.rate for kind in parameters.kinds}
    base = dict(wanted)
    for _ in range(_ROUNDS):
        made = dict.fromkeys(wanted, 0.0)
        for kind in parameters.kinds:
            tasted = {name: base[name] * kind.taste[name] for name in base}
            all_tasted = sum(tasted.values())
            for name, weight in tasted.items():
                made[name] += offending[kind.name] * weight / all_tasted
        total = sum(made.values())
        base = {name: base[name] * wanted[name] * total / made[name] for name in base}
    return {kind.name: _crimes_of(kind, base, wanted, parameters) for kind in parameters.kinds}


def _crimes_of(kind: Kind, base: Mapping[str, float], wanted: Mapping[str, float], p: Parameters) -> Chances:
    return Chances(
        [
            (
                crime,
                base[crime.family]
                / wanted[crime.family]
                * crime.count
                * p.families[crime.family].suspect_known
                * kind.taste[crime.family],
            )
            for crime in p.crimes
        ]
    )
