"""Wrong functions of `batch_normalization`."""
# ruff: noqa: D301, F821  (students' ways; names of the reference's module)

import numpy as np


def initialize_batch_norm_exchanged(units):
    """gamma and beta are exchanged | gamma|beta|exchanged"""
    zero, one = np.zeros((units, 1)), np.ones((units, 1))
    return {"gamma": zero, "beta": one}, {"mean": zero, "variance": one}


def initialize_batch_norm_flat(units):
    """one axis only | axis|axes|shape|column"""
    zero, one = np.zeros(units), np.ones(units)
    return {"gamma": one, "beta": zero}, {"mean": zero, "variance": one}


def initialize_batch_norm_variance(units):
    """the variance begins at 0 | variance"""
    zero, one = np.zeros((units, 1)), np.ones((units, 1))
    return {"gamma": one, "beta": zero}, {"mean": zero, "variance": zero.copy()}


def batch_statistics_unbiased(Z):
    """m - 1 below the variance | variance & m - 1|\\b1\\b|number of examples|degrees|unbiased"""
    return Z.mean(1, keepdims=True), Z.var(axis=1, ddof=1, keepdims=True)


def batch_statistics_deviation(Z):
    """the standard deviation for the variance | variance & root|deviation"""
    return Z.mean(1, keepdims=True), Z.std(axis=1, keepdims=True)


def batch_statistics_columns(Z):
    """along the wrong axis | axis|column|example"""
    return Z.mean(0, keepdims=True), Z.var(axis=0, keepdims=True)


def batch_statistics_total(Z):
    """over everything | everything|one number|axis|whole|all"""
    return Z.mean(), Z.var()


def batch_statistics_uncentred(Z):
    """the mean is not subtracted | mean|subtract|centre|center"""
    return Z.mean(1, keepdims=True), (Z**2).mean(1, keepdims=True)


def batch_statistics_sum(Z):
    """the variance is a sum | variance & number of examples|divi|sum"""
    mean = Z.mean(1, keepdims=True)
    return mean, ((Z - mean) ** 2).sum(1, keepdims=True)


def update_running_statistics_exchanged(running, mean, variance, momentum=0.9):
    """the weights are exchanged | weight|exchanged"""
    rest = 1 - momentum
    return {
        "mean": rest * running["mean"] + momentum * mean,
        "variance": rest * running["variance"] + momentum * variance,
    }


def update_running_statistics_new_only(running, mean, variance, momentum=0.9):
    """the past is forgotten | past|old|running|came in|batch|as it"""
    return {"mean": mean, "variance": variance}


def update_running_statistics_unweighted(running, mean, variance, momentum=0.9):
    """1 - momentum is missing | 1 - momentum|weight|factor"""
    return {"mean": momentum * running["mean"] + mean, "variance": momentum * running["variance"] + variance}


def update_running_statistics_variance_stays(running, mean, variance, momentum=0.9):
    """the variance is not updated | variance & updat|old|never|stay|came in|missing"""
    return {"mean": momentum * running["mean"] + (1 - momentum) * mean, "variance": running["variance"]}


def batch_norm_forward_variance(Z, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-8):
    """divided by the variance | root|variance"""
    if training:
        mu, var = Z.mean(1, keepdims=True), Z.var(1, keepdims=True)
        running = update_running_statistics(running, mu, var, momentum)
    else:
        mu, var = running["mean"], running["variance"]
    width = var + epsilon
    hat = (Z - mu) / width
    return gamma * hat + beta, running, {"Z_norm": hat, "std": width, "gamma": gamma}


def batch_norm_forward_no_shift(Z, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-8):
    """beta is left out | beta"""
    if training:
        mu, var = Z.mean(1, keepdims=True), Z.var(1, keepdims=True)
        running = update_running_statistics(running, mu, var, momentum)
    else:
        mu, var = running["mean"], running["variance"]
    width = np.sqrt(var + epsilon)
    hat = (Z - mu) / width
    return gamma * hat, running, {"Z_norm": hat, "std": width, "gamma": gamma}


