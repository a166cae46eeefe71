"""The building blocks of a deep network: [LINEAR -> RELU] (L - 1 times) -> LINEAR -> SIGMOID.

X holds one example a column, shape (n_x, m); Y the labels 0 or 1, shape (1, m). Layer l has weights W[l] of
shape (n_l, n_{l-1}) and biases b[l] of shape (n_l, 1), kept as "W1", "b1", "W2", ... in a dictionary.
"""

import copy

import numpy as np

from assignments.deep_network_steps.dnn_utils import relu, relu_backward, sigmoid, sigmoid_backward


def initialize_parameters(n_x, n_h, n_y):
    """Make the parameters that a network of two layers starts from.

    Arguments:
    n_x, n_h, n_y -- number of inputs, of hidden units, of outputs

    Returns:
    parameters -- {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}; small random weights
    """
    np.random.seed(1)
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def initialize_parameters_deep(layer_dims):
    """Make the parameters that a network of any depth starts from.

    Arguments:
    layer_dims -- list of the numbers of units: inputs, layer 1, ..., layer L

    Returns:
    parameters -- {"W1", "b1", ..., "WL", "bL"}; weights small and random, biases zero
    """
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims) - 1
    for layer in range(1, L + 1):
        parameters[f"W{layer}"] = np.random.randn(layer_dims[layer], layer_dims[layer - 1]) * 0.01
        parameters[f"b{layer}"] = np.zeros((layer_dims[layer], 1))
    return parameters


def linear_forward(A, W, b):
    """Compute the linear part of a layer.

    Arguments:
    A -- activations of the previous layer, shape (n_prev, m)
    W, b -- the layer's weights (n, n_prev) and biases (n, 1)

    Returns:
    Z -- shape (n, m)
    cache -- (A, W, b), which the way back needs
    """
    Z = np.dot(W, A) + b
    cache = (A, W, b)
    return Z, cache


def linear_activation_forward(A_prev, W, b, activation):
    """Compute a layer: its linear part, then its activation.

    Arguments:
    A_prev, W, b -- as for linear_forward
    activation -- "sigmoid" or "relu"

    Returns:
    A -- the layer's activations, shape (n, m)
    cache -- (linear_cache, activation_cache)
    """
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "sigmoid":
        A, activation_cache = sigmoid(Z)
    elif activation == "relu":
        A, activation_cache = relu(Z)
    return A, (linear_cache, activation_cache)


def L_model_forward(X, parameters):
    """Compute the network's prediction.

    Arguments:
    X -- examples, shape (n_x, m)
    parameters -- "W1", "b1", ..., "WL", "bL"

    Returns:
    AL -- probability of label 1 for each example, shape (1, m)
    caches -- list of the L layers' caches, first layer first
    """
    caches = []
    A = X
    L = len(parameters) // 2
    for layer in range(1, L):
        A, cache = linear_activation_forward(A, parameters[f"W{layer}"], parameters[f"b{layer}"], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    return AL, caches


def compute_cost(AL, Y):
    """Compute the mean cross-entropy.

    Arguments:
    AL -- probabilities, shape (1, m)
    Y -- labels, shape (1, m)

    Returns:
    cost -- a number
    """
    m = Y.shape[1]
    cost = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    return np.squeeze(cost)


def linear_backward(dZ, cache):
    """Compute the gradients of a layer's linear part.

    Arguments:
    dZ -- gradient of the cost with respect to Z, shape (n, m)
    cache -- (A_prev, W, b) of linear_forward

    Returns:
    dA_prev, dW, db -- gradients with respect to A_prev, W, b, each of the shape of its quantity
    """
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


def linear_activation_backward(dA, cache, activation):
    """Compute the gradients of a layer.

    Arguments:
    dA -- gradient of the cost with respect to the layer's activations, shape (n, m)
    cache -- (linear_cache, activation_cache) of linear_activation_forward
    activation -- "sigmoid" or "relu"

    Returns:
    dA_prev, dW, db -- as for linear_backward
    """
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
    return linear_backward(dZ, linear_cache)


def L_model_backward(AL, Y, caches):
    """Compute the gradients of all layers, last layer first.

    Arguments:
    AL -- probabilities, shape (1, m)
    Y -- labels, shape (1, m)
    caches -- the caches of L_model_forward

    Returns:
    grads -- {"dA0", "dW1", "db1", "dA1", "dW2", "db2", ...}; dA1 belongs to the activations of layer 1
    """
    grads = {}
    L = len(caches)
    Y = Y.reshape(AL.shape)
    dAL = -(Y / AL - (1 - Y) / (1 - AL))
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads[f"dA{L - 1}"], grads[f"dW{L}"], grads[f"db{L}"] = dA_prev, dW, db
    for layer in reversed(range(1, L)):
        dA_prev, dW, db = linear_activation_backward(grads[f"dA{layer}"], caches[layer - 1], "relu")
        grads[f"dA{layer - 1}"], grads[f"dW{layer}"], grads[f"db{layer}"] = dA_prev, dW, db
    return grads


def update_parameters(params, grads, learning_rate):
    """Take one step of gradient descent.

    Arguments:
    params -- "W1", "b1", ..., "WL", "bL"
    grads -- "dW1", "db1", ..., "dWL", "dbL"
    learning_rate -- how far the step goes along the gradient

    Returns:
    parameters -- the new values, under the same names
    """
    parameters = copy.deepcopy(params)
    L = len(parameters) // 2
    for layer in range(1, L + 1):
        parameters[f"W{layer}"] = parameters[f"W{layer}"] - learning_rate * grads[f"dW{layer}"]
        parameters[f"b{layer}"] = parameters[f"b{layer}"] - learning_rate * grads[f"db{layer}"]
    return parameters
