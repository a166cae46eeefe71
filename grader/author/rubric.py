"""What can be said of a rubric without running anything: points, cases, needs, hints."""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Iterator, Mapping

from grader.author.desk import Desk
from grader.author.finding import Problem, warning
from grader.course.edit import function_source
from grader.judge.parts import canonical, split
from grader.model import Exercise, Value


def points(desk: Desk) -> Iterator[Problem]:
    """The exercises' points add up to what the assignment says it is worth."""
    total, stated = desk.assignment.points, desk.checks.points
    if total != stated:
        each = ", ".join(f"{exercise.name} {exercise.points:g}" for exercise in desk.assignment.exercises)
        yield Problem(
            f"the points add up to {total:g}, not {stated:g} ({each}): change them, or say "
            f"Assignment(..., points={total:g})"
        )


def exercise_points(_: Desk, exercise: Exercise) -> Iterator[Problem]:
    """Every share of the points is one that can be earned."""
    if not exercise.points >= 0:
        yield Problem(f"{exercise.name} is worth {exercise.points:g} points; give it 0 or more")
    for case in exercise.cases:
        if not case.weight > 0:
            yield Problem(f"case {case.number} has the weight {case.weight:g}; a weight is above 0")
    for part in exercise.parts:
        if not part.weight > 0:
            yield Problem(f"the part {part.name!r} has the weight {part.weight:g}; a weight is above 0")
    if not 0 <= exercise.shape_credit <= 1:
        yield Problem(f"shape_credit is {exercise.shape_credit:g}; it is a share, from 0 to 1")
    if not 0 <= exercise.vectorized_points <= exercise.points:
        yield Problem(f"a loop costs {exercise.vectorized_points:g} of {exercise.points:g} points")


def cases(_: Desk, exercise: Exercise) -> Iterator[Problem]:
    """A student sees one case at least, and hard-coding its answer is not enough."""
    if all(case.hidden for case in exercise.cases):
        yield Problem("every case is hidden, so a student can try none: yield a call without hidden=True")
    if not any(case.hidden for case in exercise.cases):
        yield Problem("no case is hidden, so answers can be hard-coded: yield a call with hidden=True")


def shares(desk: Desk, exercise: Exercise) -> Iterator[Problem]:
    """Every share is of keys that the reference returns in some case."""
    keys = {str(key): None for seen in desk.expected(exercise) for key in _keys(exercise, seen.value)}
    for pattern in exercise.shares:
        if not fnmatch.filter(keys, pattern):
            yield Problem(f"shares={pattern!r} fits no key; there are: {', '.join(keys) or 'none'}")


def _keys(exercise: Exercise, value: Value) -> Iterator[object]:
    cut = split(exercise, canonical(exercise, value))
    for part in cut.values() if isinstance(cut, dict) else ():
        yield from part if isinstance(part, Mapping) else ()


def needs(desk: Desk, exercise: Exercise) -> Iterator[Problem]:
    """`needs` names the exercises that the reference's function calls, all of them and no others."""
    known = {spelling: other.name for other in desk.assignment.exercises for spelling in other.names}
    for name in exercise.needs:
        if name not in known.values():
            yield Problem(f"needs={name!r} is no exercise; there are: {', '.join(sorted(known.values()))}")
    called = {known[name] for name in _called(desk, exercise) if name in known} - {exercise.name}
    for name in sorted(called - set(exercise.needs)):
        yield Problem(
            f"the reference calls {name}: add it to needs=, or a wrong {name} costs points here too"
        )
    for name in sorted(set(exercise.needs) & set(known.values()) - called):
        yield warning(f"the reference does not call {name}: take it out of needs=")


def no_circle(desk: Desk) -> Iterator[Problem]:
    """No function needs itself, not even through others."""
    direct = {exercise.name: set(exercise.needs) for exercise in desk.assignment.exercises}
    for exercise in desk.assignment.exercises:
        reached, todo = set[str](), list(direct[exercise.name])
        while todo:
            if (name := todo.pop()) not in reached:
                reached.add(name)
                todo += direct.get(name, ())
        if exercise.name in reached:
            yield Problem(
                f"{exercise.name} needs itself, through {', '.join(sorted(reached))}", line=exercise.line
            )


def words(_: Desk, exercise: Exercise) -> Iterator[Problem]:
    """A student who fails reads something, and every mistake has its own sentence."""
    if not exercise.hints:
        yield Problem('there is no hint: add @hint("...") above the function')
    if exercise.title in exercise.names:
        yield warning("the function has no docstring: it is the exercise's title in the report")
    seen: dict[str, int] = {}
    for mistake in exercise.mistakes:
        if not mistake.message.strip():
            yield Problem(f"the mistake {mistake.name or 'here'} has no sentence", line=mistake.line)
        elif mistake.message in seen:
            at = seen[mistake.message]
            yield warning(f"the sentence is that of line {at}: say what is different here", mistake.line)
        seen[mistake.message] = mistake.line
    if exercise.points and not exercise.mistakes:
        yield warning("no known mistake: add @mistake(old, new, says) for what students get wrong")


def _called(desk: Desk, exercise: Exercise) -> set[str]:
    tree = ast.parse(function_source(desk.assignment.reference, exercise.names[0]).text)
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
