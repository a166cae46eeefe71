"""The commands, a module for each kind of user: they parse, delegate and print. `grader --help` is the manual."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.cli import author, export, instructor, student
from grader.disk import describe_os_error
from grader.errors import GraderError
from grader.report.say import say
from grader.version import __version__

STOPPED = 130  # what shells report of a command ended by Ctrl-C
# \b in a docstring is click's sign for lines that stay as they are, and must not be escaped: no r"""
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class GraderGroup(click.Group):
    """Turns our errors into one line and their exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GraderError as error:
            say(f"Error: {error}", error=True)
            ctx.exit(error.exit_status)
        except KeyboardInterrupt:
            say("Stopped.", error=True)
            ctx.exit(STOPPED)
        except OSError as error:  # a full disk, a folder that may not be written
            say(f"Error: {describe_os_error(error)}", error=True)
            ctx.exit(1)


@click.group(cls=GraderGroup, context_settings=HELP)
@click.version_option(__version__)
@click.option(
    "--course",
    type=click.Path(path_type=Path),
    help="The folder that holds assignments/ and reference/, such as ~/courses/dl.  "
    "[default: found from here upwards]",
)
@click.pass_context
def main(ctx: click.Context, course: Path | None) -> None:
    """Grade NumPy assignments function by function, and say why an answer is wrong.

    \b
    A student:     check
    An instructor: list, grade, regrade, export, release
    An author:     new, verify, build

    Exit status: 0 graded, whatever the score · 1 an assignment or an input is invalid · 2 wrong usage ·
    3 our own fault · 130 stopped by Ctrl-C; the same command goes on.
    """  # noqa: D301
    ctx.obj = course


for module in (student, instructor, export, author):
    for command in module.COMMANDS:
        main.add_command(command)
