"""What the offence measures of explained people counted, code by code: one set-wise query for all of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb

from iom.measures.definition import BASES, OFFENCE_BASED, Measure
from iom.periods import window
from iom.selection import compile as compiler
from iom.selection.sentences import Counted
from iom.store import run_single, sql

# How each kind of code is called when it is read aloud.
_KINDS = {
    "recorded": "recorded crime code",
    "class": "Home Office class",
    "cjs": "PNC code",
    "local": "local code",
}


def counted_offences(
    cursor: duckdb.DuckDBPyConnection, measures: Sequence[Measure], as_at: date
) -> dict[int, list[Counted]]:
    """By explained person, what each offence measure counted, gravest first.

    Reads the table explained_person.
    """
    by_name = sorted(measures, key=lambda measure: measure.name)
    wanted = [
        (
            number,
            window(as_at, measure.months).after if measure.months else None,
            BASES[measure.status or "proven"],
            name,
            measure.flag,
            measure.what == "rate",
        )
        for number, measure in enumerate(by_name)
        if measure.what in OFFENCE_BASED
        for name in measure.counts
    ]
    if not wanted:
        return {}
    names, after, standing, classes, flags, only_free = (list(column) for column in zip(*wanted, strict=True))
    earliest = min((day or date.min for day in after), default=date.min)
    run_single(cursor, compiler.listed_offences(), {"as_at": as_at, "earliest": earliest})
    codes = {code: said for code, *said in cursor.execute(sql("selection/evidence_codes")).fetchall()}
    rows = cursor.execute(
        sql("selection/evidence"),
        {
            "measure": names,
            "after": after,
            "standing": standing,
            "offence_class": classes,
            "flag": flags,
            "only_free": only_free,
        },
    ).fetchall()
    # what is counted often is said once: most rows are one or two offences of one of the usual codes
    counted: dict[tuple[int, int, int, int], Counted] = {}
    found: dict[int, list[Counted]] = {}
    for person, *key in rows:
        row = counted.get(as_key := tuple(key))
        if row is None:
            number, code, *counts = key
            row = counted[as_key] = _counted(by_name[number].name, counts, codes[code])
        found.setdefault(person, []).append(row)
    return found


def _counted(measure: str, counts: Sequence[int], code: Sequence[Any]) -> Counted:
    (offences, inside), (title, kind, given, how, weight, why) = counts, code
    severity = None if weight is None else weight * offences
    return Counted(measure, title, _KINDS[kind], given, how, weight, why, offences, inside, severity)
