"""Who the people are, on paper: invented names, reserved identifiers, addresses that no post reaches."""

from dataclasses import dataclass

from iom.codes import CHECK_LETTERS, check_letter
from iom.demo.dice import Chances, Dice
from iom.demo.life import Life
from iom.demo.parameters import Parameters

# NOMS numbers kept for invented people run out at a thousand: the rest are known by their book number alone.
_NOMS_NUMBERS = 1000


@dataclass(frozen=True)
class Identifiers:
    """What each agency calls the person, in forms never issued; None where it does not know them."""

    nominal: str
    pnc_id: str | None
    cro: str | None
    crn: str | None
    book: str | None
    noms: str | None


@dataclass(frozen=True)
class Person:
    """One invented person. Days are ordinals; homes are (ward, from, to) with to None for the present."""

    number: int
    life: Life
    sex: str
    surname: str
    forenames: str
    ethnicity_self: str
    ethnicity_officer: str
    address: str
    postcode: str
    homes: tuple[tuple[str, int, int | None], ...]
    died: int | None
    identifiers: Identifiers


class People:
    """Gives lives a face."""

    def __init__(self, parameters: Parameters, seed: int) -> None:
        self._p = parameters
        self._seed = seed
        self._from = parameters["made.from"].toordinal()
        self._until = parameters["made.extract"].toordinal()
        self._noms_given = 0
        self._ethnicity = Chances(
            [((own, officer), share) for own, officer, share in parameters["people.ethnicity"]]
        )
        self._wards = Chances([(ward, share) for _, ward, share in parameters.wards])

    def draw(self, number: int, life: Life) -> Person:
        """The person number, who lived that life."""
        p, dice = self._p, Dice(self._seed, "person", number)
        sex = "M" if dice.chance(p["people.male"]) else "F"
        own, officer = dice.weighted(self._ethnicity)  # pyright: ignore[reportGeneralTypeIssues]
        names = p.names
        prefix = names["surname_prefix"] if dice.chance(p["people.surname_prefix"]) else ""
        return Person(
            number=number,
            life=life,
            sex=sex,
            surname=prefix + dice.pick(names["surname_starts"]) + dice.pick(names["surname_ends"]),
            forenames=" ".join(
                dice.pick(names["male" if sex == "M" else "female"]) for _ in range(dice.integer(1, 2))
            ),
            ethnicity_self="" if dice.chance(p["people.blank_self_ethnicity"]) else own,
            ethnicity_officer=officer,
            address=f"{dice.integer(1, 180)} {dice.pick(names['streets'])}",
            postcode=names["postcode"].format(dice.integer(1, 9)),
            homes=self._homes(life, dice),
            died=self._death(life, dice),
            identifiers=self._identifiers(number, life, dice),
        )

    def _homes(self, life: Life, dice: Dice) -> tuple[tuple[str, int, int | None], ...]:
        start = max(self._from - 400, life.career.born)
        if not dice.chance(self._p["people.moved_in_window"]):
            return ((life.home, start, None),)
        moved = dice.integer(self._from, self._until - 30)
        return ((str(dice.weighted(self._wards)), start, moved), (life.home, moved, None))

    def _death(self, life: Life, dice: Dice) -> int | None:
        years = dice.wait(1 / self._p["people.death_per_year"])
        last = max(max(day for _, day in offence.events) for offence in life.offences)
        died = last + int(years * 365.25)
        return died if last < died <= self._until - 60 else None

    def _identifiers(self, number: int, life: Life, dice: Dice) -> Identifiers:
        window = self._from
        sanctioned = any(sanction.day <= self._until for sanction in life.sanctions)
        known_to_probation = any(s.end > window and s.start <= self._until for s in life.supervised)
        known_to_prison = any(s.end > window and s.start <= self._until for s in life.spells)
        arrested = any(
            status == "arrested" and day <= self._until for o in life.offences for status, day in o.events
        )
        on_pnc = (sanctioned or arrested) and not dice.chance(self._p["sanctions.not_on_pnc"])
        return Identifiers(
            nominal=f"{number * 7 + 1000:09d}",
            pnc_id=pnc_id(number) if on_pnc else None,
            cro=cro_number(number) if on_pnc else None,
            crn=f"Z9{number:05d}" if known_to_probation else None,
            book=f"Z9A{number:05d}" if known_to_prison else None,
            noms=self._noms() if known_to_prison else None,
        )

    def _noms(self) -> str | None:
        if self._noms_given == _NOMS_NUMBERS:
            return None
        self._noms_given += 1
        return f"Z9{self._noms_given - 1:03d}ZZ"


def pnc_id(serial: int, shift: int = 0) -> str:
    """A PNC ID of the year 0000, which no real one has; a shift other than 0 makes its check letter wrong."""
    letter = check_letter(f"00{serial:07d}")
    return f"0000/{serial:07d}{CHECK_LETTERS[(CHECK_LETTERS.index(letter) + shift) % len(CHECK_LETTERS)]}"


def cro_number(serial: int) -> str:
    """A CRO number of the year 00 from 900000 on, which no real one has."""
    digits = f"{900_000 + serial:06d}"
    return f"{digits}/00{check_letter('00' + digits)}"
