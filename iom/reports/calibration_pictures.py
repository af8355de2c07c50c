"""The picture of calibration: observed against predicted, by tenth of the score and by band."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from iom.reports.label_places import Label, Point, places
from iom.reports.picture import GRID, INK, LOWERED, PALE, RAISED, headed, svg
from iom.risk.calibration import BAND, TENTH, Basis, Calibrated, Figure, words
from iom.risk.calibration.statistics import expit

if TYPE_CHECKING:
    import altair

_SIDE = 460
_STEPS = 60
_KINDS = {TENTH: "tenth of the score", BAND: "band"}
_SCALE = [0, 1]


def calibration_picture(one: Calibrated, basis: Basis) -> bytes:
    """Observed against predicted of one score on one history that has enough events."""
    import altair as alt

    title = words.finding(one, basis)
    subtitle = (
        "Each point: people of like score; bar: 95% interval (Wilson). On the dashed line as many were found "
        "to have offended as the scores say; above it more, below it fewer. Thin line: the slope and "
        "intercept that fit best. Tenths or bands of whom too few offended are put together, or not shown."
    )
    foot = words.picture_foot(one, basis)
    chart = alt.layer(_diagonal(), *_fitted(basis), *_points(basis)).properties(width=_SIDE, height=_SIDE)
    told = " ".join((subtitle, *(_told(figure) for figure in _shown(basis)), *foot))
    return svg(headed(chart, title, subtitle, foot, _SIDE), title, told)


def _shown(basis: Basis) -> Sequence[Figure]:
    return [figure for kind in _KINDS for figure in basis.of(kind) if figure.observed is not None]


def _told(figure: Figure) -> str:
    assert figure.observed is not None and figure.predicted is not None
    return (
        f"{_KINDS[figure.kind]} {figure.group}: predicted {words.per_cent(figure.predicted)}, observed "
        f"{words.shares(figure.observed)}."
    )


def _diagonal() -> "altair.Chart":
    import altair as alt

    return (
        alt.Chart(alt.Data(values=[{"at": 0.0}, {"at": 1.0}]))
        .mark_line(color=PALE, strokeDash=[4, 3])
        .encode(
            x=alt.X(
                "at:Q",
                title="predicted: mean of the scores",
                scale=alt.Scale(domain=_SCALE),
                axis=alt.Axis(format="%", gridColor=GRID),
            ),
            y=alt.Y(
                "at:Q",
                title="observed: share found to have offended",
                scale=alt.Scale(domain=_SCALE),
                axis=alt.Axis(format="%", gridColor=GRID),
            ),
        )
    )


def _line(basis: Basis) -> list[Point]:
    """The line of slope and intercept, which bends on this scale."""
    line = basis.whole.line
    if line is None:
        return []
    z = np.linspace(*basis.reach, _STEPS)
    fitted = expit(line.intercept.value + line.slope.value * z)
    return [(float(f"{x:.9g}"), float(f"{y:.9g}")) for x, y in zip(expit(z), fitted, strict=True)]


def _fitted(basis: Basis) -> "list[altair.Chart]":
    import altair as alt

    rows = [{"predicted": x, "observed": y} for x, y in _line(basis)]
    if not rows:
        return []
    return [
        alt.Chart(alt.Data(values=rows))
        .mark_line(color=INK, strokeWidth=1.2, opacity=0.7)
        .encode(x="predicted:Q", y="observed:Q", order="predicted:Q")
    ]


def _points(basis: Basis) -> "list[altair.Chart]":
    import altair as alt

    rows = [
        {
            "kind": _KINDS[figure.kind],
            "group": figure.group.replace(" together", ""),
            "predicted": float(f"{figure.predicted:.9g}"),
            "observed": float(f"{figure.observed.value:.9g}"),
            "low": float(f"{figure.observed.low:.9g}"),
            "high": float(f"{figure.observed.high:.9g}"),
        }
        for figure in _shown(basis)
        if figure.observed is not None and figure.predicted is not None
    ]
    labels = [
        Label((row["predicted"], row["observed"]), row["group"], row["low"], row["high"]) for row in rows
    ]
    for row, (left, middle) in zip(
        rows, places(labels, ([(0, 0), (1, 1)], _line(basis)), _SIDE), strict=True
    ):
        row |= {"left": float(f"{left:.9g}"), "middle": float(f"{middle:.9g}")}
    kinds = list(_KINDS.values())
    color = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=kinds, range=[LOWERED, RAISED]),
        legend=alt.Legend(title="points are", orient="top"),
    )
    base = alt.Chart(alt.Data(values=rows)).encode(x="predicted:Q", color=color)
    spread = base.mark_rule(strokeWidth=2).encode(y="low:Q", y2="high:Q")
    points = base.mark_point(filled=True, size=65, opacity=1).encode(
        y="observed:Q",
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["circle", "square"])),
    )
    named = alt.Chart(alt.Data(values=rows)).encode(x="left:Q", y="middle:Q", text="group:N")
    names = named.mark_text(align="left", baseline="middle", fontSize=10.5).encode(
        color=color, description="group:N"
    )
    # where no place is free of lines, the words are: they stand on white
    ground = named.mark_text(
        align="left",
        baseline="middle",
        fontSize=10.5,
        color="white",
        stroke="white",
        strokeWidth=3,
        aria=False,
    )
    return [spread, points, ground, names]
