"""The generated worlds hold what they are generated for: a twin says nothing of what never happens."""

from collections import Counter

import pytest
from hypothesis import given, settings

from .comparing import EACH_TIME
from .records import World
from .status import BASIS
from .view import FLAGS
from .worlds import ALWAYS, AS_AT, worlds

NOW = {known.since for known in ALWAYS}


def met(world: World) -> Counter[str]:
    """How often each awkward thing happens in a world, as it is known at last."""
    seen: Counter[str] = Counter()
    system = world.system_of
    events: dict[tuple[int, int], list] = {}
    for one in world.events:
        if one.known.until is None:
            events.setdefault((one.subject, one.offence_id), []).append(one)
    for told in events.values():
        last = max(one.on_date for one in told)
        tied = frozenset(one.status for one in told if one.on_date == last)
        seen["status tie"] += len(tied) > 1
        for basis in BASIS.values():
            # the order among them decides whether the offence counts
            seen["status tie that decides"] += 0 < len(tied & set(basis)) < len(tied)
        seen["status on the date"] += any(one.on_date in AS_AT for one in told)
    spells = [one for one in world.absences if one.known.until is None]
    for one in spells:
        others = [other for other in spells if other is not one and other.subject == one.subject]
        seen["spells that touch"] += any(other.from_date == one.to_date for other in others)
        seen["open spell"] += one.to_date is None
        seen["same-day spell"] += one.to_date == one.from_date
        released = [o for o in world.offences if o.subject == one.subject and o.offence_on == one.to_date]
        seen["offence on the day of release"] += bool(released)
    for one in world.people:
        born = one.birth_date
        seen["leap birthday"] += born is not None and (born.month, born.day) == (2, 29)
    references = Counter((system[one.subject], one.reference) for one in world.intelligence)
    seen["report told twice"] += sum(n > 1 for n in references.values())
    ends = {one.complete_to for one in world.coverage if one.history == "complete"}
    seen["sanction on the day of the extract"] += any(one.on_date in ends for one in world.sanctions)
    seen["several complete extracts"] += len(ends) > 1
    seen["flag that nobody states"] += any(
        all(getattr(one, flag) is None for one in world.offences) for flag in FLAGS
    )
    seen["birth known to the month or year"] += any(
        one.birth_precision in ("month", "year") for one in world.people
    )
    seen["offence from one day to another"] += any(
        one.committed_from not in (None, one.offence_on) for one in world.offences
    )
    return seen


@pytest.mark.long
def test_what_the_twin_is_for_happens_in_the_worlds():
    seen: Counter[str] = Counter()
    drawn: list[int] = []

    @settings(EACH_TIME, max_examples=60, derandomize=True)
    @given(worlds())
    def count(world: World) -> None:
        drawn.append(1)
        seen.update(met(world))

    count()
    assert len(drawn) >= 60
    assert min(seen.values()) >= 10, seen
