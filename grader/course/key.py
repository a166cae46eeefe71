"""The answer key: what the reference and every known mistake answer to every case, kept as HDF5.

    /<exercise>/<case>/arguments/<name>
    /<exercise>/<case>/expected
    /<exercise>/<case>/mistakes/<mistake>
    /<exercise>/causes

A dictionary, list or tuple is a group with the attribute `type`; an array or a number is a data set. The
file's attribute `digest` stamps what the answers follow from; a key with another digest is stale and is made
anew. `causes` are the signatures by which a wrong answer's cause is found (judge/cause_table.py). Arguments are
stored for readers with an HDF5 viewer; grading takes them from the checks. What mistakes answer is read only
where it is asked for: grading needs no more than the causes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from grader.course import causes
from grader.course.hdf5 import read_value, write_value
from grader.course.places import kept_in, make_private
from grader.course.secret import OPEN
from grader.disk import naming_path
from grader.errors import AssignmentError, WorkerError
from grader.judge.cause_table import CauseTable
from grader.model import Assignment, Case, Chunk, Exercise, Observation, Outcome, Program, Raised, Value
from grader.values import leaves

if TYPE_CHECKING:
    import h5py

INSTEAD = {  # of what is no plain data: what an author can return
    **dict.fromkeys(("set", "frozenset"), "sorted(...) of it, which is a list"),
    **dict.fromkeys(("generator", "map", "filter", "zip", "range"), "list(...) of it"),
}
Observe = Callable[[Program, Sequence[Exercise]], Mapping[str, tuple[Observation, ...]]]


@dataclass(frozen=True, slots=True)
class AnswerKey:
    digest: str
    expected: Mapping[str, tuple[Observation, ...]]  # exercise -> one observation a case
    mistakes: Mapping[str, Mapping[str, tuple[Observation, ...]]]  # exercise -> mistake -> one a case
    causes: Mapping[str, CauseTable] = field(default_factory=dict)  # exercise -> mistakes and mutants


def answer_key(assignment: Assignment, observe: Observe) -> AnswerKey:
    """Return the assignment's key: the stored one, or a new one where that is missing, stale or damaged.

    Of processes that need a new one at a time, one builds it.
    """
    path = key_path(assignment)
    if key := _read_stored(path, assignment):
        return key
    make_private(path.parent)
    with FileLock(path.with_suffix(".lock")):
        if key := _read_stored(path, assignment):
            return key
        built = build(assignment, observe)
        return _read_stored(path, assignment) or built  # what is read is what all later readers get


def build(assignment: Assignment, observe: Observe) -> AnswerKey:
    """Run the reference and every mistake over every case, and store what they answer."""
    reference = program(assignment, assignment.reference)
    answered = observe(reference, assignment.exercises)
    for exercise in assignment.exercises:
        must_be_settled(exercise, {"the reference": answered[exercise.name]})
        _must_return(assignment, exercise, answered[exercise.name])
    # the cases that count steps come last, and have no right answer
    expected = {
        exercise.name: answered[exercise.name][: len(exercise.cases)] for exercise in assignment.exercises
    }
    mistakes = {
        exercise.name: {
            mistake.name: observe(program(assignment, mistake.source), [exercise])[exercise.name][
                : len(exercise.cases)
            ]
            for mistake in exercise.mistakes
        }
        for exercise in assignment.exercises
    }
    for exercise in assignment.exercises:
        versions = {f"the mistake {name}": answers for name, answers in mistakes[exercise.name].items()}
        must_be_settled(exercise, versions)
    key = AnswerKey(assignment.digest, expected, mistakes, causes.find(assignment, expected, mistakes))
    _store(key_path(assignment), assignment, key)
    return key


def program(assignment: Assignment, source: str) -> Program:
    """Return a reference module, as it is or with an edit, as a program for the worker."""
    chunk = Chunk(f"reference/{assignment.id}.py", 1, source)
    return Program((chunk,), {}, assignment.modules)


def key_path(assignment: Assignment) -> Path:
    """Return where the key is kept: beside what else is made of the course; keys that judge no student lie apart."""
    folder = kept_in(Path(assignment.folder).parents[1])
    keys = folder / "verified" / "keys" if assignment.secret == OPEN else folder / "keys"
    return keys / f"{assignment.id}.h5"


def _must_return(assignment: Assignment, exercise: Exercise, observations: Sequence[Observation]) -> None:
    """Refuse a reference that does not answer one of its own cases."""
    for case, observation in zip(exercise.cases, observations, strict=False):
        if observation.outcome is not Outcome.RETURNED:
            why = (
                f"{observation.raised.type}: {observation.raised.message}"
                if observation.raised
                else f"{observation.outcome} {observation.detail}"
            )
            message = f"the reference fails case {case.number} of {exercise.name}: {why}"
            if observation.outcome is Outcome.TIME_LIMIT:
                message += f"; a call may take {exercise.seconds:g} s: make its largest case smaller, or say seconds="
            raise AssignmentError(message, Path(assignment.folder) / "checks.py", exercise.line)
        if foreign := next(filter(None, map(_foreign_type, leaves(observation.value))), ""):
            message = (
                f"the reference answers case {case.number} of {exercise.name} with a {foreign}, which cannot be "
                f"compared: return {INSTEAD.get(foreign, 'numbers, text, arrays, or lists of them')}"
            )
            raise AssignmentError(message, Path(assignment.folder) / "checks.py", exercise.line)


def _foreign_type(leaf: Value) -> str:
    """Return the type's name of what stands for no plain data; empty for all else."""
    return str(getattr(leaf, "type_name", ""))


