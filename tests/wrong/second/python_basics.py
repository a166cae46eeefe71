"""Wrong functions of `python_basics`, second bank."""

import math

import numpy as np


def basic_sigmoid_whole(x):
    """the result is rounded to a whole number | whole|round|integer|cut"""
    return round(1 / (1 + math.exp(-x)))


def image2vector_reversed(image):
    """the axes are reversed before flattening | order|transpos"""
    return image.T.reshape(-1, 1)


def normalize_rows_largest(x):
    """divided by the largest entry of a row, not by its length | max|largest|norm|root|length"""
    return x / np.abs(x).max(axis=1).reshape(-1, 1)


def normalize_rows_first_row(x):
    """only the first row is normalised | first row|one row|other rows|only|came in"""
    out = x.astype(float).copy()
    out[0] = out[0] / np.sqrt((out[0] ** 2).sum())
    return out


def softmax_half_shifted(x):
    """the largest is subtracted above the line only | max|largest|subtract|shift|numerator|denominator|sum|add up"""
    top = x.max(axis=1, keepdims=True)
    return np.exp(x - top) / np.exp(x).sum(axis=1, keepdims=True)


def L2_first_pair(yhat, y):
    """only the first pair counts | first|one element|one pair|sum|all"""
    return (y[0] - yhat[0]) ** 2
