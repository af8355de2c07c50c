"""What is missing of a person for a model: a score is absent exactly when something is, and says what."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from iom.risk.coverage import gaps
from iom.risk.models import params
from iom.store import run_single, sql

if TYPE_CHECKING:
    import duckdb

    from iom.measures import Covered
    from iom.risk.coverage import ScoreGap
    from iom.risk.worked import Features

# The codes of sql/risk/missing.sql, in the order in which they are told.
CODES = (
    "not_covered",
    "dead",
    "sex",
    "birth_date",
    "before_birth",
    "birth_precision",
    "release",
    "under_age",
    "offence",
    "violence",
)
CODE_KIND = {"recorded": "recorded crime code", "class": "class", "cjs": "PNC code", "local": "local code"}
_PARAMS = ("convicted_from_age", "arp_model", "vrp_model")


@dataclass(frozen=True)
class Missing:
    """One reason why a score is absent: its code, as exports have it, and a sentence."""

    code: str
    says: str


def find_missing(
    cursor: "duckdb.DuckDBPyConnection", as_at: date, covered: "Covered"
) -> "dict[str, ScoreGap]":
    """Fill risk_missing of a cursor on which score() filled risk_feature: one row per person of it.

    Returns, by score, why it is absent for everyone; empty where the sources cover the date.
    """
    missing = gaps(as_at, covered)
    values = {name: value for name, value in params().items() if name in _PARAMS}
    run_single(
        cursor,
        sql("store/temporary_relation", table="risk_missing") + sql("risk/missing"),
        {"is_covered": not missing, **values},
    )
    return missing


def in_words(model: str, codes: str | None, known: "Features", gap: "ScoreGap | None") -> tuple[Missing, ...]:
    """The reasons why a score of a model is absent, from codes with a blank between them; None: none."""
    return tuple(Missing(code, _sentence(code, model, known, gap)) for code in (codes or "").split())


def _sentence(code: str, model: str, known: "Features", gap: "ScoreGap | None") -> str:
    match code:
        case "not_covered":
            assert gap is not None
            said = gap.says()
            return f"{said[0].upper()}{said[1:]}."
        case "dead":
            return "Dead by the date: the models speak of people who may offend again."
        case "sex":
            return "No system gives the sex as male or female: the models know these two alone."
        case "birth_date":
            return "No system gives the birth date, so no age is known."
        case "before_birth":
            return (
                f"The first sanction, of {known.first_sanction_on}, is not after the birth date held: "
                "one of the two is wrong."
            )
        case "birth_precision":
            precision = known.birth_precision or "day"
            return f"The birth date is known to the {precision} only: not certain is {_uncertain(known)}."
        case "release":
            return (
                "Inside on the date, and no planned release after it is held: "
                "when the time in the community starts is not known."
            )
        case "under_age":
            return (
                f"First sanctioned at {known.age_at_first_sanction}, on {known.first_sanction_on}: nobody "
                "under 10 can be, so that date or the birth date is wrong."
            )
        case "offence":
            return _offence(model, known)
        case _:
            return (
                f"Whether {known.violence_unknown} of {known.sanctions} sanctions "
                f"{'was' if known.violence_unknown == 1 else 'were'} violent is not known: "
                "what their codes mean does not settle it."
            )


def _uncertain(known: "Features") -> str:
    ages = {
        "the first sanction": known.age_at_first_sanction,
        "the current sanction": known.age_at_current_sanction,
        "the start in the community": known.age_at_start if known.start_on else 0,
    }
    return f"the age at {' and at '.join(at for at, age in ages.items() if age is None)}"


def _offence(model: str, known: "Features") -> str:
    what = "OGRS3 group" if model == "ogrs3" else "offence category"
    principal = f"The principal offence of the current sanction, of {known.current_sanction_on},"
    if not known.code_given:
        return f"{principal} has no code, so no {what}."
    code = f"{CODE_KIND[known.code_kind or 'class']} {known.code_given}"
    return f"{principal} has the {code} and no {what} follows from it ({known.how}: {known.why})."
