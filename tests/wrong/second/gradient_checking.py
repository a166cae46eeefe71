"""Wrong functions of `gradient_checking`, second bank."""
# ruff: noqa: F821  (students' ways; names of the reference's module)

import numpy as np


def forward_propagation_power(x, theta):
    r"""x to the power theta | power|\*\*|multipl|product"""
    return x**theta


def gradient_check_largest(x, theta, epsilon=1e-7, print_msg=False):
    """the larger norm below the line, not the sum of both | denominator|larger|max|sum|both"""
    slope = (forward_propagation(x, theta + epsilon) - forward_propagation(x, theta - epsilon)) / (
        2 * epsilon
    )
    mine = backward_propagation(x, theta)
    return abs(mine - slope) / max(abs(mine), abs(slope))


def gradient_check_n_squares(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """squared norms | square|root|norm"""
    values, _ = dictionary_to_vector(parameters)
    mine = gradients_to_vector(gradients)
    slopes = np.zeros(values.shape)
    for index in range(len(values)):
        step = np.zeros(values.shape)
        step[index] = epsilon
        high, _ = forward_propagation_n(X, Y, vector_to_dictionary(values + step))
        low, _ = forward_propagation_n(X, Y, vector_to_dictionary(values - step))
        slopes[index] = (high - low) / (2 * epsilon)
    return np.sum((mine - slopes) ** 2) / (np.sum(mine**2) + np.sum(slopes**2))
