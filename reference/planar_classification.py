"""A network with one hidden layer of tanh units that classifies points of the plane.

X holds one example a column, shape (n_x, m); Y the labels 0 or 1, shape (1, m). A layer's weights W have one
row for each of its units, its biases b are a column: W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1).
"""

import numpy as np

from assignments.planar_classification.planar_utils import sigmoid


def layer_sizes(X, Y):
    """Read the sizes of the layers from the data.

    Arguments:
    X -- examples, shape (n_x, m)
    Y -- labels, shape (n_y, m)

    Returns:
    n_x -- size of the input layer
    n_h -- size of the hidden layer, 4 here
    n_y -- size of the output layer
    """
    n_x = X.shape[0]
    n_h = 4
    n_y = Y.shape[0]
    return n_x, n_h, n_y


def initialize_parameters(n_x, n_h, n_y):
    """Draw the parameters that training starts from.

    Arguments:
    n_x, n_h, n_y -- sizes of the input, hidden and output layer

    Returns:
    parameters -- {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}, the weights small and
        random, the biases zero
    """
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def forward_propagation(X, parameters):
    """Compute the network's output for every example.

    Arguments:
    X -- examples, shape (n_x, m)
    parameters -- {"W1", "b1", "W2", "b2"}

    Returns:
    A2 -- probability of label 1 for each example, shape (1, m)
    cache -- {"Z1": (n_h, m), "A1": (n_h, m), "Z2": (1, m), "A2": (1, m)}
    """
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = sigmoid(Z2)
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


def compute_cost(A2, Y, parameters=None):
    """Compute the mean cross-entropy.

    Arguments:
    A2 -- probabilities, shape (1, m)
    Y -- labels, shape (1, m)
    parameters -- not used; one edition of the course passes them

    Returns:
    cost -- a number
    """
    m = Y.shape[1]
    logprobs = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    cost = -np.sum(logprobs) / m
    return float(cost)


def backward_propagation(parameters, cache, X, Y):
    """Compute the gradients of the cost.

    Arguments:
    parameters -- {"W1", "b1", "W2", "b2"}
    cache -- what forward_propagation computed on the way
    X -- examples, shape (n_x, m)
    Y -- labels, shape (1, m)

    Returns:
    grads -- {"dW1", "db1", "dW2", "db2"}, each in the shape of its parameter
    """
    m = X.shape[1]
    W2 = parameters["W2"]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(W2.T, dZ2) * (1 - A1**2)
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=1.2):
    """Take one step of gradient descent.

    Arguments:
    parameters -- {"W1", "b1", "W2", "b2"}
    grads -- {"dW1", "db1", "dW2", "db2"}
    learning_rate -- how far the step goes along the gradients

    Returns:
    parameters -- {"W1", "b1", "W2", "b2"} after the step
    """
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    """Train the network by gradient descent on all examples at once.

    Arguments:
    X -- examples, shape (n_x, m)
    Y -- labels, shape (1, m)
    n_h -- size of the hidden layer
    num_iterations -- how many steps to take
    print_cost -- whether to print the cost at every 1000th step

    Returns:
    parameters -- {"W1", "b1", "W2", "b2"} after the last step
    """
    np.random.seed(3)
    n_x, _, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        if print_cost and i % 1000 == 0:
            print(f"Cost after iteration {i}: {cost:f}")
    return parameters


def predict(parameters, X):
    """Predict the label of each example.

    Arguments:
    parameters -- {"W1", "b1", "W2", "b2"}
    X -- examples, shape (n_x, m)

    Returns:
    predictions -- whether the probability of label 1 is above one half, shape (1, m)
    """
    A2, _ = forward_propagation(X, parameters)
    predictions = A2 > 0.5
    return predictions
