"""TOML to Mapping: every mistake named with its line and what was probably meant."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from iom.documents import Document, did_you_mean, parse_document, read_document, refuse_other
from iom.intake import dates
from iom.intake.dates import DateFormat
from iom.intake.mapping import Mapping, Presence, RecordMapping, Source, StatusSource
from iom.intake.mapping_fields import Lists, read_source
from iom.intake.mapping_file import read_file_table, unfilled
from iom.intake.records import RECORD_TYPES, STATUSES, Field, RecordType

TOP = (
    "title",
    "system",
    "scope",
    "history",
    "first_historical_load",
    "covers",
    "file",
    "dates",
    "codes",
    "record",
)
RECORD = ("type", "subject", "reference", "key", "occurrence", "fields", "status", "when", "open_ended_from")
# A date from here on is how systems write "no end"; a mapping document may say otherwise.
OPEN_ENDED_FROM = date(2099, 1, 1)


def load_mapping(path: Path) -> Mapping:
    """Read a mapping document. Raises DocumentError: file, line, what is wrong, what was probably meant."""
    return _mapping(read_document(path, "mapping document"))


def parse_mapping(name: str, text: str) -> Mapping:
    """The same from text, as kept with an earlier import."""
    return _mapping(parse_document(name, text))


def _mapping(doc: Document) -> Mapping:
    data = doc.data
    selects = "a criteria document, of a selection"
    others = {"cohort": selects, "eligibility": selects, "points": selects}
    refuse_other(doc, "a mapping document", "iom mapping suggest FILE", others)
    known(doc, "", data, TOP)
    _refuse_unfilled(doc)
    for required in ("title", "system", "record"):
        if not data.get(required):
            raise doc.error(required, f"a mapping document needs {required}.")
    records_given = tables(doc, "record", data["record"])
    scope = one_of(doc, "scope", data.get("scope"), ("full", "changes"))
    history = one_of(doc, "history", data.get("history", "local"), ("complete", "local"))
    file = read_file_table(doc, data.get("file", {}))
    lists = Lists(doc, _formats(doc), _codes(doc), has_cells=file.kind != "csv")
    records = tuple(_record(doc, number, table, lists) for number, table in enumerate(records_given))
    if any(r.type.name == "sanction" for r in records) and "history" not in data:
        raise doc.error(
            "record", 'sanctions need history = "complete" or "local" at the top of the document.'
        )
    if len(counted := [r for r in records if r.occurrence]) > 1:
        raise doc.error(
            f"record[{counted[1].number}].occurrence", "one record of a mapping may be counted, not two."
        )
    covers = _covers(doc)
    return Mapping(
        doc.name,
        doc.text,
        title=text(doc, "title", data["title"]),
        system=text(doc, "system", data["system"]),
        scope=scope,  # pyright: ignore[reportArgumentType]
        history=history if "history" in data else None,  # pyright: ignore[reportArgumentType]
        first_historical_load=a_bool(doc, "first_historical_load", data.get("first_historical_load", False)),
        covers=covers,
        file=file,
        records=records,
    )


def _refuse_unfilled(doc: Document) -> None:
    """A draft is not a document until a person has said what only a person can know."""
    left = list(unfilled(doc.data))
    if left:
        places = ", ".join(str(line) for line in sorted({doc.line(place) for place, _ in left}))
        more = f" In all, lines {places} wait for a person." if len(left) > 1 else ""
        place, says = left[0]
        raise doc.error(place, f'this is still to be filled in: "{says}".{more}')


def _record(doc: Document, number: int, table: dict[str, Any], lists: Lists) -> RecordMapping:
    place = f"record[{number}]"
    known(doc, place, table, RECORD)
    name = one_of(doc, f"{place}.type", table.get("type"), tuple(RECORD_TYPES))
    kind = RECORD_TYPES[name]
    if kind.has_subject and "subject" not in table:
        raise doc.error(
            place, f"{_a(name)} record needs subject: the column that holds the system's person key."
        )
    subject = text(doc, f"{place}.subject", table["subject"]) if "subject" in table else None
    fields = _fields(doc, f"{place}.fields", kind, table.get("fields", {}), lists)
    missing = [f.name for f in kind.fields if f.required and f.name not in fields]
    if missing:
        raise doc.error(place, f"{_a(name)} record needs the field {missing[0]} under [record.fields].")
    key = texts(doc, f"{place}.key", table.get("key", []))
    reference = text(doc, f"{place}.reference", table["reference"]) if "reference" in table else None
    if reference is not None and key:
        raise doc.error(f"{place}.key", "a record has a reference or a key, not both.")
    if kind.needs_reference and reference is None and not key:
        raise doc.error(
            place, f'{_a(name)} record needs reference = "column", or key = [columns] where there is none.'
        )
    occurrence = a_bool(doc, f"{place}.occurrence", table.get("occurrence", False))
    if occurrence and not key:
        raise doc.error(
            f"{place}.occurrence", "occurrence numbers rows of the same key, so it needs key = [columns]."
        )
    if "status" in table and name != "offence":
        raise doc.error(f"{place}.status", "[[record.status]] belongs to an offence record.")
    return RecordMapping(
        number=number,
        type=kind,
        subject=subject,
        reference=reference,
        key=key,
        occurrence=occurrence,
        fields=fields,
        statuses=_statuses(doc, place, table.get("status", []), lists),
        when=_presence(doc, f"{place}.when", table.get("when")),
        open_ended_from=a_date(
            doc, f"{place}.open_ended_from", table.get("open_ended_from", OPEN_ENDED_FROM)
        ),
        line=doc.line(place),
    )


def _fields(
    doc: Document, place: str, kind: RecordType, table: dict[str, Any], lists: Lists
) -> dict[str, Source]:
    fields = {}
    for name, given in a_table(doc, place, table).items():
        field = kind.field(name)
        if field is None:
            every = [f.name for f in kind.fields]
            hint = f"{did_you_mean(name, every)} Its fields: {', '.join(every)}."
            raise doc.error(f"{place}.{name}", f'{_a(kind.name)} record has no field "{name}".{hint}')
        fields[name] = read_source(lists, f"{place}.{name}", field, given)
    return fields


def _statuses(doc: Document, place: str, given_tables: Any, lists: Lists) -> tuple[StatusSource, ...]:
    found: list[StatusSource] = []
    constants: set[str] = set()
    for number, table in enumerate(tables(doc, f"{place}.status", given_tables)):
        here = f"{place}.status[{number}]"
        known(doc, here, table, ("status", "on"))
        if "status" not in table or "on" not in table:
            raise doc.error(
                here, "a status event needs status (a word or a column) and on (its date column)."
            )
        given = table["status"]
        status = read_source(
            lists,
            f"{here}.status",
            Field("status", "word", STATUSES),
            {"value": given} if isinstance(given, str) else given,
        )
        if isinstance(status.value, str):
            if status.value in constants:
                raise doc.error(
                    f"{here}.status", f"{status.value} has two columns; an offence has one date of each."
                )
            constants.add(status.value)
        on = read_source(lists, f"{here}.on", Field("on", "date"), table["on"])
        found.append(StatusSource(status, on, doc.line(here)))
    return tuple(found)


def _presence(doc: Document, place: str, given: Any) -> Presence | None:
    if given is None:
        return None
    if isinstance(given, str):
        return Presence(given)
    known(doc, place, given, ("column", "missing", "is"))
    one_of_these = texts(doc, f"{place}.is", given["is"]) if "is" in given else None
    return Presence(
        text(doc, f"{place}.column", given.get("column")),
        frozenset(texts(doc, f"{place}.missing", given.get("missing", []))),
        frozenset(v.lower() for v in one_of_these) if one_of_these is not None else None,
    )


def _formats(doc: Document) -> dict[str, DateFormat]:
    formats = {}
    for name, tokens in a_table(doc, "dates", doc.data.get("dates", {})).items():
        place = f"dates.{name}"
        if fault := dates.fault(text(doc, place, tokens)):
            raise doc.error(place, f'"{tokens}" is not a date format: {fault}.')
        formats[name] = DateFormat(name, tokens, doc.line(place))
    return formats


def _codes(doc: Document) -> dict[str, dict[str, str]]:
    lists = {}
    for name, table in a_table(doc, "codes", doc.data.get("codes", {})).items():
        if not isinstance(table, dict):
            raise doc.error(
                f"codes.{name}", 'a code list is a table: [codes.name] with "source value" = "our word".'
            )
        lists[name] = _code_list(doc, f"codes.{name}", table)
    return lists


def _code_list(doc: Document, place: str, table: dict[str, Any]) -> dict[str, str]:
    """Source values, trimmed and in small letters as they are looked up, with our words."""
    words: dict[str, str] = {}
    for source, given in table.items():
        here = f"{place}.{source}"
        value, word = source.strip().lower(), _word(doc, place, given)
        if not value:
            raise doc.error(
                here,
                "a blank value is looked up in no code list, so take this line out: what a blank says is in "
                "docs/import-rules.md. Values that mean blank are listed with the column: missing = [...].",
            )
        if words.setdefault(value, word) != word:
            raise doc.error(
                here,
                f'"{source}" says "{word}", and the same value in other letters or with spaces says '
                f'"{words[value]}": values are matched in any case.',
            )
    return words


def _word(doc: Document, place: str, word: Any) -> str:
    if not isinstance(word, str | bool | int):
        raise doc.error(place, 'a code list says "source value" = "our word".')
    return str(word).lower() if isinstance(word, bool) else str(word)


def _covers(doc: Document) -> tuple[date, date] | None:
    table = doc.data.get("covers")
    if table is None:
        return None
    known(doc, "covers", table, ("from", "to"))
    start, end = (a_date(doc, f"covers.{edge}", table.get(edge)) for edge in ("from", "to"))
    if end < start:
        raise doc.error("covers.to", "the period ends before it begins.")
    return start, end


def _a(word: str) -> str:
    """The word with its article: an offence, a status."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def known(doc: Document, place: str, table: Any, keys: tuple[str, ...]) -> None:
    """Refuse a key that is not one of these."""
    if not isinstance(table, dict):
        raise doc.error(place, f"this must be a table with some of: {', '.join(keys)}.")
    for key in table:
        if key not in keys:
            where = f"{place}.{key}" if place else key
            raise doc.error(
                where, f'there is no "{key}" here.{did_you_mean(key, keys)} Known: {", ".join(keys)}.'
            )


