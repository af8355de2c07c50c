"""The measures relation: one statement from the checked-in parts of sql/measures/, values bound.

One row per person. Names come from parsed documents and are plain identifiers; everything a document says
as a value (classes, grades, tools, dates) is a bound parameter.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from iom.measures.coverage import (
    Covered,
    Gap,
    absences_covered,
    days_known_of_offences,
    gaps,
    is_covered,
)
from iom.measures.definition import BASES, OFFENCE_BASED, Measure
from iom.measures.names import BUILT_IN, Column, column_of, held_parts, sql_name
from iom.periods import window as window_of
from iom.store import sql

_PARAMETER = re.compile(r"\$([a-z0-9_]+)")
_TABLE = re.compile(r"[a-z][a-z0-9_]*")
# Parts of the statement that are joined to other parts, or are what all are joined to.
_NOT_OF_PERSONS = ("person_as_at", "code_flag", "wanted_offence", "offence_as_at")

# Value types: what a reader may rely on to the last digit (DOMAIN.md 15).
_AGGREGATE = {
    "offences": "count(*){hit}",
    "severity": "sum(severity){hit}",
    "severity_mean": "round((sum(severity::decimal(28, 10)){hit}) / (count(severity){hit}), 6)"
    "::decimal(18, 6)",
    "severity_max": "max(severity){hit}",
    # what is left of a weight is a floating term: it is rounded before it is summed (DOMAIN.md 15)
    "harm": "sum(round(severity::double * fading_{half_life}.share, 6)::decimal(18, 6)){hit}",
    "rate": "count(*){hit_outside}",
    "victims": "count(*){hit}",
    "days_since_last": "$as_at - max(offence_on){hit}",
}
# The same whether a measure is known or absent: a file of another month has the same columns.
_TYPES = {
    "severity": "decimal(28, 10)",
    "severity_mean": "decimal(18, 6)",
    "severity_max": "decimal(18, 10)",
    "harm": "decimal(18, 6)",
    "rate": "decimal(18, 6)",
    "days_absent": "integer",
}
_COUNT_TYPE = "bigint"
_COMPANION_TYPES = {"inside": "bigint", "counted": "bigint", "weighted": "bigint", "years": "decimal(12, 6)"}
_WEIGHTED = frozenset({"severity", "severity_mean", "severity_max", "harm"})
_YEARS = "round({days} / 365.25, 6)::decimal(12, 6)"
_RATE = "round(coalesce({count}, 0) * 365.25 / nullif({days}, 0), 6)::decimal(18, 6)"


@dataclass(frozen=True)
class Relation:
    """One statement with one row per person: person_id, the asked columns, and their companions.

    Companions of a measure m over offences: m__inside (counted offences dated in an absence) and m__years
    (years at liberty in its window), NULL if absences are not covered; of a severity: m__counted and
    m__weighted. absent says, per measure, why it and its companions are NULL for everyone.
    """

    sql: str
    params: dict[str, object]
    columns: tuple[Column, ...]
    companions: tuple[str, ...]
    absent: Mapping[str, Gap]


@dataclass
class _Parts:
    """The statement while it is being put together."""

    ctes: dict[str, str] = field(default_factory=dict)
    select: list[str] = field(default_factory=list)
    params: dict[str, object] = field(default_factory=dict)
    companions: list[str] = field(default_factory=list)
    with_companions: bool = True
    among: str | None = None


def relation(
    measures: Collection[Measure],
    *,
    as_at: date,
    names: Collection[str],
    covered: Covered,
    companions: bool = True,
    among: str | None = None,
) -> Relation:
    """The relation for some measures and the built-in or held names used beside them.

    covered comes from coverage.covered_days on the same cursor; companions: whether they are wanted, which
    costs nearly as much again. among: a table on the same cursor, one row per person_id, if only those people
    are wanted. Raises KeyError for a name that means nothing: callers check names with column_of first.
    """
    if among and not _TABLE.fullmatch(among):
        raise ValueError(f"not the name of a table: {among!r}")
    parts = _Parts(params={"as_at": as_at}, with_companions=companions, among=among)
    parts.ctes["person_as_at"] = _body("person_as_at")
    absent = gaps(measures, as_at, covered)
    used = [measure for measure in measures if measure.name not in absent]
    _liberty_windows(parts, used, as_at, covered)
    parts.params["days_covered"] = days_known_of_offences(as_at, covered)
    over_offences = [measure for measure in used if measure.what in OFFENCE_BASED]
    offence_columns = _offence_measures(parts, over_offences, as_at)
    for slot, measure in enumerate(measures):
        if measure.name in absent:
            values = {}
        elif measure.what in OFFENCE_BASED:
            inside_known = absences_covered(measure.months, as_at, covered)
            values = _offence_values(
                parts, measure, over_offences.index(measure), offence_columns[measure.name], inside_known
            )
        else:
            values = {"": _counted_elsewhere(parts, measure, slot, as_at)}
        _select(parts, measure, values)
    columns = [column_of(measure.name, measures) for measure in measures]
    for name in sorted(set(names) - {measure.name for measure in measures}):
        columns.append(column_of(name, measures))
        _named(parts, name, as_at, covered)
    if any(column is None for column in columns):
        raise KeyError("a name that means nothing reached the measures relation")
    text = _statement(parts)
    used_params = set(_PARAMETER.findall(text))
    return Relation(
        sql=text,
        params={name: value for name, value in parts.params.items() if name in used_params},
        columns=tuple(column for column in columns if column),
        companions=tuple(parts.companions),
        absent=absent,
    )


def companions_of(measure: Measure) -> tuple[str, ...]:
    """What stands beside a measure, without its name."""
    if measure.what not in OFFENCE_BASED:
        return ()
    weights = ("counted", "weighted") if measure.what in _WEIGHTED else ()
    return ("inside", *weights, *(("years",) if measure.months else ()))


def _select(parts: _Parts, measure: Measure, values: Mapping[str, str]) -> None:
    """Add a measure and its companions to the columns; values: by companion ("": itself), if it is known."""
    name = sql_name(measure.name)
    value = values.get("", "null")
    parts.select.append(f"({value})::{_TYPES.get(measure.what, _COUNT_TYPE)} as {name}")
    for companion in companions_of(measure) if parts.with_companions else ():
        column = f"{name}__{companion}"
        parts.select.append(f"({values.get(companion, 'null')})::{_COMPANION_TYPES[companion]} as {column}")
        parts.companions.append(column)


def _statement(parts: _Parts) -> str:
    ctes = ",\n\n".join(f"{name} as (\n{text}\n)" for name, text in parts.ctes.items())
    joins = "".join(
        f"\nleft join {name} on p.person_id = {name}.person_id"
        for name in parts.ctes
        if name not in _NOT_OF_PERSONS and not name.startswith("fading_")
    )
    columns = ",\n    ".join(["p.person_id", *parts.select])
    only = f"\nsemi join {parts.among} as wanted on p.person_id = wanted.person_id" if parts.among else ""
    return f"with\n{ctes}\n\nselect\n    {columns}\nfrom person_as_at as p{only}{joins}\norder by p.person_id"


def _window(parts: _Parts, months: int, as_at: date) -> str:
    """The name of a window; its exclusive start is bound as $from_<name>."""
    window = f"m{months}"
    parts.params[f"from_{window}"] = window_of(as_at, months).after
    return window


def _body(name: str, **blanks: str) -> str:
    """A part of sql/measures/ as the inside of a common table expression."""
    return sql(f"measures/{name}", **blanks).strip()


def _liberty_windows(parts: _Parts, used: Collection[Measure], as_at: date, covered: Covered) -> None:
    needing = ("rate", "days_at_liberty", "days_absent", *(OFFENCE_BASED if parts.with_companions else ()))
    lengths = {measure.months for measure in used if measure.months and measure.what in needing}
    for months in sorted(lengths):
        if absences_covered(months, as_at, covered):
            window = _window(parts, months, as_at)
            parts.ctes[f"absent_{window}"] = _body("absent_days", window=window)


def _days_at_liberty(window: str) -> str:
    # The days of the window that the person lived, less those away.
    lived = f"greatest(0, least($as_at, coalesce(p.death_date, $as_at)) - $from_{window})"
    return f"({lived} - coalesce(absent_{window}.any_kind, 0))"


def _offence_measures(parts: _Parts, measures: Sequence[Measure], as_at: date) -> dict[str, dict[str, str]]:
    """Add the relation of all measures over offences; return by measure its column and its companions'."""
    if not measures:
        return {}
    starts = [window_of(as_at, measure.months).after if measure.months else date.min for measure in measures]
    parts.params["earliest"] = min(starts)
    least = min(BASES[measure.status or "proven"] for measure in measures)
    classes = sorted({name for measure in measures for name in measure.counts} - {"any"})
    flags = [f"bool_or(offence_class = $class_{slot}) as in_class_{slot}" for slot in range(len(classes))]
    parts.params |= {f"class_{slot}": name for slot, name in enumerate(classes)}
    if classes:
        parts.ctes["code_flag"] = "select\n    code_id,\n    {}\nfrom code_in_class\ngroup by code_id".format(
            ",\n    ".join(flags)
        )
    offences = "offence_scored"
    if parts.among:
        offences = "wanted_offence"
        parts.ctes[offences] = _body("wanted_offence", among=parts.among)
    parts.ctes["offence_as_at"] = _body("offence_as_at", offences=offences)
    found: dict[str, dict[str, str]] = {}
    # by aggregate its column: measures of one condition share what they count
    columns: dict[str, str] = {}
    for slot, measure in enumerate(measures):
        tests = _tests(parts, measure, classes, least, as_at)
        found[measure.name] = {
            companion: columns.setdefault(
                aggregate, "__".join(filter(None, (sql_name(measure.name), companion)))
            )
            for companion, aggregate in _aggregates(measure, tests, companions=parts.with_companions).items()
        }
        if measure.what == "victims":
            parts.ctes[f"victims_{slot}"] = (
                "select\n    o.person_id,\n    count(distinct v.victim_key) as victims\n"
                "from offence_as_at as o\n"
                "inner join offence_victim_current as v"
                " on o.person_id = v.person_id and o.offence_id = v.offence_id"
                f"{_code_join(classes)}\nwhere {' and '.join([f'standing >= {least}', *tests])}"
                "\ngroup by o.person_id"
            )
    parts.ctes["offence_measure"] = (
        "select\n    o.person_id,\n    {}\nfrom offence_as_at as o{}\n"
        "where standing >= {}\ngroup by o.person_id"
    ).format(
        ",\n    ".join(f"{aggregate} as {column}" for aggregate, column in columns.items()),
        _code_join(classes) + _fading_joins(parts, measures, as_at),
        least,
    )
    return found


