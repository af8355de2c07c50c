"""Risk of reoffending, computed for everyone with a sanction: OGRS3, ARP and VRP, each with its terms."""

from iom.risk.coverage import ScoreGap, gaps
from iom.risk.models import SCORES, Model, models
from iom.risk.scoring import rescore, score

__all__ = ["SCORES", "Model", "ScoreGap", "gaps", "models", "rescore", "score"]