def a_table(doc: Document, place: str, given: Any) -> dict[str, Any]:
    """A TOML table."""
    if not isinstance(given, dict):
        raise doc.error(place, f"{place.rpartition('.')[2]} must be a table: [{place}].")
    return given


def tables(doc: Document, place: str, given: Any) -> list[dict[str, Any]]:
    """A list of TOML tables."""
    if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
        name = place.rpartition(".")[2]
        raise doc.error(place, f"{name} must be a list of tables, each under [[{name}]].")
    return given


def a_bool(doc: Document, place: str, given: Any) -> bool:
    """true or false."""
    if not isinstance(given, bool):
        raise doc.error(place, f"{place.rpartition('.')[2]} must be true or false, without quotes.")
    return given


def one_of(doc: Document, place: str, given: Any, words: Iterable[str]) -> str:
    """One of some words."""
    words = tuple(words)
    if not isinstance(given, str) or given not in words:
        name = place.rpartition(".")[2]
        hint = did_you_mean(str(given), words)
        raise doc.error(place, f"{name} must be one of {', '.join(words)}." + hint)
    return given


def text(doc: Document, place: str, given: Any) -> str:
    """A text that is not blank."""
    if not isinstance(given, str) or not given.strip():
        raise doc.error(place, f"{place.rpartition('.')[2]} must be a text.")
    return given.strip()


def texts(doc: Document, place: str, given: Any) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise doc.error(place, f'{place.rpartition(".")[2]} must be a list of texts, such as ["a", "b"].')
    return tuple(given)


def a_date(doc: Document, place: str, given: Any) -> date:
    """A TOML date."""
    if type(given) is not date:
        raise doc.error(
            place, f"{place.rpartition('.')[2]} must be a date written as 2026-10-31, without quotes."
        )
    return given
