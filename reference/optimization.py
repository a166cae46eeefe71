"""Ways of taking a step: gradient descent, momentum, RMSprop, Adam; mini-batches; rates that decay.

X holds one example a column, shape (n_x, m); Y the labels 0 or 1, shape (1, m). The parameters are a
dictionary "W1", "b1", ..., "WL", "bL", the gradients "dW1", "db1", ...; v and s go by the gradients' names.
"""

import math

import numpy as np

from assignments.optimization.opt_utils_v1a import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    initialize_parameters,
)


def update_parameters_with_gd(parameters, grads, learning_rate):
    """Take one step of gradient descent.

    Arguments:
    parameters -- "W1", "b1", ...
    grads -- "dW1", "db1", ...
    learning_rate -- how far the step goes along the gradient

    Returns:
    parameters -- the new values, under the same names
    """
    parameters = dict(parameters)
    for layer in range(1, len(parameters) // 2 + 1):
        parameters[f"W{layer}"] = parameters[f"W{layer}"] - learning_rate * grads[f"dW{layer}"]
        parameters[f"b{layer}"] = parameters[f"b{layer}"] - learning_rate * grads[f"db{layer}"]
    return parameters


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    """Deal the examples into mini-batches at random.

    Arguments:
    X -- examples, shape (n_x, m)
    Y -- labels, shape (1, m)
    mini_batch_size -- number of examples in each mini-batch but the last
    seed -- of the shuffle

    Returns:
    mini_batches -- list of pairs (X of the batch, Y of the batch)
    """
    np.random.seed(seed)
    m = X.shape[1]
    permutation = np.random.permutation(m)
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation].reshape((1, m))
    mini_batches = []
    full = math.floor(m / mini_batch_size)
    for k in range(full):
        mini_batch_X = shuffled_X[:, k * mini_batch_size : (k + 1) * mini_batch_size]
        mini_batch_Y = shuffled_Y[:, k * mini_batch_size : (k + 1) * mini_batch_size]
        mini_batches.append((mini_batch_X, mini_batch_Y))
    if m % mini_batch_size != 0:
        rest_X = shuffled_X[:, full * mini_batch_size :]
        rest_Y = shuffled_Y[:, full * mini_batch_size :]
        mini_batches.append((rest_X, rest_Y))
    return mini_batches


