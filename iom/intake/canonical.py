"""Rows as text to records in our own words: one plan per mapped record, applied chunk by chunk."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from iom import codes_columns
from iom.intake import cell_checks, dates
from iom.intake.columns import SCORE, Context, column, column_text, quoted
from iom.intake.distinct import BLANK, Fields, grouped, spelt
from iom.intake.mapping import Mapping, Presence, RecordMapping
from iom.intake.reading import LINE, ROW_NO
from iom.intake.records import STATUSES, TABLES, Field
from iom.intake.rules import Check

KINDS = {
    "date": pl.Date,
    "yes_no": pl.Boolean,
    "whole": pl.Int32,
    "decimal": SCORE,
}
# Ways of telling records apart that read no column of their own.
NATURAL = ("natural", "numbered")
# Those whose references are made when the whole file is known.
LATE = ("made", "counted", "numbered")


@dataclass(frozen=True)
class Plan:
    """How the rows of a file become the records of one [[record]]; steps are applied one after the other.

    of_values: which checks (by their place) are on values alone; the steps mark what breaks them.
    """

    record: RecordMapping
    present: pl.Expr | None
    steps: tuple[Fields | list[pl.Expr], ...]
    checks: tuple[Check, ...]
    of_values: frozenset[int]

    def apply(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows that hold the record, with its typed fields beside the columns of the file."""
        if self.present is not None:
            frame = frame.filter(self.present)
        for step in self.steps:
            frame = step.read(frame) if isinstance(step, Fields) else frame.with_columns(step)
        return frame

    def broken(self, frame: pl.DataFrame) -> list[tuple[Check, pl.DataFrame]]:
        """Each rule that some row breaks, with the numbers and lines of those rows."""
        found = []
        for number, check in enumerate(self.checks):
            mark = f"broken {number}"
            broken = check.broken
            if number in self.of_values:
                broken = pl.col(mark) if mark in frame.columns else None
            if broken is not None and len(rows := frame.filter(broken).select(ROW_NO, LINE)):
                found.append((check, rows))
        return found


def plan(mapping: Mapping, record: RecordMapping, extract: date) -> Plan:
    """The plan of one mapped record; extract is the day that the file speaks of."""
    context = Context(mapping, record, extract)
    fields = [
        column(context, f, record.fields[f.name]) for f in record.type.fields if f.name in record.fields
    ]
    for number, pair in enumerate(record.statuses):
        fields.append(column(context, Field("status", "word", STATUSES), pair.status, f"status {number}"))
        fields.append(column(context, Field("status on", "date"), pair.on, f"on {number}"))
    checks = [*cell_checks.checks(context), *_key_checks(context)]
    of_fields = [check for made in fields for check in made.checks]
    numbers = {id(check): number for number, check in enumerate(of_fields, len(checks))}
    checks += [*of_fields, *_status_checks(context)]
    blanks = [
        blank.alias(name)
        for f in record.type.fields
        if f.name not in record.fields
        for name, blank in (
            (f.name, pl.lit(None, KINDS.get(f.kind, pl.String))),
            (f"spelt {f.name}", pl.lit(BLANK)),
        )
    ]
    later, spell_checks = _spell(context)
    return Plan(
        record,
        _present(mapping, record.when),
        (
            *grouped(fields, numbers),
            [*_keys(context), *blanks, *_precision(record)],
            *_codes(record),
            *later,
        ),
        tuple(checks + spell_checks),
        frozenset(numbers.values()),
    )


