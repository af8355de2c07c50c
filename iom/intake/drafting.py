"""A suggestion as the text of a mapping document, with TODO where only a person can say what is meant.

No value of a column is written, but for the words of code lists: those that words.toml knows, and others only
where they are few, short and each in several rows, so that they are nobody's name.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from iom.intake import code_lists, date_shapes
from iom.intake.code_lists import quoted
from iom.intake.evidence import evidence
from iom.intake.guesses import HALF, NEARLY_ALL, Guess, Suggestion, Taken
from iom.intake.recognising import Column
from iom.intake.records import RECORD_TYPES, Field
from iom.intake.suggesting import STATUS

NAMES = {"dd/mm/yyyy": "uk", "yyyy-mm-dd": "iso", "mm/dd/yyyy": "us", "yyyy-mm-dd HH:MM:SS": "stamp"}
UNFILLED = "TODO"


@dataclass(frozen=True)
class Draft:
    """A mapping document to be filled in: its text, and how many places wait for a person."""

    text: str
    todo: int


@dataclass
class _Lists:
    """Date formats and code lists as they are needed, by name."""

    suggestion: Suggestion
    formats: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """A column looked at."""
        return self.suggestion.columns[name]

    def names_of(self, columns: tuple[str, ...]) -> list[str]:
        """The formats that some columns are written in, named; none where all dates are date cells."""
        found: dict[str, None] = {}
        for name in columns:
            dates = self.column(name).dates
            if dates is None and self.suggestion.sample.table.kind != "csv":
                continue
            if dates is None:
                usual = next((c.dates for c in self.suggestion.columns.values() if c.dates), None)
                tokens = usual.formats[:1] if usual else ("TODO: how dates are written, such as dd/mm/yyyy",)
                found.update(dict.fromkeys(self.name(one) for one in tokens))
                continue
            for one in dates.formats:
                found[self.name(one if one not in dates.undecided else self._decided(one))] = None
        return [*found, *self._of_others(found)]

    def _of_others(self, own: Iterable[str]) -> list[str]:
        """Formats of the file's other dates: who writes them in several ways does so in any column."""
        told = [self.formats[name] for name in own]
        if any(tokens.startswith(UNFILLED) for tokens in told):
            return []
        found = []
        for column in self.suggestion.columns.values():
            if column.dates is None or column.fit_of_dates < HALF:
                continue
            for one in column.dates.formats:
                tokens = one if one not in column.dates.undecided else self._decided(one)
                if tokens in told or tokens.startswith(UNFILLED) or not date_shapes.has_day(tokens):
                    continue
                if not any(date_shapes.contradict(tokens, other) for other in told):
                    told.append(tokens)
                    found.append(self.name(tokens))
        return found

    def _decided(self, tokens: str) -> str:
        """A format whose day and month could be turned about, as another column of the file tells it."""
        for column in self.suggestion.columns.values():
            told = column.dates
            if (
                told
                and told.day_first != told.month_first
                and set(told.formats)
                & {
                    tokens,
                    date_shapes.turned(tokens),
                }
            ):
                return tokens if told.day_first > told.month_first else date_shapes.turned(tokens)
        return f"TODO: {tokens} or {date_shapes.turned(tokens)}: no value of the file tells day from month"

    def name(self, tokens: str) -> str:
        """The name of a format in [dates]."""
        for name, known in self.formats.items():
            if known == tokens:
                return name
        name = NAMES.get(
            tokens, "unclear" if tokens.startswith(UNFILLED) else f"format{len(self.formats) + 1}"
        )
        self.formats[name] = tokens
        return name

    def list_of(self, kind: str, one: Field, column: Column) -> str | None:
        """The code list of a column, drafted; None where its values need none."""
        if not code_lists.needed(one, column):
            return None
        lines = code_lists.lines_of(kind, one, column)
        own_words = f"{kind}_{one.name}" if one.kind != "yes_no" else column.name.lower()
        name = re.sub(r"[^a-z0-9]+", "_", own_words).strip("_") or "list"
        for other, (_, known) in self.codes.items():
            if known == lines:
                return other
        while name in self.codes:
            name += "_2"
        self.codes[name] = (column.name, lines)
        return name


def draft(suggestion: Suggestion) -> Draft:
    """The document that a suggestion leads to. It loads once every TODO is filled in."""
    lists = _Lists(suggestion)
    records = [_record(guess, lists) for guess in suggestion.records] or [_nothing()]
    parts = [_head(suggestion), _file(suggestion)]
    if lists.formats:
        parts.append("\n".join(["[dates]", *(f"{name} = {quoted(t)}" for name, t in lists.formats.items())]))
    for name, (column, lines) in lists.codes.items():
        parts.append(
            "\n".join([f"# What {quoted(column)} writes, and what it means.", f"[codes.{name}]", *lines])
        )
    parts += records
    if (who := _who_they_are(suggestion)) is not None:
        parts.append(who)
    text = "\n\n".join(parts) + "\n"
    todo = sum(line.count(UNFILLED) for line in text.split("\n") if not line.startswith("#"))
    return Draft(text, todo)


