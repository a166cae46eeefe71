"""The commands: they parse, delegate and print. `grader --help` is the manual."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.disk import describe_os_error
from grader.errors import GraderError
from grader.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

STOPPED = 130  # what shells report of a command ended by Ctrl-C
# \b in a docstring is click's sign for lines that stay as they are, and must not be escaped: no r"""
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """Turns our errors into one line and their exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GraderError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(error.exit_status)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(STOPPED)
        except OSError as error:  # a full disk, a folder that may not be written
            click.echo(f"Error: {describe_os_error(error)}", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings=HELP)
@click.version_option(__version__)
@click.option(
    "--course",
    type=click.Path(path_type=Path),
    help="The folder that holds assignments/ and reference/.  [default: found from here upwards]",
)
@click.pass_context
def main(ctx: click.Context, course: Path | None) -> None:
    """Grade NumPy assignments function by function, and say why an answer is wrong.

    Exit status: 0 graded, whatever the score · 1 an assignment or an input is invalid · 2 wrong usage ·
    3 our own fault · 130 stopped by Ctrl-C; the same command goes on.
    """
    ctx.obj = course


def _course(given: Path | None) -> Path:
    from grader.course import find_course

    return find_course(given or Path.cwd())


def _secret(course: Path) -> bytes:
    """Return what the course's hidden cases are drawn from, and tell where that has changed."""
    from grader.course.secret import secret_of

    secret = secret_of(course)
    if secret.remark:
        click.echo(secret.remark, err=True)
    return secret.value


@main.command("list")
@click.pass_obj
def list_(course: Path | None) -> None:
    """Show the course's assignments, their exercises and points."""
    from grader.course import load_all
    from grader.course.secret import OPEN

    for assignment in load_all(_course(course), None, OPEN):
        week = f"{assignment.week}  " if assignment.week else ""
        click.echo(f"{assignment.id}  {week}{assignment.points:g} points  {assignment.title}")
        for exercise in assignment.exercises:
            click.echo(f"    {exercise.points:5g}  {exercise.name}: {exercise.title}")


