"""Scores held from elsewhere beside those worked out here, and what to check where they part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from iom.risk.labels import category
from iom.risk.models import SCORES, models
from iom.store import sql

if TYPE_CHECKING:
    import duckdb

    from iom.risk.worked import Features, Score, Worked


@dataclass(frozen=True)
class Beside:
    """The latest held score of a tool, and the computed one.

    held_band as given, held_band_here by the edges used here; difference: computed less held. check: where
    the computed band is not the one given, or without one not the one by the edges here, what may be the
    reason, one sentence each.
    """

    tool: str
    tool_version: str | None
    held: Decimal | None
    held_band: str | None
    held_band_here: str | None
    on_date: date
    days_old: int
    computed: Decimal | None
    computed_band: str | None
    difference: Decimal | None
    check: tuple[str, ...]


def beside(
    cursor: "duckdb.DuckDBPyConnection", person_id: int, as_at: date, person: "Worked | None"
) -> tuple[Beside, ...]:
    """The held scores of the tools that are worked out here; person: None for one without a sanction."""
    asked = {"person_id": person_id, "as_at": as_at, "tools": list(SCORES)}
    rows = cursor.execute(sql("risk/held_beside"), asked).fetchall()
    computed = {score.name: score for score in person.scores} if person else {}
    return tuple(_compared(row, as_at, person, computed) for row in rows)


def _compared(row: tuple, as_at: date, person: "Worked | None", scores: "Mapping[str, Score]") -> Beside:
    tool, version, held, given, on_date = row
    score = scores.get(tool)
    percent = score.percent if score else None
    # OGRS3 within one year has no bands
    here = None if tool == "ogrs3_1y" else _band(tool, held)
    band = score.band if score else None
    other = given or here
    differs = band is not None and other is not None and band != _plain(other)
    return Beside(
        tool=tool,
        tool_version=version,
        held=held,
        held_band=given,
        held_band_here=here,
        on_date=on_date,
        days_old=(as_at - on_date).days,
        computed=percent,
        computed_band=band,
        difference=None if percent is None or held is None else percent - held,
        check=_to_check(tool, on_date, person.features) if differs and person else (),
    )


def _band(tool: str, held: Decimal | None) -> str | None:
    if held is None:
        return None
    model = models()[SCORES[tool]]
    read = (held + Decimal("0.5")) // 1 if model.whole_percent else held
    return next((word for edge, word in reversed(model.bands) if read >= edge), None)


def _plain(band: str) -> str:
    return band.strip().lower().replace("_", " ")


def _to_check(tool: str, on_date: date, known: "Features") -> tuple[str, ...]:
    said = []
    if known.current_sanction_on > on_date:
        said.append(f"The current sanction, of {known.current_sanction_on}, came after the held score.")
    if known.start_on and known.start_on > on_date:
        said.append(f"The start in the community, {known.start_on}, came after the held score.")
    offence = known.ogrs3_group if SCORES[tool] == "ogrs3" else category(known.ogrs4_category)
    said += [
        f"Previous sanctions: {known.previous_sanctions} here; is one missing, or counted twice?",
        f"Ages: {known.age_at_first_sanction} at the first sanction, of {known.first_sanction_on}, "
        f"and {known.age_at_current_sanction} at the current one.",
        f"Start in the community: {known.start_on} here, at {known.age_at_start}.",
        f"Offence category of the current sanction: {offence} here.",
        f"Sex: {'male' if known.sex == 'M' else 'female'} here.",
    ]
    if SCORES[tool] == "ogrs3":
        kind = "conviction" if known.is_conviction else "caution"
        said.append(f"The current sanction is a {kind} here.")
    if SCORES[tool] == "vrp":
        said.append(f"Violent sanctions: {known.violent_sanctions} here.")
    if SCORES[tool] != "ogrs3":
        said.append(f"Offence-free months: {known.offence_free_months} here, counted to the date asked for.")
    return tuple(said)
