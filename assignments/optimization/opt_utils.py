"""Helpers of the optimization notebook, first generation: `compute_cost` is the mean over the examples.

X holds one example a column, shape (n_x, m); Y the labels 0 or 1, shape (1, m). The network has three layers,
LINEAR -> RELU -> LINEAR -> RELU -> LINEAR -> SIGMOID. Small letters (a3, dz3) are this notebook's names.
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


def load_params_and_grads(seed=1):
    """Draw two small layers and their gradients: W1 (2, 3), b1 (2, 1), W2 (3, 3), b2 (3, 1), dW1, db1, dW2, db2."""
    np.random.seed(seed)
    shapes = [(2, 3), (2, 1), (3, 3), (3, 1)]
    return tuple(np.random.randn(*shape) for shape in shapes + shapes)


def initialize_parameters(layer_dims):
    """Draw weights with the variance 2 / n_prev, which keeps ReLU layers at one scale; biases are zero."""
    np.random.seed(3)
    parameters = {}
    for layer in range(1, len(layer_dims)):
        n, n_prev = layer_dims[layer], layer_dims[layer - 1]
        parameters[f"W{layer}"] = np.random.randn(n, n_prev) * np.sqrt(2.0 / n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def forward_propagation(X, parameters):
    """Return the probabilities a3 and the cache (z1, a1, W1, b1, z2, a2, W2, b2, z3, a3, W3, b3)."""
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
    z1, a1, _, _, z2, a2, W2, _, _, a3, W3, _ = cache
    dz3 = (a3 - Y) / m
    dW3 = np.dot(dz3, a2.T)
    db3 = np.sum(dz3, axis=1, keepdims=True)
    da2 = np.dot(W3.T, dz3)
    dz2 = da2 * (z2 > 0)
    dW2 = np.dot(dz2, a1.T)
    db2 = np.sum(dz2, axis=1, keepdims=True)
    da1 = np.dot(W2.T, dz2)
    dz1 = da1 * (z1 > 0)
    dW1 = np.dot(dz1, X.T)
    db1 = np.sum(dz1, axis=1, keepdims=True)
    last, middle = {"dz3": dz3, "dW3": dW3, "db3": db3}, {"da2": da2, "dz2": dz2, "dW2": dW2, "db2": db2}
    return last | middle | {"da1": da1, "dz1": dz1, "dW1": dW1, "db1": db1}


def summed_cross_entropy(a3, Y):
    """Add up -log of the probability given to each example's own label."""
    with np.errstate(divide="ignore", invalid="ignore"):  # log 0 where a probability is exactly 0 or 1
        return np.sum(-np.log(a3) * Y - np.log(1 - a3) * (1 - Y))


def compute_cost(a3, Y):
    """Return the cross-entropy, the mean over the examples."""
    return summed_cross_entropy(a3, Y) / Y.shape[1]


def predict(X, y, parameters):
    """Return the labels the network gives the examples, shape (1, m), and print how many are right."""
    a3, _ = forward_propagation(X, parameters)
    p = (a3 > 0.5).astype(int)
    print(f"Accuracy: {np.mean(p == y)}")
    return p


def predict_dec(parameters, X):
    """Return whether each example is given label 1, shape (1, m), as plot_decision_boundary asks for it."""
    a3, _ = forward_propagation(X, parameters)
    return a3 > 0.5


def make_moons(n_samples, noise):
    """Draw two interleaving half circles, points (n_samples, 2) and labels, from NumPy's global generator.

    The draws come in the order of scikit-learn's function of this name: first a shuffle, then the noise.
    """
    n_outer = n_samples // 2
    outer, inner = np.linspace(0, np.pi, n_outer), np.linspace(0, np.pi, n_samples - n_outer)
    points = np.stack(
        [
            np.append(np.cos(outer), 1 - np.cos(inner)),
            np.append(np.sin(outer), 1 - np.sin(inner) - 0.5),
        ],
        axis=1,
    )
    belongs = np.append(np.zeros(n_outer, dtype=int), np.ones(n_samples - n_outer, dtype=int))
    order = np.arange(n_samples)
    np.random.shuffle(order)
    return points[order] + np.random.normal(scale=noise, size=points.shape), belongs[order]


def load_dataset(is_plot=True):
    """Return 300 points of two half moons, X (2, 300) and Y (1, 300)."""
    np.random.seed(3)
    points, belongs = make_moons(n_samples=300, noise=0.2)
    train_X, train_Y = points.T, belongs.reshape(1, -1)
    if is_plot:
        _scatter(train_X, train_Y)
    return train_X, train_Y


def load_2D_dataset():
    """Return the football data: train_X (2, 211), train_Y (1, 211), test_X (2, 200), test_Y (1, 200).

    They are read from data.mat, in datasets/, in the current folder or in the folder that the environment
    variable GRADER_DATA names. Where it is missing, points of the same shapes stand in for it: one label on
    either side of a bent line.
    """
    for folder in ("datasets", ".", os.environ.get("GRADER_DATA", "datasets")):
        file = Path(folder) / "data.mat"
        if file.is_file():
            from scipy.io import loadmat

            data = loadmat(str(file))
            return data["X"].T, data["y"].T, data["Xval"].T, data["yval"].T
    generator = np.random.RandomState(1)
    train_X, test_X = generator.uniform(-0.6, 0.6, size=(2, 211)), generator.uniform(-0.6, 0.6, size=(2, 200))
    labels = [(X[1:] > 0.4 * np.sin(4 * X[:1])).astype(np.uint8) for X in (train_X, test_X)]
    return train_X, labels[0], test_X, labels[1]


def plot_decision_boundary(model, X, y):
    """Colour the plane by what `model` says of points of shape (n, 2), then draw the examples."""
    import matplotlib.pyplot as plt

    step, margin = 0.01, 1
    ranges = [np.arange(row.min() - margin, row.max() + margin, step) for row in X[:2]]
    xx, yy = np.meshgrid(*ranges)
    said = np.asarray(model(np.column_stack([xx.ravel(), yy.ravel()]))).reshape(xx.shape)
    plt.contourf(xx, yy, said, cmap=plt.cm.Spectral)
    plt.xlabel("x1")
    plt.ylabel("x2")
    _scatter(X, y)
    plt.show()


def _scatter(X, Y):
    import matplotlib.pyplot as plt

    plt.scatter(X[0], X[1], c=np.ravel(Y), s=40, cmap=plt.cm.Spectral)
