"""Wrong functions of `optimization`, second bank."""

import numpy as np


def random_mini_batches_second_draw(X, Y, mini_batch_size=64, seed=0):
    """the permutation is drawn twice, and the second is used | permut|draw|order|shuffl|generator|twice"""
    np.random.seed(seed)
    m = X.shape[1]
    np.random.permutation(m)
    order = np.random.permutation(m)
    X, Y = X[:, order], Y[:, order].reshape(1, m)
    return [
        (X[:, start : start + mini_batch_size], Y[:, start : start + mini_batch_size])
        for start in range(0, m, mini_batch_size)
    ]


def random_mini_batches_with_replacement(X, Y, mini_batch_size=64, seed=0):
    """examples are drawn with replacement: some twice, some never | permut|replac|repeat|twice|draw|shuffl"""
    np.random.seed(seed)
    m = X.shape[1]
    order = np.random.randint(m, size=m)
    X, Y = X[:, order], Y[:, order].reshape(1, m)
    return [
        (X[:, start : start + mini_batch_size], Y[:, start : start + mini_batch_size])
        for start in range(0, m, mini_batch_size)
    ]


def update_parameters_with_momentum_no_rate(parameters, grads, v, beta, learning_rate):
    """the rate is left out | rate"""
    v = {name: beta * old + (1 - beta) * grads[name] for name, old in v.items()}
    return {name: value - v["d" + name] for name, value in parameters.items()}, v


def update_parameters_with_rmsprop_weights_only(parameters, grads, s, learning_rate, beta=0.9, epsilon=1e-8):
    r"""the biases are not updated | b1|bias|\bb\b & updat|came in|never|not"""
    s = {name: beta * old + (1 - beta) * grads[name] ** 2 for name, old in s.items()}
    new = {
        name: value - learning_rate * grads["d" + name] / (np.sqrt(s["d" + name]) + epsilon)
        if name.startswith("W")
        else value
        for name, value in parameters.items()
    }
    return new, s


def update_parameters_with_adam_next_t(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    r"""t + 1 for t | exponent|\bt\b"""
    v = {name: beta1 * old + (1 - beta1) * grads[name] for name, old in v.items()}
    s = {name: beta2 * old + (1 - beta2) * grads[name] ** 2 for name, old in s.items()}
    new = {}
    for name, value in parameters.items():
        up = v["d" + name] / (1 - beta1 ** (t + 1))
        down = np.sqrt(s["d" + name] / (1 - beta2 ** (t + 1)))
        new[name] = value - learning_rate * up / (down + epsilon)
    return new, v, s


def update_parameters_with_adam_v_of_squares(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    r"""v averages squares as s does | \bv\b & square"""
    v = {name: beta1 * old + (1 - beta1) * grads[name] ** 2 for name, old in v.items()}
    s = {name: beta2 * old + (1 - beta2) * grads[name] ** 2 for name, old in s.items()}
    new = {}
    for name, value in parameters.items():
        up, down = v["d" + name] / (1 - beta1**t), np.sqrt(s["d" + name] / (1 - beta2**t))
        new[name] = value - learning_rate * up / (down + epsilon)
    return new, v, s


def update_lr_minus(learning_rate0, epoch_num, decay_rate):
    """a minus below the line | sign|minus|plus|add"""
    return learning_rate0 / (1 - decay_rate * epoch_num)


def schedule_lr_decay_one_ahead(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """the epoch after is counted | epoch|early|one|ahead|interval"""
    return learning_rate0 / (1 + decay_rate * np.floor((epoch_num + 1) / time_interval))
