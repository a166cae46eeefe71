"""The findings as JUnit XML: one test case an expectation, under a name that stays the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

from grader.author.findings import Finding, Level, worst_level
from grader.author.output.report import Report

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML 1.0


def write(path: Path, reports: Sequence[Report]) -> None:
    """Write the reports of a run."""
    root = ET.Element(
        "testsuites", {"name": "grader verify"} | _counts([f for r in reports for f in r.findings])
    )
    root.set("time", f"{sum(report.seconds for report in reports):.2f}")
    for report in reports:
        suite = ET.SubElement(root, "testsuite", {"name": report.assignment} | _counts(report.findings))
        suite.set("time", f"{report.seconds:.2f}")
        for id, findings in groupby(report.findings, key=lambda finding: finding.id):
            _case(suite, id, list(findings))
    ET.indent(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _counts(findings: Sequence[Finding]) -> dict[str, str]:
    levels = [worst_level(group) for _, group in groupby(findings, key=lambda finding: finding.id)]
    failed, skipped = levels.count(Level.ERROR), levels.count(Level.SKIPPED)
    return {"tests": str(len(levels)), "failures": str(failed), "errors": "0", "skipped": str(skipped)}


def _case(suite: ET.Element, id: str, findings: Sequence[Finding]) -> None:
    assignment, *inner = id.split("::")
    first = findings[0]
    case = ET.SubElement(
        suite,
        "testcase",
        classname=".".join([assignment, *inner[:-1]]),
        name=_legal(id),
        file=first.path,
        line=str(first.line),
        time="0",
    )
    by_level = {level: [f for f in findings if f.level is level] for level in Level}
    if by_level[Level.ERROR]:
        failure = ET.SubElement(
            case, "failure", message=_legal(by_level[Level.ERROR][0].message), type="error"
        )
        failure.text = _text(by_level[Level.ERROR])
    elif by_level[Level.SKIPPED]:
        ET.SubElement(case, "skipped", message=_legal(by_level[Level.SKIPPED][0].message))
    if by_level[Level.WARNING]:
        ET.SubElement(case, "system-out").text = _text(by_level[Level.WARNING])


def _text(findings: Sequence[Finding]) -> str:
    return _legal("\n".join(f"{finding.place}: {finding.level}: {finding.message}" for finding in findings))


def _legal(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)
