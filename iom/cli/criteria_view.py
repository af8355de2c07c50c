"""How a criteria document, and what a check of it found, look on screen."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from iom.cli import output
from iom.cli.paragraphs import paragraph

if TYPE_CHECKING:
    from iom.selection import Block, Checked, Criteria, Started
    from iom.selection.lint import Finding

_INDENT = 2


def show(document: "Criteria", checked: "Checked") -> None:
    """What was found, the gravest first, then the examples and what was not looked at."""
    paragraph(f"{document.title}, version {document.version}, owner: {document.owner}")
    paragraph(
        f"{_number(len(document.measures), 'measure')}, {_number(len(document.eligibility), 'step')} of "
        f"eligibility, {_number(len(document.bands), 'band')}, {_number(len(document.cohorts), 'cohort')}, "
        f"{_number(len(checked.examples), 'example')}. In plain English: iom criteria explain"
    )
    for code, found in _by_code(checked).items():
        output.say("")
        paragraph(f"{found[0].severity} {code}: {found[0].means}", 0, 2)
        for finding in found:
            paragraph(f"{document.file}, line {finding.line}: {finding.says}.", 2, 4)
        paragraph(f"What to do: {found[0].remedy}", 2, 4)
    output.say("")
    wrong = sum(bool(tried.differs) for tried in checked.examples)
    if checked.examples:
        right = len(checked.examples) - wrong
        paragraph(f"Examples that come out as expected: {right} of {len(checked.examples)}.")
    against = "what the store holds and uses" if checked.of_store else "the tables that ship"
    errors, warnings, notes = (checked.number(severity) for severity in ("error", "warning", "note"))
    if errors:
        paragraph(f"The document can be read, but {_number(errors, 'error')} must be mended first.")
    else:
        paragraph(f"The document can be read, and nothing in it is at odds with {against}.")
    paragraph(f"{_number(errors, 'error')}, {_number(warnings, 'warning')}, {_number(notes, 'note')}.")
    if checked.as_at:
        paragraph(f"Records were looked at as at {checked.as_at}.")
    if not checked.of_store:
        paragraph(
            "Districts, areas, tools, bands and themes were not checked against a store, nor whom the rules "
            "find: give --store DIR or set IOM_STORE."
        )


def _by_code(checked: "Checked") -> dict[str, list["Finding"]]:
    """Findings of a kind together, so that what it means is said once."""
    found: dict[str, list[Finding]] = {}
    for finding in checked.findings:
        found.setdefault(finding.code, []).append(finding)
    return found


def show_explained(blocks: Iterable["Block"], out: Path | None) -> None:
    """The paper on screen, or where it was written."""
    if out:
        output.say(f"Written to {out}.")
        return
    before = ""
    for block in blocks:
        if not (block.kind == before == "item") and before:
            output.say("")
        if block.kind == "item":
            indent = _INDENT * block.depth
            paragraph(f"- {block.text}", indent, indent + _INDENT)
        else:
            paragraph(block.text.upper() if block.kind == "heading" else block.text)
        before = block.kind


def show_started(begun: "Started", out: Path) -> None:
    """Where the new document is and what to do with it."""
    paragraph(f"Written to {out}.")
    if begun.to_fill_in:
        paragraph(f"To be filled in: line {', '.join(map(str, begun.to_fill_in))}.")
    paragraph(f"Local choices to make your own: line {', '.join(map(str, begun.local_choices))}.")
    paragraph(f"Then: iom criteria check {f'{chr(34)}{out}{chr(34)}' if ' ' in str(out) else out}")


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
