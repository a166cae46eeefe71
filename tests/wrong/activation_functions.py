"""Wrong functions of `activation_functions`."""
# ruff: noqa: D301  (students' ways; names of the reference's module)

import numpy as np


def sigmoid_sign(t):
    """the exponent has the wrong sign | sign|e\\^z|fall|minus"""
    return (1 + np.exp(t)) ** -1


def sigmoid_halves(t):
    """a factor in the exponent | factor|exponent|term|slope|steep|2"""
    return 1 / (1 + np.exp(-2 * t))


def sigmoid_derivative_itself(t):
    """sigmoid itself | itself|1 - |factor|value"""
    return 1 / (1 + np.exp(-t))


def sigmoid_derivative_sign(t):
    """the sign is wrong | sign"""
    s = 1 / (1 + np.exp(-t))
    return s * (s - 1)


def sigmoid_derivative_of_argument(t):
    """z(1-z) | \\bz\\b|argument|sigmoid"""
    return t * (1 - t)


def tanh_one_minus(t):
    """numerator and denominator are exchanged | exchanged|upside|inver|reciprocal|coth"""
    up, down = np.exp(t), np.exp(-t)
    return (up + down) / (up - down)


def tanh_sigmoid(t):
    """sigmoid for tanh | sigmoid|e\\^z|divi"""
    return np.exp(t) / (np.exp(t) + 1)


def tanh_negative(t):
    """the sign is wrong | sign|exchanged"""
    up, down = np.exp(t), np.exp(-t)
    return (down - up) / (up + down)


def tanh_sinh(t):
    """the denominator is missing | denominator|divi"""
    return np.exp(t) - np.exp(-t)


def tanh_derivative_no_square(t):
    """the square is missing | square"""
    return 1 - np.tanh(t)


def tanh_derivative_of_sigmoid(t):
    """the derivative of sigmoid | sigmoid|1 - a|a \\*|tanh"""
    a = np.tanh(t)
    return a - a * a


def tanh_derivative_of_z(t):
    """z for tanh(z) | \\bz\\b|tanh"""
    return 1 - t**2


def relu_minimum(t):
    """the minimum for the maximum | minimum|negative|wrong side|smaller"""
    return np.minimum(t, 0)


def relu_absolute(t):
    """absolute values | absolute|mirror"""
    return abs(t)


def relu_mask(t):
    """the slope, not the value | slope|mask|1|derivative"""
    return (t > 0) * 1.0


def relu_derivative_value(t):
    """the value, not the slope | value|relu|slope|itself"""
    return np.maximum(t, 0)


def relu_derivative_turned(t):
    """the comparison is turned | comparison|turned|exchanged|wrong|1 minus|sides"""
    return np.where(t < 0, 1.0, 0.0)


def relu_derivative_signs(t):
    """-1 for 0 | -1|sign|zero|\\b0\\b"""
    return np.sign(t)


def leaky_relu_relu(t, alpha=0.01):
    """plain relu | alpha|leak|zero|relu|flat"""
    return np.maximum(t, 0)


def leaky_relu_constant(t, alpha=0.01):
    """alpha itself below zero | alpha|constant|factor"""
    return np.where(t > 0, t, alpha)


def leaky_relu_fixed(t, alpha=0.01):
    """alpha is fixed at 0.01 | alpha|0\\.01|fixed"""
    return np.maximum(t, 0.01 * t)


def leaky_relu_sign(t, alpha=0.01):
    """the leak has the wrong sign | sign|negative|minus"""
    return np.where(t > 0, t, -alpha * t)


def leaky_relu_derivative_zero(t, alpha=0.01):
    """0 below zero | alpha|zero|relu|\\b0\\b"""
    return (t > 0).astype(float)


def leaky_relu_derivative_times(t, alpha=0.01):
    """alpha z below zero | alpha|slope|value|\\bz\\b"""
    return np.where(t > 0, 1.0, alpha * t)


def leaky_relu_derivative_value(t, alpha=0.01):
    """the value of the function | value|slope|itself|leaky"""
    return np.where(t > 0, t, alpha * t)
