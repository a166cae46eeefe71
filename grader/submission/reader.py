"""A delivery becomes a submission: its bytes are decoded, a notebook's code cells taken out."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from grader.errors import SubmissionError
from grader.model import Cell, Submission
from grader.submission.delivery import Delivery


def read(delivery: Delivery | Path) -> Submission:
    """Read one delivery; raise SubmissionError with a one-line reason when that cannot be done."""
    if isinstance(delivery, Path):
        delivery = Delivery(delivery.stem, delivery)
    if delivery.problem:
        raise SubmissionError(delivery.problem, delivery.name)
    try:
        content = delivery.path.read_bytes()
    except OSError as error:
        raise SubmissionError(error.strerror or "cannot be opened", delivery.name) from error
    return Submission(
        student=delivery.student,
        path=delivery.name,
        cells=_cells(content.decode("utf-8-sig", "replace"), delivery),
        digest=hashlib.sha256(content).hexdigest(),
    )


def _cells(text: str, delivery: Delivery) -> tuple[Cell, ...]:
    if delivery.path.suffix == ".py":
        return (Cell(delivery.path.name, text.replace("\r\n", "\n")),)
    try:
        notebook = json.loads(text)
        return tuple(_code(notebook["cells"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SubmissionError("not a notebook", delivery.name) from error


def _code(cells: list[dict[str, Any]]) -> list[Cell]:
    return [
        Cell(f"cell {position}", "".join(cell["source"]))
        for position, cell in enumerate(cells, 1)
        if cell["cell_type"] == "code"
    ]
