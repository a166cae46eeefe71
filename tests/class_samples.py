"""A class made up for tests of the overview: students of some ability, exercises of some difficulty."""

from __future__ import annotations

import random
from array import array
from pathlib import Path
from typing import Any

from grader.classroom.rows import Row
from grader.classroom.store import Store

EXERCISES = {  # difficulty, 0 easy to 1 hard
    "sigmoid": 0.1, "initialize_with_zeros": 0.05, "propagate": 0.55, "optimize": 0.5, "predict": 0.4, "model": 0.65,
}  # fmt: skip
MISTAKES = {
    "sigmoid": "You used e^z where the formula has e^-z.",
    "propagate": "dw is a sum over the examples; divide it by m.",
    "optimize": "The update moves along the gradient; it has to move against it.",
    "predict": "A probability of 0.5 belongs to class 0.",
}
HOSTILE = '</script><img src=x onerror="document.title=1">=cmd\u202e'


def case(number: int, hidden: bool, right: bool, says: str) -> dict[str, Any]:
    return {
        "number": number, "hidden": hidden, "verdict": "passed" if right else "wrong_answer",
        "share": float(right), "difference": None if right else says, "differences": [] if right else [says],
        "error": None, "detail": "",
    }  # fmt: skip


def exercise(draw: random.Random, name: str, ability: float) -> dict[str, Any]:
    right = draw.random() < 1 - EXERCISES[name] + (ability - 0.5) * 1.2
    odd = name == "predict" and ability > 0.7  # a hidden case that the strong get wrong
    known = name in MISTAKES and not right and draw.random() < 0.6
    answer = 3 if known else draw.randint(1, 40)
    says = f"{name}(...) is {answer}.5, expected 0.998 (2 of 2 values differ)"
    cases = [case(1, False, right, says), case(2, True, right, says), case(3, True, right and not odd, says)]
    share = sum(one["share"] for one in cases) / 3
    diagnosis = {"name": f"{name}_known", "message": MISTAKES[name], "from": "own"} if known else None
    verdict = "passed" if share == 1 else "wrong_answer"
    return {
        "name": name, "score": round(10 * share, 6), "max_score": 10.0, "verdict": verdict, "cases": cases,
        "diagnosis": diagnosis,
    }  # fmt: skip


def prints(draw: random.Random, number: int) -> bytes:
    """Give every fiftieth student the passages of the one before."""
    own = random.Random(number - (number % 50 == 1))
    common = [draw.randrange(200) for _ in range(20)]
    return array("I", sorted({*common, *(own.randrange(1_000, 2**32) for _ in range(25))})).tobytes()


def row(assignment: str, number: int, draw: random.Random) -> Row:
    student = HOSTILE if number == 7 else f"student{number:05}"
    label = "hostile" if number == 7 else student
    status = {11: "unreadable", 13: "internal_error"}.get(number % 500, "graded")
    ability = random.Random(number).random()
    exercises = [exercise(draw, name, ability) for name in EXERCISES] if status == "graded" else []
    score = round(sum(one["score"] for one in exercises), 6) if exercises else None
    message = "" if exercises else f"no JSON: line 1 {HOSTILE}"
    return Row(
        assignment, label, student, 1, f"class/{assignment}/{label}.ipynb", False, "", "f", "w", status, score,
        60.0 if exercises else None, message, {"exercises": exercises}, fingerprints=prints(draw, number),
    )  # fmt: skip


def class_of(path: Path, students: int, assignments: tuple[str, ...] = ("logistic_regression",)) -> Store:
    """Return an open record of so many students."""
    store = Store(path)
    for id in assignments:
        draw = random.Random(id)
        store.add(row(id, number, draw) for number in range(students))
    return store
