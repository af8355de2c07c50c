"""Hypothesis's worlds for the risk scores: few people with dense histories of sanctions and custody.

The days of a person are few and lie around the dates as at which scores are asked for, and around birthdays;
so several sanctions on a day, releases on the day of a sanction and spells that touch are the rule, as
test_risk.py counts.
"""

from collections.abc import Callable
from datetime import date

from hypothesis import strategies as st

from .days import DAY, months_before
from .records import Absence, Coverage, Known, LocalCode, Offence, Person, Sanction, StatusEvent, World
from .worlds import ALWAYS, AS_AT, KINDS, SYSTEMS, Maker, histories, without_loose_events

CODES = (
    ("class", "028/03"),  # several codes of one weight
    ("class", "034/01"),  # violent, the same
    ("class", "008/06"),  # decided
    ("class", "008/73"),  # undecided, so without a weight
    ("class", "104/33"),  # not notifiable, but violent
    ("class", "141/05"),
    ("class", "046/00"),
    ("class", "088/00"),  # of no OGRS3 group
    ("class", "000/00"),  # of no OGRS4 category
    ("class", "999/99"),  # in no table
    ("cjs", "TH68036"),
    ("cjs", "CJ88001"),
    ("cjs", "XX00000"),
    ("recorded", "28E"),
    ("recorded", "56B"),  # all its classes agree
    ("recorded", "44"),  # they do but for the OGRS3 group
    ("recorded", "104"),  # they do but for the OGRS4 category
    ("recorded", "59"),  # they agree on the violence alone
    ("recorded", "92A"),  # on nothing
    ("recorded", "ZZ"),
    ("local", "BURG"),
    ("local", "OTHER"),
    ("local", "UNLISTED"),
    ("class", None),
)
# Most codes are ones that give a score: else nobody would have one.
codes = st.sampled_from(
    (*CODES, *CODES[:3], *CODES[:3], *CODES[3:7], *CODES[3:6] * 2, *CODES[10:12], CODES[14])
)
EDGES = sorted(
    {
        months_before(as_at, months) + DAY * n
        for as_at in AS_AT
        for months in (0, 1, 7, 35, 36, 37)
        for n in (-1, 0, 1)
    }
)
# a leap day, a day that short months lack, and the days on which the people below turn a year older
OTHERS = (
    *(date(2023, 1, 31), date(2024, 1, 31), date(2024, 2, 29), date(2022, 2, 28), date(2022, 3, 1)),
    *(
        date(2020, 2, 29),
        date(2024, 3, 31),
        date(2021, 12, 31),
        date(2018, 12, 31),
        date(2022, 3, 2),
        date(2025, 1, 15),
    ),
)
days = st.sampled_from(
    [*AS_AT * 6, *EDGES, *OTHERS * 2, *(date(2015, 1, 1) + DAY * 97 * n for n in range(40))]
)
calendars = st.lists(days, min_size=3, max_size=8, unique=True).map(sorted)
births = st.sampled_from(
    (
        (None, None),
        *[(date(1988, 2, 29), "day"), (date(2004, 2, 29), "day"), (date(1990, 3, 1), "day")] * 2,
        (date(1994, 12, 31), "day"),
        (date(1974, 1, 31), "day"),
        (date(2007, 2, 28), "day"),
        (date(2012, 3, 31), "day"),  # ten in 2022
        (date(2022, 3, 1), "day"),  # sanctioned before birth, or on that day: wrong, and refused nowhere
        (date(1990, 3, 1), "month"),
        (date(2004, 2, 1), "month"),
        (date(1994, 12, 1), "month"),
        *[(date(1990, 1, 1), "year")] * 3,
    )
)
sexes = st.sampled_from((None, "other", *["male"] * 4, *["female"] * 4))
markers = st.sampled_from((None, False, True))
kinds = st.sampled_from(("conviction", "conviction", "caution", "reprimand", "warning"))


