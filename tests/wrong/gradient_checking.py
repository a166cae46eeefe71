"""Wrong functions of `gradient_checking`."""
# ruff: noqa: D301, F821  (students' ways; names of the reference's module)

import numpy as np


def forward_propagation_sum(x, theta):
    """a sum for the product | add|sum|product|multipl"""
    return theta + x


def forward_propagation_squared(x, theta):
    """theta is squared | square"""
    return x * theta * theta


def backward_propagation_theta(x, theta):
    """theta for x | theta"""
    return theta


def backward_propagation_product(x, theta):
    """J itself | J\\b|itself|product|theta|value"""
    return theta * x


def gradient_check_one_sided(x, theta, epsilon=1e-7, print_msg=False):
    """a one-sided difference | one-sided|minus|theta"""
    up, here = forward_propagation(x, theta + epsilon), forward_propagation(x, theta)
    slope, mine = (up - here) / (2 * epsilon), backward_propagation(x, theta)
    return np.linalg.norm(mine - slope) / (np.linalg.norm(mine) + np.linalg.norm(slope))


def gradient_check_no_two(x, theta, epsilon=1e-7, print_msg=False):
    """epsilon for 2 epsilon | \\b2\\b|two"""
    up, down = forward_propagation(x, theta + epsilon), forward_propagation(x, theta - epsilon)
    slope, mine = (up - down) / epsilon, backward_propagation(x, theta)
    return np.linalg.norm(mine - slope) / (np.linalg.norm(mine) + np.linalg.norm(slope))


def gradient_check_bracket(x, theta, epsilon=1e-7, print_msg=False):
    """/ 2 * epsilon without brackets | parenthes|bracket"""
    up, down = forward_propagation(x, theta + epsilon), forward_propagation(x, theta - epsilon)
    slope, mine = (up - down) / 2 * epsilon, backward_propagation(x, theta)
    return np.linalg.norm(mine - slope) / (np.linalg.norm(mine) + np.linalg.norm(slope))


def gradient_check_minus_is_plus(x, theta, epsilon=1e-7, print_msg=False):
    """real: J_plus - J_plus: the slope is 0 | J_plus|J_minus|gradapprox|minus|plus"""
    up = forward_propagation(x, theta + epsilon)
    slope, mine = (up - up) / (2 * epsilon), backward_propagation(x, theta)
    return np.linalg.norm(mine - slope) / (np.linalg.norm(mine) + np.linalg.norm(slope))


def gradient_check_unnormalized(x, theta, epsilon=1e-7, print_msg=False):
    """the numerator alone | denominator|numerator|divi"""
    up, down = forward_propagation(x, theta + epsilon), forward_propagation(x, theta - epsilon)
    return np.abs(backward_propagation(x, theta) - (up - down) / (2 * epsilon))


def gradient_check_norm_of_sum(x, theta, epsilon=1e-7, print_msg=False):
    """half of the denominator | denominator|norm|term|grad"""
    up, down = forward_propagation(x, theta + epsilon), forward_propagation(x, theta - epsilon)
    slope, mine = (up - down) / (2 * epsilon), backward_propagation(x, theta)
    return np.linalg.norm(mine - slope) / np.linalg.norm(mine)


