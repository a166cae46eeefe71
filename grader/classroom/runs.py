"""The runs that a record remembers: what was asked for, so that a regrade can ask for it again, and their tiers.

A run is a dictionary among the record's settings. Runs over equal paths from the same folder are one: of those,
the last words stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.classroom.job import GradingJob, course_digest
from grader.grading.grade import Policy
from grader.model import Tier

if TYPE_CHECKING:
    from grader.classroom.rows import Row
    from grader.classroom.store import Store

Run = dict[str, Any]
SAME = ("folder", "paths")  # runs that agree in these are one


def stored_runs(store: Store) -> list[Run]:
    """Return the runs that a record remembers, the last one at the end."""
    return store.setting("runs") or []


def remember_run(store: Store, job: GradingJob, paths: Sequence[Path]) -> None:
    """Keep what was asked for, in the place of an earlier run over the same paths."""
    run: Run = {
        "folder": str(Path.cwd()),
        "paths": [str(path) for path in paths],
        "only": job.only,
        "follow_through": job.policy.follow_through,
        "fresh_seed": job.fresh_seed,
        "template": str(job.template) if job.template else None,
        "execute": job.execute,
        "isolation": str(job.isolation or ""),
    }
    runs = stored_runs(store)
    kept = [earlier for earlier in runs if any(earlier[key] != run[key] for key in SAME)]
    replaced = [earlier for earlier in runs if earlier not in kept]
    run["tiers"] = replaced[-1].get("tiers", []) if replaced else []  # of what turns out to be unchanged
    store.set("runs", [*kept, run])


class TierLog:
    """Keeps with the last run how well code was isolated in it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tiers: set[str] = set()

    def add(self, row: Row) -> None:
        """Note the tier that a row was graded at; what is unchanged names none."""
        tier = row.record["environment"].get("sandbox", "") if row.record else ""
        if tier and tier not in self._tiers:
            self._tiers.add(tier)
            *earlier, last = stored_runs(self._store)
            self._store.set("runs", [*earlier, last | {"tiers": sorted(self._tiers)}])


def job_of(run: Run, course: Path, out: Path, secret: bytes) -> tuple[GradingJob, list[Path]]:
    """Return a run's job, of the course as it is now, and its paths as they lead there from here."""
    job = GradingJob(
        course,
        out,
        run["only"],
        Policy(run["follow_through"]),
        run["fresh_seed"],
        Path(run["template"]) if run["template"] else None,
        execute=run["execute"],
        isolation=_tier(run),
        content=course_digest(course),
        secret=secret,
    )
    is_same_folder = Path.cwd() == Path(
        run["folder"]
    )  # names stay as they were given, where they still lead there
    return job, [Path(path) if is_same_folder else Path(run["folder"], path) for path in run["paths"]]


def _tier(run: Mapping[str, Any]) -> Tier | None:
    name = run.get("isolation", "")  # an older record does not say
    return Tier(name) if name else None
