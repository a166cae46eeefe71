"""Logistic regression on the cat pictures, and what becomes of it when they are flattened wrongly."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from reference import logistic_regression as solution

FILES = ("train_catvnoncat.h5", "test_catvnoncat.h5")
MISSING = f"missing: {' or '.join(FILES)}"
PUBLISHED = {  # steps: train and test accuracy in percent
    2000: ("99.0431", "70.0"),
    3000: ("99.52", "68"),
    5000: ("100", "70"),
}


def rows(data: Path | None) -> Iterator[tuple[str, str, str]]:
    """Yield what is measured, the published figure and ours."""
    sets = pictures(data)
    runs = {} if sets is None else {steps: trained(*sets, steps) for steps in PUBLISHED}
    for index, cost in ((0, "0.693147"), (1, "0.584508"), (19, "0.140872")):
        found = f"{runs[2000]['costs'][index]:.6f}" if runs else MISSING
        yield f"cats, logistic regression: cost at {100 * index}", cost, found
    for steps, figures in PUBLISHED.items():
        measured = accuracies(runs[steps], sets) if runs else None
        yield from compared(f"cats, logistic regression, {steps} steps", figures, measured)
    wrong = sets and scrambled(data)
    measured = accuracies(trained(*wrong, 2000), wrong) if wrong else None
    yield from compared("cats, logistic regression, flattened wrongly", ("91.3876", "34.0"), measured)


def compared(what, published, measured):
    """Yield the rows of both accuracies, to the digits published."""
    halves = zip(("train", "test"), published, measured or (None, None), strict=True)
    for half, expected, found in halves:
        digits = len(expected.partition(".")[2])
        yield f"{what}: {half} accuracy, %", expected, MISSING if found is None else f"{found:.{digits}f}"


def trained(train_x, train_y, test_x, test_y, steps):
    return solution.model(train_x, train_y, test_x, test_y, num_iterations=steps, learning_rate=0.005)


def accuracies(result, sets):
    """Return the percentage of pictures recognised, in training and in test."""
    _, train_y, _, test_y = sets
    pairs = ((result["Y_prediction_train"], train_y), (result["Y_prediction_test"], test_y))
    return [100 - 100 * np.mean(np.abs(said - Y)) for said, Y in pairs]


def pictures(data, flatten=lambda x: x.reshape(len(x), -1).T):
    """Read the pictures, one a column and scaled to [0, 1], with their labels; None where they are missing."""
    if data is None or not all((Path(data) / name).is_file() for name in FILES):
        return None
    import h5py

    sets = []
    for name in FILES:
        half = name.partition("_")[0]
        with h5py.File(Path(data) / name, "r") as file:
            x, y = file[f"{half}_set_x"][:], file[f"{half}_set_y"][:]
        sets += [flatten(x) / 255, y.reshape(1, -1)]
    return sets


def scrambled(data):
    """Read the pictures as reshape(features, m) without a transpose reads them: pixels of all mixed up."""
    return pictures(data, lambda x: x.reshape(-1, len(x)))
