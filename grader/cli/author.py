"""What an author asks on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.common import course_folder, secret_value
from grader.report.say import say

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command()
@click.argument("assignments", nargs=-1)
@click.pass_obj
def build(course: Path | None, assignments: Sequence[str]) -> None:
    """Run the reference and the mistakes, and write the answer keys (HDF5).

    Without ASSIGNMENTS, those of all. Grading does this by itself whenever a key is missing or stale.

    \b
    Examples:
      grader build
      grader build logistic_regression
    """  # noqa: D301
    from grader.course import key as keys
    from grader.course import load, names
    from grader.worker import Worker

    root = course_folder(course)
    secret = secret_value(root)
    with Worker() as worker:
        for id in assignments or names(root):
            assignment = load(root, id, secret=secret)
            keys.build(assignment, worker.observe)
            say(f"{id}: {keys.key_path(assignment)}")


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("--junit", type=click.Path(path_type=Path), help="Write the findings as JUnit XML.")
@click.option(
    "--json", "record", type=click.Path(path_type=Path), help="Write all that was measured as JSON."
)
@click.option(
    "--python",
    "pythons",
    multiple=True,
    help="Repeat the verdicts with this interpreter and its NumPy, such as ../old/bin/python; may be given again.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes.  [default: the processors]")
@click.option("--no-cache", is_flag=True, help="Verify what has not changed, too.")
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
@click.pass_obj
def verify(course: Path | None, /, assignments: Sequence[str], **options: Any) -> None:
    """Prove assignments sound: the reference is right, mistakes are told apart, nothing is won by guessing.

    Every finding names the line to change. On GitHub, findings become annotations and a summary. What has not
    changed since it was verified is not verified again. Exit status: 0 sound · 1 an error was found.

    \b
    Examples:
      grader verify
      grader verify logistic_regression --junit findings.xml
    """  # noqa: D301
    from grader.author.command import run

    sys.exit(run(course_folder(course), assignments, **options))


@click.command()
@click.argument("assignment")
@click.pass_obj
def new(course: Path | None, assignment: str) -> None:
    """Begin an assignment that verifies as it stands: checks, reference and brief, for you to make your own.

    In a folder that is no course yet, the course is begun too, with the CI that verifies it on every commit.

    \b
    Example:
      grader new gradient_clipping
    """  # noqa: D301
    from grader.author.scaffold import begin

    for line in begin(course or Path.cwd(), assignment):
        say(line)


COMMANDS = (
    build,
    verify,
    new,
)