@main.command()
@click.argument("assignments", nargs=-1)
@click.pass_obj
def build(course: Path | None, assignments: Sequence[str]) -> None:
    """Run the reference and the mistakes, and write the answer keys (HDF5).

    Grading does this by itself whenever a key is missing or stale.
    """
    from grader.course import key as keys
    from grader.course import load, names
    from grader.worker import Worker

    root = _course(course)
    secret = _secret(root)
    with Worker() as worker:
        for id in assignments or names(root):
            assignment = load(root, id, secret=secret)
            keys.build(assignment, worker.observe)
            click.echo(f"{id}: {keys.key_path(assignment)}")


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="Where reports go.")
@click.option("-a", "--assignment", help="The assignment's id.  [default: recognised from the functions]")
@click.option(
    "--policy",
    type=click.Choice(["follow-through", "strict"]),
    default="follow-through",
    show_default=True,
    help="Whether a wrong helper costs its own points only.",
)
@click.option("--fresh-seed", type=int, help="Draw the hidden cases anew from this number.")
@click.option(
    "--require-isolation",
    "tier",
    type=click.Choice(["process", "kernel", "full"]),
    help="Refuse to run where students' code cannot be isolated at least so well. Several people's code is run "
    "at `process`, which is no boundary, only where that is asked for here.",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder whose templates replace the report's.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), help="Grading processes.  [default: the processors]")
@click.option("--cluster", metavar="ADDRESS", help="Grade on the workers of this Dask scheduler instead.")
@click.option(
    "--no-cache",
    is_flag=True,
    help="Run every program, also one that equals another's or whose result is stored.",
)
@click.option(
    "--execute", is_flag=True, help="Also run each notebook from top to bottom; it decides no marks."
)
@click.option(
    "--attempts",
    type=click.Choice(["best", "last"]),
    help="Which of a student's counts.  [default: course.toml's]",
)
@click.option(
    "--roster", type=click.Path(path_type=Path), help="CSV: student, name, email, identifier, extra_days."
)
@click.option(
    "--overrides", type=click.Path(path_type=Path), help="CSV: assignment, student, exercise, score, comment."
)
@click.pass_obj
def grade(
    course: Path | None,
    paths: Sequence[Path],
    out: Path,
    assignment: str | None,
    policy: str,
    fresh_seed: int | None,
    tier: str | None,
    template: Path | None,
    jobs: int | None,
    cluster: str | None,
    no_cache: bool,
    execute: bool,
    attempts: str | None,
    roster: Path | None,
    overrides: Path | None,
) -> None:
    """Grade submissions: notebooks, modules, or folders of them.

    Each gets OUT/<assignment>/<student>/report.html, for the student, and result.json; all of them
    OUT/index.html, the overview, OUT/grades.csv and OUT/grades.sqlite, the record. Stopped, the same command
    goes on where it was; what has not changed is not graded again. The best isolation this machine offers is
    used, and named in every result, on the overview and in the end: `full` (bubblewrap: a view of Python alone,
    no network), `kernel` (Landlock and a list of system calls) or `process` (limits, and a user without rights
    where root grades, but no walls: for one person's own work, and for a class only if it is asked for by
    name). A course.toml beside assignments/ tells weights, due dates and lateness.

    An override without an exercise is of the whole score, one without a score is taken back, and one above the
    points there are is a bonus, which is told.

    \b
    Examples:
      grader grade ada.ipynb -o out
      grader grade submissions/logistic_regression -o out -a logistic_regression
    """  # noqa: D301
    from grader.classroom.command import grade_class
    from grader.classroom.grading_process import GradingJob, course_digest
    from grader.classroom.instructor_inputs import InstructorInputs
    from grader.grading.grade import Policy
    from grader.model import Tier
    from grader.worker import require

    isolation = Tier(tier) if tier else None
    if isolation and cluster is None:
        require(isolation)
    rules = Policy(follow_through=policy == "follow-through")
    root = _course(course)
    order = GradingJob(
        root,
        out,
        assignment,
        rules,
        fresh_seed,
        template,
        reuse=not no_cache,
        execute=execute,
        isolation=isolation,
        content=course_digest(root),
        secret=_secret(root),
    )
    sys.exit(grade_class(order, paths, jobs, InstructorInputs(attempts, roster, overrides), cluster))


@main.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--preview", is_flag=True, help="Tell who would change, by how much; write nothing.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Grading processes.  [default: the processors]")
@click.pass_obj
def regrade(course: Path | None, out: Path, preview: bool, jobs: int | None) -> None:
    """Grade again what was graded into OUT, after a check or the rules of the course have changed.

    The same files, by the options they were graded with. What has not changed is not graded again; an
    instructor's overrides stay.
    """
    from grader.classroom.regrade import regrade as again

    root = _course(course)
    sys.exit(again(root, out, preview, jobs, _secret(root)))


@main.command()
@click.argument(
    "system",
    metavar="FORMAT",
    type=click.Choice(
        ["gradescope", "gradescope-results", "canvas", "moodle", "coursera", "github", "junit"]
    ),
)
@click.argument("out", type=click.Path(path_type=Path))
@click.option("-a", "--assignment", help="The assignment's id.")
@click.option(
    "--from", "source", type=click.Path(path_type=Path), help="The CSV you exported there, to be filled."
)
@click.option("--column", help="The column of that CSV.  [default: the one called as the assignment]")
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

    FORMAT is gradescope (an autograder.zip to upload; nothing need be graded), gradescope-results, canvas or
    moodle (your own exported CSV, one column filled), coursera, github (summary and annotations) or junit.

    \b
    Examples:
      grader export gradescope out -a logistic_regression
      grader export canvas out -a logistic_regression --from gradebook.csv --to filled.csv
    """  # noqa: D301
    from grader.classroom.export import Request
    from grader.classroom.export import export as write

    click.echo(write(system, Request(out, course or Path.cwd(), assignment, source, target, column)))


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("functions", nargs=-1, metavar="[FUNCTION]...")
@click.option(
    "--hints", default=0, show_default=True, help="How many hints to give for what is not right yet."
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


@main.command()
@click.argument("assignments", nargs=-1)
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="Where the folders go.")
@click.option("--force", is_flag=True, help="Overwrite notebooks that have been worked in.")
@click.pass_obj
def release(course: Path | None, assignments: Sequence[str], out: Path, force: bool) -> None:
    """Write the folders that students get: starter notebook, brief, modules, data and public checks.

    Nothing of reference/ and no hidden case is in them. The starter is made from the reference.
    """
    from grader.course import load, names
    from grader.course.key import answer_key
    from grader.student.release.folder import release as write
    from grader.worker import Worker

    root = _course(course)
    secret = _secret(root)
    with Worker() as worker:
        for id in assignments or names(root):
            assignment = load(root, id, secret=secret)
            done = write(assignment, answer_key(assignment, worker.observe), worker.observe, out, force=force)
            click.echo(f"{id}: {done.folder}, {done.written} files written")
            if done.kept:
                click.echo(f"  kept {done.kept}: it has been worked in; --force overwrites it")


@main.command()
@click.argument("assignments", nargs=-1)
@click.option("--junit", type=click.Path(path_type=Path), help="Write the findings as JUnit XML.")
@click.option(
    "--json", "record", type=click.Path(path_type=Path), help="Write all that was measured as JSON."
)
@click.option(
    "--python", "pythons", multiple=True, help="Repeat the verdicts with this interpreter and its NumPy."
)
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes.  [default: the processors]")
@click.option("--no-cache", is_flag=True, help="Verify what has not changed, too.")
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
@click.pass_obj
def verify(course: Path | None, /, assignments: Sequence[str], **options: Any) -> None:
    """Prove assignments sound: the reference is right, mistakes are told apart, nothing is won by guessing.

    Every finding names the line to change. On GitHub, findings become annotations and a summary. What has not
    changed since it was verified is not verified again. Exit status: 0 sound · 1 an error was found.
    """
    from grader.author.command import run

    sys.exit(run(_course(course), assignments, **options))


@main.command()
@click.argument("assignment")
@click.pass_obj
def new(course: Path | None, assignment: str) -> None:
    """Begin an assignment that verifies as it stands: checks, reference and brief, for you to make your own.

    In a folder that is no course yet, the course is begun too, with the CI that verifies it on every commit.
    """
    from grader.author.scaffold import begin

    for line in begin(course or Path.cwd(), assignment):
        click.echo(line)
