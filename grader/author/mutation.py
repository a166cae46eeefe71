"""The mutation score: small wrong versions of the reference, made by a program, that the cases must refuse.

    mutants ─► raise in every case (left out) · killed by a public case · by a hidden one only · the rest
    the rest ─► declared equivalent · the same on many extra inputs (equivalent) · survivors

Extra inputs are the cases' own with values drawn anew and defaults changed. Where one of them tells a mutant
from the reference, the mutant is a survivor, and that input is what a new case should look like. Running the cases
is quick, since the first that refuses ends it; trying extra inputs is not, so it comes last and is given a time
that the mutants left share. One that could not be run counts as a survivor.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from random import Random
from typing import Any

from grader.author.answers import call_within
from grader.author.context import VerificationContext
from grader.author.extra_inputs import ExtraInput, extra_inputs
from grader.course.calls import Call, Function, define, silence
from grader.course.edit import function_source
from grader.course.mutants import Mutant, mutants
from grader.judge.score import score_case
from grader.model import Case, CaseResult, Exercise, Observation, Outcome

SECONDS = 30.0  # of a processor, for one function's mutants over its cases; what does not fit is not run
EXTRA_SECONDS = 6.0  # of a processor, for extra inputs, over all mutants that no case notices
FEWEST = 12  # extra inputs that each of them is tried on, however long that takes
ENDS = ("killed", "killed_by_hidden", "survived", "accepted", "equivalent", "raised", "not_run")

Concerns = Callable[[str, Mutant, str], bool]  # whether a mutant of a source concerns a text in it


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
    accepted: tuple[Survivor, ...]  # by the judge, though their values differ


def mutation_score(context: VerificationContext, exercise: Exercise) -> Score:
    """Return how the cases fare against the exercise's mutants, which are run once."""
    return context.get(_score, exercise)


def score_base(ends: Mapping[str, int]) -> int:
    """Return how many mutants the score is out of: what was not run might have survived."""
    return sum(ends.get(end, 0) for end in ("killed", "survived", "not_run"))


def by_public(ends: Mapping[str, int]) -> int:
    """Return how many mutants the public cases kill alone."""
    return ends.get("killed", 0) - ends.get("killed_by_hidden", 0)


def record(context: VerificationContext, exercise: Exercise) -> dict[str, Any]:
    """Return the score as plain data."""
    score = mutation_score(context, exercise)
    survivors = {
        "survivors": score.survivors,
        "equivalents": score.equivalents,
        "accepted_by_judge": score.accepted,
    }
    return {
        "exercise": exercise.name,
        **{end: score.ends[end] for end in ENDS},
        **{name: [asdict(survivor) for survivor in some] for name, some in survivors.items()},
    }


def _score(context: VerificationContext, exercise: Exercise) -> Score:
    """Run an exercise's mutants."""
    trial = _Trial(context, exercise)
    by_end: dict[str, list[Mutant]] = {end: [] for end in (*ENDS, "unnoticed")}
    for mutant in trial.mutants:
        end = trial.end(mutant) if time.process_time() < trial.ends else "not_run"
        by_end[end].append(mutant)
    accepted = [
        trial.survivor(mutant, reason=trial.reason(mutant, _touches)) for mutant in by_end["accepted"]
    ]
    explanations = trial.explain(by_end.pop("unnoticed"))
    survivors = tuple(item for item in explanations if item.killer)
    equivalents = tuple(item for item in explanations if not item.killer)
    ends = Counter({end: len(mutants) for end, mutants in by_end.items()})
    ends.update(survived=len(survivors), equivalent=len(equivalents), killed=ends["killed_by_hidden"])
    return Score(ends, survivors, equivalents, tuple(accepted))


