"""The numbers of the synthetic partnership, read from fixtures/partnership: each with a source beside it."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from iom.store import IomError, data_folder

_COUNTED = {"Kent": "kent_2019_20", "Wiltshire": "wiltshire_2019_20"}


@dataclass(frozen=True)
class Crime:
    """One recorded crime code of the mix: what was counted, the codes it arrives as, its family."""

    recorded_code: str
    title: str
    counts: Mapping[str, int]
    ho_class: str
    cjs_code: str
    family: str

    @property
    def count(self) -> int:
        """Recorded crimes of all areas counted."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Family:
    """Offences that go through the system alike; shares of 1, custody in months, recording in days."""

    name: str
    suspect_known: float
    charged: float
    cautioned: float
    convicted: float
    custody: float
    custody_months: float
    co_offending: float
    domestic: float
    record_days: float
    weapon: float
    drugs: float
    alcohol: float
    victims: int


@dataclass(frozen=True)
class Kind:
    """A kind of career: share of people, rate against a generalist's, taste for each family."""

    name: str
    share: float
    rate: float
    taste: Mapping[str, float]


@dataclass(frozen=True)
class Parameters:
    """Every number of the partnership by name (parameters["careers.rate_median"]) and where it is from."""

    values: Mapping[str, Any]
    sources: Mapping[str, str]
    crimes: tuple[Crime, ...]
    families: Mapping[str, Family]
    kinds: tuple[Kind, ...]
    wards: tuple[tuple[str, str, float], ...]
    names: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def with_values(self, **values: Any) -> "Parameters":
        """A copy with some values replaced, the dot of a name written as two underscores."""
        new = {name.replace("__", "."): value for name, value in values.items()}
        if unknown := sorted(set(new) - set(self.values)):
            raise IomError(f"The partnership has no parameter {', '.join(unknown)}.")
        fields = {
            name: getattr(self, name) for name in ("sources", "crimes", "families", "kinds", "wards", "names")
        }
        return Parameters(values={**self.values, **new}, **fields)


def read_parameters(folder: Traversable | None = None) -> Parameters:
    """The parameters in a folder; by default those that ship.

    Raises IomError for an entry without a value or a source.
    """
    folder = folder or data_folder("fixtures") / "partnership"
    document = tomllib.loads((folder / "parameters.toml").read_text(encoding="utf-8"))
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for section, entries in document.items():
        for name, entry in entries.items():
            if not isinstance(entry, dict) or "value" not in entry or not entry.get("source"):
                raise IomError(
                    f"parameters.toml, {section}.{name}: a parameter is "
                    '{ value = …, source = "…" }, with a source or "assumption".'
                )
            values[f"{section}.{name}"] = entry["value"]
            sources[f"{section}.{name}"] = entry["source"]
    return Parameters(
        values=values,
        sources=sources,
        crimes=tuple(_crime(row) for row in _rows(folder, values["tables.offence_mix"])),
        families={row["family"]: _family(row) for row in _rows(folder, values["tables.families"])},
        kinds=tuple(_kind(row) for row in _rows(folder, values["tables.career_kinds"])),
        wards=tuple(
            (row["district"], row["ward"], float(row["share"]))
            for row in _rows(folder, values["tables.wards"])
        ),
        names=tomllib.loads((folder / values["tables.names"]).read_text(encoding="utf-8")),
    )


def _rows(folder: Traversable, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines()))


def _crime(row: dict[str, str]) -> Crime:
    counts = {area: int(row[column]) for area, column in _COUNTED.items()}
    return Crime(row["recorded_code"], row["title"], counts, row["ho_class"], row["cjs_code"], row["family"])


def _family(row: dict[str, str]) -> Family:
    shares = {name: float(text) for name, text in row.items() if name not in ("family", "victims")}
    return Family(name=row["family"], victims=int(row["victims"]), **shares)


def _kind(row: dict[str, str]) -> Kind:
    taste = {name: float(text) for name, text in row.items() if name not in ("kind", "share", "rate")}
    return Kind(row["kind"], float(row["share"]), float(row["rate"]), taste)
