"""Helpers of the gradient checking notebook: activations, and parameters as one long vector.

The network has 4 inputs and layers of 5, 3 and 1 units, 47 parameters in all. Their order in a vector is W1,
b1, W2, b2, W3, b3, each row by row.
"""

import numpy as np

SHAPES = {"W1": (5, 4), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}


def sigmoid(x):
    """Return 1 / (1 + e^-x), element by element."""
    return 1 / (1 + np.exp(-x))


def relu(x):
    """Return x where it is positive, else 0."""
    return np.maximum(0, x)


def forward_propagation_n(X, Y, parameters):
    """Run the network and compute its cost.

    Returns:
    cost -- mean cross-entropy, a number
    cache -- (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in SHAPES)
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    losses = -np.log(A3) * Y - np.log(1 - A3) * (1 - Y)
    return 1 / X.shape[1] * np.sum(losses), (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


def dictionary_to_vector(parameters):
    """Lay all parameters out in one column.

    Returns:
    theta -- shape (47, 1)
    keys -- for each row of theta the name of the parameter that it belongs to
    """
    theta = np.concatenate([np.reshape(parameters[name], (-1, 1)) for name in SHAPES])
    keys = [name for name in SHAPES for _ in range(np.size(parameters[name]))]
    return theta, keys


def vector_to_dictionary(theta):
    """Cut a column of 47 numbers into the parameters: the inverse of dictionary_to_vector."""
    parameters, start = {}, 0
    for name, shape in SHAPES.items():
        end = start + shape[0] * shape[1]
        parameters[name] = np.reshape(theta[start:end], shape)
        start = end
    return parameters


def gradients_to_vector(gradients):
    """Lay the gradients of all parameters out in one column, in the order of the parameters."""
    return np.concatenate([np.reshape(gradients["d" + name], (-1, 1)) for name in SHAPES])