def must_be_settled(exercise: Exercise, versions: Mapping[str, Sequence[Observation]]) -> None:
    """Refuse to keep what was answered where that may have been the machine's doing, or ours."""
    for name, answered in versions.items():
        for observation in answered:
            if observation.is_mishap:
                raise WorkerError(
                    f"{name} of {exercise.name} could not be run ({observation.detail}): "
                    "try again when the machine is less busy"
                )


# --- HDF5 --------------------------------------------------------------------------------------------


def _store(path: Path, assignment: Assignment, key: AnswerKey) -> None:
    """Write the key beside its place and move it there, so that a reader never meets half a key."""
    content = _content(assignment, key)
    make_private(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
    try:
        with naming_path(path), open(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _content(assignment: Assignment, key: AnswerKey) -> bytes:
    """Return the file as bytes, made in memory: on a full disk HDF5 fails again at every object it closes."""
    import h5py

    content = BytesIO()
    with h5py.File(content, "w", track_order=True) as file:
        file.attrs["digest"] = key.digest
        file.attrs["assignment"] = assignment.id
        file.attrs["causes"] = causes.VERSION
        for exercise in assignment.exercises:
            for index, case in enumerate(exercise.cases):
                group = file.create_group(f"{exercise.name}/{case.number}", track_order=True)
                _store_case(group, exercise, case, key, index)
            causes.store(file[exercise.name], key.causes[exercise.name])
    return content.getvalue()


def _store_case(group: h5py.Group, exercise: Exercise, case: Case, key: AnswerKey, index: int) -> None:
    group.attrs["hidden"] = case.hidden
    arguments = group.create_group("arguments", track_order=True)
    for argument in case.arguments:
        write_value(arguments, argument.name, argument.value)
    _store_observation(group, "expected", key.expected[exercise.name][index])
    mistakes = group.create_group("mistakes", track_order=True)
    for name, observations in key.mistakes[exercise.name].items():
        _store_observation(mistakes, name, observations[index])


def _store_observation(group: h5py.Group, name: str, observation: Observation) -> None:
    item = write_value(group, name, observation.value)
    item.attrs["outcome"] = str(observation.outcome)
    if observation.raised:
        item.attrs["raised"] = [observation.raised.type, observation.raised.message]


def _read_stored(path: Path, assignment: Assignment) -> AnswerKey | None:
    """Read the stored key; None where there is none, or it is stale, or it is not what we wrote."""
    import h5py

    if not path.is_file():
        return None
    try:
        with h5py.File(path, "r") as file:
            if (file.attrs.get("digest"), file.attrs.get("causes")) != (assignment.digest, causes.VERSION):
                return None
            return _read(file, assignment)
    except (OSError, KeyError, ValueError):  # a damaged key is as good as none: it is made anew
        return None


def _read(file: h5py.File, assignment: Assignment) -> AnswerKey:
    expected: dict[str, tuple[Observation, ...]] = {}
    for exercise in assignment.exercises:
        cases = [file[f"{exercise.name}/{case.number}"] for case in exercise.cases]
        expected[exercise.name] = tuple(_observation(case["expected"]) for case in cases)
    tables = {exercise.name: causes.read(file[exercise.name]) for exercise in assignment.exercises}
    return AnswerKey(assignment.digest, expected, _Mistakes(assignment), tables)


class _Mistakes(Mapping[str, Mapping[str, tuple[Observation, ...]]]):
    """What the mistakes answer, read from the key's file when an exercise is asked for."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment

    def __getitem__(self, name: str) -> Mapping[str, tuple[Observation, ...]]:
        import h5py

        if name not in list(self):
            raise KeyError(name)
        exercise = self._assignment.exercise(name)
        with h5py.File(key_path(self._assignment), "r") as file:
            cases = [file[f"{name}/{case.number}/mistakes"] for case in exercise.cases]
            return {
                mistake.name: tuple(_observation(case[mistake.name]) for case in cases)
                for mistake in exercise.mistakes
            }

    def __iter__(self) -> Iterator[str]:
        return (exercise.name for exercise in self._assignment.exercises)

    def __len__(self) -> int:
        return len(self._assignment.exercises)


def _observation(item: Any) -> Observation:
    raised = item.attrs.get("raised")
    return Observation(
        Outcome(item.attrs["outcome"]),
        read_value(item),
        Raised(str(raised[0]), str(raised[1])) if raised is not None else None,
    )
