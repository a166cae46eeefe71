"""A file becomes a program: found, read and cut down to what grading calls, and nothing of it is run.

paths ─► deliveries ─► submission ─► program
  find           read        extract
"""

from __future__ import annotations

from grader.submission.arrival.delivery import Delivery, find
from grader.submission.arrival.ungraded import ungraded_files
from grader.submission.extraction.extract import extract
from grader.submission.reading.reader import read
from grader.submission.recognition import Recognition, assignment_of, recognise

__all__ = [
    "Delivery",
    "Recognition",
    "assignment_of",
    "extract",
    "find",
    "read",
    "recognise",
    "ungraded_files",
]
