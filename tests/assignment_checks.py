"""What every assignment's tests ask of its rubric.

Right solutions pass, mistakes fail and differ from each other, nothing trivial passes.
"""

import contextlib
import io
import random
import sys
import types
import warnings
from copy import deepcopy
from functools import cache, partial
from inspect import signature
from itertools import combinations
from pathlib import Path

import numpy as np

from grader.course import load
from grader.judge.compare import Tolerance, compare
from grader.judge.parts import canonical, split
from grader.judge.score import score_case, score_exercise
from grader.model import Observation, Outcome, Raised, Verdict

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


@cache
def assignment(id_):
    return load(ROOT, id_)


def observe(exercise, source):
    """Run a module's text in this process and make the exercise's calls."""
    module = types.ModuleType("solution")
    exec(compile(source, "solution.py", "exec"), module.__dict__)
    function = next(getattr(module, name) for name in exercise.names if hasattr(module, name))
    return [_call(function, case) for case in exercise.cases]


def _call(function, case):
    takes = signature(function).parameters
    given = {a.name: deepcopy(a.value) for a in case.arguments if not a.optional or a.name in takes}
    if not given.keys() <= takes.keys():  # other names than the reference's: by position
        function, given = partial(function, *given.values()), {}
    np.random.seed(case.seed)
    random.seed(case.seed)
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            return Observation(Outcome.RETURNED, function(**given))
        except Exception as error:
            return Observation(Outcome.RAISED, raised=Raised(type(error).__name__, str(error)))


@cache
def expected(exercise_name, id_):
    """Return what the reference answers to the exercise's calls."""
    return observe(assignment(id_).exercise(exercise_name), assignment(id_).reference)


def score(id_, exercise, observations):
    return score_exercise(exercise, expected(exercise.name, id_), observations, None)


def told_apart(exercise, some, others):
    """Tell whether two programs did something different in some call."""
    return any(not _alike(exercise, one, other) for one, other in zip(some, others, strict=True))


def _alike(exercise, one, other):
    if one.outcome is not other.outcome:
        return False
    if one.outcome is Outcome.RAISED:
        return (one.raised.type, one.raised.message) == (other.raised.type, other.raised.message)
    mine, theirs = (split(exercise, canonical(exercise, seen.value)) for seen in (one, other))
    if not (isinstance(mine, dict) and isinstance(theirs, dict)):
        return type(mine) is type(theirs)
    tolerance = Tolerance(1e-4, 1e-12, exercise.ignore)
    return mine.keys() == theirs.keys() and all(
        compare(mine[name], theirs[name], name, tolerance) is None
        and compare(theirs[name], mine[name], name, tolerance) is None
        for name in mine
    )


def check_sums_to_100(id_):
    assert assignment(id_).points == 100
    for exercise in assignment(id_).exercises:
        assert {case.hidden for case in exercise.cases} == {True, False}, exercise.name
        assert exercise.hints, exercise.name
        known = {other.name for other in assignment(id_).exercises}
        assert set(exercise.needs) <= known, exercise.name


def check_reference(id_):
    for exercise in assignment(id_).exercises:
        assert all(seen.outcome is Outcome.RETURNED for seen in expected(exercise.name, id_)), exercise.name
        again = observe(exercise, assignment(id_).reference)
        assert score(id_, exercise, again).verdict is Verdict.PASSED, exercise.name


def check_mistakes(id_):
    """Every mistake loses marks, and no two of an exercise look alike."""
    for exercise in assignment(id_).exercises:
        seen = {mistake.name: observe(exercise, mistake.source) for mistake in exercise.mistakes}
        assert len(seen) == len(exercise.mistakes), f"{exercise.name}: two mistakes of one name"
        for name, observations in seen.items():
            assert score(id_, exercise, observations).score < exercise.points, f"{exercise.name}: {name}"
        for (name, one), (other, another) in combinations(seen.items(), 2):
            assert told_apart(exercise, one, another), f"{exercise.name}: {name} looks like {other}"


def check_variants(id_):
    for exercise in assignment(id_).exercises:
        for variant in exercise.variants:
            result = score(id_, exercise, observe(exercise, variant.source))
            said = [case.difference or case.observation.raised for case in result.cases]
            assert result.score == exercise.points, f"{exercise.name}, line {variant.line}: {said}"


def check_nothing_trivial_passes(id_, zeros_are_right=()):
    """None, a number, an argument given back and (but where zeros are asked for) zeros pass no case."""
    for exercise in assignment(id_).exercises:
        for case, right in zip(exercise.cases, expected(exercise.name, id_), strict=True):
            answers = [None, 0, 1, *(argument.value for argument in case.arguments)]
            answers += [tuple(argument.value for argument in case.arguments)]
            if exercise.name not in zeros_are_right:
                answers.append(_zeros(right.value))
            for answer in answers:
                result = score_case(exercise, case, right, Observation(Outcome.RETURNED, answer))
                assert result.verdict is Verdict.WRONG_ANSWER, (
                    f"{exercise.name}, case {case.number}: {answer}"
                )


def check_judge_is_robust(id_):
    """A judge answers any plain value with a sentence."""
    strange = [
        None,
        3,
        float("nan"),
        "x",
        [],
        [[]],
        [1, "a"],
        [None],
        [(1, 2)],
        [(None, None)],
        (),
        {},
        {1: 2},
    ]
    strange += [np.zeros((0, 3)), np.array(["a", "b"]), (np.zeros(2), None), ({"W1": np.array(["a"])}, [])]
    strange += [{"W1": None}, {"W1": "x", "b1": []}, {"W1": np.zeros((2, 2)), "b1": np.zeros((2, 1))}]
    for exercise in assignment(id_).exercises:
        for case in exercise.cases if exercise.judge else ():
            for value in strange:
                said = exercise.judge(value, *(argument.value for argument in case.arguments))
                assert isinstance(said, str), f"{exercise.name}: {value}"
                assert said


def _zeros(value):
    if isinstance(value, dict):
        return {key: _zeros(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_zeros(item) for item in value)
    return np.zeros_like(value)


def numerical_gradient(function, array, step=1e-6):
    """Return the central difference of a function of one array, entry by entry."""
    gradient = np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        up, down = array.copy(), array.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (function(up) - function(down)) / (2 * step)
    return gradient
