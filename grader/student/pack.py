"""The pack: the public half of an answer key in one file, quick to read and free of any hidden case.

    <assignment>.checks = MAGIC + frame (worker/wire.py)

Each exercise's cases, and each mistake's values, are frames of their own inside it: they are read when they
are asked for, so that a check of one function costs no more where the assignment has many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import SubmissionError
from grader.model import Argument, Assignment, Case, Exercise, Mistake, Observation, Outcome, Part, Raised
from grader.worker.wire import WireError, decode, encode

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".checks"
MAGIC = b"grader checks 1\n"
STAYED = "?"  # the name of a judge that could not leave the course

Seen = tuple[Observation, ...]
_SETTINGS = ("name", "names", "title", "points", "needs", "hints", "ignore")
_NUMBERS = ("shape_credit", "vectorized_points", "seconds")


@dataclass(frozen=True, slots=True)
class Public:
    """What a pack says of one exercise."""

    exercise: Exercise  # its public cases; without judge and canonical form
    expected: Seen
    frames: Mapping[str, bytes]  # mistake -> its observations, one a case
    judge: str = ""  # the name in the pack's code; "?" where it could not leave the course
    canonical: str = ""
    accepted: tuple[Any, ...] = ()  # other right values, where the judge stayed in the course

    def mistakes(self) -> dict[str, Seen]:
        """Return what each known mistake answers to the cases."""
        return {name: tuple(map(_observation, _read(frame))) for name, frame in self.frames.items()}


@dataclass(frozen=True, slots=True)
class Pack:
    """The public half of an assignment and its key."""

    assignment: Assignment
    public: Mapping[str, Public]  # exercise -> what is known of it
    code: str  # the authors' judges and canonical forms, as one module
    starter: str  # digest of the starter notebook released with it


def packed(pack: Pack) -> bytes:
    """Write a pack as bytes; the same pack gives the same bytes."""
    assignment = pack.assignment
    return MAGIC + encode(
        {
            "id": assignment.id,
            "title": assignment.title,
            "week": assignment.week,
            "digest": assignment.digest,
            "starter": pack.starter,
            "code": pack.code,
            "modules": dict(assignment.modules),
            "exercises": [_exercise_fields(public) for public in pack.public.values()],
        }
    )


def unpacked(content: bytes, path: Path | str) -> Pack:
    """Read a pack; SubmissionError where the bytes are none."""
    try:
        if not content.startswith(MAGIC):
            raise WireError("another format")
        said = _read(content[len(MAGIC) :])
        public = [_public(fields) for fields in said["exercises"]]
        exercises = tuple(one.exercise for one in public)
        modules = dict(said["modules"])
        assignment = Assignment(
            said["id"], said["title"], said["week"], exercises, "", modules, "", said["digest"]
        )
        return Pack(assignment, {one.exercise.name: one for one in public}, said["code"], said["starter"])
    except (WireError, KeyError, TypeError, ValueError) as error:
        raise SubmissionError("these are no checks; get the assignment's folder anew", path) from error


def _read(frame: bytes) -> Any:
    return decode(frame, scalars=True)


# --- an exercise, a case, an observation as plain values ---------------------------------------------


def _exercise_fields(public: Public) -> dict[str, Any]:
    exercise = public.exercise
    return {
        **{name: getattr(exercise, name) for name in (*_SETTINGS, *_NUMBERS)},
        "parts": [(part.name, part.weight, part.optional) for part in exercise.parts],
        "cases": encode([_case_fields(case) for case in (*exercise.cases, *exercise.scaling)]),
        "expected": encode([observation_fields(seen) for seen in public.expected]),
        "mistakes": [
            (mistake.name, mistake.message, public.frames[mistake.name]) for mistake in exercise.mistakes
        ],
        "judge": public.judge,
        "canonical": public.canonical,
        "accepted": public.accepted,
    }


def _public(said: Mapping[str, Any]) -> Public:
    cases = [_case(fields) for fields in _read(said["cases"])]
    exercise = Exercise(
        **{name: said[name] for name in (*_SETTINGS, *_NUMBERS)},
        parts=tuple(Part(*fields) for fields in said["parts"]),
        cases=tuple(case for case in cases if not case.count_steps),
        scaling=tuple(case for case in cases if case.count_steps),
        mistakes=tuple(Mistake(name, message, "", 0) for name, message, _ in said["mistakes"]),
    )
    expected = tuple(map(_observation, _read(said["expected"])))
    frames = {name: frame for name, _, frame in said["mistakes"]}
    return Public(exercise, expected, frames, said["judge"], said["canonical"], said["accepted"])


def _case_fields(case: Case) -> tuple[Any, ...]:
    arguments = [(argument.name, argument.value, argument.optional) for argument in case.arguments]
    return case.number, arguments, case.seed, case.weight, case.rtol, case.atol, case.count_steps


def _case(said: Sequence[Any]) -> Case:
    number, arguments, seed, weight, rtol, atol, count_steps = said
    given = tuple(Argument(*fields) for fields in arguments)
    return Case(number, given, False, seed, weight, rtol, atol, count_steps)


def observation_fields(seen: Observation) -> tuple[Any, ...]:
    """Return what a pack keeps of an observation of the reference or of a mistake."""
    raised = (seen.raised.type, seen.raised.message) if seen.raised else None
    return str(seen.outcome), seen.value, raised


def _observation(said: Sequence[Any]) -> Observation:
    outcome, value, raised = said
    return Observation(Outcome(outcome), value, Raised(*raised) if raised else None)
