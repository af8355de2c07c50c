"""How well the computed scores foretell what people of this store go on to do; what would fit better."""

from iom.risk.calibration.calibrating import Basis, Calibrated, Calibration, bands, calibrate, title
from iom.risk.calibration.figures import ALL, BAND, TENTH, Figure
from iom.risk.calibration.limits import Limits, limits
from iom.risk.calibration.recalibrating import Proposal, Recalibration, recalibrate
from iom.risk.calibration.statistics import Estimate, Line

__all__ = [
    "ALL",
    "BAND",
    "TENTH",
    "Basis",
    "Calibrated",
    "Calibration",
    "Estimate",
    "Figure",
    "Limits",
    "Line",
    "Proposal",
    "Recalibration",
    "bands",
    "calibrate",
    "limits",
    "recalibrate",
    "title",
]