def _aggregates(measure: Measure, tests: list[str], *, companions: bool) -> dict[str, str]:
    """What is worked out of a person's offences for a measure ("") and its companions."""
    counted = _filter(tests)
    outside = _filter([*tests, "not dated_inside"])
    wanted = {
        "": _AGGREGATE[measure.what].format(
            hit=counted, hit_outside=outside, half_life=measure.half_life_days
        )
    }
    if companions:
        wanted["inside"] = f"count(*){_filter([*tests, 'dated_inside'])}"
        if measure.what in _WEIGHTED:
            wanted |= {"counted": f"count(*){counted}", "weighted": f"count(severity){counted}"}
    return wanted


def _filter(tests: list[str]) -> str:
    return f" filter (where {' and '.join(tests)})" if tests else ""


def _code_join(classes: Collection[str]) -> str:
    return "\ninner join code_flag as f on o.code_id = f.code_id" if classes else ""


def _fading_joins(parts: _Parts, measures: Collection[Measure], as_at: date) -> str:
    """What is left of a weight by half-life, a row for each day of the longest window that asks for it."""
    longest: dict[int, int] = {}
    for measure in measures:
        if measure.half_life_days and measure.months:
            days = (as_at - window_of(as_at, measure.months).after).days
            longest[measure.half_life_days] = max(days, longest.get(measure.half_life_days, 0))
    joins = ""
    for half_life, days in longest.items():
        name = f"fading_{half_life}"
        parts.ctes[name] = _body("fading", half_life=f"h{half_life}")
        parts.params |= {f"half_life_h{half_life}": half_life, f"days_h{half_life}": days}
        joins += f"\nleft join {name} on $as_at - o.offence_on = {name}.days_ago"
    return joins


