"""The pictures of trials: how a list moves, and what those on it went on to do. No person is in them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from iom.reports.picture import INK, LOWERED, PALE, RAISED, WIDTH, headed, svg
from iom.reports.trial_words import label, moved_words, per_cent

if TYPE_CHECKING:
    import altair

    from iom.selection.trials.backtest import Backtest
    from iom.selection.trials.figures import Figure
    from iom.selection.trials.sensitivity import Outcome, Sensitivity

_ROW = 19
_NARROW = 480
_PANELS = {
    "offences": "of the offences",
    "severity": "of the severity",
    "people": "of those chosen offended",
}


def sensitivity_picture(trial: "Sensitivity", title: str, subtitle: str, foot: Sequence[str]) -> bytes:
    """One line a part that moves anybody: how much of the list is the same under each of its settings."""
    import altair as alt

    worst = _worst_settings(trial)
    rows = [
        {
            "part": label(one),
            "least": worst[label(one)].overlap,
            "same": one.overlap,
            "moved": "lowered" if one.value < one.part.base else "raised",
            "says": moved_words(one) if one is worst[label(one)] else "",
        }
        for one in trial.outcomes
        if label(one) in worst and not one.is_own and not one.left_out
    ]
    if not rows:
        rows = [{"part": "no setting moves anybody", "least": 1, "same": 1, "moved": "raised", "says": ""}]
    order = alt.EncodingSortField("least", op="min", order="ascending")
    least = min(row["same"] for row in rows)
    scale = alt.Scale(domain=[max(0, int(least * 10 - 2.5) / 10), 1])
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("part:N", sort=order, title=None, axis=alt.Axis(labelLimit=360, ticks=False, domain=False))
    )
    x = alt.X(
        "same:Q", scale=scale, title="people on both lists, of those on either", axis=alt.Axis(format="%")
    )
    reach = base.mark_rule(color=PALE, strokeWidth=1).encode(x=alt.X("least:Q", scale=scale), x2=alt.datum(1))
    points = base.mark_point(filled=True, size=55, opacity=1).encode(
        x=x,
        shape=alt.Shape(
            "moved:N",
            scale=alt.Scale(domain=["lowered", "raised"], range=["triangle-down", "triangle-up"]),
            legend=alt.Legend(title="the number is", orient="top"),
        ),
        color=alt.Color("moved:N", scale=alt.Scale(domain=["lowered", "raised"], range=[LOWERED, RAISED])),
    )
    words = base.mark_text(align="right", dx=-9, fontSize=10.5, color=INK).encode(x=x, text="says:N")
    height = _ROW * len({row["part"] for row in rows})
    chart = alt.layer(reach, points, words).properties(width=_NARROW, height=height)
    return svg(headed(chart, title, subtitle, foot, _NARROW), title, " ".join((subtitle, *foot)))


def _worst_settings(trial: "Sensitivity") -> dict[str, "Outcome"]:
    """By part that changes who has a place, the setting that moves most."""
    from iom.selection.trials.variants import PROPOSED

    found: dict[str, Outcome] = {}
    for one in trial.outcomes:
        overlap = one.overlap
        if one.part.on_list != PROPOSED or overlap is None or overlap == 1:
            continue
        other = found.get(label(one))
        if other is None or overlap < (other.overlap or 0):
            found[label(one)] = one
    return found


def backtest_picture(
    trial: "Backtest", ways: Mapping[str, str], title: str, subtitle: str, foot: Sequence[str]
) -> bytes:
    """Shares by way of choosing over all months, and the list's by month; ways: what each is called."""
    import altair as alt

    panels = [
        _shares(
            [figure for way in ways if (figure := trial.figure(way, outcome))],
            ways,
            says,
            named=outcome == "offences",
        )
        for outcome, says in _PANELS.items()
    ]
    shares = alt.hconcat(*panels, spacing=18)
    chart = alt.vconcat(shares, _by_month(trial), spacing=22)
    return svg(headed(chart, title, subtitle, foot), title, " ".join((subtitle, *foot)))


def _shares(
    figures: list["Figure"], ways: Mapping[str, str], says: str, *, named: bool
) -> "altair.LayerChart | altair.FacetChart":
    import altair as alt

    rows = [
        {
            "way": ways[figure.way],
            "share": figure.share.value,
            "low": figure.share.value if figure.share.low is None else figure.share.low,
            "high": figure.share.value if figure.share.high is None else figure.share.high,
            "says": per_cent(figure.share.value),
            "is_list": figure.way == "list",
        }
        for figure in figures
        if figure.share
    ]
    axis = alt.Axis(labelLimit=260, ticks=False, domain=False) if named else None
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("way:N", sort=list(ways.values()), title=None, axis=axis),
        color=alt.condition("datum.is_list", alt.value(LOWERED), alt.value(INK)),
    )
    most = max((row["high"] for row in rows), default=1)
    x = alt.X(
        "share:Q",
        title=None,
        scale=alt.Scale(domain=[0, most * 1.05]),
        axis=alt.Axis(format="%", tickCount=4),
    )
    spread = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q"), x2="high:Q")
    points = base.mark_point(filled=True, size=60, opacity=1).encode(
        x=x, shape=alt.condition("datum.is_list", alt.value("square"), alt.value("circle"))
    )
    words = base.mark_text(dy=-9, fontSize=11).encode(x=x, text="says:N")
    return alt.layer(spread, points, words).properties(
        width=160, height=34 * len(ways), title=alt.TitleParams(says, fontSize=12, anchor="start", color=INK)
    )


def _by_month(trial: "Backtest") -> "altair.LayerChart | altair.FacetChart":
    import altair as alt

    rows = []
    for month in trial.used:
        listed, random = (trial.figure(way, "offences", month.as_at) for way in ("list", "random"))
        if listed and random and listed.share and random.share:
            low, high = listed.share.low, listed.share.high
            rows.append(
                {
                    "month": month.as_at.isoformat(),
                    "share": listed.share.value,
                    "low": listed.share.value if low is None else low,
                    "high": listed.share.value if high is None else high,
                    "random": random.share.value,
                }
            )
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X(
            "utcyearmonthdate(month):T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount=6)
        )
    )
    y = alt.Y("share:Q", title="share of the offences", scale=alt.Scale(zero=True), axis=alt.Axis(format="%"))
    band = base.mark_area(color=LOWERED, opacity=0.18).encode(y=alt.Y("low:Q"), y2="high:Q")
    line = base.mark_line(color=LOWERED, strokeWidth=2, point=alt.OverlayMarkDef(color=LOWERED)).encode(y=y)
    chance = base.mark_line(color=INK, strokeDash=[4, 3]).encode(y=alt.Y("random:Q"))
    last = alt.Chart(alt.Data(values=rows[-1:])).encode(x="utcyearmonthdate(month):T")
    names = last.mark_text(align="left", dx=8, fontSize=11, color=LOWERED, text="the list").encode(y=y)
    names_chance = last.mark_text(align="left", dx=8, fontSize=11, color=INK, text="at random").encode(
        y=alt.Y("random:Q")
    )
    return alt.layer(band, line, chance, names, names_chance).properties(
        width=WIDTH,
        height=150,
        title=alt.TitleParams(
            "The list month by month, with its 95% interval", fontSize=12, anchor="start", color=INK
        ),
    )
