"""How the parameters of a network are chosen before it learns.

layers_dims lists the number of units of each layer, the input's first. W[l] has shape (n[l], n[l-1]), b[l]
has shape (n[l], 1). The classifier is LINEAR -> RELU -> LINEAR -> RELU -> LINEAR -> SIGMOID.
"""

import numpy as np

from assignments.initialization.init_utils import (
    backward_propagation,
    compute_loss,
    forward_propagation,
    update_parameters,
)


def model(X, Y, learning_rate=0.01, num_iterations=15000, print_cost=True, initialization="he"):
    """Train a network of three layers that starts from the parameters of one of the methods below.

    Arguments:
    X -- examples, shape (n_x, m)
    Y -- labels, shape (1, m)
    learning_rate -- how far a step goes along the gradient
    num_iterations -- how many steps to take
    print_cost -- whether to print the cost at every 1000th step
    initialization -- "zeros", "random" or "he"

    Returns:
    parameters -- {"W1", "b1", "W2", "b2", "W3", "b3"} after the last step
    """
    layers_dims = [X.shape[0], 10, 5, 1]
    if initialization == "zeros":
        parameters = initialize_parameters_zeros(layers_dims)
    elif initialization == "random":
        parameters = initialize_parameters_random(layers_dims)
    else:
        parameters = initialize_parameters_he(layers_dims)
    for i in range(num_iterations):
        a3, cache = forward_propagation(X, parameters)
        if print_cost and i % 1000 == 0:
            print(f"Cost after iteration {i}: {compute_loss(a3, Y)}")
        grads = backward_propagation(X, Y, cache)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters


def initialize_parameters_zeros(layers_dims):
    """Start every parameter at zero.

    Arguments:
    layers_dims -- units of each layer, the input's first

    Returns:
    parameters -- {"W1", "b1", ..., "WL", "bL"}, all zeros
    """
    parameters = {}
    L = len(layers_dims)
    for layer in range(1, L):
        parameters["W" + str(layer)] = np.zeros((layers_dims[layer], layers_dims[layer - 1]))
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
    return parameters


def initialize_parameters_random(layers_dims):
    """Start from large normal weights and zero biases.

    Arguments:
    layers_dims -- units of each layer, the input's first

    Returns:
    parameters -- {"W1", "b1", ..., "WL", "bL"}; the weights have standard deviation 10
    """
    np.random.seed(3)
    parameters = {}
    L = len(layers_dims)
    for layer in range(1, L):
        parameters["W" + str(layer)] = np.random.randn(layers_dims[layer], layers_dims[layer - 1]) * 10
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
    return parameters


def initialize_parameters_he(layers_dims):
    """Start from normal weights scaled after He et al. and zero biases.

    Arguments:
    layers_dims -- units of each layer, the input's first

    Returns:
    parameters -- {"W1", "b1", ..., "WL", "bL"}; the weights of layer l have variance 2 / n[l-1]
    """
    np.random.seed(3)
    parameters = {}
    L = len(layers_dims)
    for layer in range(1, L):
        scale = np.sqrt(2 / layers_dims[layer - 1])
        parameters["W" + str(layer)] = np.random.randn(layers_dims[layer], layers_dims[layer - 1]) * scale
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
    return parameters
