"""Criteria documents in requests: a shipped one by its name, or a text; never a file of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import Field, model_validator

from api.fields import Body
from iom.documents import DocumentError, parse_document
from iom.measures import shipped
from iom.selection import Criteria, parse_criteria, read_criteria

LONGEST_DOCUMENT = 500_000


class CriteriaGiven(Body):
    """A criteria document: one of the two."""

    criteria: str | None = Field(
        None,
        max_length=100,
        description="A document that comes with the software, by name.",
        examples=["bedfordshire"],
    )
    criteria_text: str | None = Field(
        None, max_length=LONGEST_DOCUMENT, description="A document of your own: its text (TOML)."
    )

    @model_validator(mode="after")
    def _one(self) -> "CriteriaGiven":
        if (self.criteria is None) == (self.criteria_text is None):
            raise ValueError("give criteria, a name, or criteria_text, a text: one of the two")
        return self


@contextmanager
def faults_of(field: str) -> Iterator[None]:
    """A mistake of a document is told of the field in which the document was sent."""
    try:
        yield
    except DocumentError as error:
        raise error.of(field) from None


def criteria_of(given: CriteriaGiven) -> Criteria:
    """The document that was given. Raises DocumentError."""
    with faults_of(field_of_document(given)):
        if given.criteria_text is not None:
            return parse_criteria(parse_document("criteria_text", given.criteria_text))
        if given.criteria not in shipped():
            raise DocumentError(
                f"There is no shipped criteria document of that name. Shipped: {', '.join(shipped())}."
            )
        return read_criteria(given.criteria)


def field_of_document(given: CriteriaGiven) -> str:
    """The field in which a criteria document was given."""
    return "criteria" if given.criteria_text is None else "criteria_text"
