"""`grader verify`: runs the verification and writes it wherever it was asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from grader.author.output import github, terminal
from grader.author.output import junit as xml
from grader.author.output.report import SCHEMA, Report
from grader.author.verify import verify
from grader.report.say import say


def run(
    course: Path,
    ids: Sequence[str],
    *,
    junit: Path | None,
    record: Path | None,
    pythons: Sequence[str],
    jobs: int | None,
    no_cache: bool,
    quiet: bool,
) -> int:
    """Verify, print, write; return the exit status."""
    reports = []
    for report in verify(course, ids, pythons, jobs, use_cache=not no_cache):
        for text, colour in terminal.lines(report, warnings=not quiet):
            say(text, colour=colour or None)
        reports.append(report)
    reports.sort(key=lambda report: report.assignment)
    for text in terminal.table(reports):
        click.echo(text)
    _write(reports, junit, record)
    return 1 if any(report.errors for report in reports) else 0


def _write(reports: Sequence[Report], to_junit: Path | None, to_json: Path | None) -> None:
    if to_junit:
        xml.write(to_junit, reports)
    if to_json:
        to_json.parent.mkdir(parents=True, exist_ok=True)
        plain = {"schema": SCHEMA, "assignments": [report.plain() for report in reports]}
        to_json.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    if github.is_github():
        for line in github.commands(reports):
            say(line)
        github.append_summary(reports)