def batch_norm_forward_batch_when_testing(Z, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-8):
    """the batch's statistics in testing too | running|test|training|batch|condition"""
    mu, var = Z.mean(1, keepdims=True), Z.var(1, keepdims=True)
    if training:
        running = update_running_statistics(running, mu, var, momentum)
    width = np.sqrt(var + epsilon)
    hat = (Z - mu) / width
    return gamma * hat + beta, running, {"Z_norm": hat, "std": width, "gamma": gamma}


def batch_norm_forward_running_when_training(
    Z, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-8
):
    """the running statistics in training | running|training|batch"""
    if training:
        running = update_running_statistics(
            running, Z.mean(1, keepdims=True), Z.var(1, keepdims=True), momentum
        )
    mu, var = running["mean"], running["variance"]
    width = np.sqrt(var + epsilon)
    hat = (Z - mu) / width
    return gamma * hat + beta, running, {"Z_norm": hat, "std": width, "gamma": gamma}


def batch_norm_forward_uncentred(Z, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-8):
    """the mean is not subtracted | mean|subtract"""
    if training:
        mu, var = Z.mean(1, keepdims=True), Z.var(1, keepdims=True)
        running = update_running_statistics(running, mu, var, momentum)
    else:
        mu, var = running["mean"], running["variance"]
    width = np.sqrt(var + epsilon)
    hat = Z / width
    return gamma * hat + beta, running, {"Z_norm": hat, "std": width, "gamma": gamma}


def batch_norm_backward_no_mean_path(dZ_tilde, cache):
    """the path through the mean is missing | mean|term|subtract"""
    hat, width, g = cache["Z_norm"], cache["std"], cache["gamma"]
    up = g * dZ_tilde
    back = (up - hat * (up * hat).mean(1, keepdims=True)) / width
    return back, (dZ_tilde * hat).sum(1, keepdims=True), dZ_tilde.sum(1, keepdims=True)


def batch_norm_backward_constants(dZ_tilde, cache):
    """mean and deviation are taken for constants | constant|mean|statistics|depend|terms"""
    hat, width, g = cache["Z_norm"], cache["std"], cache["gamma"]
    return g * dZ_tilde / width, (dZ_tilde * hat).sum(1, keepdims=True), dZ_tilde.sum(1, keepdims=True)


def batch_norm_backward_means(dZ_tilde, cache):
    """dgamma and dbeta are means | number of examples|mean|divi & dgamma|dbeta"""
    hat, width, g = cache["Z_norm"], cache["std"], cache["gamma"]
    up = g * dZ_tilde
    back = (up - up.mean(1, keepdims=True) - hat * (up * hat).mean(1, keepdims=True)) / width
    return back, (dZ_tilde * hat).mean(1, keepdims=True), dZ_tilde.mean(1, keepdims=True)


def batch_norm_backward_no_gamma(dZ_tilde, cache):
    """gamma is left out | gamma"""
    hat, width, _ = cache["Z_norm"], cache["std"], cache["gamma"]
    up = dZ_tilde
    back = (up - up.mean(1, keepdims=True) - hat * (up * hat).mean(1, keepdims=True)) / width
    return back, (dZ_tilde * hat).sum(1, keepdims=True), dZ_tilde.sum(1, keepdims=True)


def batch_norm_backward_exchanged(dZ_tilde, cache):
    """dgamma and dbeta are exchanged | exchanged|order|holds"""
    hat, width, g = cache["Z_norm"], cache["std"], cache["gamma"]
    up = g * dZ_tilde
    back = (up - up.mean(1, keepdims=True) - hat * (up * hat).mean(1, keepdims=True)) / width
    return back, dZ_tilde.sum(1, keepdims=True), (dZ_tilde * hat).sum(1, keepdims=True)


def batch_norm_backward_no_width(dZ_tilde, cache):
    """the division by std is missing | std|deviation|divi"""
    hat, _, g = cache["Z_norm"], cache["std"], cache["gamma"]
    up = g * dZ_tilde
    back = up - up.mean(1, keepdims=True) - hat * (up * hat).mean(1, keepdims=True)
    return back, (dZ_tilde * hat).sum(1, keepdims=True), dZ_tilde.sum(1, keepdims=True)
