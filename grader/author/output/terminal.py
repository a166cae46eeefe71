"""The findings for a person: a line an assignment, and below it what must be put right, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.author.findings import Level
from grader.author.mutation import by_public, score_base
from grader.author.output.report import Report
from grader.wording import count_of

COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.SKIPPED: "yellow", Level.OK: "green"}


def lines(report: Report, *, warnings: bool = True) -> Iterator[tuple[str, str]]:
    """Yield lines of text with their colours."""
    yield _headline(report)
    for finding in report.errors:
        yield f"  {finding.place}: {finding.message}", COLOURS[Level.ERROR]
        yield f"      {finding.id}", ""
    for finding in report.warnings if warnings else ():
        yield f"  {finding.place}: warning: {finding.message}", COLOURS[Level.WARNING]


def table(reports: Sequence[Report]) -> Iterator[str]:
    """Yield the lines of a table: what became of every assignment's mutants."""
    rows = [COLUMNS, *(_row(report) for report in reports if report.mutation)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *numbers in rows if len(rows) > 1 else ():
        padded = (number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True))
        yield "  ".join([name.ljust(widths[0]), *padded])


COLUMNS = (
    "mutants of",
    "all",
    "killed",
    "by public cases alone",
    "accepted by judges",
    "equivalent",
    "survive",
)


def _row(report: Report) -> tuple[str, ...]:
    ends = report.mutants
    total = score_base(ends)
    killed, public = (
        (f"{count / total:.1%}" if total else "-") for count in (ends["killed"], by_public(ends))
    )
    rest = (ends["accepted"], ends["equivalent"], ends["survived"] + ends["not_run"])
    return (report.assignment, str(total), killed, public, *map(str, rest))


def _headline(report: Report) -> tuple[str, str]:
    errors, warnings = len(report.errors), len(report.warnings)
    level = Level.ERROR if errors else Level.WARNING if warnings else Level.OK
    parts = [f"{report.expectations} expectations", count_of(errors, "error") if errors else "sound"]
    if warnings:
        parts.append(count_of(warnings, "warning"))
    if report.mutation:
        parts.append(mutants_sentence(report))
    parts.append("unchanged" if report.stored else f"{report.seconds:.1f} s")
    return f"{report.assignment}: {', '.join(parts)}", COLOURS[level]


def mutants_sentence(report: Report) -> str:
    """Say how many mutants the cases kill."""
    ends = report.mutants
    total = score_base(ends)
    if not total:
        return "no mutants"
    not_run = f", {ends['not_run']} not run" if ends["not_run"] else ""
    accepted = f", {ends['accepted']} accepted by judges" if ends["accepted"] else ""
    return (
        f"{ends['killed'] / total:.1%} of {total} mutants killed, {ends['killed_by_hidden']} by hidden cases only, "
        f"{ends['survived']} survive{accepted}, {ends['equivalent']} equivalent{not_run}"
    )
