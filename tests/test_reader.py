"""Whatever becomes of the process that reads a delivery, it costs that delivery, and nobody else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.course import load
from grader.errors import SubmissionError
from grader.grading.static_analysis import analyse
from grader.model import Cell, Note, Submission
from grader.reader import reading_process as module
from grader.reader.plain_records import RecordError, as_plain, as_record
from grader.reader.reading_process import GRADING, PACKAGE, Reader, ReaderError
from grader.submission import read
from grader.worker import Worker
from grader.worker.sandbox import Purpose
from tests.bad_reader import ACTIONS

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "submissions" / "logistic_regression").glob("*.[ip][py]*"))
RIGHT = (SAMPLES[0].parent / "ada.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=["its own warm process", "that of the programs"])
def reader(request: pytest.FixtureRequest) -> Iterator[Reader]:
    with Worker(purpose=GRADING) as worker:
        reader = Reader(worker.warm if request.param == "that of the programs" else None)
        yield reader
        reader.close()


@pytest.fixture(scope="module")
def bad_reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Return a reader that deliveries have taken over."""
    folder = tmp_path_factory.mktemp("bad")
    folder.chmod(0o755)
    shutil.copy(ROOT / "tests" / "bad_reader.py", folder)
    purpose = Purpose(("grader.bad_reader",), (PACKAGE, folder), (PACKAGE, folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "READING", purpose)
        patch.setattr(module, "SECONDS", 1.0)
        reader = Reader()
        yield reader
    reader.close()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_what_a_reader_says_is_what_is_read(path: Path, reader: Reader) -> None:
    assignment = load(ROOT, "logistic_regression")
    with reader.read(path) as reading:
        assert reading.submission == read(path)
        assert reading.analyse(reading.submission, assignment) == analyse(read(path), assignment)


def test_what_cannot_be_read_is_told_as_ever(tmp_path: Path, reader: Reader) -> None:
    for content in (b"", b"%PDF-1.7", b"{", b"PK\x03\x04", b'{"cells": 5}', b"\x00" * 100):
        path = tmp_path / "work.ipynb"
        path.write_bytes(content)
        with pytest.raises(SubmissionError) as direct:
            read(path)
        with pytest.raises(SubmissionError) as told, reader.read(path):
            pass
        assert str(told.value) == str(direct.value)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_reader_that_was_taken_over_costs_its_delivery_alone(
    action: str, tmp_path: Path, bad_reader: Reader
) -> None:
    assignment = load(ROOT, "logistic_regression")
    bad, good = tmp_path / "bad.py", tmp_path / "good.py"
    bad.write_text(f"# {action}\n{RIGHT}", encoding="utf-8")
    good.write_text(RIGHT, encoding="utf-8")
    if action in {"be a classmate", "lie elsewhere"}:  # whose it is, the grader knows
        with bad_reader.read(bad) as reading:
            assert (reading.submission.student, reading.submission.path) == ("bad", str(bad))
    else:
        with pytest.raises((SubmissionError, ReaderError)) as told, bad_reader.read(bad) as reading:
            reading.analyse(reading.submission, assignment)
        assert len(str(told.value)) < 1200
    with bad_reader.read(good) as reading:
        assert reading.submission == read(good)


# --- records ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    name: str
    numbers: tuple[int, ...] = ()
    note: Note | None = None
    names: frozenset[str] = frozenset()


def test_records_come_back_as_they_went() -> None:
    submission = Submission(
        "ada", "a.py", (Cell("a", "x"),), "0", (Note("so", "a", 3),), files={"a": b"\xff"}
    )
    for record in (submission, Row("a", (1, 2), Note("b"), frozenset("ab")), Row("")):
        assert as_record(type(record), as_plain(record)) == record


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        "abcd",
        {},
        ("a",),
        ("a", (1,), None, (), ()),
        (1, (), None, ()),
        ("a", [1], None, ()),
        ("a", (1.0,), None, ()),
        ("a", (True,), None, ()),
        ("a", (), ("b", "", "3"), ()),
        ("a", (), ("b",), ()),
        ("a", (), None, ((),)),
        ("a", (), None, "ab"),
    ],
)
def test_what_is_no_such_record_is_refused(plain: object) -> None:
    with pytest.raises(RecordError):
        as_record(Row, plain)
