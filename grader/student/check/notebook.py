"""`check` in a notebook: `check(sigmoid)`, `check()` for all, `check.hint(sigmoid)` for a hint at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from grader.errors import GraderError, InputError
from grader.judge.score import share
from grader.model import Exercise, ExerciseResult, Observation, Outcome
from grader.student.check import in_process, locate
from grader.student.check.answer import Answer, Hint
from grader.student.check.judging import UNWRITTEN, helpers, judge, with_advice

if TYPE_CHECKING:
    from grader.student.pack import Pack

Names = Mapping[str, Any]  # what the notebook has defined


class CheckError(InputError):
    """What a student asked for wrongly; a notebook shows this sentence alone, not the way to it."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Check:
    """Asks whether functions are right; called with the functions, or with their names, or for all."""

    def __init__(self) -> None:
        self._results: dict[tuple[str, str], tuple[Any, ExerciseResult]] = {}  # the function that it was, too
        self._hints: dict[tuple[str, str], int] = {}
        self._code: dict[str, dict[str, Any]] = {}

    def __call__(self, *functions: Callable[..., Any] | str) -> Answer:
        """Check these functions on the public cases, or all of the assignment's."""
        names = _namespace(2)
        with _in_one_sentence():
            return self.among(names, *functions)

    def __repr__(self) -> str:
        return "check(sigmoid) checks a function, check() all, check.hint(sigmoid) gives a hint"

    def among(self, names: Names, *functions: Callable[..., Any] | str) -> Answer:
        """Check functions that a notebook's names are bound to."""
        packs = _read_packs()
        asked = [_exercise_name(function, packs, names) for function in functions]
        pack = _choose_pack(packs, asked, names)
        functions_by_name = {
            name: function for name, function in zip(asked, functions, strict=True) if callable(function)
        }
        exercises = [pack.exercise(name) for name in asked] or [
            exercise for exercise in pack.assignment.exercises if exercise.points
        ]
        results: dict[str, ExerciseResult] = {}
        stopped = ""
        try:
            for exercise in exercises:
                results[exercise.name] = self._result(pack, exercise, {**names, **functions_by_name})
            self._look_at_helpers(pack, results, names)
        except in_process.CheckInterrupt as stop:
            stopped = stop.where
        latest = self._current_results(pack, {**names, **functions_by_name})
        advised = with_advice(pack.assignment, results, latest)
        return Answer(
            pack.assignment,
            tuple(advised.values()),
            latest,
            "check.hint({name})",
            stopped,
            tuple(in_process.absence_notes(pack.assignment, results, names)),
        )

    def hint(self, function: Callable[..., Any] | str) -> Hint:
        """Give the next hint for a function."""
        names = _namespace(2)
        with _in_one_sentence():
            packs = _read_packs()
            name = _exercise_name(function, packs, names)
            pack = _choose_pack(packs, [name], names)
            exercise = pack.exercise(name)
        key = pack.assignment.id, exercise.name
        number = self._hints.get(key, 0) + 1
        total = len(exercise.hints)
        if number > total:
            self._hints.pop(key, None)
            text = f"there are no more hints for {exercise.name}; ask again to begin with the first."
            return Hint(exercise.name, 0, total, text if total else f"{exercise.name} has no hints.")
        self._hints[key] = number
        return Hint(exercise.name, number, total, exercise.hints[number - 1])

    def _result(self, pack: Pack, exercise: Exercise, names: Names) -> ExerciseResult:
        function = _bound_function(exercise, names)
        if function is None:
            cases = (Observation(Outcome.MISSING),)
            return judge(pack, exercise.name, cases * len(exercise.cases), None, self._functions(pack))
        written = in_process.definition(function, exercise.name)
        observed = in_process.observe(function, exercise)
        result = judge(pack, exercise.name, observed, written, self._functions(pack))
        if written and result.verdict not in UNWRITTEN and not (result.diagnosis and written.bypass):
            result = _with_globals(result, in_process.globals_read(function, written.source))
        self._results[pack.assignment.id, exercise.name] = function, result
        return result

    def _look_at_helpers(self, pack: Pack, results: Mapping[str, ExerciseResult], names: Names) -> None:
        """Check what failing functions call, where that has not been checked yet."""
        failed = [name for name, result in results.items() if share(result) < 1]
        for helper in dict.fromkeys(need for name in failed for need in helpers(pack.assignment, name)):
            is_known = helper in results or helper in self._current_results(pack, names)
            if not is_known and helper in pack.public:
                self._result(pack, pack.assignment.exercise(helper), names)

    def _current_results(self, pack: Pack, names: Names) -> dict[str, ExerciseResult]:
        """Return the results of those functions that have not been defined anew since."""
        results = {}
        for exercise in pack.assignment.exercises:
            function, result = self._results.get((pack.assignment.id, exercise.name), (None, None))
            if result is not None and _bound_function(exercise, names) is function:
                results[exercise.name] = result
        return results

    def _functions(self, pack: Pack) -> Callable[[str], Any]:
        """Find the authors' functions of a pack; they are run once."""
        if pack.code not in self._code:
            module = ModuleType("checks")
            exec(compile(pack.code, "<checks>", "exec"), module.__dict__)  # noqa: S102  # the course's own
            self._code[pack.code] = module.__dict__
        return self._code[pack.code].__getitem__


def _with_globals(result: ExerciseResult, read: Iterable[str]) -> ExerciseResult:
    notes = tuple(
        f"It reads {name} from the notebook; use the arguments, for the full grade calls it with other values."
        for name in read
    )
    return replace(result, notes=(*result.notes, *notes))


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    try:
        yield
    except GraderError as error:
        raise CheckError(str(error)) from None


def _exercise_name(function: Callable[..., Any] | str, packs: Iterable[Pack], names: Names) -> str:
    """Return an exercise's name for what was given: a name, or a function under whatever name it was written."""
    if isinstance(function, str):
        return function
    if not callable(function):
        raise InputError(
            f"check takes functions, and this is a value of type {type(function).__name__}: "
            "write the function's name alone, as in check(sigmoid), with nothing behind it"
        )
    own = str(getattr(function, "__name__", function))
    names_of_exercises = [
        name for pack in packs for exercise in pack.assignment.exercises for name in exercise.names
    ]
    return (
        own
        if own in names_of_exercises
        else next((name for name in names_of_exercises if names.get(name) is function), own)
    )


def _bound_function(exercise: Exercise, names: Names) -> Any:
    return next((names[name] for name in exercise.names if callable(names.get(name))), None)


def _read_packs() -> list[Pack]:
    packs = locate.packs(Path.cwd())
    if not packs:
        raise locate.no_pack_error(Path.cwd())
    return packs


def _choose_pack(packs: list[Pack], asked: Iterable[str], names: Names) -> Pack:
    return locate.choose_pack(packs, set(asked), {name for name, value in names.items() if callable(value)})


def _namespace(depth: int) -> Names:
    """Return the notebook's names, or those of the module that asks."""
    shell = in_process.ipython()
    names: Names = shell.user_ns if shell else sys._getframe(depth).f_globals
    return names


check = Check()


def load(shell: Any) -> None:
    """Give IPython the magic `%check`."""

    def magic(line: str) -> Answer:
        """%check sigmoid tanh: check these functions; %check alone checks all."""
        with _in_one_sentence():
            return check.among(shell.user_ns, *line.replace(",", " ").split())

    shell.register_magic_function(magic, "line", "check")