def gradient_check_n_minus_from_plus(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """real: theta_minus is made from theta_plus | theta_minus|theta_plus|J_minus"""
    flat, mine = dictionary_to_vector(parameters)[0], gradients_to_vector(gradients)
    slope = np.zeros_like(flat)
    for k in range(len(flat)):
        up = flat.copy()
        up[k] += epsilon
        down = up.copy()
        down[k] -= epsilon
        high, low = (forward_propagation_n(X, Y, vector_to_dictionary(v))[0] for v in (up, down))
        slope[k] = (high - low) / (2 * epsilon)
    return np.linalg.norm(mine - slope) / (np.linalg.norm(mine) + np.linalg.norm(slope))


def gradient_check_n_zero(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """real: J_plus - J_plus | J_plus|J_minus|gradapprox|minus|plus"""
    flat, mine = dictionary_to_vector(parameters)[0], gradients_to_vector(gradients)
    slope = np.zeros_like(flat)
    for k in range(len(flat)):
        up = flat.copy()
        up[k] += epsilon
        high = forward_propagation_n(X, Y, vector_to_dictionary(up))[0]
        slope[k] = (high - high) / (2 * epsilon)
    return np.linalg.norm(mine - slope) / (np.linalg.norm(mine) + np.linalg.norm(slope))


def gradient_check_n_numerator_minus_denominator(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """real: numerator - denominator | numerator|denominator|divi|subtract"""
    flat, mine = dictionary_to_vector(parameters)[0], gradients_to_vector(gradients)
    slope = np.zeros_like(flat)
    for k in range(len(flat)):
        step = np.zeros_like(flat)
        step[k] = epsilon
        high, low = (
            forward_propagation_n(X, Y, vector_to_dictionary(v))[0] for v in (flat + step, flat - step)
        )
        slope[k] = (high - low) / (2 * epsilon)
    return np.linalg.norm(mine - slope) - (np.linalg.norm(mine) + np.linalg.norm(slope))


def gradient_check_n_last_component(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """real: only the last component is compared | last|component|loop|one"""
    flat, mine = dictionary_to_vector(parameters)[0], gradients_to_vector(gradients)
    for k in range(len(flat)):
        step = np.zeros_like(flat)
        step[k] = epsilon
        high, low = (
            forward_propagation_n(X, Y, vector_to_dictionary(v))[0] for v in (flat + step, flat - step)
        )
        slope, own = (high - low) / (2 * epsilon), mine[k]
    return np.linalg.norm(own - slope) / (np.linalg.norm(own) + np.linalg.norm(slope))


def gradient_check_n_steps_add_up(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """the steps of all components add up: no fresh copy | cop|add up|fresh|theta|accumul"""
    flat, mine = dictionary_to_vector(parameters)[0], gradients_to_vector(gradients)
    slope, up, down = np.zeros_like(flat), flat.copy(), flat.copy()
    for k in range(len(flat)):
        up[k] += epsilon
        down[k] -= epsilon
        high, low = (forward_propagation_n(X, Y, vector_to_dictionary(v))[0] for v in (up, down))
        slope[k] = (high - low) / (2 * epsilon)
    return np.linalg.norm(mine - slope) / (np.linalg.norm(mine) + np.linalg.norm(slope))


def gradient_check_n_one_sided(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """one-sided, still over 2 epsilon | one-sided|theta_minus|J_minus|minus"""
    flat, mine = dictionary_to_vector(parameters)[0], gradients_to_vector(gradients)
    slope = np.zeros_like(flat)
    for k in range(len(flat)):
        step = np.zeros_like(flat)
        step[k] = epsilon
        high, low = (forward_propagation_n(X, Y, vector_to_dictionary(v))[0] for v in (flat + step, flat))
        slope[k] = (high - low) / (2 * epsilon)
    return np.linalg.norm(mine - slope) / (np.linalg.norm(mine) + np.linalg.norm(slope))


def gradient_check_n_pasted(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """real: the one-dimensional check is pasted, with its globals | theta|\\bx\\b"""
    up = forward_propagation(x, theta + epsilon)
    down = forward_propagation(x, theta - epsilon)
    slope, mine = (up - down) / (2 * epsilon), backward_propagation(x, theta)
    return np.linalg.norm(mine - slope) / (np.linalg.norm(mine) + np.linalg.norm(slope))


def backward_propagation_n_planted(X, Y, cache):
    """real: the two planted errors: dW2 doubled, db1 times 4 | dW2|db1|\\b2\\b|\\b4\\b"""
    _, A1, _, _, _, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    g2 = W3.T @ d3
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": d2 @ A1.T / n * 2, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n, "db1": 4 * d1.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_n_doubled(X, Y, cache):
    """real: one planted error is left: dW2 doubled | dW2 & 2|twice"""
    _, A1, _, _, _, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    g2 = W3.T @ d3
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": 2 * d2 @ A1.T / n, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n, "db1": d1.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_n_four(X, Y, cache):
    """real: one planted error is left: db1 times 4 | db1 & \\b4\\b"""
    _, A1, _, _, _, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    g2 = W3.T @ d3
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": d2 @ A1.T / n, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n, "db1": 4.0 / n * d1.sum(1, keepdims=True),
    }  # fmt: skip
