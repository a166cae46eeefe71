"""How well the code of a class is isolated: several people's code is run behind walls, and a person is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.model import Tier
from grader.wording import join_words
from grader.worker import require_walls

if TYPE_CHECKING:
    from grader.classroom.job import GradingJob
    from grader.submission import Delivery


def isolate_people(job: GradingJob, deliveries: Sequence[Delivery], cluster: str | None = None) -> GradingJob:
    """Have several people's code run behind walls only, unless less was asked for by name.

    Raises IsolationUnavailable where this machine, which is to run it, has none.
    """
    people = {(delivery.student, delivery.identifier) for delivery in deliveries}
    if job.isolation or len(people) < 2:
        return job
    if cluster is None:
        require_walls(len(people))
    return replace(job, isolation=Tier.KERNEL)


def isolation_sentence(tiers: Sequence[str]) -> str:
    """Say how well the students' code was isolated."""
    weakest = ", which is no boundary: the code could do what you can" if "process" in tiers else ""
    return f"Isolation: {join_words(tiers)}{weakest}"
