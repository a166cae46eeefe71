"""`grader export`: what an instructor asks for another system."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.common import Choices
from grader.report.say import say


class ExportCommand(click.Command):
    """Lists the formats there are in its help."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from grader.classroom.export import FORMATS

        with formatter.section("Formats"):
            formatter.write_dl([(name, row.summary) for name, row in FORMATS.items()])
        super().format_options(ctx, formatter)


@click.command(cls=ExportCommand)
@click.argument("system", metavar="FORMAT", type=Choices("grader.classroom.export", "FORMATS"))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "-a",
    "--assignment",
    help="The assignment's id, as `grader list` shows it; needed where several would fit.",
)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    help="For canvas and moodle: the CSV you exported there, to be filled; it stays as it is.",
)
@click.option(
    "--column",
    help="The column of that CSV, such as 'Week 2'.  [default: the one called as the assignment]",
)
@click.option("--to", "target", type=click.Path(path_type=Path), help="The file to write.  [default: in OUT]")
@click.pass_obj
def export(
    course: Path | None,
    system: str,
    out: Path,
    assignment: str | None,
    source: Path | None,
    column: str | None,
    target: Path | None,
) -> None:
    """Write what another system takes in, from OUT, the folder that `grader grade` wrote.

    \b
    Examples:
      grader export gradescope out -a logistic_regression
      grader export canvas out -a logistic_regression --from gradebook.csv --to filled.csv
      grader export junit out --to results.xml
    """  # noqa: D301
    from grader.classroom.export import Request
    from grader.classroom.export import export as write_export

    say(write_export(system, Request(out, course or Path.cwd(), assignment, source, target, column)))


COMMANDS = (export,)
