"""The tables of the record, `grades.sqlite`.

Their version is `PRAGMA user_version`; a record of another version is refused, never rewritten.

    submissions   one row for each file handed in: whose, which assignment, status, score, and the digests of
                  the file and of all else that the result follows from
    exercises     one row for each exercise of a graded submission: score, verdict, diagnosis
    cases         one row for each call: verdict, share of its points, what it answered (a digest)
    fingerprints  of each submission, hashes of what is its student's own (fingerprint.py)
    overrides     an instructor's own score for a student's exercise, with a comment; a regrade keeps them
    roster        who belongs to the class, and what other systems call them
    settings      how scores become marks, and what was graded, as JSON
    persons       who handed in, and what each system calls them
    files         every file of a delivery: whose, and what it is to grading
"""

from __future__ import annotations

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

# an older record of the same version gets these when it is opened
ADDITIONS = """
CREATE TABLE IF NOT EXISTS persons (
    student TEXT NOT NULL,           -- the person's name in all tables
    label TEXT NOT NULL,             -- of the person's folders
    system TEXT NOT NULL,
    identifier TEXT NOT NULL,        -- in that system
    called TEXT NOT NULL,            -- as that system does
    PRIMARY KEY (system, identifier, called)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY,
    student TEXT NOT NULL,
    role TEXT NOT NULL,              -- work, part of a work, left aside
    reason TEXT NOT NULL,
    work TEXT NOT NULL               -- the path of the work that it is or belongs to
) WITHOUT ROWID;
"""
