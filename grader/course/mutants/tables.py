"""Runs an assignment's mutants in a process of their own, with the time limit that an edited loop needs.

`python -m grader.course.mutants.tables` reads jobs on standard input and writes tables on standard output, both
pickled: this is our own code on both ends of a pipe, running edits of the author's own reference.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from grader.conventions import Conventions
from grader.course.calls import Call, TooLongError, define, silence, within
from grader.course.edit import function_source, slug
from grader.course.importing import import_reference
from grader.course.load import load
from grader.course.mutants.edits import Mutant
from grader.course.mutants.generate import mutants
from grader.course.mutants.sentence import sentence
from grader.errors import GraderError
from grader.judge.cause_table import Cause, CauseTable, classes, mistakes_of, order_of, wrong_in
from grader.judge.signature import Layout, Signature, stack
from grader.model import Assignment, Case, Exercise, Observation, Outcome

SECONDS = 12.0  # of processor time for all mutants of one function; those believed least go unmade
CHILD_SECONDS = 1200.0  # by the clock, however busy the machine: it only ends what hangs

Observations = Sequence[Observation]


@dataclass(frozen=True, slots=True)
class Job:
    """One exercise's cases and what the reference and the mistakes answer to them."""

    exercise: str
    cases: tuple[Case, ...]
    expected: tuple[Observation, ...]
    mistakes: Mapping[str, tuple[Observation, ...]]


def tables(assignment: Assignment, jobs: Sequence[Job]) -> dict[str, CauseTable]:
    """Return every exercise's table of causes, made in as many processes as there are processors."""
    count = max(1, min(os.cpu_count() or 1, 4, len(jobs)))
    made: dict[str, CauseTable] = {}
    with contextlib.ExitStack() as children:
        started = [children.enter_context(_child(assignment, jobs[start::count])) for start in range(count)]
        for finish in started:
            made.update(finish())
    return {job.exercise: made[job.exercise] for job in jobs}


@contextlib.contextmanager
def _child(assignment: Assignment, jobs: Sequence[Job]) -> Iterator[Callable[[], dict[str, CauseTable]]]:
    """Start a process for some jobs and yield what waits for its tables; it never outlives its caller."""
    folder = Path(assignment.folder)
    with (
        tempfile.TemporaryFile() as request,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as complaint,
    ):
        pickle.dump((str(folder.parents[1]), folder.name, assignment.secret, list(jobs)), request)
        request.seek(0)
        command = [sys.executable, "-m", "grader.course.mutants.tables"]
        child = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=request, stdout=answer, stderr=complaint, env=_environment()
        )

        def finish() -> dict[str, CauseTable]:
            try:
                status = child.wait(CHILD_SECONDS)
            except subprocess.TimeoutExpired:
                raise GraderError(
                    f"the mutants of {assignment.id} did not end in {CHILD_SECONDS:g} s: "
                    "try again when the machine is less busy"
                ) from None
            answer.seek(0)
            complaint.seek(0)
            if status:
                last = complaint.read().decode(errors="replace")[-2000:]
                raise GraderError(f"the mutants of {assignment.id} could not be run: {last}")
            made: dict[str, CauseTable] = pickle.load(answer)  # noqa: S301 - written by our own module
            return made

        try:
            yield finish
        finally:
            child.kill()
            child.wait()


def _environment() -> dict[str, str]:
    """Return the environment in which a child finds this very package, and uses one thread."""
    paths = [str(Path(__file__).resolve().parents[3]), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def main() -> None:
    course, id, secret, jobs = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by `_child`
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what mutants print must not mix with the answer
    assignment = load(Path(course), id, secret=secret)
    module = import_reference(Path(course), id)
    with answer, Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        made = {job.exercise: table(assignment, module, job) for job in jobs}
        pickle.dump(made, answer)


def table(assignment: Assignment, module: Any, job: Job) -> CauseTable:
    """Run one exercise's mutants and keep those that give wrong values, one a class, mistakes first."""
    exercise = replace(assignment.exercise(job.exercise), cases=job.cases)
    layout = Layout(exercise, job.expected)
    reference = layout.read(job.expected)
    text = function_source(assignment.reference, exercise.names[0]).text
    order, ordered = order_of(text, [slot.name for slot in layout.slots])
    causes, rows = mistakes_of(exercise, layout, job.mistakes)
    for mutant, row in _answers(exercise, module, text, layout, assignment.conventions):
        wrong = wrong_in(row, layout, reference)
        if wrong.any():
            names = {layout.slots[index].name for index in np.flatnonzero(wrong)}
            changed = [name for name in order if name in names]
            causes.append(_cause(mutant, exercise, changed, assignment.conventions))
            rows.append(row)
    kept = classes(rows)
    return CauseTable(
        tuple(causes[i] for i in kept), stack([rows[i] for i in kept], reference), reference, order, ordered
    )


def _cause(mutant: Mutant, exercise: Exercise, changed: Sequence[str], conventions: Conventions) -> Cause:
    targets = tuple(name for target in mutant.targets for name in target.split(", ") if name)
    name = slug(f"{mutant.operator} {' '.join(targets or changed)}", 5)
    message = sentence(mutant, exercise, changed, conventions.naming)
    return Cause(name, message, str(mutant.operator), mutant.line, targets)


def _answers(
    exercise: Exercise, module: Any, text: str, layout: Layout, conventions: Conventions
) -> Iterator[tuple[Mutant, Signature]]:
    """Yield what each mutant that returns something answers, until the time is used up."""
    reference = getattr(module, exercise.names[0])
    calls = [Call(case, reference) for case in exercise.cases]
    start = time.process_time()  # not the clock on the wall: a busy machine must not change what a key knows
    with silence():
        layout.read([call.make(reference) for call in calls])
    usual = time.process_time() - start
    for mutant in mutants(text, conventions):
        if time.process_time() - start > SECONDS:
            return
        function = define(mutant.apply_to(text), vars(module), exercise.names[0])
        try:
            with silence(), within(0.1 + 3 * usual):
                observations = [call.make(function) for call in calls]
        except TooLongError:
            continue
        if any(observation.outcome is Outcome.RETURNED for observation in observations):
            yield mutant, layout.read(observations)


if __name__ == "__main__":
    main()