def records_of_rows(plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    """Who and which: one row per row of the file that holds the record."""
    return frame.select(
        pl.lit(plan.record.number, pl.Int16).alias("record_no"),
        ROW_NO,
        LINE,
        "source_key",
        "identity",
        "given_occurrence",
        _whole_key(plan.record, pl.lit("")).alias("parent_text"),
    )


def versions(plan: Plan, frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The records themselves by table, one row per row of the file and item within it."""
    made = {}
    for name in plan.record.type.tables:
        table = TABLES[name]
        parts = [part for part in _parts(plan.record, name, frame) if len(part)]
        if not parts:
            continue
        key = (*table.key, "on_date") if plan.record.type.name == "status" else table.key
        if (
            plan.record.keying not in NATURAL
            and name == plan.record.type.table
            and plan.record.type.name != "status"
        ):
            key = ()
        rows = pl.concat(parts)
        spelling = _Spelling(rows)
        content = pl.lit(None, pl.String) if plan.record.registers_only else spelling.of(table.keeps)
        key_text = spelling.of(key)
        made[name] = rows.select(
            pl.lit(plan.record.number, pl.Int16).alias("record_no"),
            ROW_NO,
            pl.col("item").cast(pl.Int16),
            (key_text if plan.record.keying in LATE else pl.lit(None, pl.String)).alias("key_text"),
            _whole_key(plan.record, key_text).alias("whole_key"),
            content.alias("content_text"),
            _declared(plan.record, name).alias("declared_on"),
            *table.keeps,
        )
    return made


def _parts(record: RecordMapping, table: str, frame: pl.DataFrame) -> list[pl.DataFrame]:
    keeps = TABLES[table].keeps
    base = [
        ROW_NO,
        "source_key",
        "identity",
        "recorded_on",
        *(["linked_on"] if record.type.name == "offence" else []),
    ]
    match table:
        case "subject_identifier_version":
            return [
                frame.filter(pl.col(f.name).is_not_null()).select(
                    *base,
                    pl.lit(item).alias("item"),
                    pl.lit(f.name).alias("kind"),
                    pl.col(f.name).alias("value"),
                )
                for item, f in enumerate(record.type.fields)
                if f.kind == "identifier" and f.name in record.fields
            ]
        case "subject_name_version":
            named = frame.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in keeps))
            return [named.select(*base, pl.lit(0).alias("item"), *keeps)]
        case "offence_victim_version":
            return _victims(record, frame, base)
        case "offence_status_event" if record.type.name == "offence":
            return [
                frame.filter(
                    pl.col(f"status {item}").is_not_null() & pl.col(f"on {item}").is_not_null()
                ).select(
                    *base,
                    pl.lit(item).alias("item"),
                    *(
                        pl.col(f"{what}{given} {item}").alias(f"{what}{kept}")
                        for given, kept in (("status", "status"), ("on", "on_date"))
                        for what in ("", "spelt ")
                    ),
                )
                for item in range(len(record.statuses))
            ]
        case _:
            spellings = [f"spelt {name}" for name in keeps if f"spelt {name}" in frame.columns]
            return [frame.select(pl.lit(0).alias("item"), *dict.fromkeys((*base, *keeps, *spellings)))]


def _victims(record: RecordMapping, frame: pl.DataFrame, base: list[str]) -> list[pl.DataFrame]:
    if "victim_keys" not in record.fields:
        return []
    split = record.fields["victim_keys"].split
    given = frame.filter(pl.col("victim_keys").is_not_null())
    if split and given["victim_keys"].str.contains(split, literal=True).any():
        several = pl.col("victim_keys").str.split(split).alias("victim_key")
        single = given.select(*base, several).explode("victim_key")
    else:
        single = given.select(*base, pl.col("victim_keys").alias("victim_key"), pl.lit(0).alias("item"))
    single = single.with_columns(pl.col("victim_key").str.strip_chars()).filter(pl.col("victim_key") != "")
    if "item" not in single.columns:
        single = single.unique([ROW_NO, "victim_key"], maintain_order=True).with_columns(
            pl.int_range(pl.len()).over(ROW_NO).alias("item")
        )
    return [single]


@dataclass(frozen=True)
class _Spelling:
    """The values of a frame as text, taken from where it was made before if it was."""

    frame: pl.DataFrame

    def of(self, names: tuple[str, ...]) -> pl.Expr:
        """Several values as one text."""
        if not names:
            return pl.lit("")
        columns = set(self.frame.columns)
        parts = [pl.col(f"spelt {name}") if f"spelt {name}" in columns else spelt(name) for name in names]
        return pl.concat_str(parts, separator="\x1f") if len(parts) > 1 else parts[0]


def _whole_key(record: RecordMapping, key_text: pl.Expr) -> pl.Expr:
    """What a record's key is a digest of; NULL where it cannot be read, or not yet (LATE)."""
    if record.keying in LATE:
        return pl.lit(None, pl.String)
    reference = pl.col("identity") if record.reference else pl.lit("")
    return pl.concat_str([reference, pl.col("source_key"), key_text], separator="\x1f")


def _declared(record: RecordMapping, table: str) -> pl.Expr:
    """The day after the source recorded it: known by the end of the day on which it was recorded."""
    told = [pl.col("recorded_on")]
    if record.type.name == "offence":
        told.append(pl.col("linked_on"))
    if table == "offence_status_event":
        told.append(pl.col("on_date"))
    latest = pl.max_horizontal(told).dt.offset_by("1d")
    return pl.when(pl.col("recorded_on").is_not_null()).then(latest)


def _present(mapping: Mapping, when: Presence | None) -> pl.Expr | None:
    if when is None:
        return None
    text = column_text(when.column, mapping.missing | when.missing)
    if when.one_of is None:
        return text.is_not_null()
    return text.str.to_lowercase().is_in(sorted(when.one_of)).fill_null(False)


def _keys(context: Context) -> list[pl.Expr]:
    record, missing = context.record, context.mapping.missing
    # what a cell says in place of a value is nobody's key, and no two rows share it
    subject = pl.lit("")
    if record.subject:
        is_key = ~cell_checks.marked(context, record.subject)
        subject = pl.when(is_key).then(column_text(record.subject, missing))
    keys = (record.reference,) if record.reference else record.key
    parts = [column_text(name, missing) for name in keys]
    if record.reference:
        identity = parts[0]
    elif record.key:
        spelt = pl.concat_str([part.fill_null("\x1e") for part in parts], separator="\x1f")
        identity = pl.when(pl.any_horizontal(part.is_not_null() for part in parts)).then(spelt)
    else:
        identity = pl.lit(None, pl.String)
    if keys:
        identity = pl.when(~cell_checks.marked(context, *keys)).then(identity)
    return [subject.alias("source_key"), identity.alias("identity")]


def _key_checks(context: Context) -> list[Check]:
    record = context.record
    checks = []
    if record.subject:
        broken = pl.col("source_key").is_null() & ~cell_checks.marked(context, record.subject)
        says = f"{quoted((record.subject,))} is needed: it is the person's key"
        checks.append(context.check("required_missing", "subject", record.subject, says, broken))
    if record.keying not in NATURAL:
        keys = (record.reference,) if record.reference else record.key
        says = f"{quoted(keys)} is needed: it tells records apart"
        broken = pl.col("identity").is_null() & ~cell_checks.marked(context, *keys)
        checks.append(context.check("required_missing", "reference", ", ".join(keys), says, broken))
    return checks


def _status_checks(context: Context) -> list[Check]:
    """A status named by its column without its date; a wide date column may be blank: it has not happened."""
    checks = []
    for number, pair in enumerate(context.record.statuses):
        if pair.status.columns:
            broken = pl.col(f"status {number}").is_not_null() & pl.col(f"raw on {number}").is_null()
            says = f"{quoted(pair.on.columns)} is needed: a status needs its date"
            where = " or ".join(pair.on.columns)
            checks.append(context.check("date_missing", "status on", where, says, broken))
    return checks


def _codes(record: RecordMapping) -> list[Fields | list[pl.Expr]]:
    """Codes in the normal form of their kind where they have it, else as given: resolution says unknown."""
    names = [name for name in ("code_given", "code", "local_code") if record.type.field(name) is not None]
    if not names:
        return []
    made: dict[str, pl.Expr] = {}
    for name in names:
        text = pl.col(name)
        local = codes_columns.normalise_code("local", text)
        if name == "local_code":
            made[name] = local
            continue
        kind = pl.col("code_kind")
        if "code_kind" not in record.fields:
            unread = "local" if record.type.name != "local_code" else None
            kind = pl.coalesce(codes_columns.code_kind(text), pl.lit(unread, pl.String))
        made["code_kind"] = kind
        normal = [
            pl.when(pl.col("coded code_kind") == one).then(codes_columns.normalise_code(one, text))
            for one in ("recorded", "class", "cjs")
        ]
        made[name] = pl.coalesce(*normal, local)
    coded = {name: value.alias(f"coded {name}") for name, value in made.items()}
    kinds = [coded.pop("code_kind")] if "code_kind" in coded else []
    keys = tuple(name for name in (*names, "code_kind") if record.type.field(name) is not None)
    gives = tuple(f"coded {name}" for name in made)
    return [
        Fields(keys, (kinds, list(coded.values())), gives),
        [pl.col(f"coded {name}").alias(name) for name in made],
        [spelt(name) for name in made],
    ]


def _precision(record: RecordMapping) -> list[pl.Expr]:
    if record.type.name != "subject":
        return []
    source = record.fields.get("birth_date")
    if source is None or not source.columns:
        return [pl.lit(None, pl.String).alias("birth_precision")]
    return [dates.precision(pl.col("raw birth_date"), source.formats).alias("birth_precision")]


def _spell(context: Context) -> tuple[list[list[pl.Expr]], list[Check]]:
    """Ends that mean no end, ends that have not come yet, and spells that end before they begin."""
    record = context.record
    if record.type.spell is None:
        return [], []
    start, end = record.type.spell
    given = [record.fields[name].columns if name in record.fields else () for name in (start, end)]
    # a spell's end may fall back on the column of its start, which does not lie before itself
    own = tuple(name for name in given[1] if name not in given[0])
    where = " or ".join(given[1]) or None
    says = f"{quoted(own) or end} lies before {quoted(given[0]) or start}"
    check = context.check("spell_inverted", end, where, says, pl.col(end) < pl.col(start))
    stages: list[list[pl.Expr]] = []
    if end == "to_date":
        kept = pl.when(pl.col(end) < record.open_ended_from).then(pl.col(end))
        inverted = (pl.col(end) < pl.col(start)).fill_null(False).alias("inverted")
        stages = [[kept.alias(end)], [inverted]]
        # A licence that ends next month ends then; a release to come is a plan.
        if record.type.name == "absence":
            come = pl.col(end) <= context.extract
            planned = pl.when(pl.col("planned_release") < record.open_ended_from).then(
                pl.col("planned_release")
            )
            stages.append(
                [
                    pl.when(come).then(pl.col(end)).alias(end),
                    pl.coalesce(planned, pl.when(~come).then(pl.col(end))).alias("planned_release"),
                ]
            )
        stages.append(
            [spelt(name) for name in (end, "planned_release") if record.type.field(name) is not None]
        )
        check = context.check("spell_inverted", end, where, says, pl.col("inverted"))
    return stages, [check]
