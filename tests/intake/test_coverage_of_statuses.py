"""Which files say for which days that they hold what became of offences."""

from .conftest import BURGLARY, OFFENCES, OFFENCES_HEADER, Bench

COVERED = "select record_type from source_coverage where record_type in ('offence', 'status') order by 1"


def test_offences_with_statuses_beside_them_cover_both(known: Bench):
    known.offences(BURGLARY)
    assert known.ask(COVERED) == [("offence",), ("status",)]


def test_offences_without_statuses_do_not_say_that_nothing_became_of_them(known: Bench):
    without = OFFENCES.partition("[[record.status]]")[0]
    known.load(without, known.file(OFFENCES_HEADER, BURGLARY))
    assert known.ask(COVERED) == [("offence",)]
