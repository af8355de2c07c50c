"""The audits of what no index promises: each finds what is planted for it, and nothing in good order."""

from datetime import datetime

import pytest

from iom.intake.audits import broken_audits

ASSIGNED = (
    "insert into subject_person values (1, 7, 1, {0}, {1}, 'ann', '', 1), (2, 7, 2, {2}, {3}, 'ann', '', 1)"
)
FIRST, SECOND, THIRD = (f"timestamp '{datetime(2026, 11, day)}'" for day in (1, 2, 3))
RUN = (
    "insert into run select 1, now()::timestamp, '', '', current_date, now()::timestamp, 0, null, "
    "'', '', '', '', '', '', '', '', '', 0, 0, ''"
)
IN_RUN = (
    "insert into run_person (run_id, person_id, met_bits, unknown_bits, eligible) values (1, {0}, 0, 0, true)"
)
SCORED = "insert into offence_scored (person_id, offence_id) values (1, {0})"
DECIDED = (
    "insert into person_decision values ({0}, '{1}', now()::timestamp, '', '', '', '', {2}); "
    "insert into person_decision_subject values ({0}, 7, 1, 2)"
)
CONCERNS_NOBODY = "insert into person_decision values (1, 'merge', now()::timestamp, '', '', '', '', null)"
PLANTED = {
    "two current assignments": (ASSIGNED.format(FIRST, "null", SECOND, "null"), "assignments_in_turn"),
    "two of one moment": (ASSIGNED.format(FIRST, "null", FIRST, "null"), "assignments_in_turn"),
    "one that reaches into the next": (ASSIGNED.format(FIRST, THIRD, SECOND, "null"), "assignments_in_turn"),
    "one that ends as it begins": (ASSIGNED.format(FIRST, FIRST, SECOND, "null"), "assignments_in_turn"),
    "an offence scored twice": (f"{SCORED.format(4)}; {SCORED.format(4)}", "offence_scored_once"),
    "a run twice": (f"{RUN}; {RUN}", "run_once"),
    "a decision twice": ("; ".join([DECIDED.format(1, "merge", "null")] * 2), "decision_whole"),
    "a decision about nobody": (CONCERNS_NOBODY, "decision_whole"),
    "an undoing of nothing": (DECIDED.format(1, "undo", "null"), "decision_whole"),
    "an undoing of what is not there": (DECIDED.format(2, "undo", 1), "decision_whole"),
    "an undoing of itself": (DECIDED.format(2, "undo", 2), "decision_whole"),
    "a text of a set that is gone": (
        "delete from reference_file where table_id = 'class_decisions'",
        "reference_kept",
    ),
    "a set that is gone": ("delete from reference_set", "reference_kept"),
    "a person twice in a run": (f"{IN_RUN.format(4)}; {IN_RUN.format(4)}", "run_once"),
}


@pytest.mark.parametrize(("statements", "audit"), PLANTED.values(), ids=PLANTED.keys())
def test_what_must_not_be_is_found(furnished_store, statements, audit):
    with furnished_store.transaction() as cursor:
        cursor.execute(statements)
    assert list(broken_audits(furnished_store)) == [audit]


def test_assignments_runs_and_offences_in_good_order_are_not_at_fault(furnished_store):
    with furnished_store.transaction() as cursor:
        cursor.execute(f"{DECIDED.format(1, 'merge', 'null')}; {DECIDED.format(2, 'undo', 1)}")
        cursor.execute(ASSIGNED.format(FIRST, SECOND, SECOND, "null"))
        cursor.execute(
            f"{RUN}; {IN_RUN.format(4)}; {IN_RUN.format(5)}; {SCORED.format(4)}; {SCORED.format(5)}"
        )
    assert broken_audits(furnished_store) == {}
