"""Kept runs as a caller may see them: who of them is named, and what is left out."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from api.answers import Basis
from api.doors import Call
from api.withheld import records_withheld
from iom.selection import KeptRun, Parts, kept_run, kept_runs
from iom.selection.gain import Alone, NearMiss
from iom.selection.words import CLOSING

_PLACES = "People whom you may not see: ranks and places count them too."
_COUNTS = "Counts over everyone considered: they reach beyond the people whom you may see."


# What a page needs of a run's people; what was counted of each is asked for person by person.
NOBODY, LISTED, NEAR = Parts(), Parts(listed=True), Parts(near=True)


@dataclass(frozen=True)
class Near(NearMiss):
    """Someone who lacks one comparison of a rule and nothing else. near_no: 1 is the nearest of the rule.

    distance: what is short as a share of the greater of what is asked and what there is; null: not known.
    rule, says: the rule's name and words in the criteria document.
    """

    rule: str
    says: str


def the_run(
    call: Call, run_id: int, shown: Callable[[KeptRun], KeptRun] = lambda kept: kept, *, parts: Parts = NOBODY
) -> KeptRun:
    """A run as the caller may see it. shown: which of its people are named; the log names no others."""

    def seen(kept: KeptRun) -> KeptRun:
        near = kept.alone.near
        people = call.visible({*(one.person_id for one in (*kept.listed, *near))}, kept.known_at)
        return shown(
            replace(
                kept,
                listed=tuple(one for one in kept.listed if one.person_id in people),
                alone=replace(kept.alone, near=_numbered(call, [n for n in near if n.person_id in people])),
            )
        )

    return kept_run(call.store, run_id, now=call.now, shown=seen, without=records_withheld(call), parts=parts)


def _numbered(call: Call, near: list[NearMiss]) -> tuple[NearMiss, ...]:
    """Near misses, those of each rule numbered among those whom the caller may see."""
    if call.scope.everyone:
        return tuple(near)
    so_far: Counter[int] = Counter()
    numbered = []
    for one in sorted(near, key=lambda one: (one.rule_no, one.near_no)):
        so_far[one.rule_no] += 1
        numbered.append(replace(one, near_no=so_far[one.rule_no]))
    return tuple(numbered)


def near_of(alone: Alone) -> list[Near]:
    """Near misses with their rules in words."""
    rules = {one.rule_no: one for one in alone.rules if not one.part_no}
    return [
        Near(**asdict(one), rule=rules[one.rule_no].name, says=rules[one.rule_no].says) for one in alone.near
    ]


def known_at(call: Call, *run_ids: int) -> list[datetime]:
    """What those of some runs that there are knew: until when."""
    return [head.known_at for head in kept_runs(call.store) if head.run_id in run_ids]


def counts_left_out(call: Call) -> list[str]:
    """That counts are not shown, to whom they are not."""
    return [] if call.scope.everyone else [_COUNTS]


def places_left_out(call: Call) -> list[str]:
    """That a rank tells of others, to whom not all of these are shown."""
    return [] if call.scope.everyone else [_PLACES]


def basis_of(kept: KeptRun) -> Basis:
    """What a run rests on: what it read, and not what is in force now."""
    about: dict[str, Any] = kept.particulars
    return Basis(
        as_at=about["as_at"],
        known_at=kept.known_at,
        criteria_sha256=about["criteria_sha256"],
        reference_fingerprint=about["reference_fingerprint"],
        severity_vintage=about["severity_vintage"],
        code_version=about["code_version"],
        caveat=CLOSING,
    )
