"""Where a document says what: the line of a rule, a band, a measure, so that a finding points at it."""

from collections.abc import Iterator
from functools import cached_property

from iom.documents import parse_document
from iom.selection.criteria import Band, Criteria, Rule


class Places:
    """The lines of one document by its parts."""

    def __init__(self, criteria: Criteria) -> None:
        self._document = parse_document(criteria.file, criteria.text)
        self._criteria = criteria

    def line(self, place: str) -> int:
        """The line of a place such as 'capacity[0].places'."""
        return self._document.line(place)

    def rule(self, rule: Rule, key: str = "when") -> int:
        """The line of a rule's condition, or of another key of it."""
        for table, rules in (("eligibility", self._criteria.eligibility), ("cohort", self._criteria.cohorts)):
            for number, one in enumerate(rules):
                if one is rule:
                    return self.line(f"{table}[{number}].{key}")
        return self.line(f"harmful.{key}")

    def band(self, band: Band) -> int:
        """The line on which a band begins."""
        return self.line(f"points.band[{self._bands[band.measure, band.low]}].from")

    def sources(self) -> Iterator[tuple[str, str]]:
        """Every source of the document with its place."""
        data = self._document.data
        yield "source", data["source"]
        for table in ("measure", "eligibility", "cohort", "capacity"):
            for number, entry in enumerate(data.get(table, [])):
                if "source" in entry:
                    yield f"{table}[{number}].source", entry["source"]
        for number, entry in enumerate(data.get("points", {}).get("band", [])):
            yield f"points.band[{number}].source", entry["source"]
        for table in ("tie_break", "harmful"):
            if table in data:
                yield f"{table}.source", data[table]["source"]

    @property
    def text(self) -> str:
        """The document as it was written."""
        return self._document.text

    @cached_property
    def _bands(self) -> dict[tuple[str, object], int]:
        from decimal import Decimal

        entries = self._document.data.get("points", {}).get("band", [])
        return {
            (entry["measure"].strip(), Decimal(str(entry["from"]))): number
            for number, entry in enumerate(entries)
        }
