"""A file becomes a program: found, read and cut down to what grading calls, and nothing of it is run.

paths ─► deliveries ─► submission ─► program
  find           read        extract
"""

from __future__ import annotations

from grader.submission.aside import aside
from grader.submission.delivery import Delivery, find
from grader.submission.extraction import extract
from grader.submission.reader import read
from grader.submission.recognition import Recognition, assignment_of, recognise

__all__ = ["Delivery", "Recognition", "aside", "assignment_of", "extract", "find", "read", "recognise"]
