"""Every code that any table knows, and some that none does, resolves as the twin says."""

from datetime import date, datetime

from .codes import class_map, class_of_cjs, recorded_codes, resolve
from .comparing import VINTAGE, remembering, rows, same
from .records import Assignment, Known, LocalCode, Moment, Offence, Person, World

TOLD = Known(datetime(2025, 4, 1, 9, 30), None, 1)
LOCAL = {
    "BURG": ("class", "028/03"),
    "TAKEN": ("recorded", "45"),
    "PNC": ("cjs", "TH68036"),
    "PARKING": (None, None),
    "WRONG": ("recorded", "ZZ"),
}


def every_code() -> list[tuple[str, str | None]]:
    """Each kind of code: those in the tables, subclasses that no table has, forms that mean nothing."""
    classes = set(class_map()) | set(class_of_cjs().values())
    classes |= {f"{number:03}/{subclass:02}" for number in range(1000) for subclass in (0, 77, 99)}
    given: list[tuple[str, str | None]] = [
        ("recorded", code) for code in (*recorded_codes(), "ZZ", "28e", "")
    ]
    given += [("class", code) for code in (*classes, "")]
    given += [("cjs", code) for code in (*class_of_cjs(), "ZZ99999")]
    given += [("local", code) for code in (*LOCAL, "NOT LISTED")]
    return given


def world_of(codes: list[tuple[str, str | None]]) -> World:
    """One person with one offence of each code."""
    world = World(
        commits=[TOLD.since], system_of={1: "niche", 2: "pnc"}, people=[Person(1, TOLD), Person(2, TOLD)]
    )
    world.assignments = [Assignment(1, TOLD, 1), Assignment(2, TOLD, 2)]
    world.local_codes = [LocalCode("niche", TOLD, code, *stands_for) for code, stands_for in LOCAL.items()]
    day = date(2025, 1, 1)
    world.offences = [Offence(1, TOLD, n, day, kind, code) for n, (kind, code) in enumerate(codes, 1)]
    # The same local code in a system that has no table of its own.
    world.offences.append(Offence(2, TOLD, len(codes) + 1, day, "local", "BURG"))
    return world


def test_every_code_resolves_as_in_the_twin(twin_store):
    codes = every_code()
    world = world_of(codes)
    with remembering(twin_store, world, Moment(TOLD.since, 1)) as cursor:
        engine = rows(
            cursor,
            "select code_kind || ' ' || code_given, system, how, recorded_code, weight, offence_group,"
            " offence_subgroup, ho_class from code_resolution",
        )
        held = cursor.execute(
            "select code_kind || ' ' || code_given, system, list(offence_class) from code_resolution"
            " join code_in_class using (code_id) group by all"
        ).fetchall()
    twin, classes = {}, {}
    for kind, code in codes:
        system = "niche" if kind == "local" else ""
        found = resolve(kind, code, LOCAL, VINTAGE)
        key = (f"{kind} {code}", system)
        twin[key] = (
            found.how,
            found.recorded_code,
            found.weight,
            found.group,
            found.subgroup,
            found.ho_class,
        )
        classes[key] = found.classes
    lost = resolve("local", "BURG", {}, VINTAGE)
    twin[("local BURG", "pnc")] = (lost.how, None, None, None, None, None)
    classes[("local BURG", "pnc")] = lost.classes
    same(engine, twin, "code_resolution")
    same({(code, system): frozenset(found) for code, system, found in held}, classes, "code_in_class")
