"""Selection: a criteria document and the records in, a ranked, explained, repeatable selection out."""

from iom.selection.checking import Checked, check
from iom.selection.criteria import Criteria
from iom.selection.criteria_reader import parse_criteria, read_criteria
from iom.selection.difference import difference
from iom.selection.difference_result import Difference
from iom.selection.explaining import Block, as_markdown, explained_document
from iom.selection.judged_person import Explained, explained
from iom.selection.repeating import Repeated, repeat
from iom.selection.run import Listed, RunResult, Step, select
from iom.selection.spreadsheet import as_csv
from iom.selection.starting import Started, started
from iom.selection.stored import KeptRun, Parts, RunHead, kept_run, kept_runs

__all__ = [
    "Block",
    "Checked",
    "Criteria",
    "Difference",
    "Explained",
    "KeptRun",
    "Listed",
    "Parts",
    "Repeated",
    "RunHead",
    "RunResult",
    "Started",
    "Step",
    "as_csv",
    "as_markdown",
    "check",
    "difference",
    "explained",
    "explained_document",
    "kept_run",
    "kept_runs",
    "parse_criteria",
    "read_criteria",
    "repeat",
    "select",
    "started",
]
