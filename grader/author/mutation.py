"""Mutation score."""
from __future__ import annotations
from collections.abc import Iterator
from grader.author.desk import Desk
from grader.author.finding import Problem
from grader.model import Exercise

def killed(desk: Desk, exercise: Exercise) -> Iterator[Problem]:
    yield from ()

def record(desk, exercise):
    return {"exercise": exercise.name}