def _tests(parts: _Parts, measure: Measure, classes: list[str], least: int, as_at: date) -> list[str]:
    """The conditions that make an offence row of at least some standing count for a measure."""
    tests = []
    if BASES[measure.status or "proven"] > least:
        tests.append(f"standing >= {BASES[measure.status or 'proven']}")
    if measure.months:
        window = _window(parts, measure.months, as_at)
        if parts.params[f"from_{window}"] != parts.params["earliest"]:
            tests.append(f"offence_on > $from_{window}")
    if "any" not in measure.counts:
        tests.append("(" + " or ".join(f"in_class_{classes.index(name)}" for name in measure.counts) + ")")
    if measure.flag:
        tests.append(measure.flag)
    return tests


def _offence_values(
    parts: _Parts, measure: Measure, slot: int, columns: Mapping[str, str], inside_known: bool
) -> dict[str, str]:
    """The values of a measure over offences and of its companions; slot: its number among those."""
    window = f"absent_m{measure.months}"
    days = _days_at_liberty(f"m{measure.months}") if window in parts.ctes else None
    values = {"": _offence_value(measure, f"offence_measure.{columns['']}", slot, days)}
    for companion, column in columns.items():
        if companion and (inside_known or companion != "inside"):
            values[companion] = f"coalesce(offence_measure.{column}, 0)"
    if days:
        values["years"] = _YEARS.format(days=days)
    return values


