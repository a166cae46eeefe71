"""Turn an assignment's folder into a frozen Assignment: run its checks, bind their calls, apply its mistakes."""

from __future__ import annotations

import hashlib
import hmac
import inspect
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import prod
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from grader.conventions import Conventions
from grader.course.conventions_file import load_conventions
from grader.course.edit import FunctionSource, function_source, slug
from grader.course.importing import author_error, course_on_path, import_file
from grader.course.secret import secret_of
from grader.course.vocabulary import Assignment as Checks
from grader.course.vocabulary import Call, Declaration, Rewrite, Said
from grader.errors import AssignmentError, CourseError, did_you_mean
from grader.model import Argument, Assignment, Case, Exercise, Mistake, Part, Picture, Variant
from grader.version import __version__

if TYPE_CHECKING:
    from numpy.random import Generator

KEY_FORMAT = 1  # raise it when what an answer key holds, or how it is judged, changes
PUBLIC = 0.2  # of an exercise's points: its public cases', whose answers everybody can write down
SCATTERED = 16  # points of the plane; fewer are better read as numbers
MANY_CALLS = 1_000  # of one exercise: nobody wants so many cases
FEW, MANY = 16, 64  # examples at which the steps of a vectorized exercise are counted


def find_course(start: Path) -> Path:
    """Return the course's folder: the nearest one from `start` upwards that holds assignments/ and reference/."""
    for folder in [start.resolve(), *start.resolve().parents]:
        if (folder / "assignments").is_dir() and (folder / "reference").is_dir():
            return folder
    raise CourseError(
        f"no course in {start} or above: a course holds assignments/ and reference/. Name it with --course DIR."
    )


def names(course: Path) -> list[str]:
    """Return the ids of the course's assignments, in the order of its assignments/ORDER, else by name."""
    found = sorted(path.parent.name for path in (course / "assignments").glob("*/checks.py"))
    order = course / "assignments" / "ORDER"
    listed = order.read_text(encoding="utf-8").split() if order.is_file() else []
    return [name for name in listed if name in found] + [name for name in found if name not in listed]


def load_all(course: Path, fresh_seed: int | None = None, secret: bytes = b"") -> list[Assignment]:
    secret = secret or secret_of(course).value
    return [load(course, name, fresh_seed, secret) for name in names(course)]


def load(course: Path, id: str, fresh_seed: int | None = None, secret: bytes = b"") -> Assignment:
    """Load one assignment; its hidden cases are drawn from `secret`, else from the course's, and from `fresh_seed`."""
    folder = course / "assignments" / id
    checks_path, reference_path = folder / "checks.py", course / "reference" / f"{id}.py"
    if not checks_path.is_file():
        raise CourseError(
            f"no assignment {id!r} in {course / 'assignments'}; {did_you_mean(id, names(course))}"
        )
    if not reference_path.is_file():
        raise AssignmentError("the assignment has checks but no reference", reference_path)
    secret = secret or secret_of(course).value
    with course_on_path(course):
        reference = import_file(reference_path, f"reference.{id}")
        module = import_file(checks_path, f"assignments.{id}.checks")
        checks = next((value for value in vars(module).values() if isinstance(value, Checks)), None)
        if checks is None:
            raise AssignmentError(
                "no Assignment is made here: begin with `hw = Assignment(...)`", checks_path
            )
        source = reference_path.read_text(encoding="utf-8")
        hidden = secret if fresh_seed is None else secret + f" fresh {fresh_seed}".encode()
        conventions = load_conventions(course)
        builder = _Builder(id, checks_path, reference, source, hidden, conventions)
        exercises = tuple(builder.exercise(declaration) for declaration in _once(checks, checks_path))
    modules = _support_modules(folder)
    digest = _digest(folder, source, hidden, conventions)
    return Assignment(
        id,
        checks.title,
        checks.week,
        exercises,
        source,
        modules,
        str(folder),
        digest,
        secret=secret,
        conventions=conventions,
    )


def _once(checks: Checks, path: Path) -> list[Declaration]:
    """Return the declarations, of which no two may have one name: it names the exercise in every record."""
    first: dict[str, int] = {}
    for declared in checks.declarations:
        if first.setdefault(declared.name, declared.line) != declared.line:
            message = (
                f"{declared.name} is declared in line {first[declared.name]} already; give one another name"
            )
            raise AssignmentError(message, path, declared.line)
    return checks.declarations


