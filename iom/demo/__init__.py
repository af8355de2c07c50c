"""The demonstration: a synthetic partnership of invented people, and the tour that `iom demo` gives."""

from iom.demo.exports import Export, Made, write_exports
from iom.demo.parameters import Parameters, read_parameters

__all__ = ["Export", "Made", "Parameters", "read_parameters", "write_exports"]
