"""Intake: a file and its mapping document become checked records; what fails waits in quarantine."""

from iom.intake.corrected import refuse as refuse_corrected
from iom.intake.corrections import import_corrections
from iom.intake.coverage import Coverage, coverage
from iom.intake.drafting import Draft, draft
from iom.intake.errors import InputError
from iom.intake.evidence import evidence
from iom.intake.guesses import Suggestion
from iom.intake.importing import import_file
from iom.intake.mapping import Mapping
from iom.intake.mapping_document import load_mapping, parse_mapping
from iom.intake.period import stated as stated_period
from iom.intake.quarantine import (
    Export,
    RefusedRow,
    RefusedValues,
    quarantine_drop,
    quarantine_export,
    quarantine_list,
    quarantine_show,
    quarantine_waiting,
)
from iom.intake.report import ImportReport, RecordCount, RuleCount
from iom.intake.sampling import sample
from iom.intake.suggesting import suggest

__all__ = [
    "Coverage",
    "Draft",
    "Export",
    "ImportReport",
    "InputError",
    "Mapping",
    "RecordCount",
    "RefusedRow",
    "RefusedValues",
    "RuleCount",
    "Suggestion",
    "coverage",
    "draft",
    "evidence",
    "import_corrections",
    "import_file",
    "load_mapping",
    "parse_mapping",
    "quarantine_drop",
    "quarantine_export",
    "quarantine_list",
    "quarantine_show",
    "quarantine_waiting",
    "refuse_corrected",
    "sample",
    "stated_period",
    "suggest",
]
