"""A value of a wrong type anywhere in a mapping document is said, not stumbled over."""

import copy
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from iom.documents import Document, DocumentError
from iom.intake import canonical, mapping_document
from iom.store import data_folder

DOCUMENTS = sorted(Path(str(data_folder("fixtures") / "mappings")).rglob("*.toml"))
WRONG = (1, 1.5, True, "?", [], [1], [[]], {}, {"a": 1}, date(2020, 1, 1), float("nan"))


def places(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """Every place in a document."""
    if path:
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))
        else:
            yield (*path, key)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name + "/" + path.stem)
def test_only_a_document_error_comes_of_a_value_of_the_wrong_type(path: Path):
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    for place in places(data):
        for wrong in WRONG:
            changed = copy.deepcopy(data)
            inside = changed
            for key in place[:-1]:
                inside = inside[key]
            inside[place[-1]] = wrong
            try:
                mapping = mapping_document._mapping(Document(path.name, "", changed, {}))
            except DocumentError:
                continue
            for record in mapping.records:
                canonical.plan(mapping, record, date(2026, 10, 31))


@pytest.mark.parametrize(
    ("place", "wrong", "says"),
    [
        ("codes", 1, "codes must be a table"),
        ("record", 1, "record must be a list of tables"),
        ("dates", 1, "dates must be a table"),
        ("file", 1, "must be a table"),
        ("first_historical_load", "no", "must be true or false"),
    ],
)
def test_what_should_be_there_is_said(place, wrong, says):
    data = tomllib.loads(DOCUMENTS[0].read_text(encoding="utf-8")) | {place: wrong}
    with pytest.raises(DocumentError, match=says):
        mapping_document._mapping(Document("m.toml", "", data, {}))
