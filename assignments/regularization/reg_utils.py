"""Helpers of the regularization notebook: a network of three layers, its data and its plots.

X holds one example a column, shape (n_x, m); Y the labels 0 or 1, shape (1, m). Layers 1 and 2 use ReLU,
layer 3 the sigmoid.
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


def initialize_parameters(layer_dims):
    """Start from zero biases and normal weights of variance 1 / n, n the size of the layer before.

    Returns:
    parameters -- {"W1", "b1", ..., "WL", "bL"}; always the same ones, the seed is set here
    """
    np.random.seed(3)
    parameters = {}
    for layer in range(1, len(layer_dims)):
        shape = (layer_dims[layer], layer_dims[layer - 1])
        parameters[f"W{layer}"] = np.random.randn(*shape) / np.sqrt(shape[1])
        parameters[f"b{layer}"] = np.zeros((shape[0], 1))
    return parameters


def forward_propagation(X, parameters):
    """Run the network: LINEAR -> RELU -> LINEAR -> RELU -> LINEAR -> SIGMOID.

    Returns:
    A3 -- probabilities, shape (1, m)
    cache -- (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)
    """
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


def backward_propagation(X, Y, cache):
    """Return the gradients of the mean cross-entropy, neither regularized nor thinned out."""
    m = X.shape[1]
    _, A1, _, _, _, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (A1 > 0)
    return {
        "dZ3": dZ3,
        "dW3": np.dot(dZ3, A2.T) / m,
        "db3": np.sum(dZ3, axis=1, keepdims=True) / m,
        "dA2": dA2,
        "dZ2": dZ2,
        "dW2": np.dot(dZ2, A1.T) / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
        "dA1": dA1,
        "dZ1": dZ1,
        "dW1": np.dot(dZ1, X.T) / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
    }


def update_parameters(parameters, grads, learning_rate):
    """Take one step of gradient descent; the dictionary `parameters` is changed and returned."""
    for name in list(parameters):
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters


def compute_cost(a3, Y):
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


def load_2D_dataset():
    """Return the places on a field where balls were won and lost.

    Without the file a made field of the same schema stands in for it.

    Returns:
    train_X (2, 211), train_Y (1, 211), test_X (2, 200), test_Y (1, 200)
    """
    path = _find("data.mat")
    if path is None:
        return (*_made_field(np.random.RandomState(1), 211), *_made_field(np.random.RandomState(2), 200))
    from scipy.io import loadmat

    data = loadmat(path)
    return data["X"].T, data["y"].T, data["Xval"].T, data["yval"].T


def _made_field(rng, m):
    """Draw places left and right of a slanted line, a few of them with the other side's label."""
    X = rng.uniform(-0.6, 0.6, size=(2, m))
    Y = (X[0] + 0.5 * X[1] + 0.12 * rng.standard_normal(m) > 0).astype(np.uint8)
    return X, Y.reshape(1, m)


def load_planar_dataset(randomness, seed):
    """Draw two interleaved spirals of 25 points each, `randomness` the spread around them.

    Returns:
    X -- points, shape (2, 50)
    Y -- labels, shape (1, 50)
    """
    rng = np.random.RandomState(seed)
    turn = np.linspace(0.5, 3 * np.pi, 25)
    radius = [0.3 * turn + randomness * rng.standard_normal(25) for _ in range(2)]
    X = np.hstack(
        [r * np.stack([np.cos(turn + j * np.pi), np.sin(turn + j * np.pi)]) for j, r in enumerate(radius)]
    )
    return X, np.repeat([[0, 1]], 25, axis=1).astype(np.uint8)


def load_dataset():
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
