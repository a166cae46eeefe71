"""The published results of the three initializations."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assignments.initialization.init_utils import compute_loss, forward_propagation, load_dataset
from reference import initialization

PUBLISHED = {  # method -> cost before the first step, accuracy on the training and on the test set
    "zeros": (initialization.initialize_parameters_zeros, "0.693147", ".50/.50"),
    "random": (initialization.initialize_parameters_random, "inf", ".83/.86"),
    "he": (initialization.initialize_parameters_he, "0.883054", ".9933/.96"),
}


def rows(data: Path | None) -> Iterator[tuple[str, str, str]]:
    """Train on the circles with each method; they are drawn here, so no data is needed."""
    train_X, train_Y, test_X, test_Y = load_dataset()
    for method, (initialize, cost, accuracies) in PUBLISHED.items():
        first = compute_loss(forward_propagation(train_X, initialize([2, 10, 5, 1]))[0], train_Y)
        yield f"initialization {method}: cost at 0", cost, f"{first:.6f}"
        parameters = initialization.model(train_X, train_Y, print_cost=False, initialization=method)
        measured = (_accuracy(train_X, train_Y, parameters), _accuracy(test_X, test_Y, parameters))
        texts = [
            _as_published(value, text) for value, text in zip(measured, accuracies.split("/"), strict=True)
        ]
        yield f"initialization {method}: accuracy train/test", accuracies, "/".join(texts)


def _accuracy(X, Y, parameters):
    return float(np.mean((forward_propagation(X, parameters)[0] > 0.5) == Y))


def _as_published(value, published):
    """Write a share to as many digits as were published, without the leading zero."""
    return f"{value:.{len(published) - 1}f}".removeprefix("0")
