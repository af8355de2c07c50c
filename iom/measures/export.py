"""The measures alone, one row per person, for an analyst's own tools."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from iom.documents import Document, DocumentError, did_you_mean
from iom.measures.areas import nobody_in
from iom.measures.coverage import covered_days
from iom.measures.definition import Measure, parse_measures
from iom.measures.known_classes import check_classes
from iom.measures.names import column_of, held_parts, is_risk, known_names, name_meant, refuse_built_in
from iom.measures.relation import relation
from iom.measures.shipped import named_document
from iom.moments import naive_utc, refuse_far_ahead
from iom.store import Store, audit, derived, run_single, sql

if TYPE_CHECKING:
    import polars as pl

_KEYS = frozenset({"title", "version", "owner", "source", "severity_vintage", "measure", "columns"})


@dataclass(frozen=True)
class Definition:
    """A measures document: measures, and the built-in or held columns wanted beside them."""

    document: Document
    measures: tuple[Measure, ...]
    columns: tuple[str, ...]
    severity_vintage: str | None


@dataclass(frozen=True)
class Exported:
    """What was exported. frame: one row per person, in order of person id."""

    frame: "pl.DataFrame"
    known_at: datetime
    severity_vintage: str
    absent: dict[str, str]


def read_definition(name_or_path: str) -> Definition:
    """Read a measures document; a criteria document will do, its other parts are left alone.

    Shipped documents are read by their names. Raises DocumentError naming file, line and remedy.
    """
    return definition_of(named_document(name_or_path, "measures document"))


def definition_of(document: Document) -> Definition:
    """A document as what is to be measured. Raises DocumentError naming file, line and remedy."""
    is_criteria = "cohort" in document.data or "eligibility" in document.data
    for key in document.data:
        if key not in _KEYS and not is_criteria:
            raise document.error(
                key, f'"{key}" does not belong in a measures document.{did_you_mean(key, _KEYS)}'
            )
    measures = parse_measures(document)
    refuse_built_in(document, measures)
    columns = document.data.get("columns", [])
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        raise document.error("columns", "columns are a list of names in quotes.")
    for name in columns:
        if is_risk(name):
            raise document.error(
                "columns", f'"{name}" is a computed score: iom risk export gives those of everyone.'
            )
        if column_of(name, measures) is None:
            raise document.error(
                "columns", f'there is nothing named "{name}".{name_meant(name, known_names(measures))}'
            )
    if not measures and not columns:
        raise DocumentError(f"{document.name}: there is no [[measure]] and no columns: nothing to work out.")
    vintage = document.data.get("severity_vintage")
    return Definition(document, measures, tuple(columns), None if vintage is None else str(vintage))


def export(
    store: Store,
    definition: Definition,
    *,
    as_at: date,
    known_at: datetime | None,
    area: str | None,
    now: datetime,
) -> Exported:
    """Work the measures out for everyone, or for one district or area; the look is logged before it is given.

    Raises IomError when nobody lives in the area as at the date, TooFarAhead as refuse_far_ahead does.
    """
    refuse_far_ahead(as_at, store.latest(now))
    with store.turn() as cursor:
        moment = derived.as_known(
            cursor, naive_utc(known_at) if known_at else None, severity_vintage=definition.severity_vintage
        )
        check_classes(cursor, definition.document, definition.measures)
        made = relation(
            definition.measures,
            as_at=as_at,
            names={*definition.columns, *(("area", "district") if area is not None else ())},
            covered=covered_days(cursor),
        )
        run_single(cursor, sql("store/temporary_relation", table="measured") + made.sql, made.params)
        if area is not None:
            cursor.execute(sql("measures/measured_in_area"), {"area": area})
        frame = cursor.table("measured").order("person_id").pl()
        if area is not None and frame.is_empty():
            raise nobody_in(cursor, area, as_at)
        tools = {row[0] for row in cursor.execute(sql("measures/held_tools")).fetchall()}
        with store.transaction(cursor, notes_alone=True):
            audit.record(
                cursor,
                store,
                now=now,
                action="measures.export",
                detail={"as_at": as_at, "known_at": moment.known_at, "columns": frame.columns},
                people_table="measured",
            )
    absent = {name: gap.says() for name, gap in made.absent.items()}
    for name in definition.columns:
        held = held_parts(name)
        if held and held[0] not in tools:
            absent[name] = f"nobody has a score of {held[0]}; held are: {', '.join(sorted(tools)) or 'none'}"
    return Exported(frame, moment.known_at, moment.severity_vintage, absent)
