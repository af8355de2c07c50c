"""What a change was made on: the tags of what its caller saw, sent back as If-Match."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Header

from api.answers import as_json, digest
from api.problems import FieldProblem, Refusal

FIELD = "header.If-Match"
# So many of what has changed are named.
NAMED = 20
# A tag that says of what it is (answers.tag_of), compared strongly: one that was weakened on its way is none.
_TAG = re.compile(r'(?<!W/)"([0-9a-f]{32})-[0-9a-f]{32}"')


def _if_match(whose: str) -> Any:
    return Header(
        alias="If-Match",
        description=f"The ETag of {whose}, as last seen.",
        json_schema_extra={"x-needed": True},
    )


TagOfPerson = Annotated[str | None, _if_match("the person's page")]
TagsOfPeople = Annotated[str | None, _if_match('each person\'s page ("a", "b")')]
TagsOfConcerned = Annotated[
    str | None, _if_match('the page of each person whom the decision concerns now ("a", "b")')
]
TagsOfRows = Annotated[
    str | None, _if_match('each row ("a", "b"), or of the list of open rows or of those of their import')
]


class MadeOn:
    """The tags that a change carries. Raises Refusal (428) where it carries none."""

    def __init__(self, header: str | None):
        if not header:
            says = "The ETag of each page that the decision was made on, as last seen."
            problem = FieldProblem(field=FIELD, says=says)
            raise Refusal(428, "A decision says what it was made on: send If-Match.", errors=[problem])
        self._seen = frozenset(_TAG.findall(header))

    def has(self, seen: object) -> bool:
        """Whether one of the tags is of an answer that showed just this."""
        return digest(as_json(seen)) in self._seen


def changed(detail: str, says: Sequence[str]) -> Refusal:
    """The answer where something is not as it was seen. says: of each, what to ask for."""
    return Refusal(412, detail, errors=[FieldProblem(field=FIELD, says=one) for one in says[:NAMED]])
