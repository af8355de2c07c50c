"""Why people are on the lists of a run, one row per person and reason: for charts and pivot tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iom.documents import parse_document
from iom.measures.names import risk_parts
from iom.selection import Criteria, KeptRun, Listed, parse_criteria
from iom.selection.sentences import subject_of
from iom.selection.words import Reason

_NOT_KNOWN, _NOT_CHECKED = "not known: ", "could not be checked: "


@dataclass(frozen=True)
class ReasonRow:
    """One reason of one person. reason: what it is about, the same words for everyone; sentence: theirs.

    district: in whose places they stand. kind: points, note (no points) or not known.
    """

    run_id: int
    as_at: date
    person: int
    list: str | None
    proposal: str | None
    cohort: str | None
    district: str | None
    rank: int | None
    place: int | None
    total_points: int | None
    kind: str
    reason: str
    points: int
    sentence: str
    basis: str


def reason_rows(kept: KeptRun) -> Iterator[ReasonRow]:
    """The reasons of everyone on a list, as they stand there; none of those far from a place."""
    as_at = kept.particulars["as_at"]
    assert isinstance(as_at, date)
    text = str(kept.particulars["criteria_text"])
    criteria = parse_criteria(parse_document(f"criteria of run {kept.run_id}", text))
    for one in kept.listed:
        for kind, reason, points, sentence, basis in _of(one, criteria):
            yield ReasonRow(
                run_id=kept.run_id,
                as_at=as_at,
                person=one.person_id,
                list=one.standing.list,
                proposal=one.proposal,
                cohort=one.standing.cohort,
                district=one.standing.capacity_area,
                rank=one.standing.rank,
                place=one.standing.place,
                total_points=one.standing.points,
                kind=kind,
                reason=reason,
                points=points,
                sentence=sentence,
                basis=basis,
            )


def _of(one: Listed, criteria: Criteria) -> Iterator[tuple[str, str, int, str, str]]:
    for said in one.reasons.reasons:
        kind = "points" if said.points else "note"
        yield kind, _about(said, criteria), said.points, said.sentence, said.basis
    for words in one.reasons.unknown:
        about = words.removeprefix(_NOT_KNOWN).removeprefix(_NOT_CHECKED).partition(": ")[0]
        yield "not known", about, 0, words, ""


def _about(said: Reason, criteria: Criteria) -> str:
    """What a reason is about: its measure as the document calls it, or cohort, harmful, in custody."""
    for name in criteria.banded:
        if said.basis.startswith(f"{name} from "):
            return subject_of(name, criteria.measure(name))
    for name in sorted(criteria.names):
        if risk_parts(name) is not None and said.sentence.startswith(f"{subject_of(name, None)} "):
            return subject_of(name, None)
    first = said.sentence.partition(": ")[0]
    return "in custody" if first.startswith("in custody") else first
