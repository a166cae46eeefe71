"""What tests of an assignment need: the assignment, and what a version of its reference does and earns.

Whether its rubric is sound is asked of all of them in `test_every_assignment.py`, as `grader verify` asks it.
"""

import sys
from functools import cache
from pathlib import Path

import numpy as np

from grader.author.answers import answers, namespace
from grader.course import load
from grader.judge.score import score_exercise

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


@cache
def assignment(id_):
    return load(ROOT, id_)


def observe(exercise, source):
    """Run a module's text in this process and make the exercise's calls."""
    names = namespace(source)
    return answers(next(names[name] for name in exercise.names if name in names), exercise)


@cache
def expected(exercise_name, id_):
    """Return what the reference answers to the exercise's calls."""
    return observe(assignment(id_).exercise(exercise_name), assignment(id_).reference)


def score(id_, exercise, observations):
    return score_exercise(exercise, expected(exercise.name, id_), observations, None)


def numerical_gradient(function, array, step=1e-6):
    """Return the central difference of a function of one array, entry by entry."""
    gradient = np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        up, down = array.copy(), array.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (function(up) - function(down)) / (2 * step)
    return gradient
