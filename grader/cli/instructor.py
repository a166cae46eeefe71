"""What an instructor asks on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import Choices, course_folder, secret_value
from grader.report.say import say

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command("list")
@click.pass_obj
def list_(course: Path | None) -> None:
    """Show the course's assignments, their exercises and points.

    The first word of each is its id, which the other commands take.
    """
    from grader.course import load_all
    from grader.course.secret import OPEN

    for assignment in load_all(course_folder(course), None, OPEN):
        week = f"{assignment.week}  " if assignment.week else ""
        say(f"{assignment.id}  {week}{assignment.points:g} points  {assignment.title}")
        for exercise in assignment.exercises:
            say(f"    {exercise.points:5g}  {exercise.name}: {exercise.title}")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="Where reports go: a folder."
)
@click.option(
    "-a",
    "--assignment",
    help="The assignment's id, as `grader list` shows it.  [default: recognised from the functions]",
)
@click.option(
    "--policy",
    type=Choices("grader.classroom.job", "POLICIES"),
    default="follow-through",
    show_default=True,
    help="Whether a wrong helper costs its own points only: `follow-through` judges what uses it with a right one "
    "in its place, `strict` does not.",
)
@click.option(
    "--fresh-seed", type=int, help="Draw the hidden cases anew from this number, such as 7: for another year."
)
@click.option(
    "--require-isolation",
    "tier",
    type=Choices("grader.model", "Tier"),
    help="Refuse to run where students' code cannot be isolated at least so well. Several people's code is run "
    "at `process`, which is no boundary, only where that is asked for here.",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder whose templates replace the report's: those of the same name, such as report.html.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), help="Grading processes.  [default: the processors]")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Grade on the workers of this Dask scheduler instead, such as tcp://HOST:8786.",
)
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
    type=Choices("grader.classroom.rules", "ATTEMPTS"),
    help="Which of a student's attempts counts.  [default: course.toml's, else best]",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    help="CSV, a student a line: student, name, email, identifier, extra_days. The first line names the columns; "
    "only `student`, a login or as the files are called, is needed. Who handed in is known by any of them.",
)
@click.option(
    "--overrides",
    type=click.Path(path_type=Path),
    help="CSV, a score of yours a line: assignment, student, exercise, score, comment, "
    "such as pair,ada,norm,12,right idea.",
)
@click.option(
    "--times",
    type=click.Path(path_type=Path),
    help="CSV, a hand-in a line, where no system says when or it is wrong: student or identifier, assignment, "
    "handed_in, attempt, such as ada,,pair,2026-10-05 23:59.",
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
    times: Path | None,
) -> None:
    """Grade submissions: notebooks, modules, or folders of them.

    Each gets OUT/<assignment>/<student>/report.html, for the student, and result.json; all of them
    OUT/index.html, the overview, OUT/grades.csv and OUT/grades.sqlite, the record. Stopped, the same command
    goes on where it was; what has not changed is not graded again. The best isolation this machine offers is
    used, and named in every result, on the overview and in the end: `full` (bubblewrap: a view of Python alone,
    no network), `kernel` (Landlock and a list of system calls) or `process` (limits, and a user without rights
    where root grades, but no walls: for one person's own work, and for a class only if it is asked for by
    name). A course.toml beside assignments/ tells weights, due dates, lateness, teams (docs/course-toml.md).

    What one person handed in at one time may be a file, a folder or a zip, as Canvas, Moodle, Gradescope,
    Brightspace, Blackboard, nbgrader and GitHub Classroom deliver it. The functions tell which file is the work;
    modules of the student's own that it imports go with it. OUT/deliveries.csv says of every file what it is,
    OUT/persons.csv who handed in, and who on the roster did not.

    An override without an exercise is of the whole score, one without a score is taken back, and one above the
    points there are is a bonus, which is told.

    \b
    Examples:
      grader grade ada.ipynb -o out
      grader grade submissions/logistic_regression -o out -a logistic_regression
      grader grade class/ -o out --roster roster.csv --overrides overrides.csv
      grader grade class.zip -o out --fresh-seed 7 --require-isolation full
    """  # noqa: D301
    from grader.classroom.command import grade_class
    from grader.classroom.instructor_inputs import InstructorInputs
    from grader.classroom.job import POLICIES, GradingJob, course_digest
    from grader.model import Tier
    from grader.worker import require

    isolation = Tier(tier) if tier else None
    if isolation and cluster is None:
        require(isolation)
    root = course_folder(course)
    job = GradingJob(
        root,
        out,
        assignment,
        POLICIES[policy],
        fresh_seed,
        template,
        reuse=not no_cache,
        execute=execute,
        isolation=isolation,
        content=course_digest(root),
        secret=secret_value(root),
    )
    sys.exit(grade_class(job, paths, jobs, InstructorInputs(attempts, roster, overrides, times), cluster))


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--preview", is_flag=True, help="Tell who would change, by how much; write nothing.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Grading processes.  [default: the processors]")
@click.pass_obj
def regrade(course: Path | None, out: Path, preview: bool, jobs: int | None) -> None:
    """Grade again what was graded into OUT, after a check or the rules of the course have changed.

    The same files, by the options they were graded with. What has not changed is not graded again; an
    instructor's overrides stay.

    \b
    Examples:
      grader regrade out --preview
      grader regrade out
    """  # noqa: D301
    from grader.classroom.regrade import regrade as regrade_class

    root = course_folder(course)
    sys.exit(regrade_class(root, out, preview, jobs, secret_value(root)))


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="Where the folders go.")
@click.option("--force", is_flag=True, help="Overwrite notebooks that have been worked in.")
@click.pass_obj
def release(course: Path | None, assignments: Sequence[str], out: Path, force: bool) -> None:
    """Write the folders that students get: starter notebook, brief, modules, data and public checks.

    Nothing of reference/ and no hidden case is in them. The starter is made from the reference. Without
    ASSIGNMENTS, all are released.

    \b
    Examples:
      grader release -o students
      grader release logistic_regression -o students --force
    """  # noqa: D301
    from grader.course import load, names
    from grader.course.key import answer_key
    from grader.student.release.folder import release as write_folder
    from grader.worker import Worker

    root = course_folder(course)
    secret = secret_value(root)
    with Worker() as worker:
        for id in assignments or names(root):
            assignment = load(root, id, secret=secret)
            key = answer_key(assignment, worker.observe)
            released = write_folder(assignment, key, worker.observe, out, force=force)
            say(f"{id}: {released.folder}, {released.written} files written")
            if released.kept:
                say(f"  kept {released.kept}: it has been worked in; --force overwrites it")


COMMANDS = (list_, grade, regrade, release)
