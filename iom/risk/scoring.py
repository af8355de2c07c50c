"""The scores of everyone, or of a few, as at a date, in temporary relations of a cursor."""

import re
from datetime import date
from typing import TYPE_CHECKING

from iom.risk.models import BANDED, SCORES, TERMS, Model, models, params
from iom.store import run_single, sql

if TYPE_CHECKING:
    import duckdb

_PARAMETER = re.compile(r"\$([a-z0-9_]+)")
# Rounded to ten decimals: what is banded, ranked and hashed is the same on every machine (DOMAIN.md 15).
_PERCENT = "(100 / (1 + exp(-{z})))::decimal(13, 10)"


def score(cursor: "duckdb.DuckDBPyConnection", as_at: date, *, among: str | None = None) -> None:
    """Fill risk_feature and risk_score of a cursor that derived.as_known prepared.

    Each has one row per person sanctioned by the end of the day; z and percentage of a score are NULL where
    an input is missing. among: a table on the cursor with a person_id column, if not everyone is wanted.
    """
    dated = sql("risk/score_dates", people=among) if among else sql("risk/score_date")
    _make(cursor, "risk_date", dated, {"as_at": as_at})
    features = sql("risk/features", dates="risk_date", dating="own_date" if among else "one_date")
    _make(cursor, "risk_feature", features, {})
    rescore(cursor)


def score_each(cursor: "duckdb.DuckDBPyConnection", dates: str) -> None:
    """The same, each person as at a date of their own.

    dates: a table on the cursor, one row per person: person_id, as_at.
    """
    _make(cursor, "risk_feature", sql("risk/features", dates=dates, dating="own_date"), {})
    rescore(cursor)


def rescore(cursor: "duckdb.DuckDBPyConnection") -> None:
    """Fill risk_score from the risk_feature that stands."""
    _make(cursor, "risk_score", score_sql(), {})


def score_sql() -> str:
    """The statement of risk_score: sums of terms, percentages and bands of all models."""
    parts = [
        f"ogrs3 as (\n{sql('risk/ogrs3_values').strip()}\n)",
        f"ogrs4_value as (\n{sql('risk/ogrs4_values').strip()}\n)",
    ]
    for model, terms in TERMS.items():
        coefficients = ",\n    ".join(
            f"max(coefficient) filter (where term = '{term.upper()}') as {term}" for term in terms
        )
        parts.append(
            f"{model}_coefficient as (\nselect\n    {coefficients}\nfrom ogrs4_coefficient\n"
            f"where model = ${model}_model\n)"
        )
    sums = ",\n    ".join(
        f"v.{model}_offence\n        + "
        + "\n        + ".join(f"v.{term} * {model}.{term}" for term in terms)
        + f" as {model}_sum"
        for model, terms in TERMS.items()
    )
    coefficients = "\n".join(f"cross join {model}_coefficient as {model}" for model in TERMS)
    parts.append(
        f"ogrs4 as (\nselect\n    v.person_id,\n    {sums}\nfrom ogrs4_value as v\n{coefficients}\n)"
    )
    z = {
        "ogrs3_1y": "o.intercept_1y + o.copas + o.sanction + o.age_sex + o.offence",
        "ogrs3_2y": "o.intercept_2y + o.copas + o.sanction + o.age_sex + o.offence",
        "arp": "v.arp_sum",
        "vrp": "v.vrp_sum",
    }
    columns = [f"{formula} as {name}_z" for name, formula in z.items()]
    columns += [f"{_PERCENT.format(z=f'{name}_z')} as {name}" for name in SCORES]
    # bands are read off two years
    columns += [f"{_band_sql(name, models()[SCORES[name]])} as {name}_band" for name in BANDED]
    return (
        "with\n"
        + ",\n\n".join(parts)
        + "\n\nselect\n    f.person_id,\n    "
        + ",\n    ".join(columns)
        + "\nfrom risk_feature as f"
        + "\nleft join ogrs3 as o on f.person_id = o.person_id"
        + "\nleft join ogrs4 as v on f.person_id = v.person_id"
    )


def _band_sql(score_name: str, model: Model) -> str:
    """The band of a percentage of the same SELECT."""
    read = f"floor({score_name} + 0.5)" if model.whole_percent else score_name
    cases = " ".join(f"when {read} >= {edge} then '{word}'" for edge, word in reversed(model.bands))
    return f"case {cases} end"


def _make(cursor: "duckdb.DuckDBPyConnection", table: str, text: str, values: dict[str, object]) -> None:
    wanted = set(_PARAMETER.findall(text))
    given = {name: value for name, value in (params() | values).items() if name in wanted}
    run_single(cursor, sql("store/temporary_relation", table=table) + text, given)
