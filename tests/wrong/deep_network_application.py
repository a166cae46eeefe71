"""Wrong functions of `deep_network_application`."""
# ruff: noqa: F821  (students' ways; names of the reference's module)

import numpy as np


def two_layer_model_no_derivative(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    """relu for sigmoid at the output, forward and back | relu|sigmoid|activation|not a number|infinite"""
    np.random.seed(1)
    theta, history = initialize_parameters(*layers_dims), []
    for step in range(num_iterations):
        hidden, first = linear_activation_forward(X, theta["W1"], theta["b1"], "relu")
        out, second = linear_activation_forward(hidden, theta["W2"], theta["b2"], "relu")
        loss = compute_cost(out, Y)
        back, dW2, db2 = linear_activation_backward(-(Y / out - (1 - Y) / (1 - out)), second, "relu")
        _, dW1, db1 = linear_activation_backward(back, first, "relu")
        theta = update_parameters(theta, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}, learning_rate)
        history += [loss] if step % 100 == 0 else []
    return theta, history


def two_layer_model_sign(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """dA2 has the wrong sign: the cost climbs | sign|minus|climb|uphill|negative"""
    np.random.seed(1)
    theta, history = initialize_parameters(*layers_dims), []
    for step in range(num_iterations):
        hidden, first = linear_activation_forward(X, theta["W1"], theta["b1"], "relu")
        out, second = linear_activation_forward(hidden, theta["W2"], theta["b2"], "sigmoid")
        loss = compute_cost(out, Y)
        back, dW2, db2 = linear_activation_backward(Y / out - (1 - Y) / (1 - out), second, "sigmoid")
        _, dW1, db1 = linear_activation_backward(back, first, "relu")
        theta = update_parameters(theta, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}, learning_rate)
        history += [loss] if step % 100 == 0 else []
    return theta, history


def two_layer_model_fixed_sizes(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    """real: the sizes are fixed at 12288, 7, 1 | fixed|layers_dims|fit|12288|size"""
    np.random.seed(1)
    theta, history = initialize_parameters(12288, 7, 1), []
    for step in range(num_iterations):
        hidden, first = linear_activation_forward(X, theta["W1"], theta["b1"], "relu")
        out, second = linear_activation_forward(hidden, theta["W2"], theta["b2"], "sigmoid")
        loss = compute_cost(out, Y)
        back, dW2, db2 = linear_activation_backward(-(Y / out - (1 - Y) / (1 - out)), second, "sigmoid")
        _, dW1, db1 = linear_activation_backward(back, first, "relu")
        theta = update_parameters(theta, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}, learning_rate)
        history += [loss] if step % 100 == 0 else []
    return theta, history


def two_layer_model_exchanged_gradients(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    """the hidden layer goes back through sigmoid | sigmoid|relu"""
    np.random.seed(1)
    theta, history = initialize_parameters(*layers_dims), []
    for step in range(num_iterations):
        hidden, first = linear_activation_forward(X, theta["W1"], theta["b1"], "relu")
        out, second = linear_activation_forward(hidden, theta["W2"], theta["b2"], "sigmoid")
        loss = compute_cost(out, Y)
        back, dW2, db2 = linear_activation_backward(-(Y / out - (1 - Y) / (1 - out)), second, "sigmoid")
        _, dW1, db1 = linear_activation_backward(back, first, "sigmoid")
        theta = update_parameters(theta, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}, learning_rate)
        history += [loss] if step % 100 == 0 else []
    return theta, history


def L_layer_model_shallow(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """real: the two-layer initializer | two-layer|initializ|unpack|argument|not in|layers"""
    np.random.seed(1)
    theta, history = initialize_parameters(layers_dims[0], layers_dims[1], layers_dims[-1]), []
    for step in range(num_iterations):
        out, caches = L_model_forward(X, theta)
        history += [compute_cost(out, Y)] if step % 100 == 0 else []
        theta = update_parameters(theta, L_model_backward(out, Y, caches), learning_rate)
    return theta, history


def L_layer_model_all_costs(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """every cost is kept | every|100|cost|list"""
    np.random.seed(1)
    theta, history = initialize_parameters_deep(layers_dims), []
    for _ in range(num_iterations):
        out, caches = L_model_forward(X, theta)
        history.append(compute_cost(out, Y))
        theta = update_parameters(theta, L_model_backward(out, Y, caches), learning_rate)
    return theta, history


def L_layer_model_rate_ignored(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    """the rate is fixed | rate|fixed|passed"""
    np.random.seed(1)
    theta, history = initialize_parameters_deep(layers_dims), []
    for step in range(num_iterations):
        out, caches = L_model_forward(X, theta)
        history += [compute_cost(out, Y)] if step % 100 == 0 else []
        theta = update_parameters(theta, L_model_backward(out, Y, caches), 0.0075)
    return theta, history


def L_layer_model_never_learns(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    """the update is thrown away | updat|never|learn|start|initial"""
    np.random.seed(1)
    theta, history = initialize_parameters_deep(layers_dims), []
    for step in range(num_iterations):
        out, caches = L_model_forward(X, theta)
        history += [compute_cost(out, Y)] if step % 100 == 0 else []
        update_parameters(theta, L_model_backward(out, Y, caches), learning_rate)
    return theta, history
