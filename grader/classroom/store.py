"""The record of a class, `grades.sqlite`: one writer, a row a submission, its exercises and cases.

The schema's version is `PRAGMA user_version`; a record of another version is refused, never rewritten.

    submissions   one row for each file handed in: whose, which assignment, status, score, and the digests of
                  the file and of all else that the result follows from
    exercises     one row for each exercise of a graded submission: score, verdict, diagnosis
    cases         one row for each call: verdict, share of its points, what it answered (a digest)
    fingerprints  of each submission, hashes of what is its student's own (fingerprint.py)
    overrides     an instructor's own score for a student's exercise, with a comment; a regrade keeps them
    roster        who belongs to the class, and what other systems call them
    settings      how scores become marks, and what was graded, as JSON
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from grader.classroom.database import as_the_system
from grader.classroom.grading_process import Known, Row
from grader.errors import InputError
from grader.report.record import CaseRecord, ExerciseRecord

VERSION = 1

SCHEMA = """
CREATE TABLE submissions (
    id INTEGER PRIMARY KEY,
    assignment TEXT NOT NULL,
    label TEXT NOT NULL,             -- the student, told apart: OUT/<assignment>/<label>
    student TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    path TEXT NOT NULL,
    identifier TEXT NOT NULL,        -- the student's number or address in the system it comes from
    late INTEGER NOT NULL,
    handed_in TEXT NOT NULL,         -- when, as far as its system says
    file_digest TEXT NOT NULL,
    work_digest TEXT NOT NULL,       -- assignment, answer key, policy, limits, tier, version
    status TEXT NOT NULL,            -- graded, unreadable, internal_error
    score REAL,                      -- NULL unless graded
    max_score REAL,
    message TEXT NOT NULL,
    UNIQUE (assignment, label)
);
CREATE TABLE exercises (
    submission INTEGER NOT NULL REFERENCES submissions(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    score REAL NOT NULL,
    max_score REAL NOT NULL,
    verdict TEXT NOT NULL,
    diagnosis TEXT,                  -- name of the mistake
    says TEXT,                       -- its sentence
    source TEXT,                     -- own, or the helper it is carried over from
    place INTEGER NOT NULL,          -- among the assignment's exercises, from 0
    PRIMARY KEY (submission, name)
) WITHOUT ROWID;
CREATE TABLE cases (
    submission INTEGER NOT NULL REFERENCES submissions(id) ON DELETE CASCADE,
    exercise TEXT NOT NULL,
    number INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    share REAL NOT NULL,
    answer TEXT NOT NULL,            -- equal wrong answers have equal ones
    says TEXT NOT NULL,              -- how it departs from what is expected, or the error
    PRIMARY KEY (submission, exercise, number)
) WITHOUT ROWID;
CREATE TABLE overrides (
    assignment TEXT NOT NULL,
    student TEXT NOT NULL,
    exercise TEXT NOT NULL,          -- '' overrides the whole score
    score REAL NOT NULL,
    comment TEXT NOT NULL,
    PRIMARY KEY (assignment, student, exercise)
) WITHOUT ROWID;
CREATE TABLE fingerprints (
    submission INTEGER PRIMARY KEY REFERENCES submissions(id) ON DELETE CASCADE,
    hashes BLOB NOT NULL             -- sorted, four bytes each, of this machine's byte order
);
CREATE TABLE roster (
    student TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    identifier TEXT NOT NULL,
    extra_days REAL NOT NULL         -- granted beyond every due date
) WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX submissions_by_path ON submissions (path);
CREATE INDEX submissions_by_student ON submissions (assignment, student);
"""


class Store:
    """The one writer of a record; a reader may look at the file at any time (WAL)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.left: set[tuple[str, str]] = set()  # assignment, label: where what is graded anew was before
        path.parent.mkdir(parents=True, exist_ok=True)
        with as_the_system(path):
            self._db = sqlite3.connect(path, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA foreign_keys = ON")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.OperationalError:  # the disk's: the record may be as good as ever
            raise
        except sqlite3.DatabaseError as error:
            raise InputError(
                f"{self.path}: no record of grades ({error}); move it away or name another OUT"
            ) from None
        if version == 0:
            self._db.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        elif version != VERSION:
            raise InputError(
                f"{self.path}: written by another version of the grader ({version}); name another OUT"
            )

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def known(self, paths: Sequence[str]) -> Known:
        """Return what is stored of these files."""
        marks = ", ".join("?" * len(paths))
        query = "SELECT path, assignment, label, file_digest, work_digest FROM submissions "
        found = self.rows(query + f"WHERE work_digest != '' AND path IN ({marks})", paths)
        return {path: (id, label, file, work) for path, id, label, file, work in found}

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows, each replacing what was stored of its file; all of them or none."""
        with self._transaction():
            for row in rows:
                if row.record is not None:
                    self._replace(row)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with as_the_system(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # what a full disk cuts short, SQLite has taken back already
                    self._db.execute("ROLLBACK")
                raise

    def _replace(self, row: Row) -> None:
        assert row.record is not None
        before = self._db.execute("SELECT assignment, label FROM submissions WHERE path = ?", (row.path,))
        self.left.update({(one, label) for one, label in before} - {(row.assignment, row.label)})
        self._db.execute("DELETE FROM submissions WHERE path = ?", (row.path,))
        self._db.execute(
            "DELETE FROM submissions WHERE assignment = ? AND label = ?", (row.assignment, row.label)
        )
        values = {
            "assignment": row.assignment,
            "label": row.label,
            "student": row.student,
            "attempt": row.attempt,
            "path": row.path,
            "identifier": row.identifier,
            "late": row.late,
            "handed_in": row.when,
            "file_digest": row.file_digest,
            "work_digest": row.work_digest,
            "status": row.status,
            "score": row.score,
            "max_score": row.max_score,
            "message": row.message,
        }
        marks = ", ".join(f":{name}" for name in values)
        made = self._db.execute(f"INSERT INTO submissions ({', '.join(values)}) VALUES ({marks})", values)  # noqa: S608
        exercises = row.record["exercises"]
        self._db.executemany(
            "INSERT INTO exercises VALUES (?,?,?,?,?,?,?,?,?)",
            [(*_exercise(made.lastrowid, one), place) for place, one in enumerate(exercises)],
        )
        self._db.executemany(
            "INSERT INTO cases VALUES (?,?,?,?,?,?,?,?)",
            [_case(made.lastrowid, one["name"], case) for one in exercises for case in one["cases"]],
        )

        if row.prints:
            self._db.execute("INSERT INTO fingerprints VALUES (?,?)", (made.lastrowid, row.prints))

    def rename(self, id: int, label: str) -> None:
        """Give a submission another label, unless that is taken."""
        with self._transaction():
            self._db.execute("UPDATE OR IGNORE submissions SET label = ? WHERE id = ?", (label, id))

    def put(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Write rows of `overrides`, `roster` or `settings`, each replacing the one of its key."""
        with self._transaction():
            for row in rows:
                marks = ", ".join(f":{name}" for name in row)
                self._db.execute(f"INSERT OR REPLACE INTO {table} ({', '.join(row)}) VALUES ({marks})", row)  # noqa: S608

    def drop(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Remove the rows whose columns hold these values."""
        with self._transaction():
            for row in rows:
                same = " AND ".join(f"{name} = :{name}" for name in row) or "TRUE"
                self._db.execute(f"DELETE FROM {table} WHERE {same}", row)  # noqa: S608

    def setting(self, name: str) -> Any:
        """Return a setting, or None."""
        found = next(self.rows("SELECT value FROM settings WHERE name = ?", (name,)), None)
        return json.loads(found[0]) if found else None

    def set(self, name: str, value: object) -> None:
        self.put("settings", [{"name": name, "value": json.dumps(value, sort_keys=True)}])

    def copy_to(self, path: Path) -> None:
        """Write a copy of the record."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with as_the_system(path), closing(sqlite3.connect(path)) as other:
            self._db.backup(other)

    def rows(self, query: str, values: Sequence[object] = ()) -> Iterator[sqlite3.Row]:
        """Read; columns are found by name."""
        cursor = self._db.cursor()
        cursor.row_factory = sqlite3.Row
        with as_the_system(self.path):
            yield from cursor.execute(query, values)


def _exercise(submission: int | None, exercise: ExerciseRecord) -> tuple[object, ...]:
    diagnosis = exercise["diagnosis"]
    cause = (diagnosis["name"], diagnosis["message"], diagnosis["from"]) if diagnosis else (None, None, None)
    score, verdict = exercise["score"], exercise["verdict"]
    return submission, exercise["name"], score, exercise["max_score"], verdict, *cause


def _case(submission: int | None, exercise: str, case: CaseRecord) -> tuple[object, ...]:
    digest = says = ""
    if case["verdict"] != "passed":
        error = case["error"]
        raised = f"{error['type']}: {error['message']}" if error else ""
        answer = json.dumps([case["differences"], error], sort_keys=True)
        digest = hashlib.sha256(answer.encode()).hexdigest()[:16]
        says = str(case["difference"] or raised or case["detail"])[:400]
    return submission, exercise, case["number"], case["hidden"], case["verdict"], case["share"], digest, says
