"""Batch normalization of a layer's values before their activation.

Z holds one example a column, shape (n, m): n units, m examples. Mean and variance are taken over the
examples, so they have one row for each unit, shape (n, 1), as have gamma and beta, the scale and the shift
that the layer learns. The running statistics {"mean": (n, 1), "variance": (n, 1)} are what prediction uses
in their place.
"""

import numpy as np


def initialize_batch_norm(n):
    """Make the parameters and running statistics that training starts from.

    Arguments:
    n -- number of units

    Returns:
    parameters -- {"gamma": ones, "beta": zeros}, each of shape (n, 1)
    running -- {"mean": zeros, "variance": ones}, each of shape (n, 1)
    """
    parameters = {"gamma": np.ones((n, 1)), "beta": np.zeros((n, 1))}
    running = {"mean": np.zeros((n, 1)), "variance": np.ones((n, 1))}
    return parameters, running


def batch_statistics(Z):
    """Compute mean and variance of each unit over the examples of a batch.

    Arguments:
    Z -- values of the units, shape (n, m)

    Returns:
    mean -- shape (n, 1)
    variance -- the mean squared distance from the mean, shape (n, 1)
    """
    m = Z.shape[1]
    mean = np.sum(Z, axis=1, keepdims=True) / m
    variance = np.sum((Z - mean) ** 2, axis=1, keepdims=True) / m
    return mean, variance


def update_running_statistics(running, mean, variance, momentum=0.9):
    """Let the running statistics follow those of a batch.

    Arguments:
    running -- {"mean": (n, 1), "variance": (n, 1)} so far
    mean, variance -- of the batch, each of shape (n, 1)
    momentum -- the weight that the statistics so far keep

    Returns:
    running -- {"mean", "variance"} after this batch
    """
    return {
        "mean": momentum * running["mean"] + (1 - momentum) * mean,
        "variance": momentum * running["variance"] + (1 - momentum) * variance,
    }


def batch_norm_forward(Z, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-8):
    """Normalize each unit over the examples, then scale and shift it.

    Arguments:
    Z -- values of the units, shape (n, m)
    gamma -- scale of each unit, shape (n, 1)
    beta -- shift of each unit, shape (n, 1)
    running -- running statistics {"mean": (n, 1), "variance": (n, 1)}
    training -- True: normalize by the batch and let running follow it; False: normalize by running
    momentum -- as for update_running_statistics
    epsilon -- added to the variance before its root is taken

    Returns:
    Z_tilde -- shape (n, m)
    running -- after this batch; as it was where training is False
    cache -- {"Z_norm": (n, m), "std": (n, 1), "gamma": (n, 1)} for batch_norm_backward
    """
    if training:
        mean, variance = batch_statistics(Z)
        running = update_running_statistics(running, mean, variance, momentum)
    else:
        mean, variance = running["mean"], running["variance"]
    std = np.sqrt(variance + epsilon)
    Z_norm = (Z - mean) / std
    Z_tilde = gamma * Z_norm + beta
    cache = {"Z_norm": Z_norm, "std": std, "gamma": gamma}
    return Z_tilde, running, cache


def batch_norm_backward(dZ_tilde, cache):
    """Compute the gradients of batch normalization in training.

    Arguments:
    dZ_tilde -- gradient of the cost with respect to Z_tilde, shape (n, m)
    cache -- {"Z_norm": (n, m), "std": (n, 1), "gamma": (n, 1)} from batch_norm_forward

    Returns:
    dZ -- gradient with respect to Z, shape (n, m)
    dgamma -- gradient with respect to gamma, shape (n, 1)
    dbeta -- gradient with respect to beta, shape (n, 1)
    """
    Z_norm, std, gamma = cache["Z_norm"], cache["std"], cache["gamma"]
    m = dZ_tilde.shape[1]
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    along_mean = np.sum(dZ_norm, axis=1, keepdims=True) / m
    along_std = np.sum(dZ_norm * Z_norm, axis=1, keepdims=True) / m
    dZ = (dZ_norm - along_mean - Z_norm * along_std) / std
    return dZ, dgamma, dbeta
