"""Intake: a file and its mapping document become checked records; what fails waits in quarantine."""

from iom.intake.errors import InputError
from iom.intake.importing import import_file
from iom.intake.mapping import Mapping
from iom.intake.mapping_document import load_mapping, parse_mapping
from iom.intake.report import ImportReport

__all__ = ["ImportReport", "InputError", "Mapping", "import_file", "load_mapping", "parse_mapping"]
