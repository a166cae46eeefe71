"""A reader: it is sent what was collected of one delivery, and says what stands in it."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any, Protocol

from grader.errors import SubmissionError
from grader.grading.static_analysis import StaticAnalysis, analyse
from grader.model import Assignment, Exercise, Submission
from grader.reader.plain_records import as_plain, as_record
from grader.submission.arrival.inflating import InflateError, inflate_here
from grader.submission.reading.reader import read_collected
from grader.submission.reading.unread import PackedFile, Unread

if TYPE_CHECKING:
    from collections.abc import Mapping

TOO_LARGE = "reading it takes more memory than there is for it"
CODE = """import numpy as np
%time 1
def f(x, y=2):
    if x > y:  # a
        x = np.dot(x, y)
    return {'a': [x, f'{x}']}
"""
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": "# a"},
        {
            "cell_type": "code",
            "execution_count": 1,
            "metadata": {},
            "outputs": [],
            "source": CODE.splitlines(keepends=True),
        },
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}


class Channel(Protocol):
    """The line to the grader."""

    def send(self, message: Any) -> None: ...

    def receive(self) -> Any: ...


def prepare() -> None:
    """Read and analyse something, so that no reader is the first to load what that takes."""
    warnings.simplefilter("ignore")
    exercise = ("f", ("f",), ())
    submission = read_collected(Unread("", "", "", PackedFile("a.ipynb", json.dumps(NOTEBOOK).encode())))
    as_plain(analyse(submission, _assignment("a", {}, (exercise,))))


def serve(channel: Channel, folder: str) -> None:  # noqa: ARG001 - it writes nothing
    """Read what arrives and analyse it as the answer to whatever assignment is asked for, or inflate it."""
    reader = _Reader()
    while True:
        word, *question = channel.receive()
        try:
            channel.send(("answer", as_plain(getattr(reader, word)(*question))))
        except (SubmissionError, InflateError) as error:
            channel.send(("unreadable", getattr(error, "reason", str(error))))
        except MemoryError:
            channel.send(("unreadable", TOO_LARGE))


class _Reader:
    """Each method answers the question of its name."""

    submission: Submission

    def read(self, unread: Any) -> Submission:
        self.submission = read_collected(as_record(Unread, unread))
        return self.submission

    def analyse(self, *facts: Any) -> StaticAnalysis:
        return analyse(self.submission, _assignment(*facts))

    def inflate(self, deflated: bytes, form: int, most: int) -> bytes:
        return inflate_here(deflated, form, most)


def _assignment(
    id: str, modules: Mapping[str, str], exercises: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
) -> Assignment:
    """Return as much of an assignment as a reader may know: what its functions are called, and what students get."""
    return Assignment(
        id,
        "",
        "",
        tuple(Exercise(name, names, "", 0.0, (), (), needs=needs) for name, names, needs in exercises),
        "",
        modules,
        "",
        "",
    )
