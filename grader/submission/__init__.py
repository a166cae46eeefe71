"""A file becomes a program: what was delivered is found, read and cut down to what grading calls; nothing runs.

paths ─► deliveries ─► submission ─► program
  find       read         extract
"""

from __future__ import annotations

from grader.submission.delivery import Delivery, find
from grader.submission.extraction import extract
from grader.submission.reader import read
from grader.submission.recognition import Recognition, recognise

__all__ = ["Delivery", "Recognition", "extract", "find", "read", "recognise"]
