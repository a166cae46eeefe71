"""Draws an exercise's cases: public ones as everybody draws them, hidden ones as nobody can foresee them."""

from __future__ import annotations

import hashlib
import hmac
import inspect
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course.declarations import Call, Declaration, Located
from grader.course.importing import author_error
from grader.errors import AssignmentError
from grader.model import Argument, Case, Picture

if TYPE_CHECKING:
    from numpy.random import Generator

PUBLIC = 0.2  # of an exercise's points: its public cases', whose answers everybody can write down
SCATTERED = 16  # points of the plane; fewer are better read as numbers
MANY_CALLS = 1_000  # of one exercise: nobody wants so many cases
FEW, MANY = 16, 64  # examples at which the steps of a vectorized exercise are counted


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the cases of one assignment are drawn."""

    id: str
    path: Path  # of its checks, which errors name
    hidden: bytes  # what hidden cases are drawn from, beside the names

    def cases(self, declaration: Declaration, signature: inspect.Signature) -> tuple[Case, ...]:
        """Draw an exercise's cases; `signature` is that of the reference's function.

        Raises AssignmentError where the author's generator fails, or yields what the reference does not take.
        """
        return self._cases(declaration, self._calls(declaration), signature)

    def scaling(self, declaration: Declaration, signature: inspect.Signature) -> tuple[Case, ...]:
        """Draw the cases in which steps are counted, with few examples and with many; none unless asked for."""
        make = declaration.decorations.scaling
        calls = [make(self._generator(declaration), examples) for examples in (FEW, MANY)] if make else []
        return self._cases(declaration, calls, signature, count_steps=True)

    def _calls(self, declaration: Declaration) -> list[Call]:
        """Return the public calls as everybody draws them, and the hidden ones as nobody can foresee them."""
        open_calls, secret_calls = self._run(declaration, b""), self._run(declaration, self.hidden)
        if [call.hidden for call in open_calls] == [call.hidden for call in secret_calls]:
            pairs = zip(open_calls, secret_calls, strict=True)
            return [secret_call if secret_call.hidden else open_call for open_call, secret_call in pairs]
        # how many there are is drawn, too
        public = [call for call in open_calls if not call.hidden]
        return public + [call for call in secret_calls if call.hidden]

    def _run(self, declaration: Declaration, secret: bytes) -> list[Call]:
        """Run the author's generator; what it draws from the global generators is seeded too."""
        import numpy as np

        inputs = declaration.decorations.inputs
        rng = np.random.default_rng(_seed(self.id, declaration.name, "", secret=secret))
        _seed_globals(_seed(self.id, declaration.name, secret=secret))
        try:
            yielded = inputs(rng) if inspect.signature(inputs).parameters else inputs()
            calls = list(islice(yielded, MANY_CALLS)) if isinstance(yielded, Iterable) else []
        except (Exception, SystemExit) as error:
            raise author_error(error, self.path) from error
        if len(calls) == MANY_CALLS:
            message = f"{declaration.name} yields {MANY_CALLS} calls or more: does its loop end?"
            raise AssignmentError(message, self.path, declaration.line)
        if not inspect.isgeneratorfunction(inputs) and not calls:
            message = f"{declaration.name} yields no calls: write `yield` before call(...)"
            raise AssignmentError(message, self.path, declaration.line)
        if foreign := next((call for call in calls if not isinstance(call, Call)), None):
            message = (
                f"{declaration.name} yields a {type(foreign).__name__}; it must yield calls: yield call(...)"
            )
            raise AssignmentError(message, self.path, declaration.line)
        if not calls:
            raise AssignmentError(f"{declaration.name} yields no calls", self.path, declaration.line)
        return calls

    def _generator(self, declaration: Declaration) -> Generator:
        import numpy as np

        return np.random.default_rng(_seed(self.id, declaration.name, "scaling"))

    def _cases(
        self,
        declaration: Declaration,
        calls: list[Call],
        signature: inspect.Signature,
        *,
        count_steps: bool = False,
    ) -> tuple[Case, ...]:
        settings = declaration.settings
        call_arguments = [self._arguments(declaration, call, signature) for call in calls]
        return tuple(
            Case(
                number=number,
                arguments=arguments,
                hidden=call.hidden,
                seed=self._case_seed(declaration, number, call) % 2**32,
                weight=weight,
                rtol=settings.rtol if call.rtol is None else call.rtol,
                atol=settings.atol if call.atol is None else call.atol,
                edge=call.edge,
                count_steps=count_steps,
                picture=None if call.hidden else _picture(declaration.decorations.picture, arguments),
            )
            for number, (call, arguments, weight) in enumerate(
                zip(calls, call_arguments, _weights(calls), strict=True), 1
            )
        )

    def _case_seed(self, declaration: Declaration, number: int, call: Call) -> int:
        secret = self.hidden if call.hidden else b""
        return _seed(self.id, declaration.name, str(number), secret=secret)

    def _arguments(
        self, declaration: Declaration, call: Call, signature: inspect.Signature
    ) -> tuple[Argument, ...]:
        try:
            arguments = list(_bound(signature, call))
        except TypeError as error:
            message = f"a call of {declaration.name} does not fit the reference: {error}"
            raise AssignmentError(message, self.path, declaration.line) from error
        return (*arguments, *(Argument(name, value, optional=True) for name, value in call.optional.items()))


def _bound(signature: inspect.Signature, call: Call) -> Iterator[Argument]:
    """Name the arguments as the reference does; those that it gathers are arguments of their own."""
    kinds = {name: parameter.kind for name, parameter in signature.parameters.items()}
    gathers = inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD
    if set(gathers) <= set(kinds.values()):
        raise TypeError("it gathers arguments of both kinds, with * and **; let it gather one kind")
    for name, value in signature.bind(*call.args, **call.kwargs).arguments.items():
        if kinds[name] is gathers[0]:
            yield from (Argument(f"{name}[{index}]", item) for index, item in enumerate(value))
        elif kinds[name] is gathers[1]:
            yield from (Argument(key, item) for key, item in value.items())
        else:
            yield Argument(name, value)


def _weights(calls: Sequence[Call]) -> list[float]:
    """Share an exercise's points: public cases have a fixed part of them together, and the hidden ones the rest."""
    total = {hidden: sum(call.weight for call in calls if call.hidden is hidden) for hidden in (False, True)}
    if not all(total.values()) or min(call.weight for call in calls) <= 0:  # `grader verify` says so
        return [call.weight for call in calls]
    parts = {False: PUBLIC, True: 1 - PUBLIC}
    return [call.weight * parts[call.hidden] / total[call.hidden] for call in calls]


def _picture(located: Located[Picture] | None, arguments: tuple[Argument, ...]) -> Picture | None:
    """Return the picture an author asked for, where its argument has columns of the picture's shape."""
    if located is None:
        return None
    picture = located.value
    value = next((argument.value for argument in arguments if argument.name == picture.argument), None)
    rows, columns = (*getattr(value, "shape", ()), 0, 0)[:2]
    least = SCATTERED if picture.kind == "boundary" else 1
    return picture if rows == prod(picture.shape) and columns >= least else None


def _seed(*words: str, secret: bytes = b"") -> int:
    """Make a seed of words; with a secret, nobody makes it of the words alone."""
    text = "/".join(words).encode()
    digest = hmac.digest(secret, text, "sha256") if secret else hashlib.sha256(text).digest()
    return int.from_bytes(digest[:8], "little")


def _seed_globals(seed: int) -> None:
    import numpy as np

    np.random.seed(seed % 2**32)
    random.seed(seed)
