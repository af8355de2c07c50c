"""Run the engine on a world as known at a moment, and show where it and the twin part."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import duckdb
from hypothesis import HealthCheck, Phase, settings

from iom.store import Store, derived

from .loading import load
from .records import Moment, World

VINTAGE = "2020"
EACH_TIME = settings(
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


@contextmanager
def remembering(store: Store, world: World, moment: Moment) -> Iterator[duckdb.DuckDBPyConnection]:
    """The store holds this world and nothing else; a cursor that reads it as known at a moment.

    The stored relations are made only when they are what is read: any other moment has temporary ones.
    """
    with store.transaction() as cursor:
        load(cursor, world)
        if moment == world.last():
            derived.rebuild(cursor)
    with store.cursor() as cursor:
        read = derived.as_known(cursor, moment.known_at, moment.seen_batch, VINTAGE)
        assert read.stored == (moment == world.last())
        yield cursor


def rows(
    cursor: duckdb.DuckDBPyConnection, statement: str, parameters: Mapping[str, object] | None = None
) -> dict:
    """A statement's rows by their first two columns (or by the first, when there are only two)."""
    cursor.execute(statement, parameters) if parameters else cursor.execute(statement)
    assert cursor.description is not None
    keys = 2 if len(cursor.description) > 2 else 1
    found = cursor.fetchall()
    by_key = {
        row[:keys] if keys > 1 else row[0]: row[keys:] if len(row) - keys > 1 else row[keys] for row in found
    }
    assert len(by_key) == len(found), "more rows than keys: the grain is broken"
    return by_key


def same(engine: dict, twin: dict, about: Callable[[object], object] | str = "") -> None:
    """Fail with the first few keys on which they differ."""
    # a value that is None is not the same as no value
    different = [
        key
        for key in sorted(engine.keys() | twin.keys(), key=str)
        if (key in engine, engine.get(key)) != (key in twin, twin.get(key))
    ]
    shown = [
        f"{key}: engine {engine.get(key, 'has no such row')}, twin {twin.get(key, 'has no such row')}"
        for key in different[:4]
    ]
    context = about if isinstance(about, str) else about(different[0]) if different else ""
    assert not different, "\n".join([f"{len(different)} differ", *shown, str(context)])
