"""A file becomes a program: found, read and cut down to what grading calls, and nothing of it is run.

paths ─► deliveries ─► submission ─► program
  find           read        extract
"""

from __future__ import annotations

from grader.submission.arrival.delivery import Delivery
from grader.submission.arrival.gathering import Gathering, find, gather
from grader.submission.arrival.persons import Person
from grader.submission.arrival.roster import RosterRow
from grader.submission.examination import FileExaminer
from grader.submission.extraction.extract import extract
from grader.submission.reading.reader import read
from grader.submission.recognition import Recognition, assignment_of, recognise

__all__ = [
    "Delivery",
    "FileExaminer",
    "Gathering",
    "Person",
    "Recognition",
    "RosterRow",
    "assignment_of",
    "extract",
    "find",
    "gather",
    "read",
    "recognise",
]
