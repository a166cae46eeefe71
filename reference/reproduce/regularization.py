"""The published results of the network with and without regularization."""

import contextlib
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import numpy as np

from assignments.regularization.reg_utils import forward_propagation, load_2D_dataset
from reference import regularization

PUBLISHED = [  # run -> its settings, costs at 0 and 20000, accuracy on the training and on the test set
    ("none", {}, "0.655741", "0.138516", ".9479/.915"),
    ("L2, lambd 0.7", {"lambd": 0.7}, "0.697448", "0.268092", ".9384/.93"),
    ("dropout, keep_prob 0.86", {"keep_prob": 0.86}, "0.654391", "0.060582", ".9289/.95"),
]


def rows(data: Path | None) -> Iterator[tuple[str, str, str]]:
    """Train on the real field; its file is data.mat."""
    sets = _field(data)
    for what, settings, first, last, accuracies in PUBLISHED:
        costs, shares = _train(sets, accuracies, settings) if sets else ({}, "data.mat is missing")
        for step, published in [(0, first), (20000, last)]:
            measured = f"{costs[step]:.6f}" if sets else "data.mat is missing"
            yield f"regularization {what}: cost at {step}", published, measured
        yield f"regularization {what}: accuracy train/test", accuracies, shares


def _field(data):
    if data is None or not (data / "data.mat").is_file():
        return None
    with mock.patch.dict(os.environ, GRADER_DATA=str(data)):
        return load_2D_dataset()


def _train(sets, published, settings):
    """Return the printed costs by step, and the two accuracies to as many digits as were published."""
    train_X, train_Y, test_X, test_Y = sets
    with contextlib.redirect_stdout(io.StringIO()) as printed, np.errstate(all="ignore"):
        parameters = regularization.model(train_X, train_Y, **settings)
    costs = {int(i): float(cost) for i, cost in re.findall(r"iteration (\d+): (\S+)", printed.getvalue())}
    shares = [
        np.mean((forward_propagation(X, parameters)[0] > 0.5) == Y)
        for X, Y in [(train_X, train_Y), (test_X, test_Y)]
    ]
    texts = [
        f"{share:.{len(text) - 1}f}".removeprefix("0")
        for share, text in zip(shares, published.split("/"), strict=True)
    ]
    return costs, "/".join(texts)
