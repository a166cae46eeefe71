"""What isolation this machine offers, found out by trying it."""

from __future__ import annotations

import shutil
import sys

from grader.errors import IsolationUnavailable, WorkerError
from grader.model import Tier
from grader.worker.handles import Zygote
from grader.worker.limits import Limits

STRONGEST_FIRST = tuple(reversed(Tier))
_standing: set[Tier] = set()  # the tiers that were found to stand
_WAYS_OUT = {
    Tier.KERNEL: "grade on a Linux with Landlock (5.13 or newer) and libseccomp (apt install libseccomp2)",
    Tier.FULL: "install bubblewrap (apt install bubblewrap) on a Linux that lets it make namespaces",
}


def best_tier() -> Tier:
    """Return the strongest tier whose walls stand here."""
    return next(tier for tier in STRONGEST_FIRST if not why_not(tier))


def require(tier: Tier) -> None:
    """Refuse where this machine isolates less well than `tier`."""
    if STRONGEST_FIRST.index(best_tier()) > STRONGEST_FIRST.index(tier):
        raise IsolationUnavailable(
            f"isolation {tier.value!r} was required and this machine offers {best_tier().value!r} "
            f"({why_not(tier)}): {_WAYS_OUT[tier]}"
        )


def why_not(tier: Tier) -> str:
    """Return why the tier cannot be had here; nothing if it can. What is missing may be installed meanwhile."""
    if tier in _standing:
        return ""
    if not possible(tier):
        return "its parts are not installed"
    try:
        zygote = Zygote(tier, Limits())
    except OSError as error:
        return str(error)
    try:
        zygote.await_walls()
    except WorkerError as error:
        return str(error)
    finally:
        zygote.close()
    _standing.add(tier)
    return ""


def start(tier: Tier | None, limits: Limits) -> tuple[Zygote, Tier]:
    """Start a warm process of this tier, or of the strongest whose walls stand."""
    for candidate in (tier,) if tier else STRONGEST_FIRST:
        if not tier and not possible(candidate):
            continue
        zygote = Zygote(candidate, limits)
        try:
            zygote.await_walls()
        except WorkerError:
            zygote.close()
            if tier or candidate is Tier.PROCESS:
                raise
        else:
            return zygote, candidate
    raise AssertionError("the last tier is always tried")


def possible(tier: Tier) -> bool:
    """Say without trying whether it is worth a try."""
    if tier is Tier.PROCESS:
        return True
    if sys.platform != "linux" or (tier is Tier.FULL and shutil.which("bwrap") is None):
        return False
    try:
        import pyseccomp  # noqa: F401  # it looks for libseccomp when it is imported
    except (ImportError, OSError, RuntimeError):
        return False
    from grader.worker.child.confine import landlock_version

    return landlock_version() > 0
