"""The steps from one kept run to another: each selects again with one more thing of the second run."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import duckdb

import iom
from iom.errors import IomError
from iom.measures import Relation
from iom.reference import in_force, load_as
from iom.selection import compile as compiler
from iom.selection.checking import check_reference
from iom.selection.choosing import choose
from iom.selection.criteria import Criteria
from iom.selection.difference_result import (
    CODE_AFTER,
    CODE_BEFORE,
    CRITERIA,
    DATA,
    REFERENCE,
    STEPS,
    TIME,
    Cause,
    Made,
    StepChange,
)
from iom.selection.difference_words import Seen, why
from iom.selection.hidden import hidden_of
from iom.selection.withheld import names_withheld
from iom.store import derived, sql
from iom.store.statements import run_single

CHANGED = ("came", "went", "moved")


@dataclass(frozen=True)
class _Setting:
    """What one step selects with. covered_at: the date whose coverage counts for as_at, too."""

    as_at: date
    known_at: datetime
    seen_batch: int
    area: str | None
    criteria: Criteria
    fingerprint: str
    covered_at: date | None = None

    def read(self) -> tuple[object, ...]:
        """What the derived relations depend on."""
        reach = (self.covered_at, self.as_at) if self.covered_at else None
        return self.known_at, self.seen_batch, self.fingerprint, self.criteria.severity_vintage, reach


def _setting(made: Made, criteria: Criteria) -> _Setting:
    return _Setting(
        made.as_at, made.known_at, made.seen_batch, made.area, criteria, made.reference_fingerprint
    )


class Comparison:
    """The steps from one run to another, on one cursor; diff_before is where the last left everyone."""

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        first: tuple[Made, Criteria],
        second: tuple[Made, Criteria],
        advance: Callable[[int, int], None],
        without: Collection[str] = (),
    ):
        self.cursor = cursor
        self.first, self.second = first[0], second[0]
        self.criteria = (first[1], second[1])
        self.withheld = frozenset(name for one in self.criteria for name in names_withheld(one, without))
        self.advance = advance
        self.steps: list[StepChange] = []
        self.causes: dict[int, list[Cause]] = {}
        # of either kept run, whom it no longer shows
        self.hidden: set[int] = set()
        # what the cursor reads, and the measures of diff_before, if they are at hand
        self.reads: tuple[object, ...] = ()
        held = in_force(cursor)
        self.loaded = held.fingerprint if held else ""
        self.measured: tuple[Relation, Criteria] | None = None
        self.judged_by = first[1]

    def run(self) -> None:
        """Every step in turn."""
        self.cursor.execute(sql("selection/diff_person"))
        old, new = map(_setting, (self.first, self.second), self.criteria)
        self.kept(self.first)
        self.shift()
        self._again(CODE_BEFORE, old, self._code(self.first))
        same_data = (old.known_at, old.seen_batch) == (new.known_at, new.seen_batch)
        later = old.as_at if new.as_at > old.as_at and not same_data else None
        now = replace(old, as_at=new.as_at, covered_at=later)
        self._step(
            TIME,
            old.as_at != new.as_at,
            now,
            f"{old.as_at} to {new.as_at}, with the data of run {self.first.run_id}",
        )
        now = replace(now, known_at=new.known_at, seen_batch=new.seen_batch, covered_at=None)
        self._step(DATA, not same_data, now, _data_says(old, new))
        apart = True
        told = f"{old.fingerprint[:12]} to {new.fingerprint[:12]}"
        now = replace(now, fingerprint=new.fingerprint)
        try:
            self._step(REFERENCE, old.fingerprint != new.fingerprint, now, told)
        except IomError:
            # the older document asks the newer tables for what they do not hold
            apart = False
            together = f"{told}: shown with the criteria, for they cannot be told apart"
            self._nothing(REFERENCE, together, same=False)
        asked = (self.first.criteria_sha256, old.area) != (self.second.criteria_sha256, new.area)
        self._step(CRITERIA, asked or not apart, new, self._criteria_says(asked))
        self.kept(self.second)
        self._compare(CODE_AFTER, self._code(self.second), None, self.criteria[1])

    def _step(self, step: str, differs: bool, setting: _Setting, says: str) -> None:
        if differs:
            self._again(step, setting, says)
        else:
            self._nothing(step, f"the same {_SAME[step]}", same=True)

    def _again(self, step: str, setting: _Setting, says: str) -> None:
        """Select with a setting, and compare with where the step before left everyone."""
        self._read(setting)
        chosen = choose(
            self.cursor, setting.criteria, as_at=setting.as_at, area=setting.area, unheld_allowed=True
        )
        self.cursor.execute(sql("selection/diff_of_selected"))
        data = (self.first, self.second) if step == DATA else None
        self._compare(step, says, chosen.made, setting.criteria, data)

    def _read(self, setting: _Setting) -> None:
        """Make the cursor read what a setting reads."""
        if self.reads == setting.read():
            return
        derived.forget(self.cursor)
        if setting.fingerprint != self.loaded:
            load_as(self.cursor, setting.fingerprint)
            self.loaded = setting.fingerprint
        self.reads = ()
        check_reference(self.cursor, setting.criteria)
        derived.as_known(self.cursor, setting.known_at, setting.seen_batch, setting.criteria.severity_vintage)
        if setting.covered_at is not None:
            given = {"covered_at": setting.covered_at, "covered_to": setting.as_at}
            self.cursor.execute(sql("selection/diff_coverage"), given)
        self.reads = setting.read()

    def kept(self, made: Made) -> None:
        """Let diff_after be where a kept run left everyone."""
        considered = compiler.kept_considered(made.run_id)
        text = sql("selection/diff_of_considered", considered=considered)
        self.cursor.execute(text, {"run_id": made.run_id})
        # no step selects them again, so that they are nobody's coming or going
        hidden = hidden_of(self.cursor, made.run_id)
        self.cursor.execute(sql("selection/diff_drop_hidden"), {"people": list(hidden)})
        self.hidden |= set(hidden)

    def _nothing(self, step: str, says: str, *, same: bool) -> None:
        row = self.cursor.execute("select count(*) from diff_before where list = 'proposed'").fetchone()
        assert row is not None
        self.steps.append(StepChange(step, says, same, row[0], 0, 0, row[0], 0, 0))
        self.advance(len(self.steps), len(STEPS))

    def _compare(
        self,
        step: str,
        says: str,
        made: Relation | None,
        criteria: Criteria,
        data: tuple[Made, Made] | None = None,
    ) -> None:
        """Note what changed from diff_before to diff_after and why; the latter becomes the former."""
        counts = self.pair()
        self.steps.append(StepChange(step, says, False, *counts))
        measured = (made, criteria) if made else None
        before = self._values(self.measured, "diff_measured")
        after = self._values(measured, "measured")
        records = self._records_moved(*data) if data else {}
        for person, (change, sides) in self.sides(CHANGED).items():
            part = bool(self.withheld)
            seen = Seen(sides.get("before"), before.get(person), self.judged_by, in_part=part)
            seen_now = Seen(sides.get("after"), after.get(person), criteria, in_part=part)
            told = (*records.get(person, ()), *why(seen, seen_now))
            self.causes.setdefault(person, []).append(Cause(step, change, told))
        self.shift()
        self.cursor.execute("drop table if exists diff_measured")
        if made:
            self.cursor.execute("alter table measured rename to diff_measured")
        self.measured, self.judged_by = measured, criteria
        self.advance(len(self.steps), len(STEPS))

    def shift(self) -> None:
        """Let diff_after become diff_before."""
        self.cursor.execute("drop table if exists diff_before")
        self.cursor.execute("alter table diff_after rename to diff_before")

    def pair(self) -> tuple[int, ...]:
        """Work out what changed from diff_before to diff_after; return the numbers of people."""
        self.cursor.execute(sql("selection/diff_pairs"))
        self.cursor.execute(sql("selection/diff_keep_people"))
        counts = self.cursor.execute(sql("selection/diff_counts")).fetchone()
        assert counts is not None
        return counts

    def sides(self, changes: Sequence[str]) -> dict[int, tuple[str, dict[str, dict[str, Any]]]]:
        """By person, the change and the row of each side on which they were considered."""
        found: dict[int, tuple[str, dict[str, dict[str, Any]]]] = {}
        rows = self.cursor.execute(sql("selection/diff_people"), {"changes": list(changes)})
        columns = [column[0] for column in rows.description or ()]
        for row in rows.fetchall():
            facts = dict(zip(columns, row, strict=True))
            person, change, side = (facts.pop(name) for name in ("person_id", "change", "side"))
            found.setdefault(person, (change, {}))[1][side] = facts
        return found

    def _values(
        self, measured: tuple[Relation, Criteria] | None, table: str
    ) -> dict[int, Mapping[str, object]]:
        """By person, the values of the measures, by name."""
        if measured is None:
            return {}
        made, _ = measured
        rows = run_single(self.cursor, compiler.changed_values(made, table), {})
        names = [column.name for column in made.columns]
        return {
            person: {name: v for name, v in zip(names, values, strict=True) if name not in self.withheld}
            for person, *values in rows.fetchall()
        }

    def _records_moved(self, old: Made, new: Made) -> dict[int, list[str]]:
        """By person, in words, which records went to or came from another person."""
        given = {
            "known_before": old.known_at,
            "seen_before": old.seen_batch,
            "known_after": new.known_at,
            "seen_after": new.seen_batch,
        }
        found: dict[int, list[str]] = {}
        for was, now, records in self.cursor.execute(sql("selection/diff_records_moved"), given).fetchall():
            number = "a record" if records == 1 else f"{records} records"
            found.setdefault(was, []).append(
                f"{number} of this person now belong{'s' if records == 1 else ''} to person {now}"
            )
            found.setdefault(now, []).append(
                f"{number} of person {was} now belong{'s' if records == 1 else ''} to this person"
            )
        return found

    def _code(self, made: Made) -> str:
        by = "" if made.code_version == iom.__version__ else f" by iom {made.code_version}"
        return f"run {made.run_id} as kept{by}, and as iom {iom.__version__} does it again"

    def _criteria_says(self, differs: bool) -> str:
        first, second = self.first, self.second
        if not differs:
            return "the same criteria"
        areas = ""
        if first.area != second.area:
            areas = f", {first.area or 'everywhere'} to {second.area or 'everywhere'}"
        if first.criteria_sha256 == second.criteria_sha256:
            return f"the same document{areas}"
        named = f"{first.criteria_title}, {first.criteria_version}"
        other = f"{second.criteria_title}, {second.criteria_version}"
        which = f"{named} to {other}" if named != other else f"{named}, edited"
        return f"{which} ({first.criteria_sha256[:8]} to {second.criteria_sha256[:8]}){areas}"


_SAME = {TIME: "date", DATA: "data", REFERENCE: "reference tables", CRITERIA: "criteria"}


def _data_says(old: _Setting, new: _Setting) -> str:
    if old.seen_batch == new.seen_batch:
        return f"imports up to {old.seen_batch}, and what was decided or corrected since"
    return f"imports up to {old.seen_batch}, then up to {new.seen_batch}"
