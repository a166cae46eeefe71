"""The record of a class, `grades.sqlite`: one writer, a row a submission, its exercises and cases (schema.py)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.classroom.database import as_the_system
from grader.classroom.rows import (
    Row,
    StoredRow,
    StoredRows,
    case_values,
    exercise_values,
    submission_values,
)
from grader.classroom.schema import ADDITIONS, SCHEMA, VERSION
from grader.errors import InputError

if TYPE_CHECKING:
    from grader.report.record import ExerciseRecord

RECORD = "grades.sqlite"  # in OUT
DELIVERED = (
    "attempt",
    "identifier",
    "late",
    "handed_in",
)  # what a delivery says that its result does not follow from


class Store:
    """The one writer of a record; a reader may look at the file at any time (WAL)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # assignment, label: the folders that what is graded anew had before
        self.former_folders: set[tuple[str, str]] = set()
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
        self._db.executescript(ADDITIONS)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    # --- submissions ---------------------------------------------------------------------------------------

    def stored_rows(self, paths: Sequence[str]) -> StoredRows:
        """Return what is stored of these files, but for what is to be tried again."""
        marks = ", ".join("?" * len(paths))
        query = "SELECT path, assignment, label, file_digest, work_digest FROM submissions "
        rows = self.rows(query + f"WHERE work_digest != '' AND path IN ({marks})", paths)
        return {path: StoredRow(*values) for path, *values in rows}

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows, each replacing what was stored of its file; all of them or none."""
        with self._transaction():
            for row in rows:
                if row.record is not None:
                    self._replace(row, row.record["exercises"])
                else:
                    self._renew_delivery(row)

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

    def _replace(self, row: Row, exercises: Sequence[ExerciseRecord]) -> None:
        self._forget(row)
        values = submission_values(row)
        marks = ", ".join(f":{name}" for name in values)
        cursor = self._db.execute(f"INSERT INTO submissions ({', '.join(values)}) VALUES ({marks})", values)  # noqa: S608
        id = cursor.lastrowid
        self._db.executemany(
            "INSERT INTO exercises VALUES (?,?,?,?,?,?,?,?,?)",
            [exercise_values(id, exercise, position) for position, exercise in enumerate(exercises)],
        )
        self._db.executemany(
            "INSERT INTO cases VALUES (?,?,?,?,?,?,?,?)",
            [case_values(id, exercise["name"], case) for exercise in exercises for case in exercise["cases"]],
        )
        if row.fingerprints:
            self._db.execute("INSERT INTO fingerprints VALUES (?,?)", (id, row.fingerprints))

    def _renew_delivery(self, row: Row) -> None:
        """Keep what a delivery says now, where its result still holds: of one file a system may tell another time."""
        values = submission_values(row)
        changes = ", ".join(f"{name} = :{name}" for name in DELIVERED)
        self._db.execute(
            f"UPDATE submissions SET {changes} WHERE path = :path AND assignment = :assignment AND label = :label",  # noqa: S608
            values,
        )

    def _forget(self, row: Row) -> None:
        """Remove what is stored of a row's file or under its label, and remember the folders of the file's."""
        folder = (row.assignment, row.label)
        former = self._db.execute("SELECT assignment, label FROM submissions WHERE path = ?", (row.path,))
        self.former_folders.update(set(former) - {folder})
        self._db.execute("DELETE FROM submissions WHERE path = ?", (row.path,))
        self._db.execute("DELETE FROM submissions WHERE assignment = ? AND label = ?", folder)

    def withdraw(self, id: int) -> None:
        """Remove a submission that is no longer delivered, and remember its folder."""
        with self._transaction():
            folder = self._db.execute("SELECT assignment, label FROM submissions WHERE id = ?", (id,))
            self.former_folders.update(folder)
            self._db.execute("DELETE FROM submissions WHERE id = ?", (id,))

    def rename_person(self, before: str, after: str) -> None:
        """Give all that a person handed in to the name that the person has now."""
        with self._transaction():
            self._db.execute("UPDATE submissions SET student = ? WHERE student = ?", (after, before))

    def rename(self, id: int, label: str) -> None:
        """Give a submission another label, unless that is taken."""
        with self._transaction():
            self._db.execute("UPDATE OR IGNORE submissions SET label = ? WHERE id = ?", (label, id))

    # --- the instructor's tables ---------------------------------------------------------------------------

    def put(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Write rows of one of the smaller tables, each replacing the one of its key."""
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
        row = next(self.rows("SELECT value FROM settings WHERE name = ?", (name,)), None)
        return json.loads(row[0]) if row else None

    def set(self, name: str, value: object) -> None:
        """Keep a setting, as JSON."""
        self.put("settings", [{"name": name, "value": json.dumps(value, sort_keys=True)}])

    # --- the whole -----------------------------------------------------------------------------------------

    def rows(self, query: str, values: Sequence[object] = ()) -> Iterator[sqlite3.Row]:
        """Yield a query's rows, whose columns have names and numbers."""
        cursor = self._db.cursor()
        cursor.row_factory = sqlite3.Row
        with as_the_system(self.path):
            yield from cursor.execute(query, values)

    def copy_to(self, path: Path) -> None:
        """Write a copy of the record."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with as_the_system(path), closing(sqlite3.connect(path)) as copy:
            self._db.backup(copy)


def open_record(out: Path) -> Store:
    """Open the record of a class that was graded into OUT. Raises InputError where there is none."""
    if not (out / RECORD).is_file():
        raise InputError(f"{out}: no {RECORD} here; grade first")
    return Store(out / RECORD)


def exercises_of(store: Store, submission: int) -> list[sqlite3.Row]:
    """Return the name, score and max_score of a submission's exercises, in the assignment's order."""
    query = "SELECT name, score, max_score FROM exercises WHERE submission = ? ORDER BY place"
    return list(store.rows(query, (submission,)))
