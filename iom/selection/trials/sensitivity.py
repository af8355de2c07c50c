"""How the list moves as each number of a criteria document moves, one at a time, the rest as they stand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

import duckdb

from iom.moments import naive_utc
from iom.selection.checking import check_reference
from iom.selection.choosing import Chosen, choose, choose_again
from iom.selection.criteria import Criteria
from iom.selection.trials.variants import HARMFUL, PROPOSED, Part, Reach, parts, values
from iom.selection.vocabulary import check_words, held_words
from iom.store import Store, audit, derived, sql

Advance = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What a list is under one setting, against the document as it stands.

    overlap: those on both lists, of those on either (Jaccard); 1 when both are empty. left_out: why the
    setting was not tried; the numbers are None then.
    """

    number: int
    part: Part
    value: Decimal
    members: int | None = None
    stayed: int | None = None
    came: int | None = None
    went: int | None = None
    left_out: str | None = None

    @property
    def overlap(self) -> float | None:
        """From 0, nobody is the same, to 1, nobody moved."""
        if self.stayed is None or self.came is None or self.went is None:
            return None
        either = self.stayed + self.came + self.went
        return self.stayed / either if either else 1.0

    @property
    def is_own(self) -> bool:
        """Whether this is the value that the document has."""
        return self.value == self.part.base


@dataclass(frozen=True)
class Standing:
    """In how many of the settings tried a person has a place, and whether under the document as it stands."""

    person_id: int
    settings: int
    in_base: bool


@dataclass(frozen=True)
class Sensitivity:
    """What moving each part did.

    outcomes: each setting of each part, the document's own among them. proposed, harmful: those listed under
    the document as it stands. tried: the settings that can change who has a place and were tried, that
    one included. people: everyone with a place under any of them, the firmest first. absent: by measure, why
    it is not known for anyone.
    """

    as_at: date
    known_at: datetime
    area: str | None
    reach: Reach
    few_per_cent: Decimal
    considered: int
    proposed: int
    harmful: int
    tried: int
    outcomes: tuple[Outcome, ...]
    people: tuple[Standing, ...]
    absent: dict[str, str]

    @property
    def always(self) -> tuple[Standing, ...]:
        """Those with a place under every setting."""
        return tuple(person for person in self.people if person.settings == self.tried)

    @property
    def few(self) -> tuple[Standing, ...]:
        """Those with a place under fewer than the stated share of settings."""
        return tuple(
            person for person in self.people if 100 * person.settings < self.few_per_cent * self.tried
        )


def sensitivity(
    store: Store,
    criteria: Criteria,
    *,
    as_at: date,
    reach: Reach,
    few_per_cent: Decimal,
    known_at: datetime | None = None,
    area: str | None = None,
    unheld_allowed: bool = False,
    now: datetime,
    advance: Advance = lambda done, total: None,
) -> Sensitivity:
    """Try every setting of every part; an audit line speaks of everyone with a place under any of them.

    Nothing else is kept. Raises what a selection raises: DocumentError for words that the store or its
    tables do not know, IomError when nobody lives in the area, StoreError when it holds no records.
    """
    with store.turn() as cursor:
        check_reference(cursor, criteria)
        moment = derived.as_known(
            cursor,
            naive_utc(known_at) if known_at else None,
            severity_vintage=criteria.severity_vintage,
        )
        if not unheld_allowed:
            check_words(criteria, held_words(cursor))
        base = choose(cursor, criteria, as_at=as_at, area=area)
        considered = _count(cursor, "select count(*) from selected")
        cursor.execute(
            sql("store/temporary_relation", table="trial_member") + sql("selection/trial_members"),
            {"setting_no": 0},
        )
        of_base = "select count(*) from trial_member where list = $list"
        proposed, harmful = (_count(cursor, of_base, list=name) for name in (PROPOSED, HARMFUL))
        settings = _settings(criteria, reach)
        tried = []
        for setting in settings:
            tried.append(_tried(cursor, base, setting, as_at, area))
            advance(len(tried), len(settings))
        outcomes = _compared(cursor, tried, {PROPOSED: proposed, HARMFUL: harmful})
        cursor.execute(
            sql("store/temporary_relation", table="trial_standing") + sql("selection/trial_standing")
        )
        people = cursor.execute(sql("selection/trial_standing_in_order")).fetchall()
        with store.transaction(cursor):
            audit.record(
                cursor,
                store,
                now=now,
                action="criteria.sensitivity",
                detail={"as_at": as_at, "criteria_sha256": criteria.sha256, "settings": len(outcomes)},
                people_table="trial_standing",
            )
    return Sensitivity(
        as_at=as_at,
        known_at=moment.known_at,
        area=area,
        reach=reach,
        few_per_cent=few_per_cent,
        considered=considered,
        proposed=proposed,
        harmful=harmful,
        tried=1 + sum(_changes_places(outcome) for outcome in outcomes),
        outcomes=outcomes,
        people=tuple(Standing(*row) for row in people),
        absent={name: gap.says() for name, gap in base.made.absent.items()},
    )


