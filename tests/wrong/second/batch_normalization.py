"""Wrong functions of `batch_normalization`, second bank."""
# ruff: noqa: F821  (students' ways; names of the reference's module)

import numpy as np


def batch_statistics_features(Z):
    """divided by the number of units | number of rows|rows of Z|units|wrong axis|number of examples|divi|size"""
    n = Z.shape[0]
    mean = Z.sum(axis=1, keepdims=True) / n
    return mean, ((Z - mean) ** 2).sum(axis=1, keepdims=True) / n


def update_running_statistics_fixed(running, mean, variance, momentum=0.9):
    r"""momentum is fixed at 0.9 | momentum|0\.9|fixed"""
    return {
        "mean": 0.9 * running["mean"] + 0.1 * mean,
        "variance": 0.9 * running["variance"] + 0.1 * variance,
    }


def batch_norm_forward_roles(Z, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-8):
    """gamma and beta have each other's role | gamma|beta & exchanged|role|other|wrong|places"""
    if training:
        mean, variance = batch_statistics(Z)
        running = update_running_statistics(running, mean, variance, momentum)
    else:
        mean, variance = running["mean"], running["variance"]
    std = np.sqrt(variance + epsilon)
    normal = (Z - mean) / std
    return beta * normal + gamma, running, {"Z_norm": normal, "std": std, "gamma": gamma}


def batch_norm_backward_variance(dZ_tilde, cache):
    """divided by the variance, not the deviation | variance|std|square|deviation|divi"""
    normal, std, gamma = cache["Z_norm"], cache["std"], cache["gamma"]
    back = gamma * dZ_tilde
    dZ = back - back.mean(axis=1, keepdims=True) - normal * (back * normal).mean(axis=1, keepdims=True)
    return (
        dZ / std**2,
        (dZ_tilde * normal).sum(axis=1, keepdims=True),
        dZ_tilde.sum(axis=1, keepdims=True),
    )
