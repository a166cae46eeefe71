"""How often a wrong function is told why: `python -m benchmarks.diagnosis [--automatic] [--second] [ASSIGNMENT...]`.

The wrong functions of tests/wrong are written by hand, in other words than the references, each with its true
cause; every one is graded in a submission that is right otherwise. Counted are those that lose points; those
that get a diagnosis; those whose diagnosis names the true cause. What only says which value is wrong first is
no diagnosis. Declared right variants must get none.

A cause counts as named where the message matches the pattern that was written with the function, or where the
diagnosis was read by hand and says the same in other words (tests/wrong/read_by_hand.py); both are printed.
`--automatic` hides the authors' mistakes from the diagnosis, and adds them to the wrong functions: it shows
what mutants and patterns find alone. `--second` takes the second bank, tests/wrong/second: before anything
was improved by it, 62 of its 82 were told why (75.6 %); of these 51 in the words foreseen (82.3 %), 58 as read by
hand (93.5 %).
"""

from __future__ import annotations

import ast
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course import load, names
from grader.course.edit import function_source
from grader.course.key import AnswerKey, answer_key, program
from grader.course.mutants.tables import Job, tables
from grader.judge.diagnose import diagnose
from grader.judge.score import score_exercise
from grader.model import Assignment, Diagnosis, Exercise, ExerciseResult, Verdict
from grader.worker import Worker
from tests.wrong.read_by_hand import NAMED
from tests.wrong.second.mutants import RULES

ROOT = Path(__file__).resolve().parents[1]
WRONG = ROOT / "tests" / "wrong"
LOCATED = "only_some_values_wrong"  # says where, not why


@dataclass(frozen=True)
class Wrong:
    """A wrong function of the bank."""

    exercise: str
    name: str
    cause: str
    patterns: tuple[str, ...]
    source: str

    def named_by(self, message: str) -> bool:
        return all(re.search(pattern, message, re.IGNORECASE) for pattern in self.patterns)


@dataclass(frozen=True)
class Finding:
    wrong: Wrong
    diagnosis: Diagnosis | None
    milliseconds: float
    lost: bool = True  # points: a function that loses none is not wrong for these cases

    @property
    def given(self) -> bool:
        return self.diagnosis is not None and self.diagnosis.name != LOCATED

    @property
    def matched(self) -> bool:
        return self.given and self.diagnosis is not None and self.wrong.named_by(self.diagnosis.message)

    @property
    def named(self) -> bool:
        read = NAMED.get(self.wrong.name)
        return self.matched or (self.diagnosis is not None and self.diagnosis.message == read)


def bank(assignment: Assignment) -> Iterator[Wrong]:
    """Yield an assignment's wrong functions."""
    yield from _written(assignment, WRONG)


def second_bank(assignment: Assignment) -> Iterator[Wrong]:
    """Yield those of the second bank: written by hand, and made from the reference by rules."""
    yield from _written(assignment, WRONG / "second")
    for rule, made in RULES.items():
        for number, (id, exercise, edits, said) in enumerate(made, 1):
            if id == assignment.id:
                name = f"{exercise}_{rule}_{number}"
                text = function_source(assignment.reference, assignment.exercise(exercise).names[0]).text
                source = _exchanged(text, edits).replace(f"def {exercise}(", f"def {name}(", 1)
                cause, patterns = said.split(" | ", maxsplit=1)
                yield Wrong(exercise, name, cause, tuple(patterns.split(" & ")), source)


def _exchanged(text: str, edits: Mapping[str, str]) -> str:
    """Make edits that each match once, all at the same time: two may exchange their places."""
    assert all(text.count(old) == 1 for old in edits), edits
    return re.sub("|".join(map(re.escape, edits)), lambda match: edits[match[0]], text)


def _written(assignment: Assignment, folder: Path) -> Iterator[Wrong]:
    text = (folder / f"{assignment.id}.py").read_text(encoding="utf-8")
    exercises = sorted((exercise.name for exercise in assignment.exercises), key=len, reverse=True)
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            exercise = next(name for name in exercises if node.name.startswith(f"{name}_"))
            cause, *patterns = re.split(r" \| ", ast.get_docstring(node) or "", maxsplit=1)
            source = ast.get_source_segment(text, node) or ""
            yield Wrong(exercise, node.name, cause, tuple(patterns[0].split(" & ")), source)


def submitted(assignment: Assignment, wrong: Wrong) -> str:
    """Return the reference with the wrong function in the right one's place."""
    name = assignment.exercise(wrong.exercise).names[0]
    place = function_source(assignment.reference, name)
    return place.with_text(wrong.source.replace(f"def {wrong.name}(", f"def {name}(", 1) + "\n")


def judged(
    assignment: Assignment, exercise: Exercise, key: AnswerKey, worker: Worker, source: str
) -> ExerciseResult:
    observed = worker.observe(program(assignment, source), [exercise])[exercise.name]
    return score_exercise(exercise, key.expected[exercise.name], observed, None)


