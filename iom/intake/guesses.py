"""What the columns of a new export are taken to be: fields of records, with how surely and by what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from iom.intake.recognising import Column
from iom.intake.records import Field, RecordType
from iom.intake.sampling import Sample

# A share of values that is enough to take a column for what its name says; for what its values say alone.
HALF, NEARLY_ALL = 0.5, 0.9


@dataclass
class Taken:
    """A field with the columns that it was taken to be in; sure: how well they fit, 0 to about 1."""

    field: Field
    columns: tuple[str, ...]
    sure: float
    by: str


@dataclass
class Guess:
    """One record that the file probably holds. tool: the name of the score that its column is.

    unsure: no column is called as keys of people are, and subject only numbers something.
    """

    type: RecordType
    subject: str | None = None
    unsure: bool = False
    reference: str | None = None
    key: tuple[str, ...] = ()
    fields: dict[str, Taken] = field(default_factory=dict)
    statuses: list[tuple[str | Taken, Taken]] = field(default_factory=list)
    when: str | None = None
    tool: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """What a sample was taken for: its columns looked at, and the records of each row."""

    sample: Sample
    columns: Mapping[str, Column]
    records: tuple[Guess, ...]

    def uses(self) -> dict[str, list[str]]:
        """What each column was taken for, as record.field; columns of no use are not in it."""
        found: dict[str, list[str]] = {}
        for guess in self.records:
            name = guess.type.name
            for column, what in (
                (guess.subject, "the person's key"),
                (guess.reference, f"the reference of the {name}"),
                *((c, f"{name}.{f}") for f, taken in guess.fields.items() for c in taken.columns),
                *((c, f"date of {_status(s)}") for s, on in guess.statuses for c in on.columns),
                *((c, "latest status") for s, _ in guess.statuses if isinstance(s, Taken) for c in s.columns),
            ):
                if column is not None and what not in found.setdefault(column, []):
                    found[column].append(what)
        return {column: uses for column, uses in found.items() if uses}


def _status(status: "str | Taken") -> str:
    return status if isinstance(status, str) else "the latest status"
