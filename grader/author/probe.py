"""Takes an assignment's verdicts in another process: other hash seeds, thread counts, interpreters, NumPys.

`python -m grader.author.probe COURSE ID` writes a Probe to standard output, pickled: our own code on both ends
of a pipe. It needs NumPy and nothing else that is not of Python.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grader.author.answers import answers, input_bits, namespace
from grader.course.importing import course_on_path
from grader.errors import WorkerError
from grader.judge.score import score_exercise
from grader.model import Assignment, Exercise, Observation

SECONDS = 300

Verdicts = dict[str, tuple[str, ...]]  # program -> a verdict a case


@dataclass(frozen=True, slots=True)
class Probe:
    """What came out somewhere: verdicts by exercise and program, and which inputs they were about."""

    numpy: str
    inputs: Mapping[str, list[bytes]]
    verdicts: Mapping[str, Verdicts]
    references: Mapping[str, tuple[Observation, ...]]


def probe(assignment: Assignment, course: Path) -> Probe:
    """Run the reference twice and every mistake and variant once, and judge them by the first run."""
    references, verdicts = {}, {}
    with course_on_path(course):
        module = namespace(assignment.reference)
        for exercise in assignment.exercises:
            references[exercise.name] = answers(module[exercise.names[0]], exercise)
            verdicts[exercise.name] = _verdicts(exercise, references[exercise.name], assignment)
    inputs = {exercise.name: input_bits(exercise) for exercise in assignment.exercises}
    return Probe(np.__version__, inputs, verdicts, references)


def _verdicts(exercise: Exercise, expected: tuple[Observation, ...], assignment: Assignment) -> Verdicts:
    programs = {"the reference": assignment.reference}
    programs |= {f"the mistake {mistake.name}": mistake.source for mistake in exercise.mistakes}
    programs |= {variant.name: variant.source for variant in exercise.variants}
    verdicts = {}
    for name, source in programs.items():
        observations = answers(namespace(source)[exercise.names[0]], exercise)
        result = score_exercise(exercise, expected, observations, None)
        verdicts[name] = tuple(str(case.verdict) for case in result.cases)
    return verdicts


def probe_in_process(course: Path, id: str, python: str = sys.executable, **environment: str) -> Probe:
    """Take a probe in a process with another environment, or by another interpreter."""
    package = str(Path(__file__).resolve().parents[2])
    inherited = [path for path in [os.environ.get("PYTHONPATH", "")] if path]
    process = subprocess.run(  # noqa: S603 - the author's choice of interpreter
        [python, "-m", "grader.author.probe", str(course), id],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([package, *inherited]), **environment},
        timeout=SECONDS,
        check=False,
    )
    if process.returncode:
        lines = process.stderr.decode(errors="replace").strip().splitlines()
        raise WorkerError(f"{python} could not run {id}: {lines[-1] if lines else process.returncode}")
    verdicts = pickle.loads(process.stdout)  # noqa: S301 - written by main() below
    assert isinstance(verdicts, Probe)
    return verdicts


def main() -> None:
    from grader.course import load
    from grader.course.secret import OPEN

    course, id = Path(sys.argv[1]), sys.argv[2]
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)  # what a reference prints must not mix with the answer
        answer.write(pickle.dumps(probe(load(course, id, secret=OPEN), course)))


if __name__ == "__main__":
    from grader.author import probe as module  # whose Probe is known by its name elsewhere

    module.main()
