"""Rules met and unknown, points, cohorts, ranks, places and attrition equal the twin's."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iom.documents import parse_document
from iom.selection import parse_criteria, select

from . import selection as twin
from .built_in import BUILT_IN
from .comparing import EACH_TIME, VINTAGE, remembering, same
from .criteria import MEASURES, as_toml, documents
from .known import Known, told
from .records import Coverage, Moment, World
from .view import look
from .worlds import ALWAYS, AS_AT, MOMENTS, worlds

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RECORD_TYPES = (
    "offence",
    "status",
    "absence",
    "sanction",
    "intelligence",
    "supervision",
)
KEPT = """
select
    c.person_id, 0, c.own__met_bits, c.own__unknown_bits, c.own__eligible, c.own__cohort, c.own__points,
    p.rank, p.place,
    coalesce(p.list = 'proposed', false)
from run_considered_{0} as c
left join run_person as p on c.person_id = p.person_id and p.run_id = {0}
"""


def covered(world: World, records: Iterable[str] = RECORD_TYPES) -> World:
    """The world as it is, but that some source holds every day of some record types."""
    first, last = date(1990, 1, 1), date(2100, 1, 1)
    world.coverage += [Coverage("niche", ALWAYS[0], record, first, last, "local") for record in records]
    return world


def compare(store, world: World, document: twin.Document, moment: Moment, as_at: date) -> None:
    known = Known(look(world, moment, VINTAGE), as_at, told(world, moment))
    people = {}
    for number, person in known.view.people.items():
        people[number] = {entry["name"]: known.measured(person, entry).value for entry in MEASURES}
        people[number] |= {name: known.named(person, name) for name in BUILT_IN}
    judged, steps = twin.select(document, people)

    criteria = parse_criteria(parse_document("generated.toml", as_toml(document)))
    with remembering(store, world, moment):
        pass
    run = select(store, criteria, as_at=as_at, known_at=moment.known_at, unheld_allowed=True, now=NOW)
    with store.cursor() as cursor:
        kept = cursor.execute(KEPT.format(run.run_id)).fetchall()
    expected = {
        (one.person, 0): (
            sum(2**n for n in one.met),
            sum(2**n for n in one.unknown),
            one.eligible,
            one.cohort,
            one.points,
            one.rank,
            one.place,
            one.cohort is not None and one.has_place,
        )
        for one in judged
    }
    same({row[:2]: row[2:] for row in kept}, expected, f"{run.absent}\n{as_toml(document)}")
    assert [(step.remaining, step.removed, step.removed_unknown) for step in run.steps] == [
        (step.remaining, step.removed, step.removed_unknown) for step in steps
    ], as_toml(document)
    harmful = {one.person for one in judged if one.harmful and not (one.cohort and one.has_place)}
    assert {one.person_id for one in run.listed if one.harmful_place is not None} == harmful, as_toml(
        document
    )


# A selection sees every import: only moments that do are asked of it.
moments = st.sampled_from([moment for moment in MOMENTS if moment.seen_batch == 4])


@settings(EACH_TIME, max_examples=5)
@given(worlds(), documents(), moments, st.sampled_from(AS_AT))
def test_selection_equals_the_twins(twin_store, world, document, moment, as_at):
    compare(twin_store, covered(world), document, moment, as_at)


# Of other record types the sources of a world hold some days and not others: some measures are absent.
holed_worlds = st.builds(
    lambda world, records: covered(world, sorted(records)),
    worlds(),
    st.sets(st.sampled_from(RECORD_TYPES), min_size=3),
)


@settings(EACH_TIME, max_examples=6)
@given(holed_worlds, documents(), moments, st.sampled_from(AS_AT))
def test_selection_with_holes_in_the_coverage_equals_the_twins(twin_store, world, document, moment, as_at):
    compare(twin_store, world, document, moment, as_at)


@pytest.mark.long
@settings(EACH_TIME, max_examples=600)
@given(holed_worlds, documents(), moments, st.sampled_from(AS_AT))
def test_selection_equals_the_twins_in_many_worlds(twin_store, world, document, moment, as_at):
    compare(twin_store, world, document, moment, as_at)
    compare(twin_store, covered(world), document, moment, as_at)
