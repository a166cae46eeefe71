"""What takes minutes for all assignments: a few of them are asked every time, all by `scripts/test-long`."""

from collections.abc import Iterable
from typing import Any

import pytest


def few_or_all(ids: Iterable[str], *few: str) -> list[Any]:
    """Return what to parametrize a test with, so that those that are not among the few wait to be asked."""
    return [id if id in few else pytest.param(id, marks=pytest.mark.long) for id in ids]
