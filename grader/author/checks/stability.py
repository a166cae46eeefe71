"""Repeats every verdict under other circumstances: one that flips anywhere cannot be trusted anywhere."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.author.checks.trivial_answers import rewards
from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.author.probe import Probe, probe, probe_in_process
from grader.errors import GraderError
from grader.judge.score import score_exercise
from grader.model import Exercise, Verdict

CIRCUMSTANCES = {  # what it is called -> the environment it is made of
    "hash seed 1 and one thread": {
        "PYTHONHASHSEED": "1",
        **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1"),
    },
    "hash seed 2 and four threads": {
        "PYTHONHASHSEED": "2",
        **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "4"),
    },
}


def under_circumstances(context: VerificationContext, name: str) -> Iterator[Problem]:
    """No verdict changes under another hash seed or another number of threads."""
    rerun = probe_in_process(context.course, context.id, **CIRCUMSTANCES[name])
    yield from _flips(context, context.get(_own_probe), rerun, f"under {name}")


def in_interpreter(context: VerificationContext, python: str) -> Iterator[Problem]:
    """No verdict changes under another interpreter and its NumPy."""
    try:
        rerun = probe_in_process(context.course, context.id, python)
    except (GraderError, OSError, subprocess.TimeoutExpired) as error:
        yield Problem(f"nothing could be run there: {error}")
        return
    yield from _flips(context, context.get(_own_probe), rerun, f"in {python} with NumPy {rerun.numpy}")


def _own_probe(context: VerificationContext) -> Probe:
    """Take the verdicts in this process, which must be those of any other."""
    return probe(context.assignment, context.course)


def _flips(context: VerificationContext, own: Probe, rerun: Probe, where: str) -> Iterator[Problem]:
    for exercise in context.assignment.exercises:
        name = exercise.name
        if own.inputs[name] != rerun.inputs[name] and own.numpy == rerun.numpy:
            message = f"the arguments of {name} are others {where}: no set or id() may decide their order"
            yield Problem(message, line=exercise.line)
            continue
        for program, verdicts in own.verdicts[name].items():
            if (flipped := rerun.verdicts[name].get(program)) != verdicts:
                message = (
                    f"{name}: {program} gets {_enumerate(verdicts)} here, but {_enumerate(flipped)} {where}"
                )
                yield Problem(message, line=exercise.line)
        if own.inputs[name] == rerun.inputs[name]:
            yield from _other_answer(exercise, own, rerun, where)


def _other_answer(exercise: Exercise, own: Probe, rerun: Probe, where: str) -> Iterator[Problem]:
    name = exercise.name
    result = score_exercise(exercise, own.references[name], rerun.references[name], None)
    if result.verdict is not Verdict.PASSED:
        texts = (case.difference.text for case in result.cases if case.difference)
        answer = next(texts, result.verdict)
        yield Problem(f"{name}: the reference answers otherwise {where}: {answer}", line=exercise.line)


def _enumerate(verdicts: Sequence[str] | None) -> str:
    return ", ".join(verdicts) if verdicts else "nothing"


def with_fresh_seeds(context: VerificationContext) -> Iterator[Problem]:
    """Hidden cases drawn from other seeds judge alike: right passes, every mistake costs points, nothing is free."""
    complaints = {
        f"{exercise.name}: {problem.message}"
        for exercise in context.assignment.exercises
        for problem in rewards(exercise, context.expected_answers(exercise))
    }
    for seed, assignment in context.fresh:
        rerun = probe(assignment, context.course)
        for exercise in assignment.exercises:
            for problem, where in _fresh_problems(exercise, rerun):
                if problem.message not in complaints:  # each is said once, where it is met first
                    complaints.add(problem.message)
                    yield replace(problem, message=f"with --fresh-seed {seed}, {problem.message}", line=where)


def _fresh_problems(exercise: Exercise, rerun: Probe) -> Iterator[tuple[Problem, int]]:
    name = exercise.name
    lines = {f"the mistake {mistake.name}": mistake.line for mistake in exercise.mistakes}
    lines |= {variant.name: variant.line for variant in exercise.variants}
    for program, verdicts in rerun.verdicts[name].items():
        passes = set(verdicts) == {Verdict.PASSED}
        if passes == program.startswith("the mistake"):
            what = "costs no points" if passes else f"gets {_enumerate(verdicts)}"
            yield Problem(f"{name}: {program} {what}"), lines.get(program, exercise.line)
    for problem in rewards(exercise, rerun.references[name]):
        yield Problem(f"{name}: {problem.message}"), exercise.line
