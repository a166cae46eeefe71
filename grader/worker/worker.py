"""Turns a program and an exercise's cases into observations, whatever the program does."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from grader.errors import WorkerError
from grader.model import Outcome
from grader.worker import tiers
from grader.worker.compiled import Codes
from grader.worker.limits import Limits
from grader.worker.run import Run
from grader.worker.stand_in_process import StandInProcess
from grader.worker.stand_ins import Answers
from grader.worker.wire import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    from grader.model import Case, Exercise, Observation, Program, Tier
    from grader.worker.handles import Child, Zygote
    from grader.worker.stand_ins import StandIn

_KEPT = 2000  # frames of cases' arguments, which every submission gets anew


class Worker:
    """One warm process and the children it forks; not thread safe: a grading process has its own."""

    def __init__(self, limits: Limits | None = None, tier: Tier | None = None) -> None:
        self.limits = limits or Limits()
        self._tier = tier
        self._zygote: Zygote | None = None
        self._stand_ins = StandInProcess(self._fork, self.limits)
        self._answers = Answers(self._stand_ins)
        self._codes = Codes(self._fork)
        self._frames: dict[int, tuple[Case, bytes]] = {}
        # a program whose own statements do not end is not tried again when it is observed again
        self._last: tuple[Program | None, list[Outcome]] = (None, [])
        self.mishaps = (
            0  # observations so far that were failures of ours, or that the machine may have caused
        )

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    @property
    def tier(self) -> Tier:
        """The isolation that was asked for, or the best there is: known once the warm process has started."""
        return self._started()[1]

    def observe(
        self,
        program: Program,
        exercises: Sequence[Exercise],
        *,
        stand_ins: Mapping[str, Mapping[str, StandIn]] | None = None,
        cases: Callable[[Exercise], Sequence[Case]] | None = None,
    ) -> dict[str, tuple[Observation, ...]]:
        """Call every exercise's function on each of its cases, those that count steps last.

        All calls that a student may see come before all others, of whatever exercise: nothing that a hidden
        call saw can be in what is shown. `stand_ins` has, by exercise, what takes the place of which global of
        the student's meanwhile.
        """
        self._warm_up()
        if program is not self._last[0]:
            self._last = program, []
        run = Run(
            self._fork,
            self.limits,
            program,
            self._codes.of,
            self._answers,
            self._arguments,
            self._last[1],
        )
        answering = stand_ins or {}
        asked = {one.name: (cases or _cases)(one) for one in exercises}
        found: dict[str, dict[int, Observation]] = {one.name: {} for one in exercises}
        try:
            for secret in (False, True):
                for one in exercises:
                    places = [place for place, case in enumerate(asked[one.name]) if _secret(case) is secret]
                    chosen = [asked[one.name][place] for place in places]
                    seen = run.exercise(one, chosen, answering.get(one.name))
                    found[one.name].update(zip(places, seen, strict=True))
        finally:
            run.forget()
        observed = {name: tuple(seen[place] for place in sorted(seen)) for name, seen in found.items()}
        self.mishaps += sum(seen.is_mishap for some in observed.values() for seen in some)
        return observed

    def close(self) -> None:
        self._stand_ins.close()
        self._codes.close()
        if self._zygote:
            self._zygote.close()
            self._zygote = None

    def _started(self) -> tuple[Zygote, Tier]:
        if self._zygote is None or self._tier is None:
            self._zygote, self._tier = tiers.start(self._tier, self.limits)
        return self._zygote, self._tier

    def _warm_up(self) -> None:
        """Wait for the warm process, so that no submission's time goes by meanwhile."""
        with contextlib.suppress(WorkerError):  # it will be tried again, and then it counts
            self._started()[0].await_ready()

    def _fork(self) -> Child:
        """Start a child; a warm process that died is replaced once."""
        try:
            return self._started()[0].fork()
        except WorkerError:
            self.close()
            return self._started()[0].fork()

    def _arguments(self, case: Case) -> bytes:
        """Return the frame of a case's arguments, made once for all submissions."""
        known = self._frames.get(id(case))
        if known is None:
            if len(self._frames) >= _KEPT:
                self._frames.clear()
            triples = [(argument.name, argument.value, argument.optional) for argument in case.arguments]
            known = self._frames[id(case)] = case, encode(triples)
        return known[1]


def _secret(case: Case) -> bool:
    """Say whether no student gets to see the call."""
    return case.hidden or case.count_steps


def _cases(exercise: Exercise) -> Sequence[Case]:
    return (*exercise.cases, *exercise.scaling)