def _head(suggestion: Suggestion) -> str:
    looked = (
        f"the first {suggestion.sample.rows:,} rows"
        if not suggestion.sample.whole
        else (f"all {suggestion.sample.rows:,} rows")
    )
    lines = [
        f"# A draft by iom mapping suggest, from {looked} of a file. Fill in every TODO: until then iom",
        "# import refuses it. Then: iom import FILE --mapping THIS --check. What a document may say is in",
        "# docs/import-rules.md.",
        "#",
        "# What each column was taken for, and on what evidence:",
    ]
    lines += [f"#   {quoted(name)}: {said}" for name, said in evidence(suggestion).items()]
    if suggestion.sample.unnamed:
        lines.append(f"# {suggestion.sample.unnamed} columns have no name and cannot be mapped.")
    for name in suggestion.sample.unreadable:
        lines.append(f"# {quoted(name)} holds lists or other things that no field takes.")
    for name in suggestion.sample.repeated:
        lines.append(
            f"# {quoted(name)} is the name of several columns: rename all but one at source to map them."
        )
    lines += [
        "",
        'title = "TODO: what this export is, in words of your own, such as Niche: offences, monthly"',
        'system = "TODO: the system that it comes from, such as niche; the same in all its documents"',
        'scope = "TODO: full (the file holds everything of its period) or changes (only what is new)"',
    ]
    if any(guess.type.name == "sanction" for guess in suggestion.records):
        lines.append(
            'history = "TODO: complete (every sanction ever, of any force) or local (what this force knows)"'
        )
    return "\n".join(
        [
            *lines,
            "",
            "[covers] # the days that the file holds whole, both included; without quotes: from = 2020-01-01",
            'from = "TODO: the first day"',
            'to = "TODO: the last day, on which it was extracted"',
        ]
    )


def _file(suggestion: Suggestion) -> str:
    table = suggestion.sample.table
    lines = ["[file]"]
    if table.kind == "workbook":
        lines.append('format = "workbook"')
        if table.sheet is not None:
            lines.append(f"sheet = {json.dumps(table.sheet, ensure_ascii=False)}")
        rows = table.header_rows
        lines.append(f"header_row = {rows[0] if len(rows) == 1 else list(rows)}")
    elif table.kind == "parquet":
        lines.append('format = "parquet"')
    else:
        lines.append(f"# found: {table.encoding}; it is found out again for every file")
        lines.append(f"delimiter = {quoted(table.delimiter)}")
        if table.skip_lines:
            lines.append(f"skip_lines = {table.skip_lines}")
    blanks = sorted({value for column in suggestion.columns.values() for value in column.blanks})
    if blanks:
        lines.append(f"missing = [{', '.join(map(quoted, blanks))}] # how the system seems to write a blank")
    return "\n".join(lines)


def _record(guess: Guess, lists: _Lists) -> str:
    kind = guess.type
    lines = ["[[record]]", f'type = "{kind.name}"']
    if kind.has_subject:
        key = guess.subject or "TODO: the column that holds the system's own key of a person"
        lines += ["# TODO: is this the person's key? No column is called as one."] if guess.unsure else []
        lines.append(f"subject = {quoted(key)}")
    if guess.reference:
        lines.append(f"reference = {quoted(guess.reference)}")
    elif guess.key:
        lines += [
            "# no column is a reference: rows with the same key are told apart by their order in the file",
            f"key = [{', '.join(map(quoted, guess.key))}]",
            "occurrence = true",
        ]
    elif kind.needs_reference:
        lines.append('reference = "TODO: the column whose value tells one record from another"')
    if guess.when:
        lines.append(f"when = {quoted(guess.when)}")
    lines += [*_left_blank(guess, lists), *_open_end(guess, lists)]
    lines.append("[record.fields]")
    if guess.tool:
        lines.append(f'tool = {{ value = "{guess.tool}" }}')
    for one in kind.fields:
        if one.name in guess.fields:
            lines.append(f"{one.name} = {_source(kind.name, guess.fields[one.name], lists)}")
        elif one.required and one.name != "tool":
            lines.append(f"{one.name} = {_wanted(one)}")
        elif one.required and not guess.tool:
            lines.append('tool = { value = "TODO: the name of the tool, such as ogrs3_2y" }')
    for status, on in guess.statuses:
        told = (
            f'"{status}"'
            if isinstance(status, str)
            else _source("offence", status, lists, STATUS, table=True)
        )
        at = (
            _source("offence", on, lists)
            if on.columns
            else quoted("TODO: the column with the date of this status")
        )
        lines += ["[[record.status]]", f"status = {told}", f"on = {at}"]
    if kind.name == "offence" and not guess.statuses:
        lines.append(
            "# No column says what became of an offence, and without a status it counts in no measure: map"
        )
        lines.append("# [[record.status]] here, or import a file of status records.")
    return "\n".join(lines)


