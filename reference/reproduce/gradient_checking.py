"""The published differences of gradient checking."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assignments.gradient_checking.gc_utils import SHAPES
from reference import gradient_checking


def rows(data: Path | None) -> Iterator[tuple[str, str, str]]:
    """Check the two models of the notebook."""
    for x, theta, published in [(2, 4, "2.919e-10"), (3, 4, "7.814e-11")]:
        difference = gradient_checking.gradient_check(x, theta)
        yield f"gradient checking: x = {x}, theta = {theta}", published, f"{difference:.3e}"
    np.random.seed(1)
    X, Y = np.random.randn(4, 3), np.array([[1, 1, 0]])
    parameters = {name: np.random.randn(*shape) for name, shape in SHAPES.items()}
    _, cache = gradient_checking.forward_propagation_n(X, Y, parameters)
    right = gradient_checking.backward_propagation_n(X, Y, cache)
    planted = {**right, "dW2": 2 * right["dW2"], "db1": 4 * right["db1"]}
    difference = gradient_checking.gradient_check_n(parameters, planted, X, Y)
    yield "gradient checking: network with the planted errors", "0.285093", f"{difference:.6f}"
    difference = gradient_checking.gradient_check_n(parameters, right, X, Y)
    yield "gradient checking: network repaired", "1.189e-07", f"{difference:.3e}"
