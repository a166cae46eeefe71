"""What isolation this machine offers, found out by trying it."""

from __future__ import annotations

import shutil
import sys

from grader.errors import IsolationUnavailable, WorkerError
from grader.model import Tier
from grader.worker.handles import NoWallsError, Zygote
from grader.worker.limits import Limits
from grader.worker.sandbox import PROGRAMS, Purpose

STRONGEST_FIRST = tuple(reversed(Tier))
_standing: set[Tier] = set()  # the tiers that were found to stand
_WAYS_OUT = {
    Tier.PROCESS: "grade as another user than root, or where every user may read Python",
    Tier.KERNEL: "grade on a Linux with Landlock (5.13 or newer) and libseccomp (apt install libseccomp2)",
    Tier.FULL: "install bubblewrap (apt install bubblewrap) on a Linux that lets it make namespaces",
}


def best_tier() -> Tier:
    """Return the strongest tier whose walls stand here; raise IsolationUnavailable where no code may be run."""
    best = next((tier for tier in STRONGEST_FIRST if not why_not(tier)), None)
    if best is None:
        raise IsolationUnavailable(f"no student's code can be run here: {why_not(Tier.PROCESS)}")
    return best


def is_weaker(tier: Tier, least: Tier) -> bool:
    return STRONGEST_FIRST.index(tier) > STRONGEST_FIRST.index(least)


def require(tier: Tier) -> None:
    """Refuse where this machine isolates less well than `tier`."""
    refuse_weaker(best_tier(), tier)


def refuse_weaker(tier: Tier, least: Tier) -> None:
    """Raise IsolationUnavailable where a worker of this machine is isolated less well than required."""
    if is_weaker(tier, least):
        raise IsolationUnavailable(
            f"isolation {least.value!r} was required and this machine offers {tier.value!r} "
            f"({why_not(least)}): {_WAYS_OUT[least]}"
        )


def require_walls(people: int) -> None:
    """Refuse where nothing would stand between the programs of so many people, and the marks."""
    if best_tier() is Tier.PROCESS:
        raise IsolationUnavailable(
            f"{people} people's code is to be run, and this machine offers nothing better than 'process', where it "
            f"could read and change what you can ({why_not(Tier.KERNEL)}): {_WAYS_OUT[Tier.FULL]}, or "
            f"{_WAYS_OUT[Tier.KERNEL]}; to grade all the same, say --require-isolation process"
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


def start(tier: Tier | None, limits: Limits, purpose: Purpose = PROGRAMS) -> tuple[Zygote, Tier]:
    """Start a warm process of this tier, or of the strongest whose walls stand."""
    for candidate in (tier,) if tier else STRONGEST_FIRST:
        if not tier and not possible(candidate):
            continue
        zygote = Zygote(candidate, limits, purpose)
        try:
            zygote.await_walls()
        except WorkerError as error:
            zygote.close()
            if not tier and candidate is not Tier.PROCESS:
                continue
            if isinstance(error, NoWallsError):
                raise IsolationUnavailable(str(error)) from error
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
