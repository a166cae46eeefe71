"""No attack on the reference that stands in for a failed helper earns, shows, holds or breaks anything."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from apart import ATTACKS, OF, ROOT

from grader.course import load
from grader.course.key import answer_key
from grader.model import Tier
from grader.worker import Worker
from grader.worker.tiers import why_not

PEAK = 300  # MB of the grading process; 170 were measured
EARNED = 20  # points of those attacks that make their calls right, to have something kept of them
AFTER = {("graded", score) for score in (90, 90.4, 97)}  # how a submission with a wrong helper is judged next

pytestmark = pytest.mark.skipif(
    bool(why_not(Tier.KERNEL)), reason="attacks need a machine that can hold them: Linux with Landlock"
)


TIERS = [tier for tier in Tier if not why_not(tier)]


def test_no_attack_achieves_anything(worker: Worker, tmp_path: Path) -> None:
    for id in OF:
        answer_key(load(ROOT, id), worker.observe)  # made once for all tiers
    told = dict(zip(TIERS, every_tier(tmp_path), strict=True))
    breaches = {
        (tier.value, seen["name"]): (seen, after)
        for tier, lines in told.items()
        for seen, after in zip(lines[::2], lines[1::2], strict=True)
        if not (is_held(seen) and (after["status"], after["score"]) in AFTER)
    }
    assert not breaches
    assert {tier: len(lines) for tier, lines in told.items()} == dict.fromkeys(TIERS, 2 * len(ATTACKS))


def every_tier(folder: Path) -> Iterator[list[dict[str, Any]]]:
    """Attack in all tiers at a time, for most attacks wait; yield for each what every attack did and left."""
    with contextlib.ExitStack() as files:
        runs = []
        for tier in TIERS:
            said, complaint = (
                files.enter_context((folder / f"{tier}.{name}").open("w+")) for name in ("said", "complaint")
            )
            command = [sys.executable, "-m", "tests.hostile.apart", tier]
            runs.append((subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=complaint), said, complaint))
        for run, said, complaint in runs:
            status = run.wait()
            said.seek(0)
            complaint.seek(0)
            lines = list(map(json.loads, said))
            assert status == 0, f"after {lines[-1:]}: {complaint.read()[-2000:]}"
            yield lines


def is_held(seen: dict[str, Any]) -> bool:
    most = EARNED if seen["name"].startswith("leaks_") else 0
    return seen["status"] == "graded" and seen["score"] <= most and not seen["leaks"] and seen["peak"] < PEAK


def test_every_attack_says_what_it_tries() -> None:
    assert {path.stem.partition("_")[0] for path in ATTACKS} == {"states", "answers", "leaks"}
    for path in ATTACKS:
        text = path.read_text(encoding="utf-8")
        assert text.startswith('"""TRIES ')
        assert "\nGRADER MUST " in text
