"""What a student asks on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("functions", nargs=-1, metavar="[FUNCTION]...")
@click.option(
    "--hints",
    default=0,
    show_default=True,
    help="How many of its hints to give for each function that is not right yet.",
)
@click.option("--watch", is_flag=True, help="Check again at each save, until Ctrl-C.")
@click.pass_obj
def check(course: Path | None, path: Path, functions: Sequence[str], hints: int, watch: bool) -> None:
    """Check your own notebook or module on the public cases; the full grade also runs hidden ones.

    It needs the folder that was released, no course: the checks are found beside the file or above it.

    \b
    Examples:
      grader check logistic_regression.ipynb
      grader check logistic_regression.ipynb sigmoid propagate --hints 1
    """  # noqa: D301
    from grader.student.check import terminal

    run = terminal.watch if watch else terminal.check
    run(path, functions, course, hints)


COMMANDS = (check,)