def _left_blank(guess: Guess, lists: _Lists) -> list[str]:
    """What would be refused for want of a value, and where the row may hold no such record."""
    rows = lists.suggestion.sample.rows
    needed = [taken.columns for taken in guess.fields.values() if taken.field.required]
    blank = {c[0]: rows - max(lists.column(one).filled for one in c) for c in needed}
    if not guess.when and guess.type.name != "home_area" and (empty := _empty(guess, lists)):
        # a name is seldom missing; else what is there most often
        named = guess.fields.get("surname")
        others = (column for taken in guess.fields.values() for column in taken.columns)
        column = named.columns[0] if named else max(others, key=lambda c: lists.column(c).filled)
        return [f"when = {quoted(column)} # {empty:,} rows hold nothing but a key: totals, notes?"]
    if guess.type.name == "home_area" and any(blank.values()):
        column = max(blank, key=lambda name: blank[name])
        return [f"when = {quoted(column)} # {blank[column]:,} rows have none, and hold no such record"]
    return [
        f"# {n:,} rows have no value in {quoted(name)} and would be refused: is there another column, or do\n"
        f"# they hold no such record? Then: when = {quoted(name)}"
        for name, n in blank.items()
        if n and not guess.when
    ]


def _empty(guess: Guess, lists: _Lists) -> int:
    """How many rows have no value in any column of the record, but for its keys."""
    keys = {guess.subject, guess.reference}
    columns = {c for taken in guess.fields.values() for c in taken.columns} - keys
    if not columns:
        return 0
    frame = lists.suggestion.sample.frame
    blank = pl.all_horizontal(pl.col(c).fill_null("").str.strip_chars() == "" for c in sorted(columns))
    return frame.filter(blank).height


def _open_end(guess: Guess, lists: _Lists) -> list[str]:
    """A question, where one day is the end of many spells and no later one is there."""
    taken = guess.fields.get("to_date")
    if taken is None:
        return []
    dates = lists.column(taken.columns[0]).dates
    if dates is None or dates.crowded is None:
        return []
    day, rows = dates.crowded
    return [
        f"# {rows:,} rows end on one day, the last of all: if that is how the system writes no end, say so:",
        f"# open_ended_from = {day}",
    ]


def _wanted(one: Field) -> str:
    takes = f" ({', '.join(one.words)})" if one.words else ""
    said = f"TODO: the column that holds it{takes}, or {{ value = … }} where all rows say the same"
    return quoted(said)


def _source(kind: str, taken: Taken, lists: _Lists, one: Field | None = None, *, table: bool = False) -> str:
    """Where a field's value is; table: as { column = … }, even where the column's name would do."""
    one = one or taken.field
    first, *others = taken.columns
    columns = quoted(first)
    if others:
        columns = f"[{', '.join(map(quoted, taken.columns))}]"
    more = []
    if one.kind == "date":
        names = lists.names_of(taken.columns)
        if names:
            more.append(f'format = "{names[0]}"' if len(names) == 1 else f"format = {json.dumps(names)}")
        undated = sorted({value for name in taken.columns for value in lists.column(name).undated})
        more += [f"missing = [{', '.join(map(quoted, undated))}]"] if undated else []
    elif one.kind == "list":
        parts = lists.column(first).parts
        more += [f"split = {quoted(parts)}"] if parts else []
    elif one.kind != "code" and (name := lists.list_of(kind, one, lists.column(first))):
        more.append(f'codes = "{name}"')
    if one.kind == "list" and not more:
        return f'{columns} # no row seen holds several; if one may: {{ column = {columns}, split = ";" }}'
    if not more and not others and not table:
        return columns
    return f"{{ {', '.join([f'column = {columns}', *more])} }}"


def _who_they_are(suggestion: Suggestion) -> str | None:
    """How a file of events may say that its people exist, if no other file of the system does: in comments.

    Not taken as meant: beside a file of people it would be a second list of them.
    """
    types = {guess.type.name for guess in suggestion.records}
    subject = next((guess.subject for guess in suggestion.records if guess.subject), None)
    if subject is None or "subject" in types:
        return None
    held = suggestion.columns[subject].identifiers
    kinds = [kind for kind, share in held.items() if share >= NEARLY_ALL]
    lines = [
        "# These records are refused until their people are known from a file of people of the same system.",
        "# If there is no such file, take the # from the lines below: then this file says that they exist.",
        "# [[record]]",
        '# type = "subject"',
        f"# subject = {quoted(subject)}",
    ]
    if kinds:
        lines += ["# [record.fields]", *(f"# {kind} = {quoted(subject)}" for kind in kinds)]
    return "\n".join(lines)


def _nothing() -> str:
    return (
        "[[record]]\n"
        f'type = "TODO: no kind of record was recognised. One of {", ".join(RECORD_TYPES)}"\n'
        'subject = "TODO: the column that holds the system\'s own key of a person"\n'
        "[record.fields]"
    )
