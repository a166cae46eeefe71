"""The words an author writes checks in: they collect what is declared and judge nothing.

The idiom is click's. An exercise is a function whose name is the student's function, whose docstring is its
title in the report, whose decorators attach hints and known mistakes, and which yields calls:

    hw = Assignment("Optimization methods", week="C2W2")

    @hw.exercise(points=25, returns=("parameters", "v", "s"))
    @hint("Correct the bias of both moments before the update.")
    @mistake("(1 - beta1 ** t)", "(1 - beta1)", "Bias correction uses beta1 ** t; yours is right only at t = 1.")
    def update_parameters_with_adam(rng):
        '''Takes one Adam step.'''
        for t, hidden in [(1, False), (2, False), (7, True)]:
            yield call(*adam_inputs(rng), t=t, learning_rate=0.01, hidden=hidden)

Expected outputs are nowhere: they come from the reference. `course/load.py` turns all this into frozen values.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from grader.course.declarations import Call, Declaration, Decorations, Inputs, Located, Rewrite, Settings
from grader.model import Picture, Value

Decorator = Callable[[Inputs | Decorations], Decorations]


def call(
    *args: Value,
    hidden: bool = False,
    weight: float = 1.0,
    optional: Mapping[str, Value] | None = None,
    rtol: float | None = None,
    atol: float | None = None,
    edge: bool = False,
    **kwargs: Value,
) -> Call:
    """Describe one call: positional and keyword arguments are those of the reference's function.

    `hidden` keeps inputs and values from the student. `weight` is the call's share of the points beside those of
    its kind: all public calls of an exercise together earn a fifth of its points and all hidden ones the rest,
    whatever their number, unless all are of one kind. `optional` holds arguments that only one edition of the
    course has (name to value, after all others). `edge` says that the right answer is trivial on purpose, 0 for an
    empty list for instance: whoever answers nothing else may have this call's points. Arguments are copied here, so
    later changes to the same arrays do no harm.
    """
    return Call(
        deepcopy(args), deepcopy(kwargs), hidden, weight, deepcopy(dict(optional or {})), rtol, atol, edge
    )


def _decorator(add: Callable[[Decorations], object]) -> Decorator:
    """Return a decorator that adds to what the decorators below it declare of an exercise."""

    def decorate(exercise: Inputs | Decorations) -> Decorations:
        decorations = exercise if isinstance(exercise, Decorations) else Decorations(exercise)
        add(decorations)
        return decorations

    return decorate


def hint(text: str) -> Decorator:
    """Say what any student who fails the exercise may read; several hints are shown in steps."""
    if not isinstance(text, str):
        raise TypeError('a hint is a text: @hint("...")')
    return _decorator(lambda decorations: decorations.hints.insert(0, text))


def mistake(
    old: str | Mapping[str, str] | Callable[..., Any], *new_and_message: str, name: str = ""
) -> Decorator:
    """Declare a known wrong solution and the sentence that explains it.

    Three forms: `mistake(old, new, message)` edits the reference, `old` matching exactly once inside the
    exercise's function; `mistake({old: new, ...}, message)` makes several such edits; `mistake(function, message)`
    puts a function written beside the checks in the place of the reference's.
    """
    rewrite = _rewrite(old, new_and_message, name, _line(), "mistake", takes_message=True)
    return _decorator(lambda decorations: decorations.mistakes.insert(0, rewrite))


def variant(old: str | Mapping[str, str] | Callable[..., Any], *new: str, name: str = "") -> Decorator:
    """Declare a legitimate other solution, in the forms of `mistake` but without a message."""
    rewrite = _rewrite(old, new, name, _line(), "variant", takes_message=False)
    return _decorator(lambda decorations: decorations.variants.insert(0, rewrite))


def vectorized(inputs: Callable[..., Call], points: float = 0.0) -> Decorator:
    """Ask for no Python loop over the examples: `inputs(rng, m)` gives the call for m examples.

    The student's executed steps are counted at two sizes of m; growth is noted in the report, and costs
    `points` where the author gives it some. They are counted in the student's process, which can lie: whoever
    patches the counting is not found out, and no time taken from outside tells a loop from a busy machine. So
    this is help for the honest, and `points` are best left at 0.
    """

    def add(decorations: Decorations) -> None:
        decorations.scaling, decorations.scaling_points = inputs, points

    return _decorator(add)


def invariant(holds: Callable[..., str | None]) -> Decorator:
    """Say what must be true of every call's arguments, for `grader verify` to hold them to.

    `holds(*arguments)` returns None, or one sentence: that A1 is no longer tanh(Z1), for instance. Arguments
    that contradict each other fail right solutions.
    """
    line = _line()
    return _decorator(lambda decorations: decorations.invariants.insert(0, Located(holds, line)))


def equivalent(text: str, why: str) -> Decorator:
    """Say why no case need notice a change inside this text of the reference's function.

    A seed, for instance, where any draw is right. `grader verify` sets the mutants that it explains aside.
    """
    line = _line()
    return _decorator(lambda decorations: decorations.equivalents.insert(0, Located((text, why), line)))


def picture(kind: str, argument: str, shape: tuple[int, ...] = ()) -> Decorator:
    """Draw wrong answers to public cases that hold a value for each column of `argument`.

    `"boundary"`: the columns are points of the plane, best a grid of them, and the answers two labels.
    `"images"`: each column is an image of `shape`, rows by columns or rows by columns by 3, shown with its
    answer. A case whose argument or answer does not fit is shown as numbers.
    """
    if kind == "boundary" and not shape:
        shape = (2,)
    elif kind != "images" or len(shape) not in {2, 3} or (*shape, 3)[2] != 3:
        raise TypeError('picture takes "boundary" and an argument, or "images", an argument and its shape')
    located = Located(Picture(kind, argument, shape), _line())

    def add(decorations: Decorations) -> None:
        decorations.picture = located

    return _decorator(add)


class Assignment:
    """Collects an assignment's exercises; its id is the name of its folder. `points` is what they add up to.

    `given` names the reference's functions and classes that students get as they are; no other is released.
    """

    def __init__(self, title: str, week: str = "", points: float = 100, given: Sequence[str] = ()) -> None:
        self.title, self.week, self.points = title, week, points
        self.given = _names("given", given)
        self.declarations: list[Declaration] = []

    def exercise(
        self,
        points: float,
        *,
        returns: str | Sequence[str] | Mapping[str, float] = "",
        extra: Sequence[str] = (),
        needs: Sequence[str] = (),
        aliases: Sequence[str] = (),
        function: str | None = None,
        rtol: float = 1e-5,
        atol: float = 1e-8,
        judge: Callable[..., str | None] | None = None,
        canonical: Callable[[Value], Value] | None = None,
        ignore: Sequence[str] = (),
        shares: Sequence[str] = (),
        shape_credit: float = 0.0,
        seconds: float = 5.0,
        optional: Callable[[str], bool] | None = None,
    ) -> Decorator:
        """Declare an exercise.

        returns: the returned value's name, or the names of a returned tuple's parts; as a mapping, the parts
            with their share of the points.
        extra: parts after those that only one edition of the course returns: compared where present.
        needs: the exercises that the function calls (section *Credit* of CONTRIBUTING).
        aliases: other names of the function that are accepted; `function`: its name, where it is not this one's.
        judge: for results where many answers are right: `judge(value, *arguments)` returns None, or one
            sentence saying what is wrong; asked only where the value is not the reference's.
        canonical: brings a returned value into one form before it is compared, the reference's and the student's.
        ignore: glob patterns of dictionary keys that are not compared.
        shares: glob patterns of dictionary keys, `("*2", "*1")` for instance: those that fit one are right
            together, for an equal share of the points of the part that holds them. Keys that fit none must be
            right for any of it.
        shape_credit: the share of a part's points for right values in another shape.
        seconds: processor time that one call may take, by all its threads; one that waits may take five times
            as much wall time.
        optional: for a function that only one edition of the course asks for: `optional(text)` tells by all that
            a submission says, code and text cells, that it was made from another edition's. Its points are then
            the other exercises', unless that text names this function, or another of the same `optional`. From any
            other submission it is missing.
        """
        settings = Settings(
            points=points,
            returns=returns,
            extra=extra,
            needs=_names("needs", needs),
            aliases=_names("aliases", aliases),
            function=function,
            rtol=rtol,
            atol=atol,
            judge=judge,
            canonical=canonical,
            ignore=ignore,
            shares=shares,
            shape_credit=shape_credit,
            seconds=seconds,
            optional=optional,
        )
        line = _line()

        def declare(decorations: Decorations) -> None:
            inputs = decorations.inputs
            name, title = inputs.__name__, (inputs.__doc__ or "").strip()
            self.declarations.append(Declaration(name, title, line, decorations, settings))

        return _decorator(declare)


def _rewrite(
    old: str | Mapping[str, str] | Callable[..., Any],
    rest: tuple[str, ...],
    name: str,
    line: int,
    word: str,
    *,
    takes_message: bool,
) -> Rewrite:
    """Read the three forms of `mistake` and `variant`."""
    expected = (1 if isinstance(old, str) else 0) + (1 if takes_message else 0)
    if len(rest) != expected:
        raise TypeError(f"{word} takes {expected + 1} arguments here, not {len(rest) + 1}")
    message = rest[-1] if takes_message else ""
    if isinstance(old, str):
        return Rewrite(((old, rest[0]),), None, message, name, line)
    if isinstance(old, Mapping):
        return Rewrite(tuple(old.items()), None, message, name, line)
    if getattr(old, "__name__", "<lambda>") == "<lambda>":
        raise TypeError(f"a {word} is an edit, or a function with a name: write it with def above")
    return Rewrite((), old, message, name or old.__name__, line)


def _names(setting: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return a setting's names; a text would be one name a letter."""
    if isinstance(names, str):
        raise TypeError(f'{setting} takes a list of names: {setting}=["{names}"]')
    return tuple(names)


def _line() -> int:
    """Return the line of checks.py that called the vocabulary."""
    return sys._getframe(2).f_lineno
