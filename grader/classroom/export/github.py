"""GitHub Actions: a summary of the step, and the few annotations that a job may have.

A student's text can neither begin a line, where `::` would be a command, nor leave its place in the Markdown.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from grader.classroom.export.records import feedback, headline, is_right, records
from grader.disk import append
from grader.report.github import command
from grader.report.say import say
from grader.report.text import number, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.classroom.export import Request
    from grader.report.record import ExerciseRecord, ResultRecord

ANNOTATIONS = 10  # of a kind in a step: GitHub drops the others without a word
LARGEST = 900_000  # bytes of a summary; GitHub refuses more than 1 MiB


def write(request: Request) -> str:
    """Append to the step's summary, and print annotations."""
    results = records(request)
    step = os.environ.get("GITHUB_STEP_SUMMARY")
    target = Path(step) if step and not request.target else request.target_path()
    append(target, summary(results))
    for line in commands(results):
        say(line)
    return f"{target}: {len(results)} submissions"


def summary(records: list[ResultRecord]) -> str:
    """Return Markdown; of many submissions, as many as there is room for."""
    text, size = [], 0
    for position, record in enumerate(records):
        part = "\n".join(_section(record)) + "\n\n"
        size += len(part.encode())
        if size > LARGEST:
            text.append(f"{len(records) - position} more submissions are left out.\n")
            break
        text.append(part)
    return "".join(text)


def _section(record: ResultRecord) -> Iterator[str]:
    yield f"### {markdown(record['student'])}: {markdown(headline(record))}"
    if record["exercises"]:
        yield ""
        yield "| Exercise | Score | |"
        yield "| --- | ---: | --- |"
    for exercise in record["exercises"]:
        yield f"| {' | '.join(_cells(exercise))} |"


def _cells(exercise: ExerciseRecord) -> Iterator[str]:
    yield markdown(exercise["name"])
    yield f"{number(exercise['score'])} of {number(exercise['max_score'])}"
    yield "right" if is_right(exercise) else "<br>".join(markdown(line) for line in feedback(exercise)[:4])


def commands(records: list[ResultRecord]) -> list[str]:
    """Return workflow commands, the worst first: our failures as warnings, what is to be mended as errors."""
    lines: dict[str, list[tuple[float, str]]] = {"error": [], "warning": []}
    for record in records:
        path, student = record["path"], record["student"]
        if record["status"] != "graded":
            kind = "error" if record["status"] == "unreadable" else "warning"
            lines[kind].append((0.0, _command(kind, path, student, headline(record))))
        for exercise in record["exercises"] if record["status"] == "graded" else ():
            if not is_right(exercise):
                share = exercise["score"] / exercise["max_score"]
                title = f"{student}: {exercise['name']}"
                lines["error"].append((share, _command("error", path, title, feedback(exercise)[0])))
    ordered = [sorted(kind, key=lambda pair: pair[0])[:ANNOTATIONS] for kind in lines.values()]
    return [line for kind in ordered for _, line in kind]


def _command(kind: str, path: str, title: str, message: str) -> str:
    return command(kind, shorten(message, 1_000), file=path, title=title)


def markdown(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    text = " ".join(shorten(text, 600).split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{char}" if char in "\\`*_{}[]()#+-.!|~>@" else char for char in text)
