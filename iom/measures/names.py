"""Every name that a condition may use: the document's measures, what is built in, and held scores."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from iom.documents import Document, did_you_mean
from iom.measures.definition import Measure

Kind = Literal["number", "text", "boolean"]


@dataclass(frozen=True)
class Column:
    """One column of the measures relation: the name people write, and the name in SQL."""

    name: str
    sql_name: str
    kind: Kind
    unit: str
    says: str


@dataclass(frozen=True)
class BuiltIn:
    """A name that needs no definition: which relation of sql/measures/ holds it, and under what name."""

    relation: str
    column: str
    kind: Kind
    unit: str
    says: str
    # The record type whose coverage makes silence mean "no"; without coverage silence is unknown.
    silence_means: str | None = None
    silent_record: str | None = None


# The unit of what lies between 0 and 100.
PER_CENT = "per cent"
# Computed by iom.risk and read from the table that it offers: the score, what stands beside it, and in words.
_RISK = {
    "ogrs3_1y": "OGRS3 within 1 year",
    "ogrs3_2y": "OGRS3 within 2 years",
    "arp": "ARP within 2 years",
    "vrp": "VRP within 2 years",
}

BUILT_IN = {
    "age": BuiltIn("person_as_at", "age", "number", "years", "age in completed years"),
    "alive": BuiltIn("person_as_at", "alive", "boolean", "", "alive as at the date"),
    "sex": BuiltIn("person_as_at", "sex", "text", "", "sex as recorded"),
    "mappa_category": BuiltIn("person_as_at", "mappa_category", "number", "", "MAPPA category (0: none)"),
    "mappa_level": BuiltIn("person_as_at", "mappa_level", "number", "", "MAPPA level (0: none)"),
    "domestic_abuse_perpetrator": BuiltIn(
        "person_as_at", "domestic_abuse_perpetrator", "boolean", "", "flagged as a domestic abuse perpetrator"
    ),
    "registered_sex_offender": BuiltIn(
        "person_as_at", "registered_sex_offender", "boolean", "", "flagged as a registered sex offender"
    ),
    "area": BuiltIn("home_area_as_at", "area", "text", "", "home area"),
    "district": BuiltIn("home_area_as_at", "district", "text", "", "home district"),
    "supervision": BuiltIn(
        "supervision_as_at", "supervision", "text", "", "supervision by probation", "'none'", "supervision"
    ),
    "supervised": BuiltIn(
        "supervision_as_at",
        "supervision is not null",
        "boolean",
        "",
        "supervised by probation (licence or community order)",
        "false",
        "supervision",
    ),
    "in_custody": BuiltIn(
        "custody_as_at", "person_id is not null", "boolean", "", "inside as at the date", "false", "absence"
    ),
    "days_to_release": BuiltIn(
        "custody_as_at", "days_to_release", "number", "days", "days to the planned release"
    ),
    **{
        f"risk.{score}": BuiltIn("risk_as_at", score, "number", PER_CENT, f"computed {says}")
        for score, says in _RISK.items()
    },
    **{
        f"risk.{score}_band": BuiltIn(
            "risk_as_at", f"{score}_band", "text", "", f"band of the computed {_RISK[score]}"
        )
        for score in ("ogrs3_2y", "arp", "vrp")
    },
    "risk.history": BuiltIn("risk_as_at", "history", "text", "", "history that computed scores rest on"),
    **{
        f"score.{score}": BuiltIn("risk_as_at", f"preferred_{score}", "number", PER_CENT, says)
        for score, says in _RISK.items()
    },
    **{
        f"score.{score}_from": BuiltIn("risk_as_at", f"from_{score}", "text", "", f"whence {says}")
        for score, says in _RISK.items()
    },
}
# Of a name, whether it is computed or preferred, and the score that it is or stands beside.
_OF_RISK = re.compile(rf"(risk|score)\.({'|'.join(_RISK)})(?:_band|_from)?")

# Of every row of the measures relation, and of a selection's.
_TAKEN = ("person_id", "points")

_HELD = re.compile(r"held\.([a-z][a-z0-9_]{0,40}?)(_band|_days_old)?")

MEASURE_UNITS = {
    "offences": "offences",
    "severity": "severity",
    "severity_mean": "severity per offence",
    "severity_max": "severity",
    "harm": "severity, halved by age",
    "rate": "offences per 365.25 days at liberty",
    "victims": "victims",
    "days_since_last": "days",
    "sanctions": "occasions",
    "intelligence": "reports",
    "recalls": "recalls",
    "days_at_liberty": "days",
    "days_absent": "days",
}


def sql_name(name: str) -> str:
    """The column of a name: held.ogrs3_2y is held__ogrs3_2y."""
    return name.replace(".", "__")


def held_parts(name: str) -> tuple[str, str] | None:
    """('ogrs3_2y', 'score' | 'band' | 'days_old') for a name such as held.ogrs3_2y_band, else None."""
    match = _HELD.fullmatch(name)
    if not match:
        return None
    return match[1], (match[2] or "_score")[1:]


def risk_parts(name: str) -> tuple[str, str] | None:
    """('risk' | 'score', 'ogrs3_2y') for risk.ogrs3_2y or what stands beside a score, else None."""
    match = _OF_RISK.fullmatch(name)
    return (match[1], match[2]) if match else None


def beside_risk(name: str) -> frozenset[str]:
    """What is said beside a risk score: its band, whence it is and its history; of another name nothing."""
    of_risk = risk_parts(name)
    if of_risk is None:
        return frozenset()
    kind, score = of_risk
    beside = {"risk.history", f"risk.{score}", f"risk.{score}_band", f"score.{score}_from"} & BUILT_IN.keys()
    return frozenset(beside | ({f"score.{score}", f"held.{score}_days_old"} if kind == "score" else set()))


def is_risk(name: str) -> bool:
    """Whether a name is read from the table that iom.risk offers."""
    return name in BUILT_IN and BUILT_IN[name].relation == "risk_as_at"


def column_of(name: str, measures: Iterable[Measure]) -> Column | None:
    """The column that a name means in a document with these measures; None if it means nothing."""
    for measure in measures:
        if measure.name == name:
            return Column(name, sql_name(name), "number", MEASURE_UNITS[measure.what], measure.says or name)
    if name in BUILT_IN:
        built_in = BUILT_IN[name]
        return Column(name, sql_name(name), built_in.kind, built_in.unit, built_in.says)
    held = held_parts(name)
    if held:
        tool, part = held
        kind: Kind = "text" if part == "band" else "number"
        return Column(
            name, sql_name(name), kind, "days" if part == "days_old" else "", f"held {tool} ({part})"
        )
    return None


def refuse_built_in(document: Document, measures: Iterable[Measure]) -> None:
    """Raise DocumentError for a measure of a document that takes a name which means something already."""
    for number, measure in enumerate(measures):
        if measure.name in (*BUILT_IN, *_TAKEN):
            raise document.error(
                f"measure[{number}].name", f'"{measure.name}" is a built-in name: choose another.'
            )


def name_meant(name: str, known: Iterable[str]) -> str:
    """' Did you mean x?' for a name that means nothing: in small letters, a held score, or what is near."""
    small, known = name.lower(), list(known)
    if small != name and (small in known or held_parts(small)):
        return f" Did you mean {small}? Names are in small letters."
    near = did_you_mean(small, known)
    as_held = f"held.{small.removeprefix('held_')}"
    # names of tools are abbreviations, or end in years
    if not near and held_parts(as_held) and (name.isupper() or any(sign.isdigit() for sign in small)):
        return f" Did you mean {as_held}? Scores from elsewhere are called held.<tool>, in small letters."
    return near


def known_names(measures: Iterable[Measure]) -> tuple[str, ...]:
    """What may be written, for messages: the document's measures first."""
    return (*(measure.name for measure in measures), *BUILT_IN, "held.<tool>")
