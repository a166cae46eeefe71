"""Coursera's custom graders: feedback.json and htmlFeedback.html, from the container's one submission."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.classroom.export.records import best_of, feedback, headline, is_right, one_record
from grader.disk import atomic_write

if TYPE_CHECKING:
    from grader.classroom.export import Request
    from grader.report.record import ResultRecord

LONGEST = 20_000  # characters of feedback: the report says it all


def write(request: Request) -> str:
    """Write feedback.json, and the report beside it; where we failed nothing is written."""
    folder, record = one_record(request)
    target = request.target_path(folder)
    page = (folder / "report.html").read_bytes()
    with atomic_write(target) as new_answer:
        new_answer.write_text(json.dumps(_answer(record), indent=1) + "\n", encoding="utf-8")
        with atomic_write(target.with_name("htmlFeedback.html")) as new_report:  # both, or neither
            new_report.write_bytes(page)
    return f"{target}: {headline(record)}{best_of(request)}"


def _answer(record: ResultRecord) -> dict[str, Any]:
    share = (record["score"] or 0.0) / record["max_score"] if record["max_score"] else 0.0
    lines = [headline(record)]
    for exercise in record["exercises"]:
        lines.append(f"\n{exercise['name']}: {exercise['score']:g} of {exercise['max_score']:g}")
        lines += [] if is_right(exercise) else [f"  {line}" for line in feedback(exercise)]
    text = "\n".join(lines)[:LONGEST]
    return {"fractionalScore": min(1.0, max(0.0, float(share))), "feedback": text, "feedbackType": "TXT"}
