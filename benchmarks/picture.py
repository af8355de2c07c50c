"""How the cost grows, as a picture with its table: from the lines that the benchmarks print.

    python benchmarks/run.py >> benchmarks/results.jsonl
    python benchmarks/picture.py

Reads results.jsonl (of several lines of one size the last) and writes docs/speed.svg and the table beside it,
docs/speed_table.md. Both axes are logarithmic: what grows as the offences do is a straight line.
"""

import json
import math
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
LINES = (
    ("run", "whole run, kept and explained", "#1d4f91"),
    ("measures_with_companions", "measures with companions", "#8a4b08"),
    ("measures", "measures", "#2e7d32"),
    ("bare", "bare GROUP BY", "#444444"),
)
LEFT, TOP, WIDE, HIGH = 70, 30, 460, 320


def main() -> None:
    """Write the picture and the table."""
    text = (HERE / "results.jsonl").read_text(encoding="utf-8")
    found = {row["offences"]: row for row in map(json.loads, text.splitlines()) if "run" in row}
    rows = [found[size] for size in sorted(found)]
    (DOCS / "speed.svg").write_text(_picture(rows), encoding="utf-8")
    (DOCS / "speed_table.md").write_text(_table(rows), encoding="utf-8")


def _table(rows: list[dict]) -> str:
    head = "| offences | people | what | seconds | processor seconds | times bare | times bare, processor |\n"
    body = "".join(
        f"| {row['offences']:,} | {row['people']:,} | {words} | {row[name]['seconds']} | "
        f"{row[name]['cpu_seconds']} | {row[name]['ratio']} | {row[name]['cpu_ratio']} |\n"
        for row in rows
        for name, words, _ in reversed(LINES)
    )
    return f"{head}|--:|--:|---|--:|--:|--:|--:|\n{body}"


def _picture(rows: list[dict]) -> str:
    sizes = [row["offences"] for row in rows]
    times = [row[name]["cpu_seconds"] for row in rows for name, _, _ in LINES]
    across = _scale(min(sizes), max(sizes), LEFT, LEFT + WIDE)
    low, high = 10 ** math.floor(math.log10(min(times))), 10 ** math.ceil(math.log10(max(times)))
    up = _scale(low, high, TOP + HIGH, TOP)
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 420"'
        ' font-family="sans-serif" font-size="13">',
        "<title>Processor seconds by number of offences</title>",
        '<rect width="760" height="420" fill="white"/>',
    ]
    power = low
    while power <= high * 1.001:
        y = up(power)
        parts.append(f'<line x1="{LEFT}" x2="{LEFT + WIDE}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{power:g} s</text>')
        power *= 10
    for size in sizes:
        x = across(size)
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{TOP + HIGH}" stroke="#eee"/>')
        parts.append(f'<text x="{x:.1f}" y="{TOP + HIGH + 20}" text-anchor="middle">{size / 1e6:g} M</text>')
    for name, words, colour in LINES:
        points = [(across(row["offences"]), up(row[name]["cpu_seconds"])) for row in rows]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
        x, y = points[-1]
        parts.append(f'<text x="{x + 10:.1f}" y="{y + 4:.1f}" fill="{colour}">{escape(words)}</text>')
    middle = LEFT + WIDE / 2
    parts.append(
        f'<text x="{middle}" y="{TOP + HIGH + 45}" text-anchor="middle">offences in the store</text>'
    )
    parts.append(f'<text x="{LEFT}" y="18">processor seconds, both scales logarithmic</text>')
    return "\n".join([*parts, "</svg>", ""])


def _scale(low: float, high: float, start: float, end: float):
    span = math.log10(high / low) or 1
    return lambda value: start + (end - start) * math.log10(value / low) / span


if __name__ == "__main__":
    main()