Bank = Callable[[Assignment], Iterator[Wrong]]


def findings(assignment: Assignment, key: AnswerKey, worker: Worker, source: Bank = bank) -> list[Finding]:
    found = []
    for wrong in source(assignment):
        exercise = assignment.exercise(wrong.exercise)
        result = judged(assignment, exercise, key, worker, submitted(assignment, wrong))
        start = time.perf_counter()
        diagnosis = diagnose(exercise, result, key.expected[exercise.name], key.causes[exercise.name])
        spent = 1000 * (time.perf_counter() - start)
        found.append(Finding(wrong, diagnosis, spent, lost=result.score < exercise.points))
    return found


def right_with_diagnosis(assignment: Assignment, key: AnswerKey, worker: Worker) -> tuple[int, list[str]]:
    """Return how many right variants there are, and those that get a diagnosis nevertheless."""
    count, told = 0, []
    for exercise in assignment.exercises:
        for variant in exercise.variants:
            count += 1
            result = judged(assignment, exercise, key, worker, variant.source)
            said = diagnose(exercise, result, key.expected[exercise.name], key.causes[exercise.name])
            if said:
                told.append(f"{exercise.name}, {variant.name}: {said.message}")
    return count, told


def without_mistakes(assignment: Assignment, key: AnswerKey) -> AnswerKey:
    """Return a key that knows no mistake of the author's, only mutants."""
    jobs = [
        Job(exercise.name, exercise.cases, tuple(key.expected[exercise.name]), {})
        for exercise in assignment.exercises
    ]
    return replace(key, causes=tables(assignment, jobs))


def mistakes_told(assignment: Assignment, full: AnswerKey, key: AnswerKey) -> tuple[int, int]:
    """Return how many of the author's mistakes lose points, and how many of these get a diagnosis."""
    lost, told = 0, 0
    for exercise in assignment.exercises:
        expected = key.expected[exercise.name]
        for seen in full.mistakes[exercise.name].values():
            result = score_exercise(exercise, expected, seen, None)
            said = diagnose(exercise, result, expected, key.causes[exercise.name])
            lost += result.verdict is not Verdict.PASSED
            told += said is not None and said.name != LOCATED
    return lost, told


HEADS = ("wrong", "told", "matched", "named", "where", "right", "told")


def main(chosen: Sequence[str]) -> None:
    automatic, source = "--automatic" in chosen, second_bank if "--second" in chosen else bank
    rows: list[list[int]] = []
    misses: list[str] = []
    spent: list[float] = []
    authors = [0, 0]
    print(f"{'assignment':24}", *(f"{head:>8}" for head in HEADS))
    with Worker() as worker:
        for id in [id for id in chosen if not id.startswith("-")] or names(ROOT):
            assignment = load(ROOT, id)
            full = answer_key(assignment, worker.observe)
            key = without_mistakes(assignment, full) if automatic else full
            found = [one for one in findings(assignment, key, worker, source) if one.lost]
            right, told = right_with_diagnosis(assignment, key, worker)
            rows.append([*_counts(found), right, len(told)])
            print(f"{id:24}", *(f"{number:8}" for number in rows[-1]))
            misses += [_miss(finding) for finding in found if not finding.named] + told
            spent += [finding.milliseconds for finding in found]
            if automatic:
                authors = [
                    sum(pair) for pair in zip(authors, mistakes_told(assignment, full, key), strict=True)
                ]
    total = [sum(column) for column in zip(*rows, strict=True)]
    print(f"{'all':24}", *(f"{number:8}" for number in total))
    print(_summary(total, sorted(spent)))
    if automatic:
        print(
            f"of the authors' {authors[0]} mistakes, {authors[1]} ({authors[1] / authors[0]:.1%}) are told why"
        )
    print("\nmisses:", *misses, sep="\n")


def _counts(found: Sequence[Finding]) -> list[int]:
    located = sum(finding.diagnosis is not None and not finding.given for finding in found)
    given, matched = sum(f.given for f in found), sum(f.matched for f in found)
    return [len(found), given, matched, sum(f.named for f in found), located]


def _summary(total: Sequence[int], spent: Sequence[float]) -> str:
    wrong, told, matched, named = total[:4]
    middle, high = spent[len(spent) // 2], spent[int(len(spent) * 0.95)]
    return (
        f"told {told / wrong:.1%} of the wrong; of these {named / told:.1%} name the true cause "
        f"({matched / told:.1%} in the words foreseen)\n"
        f"a diagnosis takes {middle:.1f} ms in the middle, {high:.1f} ms at 95 %"
    )


def _miss(finding: Finding) -> str:
    said = f"{finding.diagnosis.name}: {finding.diagnosis.message}" if finding.diagnosis else "nothing"
    return f"  {finding.wrong.name}\n    cause: {finding.wrong.cause}\n    said:  {said}"


if __name__ == "__main__":
    main(sys.argv[1:])
