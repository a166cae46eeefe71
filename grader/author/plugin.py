"""The pytest plugin: `pytest assignments/` collects every expectation of a course as a test.

It is loaded wherever the grader is installed, so it imports nothing of the grader until it meets the checks of
an assignment: a file `checks.py` in a folder of `assignments/`, with a module of the folder's name in `reference/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.author.findings import Expectation, Finding
    from grader.worker import Worker

OURS = re.compile(r"^\s*(?:from|import)\s+grader\b", re.MULTILINE)
WARNING = "Captured warning of an assignment call"  # as pytest calls a section of ours
WORKER = pytest.StashKey["Worker"]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    folder = file_path.parent
    if file_path.name != "checks.py" or folder.parent.name != "assignments":
        return None
    if not (folder.parents[1] / "reference" / f"{folder.name}.py").is_file() or not _speaks_of_us(file_path):
        return None
    return ChecksFile.from_parent(parent, path=file_path)


def _speaks_of_us(path: Path) -> bool:
    """Tell the checks of an assignment from a file of that name in a project that is none of ours."""
    try:
        return OURS.search(path.read_text(encoding="utf-8")) is not None
    except (OSError, ValueError):
        return False


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the warnings of expectations that hold: a test that passes shows nothing of its own."""
    reports = terminalreporter.stats.get("passed", [])
    sections = [text for report in reports for name, text in report.sections if name == WARNING]
    if sections:
        terminalreporter.section("warnings of assignments", yellow=True)
        for text in sections:
            terminalreporter.line(text)


def pytest_unconfigure(config: pytest.Config) -> None:
    if worker := config.stash.get(WORKER, None):
        worker.close()


class ChecksFile(pytest.File):
    """An assignment's checks.py, as a collection of expectations."""

    def collect(self) -> Iterator[pytest.Item]:
        from grader.author.context import VerificationContext
        from grader.author.expectations import expectations
        from grader.author.loading import loading_failure
        from grader.author.report_cache import VerificationCache

        course, id = self.path.parents[2], self.path.parent.name
        cache = VerificationCache(course, ())
        if report := cache.read(id, cache.stamp(id)):
            yield from self._items(report.findings)
            return
        try:
            context = VerificationContext(course, id, self._worker())
        except Exception as error:
            yield from self._items([loading_failure(course, id, error)])
            return
        for expectation in expectations(context):
            yield self._item(expectation.id, expectation.line, expectation)

    def _worker(self) -> Worker:
        """Return the session's worker; tests run one after the other in a process."""
        from grader.worker import Worker

        if WORKER not in self.config.stash:
            self.config.stash[WORKER] = Worker()
        return self.config.stash[WORKER]

    def _items(self, findings: Iterable[Finding]) -> Iterator[pytest.Item]:
        """Yield tests of findings that are at hand: of an earlier run, or why there is nothing to run."""
        for id, group in groupby(findings, key=lambda finding: finding.id):
            stored = StoredExpectation(list(group))
            yield self._item(id, stored.line, stored)

    def _item(self, id: str, line: int, source: Any) -> pytest.Item:
        name = id.split("::", 1)[1]
        item: pytest.Item = ExpectationItem.from_parent(self, name=name, line=line, source=source)
        return item


class StoredExpectation:
    """An expectation of an earlier run, with what became of it: nothing has changed since."""

    def __init__(self, findings: list[Finding]) -> None:
        self.line = findings[0].line
        self._findings = findings

    def findings(self) -> list[Finding]:
        return self._findings


class UnsoundError(Exception):
    """An expectation that is not met; its text is all that a reader needs."""


def _said(finding: Finding) -> str:
    return f"{finding.place}: {finding.message}"


class ExpectationItem(pytest.Item):
    """One expectation as a test."""

    def __init__(self, *, line: int, source: Expectation | StoredExpectation, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._line, self._source = line, source

    def runtest(self) -> None:
        from grader.author.findings import Level

        findings = self._source.findings()
        for finding in findings:
            if finding.level is Level.WARNING:
                self.add_report_section("call", WARNING[len("Captured ") : -len(" call")], _said(finding))
        if errors := [finding for finding in findings if finding.level is Level.ERROR]:
            raise UnsoundError("\n".join(map(_said, errors)))
        if any(finding.level is Level.SKIPPED for finding in findings):
            pytest.skip(findings[0].message)

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        if isinstance(excinfo.value, UnsoundError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, max(0, self._line - 1), self.name
