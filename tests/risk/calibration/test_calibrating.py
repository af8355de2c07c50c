"""Calibration of a whole store: what is given, what is withheld, what is missing, what is logged."""

from datetime import date

import numpy as np
import pytest

from iom.errors import IomError
from iom.risk.calibration import calibrate, limits, recalibrate, title
from iom.risk.calibration.calibrating import Calibration
from iom.risk.calibration.recalibrating import banded
from iom.risk.models import models

AS_AT = date(2022, 6, 30)


def asked(store, now, as_at=AS_AT, months=24) -> Calibration:
    return calibrate(store, as_at=as_at, months=months, now=now)


def test_everyone_is_followed_and_each_history_stands_apart(filled_store, now):
    made = asked(filled_store, now)
    assert [one.score for one in made.scores] == ["ogrs3_2y", "arp", "vrp"]
    for one in made.given:
        assert one.cohort == 360
        complete, local = one.bases
        assert (complete.history, complete.people) == ("complete", 300)
        assert (local.history, local.people) == ("local", 60)
    ogrs3 = made.scores[0].bases[0].whole
    assert (ogrs3.people, ogrs3.events) == (300, 130)
    assert ogrs3.observed is not None and ogrs3.observed.value == pytest.approx(130 / 300)
    assert ogrs3.auc is not None and ogrs3.line is not None and ogrs3.in_the_large is not None


def test_fewer_than_fifty_give_no_number_of_any_kind(filled_store, now):
    local = asked(filled_store, now).scores[0].bases[1]
    assert local.too_few, "49 offended"
    assert len(local.figures) == 1
    whole = local.whole
    assert {whole.events, whole.observed, whole.predicted, whole.auc, whole.line, whole.brier} == {None}


def test_a_group_or_tenth_of_fewer_than_fifty_says_so_and_neighbours_are_put_together(filled_store, now):
    basis = asked(filled_store, now).scores[0].bases[0]
    for figure in basis.figures:
        if figure.too_few:
            assert {figure.observed, figure.predicted, figure.auc, figure.line, figure.brier} == {None}
        else:
            assert figure.events is not None and figure.events >= limits().least_events
    women = next(figure for figure in basis.of("sex") if figure.group == "female")
    assert women.too_few
    together = [figure for figure in basis.of("tenth of the score") if "together" in figure.group]
    assert together
    assert sum(figure.people for figure in basis.of("tenth of the score") if figure not in together) == 300


def test_each_kind_of_group_holds_everyone_and_the_unknown_are_one(filled_store, now):
    basis = asked(filled_store, now).scores[0].bases[0]
    for kind in (
        "sex", "age at the start in the community", "ethnicity, self-defined", "ethnicity, officer-defined",
    ):  # fmt: skip
        assert sum(figure.people for figure in basis.of(kind)) == 300, kind
    by_self = {figure.group: figure.people for figure in basis.of("ethnicity, self-defined")}
    assert by_self == {"white": 60, "Asian": 60, "black": 60, "unknown": 120}, "blank and not stated"
    by_officer = {figure.group: figure.people for figure in basis.of("ethnicity, officer-defined")}
    assert by_officer == {"IC1 white, north European": 100, "IC3 black": 100, "unknown": 100}


def test_a_day_later_the_wait_is_not_covered_and_nothing_is_given(filled_store, now):
    with pytest.raises(IomError) as refused:
        asked(filled_store, now, as_at=date(2022, 7, 1))
    said = str(refused.value)
    assert "no source covers all status records from 31 December 2024 to 1 January 2025" in said
    assert "The last date that can be asked for is 30 June 2022" in said


def test_where_one_year_is_covered_and_two_are_not_only_that_score_is_given(filled_store, now):
    made = asked(filled_store, now, as_at=date(2023, 1, 31), months=12)
    assert [one.score for one in made.given] == ["ogrs3_1y"]
    gaps = [one.left_out for one in made.scores if one.left_out]
    assert len(gaps) == 2
    assert all(gap.last_date == AS_AT for gap in gaps)


def test_a_year_of_starts_that_is_not_covered_is_said_and_those_at_liberty_are_followed(filled_store, now):
    made = asked(filled_store, now, as_at=date(2015, 9, 1))
    assert [one.score for one in made.given] == ["arp", "vrp"]
    gap = made.scores[0].left_out
    assert gap is not None
    assert "all offence records from 2 September 2014 to 31 December 2014" in gap.says()


def test_the_look_is_logged_with_everyone_it_speaks_of(filled_store, now):
    asked(filled_store, now)
    recalibrate(filled_store, as_at=AS_AT, now=now)
    with filled_store.cursor() as cursor:
        lines = cursor.execute(
            "select action, people_count from audit_log order by seq desc limit 2"
        ).fetchall()
    assert lines == [("risk.recalibration", 360), ("risk.calibration", 360)]


def test_people_are_followed_for_one_year_or_two(filled_store, now):
    with pytest.raises(IomError, match="12 or 24 months, not for 18"):
        asked(filled_store, now, months=18)


def test_a_proposal_moves_everyone_from_a_band_to_a_band_and_changes_nothing(filled_store, now):
    made = recalibrate(filled_store, as_at=AS_AT, now=now)
    assert [(one.score, one.history) for one in made.proposals] == [
        (score, history) for score in ("ogrs3_2y", "arp", "vrp") for history in ("complete", "local")
    ]
    ogrs3 = made.proposals[0]
    calibrated = asked(filled_store, now).scores[0].bases[0]
    assert ogrs3.line == calibrated.whole.line
    assert sum(ogrs3.moves.values()) == 300
    now_in = {
        band: sum(count for (one, _), count in ogrs3.moves.items() if one == band)
        for band in ("low", "medium", "high", "very high")
    }
    assert {band: count for band, count in now_in.items() if count} == {
        figure.group: figure.people for figure in calibrated.of("band") if "together" not in figure.group
    }
    assert made.proposals[1].line is None and made.proposals[1].events is None, "49 offended"


def test_bands_are_read_as_the_models_read_them():
    def logit(percent):
        return np.log(percent / (100 - percent))

    at = np.array([49.49, 49.5, 49.999, 50.0, 74.5, 89.4, 89.5])
    assert list(banded(logit(at), models()["ogrs3"])) == [0, 1, 1, 1, 2, 2, 3]
    assert list(banded(logit(at), models()["arp"])) == [0, 0, 0, 1, 1, 2, 2]
    assert list(banded(logit(np.array([29.9, 30.0, 60.0, 80.0])), models()["vrp"])) == [0, 1, 2, 3]


def test_scores_are_called_by_their_time():
    assert [title(score) for score in ("ogrs3_1y", "ogrs3_2y", "arp")] == [
        "OGRS3, 1 year",
        "OGRS3, 2 years",
        "ARP (static)",
    ]
