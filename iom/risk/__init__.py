"""Risk of reoffending, computed for everyone with a sanction: OGRS3, ARP and VRP, each with its terms."""

from iom.risk.models import SCORES, Model, models
from iom.risk.scoring import rescore, score, score_each

__all__ = ["SCORES", "Model", "models", "rescore", "score", "score_each"]
