"""Batch norm: the backward step forgets that mean and variance depend on Z; prediction uses the batch."""
import numpy as np


def initialize_batch_norm(n):
    return {'gamma': np.ones((n, 1)), 'beta': np.zeros((n, 1))}, {'mean': np.zeros((n, 1)), 'variance': np.ones((n, 1))}


def batch_statistics(Z):
    m = Z.shape[1]
    mean = Z.mean(axis=1, keepdims=True)
    variance = np.sum((Z - mean) ** 2, axis=1, keepdims=True) / (m - 1)
    return mean, variance


def update_running_statistics(running, mean, variance, momentum=0.9):
    return {
        'mean': momentum * running['mean'] + (1 - momentum) * mean,
        'variance': momentum * running['variance'] + (1 - momentum) * variance,
    }


def batch_norm_forward(Z, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-8):
    mean, variance = batch_statistics(Z)
    if training:
        running = update_running_statistics(running, mean, variance, momentum)
    std = np.sqrt(variance + epsilon)
    Z_norm = (Z - mean) / std
    return gamma * Z_norm + beta, running, {'Z_norm': Z_norm, 'std': std, 'gamma': gamma}


def batch_norm_backward(dZ_tilde, cache):
    dgamma = np.sum(dZ_tilde * cache['Z_norm'], axis=1, keepdims=True)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dZ = cache['gamma'] * dZ_tilde / cache['std']
    return dZ, dgamma, dbeta
