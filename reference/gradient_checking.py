"""Gradient checking: the derivatives of backpropagation beside those measured by nudging each parameter.

First for J = theta * x with one parameter, then for a network LINEAR -> RELU -> LINEAR -> RELU -> LINEAR ->
SIGMOID with 4 inputs and 5, 3 and 1 units. X holds one example a column, shape (4, m); Y the labels, shape
(1, m).
"""

import numpy as np

from assignments.gradient_checking.gc_utils import (
    dictionary_to_vector,
    gradients_to_vector,
    relu,
    sigmoid,
    vector_to_dictionary,
)


def forward_propagation(x, theta):
    """Compute the cost of the model with one parameter.

    Arguments:
    x -- the input, a number
    theta -- the parameter, a number

    Returns:
    J -- theta times x
    """
    return theta * x


def backward_propagation(x, theta):
    """Compute the derivative of the cost of the model with one parameter.

    Arguments:
    x, theta -- as for forward_propagation

    Returns:
    dtheta -- the derivative of J with respect to theta
    """
    return x


def gradient_check(x, theta, epsilon=1e-7, print_msg=False):
    """Compare backward_propagation with the central difference of forward_propagation.

    Arguments:
    x, theta -- as for forward_propagation
    epsilon -- how far theta is nudged to either side
    print_msg -- whether to say what the difference means

    Returns:
    difference -- relative difference of the two derivatives
    """
    theta_plus = theta + epsilon
    theta_minus = theta - epsilon
    J_plus = forward_propagation(x, theta_plus)
    J_minus = forward_propagation(x, theta_minus)
    gradapprox = (J_plus - J_minus) / (2 * epsilon)
    grad = backward_propagation(x, theta)
    numerator = np.linalg.norm(grad - gradapprox)
    denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    difference = numerator / denominator
    if print_msg:
        _print_verdict(difference)
    return difference


def forward_propagation_n(X, Y, parameters):
    """Run the network and compute its cost.

    Arguments:
    X -- examples, shape (4, m)
    Y -- labels, shape (1, m)
    parameters -- {"W1": (5, 4), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}

    Returns:
    cost -- mean cross-entropy, a number
    cache -- (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)
    """
    m = X.shape[1]
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    cost = 1 / m * np.sum(-np.log(A3) * Y - np.log(1 - A3) * (1 - Y))
    cache = (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)
    return cost, cache


def backward_propagation_n(X, Y, cache):
    """Compute the gradients of the network's cost.

    Arguments:
    X, Y -- as for forward_propagation_n
    cache -- that of forward_propagation_n

    Returns:
    gradients -- {"dZ3", "dW3", "db3", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"}, each of the
        shape of what it is the gradient for
    """
    m = X.shape[1]
    _, A1, _, _, _, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y
    dW3 = np.dot(dZ3, A2.T) / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (A2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (A1 > 0)
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {
        "dZ3": dZ3,
        "dW3": dW3,
        "db3": db3,
        "dA2": dA2,
        "dZ2": dZ2,
        "dW2": dW2,
        "db2": db2,
        "dA1": dA1,
        "dZ1": dZ1,
        "dW1": dW1,
        "db1": db1,
    }


def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """Compare given gradients with the central differences of forward_propagation_n.

    Arguments:
    parameters -- as for forward_propagation_n
    gradients -- the gradients to check, {"dW1", "db1", "dW2", "db2", "dW3", "db3"} and perhaps others
    X, Y -- as for forward_propagation_n
    epsilon -- how far each parameter is nudged to either side
    print_msg -- whether to say what the difference means

    Returns:
    difference -- relative difference of the two gradients
    """
    values, _ = dictionary_to_vector(parameters)
    grad = gradients_to_vector(gradients)
    gradapprox = np.zeros(values.shape)
    for i in range(values.shape[0]):
        theta_plus = np.copy(values)
        theta_plus[i, 0] = theta_plus[i, 0] + epsilon
        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_plus))
        theta_minus = np.copy(values)
        theta_minus[i, 0] = theta_minus[i, 0] - epsilon
        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_minus))
        gradapprox[i, 0] = (J_plus - J_minus) / (2 * epsilon)
    numerator = np.linalg.norm(grad - gradapprox)
    denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    difference = numerator / denominator
    if print_msg:
        _print_verdict(difference)
    return difference


def _print_verdict(difference, threshold=2e-7):
    if difference > threshold:
        print(f"The derivatives disagree: difference {difference:.3g}")
    else:
        print(f"The derivatives agree: difference {difference:.3g}")
