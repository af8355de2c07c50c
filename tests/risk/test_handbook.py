"""docs/risk.md says what the engine does."""

import re
from pathlib import Path

from iom.risk import models
from iom.risk.disputed import disputed_terms
from iom.risk.missing import CODES

TEXT = (Path(__file__).parents[2] / "docs/risk.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return TEXT.partition(f"## {title}")[2].partition("\n## ")[0]


def test_every_code_of_what_is_missing_is_explained():
    assert tuple(re.findall(r"^\| `(\w+)` \|", section("What *missing* means"), re.M)) == CODES


def test_every_edge_of_a_band_is_told():
    rows = re.findall(r"^\| (low|medium|high|very high) \| (.*) \| (.*) \| (.*) \|$", TEXT, re.M)
    told = {word: [[int(n) for n in re.findall(r"\d+", cell)] for cell in cells] for word, *cells in rows}
    for column, model in enumerate(("ogrs3", "arp", "vrp")):
        bands = models()[model].bands
        for (edge, word), above in zip(bands, [*(edge for edge, _ in bands[1:]), None], strict=True):
            numbers = told[word][column]
            if above is None:
                assert numbers == [edge]
            elif models()[model].whole_percent:
                assert numbers == [edge, above - 1]
            else:
                assert numbers == [above]


def test_every_disputed_value_is_told():
    for one in disputed_terms():
        if one["term"] == "offence":
            start = f"| offence: {one['level'].lower()} |"
            row = next(line for line in section("Where").splitlines() if line.startswith(start))
            assert f"| {one['coefficient']} (two" in row
            assert f"| {one['other']}" in row
        else:
            assert one["level"] in section("Where")
