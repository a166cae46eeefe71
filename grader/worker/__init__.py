"""The one door through which student code is ever run."""

from grader.errors import IsolationUnavailable
from grader.model import Tier
from grader.worker.limits import Limits
from grader.worker.wire import Opaque, WireError
from grader.worker.worker import StandIn, Worker

__all__ = ["Limits", "Opaque", "StandIn", "Tier", "WireError", "Worker", "best_tier", "require"]


def best_tier() -> Tier:
    """Return the best tier this machine offers."""
    return Tier.PROCESS


def require(tier: Tier) -> None:
    """Refuse if this machine cannot isolate so well."""
    if list(Tier).index(tier) > list(Tier).index(best_tier()):
        raise IsolationUnavailable(f"tier {tier} is not available here")
