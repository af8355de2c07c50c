"""Risk of reoffending, computed for everyone with a sanction: OGRS3, ARP and VRP, each with its terms."""

from iom.risk.absent import why_absent
from iom.risk.ahead import MonthEnd, ahead
from iom.risk.beside import Beside, beside
from iom.risk.coverage import ScoreGap, gaps, last_covered, without_advice
from iom.risk.export import Exported, export
from iom.risk.missing import Missing, find_missing
from iom.risk.models import SCORES, Model, models
from iom.risk.offering import Preference, offer
from iom.risk.scoring import rescore, score, score_each
from iom.risk.terms import work_out
from iom.risk.worked import Features, Score, Term, Worked

__all__ = [
    "SCORES",
    "Beside",
    "Exported",
    "Features",
    "Missing",
    "Model",
    "MonthEnd",
    "Preference",
    "Score",
    "ScoreGap",
    "Term",
    "Worked",
    "ahead",
    "beside",
    "export",
    "find_missing",
    "gaps",
    "last_covered",
    "models",
    "offer",
    "rescore",
    "score",
    "score_each",
    "why_absent",
    "without_advice",
    "work_out",
]