def initialize_velocity(parameters):
    """Make the velocity that momentum starts from.

    Arguments:
    parameters -- "W1", "b1", ...

    Returns:
    v -- "dW1", "db1", ...: zeros in the shapes of W1, b1, ...
    """
    v = {}
    for layer in range(1, len(parameters) // 2 + 1):
        v[f"dW{layer}"] = np.zeros_like(parameters[f"W{layer}"])
        v[f"db{layer}"] = np.zeros_like(parameters[f"b{layer}"])
    return v


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    """Take one step of gradient descent with momentum.

    Arguments:
    parameters, grads, learning_rate -- as for update_parameters_with_gd
    v -- the velocity, an average of past gradients
    beta -- the weight of the past in that average

    Returns:
    parameters, v -- the new values, under the same names
    """
    parameters, v = dict(parameters), dict(v)
    for layer in range(1, len(parameters) // 2 + 1):
        v[f"dW{layer}"] = beta * v[f"dW{layer}"] + (1 - beta) * grads[f"dW{layer}"]
        v[f"db{layer}"] = beta * v[f"db{layer}"] + (1 - beta) * grads[f"db{layer}"]
        parameters[f"W{layer}"] = parameters[f"W{layer}"] - learning_rate * v[f"dW{layer}"]
        parameters[f"b{layer}"] = parameters[f"b{layer}"] - learning_rate * v[f"db{layer}"]
    return parameters, v


def initialize_rmsprop(parameters):
    """Make the average of squared gradients that RMSprop starts from.

    Arguments:
    parameters -- "W1", "b1", ...

    Returns:
    s -- "dW1", "db1", ...: zeros in the shapes of W1, b1, ...
    """
    s = {}
    for layer in range(1, len(parameters) // 2 + 1):
        s[f"dW{layer}"] = np.zeros_like(parameters[f"W{layer}"])
        s[f"db{layer}"] = np.zeros_like(parameters[f"b{layer}"])
    return s


def update_parameters_with_rmsprop(parameters, grads, s, learning_rate, beta=0.9, epsilon=1e-8):
    """Take one step of RMSprop.

    Arguments:
    parameters, grads, learning_rate -- as for update_parameters_with_gd
    s -- an average of past squared gradients
    beta -- the weight of the past in that average
    epsilon -- a small number that prevents a division by zero

    Returns:
    parameters, s -- the new values, under the same names
    """
    parameters, s = dict(parameters), dict(s)
    for layer in range(1, len(parameters) // 2 + 1):
        dW, db = grads[f"dW{layer}"], grads[f"db{layer}"]
        s[f"dW{layer}"] = beta * s[f"dW{layer}"] + (1 - beta) * dW**2
        s[f"db{layer}"] = beta * s[f"db{layer}"] + (1 - beta) * db**2
        step_W = dW / (np.sqrt(s[f"dW{layer}"]) + epsilon)
        step_b = db / (np.sqrt(s[f"db{layer}"]) + epsilon)
        parameters[f"W{layer}"] = parameters[f"W{layer}"] - learning_rate * step_W
        parameters[f"b{layer}"] = parameters[f"b{layer}"] - learning_rate * step_b
    return parameters, s


def initialize_adam(parameters):
    """Make the two averages that Adam starts from.

    Arguments:
    parameters -- "W1", "b1", ...

    Returns:
    v, s -- each "dW1", "db1", ...: zeros in the shapes of W1, b1, ...
    """
    v, s = {}, {}
    for layer in range(1, len(parameters) // 2 + 1):
        v[f"dW{layer}"] = np.zeros_like(parameters[f"W{layer}"])
        v[f"db{layer}"] = np.zeros_like(parameters[f"b{layer}"])
        s[f"dW{layer}"] = np.zeros_like(parameters[f"W{layer}"])
        s[f"db{layer}"] = np.zeros_like(parameters[f"b{layer}"])
    return v, s


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """Take one step of Adam.

    Arguments:
    parameters, grads, learning_rate -- as for update_parameters_with_gd
    v, s -- averages of past gradients and of past squared gradients
    t -- the number of this step, counted from 1
    beta1, beta2 -- the weight of the past in v and in s
    epsilon -- a small number that prevents a division by zero

    Returns:
    parameters, v, s -- the new values, under the same names
    v_corrected, s_corrected -- the averages without the bias of their start at zero
    """
    parameters, v, s = dict(parameters), dict(v), dict(s)
    v_corrected, s_corrected = {}, {}
    for layer in range(1, len(parameters) // 2 + 1):
        for p in ("W", "b"):
            key = f"d{p}{layer}"
            v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
            s[key] = beta2 * s[key] + (1 - beta2) * grads[key] ** 2
            v_corrected[key] = v[key] / (1 - beta1**t)
            s_corrected[key] = s[key] / (1 - beta2**t)
            step = v_corrected[key] / (np.sqrt(s_corrected[key]) + epsilon)
            parameters[f"{p}{layer}"] = parameters[f"{p}{layer}"] - learning_rate * step
    return parameters, v, s, v_corrected, s_corrected


def update_lr(learning_rate0, epoch_num, decay_rate):
    """Let the learning rate decay with every epoch.

    Arguments:
    learning_rate0 -- the rate to start from
    epoch_num -- the number of the epoch, counted from 0
    decay_rate -- how fast it decays

    Returns:
    learning_rate -- the rate of this epoch, a number
    """
    return learning_rate0 / (1 + decay_rate * epoch_num)


def schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """Let the learning rate decay in stairs: it stays constant within each interval.

    Arguments:
    learning_rate0, epoch_num, decay_rate -- as for update_lr
    time_interval -- number of epochs that share one rate

    Returns:
    learning_rate -- the rate of this epoch, a number
    """
    return learning_rate0 / (1 + decay_rate * np.floor(epoch_num / time_interval))


def model(
    X,
    Y,
    layers_dims,
    optimizer,
    learning_rate=0.0007,
    mini_batch_size=64,
    beta=0.9,
    beta1=0.9,
    beta2=0.999,
    epsilon=1e-8,
    num_epochs=5000,
    print_cost=True,
    decay=None,
    decay_rate=1,
):
    """Train a network of three layers on mini-batches.

    Arguments:
    X, Y -- examples (n_x, m) and labels (1, m)
    layers_dims -- numbers of units: inputs, layer 1, layer 2, layer 3
    optimizer -- "gd", "momentum" or "adam"
    learning_rate, mini_batch_size, beta, beta1, beta2, epsilon -- of the optimizer
    num_epochs -- how many times to go through all examples
    print_cost -- whether to print the cost at every 1000th epoch
    decay, decay_rate -- a function like update_lr, called after each epoch, and its argument

    Returns:
    parameters -- the learned "W1", "b1", ...
    """
    parameters = initialize_parameters(layers_dims)
    learning_rate0 = learning_rate
    m = X.shape[1]
    seed, t = 10, 0
    if optimizer == "momentum":
        v = initialize_velocity(parameters)
    elif optimizer == "adam":
        v, s = initialize_adam(parameters)
    for i in range(num_epochs):
        seed = seed + 1
        cost_total = 0
        for batch_X, batch_Y in random_mini_batches(X, Y, mini_batch_size, seed):
            a3, cache = forward_propagation(batch_X, parameters)
            cost_total += compute_cost(a3, batch_Y)
            grads = backward_propagation(batch_X, batch_Y, cache)
            if optimizer == "gd":
                parameters = update_parameters_with_gd(parameters, grads, learning_rate)
            elif optimizer == "momentum":
                parameters, v = update_parameters_with_momentum(parameters, grads, v, beta, learning_rate)
            elif optimizer == "adam":
                t = t + 1
                parameters, v, s = update_parameters_with_adam(
                    parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon
                )[:3]  # the newer edition returns five values, the older three
        if print_cost and i % 1000 == 0:
            print(f"Cost after epoch {i}: {cost_total / m:f}")
        if decay:
            learning_rate = decay(learning_rate0, i, decay_rate)
    return parameters
