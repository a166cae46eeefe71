"""The mutation score: small wrong versions of the reference, made by a program, that the cases must refuse.

    mutants ─► raise in every case (left out) · killed by a public case · by a hidden one only · the rest
    the rest ─► declared equivalent · the same on many further inputs (equivalent) · survivors

Further inputs are the cases' own with values drawn anew and defaults changed. Where one of them tells a mutant
from the reference, the mutant is a survivor, and that input is what a new case should look like. Running the cases
is quick, since the first that refuses ends it; trying further inputs is not, so it comes last and is given a time
that the mutants left share. One that could not be run counts as a survivor.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from grader.author.calls import timed
from grader.author.desk import Desk
from grader.author.finding import Problem, warning
from grader.author.further import Input, further_inputs
from grader.course.calls import Call, Function, quiet
from grader.course.edit import function_source
from grader.course.mutants import Mutant, mutants
from grader.judge.score import score_case
from grader.model import Case, CaseResult, Exercise, Observation, Outcome

WANTED = 0.95
SECONDS = 30.0  # of a processor, for one function's mutants over its cases; what does not fit is not run
FURTHER_SECONDS = 6.0  # of a processor, for further inputs, over all mutants that no case notices
FEWEST = 12  # further inputs that each of them is tried on, however long that takes
ENDS = ("killed", "killed_by_hidden", "survived", "equivalent", "raised", "not_run")


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no case notices; what would, or why nothing need."""

    line: int  # of the reference's file
    change: str
    killer: str  # an input that tells it from the reference; empty for an equivalent one
    reason: str  # why it is equivalent


@dataclass(frozen=True, slots=True)
class Score:
    ends: Counter[str]
    survivors: tuple[Survivor, ...]
    equivalents: tuple[Survivor, ...]


def killed(desk: Desk, exercise: Exercise) -> Iterator[Problem]:
    """The cases kill the mutants of the reference; a survivor is told with its line and what would kill it."""
    for survivor in desk.mutation(exercise).survivors:
        yield warning(
            f"no case of {exercise.name} notices {survivor.change}; {survivor.killer} would: "
            "add such a call, or say @equivalent(text, why)",
            survivor.line,
            desk.reference_path,
        )
    for said in desk.said(exercise).equivalents:
        text, _ = said.what
        if function_source(desk.assignment.reference, exercise.names[0]).text.count(text) != 1:
            yield Problem(f"{text!r} must occur once in the reference's {exercise.names[0]}", line=said.line)


def score_is_high(desk: Desk) -> Iterator[Problem]:
    """Of all mutants that are no equivalents the cases kill nearly all."""
    ends: Counter[str] = Counter()
    for exercise in desk.assignment.exercises:
        ends += desk.mutation(exercise).ends
    total = counted(ends)
    if total and ends["killed"] < WANTED * total:
        not_run = f" ({ends['not_run']} could not be run in time)" if ends["not_run"] else ""
        yield Problem(
            f"the cases kill {ends['killed'] / total:.1%} of {total} mutants{not_run}, fewer than {WANTED:.0%}: "
            "the warnings name the survivors"
        )


def counted(ends: Mapping[str, int]) -> int:
    """Return how many mutants the score is out of: what was not run might have survived."""
    return sum(ends.get(end, 0) for end in ("killed", "survived", "not_run"))


def record(desk: Desk, exercise: Exercise) -> dict[str, Any]:
    """Return the score as plain data."""
    found = desk.mutation(exercise)
    listed = {
        name: [
            {"line": one.line, "change": one.change, "killer": one.killer, "reason": one.reason}
            for one in some
        ]
        for name, some in (("survivors", found.survivors), ("equivalents", found.equivalents))
    }
    return {"exercise": exercise.name, **{end: found.ends[end] for end in ENDS}, **listed}


def score(desk: Desk, exercise: Exercise) -> Score:
    """Run an exercise's mutants."""
    trial = _Trial(desk, exercise)
    ends: Counter[str] = Counter()
    unnoticed = []
    for mutant in trial.mutants:
        end = trial.end(mutant) if time.process_time() < trial.ends else "not_run"
        if end == "unnoticed":
            unnoticed.append(mutant)
        else:
            ends[end] += 1
    told = trial.explained(unnoticed)
    survivors = tuple(one for one in told if one.killer)
    equivalents = tuple(one for one in told if not one.killer)
    ends.update(survived=len(survivors), equivalent=len(equivalents), killed=ends["killed_by_hidden"])
    return Score(ends, survivors, equivalents)