class RiskMaker(Maker):
    """Draws a world of people with sanctions, status events that are sanctions, and custody."""

    court: list[date]

    def person(self) -> None:
        systems = self.draw(st.lists(st.sampled_from((*SYSTEMS, "pnc")), min_size=1, max_size=3))
        self.calendar = self.draw(calendars)
        first = len(self.world.system_of) + 1
        group = list(range(first, first + len(systems)))
        for subject, system in zip(group, systems, strict=True):
            self.world.system_of[subject] = system
            self.assign(subject, first)
            self.subject(subject)
        who = st.sampled_from(group)
        # Most sanctions fall on one of few days: several offences a day, several days a person.
        few = self.draw(st.lists(st.sampled_from(self.calendar), min_size=1, max_size=3))
        self.court = [*few * 4, *self.calendar]
        for _ in range(self.draw(st.integers(1, 10))):
            self.told(self.world.sanctions, lambda known: self.sanction(self.draw(who), known))
        for _ in self.some(2):
            self.offence(group)
        for _ in self.some(4):
            self.told(self.world.absences, lambda known: self.absence(self.draw(who), known))

    def subject(self, subject: int) -> None:
        draw = self.draw
        for known in draw(histories) if self.world.system_of[subject] != "pnc" else ALWAYS:
            born, precision = draw(births)
            died = self.day() if draw(st.integers(0, 11)) == 11 else None
            self.world.people.append(
                Person(subject, known, born, died, sex=draw(sexes), birth_precision=precision)
            )

    def sanction(self, subject: int, known: Known) -> Sanction:
        extracts = [one.complete_to for one in self.world.coverage if one.history == "complete"]
        on = self.draw(st.sampled_from((*self.court, *extracts)))
        return Sanction(subject, known, self.draw(kinds), on, *self.draw(codes), self.draw(markers))

    def offence(self, group: list[int]) -> None:
        subject, offence_id = self.draw(st.sampled_from(group)), self.next_offence
        self.next_offence += 1
        code, marker = self.draw(codes), self.draw(markers)
        self.told(
            self.world.offences,
            lambda known: Offence(subject, known, offence_id, self.day(), *code, principal=marker),
        )
        statuses = st.sampled_from(("convicted", "convicted", "cautioned", "charged", "acquitted"))
        for _ in self.some(3):
            self.told(
                self.world.events,
                lambda known: StatusEvent(subject, known, offence_id, self.draw(statuses), self.day()),
            )

    def absence(self, subject: int, known: Known) -> Absence:
        start = self.day()
        later = [None, start, start + DAY, *(day for day in (*self.calendar, *AS_AT) if day > start)]
        planned = self.draw(st.sampled_from((None, 10, 400, 1600, 3000)))
        return Absence(
            subject,
            known,
            self.draw(st.sampled_from((*KINDS, "remand", "sentence"))),
            start,
            self.draw(st.sampled_from(later)),
            None if planned is None else start + DAY * planned,
        )

    def sources(self) -> None:
        """Local codes; the PNC's histories are complete up to a day or two in most worlds."""
        for system in SYSTEMS:
            for code, stands_for in (("BURG", ("class", "028/03")), ("OTHER", (None, None))):
                meaning = self.draw(st.sampled_from((stands_for, ("recorded", "56B"))))
                self.told(
                    self.world.local_codes,
                    lambda known, c=code, m=meaning, s=system: LocalCode(s, known, c, *m),
                )
        for _ in range(self.draw(st.integers(0, 3))):
            end = self.draw(st.sampled_from((date(2022, 2, 28), date(2024, 2, 29), date(2024, 12, 31))))
            self.told(
                self.world.coverage,
                lambda known, end=end: Coverage("pnc", known, "sanction", date(2015, 1, 1), end, "complete"),
            )


@st.composite
def risk_worlds(draw: Callable, most: int = 10) -> World:
    """A world of some groups of subjects, at least half of `most`."""
    maker = RiskMaker(draw)
    maker.sources()
    for _ in range(draw(st.integers(most // 2, most))):
        maker.person()
    return without_loose_events(maker.world)
