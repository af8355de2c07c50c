"""What calibration says of bands of which there is no number."""

from iom.risk.calibration import words
from iom.risk.calibration.calibrating import Basis
from iom.risk.calibration.figures import BAND, Figure
from iom.risk.calibration.statistics import wilson


def basis(*bands: tuple[str, int, int | None]) -> Basis:
    figures = tuple(
        Figure(BAND, name, people, events, wilson(events, people) if events else None)
        for name, people, events in bands
    )
    return Basis("complete", 300, 0, 1, 0, 0, (0, 1), figures)


def test_a_band_without_a_number_is_named_with_the_reason_and_not_passed_over():
    whole = basis(("low", 362, 121), ("medium", 211, 122), ("high", 146, 120), ("very high", 25, None))
    (said,) = words._bands(whole)
    assert said.endswith("high 82.2% (75.2-87.5); no number of very high: fewer than 50 offended.")


def test_where_each_band_has_a_number_none_is_said_to_be_missing():
    (said,) = words._bands(basis(("low", 362, 121), ("medium", 211, 122)))
    assert "no number" not in said


def test_the_report_says_that_what_is_not_given_can_be_worked_out():
    assert any("the rest can be worked out" in one for one in words.general())
