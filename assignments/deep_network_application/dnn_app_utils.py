"""Building blocks of a deep network, ready-made, and the pictures that it learns from.

X holds one example a column, shape (n_x, m); Y the labels 0 or 1, shape (1, m). Layer l has weights W[l] of
shape (n_l, n_{l-1}) and biases b[l] of shape (n_l, 1), kept as "W1", "b1", "W2", ... in a dictionary.
"""

import os
from pathlib import Path

import numpy as np


def sigmoid(Z):
    """Return the sigmoid of Z, element by element, and Z itself as the cache."""
    with np.errstate(over="ignore"):  # e^-Z may overflow to infinity: the sigmoid is then 0, as it should be
        A = 1 / (1 + np.exp(-Z))
    return A, Z


def relu(Z):
    """Return Z where it is positive, else 0, and Z itself as the cache."""
    return np.maximum(0, Z), Z


def relu_backward(dA, cache):
    """Return the gradient of the cost with respect to Z: that of A where Z is positive, else 0."""
    dZ = np.array(dA, dtype=float)
    dZ[cache <= 0] = 0
    return dZ


def sigmoid_backward(dA, cache):
    """Return the gradient of the cost with respect to Z: that of A times the slope of the sigmoid."""
    A, _ = sigmoid(cache)
    return dA * A * (1 - A)


def load_data():
    """Load the pictures and their labels.

    They are read from train_catvnoncat.h5 and test_catvnoncat.h5 in datasets/, in the current folder or
    in the folder that the environment variable GRADER_DATA names. Where they are missing, a small set of
    drawings of the same types stands in for them: round faces, the cats among them with ears.

    Returns train_x (m, 64, 64, 3), train_y (1, m), test_x, test_y, and the names of the labels 0 and 1.
    """
    files = [_find(f"{half}_catvnoncat.h5") for half in ("train", "test")]
    if all(files):
        (train_x, train_y, classes), (test_x, test_y, _) = (
            _read(file, half) for file, half in zip(files, ("train", "test"), strict=True)
        )
    else:
        print("The cat pictures are not in datasets/: a small set of drawings stands in for them.")
        (train_x, train_y), (test_x, test_y) = _draw(60, seed=1), _draw(20, seed=2)
        classes = np.array([b"non-cat", b"cat"])
    return train_x, train_y.reshape(1, -1), test_x, test_y.reshape(1, -1), classes


def _find(name):
    folders = ("datasets", ".", os.environ.get("GRADER_DATA", "datasets"))
    return next((Path(folder) / name for folder in folders if (Path(folder) / name).is_file()), None)


def _read(file, half):
    import h5py

    with h5py.File(file, "r") as data:
        return data[f"{half}_set_x"][:], data[f"{half}_set_y"][:], data["list_classes"][:]


def _draw(m, seed):
    generator = np.random.RandomState(seed)
    y = generator.permutation((np.arange(m) % 3 == 0).astype(np.int64))
    return np.stack([_face(generator, ears=bool(label)) for label in y]), y


def _face(generator, ears):
    row, column = np.mgrid[:64, :64] - np.reshape(generator.randint(28, 38, size=2), (2, 1, 1))
    radius = generator.randint(12, 18)
    shape = row**2 + column**2 < radius**2
    if ears:
        tip = row + 2 * radius  # an ear is a triangle: the farther below its tip, the wider
        shape |= (np.abs(np.abs(column) - radius // 2) < tip / 4) & (row < 0)
    ground, skin = generator.randint(0, 120, size=3), generator.randint(130, 256, size=3)
    picture = np.where(shape[:, :, None], skin, ground) + generator.normal(scale=12, size=(64, 64, 3))
    return np.clip(picture, 0, 255).astype(np.uint8)


def initialize_parameters(n_x, n_h, n_y):
    """Draw the parameters of a network of two layers: weights of scale 0.01, biases zero."""
    np.random.seed(1)
    W1 = np.random.randn(n_h, n_x) * 0.01
    W2 = np.random.randn(n_y, n_h) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


def initialize_parameters_deep(layer_dims):
    """Draw the parameters of a network of any depth: weights of scale 1 / sqrt(n_prev), biases zero."""
    np.random.seed(1)
    parameters = {}
    for layer in range(1, len(layer_dims)):
        n, n_prev = layer_dims[layer], layer_dims[layer - 1]
        parameters[f"W{layer}"] = np.random.randn(n, n_prev) / np.sqrt(n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def linear_forward(A, W, b):
    """Return Z = W A + b and the cache (A, W, b)."""
    return np.dot(W, A) + b, (A, W, b)


def linear_activation_forward(A_prev, W, b, activation):
    """Return a layer's activations and the cache (linear cache, activation cache)."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = {"sigmoid": sigmoid, "relu": relu}[activation](Z)
    return A, (linear_cache, activation_cache)


def L_model_forward(X, parameters):
    """Return the network's probabilities AL, shape (1, m), and the list of its layers' caches."""
    A, caches, L = X, [], len(parameters) // 2
    for layer in range(1, L + 1):
        activation = "relu" if layer < L else "sigmoid"
        A, cache = linear_activation_forward(A, parameters[f"W{layer}"], parameters[f"b{layer}"], activation)
        caches.append(cache)
    return A, caches


def compute_cost(AL, Y):
    """Return the mean cross-entropy, a number."""
    return np.squeeze(-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / Y.shape[1])


def linear_backward(dZ, cache):
    """Return the gradients with respect to A_prev, W and b."""
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


def linear_activation_backward(dA, cache, activation):
    """Return the gradients of a layer with respect to A_prev, W and b."""
    linear_cache, activation_cache = cache
    dZ = {"sigmoid": sigmoid_backward, "relu": relu_backward}[activation](dA, activation_cache)
    return linear_backward(dZ, linear_cache)


def L_model_backward(AL, Y, caches):
    """Return the gradients dW, db of all layers; dA0, dA1, ... are those of the activations."""
    grads, L = {}, len(caches)
    Y = Y.reshape(AL.shape)
    dA = -(Y / AL - (1 - Y) / (1 - AL))
    for layer in reversed(range(1, L + 1)):
        activation = "relu" if layer < L else "sigmoid"
        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], activation)
        grads |= {f"dA{layer - 1}": dA, f"dW{layer}": dW, f"db{layer}": db}
    return grads


def update_parameters(parameters, grads, learning_rate):
    """Return the parameters after one step of gradient descent."""
    return {name: value - learning_rate * grads[f"d{name}"] for name, value in parameters.items()}


def predict(X, y, parameters):
    """Return the labels that the network gives the examples, shape (1, m), and print how many are right."""
    probabilities, _ = L_model_forward(X, parameters)
    p = (probabilities > 0.5).astype(float)
    print(f"Accuracy: {np.mean(p == y)}")
    return p


def print_mislabeled_images(classes, X, y, p):
    """Show the pictures whose labels were not recognised, with both labels above each."""
    import matplotlib.pyplot as plt

    wrong = np.flatnonzero(np.ravel(p) != np.ravel(y))
    plt.rcParams["figure.figsize"] = (40.0, 40.0)
    for place, index in enumerate(wrong, 1):
        said, right = (classes[int(np.ravel(labels)[index])].decode("utf-8") for labels in (p, y))
        plt.subplot(2, len(wrong), place)
        plt.imshow(X[:, index].reshape(64, 64, 3), interpolation="nearest")
        plt.axis("off")
        plt.title(f"Prediction: {said} \n Class: {right}")
