"""No attack on the reference that stands in for a failed helper earns, shows, holds or breaks anything."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from apart import ATTACKS, ROOT

from grader.model import Tier
from grader.worker.tiers import why_not

PEAK = 300  # MB of the grading process; 170 were measured
EARNED = 20  # points of those attacks that make their calls right, to have something kept of them

pytestmark = pytest.mark.skipif(
    bool(why_not(Tier.KERNEL)), reason="attacks need a machine that can hold them: Linux with Landlock"
)


@pytest.fixture(scope="module", params=[tier for tier in Tier if not why_not(tier)], ids=str)
def told(request: pytest.FixtureRequest) -> dict[str, list[dict[str, Any]]]:
    """Return by attack what it did, and how a submission with a wrong helper was judged after it."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.hostile.apart", request.param],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = list(map(json.loads, run.stdout.splitlines()))
    assert run.returncode == 0, f"after {lines[-1:]}: {run.stderr[-2000:]}"
    return {first["name"]: [first, after] for first, after in zip(lines[::2], lines[1::2], strict=True)}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda path: path.stem)
def test_attack(told: dict[str, list[dict[str, Any]]], attack) -> None:
    seen, after = told[attack.stem]
    assert seen["status"] == "graded"
    assert seen["score"] <= (EARNED if attack.stem.startswith("leaks_") else 0)
    assert not seen["leaks"]
    assert seen["peak"] < PEAK
    assert (after["status"], after["score"]) in {
        ("graded", score) for score in (90, 90.4, 97)
    }  # a wrong helper's


def test_every_attack_says_what_it_tries() -> None:
    assert {path.stem.partition("_")[0] for path in ATTACKS} == {"states", "answers", "leaks"}
    for path in ATTACKS:
        text = path.read_text(encoding="utf-8")
        assert text.startswith('"""TRIES ')
        assert "\nGRADER MUST " in text
