"""The one door through which student code is ever run."""

from grader.model import Tier
from grader.worker.limits import Limits
from grader.worker.stand_ins import StandIn
from grader.worker.tiers import best_tier, require
from grader.worker.wire import Opaque, WireError
from grader.worker.worker import Worker

__all__ = ["Limits", "Opaque", "StandIn", "Tier", "WireError", "Worker", "best_tier", "require"]