def _offence_value(measure: Measure, value: str, slot: int, days: str | None) -> str:
    if measure.what == "rate":
        return _RATE.format(count=value, days=days)
    if measure.what == "victims":
        # Counted offences without a single key held: how many people were harmed is not known.
        return f"case when coalesce({value}, 0) = 0 then 0 else victims_{slot}.victims end"
    if measure.what == "days_since_last" and measure.months is None:
        # An offence from before a hole in the coverage may not be the last one.
        return f"case when {value} <= $days_covered then {value} end"
    if measure.what in ("severity_mean", "severity_max", "days_since_last"):
        return value
    return f"coalesce({value}, 0)"


def _counted_elsewhere(parts: _Parts, measure: Measure, slot: int, as_at: date) -> str:
    assert measure.months is not None
    window = _window(parts, measure.months, as_at)
    if measure.what == "days_at_liberty":
        return _days_at_liberty(window)
    if measure.what == "days_absent":
        return f"coalesce(absent_{window}.{measure.kind}, 0)"
    if measure.what == "intelligence":
        cte = f"intelligence_{slot}"
        parts.ctes[cte] = _body("intelligence_count", window=window, slot=f"s{slot}")
        parts.params |= {
            f"sources_s{slot}": list(measure.source_evaluation),
            f"assessments_s{slot}": list(measure.assessment),
            f"theme_s{slot}": measure.theme,
        }
        return f"coalesce({cte}.reports, 0)"
    part, column = {"sanctions": ("sanction_count", "occasions"), "recalls": ("recall_count", "recalls")}[
        measure.what
    ]
    cte = f"{part}_{window}"
    parts.ctes[cte] = _body(part, window=window)
    return f"coalesce({cte}.{column}, 0)"


def _named(parts: _Parts, name: str, as_at: date, covered: Covered) -> None:
    held = held_parts(name)
    if held and name not in BUILT_IN:
        tool, part = held
        cte = f"held_{tool}"
        parts.ctes[cte] = _body("held_as_at", slot=tool)
        parts.params[f"tool_{tool}"] = tool
        parts.select.append(f"{cte}.{part} as {sql_name(name)}")
        return
    built_in = BUILT_IN[name]
    parts.ctes.setdefault(built_in.relation, _body(built_in.relation))
    value = f"{built_in.relation}.{built_in.column}"
    if built_in.relation == "person_as_at":
        value = f"p.{built_in.column}"
    elif built_in.relation == "home_area_as_at":
        value = f"coalesce(p.only_{built_in.column}, {value})"
    if built_in.silence_means is None:
        parts.select.append(f"{value} as {sql_name(name)}")
    elif is_covered(built_in.silent_record or "", as_at, covered):
        parts.select.append(f"coalesce({value}, {built_in.silence_means}) as {name}")
    else:
        # No source covers the day: what is said counts, silence is unknown.
        parts.select.append(f"case when {built_in.relation}.person_id is not null then {value} end as {name}")