class _Trial:
    """What running one exercise's mutants takes."""

    def __init__(self, desk: Desk, exercise: Exercise) -> None:
        self.desk, self.exercise = desk, exercise
        self.source = function_source(desk.assignment.reference, exercise.names[0])
        self.names = desk.functions(desk.assignment.reference)
        self.reference: Function = self.names[exercise.names[0]]
        calls = [Call(case, self.reference) for case in exercise.cases]
        costs = [_cost(call, self.reference, exercise) for call in calls]
        triples = list(zip(exercise.cases, desk.expected(exercise), calls, strict=True))
        order = sorted(range(len(calls)), key=lambda index: (triples[index][0].hidden, costs[index]))
        self.calls = [triples[index] for index in order]  # public ones first, quick ones first
        self.limit = 0.1 + 3 * max(costs)
        self.mutants = mutants(self.source.text)
        Random(0).shuffle(self.mutants)  # noqa: S311 - so that those left out for lack of time are of every kind
        self.ends = time.process_time() + SECONDS

    def function(self, mutant: Mutant) -> Function:
        names = dict(self.names)
        with quiet():
            exec(compile(mutant.applied(self.source.text), "<mutant>", "exec"), names)  # noqa: S102 - the author's
        made: Function = names[self.exercise.names[0]]
        return made

    def end(self, mutant: Mutant) -> str:
        """Run a mutant over the cases, public ones first, until one refuses what it returns."""
        function, refused, returned = self.function(mutant), [], False
        for case, right, call in self.calls:
            seen = timed(call, function, self.limit)
            returned = returned or seen.outcome is Outcome.RETURNED
            if self.judged(case, right, seen).share < 1:
                refused.append(case)
            if refused and returned:
                break
            if seen.outcome is Outcome.TIME_LIMIT:
                returned = True  # it ran: that it does not end is a wrong answer of its own
                break
        if not refused:
            return "unnoticed"
        if not returned:
            return "raised"
        return "killed_by_hidden" if refused[0].hidden else "killed"

    def judged(self, case: Case, right: Observation, seen: Observation) -> CaseResult:
        with quiet():
            return score_case(self.exercise, case, right, seen)

    def explained(self, unnoticed: Sequence[Mutant]) -> list[Survivor]:
        """Say of each mutant that no case notices what would kill it, or why it is the reference in other words."""
        declared = [(mutant, self.declared(mutant)) for mutant in unnoticed]
        told = [self.survivor(mutant, reason=why) for mutant, why in declared if why]
        todo = [mutant for mutant, why in declared if not why]
        ends = time.process_time() + FURTHER_SECONDS
        for left, mutant in zip(range(len(todo), 0, -1), todo, strict=True):
            now = time.process_time()
            told.append(self.tried(mutant, now + (ends - now) / left))
        return told

    def declared(self, mutant: Mutant) -> str:
        """Return the author's reason why no case need notice a mutant; empty where there is none."""
        said = (said.what for said in self.desk.said(self.exercise).equivalents)
        return next((why for text, why in said if _inside(self.source.text, mutant, text)), "")

    def tried(self, mutant: Mutant, ends: float) -> Survivor:
        """Try a mutant on further inputs, until one tells it from the reference or its time is over."""
        function, tried = self.function(mutant), 0
        for tried, one in enumerate(self.further, 1):
            seen = timed(one.call, function, self.limit)
            if self.judged(one.case, one.right, seen).share < 1:
                return self.survivor(mutant, killer=one.description)
            if tried >= FEWEST and time.process_time() > ends:
                break
        return self.survivor(mutant, reason=f"the same on {tried} further inputs")

    def survivor(self, mutant: Mutant, *, killer: str = "", reason: str = "") -> Survivor:
        line = self.source.start + mutant.line
        return Survivor(line, _change(self.source.text, mutant), killer, reason)

    @cached_property
    def further(self) -> list[Input]:
        """Further inputs of every kind, in any order: not all mutants have time for all of them."""
        made = list(further_inputs(self.desk, self.exercise, self.reference, self.limit))
        Random(0).shuffle(made)  # noqa: S311 - the order need only be the same every time
        return made


def _cost(call: Call, function: Function, exercise: Exercise) -> float:
    start = time.process_time()
    timed(call, function, exercise.seconds)
    return time.process_time() - start


def _inside(source: str, mutant: Mutant, text: str) -> bool:
    """Tell whether all of a mutant's edits lie within a text that occurs once."""
    start = source.find(text)
    return start >= 0 and all(start <= edit.start and edit.end <= start + len(text) for edit in mutant.edits)


def _change(source: str, mutant: Mutant) -> str:
    edit = mutant.edits[0]
    old, new = source[edit.start : edit.end], edit.new
    start = source.rfind("\n", 0, edit.start) + 1
    line = source[start : source.find("\n", edit.end)].strip()
    more = f" and {len(mutant.edits) - 1} more alike" if len(mutant.edits) > 1 else ""
    shown = " ".join(line.split())
    return f"{_brief(old)!r} becoming {_brief(new)!r} in {_brief(shown)!r}{more}"


def _brief(text: str, limit: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 3] + "..."
