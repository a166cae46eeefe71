"""Wrong functions of `initialization`, second bank."""

import numpy as np


def initialize_parameters_random_seed_in_loop(layers_dims):
    """the seed is set in every turn of the loop | seed|every|again|generator"""
    theta = {}
    for here in range(1, len(layers_dims)):
        np.random.seed(3)
        theta["W" + str(here)] = 10 * np.random.randn(layers_dims[here], layers_dims[here - 1])
        theta["b" + str(here)] = np.zeros((layers_dims[here], 1))
    return theta


def initialize_parameters_he_both_sizes(layers_dims):
    """2 / (n_before + n), Glorot's scale | Glorot|both|sum|before|previous|n_|size|layer"""
    np.random.seed(3)
    theta = {}
    for here in range(1, len(layers_dims)):
        scale = np.sqrt(2 / (layers_dims[here - 1] + layers_dims[here]))
        theta["W" + str(here)] = scale * np.random.randn(layers_dims[here], layers_dims[here - 1])
        theta["b" + str(here)] = np.zeros((layers_dims[here], 1))
    return theta


def initialize_parameters_he_biases_drawn_first(layers_dims):
    """the biases are drawn, and then put to zero: the weights get later draws | draw|order|generator|seed|advance"""
    np.random.seed(3)
    theta = {}
    for here in range(1, len(layers_dims)):
        theta["b" + str(here)] = 0 * np.random.randn(layers_dims[here], 1)
        scale = np.sqrt(2 / layers_dims[here - 1])
        theta["W" + str(here)] = scale * np.random.randn(layers_dims[here], layers_dims[here - 1])
    return theta
