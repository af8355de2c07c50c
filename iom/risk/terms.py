"""The sums behind a few people's scores, term by term."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from iom.measures import covered_days
from iom.risk.caveats import caveats
from iom.risk.disputed import disputed
from iom.risk.labels import concerns, ogrs3_label, ogrs4_label
from iom.risk.missing import find_missing, in_words
from iom.risk.models import SCORES, TERMS, models, params
from iom.risk.scoring import score
from iom.risk.worked import Features, Score, Term, Worked
from iom.store import run_single, sql

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from iom.measures import Covered
    from iom.risk.coverage import ScoreGap

YEARS = {"ogrs3_1y": 1, "ogrs3_2y": 2, "arp": 2, "vrp": 2}
_OGRS3 = ("sanction", "age_at_risk", "offence")


def work_out(
    cursor: "duckdb.DuckDBPyConnection", as_at: date, people: Sequence[int], known_at: "datetime"
) -> dict[int, Worked]:
    """The scores of some people with their terms, of a cursor that derived.as_known prepared.

    Those without a sanction by the date are left out. Of the others risk_feature and risk_score stay behind.
    """
    asked = sql("store/temporary_relation", table="asked_person") + sql("risk/asked_person")
    run_single(cursor, asked, {"people": list(people)})
    score(cursor, as_at, among="asked_person")
    covered = covered_days(cursor)
    gaps = find_missing(cursor, as_at, covered)
    return worked(cursor, as_at, known_at, covered, gaps)


def worked(
    cursor: "duckdb.DuckDBPyConnection",
    as_at: date,
    known_at: "datetime",
    covered: "Covered",
    gaps: "dict[str, ScoreGap]",
) -> dict[int, Worked]:
    """The scores of everyone in the risk_feature that stands, with their terms, by person."""
    sums = _sums(cursor)
    found = {}
    for row in _rows(cursor, sql("risk/worked_feature"), {}):
        known = Features(**{field.name: row[field.name] for field in fields(Features)})
        scores = tuple(_score(name, row, known, sums, gaps) for name in SCORES)
        found[row["person_id"]] = Worked(
            person_id=row["person_id"],
            as_at=as_at,
            known_at=known_at,
            history=row["history"],
            features=known,
            scores=scores,
            caveats=caveats(known, row["history"], scores, as_at, covered),
        )
    return found


def _score(
    name: str,
    row: dict[str, Any],
    known: Features,
    sums: dict[str, dict[int, dict[str, Any]]],
    gaps: "dict[str, ScoreGap]",
) -> Score:
    model = models()[SCORES[name]]
    missing = in_words(model.id, row[f"{model.id}_missing"], known, gaps.get(name))
    terms, z, disputes = (), None, ()
    if not missing:
        values = sums[model.id][row["person_id"]]
        terms = _ogrs3(values, known, YEARS[name]) if model.id == "ogrs3" else _ogrs4(model.id, values, known)
        z = row[f"{name}_z"]
        if model.id == "ogrs3":
            disputes = disputed(group=known.ogrs3_group, sex=known.sex, age=known.age_at_start, z=z)
    return Score(
        name=name,
        model=model.id,
        title=model.title,
        version=model.version,
        years=YEARS[name],
        terms=terms,
        z=z,
        percent=None if missing else row[name],
        band=None if missing else row.get(f"{name}_band"),
        bands_read=model.bands_read,
        missing=missing,
        disputed=disputes,
    )


def _ogrs3(values: dict[str, Any], known: Features, years: int) -> tuple[Term, ...]:
    constant = values[f"intercept_{years}y"]
    counted = min(known.previous_sanctions, models()["ogrs3"].limits["previous_sanctions_at_most"])

    def label(name: str) -> str:
        return ogrs3_label(name, known, values["sanction_level"], counted)

    copas = (values["copas_value"], values["copas_coefficient"], values["copas"])
    looked_up = {"age_at_risk": "age_sex"}
    return (
        Term("constant", label("constant"), 1, constant, constant),
        Term("copas", label("copas"), *copas),
        *(
            Term(name, label(name), 1, values[column], values[column])
            for name in _OGRS3
            for column in [looked_up.get(name, name)]
        ),
    )


def _ogrs4(model: str, values: dict[str, Any], known: Features) -> tuple[Term, ...]:
    limits = models()[model].limits
    found = []
    for name in ("two_year_constant", "offence", *TERMS[model][1:]):
        if not concerns(name, known):
            continue
        # the value of the offence is its category's coefficient
        value, coefficient = (
            (1, values["offence"]) if name == "offence" else (values[name], values["coefficients"][name])
        )
        # + 0.0: nothing added is 0, never -0
        label = ogrs4_label(name, known, limits["copas_years_added"], limits.get("rate_years_added"))
        found.append(Term(name, label, value, coefficient, value * coefficient + 0.0))
    return tuple(found)


def _sums(cursor: "duckdb.DuckDBPyConnection") -> dict[str, dict[int, dict[str, Any]]]:
    """By model and person, by what each coefficient is multiplied, and the coefficients."""
    found = {"ogrs3": {row["person_id"]: row for row in _rows(cursor, sql("risk/ogrs3_values"), params())}}
    values = list(_rows(cursor, sql("risk/ogrs4_values"), params()))
    for model in TERMS:
        chosen = {"model": params()[f"{model}_model"]}
        coefficients = {
            row["term"]: row["coefficient"] for row in _rows(cursor, sql("risk/coefficients"), chosen)
        }
        found[model] = {
            row["person_id"]: {**row, "offence": row[f"{model}_offence"], "coefficients": coefficients}
            for row in values
        }
    return found


def _rows(
    cursor: "duckdb.DuckDBPyConnection", text: str, values: dict[str, object]
) -> Iterable[dict[str, Any]]:
    given = {name: value for name, value in values.items() if f"${name}" in text}
    found = run_single(cursor, text, given)
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
