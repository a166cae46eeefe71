"""`grader check`: a student's file checked in a separate process, once or at every save."""

from __future__ import annotations

import re
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import GraderError, InputError
from grader.report.say import say
from grader.worker.local.processes import Processes

if TYPE_CHECKING:
    from grader.model import Exercise, ExerciseResult, Program
    from grader.student.check.answer import Answer
    from grader.student.pack import Pack
    from grader.worker.run import Run

POLL = 0.25  # seconds between looks at a watched file
ASCII = str.maketrans("✓✗◐○–", "+x/o-")  # the signs of verdicts, for a terminal that has no others


def check(path: Path, names: Sequence[str], course: Path | None, hints: int) -> None:
    """Check a file once."""
    with Processes() as processes:
        for text, style in _answer(path, names, course, hints, processes).lines():
            _print(text, style)


def watch(path: Path, names: Sequence[str], course: Path | None, hints: int) -> None:
    """Check a file now and at every save, until the student stops it."""
    last_stamp = None
    with Processes() as processes, suppress(KeyboardInterrupt):
        while True:
            stamp = _file_stamp(path)
            if stamp != last_stamp:
                last_stamp = stamp
                _print(f"--- {path.name}, {time.strftime('%H:%M:%S')} ---", "bold")
                try:
                    for text, style in _answer(path, names, course, hints, processes).lines():
                        _print(text, style)
                except GraderError as error:
                    _print(f"Error: {error}", "red")
                processes.prepare()
                _print("Watching for the next save; Ctrl-C ends.", "bright_black")
            time.sleep(POLL)


def _print(text: str, style: str) -> None:
    """Print a line, in signs that the terminal can show."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(ASCII).encode(encoding, "backslashreplace").decode(encoding)
    for line in text.split("\n"):
        say(line, bold=style == "bold", colour=style if style not in ("", "bold") else None)


def _file_stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _answer(
    path: Path, names: Sequence[str], course: Path | None, hints: int, processes: Processes
) -> Answer:
    from grader.student.check.answer import Answer
    from grader.student.check.judging import with_advice
    from grader.submission import extract, read
    from grader.submission.beside import with_parts

    submission = read(path)
    pack = _pack(path, names, course, submission)
    work = with_parts(submission, path, pack.assignment)
    program = without_idle_imports(extract(work, pack.assignment))
    exercises = _exercises_to_check(pack, names)
    with _open_judge(pack, processes) as results_of:
        results = results_of(program, exercises)
        latest = dict(results)
        missing = [helper for helper in _helpers_of_failed(pack, results) if helper.name not in latest]
        latest |= results_of(program, missing)
    advised = with_advice(pack.assignment, results, latest)
    if len(exercises) < len(pack.assignment.exercises):
        latest = dict(results)
    file = shlex.quote(str(path)).replace("{", "{{").replace("}", "}}")  # name is filled in later
    ask = f"grader check {file} {{name}} --hints {hints + 1}"
    return Answer(
        pack.assignment, tuple(advised.values()), latest, ask, notes=program.notes, shown_hints=hints
    )


def without_idle_imports(program: Program) -> Program:
    """Leave out imports that nothing else in the program mentions: SciPy alone takes as long as a check may."""
    from dataclasses import replace

    idle = re.compile(r"(?:from [\w.]+ )?import ([\w.]+)(?: as (\w+))?\s*\Z")
    kept = []
    for chunk in program.chunks:
        match = idle.match(chunk.source)
        name = (match[2] or match[1].partition(".")[0]) if match else ""
        mentioned = re.compile(rf"\b{name}\b")
        if not match or any(
            mentioned.search(reader.source) for reader in program.chunks if reader is not chunk
        ):
            kept.append(chunk)
    return replace(program, chunks=tuple(kept))


def _helpers_of_failed(pack: Pack, results: Mapping[str, ExerciseResult]) -> list[Exercise]:
    from grader.judge.score import share
    from grader.student.check.judging import helpers

    failed = [name for name, result in results.items() if share(result) < 1]
    needed = dict.fromkeys(need for name in failed for need in helpers(pack.assignment, name))
    return [pack.assignment.exercise(name) for name in needed if name in pack.public]


def _exercises_to_check(pack: Pack, names: Sequence[str]) -> list[Exercise]:
    asked = {pack.exercise(name).name for name in names}
    return [
        exercise
        for exercise in pack.assignment.exercises
        if (exercise.name in asked if names else exercise.points)
    ]


# --- where the public cases come from ------------------------------------------------------------------


def _pack(path: Path, names: Sequence[str], course: Path | None, submission: Any) -> Pack:
    from grader.student.check import locate
    from grader.submission import recognise

    packs = [] if course else locate.packs(path.resolve().parent) or locate.packs(Path.cwd())
    if not packs:
        return _from_course(path, course, submission)
    if len(packs) == 1:
        return packs[0]
    id = recognise(submission, [pack.assignment for pack in packs]).assignment
    return next((pack for pack in packs if pack.assignment.id == id), None) or locate.choose_pack(
        packs, set(names), ()
    )


def _from_course(path: Path, course: Path | None, submission: Any) -> Pack:
    """Make the pack of the assignment that the file answers, where its author has the course at hand."""
    from grader.course import find_course, load_all
    from grader.course.key import answer_key
    from grader.errors import CourseError
    from grader.student.check.locate import no_pack_error
    from grader.student.pack import pack_bytes, read_pack
    from grader.student.release.build_pack import build_pack
    from grader.submission import recognise
    from grader.worker import Worker

    try:
        root = find_course(course or path.resolve().parent)
    except CourseError:
        if course:
            raise
        raise no_pack_error(path.parent) from None
    assignments = load_all(root)
    id = recognise(submission, assignments).assignment
    assignment = next((assignment for assignment in assignments if assignment.id == id), None)
    if assignment is None:
        raise InputError(f"{path}: holds no function of any assignment of the course")
    with Worker() as worker:
        pack = build_pack(assignment, answer_key(assignment, worker.observe), worker.observe)
    return read_pack(pack_bytes(pack), path)


# --- running ------------------------------------------------------------------------------------------


@contextmanager
def _open_judge(
    pack: Pack, processes: Processes
) -> Iterator[Callable[[Program, Sequence[Exercise]], dict[str, ExerciseResult]]]:
    """Give what turns a program's exercises into results; authors' functions run in a process of their own."""
    from grader.student.check.judging import judge
    from grader.student.check.remote import Remote, start_run

    runs: list[Run] = []
    remote = Remote(pack, processes)

    def results_of(program: Program, exercises: Sequence[Exercise]) -> dict[str, ExerciseResult]:
        if not runs:
            runs.append(start_run(processes, program))
        results = {}
        for exercise in exercises:
            try:
                observed = runs[0].exercise(exercise, (*exercise.cases, *exercise.scaling))
            except KeyboardInterrupt:
                raise InputError(f"{exercise.name} did not finish: stopped") from None
            written = program.definition(exercise)
            results[exercise.name] = judge(pack, exercise.name, observed, written, remote.function)
        return results

    try:
        yield results_of
    finally:
        for run in runs:
            run.close()
        remote.close()
