"""A reader: it is sent what was collected of one delivery, and says what stands in it."""

from __future__ import annotations

import gc
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
TIMES = 2  # the second finds everything loaded
# what students' notebooks are made of, each time with other names, so that nothing of it is remembered
CODE = (
    """import numpy as np
import matplotlib.pyplot as plt
from lr_utils import load_dataset
%matplotlib inline
train_x, test_x = load_dataset()
""",
    """# GRADED FUNCTION: f
def f_%d(w, b, X, Y=None, rate=0.5):
    '''What it does.'''
    m = X.shape[1]
    # START CODE HERE
    A = sigmoid_%d(np.dot(w.T, X) + b)  # compute
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    grads = {"dw": (1 / m) * np.dot(X, (A - Y).T), 'db': np.sum(A - Y, keepdims=True)}
    # END CODE HERE
    assert grads["dw"].shape == w.shape
    for i in range(1, len(grads) // 2 + 1):
        if i %% 100 == 0 and not Y is None:
            print("Cost after iteration %%i: %%f" %% (i, cost), f"{cost:.3f}")
        w["W" + str(i)] = w["W" + str(i)] - rate * grads["dW" + str(i)]
    return grads, [cost, A[0, :], A > 0.5]

def sigmoid_%d(z):
    return 1 / (1 + np.exp(-z))
""",
    """w, b, X = np.array([[1.], [2.]]), 2., np.array([[1., 2., -1.], [3., 4., -3.2]])
print("f = " + str(f_%d(w, b, X)))
costs = np.squeeze(f_%d(w, b, X)[1])
plt.plot(costs)
""",
)


class Channel(Protocol):
    """The line to the grader."""

    def send(self, message: Any) -> None: ...

    def receive(self) -> Any: ...


def prepare() -> None:
    """Read and analyse notebooks of our own, so that no reader is the first to load or look up anything."""
    warnings.simplefilter("ignore")
    reader = Reader()
    for number in range(TIMES):
        names = (f"f_{number}", f"sigmoid_{number}")
        reader.read(as_plain(Unread("", "", "", PackedFile("a.ipynb", _notebook(number)))))
        exercises = tuple((name, (name,), ()) for name in names)
        as_plain(reader.analyse("a", {"lr_utils": "def load_dataset():\n    return 1, 2\n"}, exercises))


def _notebook(number: int) -> bytes:
    cells: list[dict[str, object]] = [
        {
            "cell_type": kind,
            "metadata": {},
            "source": (code.replace("%d", str(number)).replace("%%", "%")).splitlines(keepends=True),
        }
        for code in CODE
        for kind in ("markdown", "code")
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def is_for(first: object) -> bool:
    """Tell whether a child with this first message is a reader: it begins with what is asked."""
    return isinstance(first, tuple) and first[:1] in [("read",), ("inflate",)]


def serve(channel: Channel, first: tuple[Any, ...], folder: str) -> None:  # noqa: ARG001 - it writes nothing
    """Read what arrives and analyse it as the answer to whatever assignment is asked for, or inflate it."""
    gc.disable()  # a reader's life is short
    reader, message = Reader(), first
    while True:
        word, *question = message
        try:
            channel.send(("answer", as_plain(getattr(reader, word)(*question))))
        except (SubmissionError, InflateError) as error:
            channel.send(("unreadable", getattr(error, "reason", str(error))))
        except MemoryError:
            channel.send(("unreadable", TOO_LARGE))
        message = channel.receive()


class Reader:
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
