"""Activations: takes the derivatives of z as if z were the activation already; leaky ReLU leaks 0.01 always."""
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    return z * (1 - z)


def tanh(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def tanh_derivative(z):
    return 1 - z ** 2


def relu(z):
    return np.array([max(0, x) for x in z.ravel()]).reshape(z.shape)


def relu_derivative(z):
    return (z > 0).astype(float)


def leaky_relu(z, alpha=0.01):
    return np.where(z > 0, z, 0.01 * z)


def leaky_relu_derivative(z, alpha=0.01):
    ...
