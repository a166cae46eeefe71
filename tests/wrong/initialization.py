"""Wrong functions of `initialization`."""
# ruff: noqa: D301  (students' ways; names of the reference's module)

import numpy as np


def initialize_parameters_zeros_scalar(layers_dims):
    """real: b is the number 0 | \\bb\\d*\\b|bias & shape|number|column|expected"""
    return {
        name: value
        for k in range(1, len(layers_dims))
        for name, value in ((f"W{k}", np.zeros((layers_dims[k], layers_dims[k - 1]))), (f"b{k}", 0))
    }


def initialize_parameters_zeros_shape(layers_dims):
    """the weights are transposed | transpos|shape|rows|exchanged"""
    return {
        name: value
        for k in range(1, len(layers_dims))
        for name, value in (
            (f"W{k}", np.zeros((layers_dims[k - 1], layers_dims[k]))),
            (f"b{k}", np.zeros((layers_dims[k], 1))),
        )
    }


def initialize_parameters_zeros_last_missing(layers_dims):
    """the last layer is missing | last|early|not in|layer"""
    made = {}
    for k in range(1, len(layers_dims) - 1):
        made[f"W{k}"], made[f"b{k}"] = (
            np.zeros((layers_dims[k], layers_dims[k - 1])),
            np.zeros((layers_dims[k], 1)),
        )
    return made


def initialize_parameters_zeros_ones(layers_dims):
    """ones | one|zero|\\b1\\b"""
    made = {}
    for k in range(1, len(layers_dims)):
        made[f"W{k}"], made[f"b{k}"] = (
            np.ones((layers_dims[k], layers_dims[k - 1])),
            np.zeros((layers_dims[k], 1)),
        )
    return made


def initialize_parameters_random_wide(layers_dims):
    """real: 10 stands inside the shape | shape|10|column|inside"""
    np.random.seed(3)
    made = {}
    for k in range(1, len(layers_dims)):
        rows, columns = layers_dims[k], layers_dims[k - 1]
        made[f"W{k}"], made[f"b{k}"] = np.random.randn(rows, columns * 10), np.zeros((rows, 1))
    return made


def initialize_parameters_random_unscaled(layers_dims):
    """real: the scale is 1 | \\b10\\b|scale|small|factor"""
    np.random.seed(3)
    made = {}
    for k in range(1, len(layers_dims)):
        rows, columns = layers_dims[k], layers_dims[k - 1]
        made[f"W{k}"], made[f"b{k}"] = np.random.randn(rows, columns), np.zeros((rows, 1))
    return made


def initialize_parameters_random_small(layers_dims):
    """real: the scale is 0.01 | 0\\.01|scale|small|1000|factor"""
    np.random.seed(3)
    made = {}
    for k in range(1, len(layers_dims)):
        rows, columns = layers_dims[k], layers_dims[k - 1]
        made[f"W{k}"], made[f"b{k}"] = 0.01 * np.random.randn(rows, columns), np.zeros((rows, 1))
    return made


def initialize_parameters_random_uniform(layers_dims):
    """uniform draws | uniform|rand\\b|normal|negative"""
    np.random.seed(3)
    made = {}
    for k in range(1, len(layers_dims)):
        rows, columns = layers_dims[k], layers_dims[k - 1]
        made[f"W{k}"], made[f"b{k}"] = np.random.rand(rows, columns) * 10, np.zeros((rows, 1))
    return made


def initialize_parameters_random_biases(layers_dims):
    """the biases are drawn too | \\bb\\d*\\b|bias"""
    np.random.seed(3)
    made = {}
    for k in range(1, len(layers_dims)):
        rows, columns = layers_dims[k], layers_dims[k - 1]
        made[f"W{k}"], made[f"b{k}"] = np.random.randn(rows, columns) * 10, np.random.randn(rows, 1)
    return made


def initialize_parameters_he_flat(layers_dims):
    """real: b has one axis | \\bb\\d*\\b|bias & axis|axes|shape|column"""
    np.random.seed(3)
    made = {}
    for k in range(1, len(layers_dims)):
        rows, columns = layers_dims[k], layers_dims[k - 1]
        made[f"W{k}"], made[f"b{k}"] = np.random.randn(rows, columns) * (2 / columns) ** 0.5, np.zeros(rows)
    return made


def initialize_parameters_he_no_root(layers_dims):
    """the root is missing | root|square"""
    np.random.seed(3)
    made = {}
    for k in range(1, len(layers_dims)):
        rows, columns = layers_dims[k], layers_dims[k - 1]
        made[f"W{k}"], made[f"b{k}"] = np.random.randn(rows, columns) * 2 / columns, np.zeros((rows, 1))
    return made


def initialize_parameters_he_own_size(layers_dims):
    """the layer's own size for the one before | own|before|previous|index|size"""
    np.random.seed(3)
    made = {}
    for k in range(1, len(layers_dims)):
        rows, columns = layers_dims[k], layers_dims[k - 1]
        made[f"W{k}"], made[f"b{k}"] = (
            np.random.randn(rows, columns) * np.sqrt(2.0 / rows),
            np.zeros((rows, 1)),
        )
    return made


def initialize_parameters_he_xavier(layers_dims):
    """1 for 2 below the root | \\b1\\b|\\b2\\b|Xavier"""
    np.random.seed(3)
    made = {}
    for k in range(1, len(layers_dims)):
        rows, columns = layers_dims[k], layers_dims[k - 1]
        made[f"W{k}"], made[f"b{k}"] = np.random.randn(rows, columns) / np.sqrt(columns), np.zeros((rows, 1))
    return made


def initialize_parameters_he_divides(layers_dims):
    """divided by the scale | divi|inver|exchanged|large"""
    np.random.seed(3)
    made = {}
    for k in range(1, len(layers_dims)):
        rows, columns = layers_dims[k], layers_dims[k - 1]
        made[f"W{k}"], made[f"b{k}"] = (
            np.random.randn(rows, columns) / np.sqrt(2 / columns),
            np.zeros((rows, 1)),
        )
    return made
