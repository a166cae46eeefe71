"""Repeats every verdict under other circumstances: one that flips anywhere cannot be trusted anywhere."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence

from grader.author.desk import Desk
from grader.author.finding import Problem
from grader.author.probe import Probe, elsewhere, probe
from grader.author.trivial import refused
from grader.errors import GraderError
from grader.judge.score import score_exercise
from grader.model import Verdict

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


def same_elsewhere(desk: Desk, name: str) -> Iterator[Problem]:
    """No verdict changes under another hash seed or another number of threads."""
    here = desk.probe
    yield from _flips(desk, here, elsewhere(desk.course, desk.id, **CIRCUMSTANCES[name]), f"under {name}")


def same_in(desk: Desk, python: str) -> Iterator[Problem]:
    """No verdict changes under another interpreter and its NumPy."""
    try:
        there = elsewhere(desk.course, desk.id, python)
    except (GraderError, OSError, subprocess.TimeoutExpired) as error:
        yield Problem(f"nothing could be run there: {error}")
        return
    yield from _flips(desk, desk.probe, there, f"in {python} with NumPy {there.numpy}")


def _flips(desk: Desk, here: Probe, there: Probe, where: str) -> Iterator[Problem]:
    for exercise in desk.assignment.exercises:
        name = exercise.name
        if here.inputs[name] != there.inputs[name] and here.numpy == there.numpy:
            message = f"the arguments of {name} are others {where}: no set or id() may decide their order"
            yield Problem(message, line=exercise.line)
            continue
        for program, verdicts in here.verdicts[name].items():
            if (other := there.verdicts[name].get(program)) != verdicts:
                message = f"{name}: {program} gets {_listed(verdicts)} here, but {_listed(other)} {where}"
                yield Problem(message, line=exercise.line)
        if here.inputs[name] == there.inputs[name]:
            result = score_exercise(exercise, here.references[name], there.references[name], None)
            if result.verdict is not Verdict.PASSED:
                said = next(
                    (case.difference.text for case in result.cases if case.difference), result.verdict
                )
                yield Problem(f"{name}: the reference answers otherwise {where}: {said}", line=exercise.line)


def _listed(verdicts: Sequence[str] | None) -> str:
    return ", ".join(verdicts) if verdicts else "nothing"


def same_when_drawn_anew(desk: Desk) -> Iterator[Problem]:
    """Hidden cases drawn from other seeds judge alike: right passes, every mistake costs points, nothing is free."""
    for seed, drawn in desk.fresh:
        found = probe(drawn, desk.course)
        for exercise in drawn.exercises:
            lines = {f"the mistake {mistake.name}": mistake.line for mistake in exercise.mistakes}
            lines |= {variant.name: variant.line for variant in exercise.variants}
            for program, verdicts in found.verdicts[exercise.name].items():
                passes = set(verdicts) == {Verdict.PASSED}
                if passes == program.startswith("the mistake"):
                    what = "costs no points" if passes else f"gets {_listed(verdicts)}"
                    message = f"{exercise.name}: with --fresh-seed {seed}, {program} {what}"
                    yield Problem(message, line=lines.get(program, exercise.line))
            for problem in refused(exercise, found.references[exercise.name]):
                message = f"{exercise.name}: with --fresh-seed {seed}, {problem.message}"
                yield Problem(message, line=exercise.line)
