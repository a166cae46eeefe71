"""Every promise of SECURITY.md names the test that holds it, and there is such a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))


def test_tests_are_named() -> None:
    assert len(NAMED) > 10


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_what_is_named_is_there(file: str, name: str) -> None:
    assert (f"def {name}(" if name else "def test_") in (ROOT / file).read_text(encoding="utf-8")
