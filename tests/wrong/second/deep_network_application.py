"""Wrong functions of `deep_network_application`, second bank."""
# ruff: noqa: F821  (students' ways; names of the reference's module)

import numpy as np


def two_layer_model_last_bias_stays(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False
):
    """b2 is never updated | b2|bias & updat|never|came in|zero"""
    np.random.seed(1)
    theta, history = initialize_parameters(*layers_dims), []
    for step in range(num_iterations):
        hidden, first = linear_activation_forward(X, theta["W1"], theta["b1"], "relu")
        out, second = linear_activation_forward(hidden, theta["W2"], theta["b2"], "sigmoid")
        history += [compute_cost(out, Y)] if step % 100 == 0 else []
        back, dW2, _ = linear_activation_backward(-(Y / out - (1 - Y) / (1 - out)), second, "sigmoid")
        _, dW1, db1 = linear_activation_backward(back, first, "relu")
        theta["W1"] = theta["W1"] - learning_rate * dW1
        theta["b1"] = theta["b1"] - learning_rate * db1
        theta["W2"] = theta["W2"] - learning_rate * dW2
    return theta, history


def L_layer_model_other_seed(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """the helper is replaced by an own initialisation with another seed | seed|draw|initial|start"""
    np.random.seed(3)
    theta, history = {}, []
    for here in range(1, len(layers_dims)):
        before = layers_dims[here - 1]
        theta[f"W{here}"] = np.random.randn(layers_dims[here], before) / np.sqrt(before)
        theta[f"b{here}"] = np.zeros((layers_dims[here], 1))
    for step in range(num_iterations):
        out, caches = L_model_forward(X, theta)
        history += [compute_cost(out, Y)] if step % 100 == 0 else []
        theta = update_parameters(theta, L_model_backward(out, Y, caches), learning_rate)
    return theta, history


def L_layer_model_costs_late(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """a cost is that after the step, not before | cost & after|before|late|order|step"""
    np.random.seed(1)
    theta, history = initialize_parameters_deep(layers_dims), []
    for step in range(num_iterations):
        out, caches = L_model_forward(X, theta)
        theta = update_parameters(theta, L_model_backward(out, Y, caches), learning_rate)
        if step % 100 == 0:
            history.append(compute_cost(L_model_forward(X, theta)[0], Y))
    return theta, history
