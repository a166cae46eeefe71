"""The cat pictures, learned by a network of two layers and by one of four: the course's headline figures.

The third run is what notebooks show where L_layer_model was still given the sizes of the two-layer network.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assignments.deep_network_application.dnn_app_utils import L_model_forward
from reference import deep_network_application as solution
from reference.reproduce.logistic_regression import MISSING, pictures

TWO, DEEP = (12288, 7, 1), [12288, 20, 7, 5, 1]
RUNS = [  # what, model, layers, published: cost at 0, cost at 2400, train accuracy, test accuracy
    ("two-layer network", solution.two_layer_model, TWO, ("0.693050", "0.048555", "1.00", "0.72")),
    ("L-layer network", solution.L_layer_model, DEEP, ("0.771749", "0.092878", "0.9856", "0.80")),
    ("L-layer model of two layers", solution.L_layer_model, TWO, ("0.695046", "0.026615", "1.00", "0.74")),
]
FIGURES = ("cost at 0", "cost at 2400", "train accuracy", "test accuracy")


def rows(data: Path | None) -> Iterator[tuple[str, str, str]]:
    """Yield what is measured, the published figure and ours."""
    sets = pictures(data)
    for what, model, layers, published in RUNS:
        measured = [MISSING] * 4 if sets is None else measure(model, layers, *sets)
        for figure, expected, found in zip(FIGURES, published, measured, strict=True):
            digits = len(expected.partition(".")[2])
            written = found if isinstance(found, str) else f"{found:.{digits}f}"
            yield f"cats, {what}: {figure}", expected, written


def measure(model, layers, train_x, train_y, test_x, test_y):
    """Train 2500 steps; return two costs and both accuracies."""
    parameters, costs = model(train_x, train_y, layers, num_iterations=2500)
    accuracies = [
        np.mean((L_model_forward(X, parameters)[0] > 0.5) == Y)
        for X, Y in ((train_x, train_y), (test_x, test_y))
    ]
    return [float(costs[0]), float(costs[24]), *accuracies]
