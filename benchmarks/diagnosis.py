"""How often a wrong function is told why: `python -m benchmarks.diagnosis [ASSIGNMENT...]`.

The wrong functions of tests/wrong are written by hand, in other words than the references, each with its true
cause; every one is graded in a submission that is right otherwise. Counted are those that lose points; those
that get a diagnosis; those whose diagnosis names the true cause. What only says which value is wrong first is
no diagnosis. Declared right variants must get none.
"""

from __future__ import annotations

import ast
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course import load, names
from grader.course.edit import function_source
from grader.course.key import AnswerKey, answer_key, program
from grader.judge.diagnose import diagnose
from grader.judge.score import score_exercise
from grader.model import Assignment, Diagnosis, Exercise, ExerciseResult
from grader.worker import Worker

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
    def named(self) -> bool:
        return self.given and self.diagnosis is not None and self.wrong.named_by(self.diagnosis.message)


def bank(assignment: Assignment) -> Iterator[Wrong]:
    """Yield an assignment's wrong functions."""
    text = (WRONG / f"{assignment.id}.py").read_text(encoding="utf-8")
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


def findings(assignment: Assignment, key: AnswerKey, worker: Worker) -> list[Finding]:
    found = []
    for wrong in bank(assignment):
        exercise = assignment.exercise(wrong.exercise)
        result = judged(assignment, exercise, key, worker, submitted(assignment, wrong))
        start = time.perf_counter()
        diagnosis = diagnose(exercise, result, {}, key.expected[exercise.name], key.causes[exercise.name])
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
            said = diagnose(exercise, result, {}, key.expected[exercise.name], key.causes[exercise.name])
            if said:
                told.append(f"{exercise.name}, {variant.name}: {said.message}")
    return count, told


def main(chosen: Sequence[str]) -> None:
    total = [0, 0, 0, 0, 0, 0]
    misses: list[str] = []
    spent: list[float] = []
    print(f"{'assignment':24} {'wrong':>6} {'told':>6} {'named':>6} {'where':>6}   {'right':>6} {'told':>6}")
    with Worker() as worker:
        for id in chosen or names(ROOT):
            assignment = load(ROOT, id)
            key = answer_key(assignment, worker.observe)
            found = [finding for finding in findings(assignment, key, worker) if finding.lost]
            right, told = right_with_diagnosis(assignment, key, worker)
            located = sum(f.diagnosis is not None and not f.given for f in found)
            row = [
                len(found),
                sum(f.given for f in found),
                sum(f.named for f in found),
                located,
                right,
                len(told),
            ]
            print(f"{id:24} {row[0]:6} {row[1]:6} {row[2]:6} {row[3]:6}   {row[4]:6} {row[5]:6}")
            total = [have + more for have, more in zip(total, row, strict=True)]
            misses += [_miss(finding) for finding in found if not finding.named] + told
            spent += [finding.milliseconds for finding in found]
    print(f"{'all':24} {total[0]:6} {total[1]:6} {total[2]:6} {total[3]:6}   {total[4]:6} {total[5]:6}")
    print(
        f"told {total[1] / total[0]:.1%} of the wrong; of these {total[2] / max(total[1], 1):.1%} name the true cause"
    )
    spent.sort()
    middle, high = spent[len(spent) // 2], spent[int(len(spent) * 0.95)]
    print(f"a diagnosis takes {middle:.1f} ms in the middle, {high:.1f} ms at 95 %")
    print("\nmisses:", *misses, sep="\n")


def _miss(finding: Finding) -> str:
    said = f"{finding.diagnosis.name}: {finding.diagnosis.message}" if finding.diagnosis else "nothing"
    return f"  {finding.wrong.name}\n    cause: {finding.wrong.cause}\n    said:  {said}"


if __name__ == "__main__":
    main(sys.argv[1:])
