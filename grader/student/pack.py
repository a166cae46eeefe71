"""The pack: the public half of an answer key in one file, quick to read and free of any hidden case.

    <assignment>.checks = MAGIC + frame (worker/wire.py)

The causes that each exercise knows (judge/table.py) are a frame of their own: it is read when something is
wrong, so that a right function is answered at once.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from grader.conventions import Conventions, Derived, Quantities, Size
from grader.errors import InputError, SubmissionError
from grader.model import Argument, Assignment, Case, Exercise, Observation, Outcome, Part, Raised
from grader.worker.requests import argument_fields
from grader.worker.wire import WireError, decode, encode

if TYPE_CHECKING:
    from pathlib import Path

    from grader.judge.cause_table import CauseTable

SUFFIX = ".checks"
KIND, VERSION = b"grader checks ", b"3\n"  # the number goes up whenever a field is added
MAGIC = KIND + VERSION
NO_CHECKS = "these are no checks; get the assignment's folder anew"
OTHER_VERSION = (
    "these checks were made for another version of the grader; "
    "get the assignment's folder anew and the newest grader with it"
)
STAYED = "?"  # the name of a judge that could not leave the course

Seen = tuple[Observation, ...]
_SETTINGS = ("name", "names", "title", "points", "needs", "hints", "ignore", "shares", "optional")
_NUMBERS = ("shape_credit", "vectorized_points", "seconds")


@dataclass(frozen=True, slots=True)
class Public:
    """What a pack says of one exercise."""

    exercise: Exercise  # its public cases; without judge and canonical form
    expected: Seen
    causes: bytes  # the table of mistakes and mutants, as a frame
    judge: str = ""  # the name in the pack's code; "?" where it could not leave the course
    canonical: str = ""
    accepted: tuple[Any, ...] = ()  # other right values, where the judge stayed in the course

    def table(self) -> CauseTable:
        """Return the wrong versions of the reference that public cases can tell from the truth."""
        return _table(_read(self.causes))


@dataclass(frozen=True, slots=True)
class Pack:
    """The public half of an assignment and its key."""

    assignment: Assignment
    public: Mapping[str, Public]  # exercise -> what is known of it
    code: str  # the authors' judges and canonical forms, as one module
    starter: str  # digest of the starter notebook released with it

    def exercise(self, name: str) -> Exercise:
        """Return the exercise that a student calls by this name; raise InputError where there is none."""
        known = self.assignment.exercises
        found = next((each for each in known if name in {each.name, *each.names}), None)
        if found is None:
            listed = ", ".join(each.name for each in known)
            raise InputError(f"{self.assignment.title} has no function {name}; there are: {listed}")
        return found


def pack_bytes(pack: Pack) -> bytes:
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
            "quantities": asdict(assignment.conventions.quantities),
            "exercises": [_exercise_fields(public) for public in pack.public.values()],
        }
    )


def read_pack(content: bytes, path: Path | str) -> Pack:
    """Read a pack; SubmissionError where the bytes are none."""
    try:
        if not content.startswith(MAGIC):
            raise SubmissionError(OTHER_VERSION if content.startswith(KIND) else NO_CHECKS, path)
        said = _read(content[len(MAGIC) :])
        quantities = _quantities(said["quantities"])
        public = [_public(fields, quantities) for fields in said["exercises"]]
        exercises = tuple(one.exercise for one in public)
        modules = dict(said["modules"])
        assignment = Assignment(
            said["id"],
            said["title"],
            said["week"],
            exercises,
            "",
            modules,
            "",
            said["digest"],
            conventions=Conventions(quantities),
        )
        return Pack(assignment, {one.exercise.name: one for one in public}, said["code"], said["starter"])
    except (WireError, KeyError, TypeError, ValueError) as error:
        raise SubmissionError(NO_CHECKS, path) from error


def _read(frame: bytes) -> Any:
    return decode(frame, scalars=True)


# --- an exercise, a case, an observation as plain values ---------------------------------------------


def _exercise_fields(public: Public) -> dict[str, Any]:
    exercise = public.exercise
    return {
        **{name: getattr(exercise, name) for name in (*_SETTINGS, *_NUMBERS)},
        "parts": [(part.name, part.weight, part.optional) for part in exercise.parts],
        "cases": encode([_case_fields(case) for case in (*exercise.cases, *exercise.scaling)]),
        "expected": encode([_observation_fields(seen) for seen in public.expected]),
        "causes": public.causes,
        "judge": public.judge,
        "canonical": public.canonical,
        "accepted": public.accepted,
    }


def _public(said: Mapping[str, Any], quantities: Quantities) -> Public:
    cases = [_case(fields) for fields in _read(said["cases"])]
    exercise = Exercise(
        **{name: said[name] for name in (*_SETTINGS, *_NUMBERS)},
        parts=tuple(Part(*fields) for fields in said["parts"]),
        cases=tuple(case for case in cases if not case.count_steps),
        scaling=tuple(case for case in cases if case.count_steps),
        quantities=quantities,
    )
    expected = tuple(map(_observation, _read(said["expected"])))
    return Public(exercise, expected, said["causes"], said["judge"], said["canonical"], said["accepted"])


def _quantities(fields: Mapping[str, Any]) -> Quantities:
    """Return the course's words for what a value may be off by; its other conventions stay in the course."""
    return Quantities(
        tuple(Size(**size) for size in fields["sizes"]),
        tuple(Derived(**derived) for derived in fields["derived"]),
        fields["first_of_a_tuple"],
    )


def _case_fields(case: Case) -> tuple[Any, ...]:
    return case.number, argument_fields(case), case.seed, case.weight, case.rtol, case.atol, case.count_steps


def _case(said: Sequence[Any]) -> Case:
    number, arguments, seed, weight, rtol, atol, count_steps = said
    given = tuple(Argument(*fields) for fields in arguments)
    return Case(number, given, False, seed, weight, rtol, atol, count_steps)


def _observation_fields(seen: Observation) -> tuple[Any, ...]:
    """Return what a pack keeps of an observation of the reference."""
    raised = (seen.raised.type, seen.raised.message) if seen.raised else None
    return str(seen.outcome), seen.value, raised


def _observation(said: Sequence[Any]) -> Observation:
    outcome, value, raised = said
    return Observation(Outcome(outcome), value, Raised(*raised) if raised else None)


# --- what is known of wrong versions ---------------------------------------------------------------------


def causes_frame(table: CauseTable) -> bytes:
    """Write a table of causes as a frame."""
    from grader.judge.cause_table import causes_text

    listed = causes_text(table.causes)
    return encode(
        {
            "causes": zlib.compress(listed.encode(), 9),  # the same few sentences, many times over
            "versions": _arrays(table.signatures),
            "reference": _arrays(table.reference),
            "order": list(table.order),
            "ordered": table.ordered,
        }
    )


def _arrays(signature: Any) -> tuple[Any, ...]:
    return signature.codes, signature.sums, signature.sizes


def _table(said: Mapping[str, Any]) -> CauseTable:
    from grader.judge.cause_table import CauseTable, causes_in
    from grader.judge.signature import Signature

    causes = causes_in(zlib.decompress(said["causes"]).decode())
    versions, reference = Signature(*said["versions"]), Signature(*said["reference"])
    return CauseTable(causes, versions, reference, tuple(said["order"]), said["ordered"])
