"""What a run says, without what is drawn from records of some types: for readers who are not shown those.

What remains is the scheme's: cohort, list, points, rank, which rule was met, and the words of the document.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from iom.measures import draws_on
from iom.selection.compile import asked_rules
from iom.selection.conditions import names
from iom.selection.criteria import Criteria
from iom.selection.gain import NearMiss
from iom.selection.nearness import comparisons, without_nots, written
from iom.selection.sentences import subject_of
from iom.selection.words import Reasons

if TYPE_CHECKING:
    from iom.selection.judged_person import Explained

Value = TypeVar("Value")


def names_withheld(criteria: Criteria, records: Collection[str]) -> frozenset[str]:
    """The measures of a document that are drawn from records of some types, as they are declared."""
    return frozenset(one.name for one in criteria.measures if draws_on(one) & set(records))


def near_without(
    near: Iterable[NearMiss], criteria: Criteria, withheld: Collection[str]
) -> tuple[NearMiss, ...]:
    """Near misses but those by a comparison that reads what is withheld, numbered anew within each rule."""
    if not withheld:
        return tuple(near)
    closed = {
        (number, written(one))
        for number, rule in enumerate(asked_rules(criteria))
        for one in comparisons(without_nots(rule.condition))
        if names(one) & set(withheld)
    }
    so_far: dict[int, int] = {}
    kept = []
    for one in sorted(near, key=lambda one: (one.rule_no, one.near_no)):
        if (one.rule_no, one.lacks) not in closed:
            so_far[one.rule_no] = so_far.get(one.rule_no, 0) + 1
            kept.append(replace(one, near_no=so_far[one.rule_no]))
    return tuple(kept)


def reasons_without(said: Reasons, criteria: Criteria, withheld: Collection[str]) -> Reasons:
    """Reasons but those that say a value that is withheld, or that it is not known."""
    # as words.explain() begins the basis of a band, or of a value between two bands
    bases = tuple(f"{name} from " for name in withheld)
    subjects = [f"not known: {subject_of(name, criteria.measure(name))}" for name in withheld]
    unknown = tuple(subjects), {f"{one}: " for one in subjects}
    return replace(
        said,
        reasons=tuple(one for one in said.reasons if not one.basis.startswith(bases)),
        unknown=tuple(
            one for one in said.unknown if one not in unknown[0] and not one.startswith(tuple(unknown[1]))
        ),
        counted=tuple(one for one in said.counted if one.measure not in withheld),
    )


def explained_without(shown: "Explained", criteria: Criteria, withheld: Collection[str]) -> "Explained":
    """What a run says of someone, without the values that are withheld; that a rule was met stays."""
    if not withheld:
        return shown
    return replace(
        shown,
        measures=_without(shown.measures, withheld),
        points=tuple(one for one in shown.points if one.measure not in withheld),
        rules=tuple(replace(rule, values=_without(rule.values, withheld)) for rule in shown.rules),
        reasons=reasons_without(shown.reasons, criteria, withheld) if shown.reasons else None,
    )


def _without(values: dict[str, Value], withheld: Collection[str]) -> dict[str, Value]:
    # a measure's own further columns are called by its name and a dot
    return {name: value for name, value in values.items() if name.partition(".")[0] not in withheld}
