"""GitHub Actions: a summary of the step, and the few annotations that a job may have.

A student's text can neither begin a line, where `::` would be a command, nor leave its place in the Markdown.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.classroom.export.records import feedback, headline, is_right, records
from grader.disk import append
from grader.report.github import command
from grader.report.text import number, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.classroom.export import Request
    from grader.report.record import ExerciseRecord, ResultRecord

ANNOTATIONS = 10  # of a kind in a step: GitHub drops the others without a word
LARGEST = 900_000  # bytes of a summary; GitHub refuses more than 1 MiB


def write(request: Request) -> str:
    """Append to the step's summary, and print annotations."""
    found = [record for _, record in records(request)]
    step = os.environ.get("GITHUB_STEP_SUMMARY")
    target = Path(step) if step and not request.target else request.place()
    append(target, summary(found))
    for line in commands(found):
        click.echo(line)
    return f"{target}: {len(found)} submissions"


def summary(found: list[ResultRecord]) -> str:
    """Return Markdown; of many submissions, as many as there is room for."""
    text, size = [], 0
    for place, record in enumerate(found):
        part = "\n".join(_section(record)) + "\n\n"
        size += len(part.encode())
        if size > LARGEST:
            text.append(f"{len(found) - place} more submissions are left out.\n")
            break
        text.append(part)
    return "".join(text)


def _section(record: ResultRecord) -> Iterator[str]:
    yield f"### {markdown(record['student'])}: {markdown(headline(record))}"
    if record["exercises"]:
        yield ""
        yield "| Exercise | Score | |"
        yield "| --- | ---: | --- |"
    for one in record["exercises"]:
        said = "right" if is_right(one) else "<br>".join(markdown(line) for line in feedback(one)[:4])
        yield f"| {markdown(one['name'])} | {number(one['score'])} of {number(one['max_score'])} | {said} |"


def commands(found: list[ResultRecord]) -> list[str]:
    """Return workflow commands, the worst first: our failures as warnings, what is to be mended as errors."""
    lines: dict[str, list[tuple[float, str]]] = {"error": [], "warning": []}
    for record in found:
        path, student = record["path"], record["student"]
        if record["status"] != "graded":
            kind = "error" if record["status"] == "unreadable" else "warning"
            lines[kind].append((0.0, _command(kind, path, student, headline(record))))
        for one in record["exercises"] if record["status"] == "graded" else ():
            if not is_right(one):
                said = _command("error", path, f"{student}: {one['name']}", feedback(one)[0])
                lines["error"].append((_share(one), said))
    return [line for kind in lines.values() for _, line in sorted(kind, key=lambda one: one[0])[:ANNOTATIONS]]


def _share(exercise: ExerciseRecord) -> float:
    return exercise["score"] / exercise["max_score"]


def _command(kind: str, path: str, title: str, message: str) -> str:
    return command(kind, shorten(message, 1_000), file=path, title=title)


def markdown(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    text = " ".join(shorten(text, 600).split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{char}" if char in "\\`*_{}[]()#+-.!|~>@" else char for char in text)
