"""What is true of a person as at a date. Knows no cohort."""

from iom.measures.areas import nobody_in
from iom.measures.coverage import Covered, covered_days, covered_spans, draws_on, is_covered
from iom.measures.definition import Measure, parse_measures
from iom.measures.export import Definition, Exported, definition_of, export, read_definition
from iom.measures.known_classes import check_classes
from iom.measures.names import Column, column_of, known_names
from iom.measures.relation import Relation, relation
from iom.measures.shipped import named_document, shipped

__all__ = [
    "Column",
    "Covered",
    "Definition",
    "Exported",
    "Measure",
    "Relation",
    "check_classes",
    "column_of",
    "covered_days",
    "covered_spans",
    "definition_of",
    "draws_on",
    "export",
    "is_covered",
    "known_names",
    "named_document",
    "nobody_in",
    "parse_measures",
    "read_definition",
    "relation",
    "shipped",
]
