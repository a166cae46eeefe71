"""Helpers of the initialization notebook: a network of three layers, its data and its plots.

X holds one example a column, shape (n_x, m); Y the labels 0 or 1, shape (1, m). Layers 1 and 2 use ReLU,
layer 3 the sigmoid. Small letters (z1, dz3) are the names that this notebook's cache and gradients go by.
"""

import os
from pathlib import Path

import numpy as np


def sigmoid(x):
    """Return 1 / (1 + e^-x), element by element."""
    with np.errstate(over="ignore"):  # e^-x may overflow to infinity: the sigmoid is then 0, as it should be
        return 1 / (1 + np.exp(-x))


def relu(x):
    """Return x where it is positive, else 0."""
    return np.maximum(0, x)


def forward_propagation(X, parameters):
    """Run the network: LINEAR -> RELU -> LINEAR -> RELU -> LINEAR -> SIGMOID.

    Returns:
    a3 -- probabilities, shape (1, m)
    cache -- (z1, a1, W1, b1, z2, a2, W2, b2, z3, a3, W3, b3)
    """
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]
    z1 = np.dot(W1, X) + b1
    a1 = relu(z1)
    z2 = np.dot(W2, a1) + b2
    a2 = relu(z2)
    z3 = np.dot(W3, a2) + b3
    a3 = sigmoid(z3)
    return a3, (z1, a1, W1, b1, z2, a2, W2, b2, z3, a3, W3, b3)


def backward_propagation(X, Y, cache):
    """Return the gradients of the mean cross-entropy; dz3 already carries the factor 1/m."""
    m = X.shape[1]
    _, a1, _, _, _, a2, W2, _, _, a3, W3, _ = cache
    dz3 = (a3 - Y) / m
    dW3 = np.dot(dz3, a2.T)
    db3 = np.sum(dz3, axis=1, keepdims=True)
    da2 = np.dot(W3.T, dz3)
    dz2 = da2 * (a2 > 0)
    dW2 = np.dot(dz2, a1.T)
    db2 = np.sum(dz2, axis=1, keepdims=True)
    da1 = np.dot(W2.T, dz2)
    dz1 = da1 * (a1 > 0)
    dW1 = np.dot(dz1, X.T)
    db1 = np.sum(dz1, axis=1, keepdims=True)
    return {
        "dz3": dz3,
        "dW3": dW3,
        "db3": db3,
        "da2": da2,
        "dz2": dz2,
        "dW2": dW2,
        "db2": db2,
        "da1": da1,
        "dz1": dz1,
        "dW1": dW1,
        "db1": db1,
    }


def update_parameters(parameters, grads, learning_rate):
    """Take one step of gradient descent; the dictionary `parameters` is changed and returned."""
    for name in list(parameters):
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters


def compute_loss(a3, Y):
    """Return the mean cross-entropy; 0 * log(0) counts as 0, being wrong with certainty costs infinity."""
    with np.errstate(divide="ignore", invalid="ignore"):
        losses = -np.log(a3) * Y - np.log(1 - a3) * (1 - Y)
    return np.nansum(losses) / Y.shape[1]


def predict(X, y, parameters):
    """Predict 0 or 1 for each example, shape (1, m), and print the share that agrees with y."""
    a3, _ = forward_propagation(X, parameters)
    p = (a3 > 0.5).astype(int)
    print("Accuracy: " + str(np.mean(p == y)))
    return p


def predict_dec(parameters, X):
    """Return True where the network's probability is above one half, shape (1, m), to draw boundaries from."""
    a3, _ = forward_propagation(X, parameters)
    return a3 > 0.5


def plot_decision_boundary(model, X, y):
    """Colour the plane by `model`, a function of points (n, 2), and draw the examples on top."""
    import matplotlib.pyplot as plt

    x1, x2 = (np.arange(row.min() - 1, row.max() + 1, 0.01) for row in X)
    grid1, grid2 = np.meshgrid(x1, x2)
    labels = np.asarray(model(np.c_[grid1.ravel(), grid2.ravel()])).reshape(grid1.shape)
    plt.contourf(grid1, grid2, labels, cmap=plt.cm.Spectral)
    plt.xlabel("x1")
    plt.ylabel("x2")
    plt.scatter(X[0], X[1], c=np.ravel(y), cmap=plt.cm.Spectral)
    plt.show()


def make_circles(n_samples, noise, factor=0.8):
    """Draw two circles, the inner one labelled 1, from NumPy's global generator.

    The points are shuffled first and moved by `noise` afterwards, as the well-known function of this name
    does it, so that the same seed gives the same points.

    Returns:
    X -- points, shape (n_samples, 2)
    y -- labels, shape (n_samples,)
    """
    n_outer = n_samples // 2
    n_inner = n_samples - n_outer
    outer = np.linspace(0, 2 * np.pi, n_outer, endpoint=False)
    inner = np.linspace(0, 2 * np.pi, n_inner, endpoint=False)
    X = np.r_[np.c_[np.cos(outer), np.sin(outer)], factor * np.c_[np.cos(inner), np.sin(inner)]]
    y = np.r_[np.zeros(n_outer, dtype=np.int64), np.ones(n_inner, dtype=np.int64)]
    order = np.arange(n_samples)
    np.random.shuffle(order)
    X, y = X[order], y[order]
    return X + np.random.normal(scale=noise, size=X.shape), y


def load_dataset():
    """Return the circles: train_X (2, 300), train_Y (1, 300), test_X (2, 100), test_Y (1, 100)."""
    np.random.seed(1)
    train_X, train_Y = make_circles(300, noise=0.05)
    np.random.seed(2)
    test_X, test_Y = make_circles(100, noise=0.05)
    return train_X.T, train_Y.reshape(1, -1), test_X.T, test_Y.reshape(1, -1)


def load_cat_dataset():
    """Return the cat pictures, flattened and scaled to [0, 1].

    Without the files a few made pictures of the same schema stand in for them.

    Returns:
    train_X (12288, m), train_Y (1, m), test_X (12288, m_test), test_Y (1, m_test), classes (2,)
    """
    train_x, train_y, classes = _pictures("train", 20)
    test_x, test_y, _ = _pictures("test", 10)
    flat = [x.reshape(x.shape[0], -1).T / 255 for x in (train_x, test_x)]
    return flat[0], train_y.reshape(1, -1), flat[1], test_y.reshape(1, -1), classes


def _pictures(which, made):
    """Return pictures (m, 64, 64, 3), labels (m,) and the classes' names: the file's, or `made` pictures."""
    path = _find(f"{which}_catvnoncat.h5")
    if path is not None:
        import h5py

        with h5py.File(path, "r") as file:
            return file[f"{which}_set_x"][:], file[f"{which}_set_y"][:], file["list_classes"][:]
    rng = np.random.RandomState(len(which))
    y = np.arange(made) % 2
    x = (
        rng.randint(0, 156, size=(made, 64, 64, 3)) + 100 * y[:, None, None, None]
    )  # cats are the brighter ones
    return x.astype(np.uint8), y, np.array([b"non-cat", b"cat"])


def _find(name):
    """Return a data file's path: in the folder GRADER_DATA names, in datasets/ or here; None if nowhere."""
    named = os.environ.get("GRADER_DATA")
    folders = [Path(named), Path(named, "datasets")] if named else []
    paths = [folder / name for folder in [*folders, Path("datasets"), Path()]]
    return next((path for path in paths if path.is_file()), None)
