"""The published figures of `planar_classification`, measured with the reference. The data are generated.

After some 7,000 steps of this training the path is chaotic: moving one first weight by 1e-15, less than a
rounding, changes the cost from its fifth digit on. So a processor that adds in another order prints other
last digits, and the rows of the 9,000th step say how far apart such neighbours come.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from assignments.planar_classification.planar_utils import load_planar_dataset
from reference import logistic_regression
from reference import planar_classification as solution

# hidden units -> accuracy after 5000 steps, in percent
PUBLISHED_SIZES = {
    1: "67.5",
    2: "67.25",
    3: "90.75",
    4: "90.5",
    5: "91.25",
    20: "90.0-91.0",
    50: "90.25-91.0",
}
PLATFORM_DEPENDENT = {20, 50}
# steps taken -> cost, in the older edition and in the newer
PUBLISHED_COSTS = {
    0: ("0.693048", "0.693162"),
    1000: ("0.288083", "0.258625"),
    9000: ("0.218553", "0.218495"),
}
NUDGES = [k * 1e-15 for k in range(-6, 7)]


def accuracy(predictions, Y) -> float:
    """Return the share of right predictions, in percent."""
    return float(100 * np.mean(predictions == Y))


@contextmanager
def starting(seed: int | None = None, nudge: float = 0.0) -> Iterator[None]:
    """Let initialize_parameters set the generator itself, as the older edition's does to 2; move a weight."""
    original = solution.initialize_parameters

    def changed(n_x, n_h, n_y):
        if seed is not None:
            np.random.seed(seed)
        parameters = original(n_x, n_h, n_y)
        parameters["W1"][0, 0] += nudge
        return parameters

    solution.initialize_parameters = changed
    try:
        yield
    finally:
        solution.initialize_parameters = original


def cost_after(steps: int, X, Y) -> float:
    """Return the cost of four hidden units after training."""
    parameters = solution.nn_model(X, Y, 4, num_iterations=steps)
    A2, _ = solution.forward_propagation(X, parameters)
    return solution.compute_cost(A2, Y)


def cost_rows(steps: int, X, Y) -> Iterator[tuple[str, str, str]]:
    for edition, seed, published in zip(("older", "newer"), (2, None), PUBLISHED_COSTS[steps], strict=True):
        what = f"4 hidden units, {edition} edition, cost after {steps} steps"
        with starting(seed):
            measured = f"{cost_after(steps, X, Y):.6f}"
        if steps > 7000:
            near = [_nudged(steps, X, Y, seed, nudge) for nudge in NUDGES]
            what += " (last digits differ by platform)"
            measured += f" ({min(near):.6f} to {max(near):.6f} from weights nearer than 1e-14)"
        yield what, published, measured


def _nudged(steps: int, X, Y, seed: int | None, nudge: float) -> float:
    with starting(seed, nudge):
        return cost_after(steps, X, Y)


def baseline(X, Y) -> float:
    """Return the accuracy of logistic regression, which sees no more than a straight line."""
    trained = logistic_regression.model(X, Y, X, Y, num_iterations=5000, learning_rate=0.1)
    return accuracy(trained["Y_prediction_train"], Y)


def size_row(n_h: int, X, Y) -> tuple[str, str, str]:
    note = " (differs by platform)" if n_h in PLATFORM_DEPENDENT else ""
    parameters = solution.nn_model(X, Y, n_h, num_iterations=5000)
    measured = f"{accuracy(solution.predict(parameters, X), Y):g}"
    return f"{n_h} hidden units, 5000 steps, accuracy %{note}", PUBLISHED_SIZES[n_h], measured


def quick_rows() -> Iterator[tuple[str, str, str]]:
    """Yield the rows that take a second in all and come out the same everywhere."""
    X, Y = load_planar_dataset()
    yield "logistic regression baseline, accuracy %", "47", f"{baseline(X, Y):.0f}"
    for steps in (0, 1000):
        yield from cost_rows(steps, X, Y)
    yield size_row(1, X, Y)


def rows(data: Path | None) -> Iterator[tuple[str, str, str]]:
    """Yield what was published, the published figure, the measured figure."""
    yield from quick_rows()
    X, Y = load_planar_dataset()
    yield from cost_rows(9000, X, Y)
    parameters = solution.nn_model(X, Y, 4, num_iterations=10000)
    yield (
        "4 hidden units, 10000 steps, accuracy %",
        "90.75",
        f"{accuracy(solution.predict(parameters, X), Y):g}",
    )
    for n_h in list(PUBLISHED_SIZES)[1:]:
        yield size_row(n_h, X, Y)
