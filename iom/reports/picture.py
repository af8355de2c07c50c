"""Pictures as SVG, drawn by Vega-Lite without a browser, and told in words to those who do not see them."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair

GRID = "#e4e4e0"
INK, PALE, LOWERED, RAISED = "#1d1d1b", "#8a8a85", "#1f5a94", "#b4540a"  # told apart without colour, too
WIDTH = 620
_SVG = "http://www.w3.org/2000/svg"
_LINE = 105


def svg(chart: "altair.TopLevelMixin", title: str, description: str) -> bytes:
    """A chart as a file: the same bytes each time on one machine.

    title and description are what screen readers say; the numbers themselves belong in a table beside it.
    """
    import vl_convert

    ET.register_namespace("", _SVG)
    root = ET.fromstring(vl_convert.vegalite_to_svg(chart.to_json()))
    root.set("role", "img")
    root.set("aria-labelledby", "title description")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        told = ET.Element(f"{{{_SVG}}}{tag}", {"id": "title" if tag == "title" else "description"})
        told.text = text
        root.insert(place, told)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def headed(
    chart: "altair.LayerChart | altair.FacetChart | altair.VConcatChart",
    title: str,
    subtitle: str,
    foot: Sequence[str] = (),
    width: int = WIDTH,
) -> "altair.TopLevelMixin":
    """The chart with its finding above it, what it shows under that, and where it comes from below it.

    width: that of the chart without its labels, on which the words below are laid.
    """
    import altair as alt

    head = alt.TitleParams(
        text=wrap(title, _LINE - 15),
        subtitle=wrap(subtitle, _LINE),
        anchor="start",
        fontSize=15,
        subtitleFontSize=12,
        subtitleColor=INK,
        color=INK,
        offset=14,
    )
    foot_lines = [line for paragraph in foot for line in wrap(paragraph, width // 6)]
    note = (
        alt.Chart(alt.Data(values=[{"line": number, "text": text} for number, text in enumerate(foot_lines)]))
        .mark_text(align="left", baseline="top", fontSize=11, color=INK)
        .encode(
            x=alt.value(0),
            y=alt.Y("line:O", axis=None),
            text="text:N",
        )
        .properties(height=15 * max(len(foot_lines), 1), width=width)
    )
    whole = alt.vconcat(chart, note, spacing=12) if foot else chart
    return (
        whole.properties(title=head, padding=16, background="white")
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, titleColor=INK, labelFontSize=11, titleFontSize=11, gridColor=GRID)
        .configure_legend(labelColor=INK, titleColor=INK, labelFontSize=11)
        .configure_concat(spacing=12)
    )
