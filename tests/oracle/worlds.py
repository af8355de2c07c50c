"""Hypothesis's worlds: what several systems told a store, in several imports, about a handful of people.

All dates of a person are of a calendar of few days around the edges of windows, leap days and month ends;
codes and systems are few: so ties, spells that touch, offences on days of release and collisions are the
rule, as test_worlds.py counts.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from .days import DAY, months_before
from .records import (
    Absence,
    Assignment,
    Coverage,
    HeldScore,
    HomeArea,
    Intelligence,
    Known,
    LocalCode,
    Moment,
    Offence,
    Person,
    Sanction,
    StatusEvent,
    Supervision,
    Victim,
    World,
)
from .status import STRONGEST_FIRST
from .view import FLAGS

AS_AT = (date(2023, 3, 31), date(2024, 2, 29), date(2024, 12, 31), date(2025, 2, 28), date(2025, 3, 1))
MONTHS = (1, 3, 6, 12, 24, 36)
SYSTEMS = ("niche", "pnc", "ndelius")
KINDS = ("remand", "sentence", "recall", "secure_hospital", "out_of_area")
COMMITS = tuple(datetime(2025, 3 + n, n, 9, 30) for n in (1, 2, 3, 4))
DECLARED = tuple(datetime(year, 7, 1) for year in (2021, 2023, 2024))
MOMENTS = (
    Moment(COMMITS[3], 4),
    Moment(COMMITS[1], 2),
    Moment(COMMITS[2] - timedelta(microseconds=1), 4),
    Moment(COMMITS[3] + DAY, 2),
    Moment(datetime(2024, 7, 1), 4),
)

EDGES = sorted(
    {
        edge + DAY * n
        for as_at in AS_AT
        for months in (0, *MONTHS)
        for edge in [months_before(as_at, months)]
        for n in (0, 1)
    }
)
days = st.sampled_from([*EDGES, *EDGES, *(date(2021, 1, 1) + DAY * 13 * n for n in range(120))])
# The days on which things happen to one person.
calendars = st.lists(days, min_size=3, max_size=7, unique=True).map(sorted)

CODES = (
    ("class", "028/03"),  # several codes of one weight
    ("class", "034/01"),
    ("class", "008/06"),  # decided
    ("class", "008/73"),  # undecided
    ("class", "125/12"),  # mixed with one that is not notifiable
    ("class", "104/33"),  # not notifiable
    ("class", "999/99"),  # in no table
    ("cjs", "TH68036"),
    ("recorded", "28E"),
    ("recorded", "45"),
    ("recorded", "4.10"),  # has no weight
    ("recorded", "ZZ"),
    ("local", "BURG"),
    ("local", "OTHER"),
    ("local", "UNLISTED"),
    ("class", None),
)


def _histories() -> list[tuple[Known, ...]]:
    """Ways in which a record came to be known: at once, late, declared, corrected, withdrawn."""
    found: list[tuple[Known, ...]] = [(Known(COMMITS[0], None, 1),)] * 6
    for n in (1, 2, 3):
        found.append((Known(COMMITS[n], None, n + 1),))
        found.append((Known(COMMITS[0], COMMITS[n], 1), Known(COMMITS[n], None, n + 1)))
    found.append((Known(COMMITS[1], COMMITS[2], 2),))
    found.append(
        (Known(COMMITS[0], COMMITS[1], 1), Known(COMMITS[1], COMMITS[3], 2), Known(COMMITS[3], None, 4))
    )
    found += [(Known(told, None, batch),) for told in DECLARED for batch in (1, 3)]
    found.append((Known(DECLARED[1], COMMITS[2], 2), Known(COMMITS[2], None, 3)))
    return found


histories = st.sampled_from(_histories())
# DOMAIN.md does not say whether a history stays complete when its subject's details are withdrawn.
ALWAYS = (Known(DECLARED[0], None, 1),)
maybe = st.sampled_from((None, True, False))
statuses = st.sampled_from(STRONGEST_FIRST)
births = st.sampled_from(
    (
        (None, None),
        (date(1988, 2, 29), "day"),
        (date(2004, 2, 29), "day"),
        (date(1990, 3, 1), "day"),
        (date(1994, 12, 31), "day"),
        (date(2007, 2, 28), "day"),
        (date(2025, 1, 15), "day"),
        (date(1990, 3, 1), "month"),
        (date(2004, 2, 1), "month"),
        (date(1994, 12, 1), "month"),
        (date(1990, 1, 1), "year"),
    )
)


class Maker:
    """Draws one world, piece by piece, giving out ids."""

    def __init__(self, draw: Callable):
        self.draw = draw
        self.world = World(commits=list(COMMITS))
        self.offences: dict[str, list[int]] = {system: [] for system in SYSTEMS}
        self.next_offence = 1
        # flags that no source has ever heard of
        self.unheard = draw(st.sets(st.sampled_from(FLAGS), max_size=2))
        self.calendar: list[date] = []

    def day(self) -> date:
        return self.draw(st.sampled_from(self.calendar))

    def some(self, most: int) -> range:
        return range(self.draw(st.integers(0, most)))

    def told(self, shelf: list, build: Callable[[Known], object]) -> None:
        """Put every version of one record on a shelf; each version draws its values anew."""
        for known in self.draw(histories):
            shelf.append(build(known))

    def person(self) -> None:
        """A group of one to three subjects that are, become or were one person, with all that is held."""
        systems = self.draw(st.lists(st.sampled_from(SYSTEMS), min_size=1, max_size=3))
        self.calendar = self.draw(calendars)
        first = len(self.world.system_of) + 1
        group = list(range(first, first + len(systems)))
        for subject, system in zip(group, systems, strict=True):
            self.world.system_of[subject] = system
            self.assign(subject, first)
            self.subject(subject)
        for _ in self.some(5):
            self.offence(group)
        for _ in self.some(4):
            self.told(
                self.world.absences, lambda known: self.absence(self.draw(st.sampled_from(group)), known)
            )
        self.rest(group)

    def assign(self, subject: int, first: int) -> None:
        start = self.draw(st.sampled_from((COMMITS[0], DECLARED[0])))
        by_hand = COMMITS[1] + DAY
        own, joined = subject, first
        how = self.draw(st.sampled_from(("joined", "own", "later", "undone"))) if subject != first else "own"
        spans = {
            "own": [(own, start, None, 1)],
            "joined": [(joined, start, None, 1)],
            "later": [(own, start, COMMITS[2], 1), (joined, COMMITS[2], None, 3)],
            "undone": [
                (own, start, COMMITS[1], 1),
                (joined, COMMITS[1], by_hand, 2),
                (own, by_hand, None, 0),
            ],
        }[how]
        for person, since, until, batch in spans:
            self.world.assignments.append(Assignment(subject, Known(since, until, batch), person))

    def subject(self, subject: int) -> None:
        draw = self.draw
        for known in draw(histories) if self.world.system_of[subject] != "pnc" else ALWAYS:
            born, precision = draw(births)
            self.world.people.append(
                Person(
                    subject,
                    known,
                    birth_date=born,
                    birth_precision=precision,
                    death_date=self.day() if draw(st.integers(0, 5)) == 5 else None,
                    sex=draw(st.sampled_from((None, "male", "female"))),
                    mappa_category=draw(st.sampled_from((None, 0, 1, 3))),
                    mappa_level=draw(st.sampled_from((None, 0, 1, 2))),
                    domestic_abuse_perpetrator=draw(maybe),
                    registered_sex_offender=draw(maybe),
                )
            )

    def offence(self, group: list[int]) -> None:
        """An offence of the group, at times shared by subjects of the system, at times with somebody else."""
        system = self.world.system_of[self.draw(st.sampled_from(group))]
        ours = [subject for subject in group if self.world.system_of[subject] == system]
        taken = {one.offence_id for one in self.world.offences if one.subject in ours}
        others = [one for one in self.offences[system] if one not in taken]
        if others and self.draw(st.integers(0, 3)) == 3:
            offence_id = self.draw(st.sampled_from(others))
        else:
            offence_id, self.next_offence = self.next_offence, self.next_offence + 1
            self.offences[system].append(offence_id)
        sharing = ours if self.draw(st.booleans()) else ours[:1]
        for subject in sharing:
            self.told(self.world.offences, lambda known, s=subject: self.version(s, offence_id, known))
            for _ in self.some(3):
                self.told(
                    self.world.events,
                    lambda known, s=subject: StatusEvent(
                        s, known, offence_id, self.draw(statuses), self.day()
                    ),
                )
            for _ in self.some(2):
                key = self.draw(st.sampled_from(("v1", "v2", "v3")))
                self.told(self.world.victims, lambda known, s=subject, k=key: Victim(s, known, offence_id, k))

    def version(self, subject: int, offence_id: int, known: Known) -> Offence:
        kind, code = self.draw(st.sampled_from(CODES))
        victims = self.draw(st.sampled_from((None, 0, 1, 2)))
        on = self.day()
        return Offence(
            subject,
            known,
            offence_id,
            on,
            kind,
            code,
            victims,
            committed_from=self.draw(st.sampled_from((None, on, on - DAY, on - DAY * 40))),
            **{flag: None if flag in self.unheard else self.draw(maybe) for flag in FLAGS},
        )

    def absence(self, subject: int, known: Known) -> Absence:
        start = self.day()
        later = [None, start, start + DAY, start + DAY * 30, *(day for day in self.calendar if day > start)]
        end = self.draw(st.sampled_from(later))
        planned = self.draw(st.sampled_from((None, 10, 400)))
        return Absence(
            subject,
            known,
            self.draw(st.sampled_from(KINDS)),
            start,
            end,
            None if planned is None else start + DAY * planned,
        )

    def rest(self, group: list[int]) -> None:
        draw, who = self.draw, st.sampled_from(group)
        extracts = [one.complete_to for one in self.world.coverage if one.history == "complete"]
        sanction_days = st.sampled_from((*self.calendar, *extracts))
        sanction_kinds = st.sampled_from(("conviction", "caution", "reprimand", "warning"))
        for _ in self.some(3):
            self.told(
                self.world.sanctions,
                lambda known: Sanction(
                    draw(who),
                    known,
                    draw(sanction_kinds),
                    draw(sanction_days),
                    *draw(st.sampled_from(CODES[:3])),
                ),
            )
        for _ in self.some(2):
            self.told(
                self.world.scores,
                lambda known: HeldScore(
                    draw(who),
                    known,
                    "ogrs3_2y",
                    draw(st.integers(0, 9)) * 11,
                    draw(st.sampled_from((None, "high", "low"))),
                    self.day(),
                ),
            )
        # at times a report that another subject has already: of one subject a reference is one record
        for subject, n in draw(st.lists(st.tuples(who, st.sampled_from((1, 2))), max_size=3, unique=True)):
            self.told(
                self.world.intelligence,
                lambda known, s=subject, n=n: Intelligence(
                    s,
                    known,
                    f"{group[0]}-{n}",
                    self.day(),
                    draw(st.sampled_from((None, 1, 2, 3))),
                    draw(st.sampled_from((None, "A", "B", "E"))),
                    draw(st.sampled_from((None, "burglary", "drugs"))),
                ),
            )
        for _ in self.some(2):
            self.told(
                self.world.areas, lambda known: HomeArea(draw(who), known, *self.place(), *self.period())
            )
        kinds = st.sampled_from(("licence", "community_order", "none"))
        for _ in self.some(2):
            self.told(
                self.world.supervisions,
                lambda known: Supervision(draw(who), known, draw(kinds), *self.period()),
            )

    def place(self) -> tuple[str, str]:
        return self.draw(
            st.sampled_from((("Castle", "Bedford"), ("Dallow", "Luton"), ("Sandy", "Central Bedfordshire")))
        )

    def period(self) -> tuple[date | None, date | None]:
        start = self.draw(st.sampled_from((None, *self.calendar)))
        length = self.draw(st.sampled_from((None, 1, 60, 700)))
        return start, None if length is None else (start or date(2023, 1, 1)) + DAY * length

    def sources(self) -> None:
        """Local codes, and coverage with holes; the PNC's histories are complete in half the worlds."""
        for system in SYSTEMS:
            for code, stands_for in (("BURG", ("class", "028/03")), ("OTHER", (None, None))):
                meaning = self.draw(st.sampled_from((stands_for, ("recorded", "45"))))
                self.told(
                    self.world.local_codes,
                    lambda known, c=code, m=meaning, s=system: LocalCode(s, known, c, *m),
                )
            for record_type in ("offence", "status", "absence", "sanction", "intelligence", "supervision"):
                complete = system == "pnc" and record_type == "sanction" and self.draw(st.booleans())
                history = None if record_type != "sanction" else "complete" if complete else "local"
                for _ in range(2 if complete else 1):
                    self.told(
                        self.world.coverage,
                        lambda known, r=record_type, h=history, s=system: self.covered(s, known, r, h),
                    )

    def covered(self, system: str, known: Known, record_type: str, history: str | None) -> Coverage:
        start = self.draw(st.sampled_from((date(2019, 1, 1), *EDGES[:40])))
        end = self.draw(
            st.sampled_from((start, start + DAY * 31, start + DAY * 366, start + DAY * 3000, *EDGES[40:]))
        )
        return Coverage(system, known, record_type, start, max(start, end), history)


def without_loose_events(world: World) -> World:
    """Drop status events that would be known at a moment when their offence is not.

    What an event is worth whose offence was withdrawn has a test of its own: test_withdrawn.py.
    """

    def held(event: StatusEvent) -> bool:
        versions = [
            one
            for one in world.offences
            if (one.subject, one.offence_id) == (event.subject, event.offence_id)
        ]
        return all(
            any(one.known.at(moment) for one in versions) for moment in MOMENTS if event.known.at(moment)
        )

    world.events = [event for event in world.events if held(event)]
    return world


@st.composite
def worlds(draw: Callable, most: int = 16) -> World:
    """A world of some groups of subjects, at least half of `most`."""
    maker = Maker(draw)
    maker.sources()
    for _ in range(draw(st.integers(most // 2, most))):
        maker.person()
    return without_loose_events(maker.world)
