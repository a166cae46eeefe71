"""Two remedies against overfitting: L2 regularization and dropout.

X holds one example a column, shape (n_x, m); Y the labels 0 or 1, shape (1, m). The classifier is LINEAR ->
RELU -> LINEAR -> RELU -> LINEAR -> SIGMOID with parameters W1, b1, W2, b2, W3, b3.
"""

import numpy as np

from assignments.regularization.reg_utils import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    initialize_parameters,
    relu,
    sigmoid,
    update_parameters,
)


def model(X, Y, learning_rate=0.3, num_iterations=30000, print_cost=True, lambd=0, keep_prob=1):
    """Train a network of three layers, plainly or with one of the two remedies.

    Arguments:
    X -- examples, shape (n_x, m)
    Y -- labels, shape (1, m)
    learning_rate -- how far a step goes along the gradient
    num_iterations -- how many steps to take
    print_cost -- whether to print the cost at every 10000th step
    lambd -- strength of L2 regularization, 0 for none
    keep_prob -- probability that dropout keeps a unit, 1 for no dropout

    Returns:
    parameters -- {"W1", "b1", "W2", "b2", "W3", "b3"} after the last step
    """
    parameters = initialize_parameters([X.shape[0], 20, 3, 1])
    for i in range(num_iterations):
        if keep_prob == 1:
            A3, cache = forward_propagation(X, parameters)
        else:
            A3, cache = forward_propagation_with_dropout(X, parameters, keep_prob)
        if print_cost and i % 10000 == 0:
            if lambd == 0:
                cost = compute_cost(A3, Y)
            else:
                cost = compute_cost_with_regularization(A3, Y, parameters, lambd)
            print(f"Cost after iteration {i}: {cost}")
        if lambd != 0:
            grads = backward_propagation_with_regularization(X, Y, cache, lambd)
        elif keep_prob < 1:
            grads = backward_propagation_with_dropout(X, Y, cache, keep_prob)
        else:
            grads = backward_propagation(X, Y, cache)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters


def compute_cost_with_regularization(A3, Y, parameters, lambd):
    """Compute the cost with the L2 penalty.

    Arguments:
    A3 -- the network's output, shape (1, m)
    Y -- labels, shape (1, m)
    parameters -- {"W1", "b1", "W2", "b2", "W3", "b3"}
    lambd -- strength of the penalty

    Returns:
    cost -- mean cross-entropy plus penalty, a number
    """
    m = Y.shape[1]
    W1 = parameters["W1"]
    W2 = parameters["W2"]
    W3 = parameters["W3"]
    cross_entropy_cost = compute_cost(A3, Y)
    squares = np.sum(np.square(W1)) + np.sum(np.square(W2)) + np.sum(np.square(W3))
    L2_regularization_cost = lambd / (2 * m) * squares
    return cross_entropy_cost + L2_regularization_cost


def backward_propagation_with_regularization(X, Y, cache, lambd):
    """Compute the gradients of the cost with the L2 penalty.

    Arguments:
    X -- examples, shape (n_x, m)
    Y -- labels, shape (1, m)
    cache -- (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) of forward_propagation
    lambd -- strength of the penalty

    Returns:
    gradients -- {"dZ3", "dW3", "db3", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"}, each of the
        shape of what it is the gradient for
    """
    m = X.shape[1]
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y
    dW3 = np.dot(dZ3, A2.T) / m + lambd / m * W3
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (A2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m + lambd / m * W2
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (A1 > 0)
    dW1 = np.dot(dZ1, X.T) / m + lambd / m * W1
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


def forward_propagation_with_dropout(X, parameters, keep_prob=0.5):
    """Run the network with units of both hidden layers dropped at random.

    Arguments:
    X -- examples, shape (n_x, m)
    parameters -- {"W1", "b1", "W2", "b2", "W3", "b3"}
    keep_prob -- probability that a unit is kept, for one example

    Returns:
    A3 -- the network's output, shape (1, m)
    cache -- (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3); D1 and D2 tell which units are kept, A1
        and A2 are what the next layer reads
    """
    np.random.seed(1)
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = np.random.rand(A1.shape[0], A1.shape[1]) < keep_prob
    A1 = A1 * D1
    A1 = A1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    D2 = np.random.rand(A2.shape[0], A2.shape[1]) < keep_prob
    A2 = A2 * D2
    A2 = A2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    cache = (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
    return A3, cache


def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    """Compute the gradients of the cost of a network with dropped units.

    Arguments:
    X -- examples, shape (n_x, m)
    Y -- labels, shape (1, m)
    cache -- that of forward_propagation_with_dropout
    keep_prob -- probability that a unit was kept

    Returns:
    gradients -- {"dZ3", "dW3", "db3", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"}, each of the
        shape of what it is the gradient for; dA1 and dA2 are those of the units before they were dropped
    """
    m = X.shape[1]
    _, D1, A1, _, _, _, D2, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y
    dW3 = np.dot(dZ3, A2.T) / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2
    dA2 = dA2 / keep_prob
    dZ2 = dA2 * (A2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = np.dot(W2.T, dZ2)
    dA1 = dA1 * D1
    dA1 = dA1 / keep_prob
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
