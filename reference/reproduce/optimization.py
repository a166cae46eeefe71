"""The optimizers on the half moons, at both editions' lengths, and with decaying rates."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np

from assignments.optimization.opt_utils import forward_propagation, load_dataset
from reference import optimization as solution

LAYERS = [2, 5, 2, 1]
RUNS = [  # what, settings of model, published accuracy
    ("gd, 10000 epochs", {"optimizer": "gd", "num_epochs": 10000}, ".7967"),
    ("momentum, 10000 epochs", {"optimizer": "momentum", "num_epochs": 10000}, ".7967"),
    ("adam, 10000 epochs", {"optimizer": "adam", "num_epochs": 10000}, ".94"),
    ("gd, 5000 epochs", {"optimizer": "gd"}, ".7167"),
    ("momentum, 5000 epochs", {"optimizer": "momentum"}, ".7167"),
    ("adam, 5000 epochs", {"optimizer": "adam"}, ".9433"),
    ("gd 0.1, update_lr", {"optimizer": "gd", "learning_rate": 0.1, "decay": solution.update_lr}, ".6533"),
    (
        "gd 0.1, schedule_lr_decay",
        {"optimizer": "gd", "learning_rate": 0.1, "decay": solution.schedule_lr_decay},
        ".9433",
    ),
    (
        "momentum 0.1, schedule_lr_decay",
        {"optimizer": "momentum", "learning_rate": 0.1, "decay": solution.schedule_lr_decay},
        ".9533",
    ),
    (
        "adam 0.01, schedule_lr_decay",
        {"optimizer": "adam", "learning_rate": 0.01, "decay": solution.schedule_lr_decay},
        ".94",
    ),
]
FIRST_COSTS = [
    ("gd", ".690736", ".702405"),
    ("momentum", ".690741", ".702413"),
    ("adam", ".690552", ".702166"),
]


def rows(data: Path | None) -> Iterator[tuple[str, str, str]]:
    """Yield what is measured, the published figure and ours; the data are generated, no file is needed."""
    X, Y = load_dataset(is_plot=False)
    for optimizer, last, mean in FIRST_COSTS:
        costs = first_epoch(X, Y, optimizer)
        size = Y.shape[1]
        yield f"optimization, {optimizer}: last mini-batch's cost, epoch 0", last, figure(costs[-1][0], 6)
        in_all = sum(cost * m for cost, m in costs) / size
        yield f"optimization, {optimizer}: mean cost, epoch 0", mean, figure(in_all, 6)
    for what, settings, published in RUNS:
        parameters = solution.model(X, Y, LAYERS, print_cost=False, **settings)
        accuracy = np.mean((forward_propagation(X, parameters)[0] > 0.5) == Y)
        yield f"optimization, {what}: accuracy", published, figure(accuracy, len(published) - 1)


def first_epoch(X, Y, optimizer):
    """Return each mini-batch's mean cost and size, in the first epoch."""
    seen, summed = [], solution.compute_cost

    def recording(a3, Y):
        seen.append((summed(a3, Y) / Y.shape[1], Y.shape[1]))
        return summed(a3, Y)

    with patch.object(solution, "compute_cost", recording):
        solution.model(X, Y, LAYERS, optimizer, num_epochs=1, print_cost=False)
    return seen


def figure(number, digits):
    """Write a number below one as it is published, without the leading zero."""
    return f"{number:.{digits}f}".removeprefix("0")
