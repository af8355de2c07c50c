"""Parts of a kept run, for those who ask for a page at a time; each look at people is logged first."""

from collections.abc import Sequence
from datetime import datetime

from iom.people import Among
from iom.selection.gain import NearMiss, RuleAlone, kept_alone
from iom.selection.run import Listed
from iom.selection.stored import AboutRun, Stands, about_run, standings, with_reasons
from iom.store import Store, audit


def kept_standings(store: Store, run_id: int) -> tuple[AboutRun, tuple[Stands, ...]]:
    """A run, and everyone on its lists by rank, without reasons: to choose from before anybody is shown.

    Raises NotThereError when there is no such run, StoreError when it is not as it was made.
    """
    with store.cursor() as cursor:
        return about_run(store, cursor, run_id), standings(cursor, run_id)


def kept_reasons(
    store: Store, about: AboutRun, wanted: Sequence[Stands], *, now: datetime
) -> tuple[Listed, ...]:
    """Some of those on a run's lists with their reasons, in the order given."""
    with store.cursor() as cursor:
        listed = with_reasons(cursor, about, wanted)
    people = sorted(one.person_id for one in listed)
    audit.look(store, now=now, action="run.show", detail={"run_id": about.run_id}, people=people)
    return listed


def kept_rules(store: Store, run_id: int) -> tuple[AboutRun, tuple[RuleAlone, ...]]:
    """A run, and what each of its rules did alone, in numbers of people."""
    with store.cursor() as cursor:
        return about_run(store, cursor, run_id), kept_alone(cursor, run_id).rules


def kept_near_misses(
    store: Store, run_id: int, *, now: datetime, among: Among = frozenset
) -> tuple[AboutRun, tuple[NearMiss, ...]]:
    """A run, and those who just miss one of its rules. among: which of some people may be shown."""
    with store.cursor() as cursor:
        about, alone = about_run(store, cursor, run_id), kept_alone(cursor, run_id)
    people = among(alone.people)
    near = tuple(one for one in alone.near if one.person_id in people)
    audit.look(store, now=now, action="run.show", detail={"run_id": run_id}, people=sorted(people))
    return about, near
