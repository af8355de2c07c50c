"""What a withdrawn record leaves behind: nothing."""

from datetime import date, datetime

from .comparing import remembering
from .records import Assignment, Coverage, Known, Moment, Offence, Person, Sanction, StatusEvent, World

FIRST, SECOND = datetime(2025, 4, 1, 9, 30), datetime(2025, 5, 2, 9, 30)
NOW = Moment(SECOND, 2)
KEPT, WITHDRAWN = Known(FIRST, None, 1), Known(FIRST, SECOND, 1)
OCCASIONS = "select person_id, sanction_on from sanction_occasion order by all"


def one_person(system: str, details: Known) -> World:
    world = World(commits=[FIRST, SECOND], system_of={1: "niche", 2: system})
    world.people = [Person(1, KEPT), Person(2, details)]
    world.assignments = [Assignment(1, KEPT, 1), Assignment(2, KEPT, 1)]
    return world


def test_a_withdrawn_offence_leaves_no_sanction_behind(twin_store):
    world = one_person("niche", KEPT)
    world.offences = [Offence(1, WITHDRAWN, 1, date(2025, 1, 1), "recorded", "28E")]
    world.events = [StatusEvent(1, KEPT, 1, "convicted", date(2025, 2, 1))]
    with remembering(twin_store, world, NOW) as cursor:
        assert cursor.execute(OCCASIONS).fetchall() == []


def test_a_history_is_complete_only_while_its_subject_is_held(twin_store):
    world = one_person("pnc", WITHDRAWN)
    world.coverage = [Coverage("pnc", KEPT, "sanction", date(1990, 1, 1), date(2025, 3, 1), "complete")]
    world.sanctions = [Sanction(1, KEPT, "caution", date(2025, 1, 1), "recorded", "28E")]
    with remembering(twin_store, world, NOW) as cursor:
        assert cursor.execute(OCCASIONS).fetchall() == [(1, date(2025, 1, 1))]
