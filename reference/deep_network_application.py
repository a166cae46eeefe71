"""Two networks that tell pictures: one of two layers, one of any depth.

X holds one example a column, shape (n_x, m); Y the labels 0 or 1, shape (1, m). The building blocks are
those of the assignment before; here they come ready-made, and the deep network's weights start larger.
"""

import numpy as np

from assignments.deep_network_application.dnn_app_utils import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters,
    initialize_parameters_deep,
    linear_activation_backward,
    linear_activation_forward,
    update_parameters,
)


def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Train a network LINEAR -> RELU -> LINEAR -> SIGMOID by gradient descent.

    Arguments:
    X, Y -- examples (n_x, m) and labels (1, m)
    layers_dims -- (n_x, n_h, n_y)
    learning_rate -- how far a step goes along the gradient
    num_iterations -- how many steps to take
    print_cost -- whether to print the cost at every 100th step

    Returns:
    parameters -- the learned "W1", "b1", "W2", "b2"
    costs -- list of the costs at steps 0, 100, 200, ..., each before its update
    """
    np.random.seed(1)
    n_x, n_h, n_y = layers_dims
    parameters = initialize_parameters(n_x, n_h, n_y)
    costs = []
    for i in range(num_iterations):
        A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
        A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")
        cost = compute_cost(A2, Y)
        dA2 = -(Y / A2 - (1 - Y) / (1 - A2))
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        _, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"Cost after iteration {i}: {cost:f}")
    return parameters, costs


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Train a network [LINEAR -> RELU] (L - 1 times) -> LINEAR -> SIGMOID by gradient descent.

    Arguments:
    X, Y, learning_rate, num_iterations, print_cost -- as for two_layer_model
    layers_dims -- list of the numbers of units: inputs, layer 1, ..., layer L

    Returns:
    parameters -- the learned "W1", "b1", ..., "WL", "bL"
    costs -- list of the costs at steps 0, 100, 200, ..., each before its update
    """
    np.random.seed(1)
    parameters = initialize_parameters_deep(layers_dims)
    costs = []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"Cost after iteration {i}: {cost:f}")
    return parameters, costs
