"""The causes that an answer key knows: found when it is built, kept in it as a few arrays an exercise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grader.judge.cause_table import CauseTable, causes_in, causes_text
from grader.judge.signature import Signature
from grader.model import Assignment, Observation

if TYPE_CHECKING:
    import h5py

VERSION = 15  # raise it when mutants, their sentences or their signatures change

Observations = tuple[Observation, ...]


def find(
    assignment: Assignment,
    expected: Mapping[str, Observations],
    mistakes: Mapping[str, Mapping[str, Observations]],
) -> dict[str, CauseTable]:
    """Run every exercise's mutants beside its mistakes."""
    from grader.course.mutants.tables import Job, tables

    jobs = [
        Job(exercise.name, exercise.cases, expected[exercise.name], mistakes[exercise.name])
        for exercise in assignment.exercises
    ]
    return tables(assignment, jobs)


def store(group: h5py.Group, table: CauseTable) -> None:
    made = group.create_group("causes")
    for name, signature in (("versions", table.signatures), ("reference", table.reference)):
        for field in ("codes", "sums", "sizes"):
            made.create_dataset(f"{name}/{field}", data=getattr(signature, field))
    made.create_dataset("order", data=json.dumps(table.order))
    made.attrs["ordered"] = table.ordered
    made.create_dataset("list", data=causes_text(table.causes))


def read(group: Any) -> CauseTable:
    made = group["causes"]
    versions, reference = (
        Signature(*(made[f"{name}/{field}"][()] for field in ("codes", "sums", "sizes")))
        for name in ("versions", "reference")
    )
    causes = causes_in(made["list"][()].decode())
    order = tuple(json.loads(made["order"][()].decode()))
    return CauseTable(causes, versions, reference, order, bool(made.attrs["ordered"]))