def _settings(criteria: Criteria, reach: Reach) -> list[Outcome]:
    """Each setting of each part in document order, nothing tried yet.

    Windows come last: the others are judged on the measures of the document as it stands.
    """
    ordered = sorted(parts(criteria), key=lambda part: part.is_window)
    found = [(part, value) for part in ordered for value in values(part, reach)]
    return [
        Outcome(number, part, value, left_out=part.misfit(value))
        for number, (part, value) in enumerate(found, start=1)
    ]


def _tried(
    cursor: duckdb.DuckDBPyConnection, base: Chosen, setting: Outcome, as_at: date, area: str | None
) -> Outcome:
    """Choose under one setting and note who is listed; the setting with a reason where it cannot be tried."""
    if setting.left_out or setting.is_own:
        return setting
    criteria = setting.part.moved(setting.value)
    if setting.part.is_window:
        made = choose(cursor, criteria, as_at=as_at, area=area).made
        unknown = [gap.says() for name, gap in made.absent.items() if name not in base.made.absent]
        if unknown:
            return replace(setting, left_out=unknown[0])
    else:
        choose_again(cursor, criteria, base.made)
    cursor.execute(
        sql("selection/trial_members_add"), {"setting_no": setting.number, "list": setting.part.on_list}
    )
    return setting


def _compared(
    cursor: duckdb.DuckDBPyConnection, tried: list[Outcome], of_base: dict[str, int]
) -> tuple[Outcome, ...]:
    """The settings with their numbers; on the document's own value nothing moves."""
    moved = [one for one in tried if not one.left_out and not one.is_own]
    given = {"setting_no": [one.number for one in moved], "list": [one.part.on_list for one in moved]}
    cursor.execute(
        sql("store/temporary_relation", table="trial_setting") + sql("selection/trial_settings"), given
    )
    found = {row[0]: row[1:] for row in cursor.execute(sql("selection/trial_moves")).fetchall()}
    outcomes = []
    for one in tried:
        if one.left_out:
            outcomes.append(one)
            continue
        listed = of_base[one.part.on_list]
        # no row: nobody is listed, before or after
        nobody_new = (listed, listed, 0, 0) if one.is_own else (0, 0, 0, 0)
        members, stayed, came, went = found.get(one.number, nobody_new)
        outcomes.append(replace(one, members=members, stayed=stayed, came=came, went=went))
    return tuple(outcomes)


def _changes_places(outcome: Outcome) -> bool:
    return outcome.part.on_list == PROPOSED and not outcome.left_out and not outcome.is_own


def _count(cursor: duckdb.DuckDBPyConnection, text: str, **params: object) -> int:
    row = cursor.execute(text, params).fetchone()
    assert row is not None
    return row[0]
