"""The one door to the terminal: a line may quote a student, the name of a file, or a stranger's file."""

from __future__ import annotations

from grader.report.text import plain_text


def say(line: str, *, error: bool = False, colour: str | None = None, bold: bool = False) -> None:
    """Print a line in which nothing acts: it stays one line, and has the colour that is asked for.

    Else a file's name could clear the screen, or begin a line that a runner of CI takes for a command.
    """
    import click

    click.secho(plain_text(line).replace("\n", "\\n"), err=error, fg=colour, bold=bold or None)