class _Builder:
    """Turns declarations into exercises, with what all exercises of an assignment share."""

    def __init__(
        self,
        id: str,
        path: Path,
        reference: ModuleType,
        source: str,
        hidden: bytes,
        conventions: Conventions,
    ) -> None:
        self.id, self.path, self.reference, self.source = id, path, reference, source
        self.hidden = hidden  # what hidden cases are drawn from, beside the names
        self.conventions = conventions

    def exercise(self, declared: Declaration) -> Exercise:
        settings, said = declared.settings, declared.said
        name = settings.function or declared.name
        function = getattr(self.reference, name, None)
        if not callable(function):
            raise AssignmentError(f"the reference has no function {name!r}", self.path, declared.line)
        signature = inspect.signature(function)
        source = function_source(self.source, name)
        scaling = (
            [said.scaling(self._rng(declared, "scaling"), m) for m in (FEW, MANY)] if said.scaling else []
        )
        cases = self._cases(declared, self._calls(declared), signature)
        if said.picture and not any(case.picture for case in cases):
            message = f"no public case of {declared.name} has an argument that this picture can show"
            raise AssignmentError(message, self.path, said.picture.line)
        return Exercise(
            name=declared.name,
            names=(name, *settings.aliases),
            title=declared.title or name,
            points=float(settings.points),
            parts=_parts(settings.returns, settings.extra),
            cases=cases,
            scaling=self._cases(declared, scaling, signature, count_steps=True),
            needs=tuple(settings.needs),
            hints=tuple(said.hints),
            mistakes=tuple(self._mistakes(said.mistakes, source)),
            variants=tuple(self._variants(said.variants, source)),
            judge=settings.judge,
            canonical=settings.canonical,
            ignore=tuple(settings.ignore),
            shares=tuple(settings.shares),
            shape_credit=settings.shape_credit,
            vectorized_points=said.scaling_points,
            seconds=settings.seconds,
            line=declared.line,
            optional=settings.optional is not None,
            elsewhere=settings.optional,
            quantities=self.conventions.quantities,
        )

    def _calls(self, declared: Declaration) -> list[Call]:
        """Return the public calls as everybody draws them, and the hidden ones as nobody can foresee them."""
        known, secret = self._drained(declared, b""), self._drained(declared, self.hidden)
        if [call.hidden for call in known] == [call.hidden for call in secret]:
            return [theirs if theirs.hidden else ours for ours, theirs in zip(known, secret, strict=True)]
        # how many there are is drawn, too
        return [call for call in known if not call.hidden] + [call for call in secret if call.hidden]

    def _drained(self, declared: Declaration, secret: bytes) -> list[Call]:
        """Run the author's generator; what it draws from the global generators is seeded too."""
        import numpy as np

        inputs = declared.said.inputs
        rng = np.random.default_rng(_seed(self.id, declared.name, "", secret=secret))
        _seed_globals(_seed(self.id, declared.name, secret=secret))
        try:
            yielded = inputs(rng) if inspect.signature(inputs).parameters else inputs()
            calls = list(islice(yielded, MANY_CALLS)) if isinstance(yielded, Iterable) else []
        except (Exception, SystemExit) as error:
            raise author_error(error, self.path) from error
        if len(calls) == MANY_CALLS:
            message = f"{declared.name} yields {MANY_CALLS} calls or more: does its loop end?"
            raise AssignmentError(message, self.path, declared.line)
        if not calls or not all(isinstance(call, Call) for call in calls):
            raise AssignmentError(f"{declared.name} yields no calls", self.path, declared.line)
        return calls

    def _rng(self, declared: Declaration, purpose: str) -> Generator:
        import numpy as np

        return np.random.default_rng(_seed(self.id, declared.name, purpose))

    def _cases(
        self,
        declared: Declaration,
        calls: list[Call],
        signature: inspect.Signature,
        *,
        count_steps: bool = False,
    ) -> tuple[Case, ...]:
        settings = declared.settings
        arguments = [self._arguments(declared, call, signature) for call in calls]
        weights = _weights(calls)
        return tuple(
            Case(
                number=number,
                arguments=given,
                hidden=call.hidden,
                seed=self._case_seed(declared, number, call) % 2**32,
                weight=weight,
                rtol=settings.rtol if call.rtol is None else call.rtol,
                atol=settings.atol if call.atol is None else call.atol,
                count_steps=count_steps,
                picture=None if call.hidden else _drawn(declared.said.picture, given),
            )
            for number, (call, given, weight) in enumerate(zip(calls, arguments, weights, strict=True), 1)
        )

    def _case_seed(self, declared: Declaration, number: int, call: Call) -> int:
        return _seed(self.id, declared.name, str(number), secret=self.hidden if call.hidden else b"")

    def _arguments(
        self, declared: Declaration, call: Call, signature: inspect.Signature
    ) -> tuple[Argument, ...]:
        try:
            bound = signature.bind(*call.args, **call.kwargs).arguments
        except TypeError as error:
            message = f"a call of {declared.name} does not fit the reference: {error}"
            raise AssignmentError(message, self.path, declared.line) from error
        given = [Argument(name, value) for name, value in bound.items()]
        return (*given, *(Argument(name, value, optional=True) for name, value in call.optional.items()))

    def _mistakes(self, declared: Sequence[Rewrite], source: FunctionSource) -> Iterator[Mistake]:
        """Name each mistake by its author's name for it or by its message, and number namesakes."""
        seen: Counter[str] = Counter()
        for one in declared:
            name = one.name or slug(one.message)
            seen[name] += 1
            numbered = name if seen[name] == 1 else f"{name}_{seen[name]}"
            yield Mistake(numbered, one.message, self._rewritten(source, one), one.line)

    def _variants(self, declared: Sequence[Rewrite], source: FunctionSource) -> Iterator[Variant]:
        for number, one in enumerate(declared, 1):
            yield Variant(one.name or f"variant {number}", self._rewritten(source, one), one.line)

    def _rewritten(self, source: FunctionSource, declared: Rewrite) -> str:
        try:
            return source.replace(declared.function) if declared.function else source.edit(declared.edits)
        except ValueError as error:
            raise AssignmentError(str(error), self.path, declared.line) from error


