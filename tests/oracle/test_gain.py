"""What each rule does alone, and who just misses it, equal the twin's, who leaves it out and counts again."""

from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from iom.documents import parse_document
from iom.measures import Column, Relation
from iom.selection import compile as compiler
from iom.selection import gain, parse_criteria, select
from iom.store.statements import run_single

from . import gain as twin
from .built_in import BUILT_IN
from .comparing import EACH_TIME, VINTAGE, remembering
from .criteria import FLAGS, MEASURES, TEXTS, as_toml, documents
from .known import Known, told
from .selection import Document
from .test_selection import holed_worlds, moments
from .view import look
from .worlds import AS_AT

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WHOLE = ("number", "last", "victims", "sanctions", "armed", "age", "mappa_level")
DECIMALS = ("severity", "heaviest", "pace", "held.ogrs3_2y")
VALUES = {
    **dict.fromkeys(WHOLE, (None, 0, 1, 2, 3, 17, 18, 30, 31, 36, 400)),
    **dict.fromkeys(
        DECIMALS, (None, Decimal(0), Decimal(1), Decimal("24.5"), Decimal(50), Decimal(75), Decimal("464.99"))
    ),
    **dict.fromkeys(FLAGS, (None, True, False)),
    **{name: (None, *words) for name, words in TEXTS.items()},
}
KINDS = {
    **dict.fromkeys(WHOLE, ("number", pa.int64())),
    **dict.fromkeys(DECIMALS, ("number", pa.decimal128(28, 10))),
    **dict.fromkeys(FLAGS, ("boolean", pa.bool_())),
    **dict.fromkeys(TEXTS, ("text", pa.string())),
}
SQL_NAME = {name: name.replace(".", "__") for name in KINDS}
MADE = Relation(
    sql=f"select person_id, {', '.join(SQL_NAME.values())} from people_given",
    params={},
    columns=tuple(
        Column(name, SQL_NAME[name], kind, "", "")  # pyright: ignore[reportArgumentType]
        for name, (kind, _) in KINDS.items()
    ),
    companions=(),
    absent={},
)
person = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})


def compare(found: gain.Alone, document: Document, people: dict[int, dict[str, object]]) -> None:
    expected = twin.alone(document, people)
    about = as_toml(document)
    for number, wanted in enumerate(expected):
        rules = [rule for rule in found.rules if rule.rule_no == number]
        rule, near = rules[0], [one for one in found.near if one.rule_no == number]
        asked = (
            rule.passes,
            rule.unknown,
            rule.gain,
            rule.gain_unknown,
            rule.gain_places,
            rule.enters,
            rule.only_by,
        )
        assert asked == (
            wanted.passes,
            wanted.unknown,
            wanted.gain,
            wanted.gain_unknown,
            wanted.gain_places,
            wanted.enters,
            wanted.only_by,
        ), about
        assert [part.gain for part in rules[1:]] == wanted.parts, about
        assert (rule.one_short or 0) == len(wanted.near), about
        assert [(one.person_id, one.distance) for one in near] == wanted.near[: gain.KEPT], about
    assert all(one.words for one in found.near)


@settings(EACH_TIME, max_examples=20)
@given(documents(), st.lists(person, max_size=40))
def test_each_rule_alone_equals_the_twin(document, rows):
    people = dict(enumerate(rows, 1))
    arrays = [pa.array(list(people), pa.int32())]
    arrays += [pa.array([row[name] for row in rows], kind) for name, (_, kind) in KINDS.items()]
    criteria = parse_criteria(parse_document("generated.toml", as_toml(document)))
    with duckdb.connect() as cursor:
        cursor.register("people_given", pa.table(arrays, names=["person_id", *SQL_NAME.values()]))
        for statement in compiler.statements(criteria, MADE):
            run_single(cursor, statement.sql, statement.params)
        found = gain.each_alone(cursor, criteria, MADE)
    compare(found, document, people)


@settings(EACH_TIME, max_examples=4)
@given(holed_worlds, documents(), moments, st.sampled_from(AS_AT))
def test_each_rule_of_a_run_alone_equals_the_twin(twin_store, world, document, moment, as_at: date):
    known = Known(look(world, moment, VINTAGE), as_at, told(world, moment))
    people = {}
    for number, dossier in known.view.people.items():
        people[number] = {entry["name"]: known.measured(dossier, entry).value for entry in MEASURES}
        people[number] |= {name: known.named(dossier, name) for name in BUILT_IN}
    criteria = parse_criteria(parse_document("generated.toml", as_toml(document)))
    with remembering(twin_store, world, moment):
        pass
    run = select(twin_store, criteria, as_at=as_at, known_at=moment.known_at, unheld_allowed=True, now=NOW)
    compare(run.alone, document, people)
    with twin_store.cursor() as cursor:
        kept = gain.Alone(gain.kept_rules(cursor, run.run_id), gain.kept_near(cursor, run.run_id))
        assert kept == run.alone