class _Trial:
    """What running one exercise's mutants takes."""

    def __init__(self, context: VerificationContext, exercise: Exercise) -> None:
        self.context, self.exercise = context, exercise
        self.source = function_source(context.assignment.reference, exercise.names[0])
        self.names = context.functions(context.assignment.reference)
        self.reference: Function = self.names[exercise.names[0]]
        calls = [Call(case, self.reference) for case in exercise.cases]
        costs = [_cost(call, self.reference, exercise) for call in calls]
        triples = list(zip(exercise.cases, context.expected_answers(exercise), calls, strict=True))
        order = sorted(range(len(calls)), key=lambda index: (triples[index][0].hidden, costs[index]))
        self.calls = [triples[index] for index in order]  # public ones first, quick ones first
        self.limit = 0.1 + 3 * max(costs)
        self.mutants = mutants(self.source.text, context.assignment.conventions)
        Random(0).shuffle(self.mutants)  # noqa: S311 - so that those left out for lack of time are of every kind
        self.ends = time.process_time() + SECONDS

    def function(self, mutant: Mutant) -> Function:
        return define(mutant.apply_to(self.source.text), self.names, self.exercise.names[0])

    def end(self, mutant: Mutant) -> str:
        """Run a mutant over the cases, public ones first, until one refuses what it returns."""
        function, refusing, returned, differs = self.function(mutant), [], False, False
        for case, expected, call in self.calls:
            observation = call_within(call, function, self.limit)
            returned = returned or observation.outcome is Outcome.RETURNED
            result = self.judge(case, expected, observation)
            differs = differs or bool(result.accepted_by_judge)
            if result.share < 1:
                refusing.append(case)
            if refusing and returned:
                break
            if observation.outcome is Outcome.TIME_LIMIT:
                returned = True  # it ran: that it does not end is a wrong answer of its own
                break
        if not refusing:
            return "accepted" if differs else "unnoticed"
        if not returned:
            return "raised"
        return "killed_by_hidden" if refusing[0].hidden else "killed"

    def judge(self, case: Case, expected: Observation, observation: Observation) -> CaseResult:
        with silence():
            return score_case(self.exercise, case, expected, observation)

    def explain(self, unnoticed: Sequence[Mutant]) -> list[Survivor]:
        """Say of each mutant that no case notices what would kill it, or why it is the reference in other words."""
        reasons = [(mutant, self.reason(mutant)) for mutant in unnoticed]
        explanations = [self.survivor(mutant, reason=reason) for mutant, reason in reasons if reason]
        todo = [mutant for mutant, reason in reasons if not reason]
        ends = time.process_time() + EXTRA_SECONDS
        for left, mutant in zip(range(len(todo), 0, -1), todo, strict=True):
            start = time.process_time()
            explanations.append(self.search_killer(mutant, start + (ends - start) / left))
        return explanations

    def reason(self, mutant: Mutant, concerns: Concerns | None = None) -> str:
        """Return the author's reason why no case need notice a mutant; empty where there is none."""
        equivalents = (item.value for item in self.context.decorations(self.exercise).equivalents)
        concerns = concerns or _inside
        return next((why for text, why in equivalents if concerns(self.source.text, mutant, text)), "")

    def search_killer(self, mutant: Mutant, ends: float) -> Survivor:
        """Try a mutant on extra inputs, until one tells it from the reference or its time is over."""
        function, count = self.function(mutant), 0
        for count, extra in enumerate(self.extra_inputs, 1):
            observation = call_within(extra.call, function, self.limit)
            if self.judge(extra.case, extra.expected, observation).share < 1:
                return self.survivor(mutant, killer=extra.description)
            if count >= FEWEST and time.process_time() > ends:
                break
        return self.survivor(mutant, reason=f"the same on {count} further inputs")

    def survivor(self, mutant: Mutant, *, killer: str = "", reason: str = "") -> Survivor:
        line = self.source.start + mutant.line
        return Survivor(line, _change(self.source.text, mutant), killer, reason)

    @cached_property
    def extra_inputs(self) -> list[ExtraInput]:
        """Extra inputs of every kind, in any order: not all mutants have time for all of them."""
        inputs = list(extra_inputs(self.context, self.exercise, self.reference, self.limit))
        Random(0).shuffle(inputs)  # noqa: S311 - the order need only be the same every time
        return inputs


def _cost(call: Call, function: Function, exercise: Exercise) -> float:
    start = time.process_time()
    call_within(call, function, exercise.seconds)
    return time.process_time() - start


def _inside(source: str, mutant: Mutant, text: str) -> bool:
    """Tell whether all of a mutant's edits lie within a text that occurs once."""
    start = source.find(text)
    return start >= 0 and all(start <= edit.start and edit.end <= start + len(text) for edit in mutant.edits)


def _touches(source: str, mutant: Mutant, text: str) -> bool:
    """Tell whether one of a mutant's edits changes, moves or repeats some of a text that occurs once."""
    start = source.find(text)
    return start >= 0 and any(
        text in edit.new or (edit.start <= start + len(text) and start <= edit.end) for edit in mutant.edits
    )


def _change(source: str, mutant: Mutant) -> str:
    edit = mutant.edits[0]
    old, new = source[edit.start : edit.end], edit.new
    start = source.rfind("\n", 0, edit.start) + 1
    line = source[start : source.find("\n", edit.end)].strip()
    rest = f" and {len(mutant.edits) - 1} more alike" if len(mutant.edits) > 1 else ""
    return f"{_brief(old)!r} becoming {_brief(new)!r} in {_brief(line)!r}{rest}"


def _brief(text: str, limit: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 3] + "..."
