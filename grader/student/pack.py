"""The pack: the public half of an answer key in one file, quick to read and free of any hidden case.

    <assignment>.checks = MAGIC + frame (worker/wire.py)

The causes that each exercise knows (judge/cause_table.py) are a frame of their own: it is read when something is
wrong, so that a right function is answered at once.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from grader.conventions import Conventions, DerivedQuantity, Quantities, RelatedQuantity, Size
from grader.errors import InputError, SubmissionError
from grader.model import Argument, Assignment, Case, Exercise, Observation, Outcome, Part, Raised
from grader.student.pack_types import check_types
from grader.wording import did_you_mean
from grader.worker.requests import argument_fields
from grader.worker.wire import WireError, decode, encode

if TYPE_CHECKING:
    from pathlib import Path

    from grader.judge.cause_table import CauseTable

SUFFIX = ".checks"
MAX_BYTES = 50_000_000  # packs of this course take a hundred thousand
MOST_SECONDS = 3600.0  # of one call
MAX_CAUSES = 20_000_000  # bytes of sentences, inflated
KIND, VERSION = b"grader checks ", b"3\n"  # the number goes up whenever a field is added
MAGIC = KIND + VERSION
NO_CHECKS = "these are no checks; get the assignment's folder anew"
OTHER_VERSION = (
    "these checks were made for another version of the grader; "
    "get the assignment's folder anew and the newest grader with it"
)
STAYED = "?"  # the name of a judge that could not leave the course

Observations = tuple[Observation, ...]
_SETTINGS = ("name", "names", "title", "points", "needs", "hints", "ignore", "shares", "optional")
_NUMBERS = ("shape_credit", "vectorized_points", "seconds")


@dataclass(frozen=True, slots=True)
class PublicExercise:
    """What a pack says of one exercise."""

    exercise: Exercise  # its public cases; without judge and canonical form
    expected: Observations
    causes: bytes  # the table of mistakes and mutants, as a frame
    judge: str = ""  # the name in the pack's code; "?" where it could not leave the course
    canonical: str = ""
    accepted: tuple[Any, ...] = ()  # other right values, where the judge stayed in the course
    path: str = ""  # of the pack

    def table(self) -> CauseTable:
        """Return the wrong versions of the reference that public cases can tell from the truth."""
        try:
            return _read_table(_decode_frame(self.causes))
        except (WireError, zlib.error, LookupError, TypeError, ValueError, RecursionError) as error:
            raise SubmissionError(NO_CHECKS, self.path) from error

    def check(self) -> None:
        """Raise ValueError where no author could have written this: no case, no time, no seed of NumPy's."""
        exercise = self.exercise
        cases = (*exercise.cases, *exercise.scaling)
        is_sound = (
            all((exercise.cases, exercise.names, exercise.parts))
            and len(self.expected) == len(exercise.cases)
            and 0 < exercise.seconds <= MOST_SECONDS
            and all(part.weight >= 0 for part in exercise.parts)
            and any(part.weight for part in exercise.parts)
            and all(case.weight > 0 and 0 <= case.seed < 2**32 for case in cases)
        )
        if not is_sound:
            raise ValueError(f"{exercise.name} cannot be checked")


@dataclass(frozen=True, slots=True)
class Pack:
    """The public half of an assignment and its key."""

    assignment: Assignment
    public: Mapping[str, PublicExercise]  # exercise -> what is known of it
    code: str  # the authors' judges and canonical forms, as one module
    starter: str  # digest of the starter notebook released with it

    def exercise(self, name: str) -> Exercise:
        """Return the exercise that a student calls by this name; raise InputError where there is none."""
        exercises = self.assignment.exercises
        exercise = next(
            (exercise for exercise in exercises if name in {exercise.name, *exercise.names}), None
        )
        if exercise is None:
            offer = did_you_mean(name, [exercise.name for exercise in exercises])
            raise InputError(f"{self.assignment.title} has no function {name}; {offer}")
        return exercise


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
        fields = _decode_frame(content[len(MAGIC) :])
        quantities = _quantities(fields["quantities"])
        public = [_read_exercise(row, quantities, str(path)) for row in fields["exercises"]]
        exercises = tuple(public_exercise.exercise for public_exercise in public)
        modules = dict(fields["modules"])
        assignment = Assignment(
            fields["id"],
            fields["title"],
            fields["week"],
            exercises,
            "",
            modules,
            "",
            fields["digest"],
            conventions=Conventions(quantities),
        )
        pack = Pack(
            assignment,
            {public_exercise.exercise.name: public_exercise for public_exercise in public},
            fields["code"],
            fields["starter"],
        )
        check_types(pack, Pack)
        for public_exercise in public:
            public_exercise.check()
        return pack
    except (WireError, LookupError, TypeError, ValueError, RecursionError, MemoryError) as error:
        raise SubmissionError(NO_CHECKS, path) from error


