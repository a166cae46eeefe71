"""Wrong functions of `python_basics`."""
# ruff: noqa: D301, F841  (students' ways; names of the reference's module)

import math

import numpy as np


def basic_sigmoid_sign(t):
    """the exponent has the wrong sign | e\\^x|sign|fall"""
    return 1.0 / (math.exp(t) + 1.0)


def basic_sigmoid_no_reciprocal(t):
    """the reciprocal is missing | reciprocal|1 is missing|numerator|inver|one over|1 ?/|exchanged"""
    return math.exp(-t) + 1


def basic_sigmoid_base_two(t):
    """2 ** -t for e ** -t | \\b2\\b|base|exp"""
    return 1 / (1 + 2 ** (-t))


def basic_sigmoid_loses_bracket(t):
    """parentheses around the denominator | parenthes|bracket"""
    e = math.exp(-t)
    return 1 / 1 + e


def basic_sigmoid_two(t):
    """2 for 1 below the line | \\b2\\b|number|constant|denominator"""
    return 1 / (2 + math.exp(-t))


def sigmoid_sign(v):
    """the exponent has the wrong sign | e\\^x|sign|fall"""
    grown = np.exp(v)
    return np.divide(1, np.add(1, grown))


def sigmoid_math(v):
    """math.exp on arrays | math|one number|numpy"""
    return 1 / (1 + math.exp(-v))


def sigmoid_tanh(v):
    """tanh for sigmoid | tanh"""
    return np.sinh(v) / np.cosh(v)


def sigmoid_softmax(v):
    """softmax for sigmoid | softmax|share"""
    powers = np.exp(v)
    return powers / powers.sum()


def sigmoid_forgets_return(v):
    """nothing is returned | return"""
    answer = 1 / (1 + np.exp(-v))


def sigmoid_minus(v):
    """1 - e^-x for 1 + e^-x | sign|plus|minus|sum|differ|add"""
    return 1 / (1 - np.exp(-v))


def sigmoid_derivative_plain(v):
    """sigmoid itself is returned | itself|1 - |factor|sigmoid"""
    return np.reciprocal(1 + np.exp(-v))


def sigmoid_derivative_of_tanh(v):
    """the derivative of tanh in terms of its value | tanh|1 - s"""
    g = 1 / (1 + np.exp(-v))
    return 1 - np.square(g)


def sigmoid_derivative_of_x(v):
    """x(1-x), without sigmoid | not of x|sigmoid|x"""
    return v - v**2


def sigmoid_derivative_sign(v):
    """the sign is wrong | sign"""
    g = 1 / (1 + np.exp(-v))
    return g**2 - g


def sigmoid_derivative_squared(v):
    """s squared: 1 - s replaced by s | 1 - |complement|factor|difference|1 is missing|exponent|square"""
    g = 1 / (1 + np.exp(-v))
    return g * g


def image2vector_channels_fixed(picture):
    """real: the number of channels is fixed | channels|fixed|reshape|elements"""
    return picture.reshape(picture.shape[0] * picture.shape[1] * 3, 1)


def image2vector_matrix(picture):
    """real: one column a channel | channel|column|shape"""
    h, w, c = picture.shape
    return picture.reshape(h * w, c)


def image2vector_row(picture):
    """a row, not a column | row|column|transpos|shape"""
    return picture.flatten()[None, :]


def image2vector_flat(picture):
    """one axis is missing | flat|axis|axes|shape"""
    return picture.ravel()


def image2vector_fortran(picture):
    """the order is Fortran's | order"""
    return picture.ravel(order="F").reshape(-1, 1)


def normalize_rows_columns(matrix):
    """columns are normalised | column|axis"""
    return matrix / np.sqrt((matrix**2).sum(axis=0))


def normalize_rows_whole(matrix):
    """one norm for all | whole|everything|one length|own"""
    return matrix / np.sqrt((matrix**2).sum())


def normalize_rows_no_root(matrix):
    """the root is missing | root|square"""
    return matrix / (matrix**2).sum(axis=1, keepdims=True)


def normalize_rows_flat_norm(matrix):
    """the norms are no column | shape|keepdims|axis|column"""
    return matrix / np.linalg.norm(matrix, axis=1)


def normalize_rows_absolute(matrix):
    """the 1-norm | absolute|root of the sum"""
    return matrix / np.abs(matrix).sum(1, keepdims=True)


def softmax_columns(scores):
    """columns add up to 1 | column|axis"""
    grown = np.exp(scores)
    return grown / grown.sum(0)


def softmax_total(scores):
    """everything adds up to 1 | whole|everything|own"""
    grown = np.exp(scores)
    return grown / grown.sum()


def softmax_no_exp(scores):
    """the exponential is missing | exponential"""
    return scores / scores.sum(axis=1, keepdims=True)


def softmax_mean(scores):
    """the mean for the sum | mean|average|columns|factor|times"""
    grown = np.exp(scores)
    return grown / grown.mean(axis=1, keepdims=True)


def softmax_not_divided(scores):
    """the division is missing | divi|sum"""
    return np.exp(scores)


def L1_signed(guess, truth):
    """the absolute value is missing | absolute"""
    return float((truth - guess).sum())


def L1_mean(guess, truth):
    """the mean for the sum | mean|number of elements"""
    return np.abs(guess - truth).mean()


def L1_squares(guess, truth):
    """squares for absolute values | square"""
    gap = guess - truth
    return (gap * gap).sum()


def L1_elementwise(guess, truth):
    """the sum is missing | add|sum"""
    return abs(guess - truth)


def L2_root(guess, truth):
    """a root too many | root"""
    return np.linalg.norm(truth - guess)


def L2_mean(guess, truth):
    """the mean for the sum | mean|number of elements"""
    return np.average((truth - guess) ** 2)


def L2_half(guess, truth):
    """a half too many | half|1/2|0\\.5|2"""
    gap = guess - truth
    return 0.5 * gap @ gap


def L2_square_of_sum(guess, truth):
    """the square of the sum | square each|squares the sum|square"""
    return sum(truth - guess) ** 2


def L2_plus(guess, truth):
    """the sum of both for their difference | difference|plus|subtract|added"""
    return ((truth + guess) ** 2).sum()
