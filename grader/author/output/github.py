"""The findings where GitHub shows them: annotations at their lines, and the step's summary."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.author.findings import Finding, Level
from grader.author.output.report import Report
from grader.author.output.terminal import mutants_sentence
from grader.report.github import command

SHOWN = 10  # annotations of a kind; GitHub drops what comes after them
SUMMARY_BYTES = 1_000_000  # GitHub takes 1 MiB


def is_github(environment: Mapping[str, str] = os.environ) -> bool:
    return environment.get("GITHUB_ACTIONS") == "true"


def commands(reports: Sequence[Report]) -> Iterator[str]:
    """Yield the workflow commands for the first errors and warnings."""
    for level in (Level.ERROR, Level.WARNING):
        findings = [f for report in reports for f in report.findings if f.level is level]
        for finding in findings[:SHOWN]:
            line = max(1, finding.line)
            yield command(level, finding.message, file=finding.path, line=line, title=finding.id)


def append_summary(reports: Sequence[Report], environment: Mapping[str, str] = os.environ) -> None:
    """Append all findings to the step's summary, where there is one."""
    if path := environment.get("GITHUB_STEP_SUMMARY"):
        text = summary(reports).encode()[:SUMMARY_BYTES].decode(errors="ignore")
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)


def summary(reports: Sequence[Report]) -> str:
    rows = [
        f"| {report.assignment} | {report.expectations} | {len(report.errors)} | {len(report.warnings)} "
        f"| {mutants_sentence(report)} |"
        for report in reports
    ]
    head = ["## Assignments verified", "", "| assignment | expectations | errors | warnings | mutants |"]
    lines = [*head, "| --- | ---: | ---: | ---: | --- |", *rows, ""]
    findings = [f for report in reports for f in (*report.errors, *report.warnings)]
    return "\n".join([*lines, *map(_item, findings), ""])


def _item(finding: Finding) -> str:
    text = finding.message.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
    return f"- **{finding.level}** `{finding.place}` {text} (`{finding.id}`)"