def _decode_frame(frame: bytes) -> Any:
    return decode(frame, scalars=True)


# --- an exercise, a case, an observation as plain values ---------------------------------------------


def _exercise_fields(public: PublicExercise) -> dict[str, Any]:
    exercise = public.exercise
    return {
        **{name: getattr(exercise, name) for name in (*_SETTINGS, *_NUMBERS)},
        "parts": [(part.name, part.weight, part.optional) for part in exercise.parts],
        "cases": encode([_case_fields(case) for case in (*exercise.cases, *exercise.scaling)]),
        "expected": encode([_observation_fields(observation) for observation in public.expected]),
        "causes": public.causes,
        "judge": public.judge,
        "canonical": public.canonical,
        "accepted": public.accepted,
    }


def _read_exercise(fields: Mapping[str, Any], quantities: Quantities, path: str) -> PublicExercise:
    cases = [_read_case(row) for row in _decode_frame(fields["cases"])]
    exercise = Exercise(
        **{name: fields[name] for name in (*_SETTINGS, *_NUMBERS)},
        parts=tuple(Part(*row) for row in fields["parts"]),
        cases=tuple(case for case in cases if not case.count_steps),
        scaling=tuple(case for case in cases if case.count_steps),
        quantities=quantities,
    )
    expected = tuple(map(_read_observation, _decode_frame(fields["expected"])))
    return PublicExercise(
        exercise, expected, fields["causes"], fields["judge"], fields["canonical"], fields["accepted"], path
    )


def _quantities(fields: Mapping[str, Any]) -> Quantities:
    """Return the course's words for what a value may be off by; its other conventions stay in the course."""
    from grader.judge.formula import check

    for derived in fields["derived"]:
        check(derived["formula"])
    return Quantities(
        tuple(Size(**size) for size in fields["sizes"]),
        tuple(DerivedQuantity(**derived) for derived in fields["derived"]),
        tuple(RelatedQuantity(**related) for related in fields.get("related", ())),  # older packs have none
        fields["first_of_a_tuple"],
        fields.get("numbered", ""),
    )


def _case_fields(case: Case) -> tuple[Any, ...]:
    return case.number, argument_fields(case), case.seed, case.weight, case.rtol, case.atol, case.count_steps


def _read_case(fields: Sequence[Any]) -> Case:
    number, rows, seed, weight, rtol, atol, count_steps = fields
    arguments = tuple(Argument(*row) for row in rows)
    return Case(number, arguments, False, seed, weight, rtol, atol, count_steps=count_steps)


def _observation_fields(observation: Observation) -> tuple[Any, ...]:
    """Return what a pack keeps of an observation of the reference."""
    raised = (observation.raised.type, observation.raised.message) if observation.raised else None
    return str(observation.outcome), observation.value, raised


def _read_observation(fields: Sequence[Any]) -> Observation:
    outcome, value, raised = fields
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


def _read_table(fields: Mapping[str, Any]) -> CauseTable:
    from grader.judge.cause_table import CauseTable, causes_in
    from grader.judge.signature import Signature

    inflate = zlib.decompressobj()
    causes = causes_in(inflate.decompress(fields["causes"], MAX_CAUSES).decode())
    if inflate.unconsumed_tail:
        raise ValueError("far more causes than a course has")
    versions, reference = Signature(*fields["versions"]), Signature(*fields["reference"])
    table = CauseTable(causes, versions, reference, tuple(fields["order"]), fields["ordered"])
    check_types(table, CauseTable)
    slots = len(reference.codes)
    shapes = [part.shape for part in (*_arrays(reference), *_arrays(versions))]
    if shapes != [rows + of for rows in ((), (len(causes),)) for of in ((slots,), (slots, 2), (slots,))]:
        raise ValueError("the causes' signatures are of other sizes")
    return table