def _weights(calls: Sequence[Call]) -> list[float]:
    """Share an exercise's points: public cases have a fixed part of them together, and the hidden ones the rest."""
    total = {hidden: sum(call.weight for call in calls if call.hidden is hidden) for hidden in (False, True)}
    if not all(total.values()) or min(call.weight for call in calls) <= 0:  # `grader verify` says so
        return [call.weight for call in calls]
    parts = {False: PUBLIC, True: 1 - PUBLIC}
    return [call.weight * parts[call.hidden] / total[call.hidden] for call in calls]


def _drawn(said: Said[Picture] | None, arguments: tuple[Argument, ...]) -> Picture | None:
    """Return the picture an author asked for, where its argument has columns of the picture's shape."""
    if said is None:
        return None
    wanted = said.what
    given = next((argument.value for argument in arguments if argument.name == wanted.argument), None)
    rows, columns = (*getattr(given, "shape", ()), 0, 0)[:2]
    least = SCATTERED if wanted.kind == "boundary" else 1
    return wanted if rows == prod(wanted.shape) and columns >= least else None


def _parts(returns: str | Sequence[str] | Mapping[str, float], extra: Sequence[str]) -> tuple[Part, ...]:
    if isinstance(returns, str):
        required = [Part(returns)]
    elif isinstance(returns, Mapping):
        required = [Part(name, float(weight)) for name, weight in returns.items()]
    else:
        required = [Part(name) for name in returns]
    return (*required, *(Part(name, optional=True) for name in extra))


def _seed(*words: str, secret: bytes = b"") -> int:
    """Make a seed of words; with a secret, nobody makes it of the words alone."""
    text = "/".join(words).encode()
    digest = hmac.digest(secret, text, "sha256") if secret else hashlib.sha256(text).digest()
    return int.from_bytes(digest[:8], "little")


def _seed_globals(seed: int) -> None:
    import numpy as np

    np.random.seed(seed % 2**32)
    random.seed(seed)


def _support_modules(folder: Path) -> dict[str, str]:
    """Return the modules that students import: every .py of the folder but the checks."""
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("*.py"))
        if path.stem not in {"checks", "__init__"}
    }


def _digest(folder: Path, reference: str, hidden: bytes, conventions: Conventions) -> str:
    """Hash all that decides the key: reference, the folder's code and data, conventions, versions, the secret.

    It stands in every result, so the secret is in it as what cannot be told from noise.
    """
    import numpy as np

    drawn_from = hmac.digest(hidden, b"answer key", "sha256")
    versions = (KEY_FORMAT, __version__, np.__version__, sys.version_info[:2], drawn_from, conventions)
    digest = hashlib.sha256(repr(versions).encode())
    digest.update(reference.encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".md", ".pyc", ".ipynb"}:
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
