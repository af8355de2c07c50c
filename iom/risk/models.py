"""The models: what each is called, its limits and bands, and the terms that its coefficients stand for."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

# By model of the OGRS4 generation, its terms in the order in which they are added: labels of the coefficient
# table, in small letters, and columns of sql/risk/ogrs4_values.sql. The offence category comes before them.
_AGE = tuple(
    f"aai{power}_{sex}" for sex in ("male", "female") for power in ("", "_quadratic", "_cubic", "_quartic")
)
_MONTHS = tuple(f"offence_free_months{power}" for power in ("", "_quadratic", "_cubic", "_quartic"))
_SANCTIONS = (
    "sanction_occasions",
    "first_sanction",
    "second_sanction",
    "yrs_between_first_and_second_sanction_male",
    "yrs_between_first_and_second_sanction_female",
)
TERMS = {
    "arp": (
        "two_year_constant",
        *_AGE,
        "female",
        *_SANCTIONS,
        "three_plus_sanctions_copas_g_male",
        "three_plus_sanctions_copas_squared_male",
        "three_plus_sanctions_copas_g_female",
        "three_plus_sanctions_copas_squared_female",
        *_MONTHS,
    ),
    "vrp": (
        "two_year_constant",
        *_AGE,
        "female",
        *_SANCTIONS,
        "three_plus_sanctions_copas_v_male",
        "three_plus_sanctions_copas_v_female",
        *_MONTHS,
        "never_violent_male",
        "never_violent_female",
        "once_violent",
        "violent_sanctions",
        "violent_rate",
    ),
}
# Every score that is computed, by the model that it is of.
SCORES = {"ogrs3_1y": "ogrs3", "ogrs3_2y": "ogrs3", "arp": "arp", "vrp": "vrp"}
BANDED = ("ogrs3_2y", "arp", "vrp")
# What the parameters of sql/risk/ are called where a model's limit is not theirs alone.
_PARAMS = {
    "ogrs3": ("previous_sanctions_at_most", "convicted_from_age"),
    "arp": ("months_at_most",),
    "vrp": ("rate_years_added",),
}


@dataclass(frozen=True)
class Model:
    """One model. limits: the constants of its formula by name; bands: lowest percentage and word."""

    id: str
    title: str
    version: str
    source: str
    table: str
    bands: tuple[tuple[int, str], ...]
    bands_read: str
    limits: dict[str, Any]

    @property
    def whole_percent(self) -> bool:
        """Whether bands are read off the percentage rounded to a whole number, halves up."""
        return self.id == "ogrs3"


@cache
def models() -> dict[str, Model]:
    """The models by id: ogrs3, arp, vrp."""
    document = tomllib.loads((files("iom.risk") / "models.toml").read_text(encoding="utf-8"))
    named = ("title", "version", "source", "table", "bands_read")
    return {
        model: Model(
            id=model,
            bands=tuple((edge, word) for edge, word in given["bands"]),
            limits={name: value for name, value in given.items() if name not in (*named, "bands")},
            **{name: given[name] for name in named},
        )
        for model, given in document.items()
    }


def params() -> dict[str, object]:
    """The constants of the models as the statements of sql/risk/ name them."""
    found: dict[str, object] = {}
    for model in models().values():
        found |= {name: model.limits[name] for name in _PARAMS[model.id]}
        found[f"{model.id}_copas_years_added"] = model.limits["copas_years_added"]
        if "model" in model.limits:
            found[f"{model.id}_model"] = model.limits["model"]
    return found
