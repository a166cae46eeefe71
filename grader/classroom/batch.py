"""Grade deliveries one after the other and write what came of each before the next begins."""

from __future__ import annotations

import csv
import json
import re
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from grader.course import load, load_all
from grader.course.key import answer_key
from grader.errors import GraderError, SubmissionError
from grader.grade import Bench, Policy, grade
from grader.model import Assignment, Result, Status
from grader.report import as_html, as_json
from grader.submission import Delivery, read, recognise
from grader.worker import Worker


@dataclass
class Room:
    """A course at work: its assignments, loaded and with their keys as they are first needed."""

    course: Path
    worker: Worker
    policy: Policy = Policy()
    fresh_seed: int | None = None
    only: str | None = None  # the assignment named by -a
    _benches: dict[str, Bench] = field(default_factory=dict)

    def bench(self, id: str) -> Bench:
        if id not in self._benches:
            loaded = [one for one in self.assignments if one.id == id] if not self.only else []
            assignment = loaded[0] if loaded else load(self.course, id, self.fresh_seed)
            key = answer_key(assignment, self.worker.observe)
            self._benches[id] = Bench(assignment, key, self.worker, self.policy)
        return self._benches[id]

    @cached_property
    def assignments(self) -> list[Assignment]:
        return load_all(self.course, self.fresh_seed)

    def grade(self, delivery: Delivery) -> Result:
        """Grade one delivery; what cannot be read, and what we fail on, is a result too."""
        try:
            submission = read(delivery)
            id = self.only or self._recognised(submission, delivery)
            return grade(submission, self.bench(id))
        except SubmissionError as error:
            return _without_score(delivery, Status.UNREADABLE, error.reason)
        except GraderError:
            raise
        except Exception as error:  # ours, whatever it is: this submission has no score, the others go on
            traceback.print_exc()
            return _without_score(delivery, Status.INTERNAL_ERROR, f"{type(error).__name__}: {error}")

    def _recognised(self, submission: object, delivery: Delivery) -> str:
        found = recognise(submission, self.assignments)  # type: ignore[arg-type]
        if found.assignment is None:
            if delivery.group in {one.id for one in self.assignments}:
                return delivery.group
            reason = "no function of any assignment is defined here; name the assignment with -a ASSIGNMENT"
            raise SubmissionError(reason, delivery.path)
        return found.assignment


def _without_score(delivery: Delivery, status: Status, reason: str) -> Result:
    return Result(None, delivery.student, str(delivery.path), status, message=reason)


def grade_all(
    room: Room, deliveries: Sequence[Delivery], out: Path, template: Path | None = None
) -> Iterator[tuple[Result, Path]]:
    """Grade each delivery and write its folder; yields the result and the folder."""
    for delivery in deliveries:
        result = (
            _without_score(delivery, Status.UNREADABLE, delivery.problem)
            if delivery.problem
            else room.grade(delivery)
        )
        folder = (
            out / _assignment_folder(room, result, delivery) / file_name(delivery.label or delivery.student)
        )
        write(result, folder, template)
        yield result, folder


def _assignment_folder(room: Room, result: Result, delivery: Delivery) -> str:
    if result.assignment:
        return result.assignment.id
    return room.only or file_name(delivery.group) or "unrecognised"


def write(result: Result, folder: Path, template: Path | None = None) -> None:
    """Write a submission's report.html and result.json."""
    folder.mkdir(parents=True, exist_ok=True)
    record = json.dumps(as_json(result), indent=1, ensure_ascii=True)
    _replace(folder / "result.json", record + "\n")
    _replace(folder / "report.html", as_html(result, template))


def _replace(path: Path, text: str) -> None:
    """Write a file whole: a reader never meets half of it."""
    temporary = path.with_suffix(path.suffix + ".tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def file_name(text: str) -> str:
    """Return a name that is safe as a folder's on every system."""
    return re.sub(r"[^\w.@+ -]", "_", text).strip(" .")[:120]


def write_grades(rows: Sequence[tuple[Result, Path]], path: Path) -> None:
    """Write one row a submission: identity, status, score, then every exercise's score."""
    names = sorted({item.exercise.name for result, _ in rows for item in result.exercises})
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["assignment", "student", "status", "score", "max_score", *names])
        for result, folder in rows:
            scores = {item.exercise.name: f"{item.score:g}" for item in result.exercises}
            score, most = ["", ""] if result.score is None else [f"{result.score:g}", f"{result.max_score:g}"]
            row = [folder.parent.name, _cell(result.student), result.status, score, most]
            writer.writerow([*row, *(scores.get(name, "") for name in names)])


def _cell(text: str) -> str:
    """Keep a spreadsheet from taking a student's name for a formula."""
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
