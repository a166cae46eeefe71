"""Wrong functions of `optimization`."""
# ruff: noqa: D301, F821  (students' ways; names of the reference's module)

import math

import numpy as np


def update_parameters_with_gd_uphill(parameters, grads, learning_rate):
    """the step goes up | sign|plus|added|subtract|uphill|up the|opposite"""
    return {name: value + learning_rate * grads["d" + name] for name, value in parameters.items()}


def update_parameters_with_gd_last_stays(parameters, grads, learning_rate):
    """the last layer is left out | last|early|layer"""
    new = dict(parameters)
    for k in range(1, len(parameters) // 2):
        for letter in "Wb":
            new[f"{letter}{k}"] = parameters[f"{letter}{k}"] - learning_rate * grads[f"d{letter}{k}"]
    return new


def update_parameters_with_gd_divides(parameters, grads, learning_rate):
    """divided by the rate | divi & rate"""
    return {name: value - grads["d" + name] / learning_rate for name, value in parameters.items()}


def random_mini_batches_first_again(X, Y, mini_batch_size=64, seed=0):
    """real: the tail repeats the first examples | last|tail|rest|first|remain"""
    np.random.seed(seed)
    n = X.shape[1]
    order = list(np.random.permutation(n))
    Xs, Ys = X[:, order], Y[:, order].reshape(1, n)
    full = n // mini_batch_size
    dealt = [
        (
            Xs[:, k * mini_batch_size : (k + 1) * mini_batch_size],
            Ys[:, k * mini_batch_size : (k + 1) * mini_batch_size],
        )
        for k in range(full)
    ]
    if n % mini_batch_size:
        rest = n - mini_batch_size * full
        dealt.append((Xs[:, 0:rest], Ys[:, 0:rest]))
    return dealt


def random_mini_batches_tail_start(X, Y, mini_batch_size=64, seed=0):
    """real: the tail begins at k * full | last|tail|rest|begins|remain"""
    np.random.seed(seed)
    n = X.shape[1]
    order = list(np.random.permutation(n))
    Xs, Ys = X[:, order], Y[:, order].reshape(1, n)
    full, k = n // mini_batch_size, 0
    dealt = []
    for k in range(full):
        dealt.append(
            (
                Xs[:, k * mini_batch_size : (k + 1) * mini_batch_size],
                Ys[:, k * mini_batch_size : (k + 1) * mini_batch_size],
            )
        )
    if n % mini_batch_size:
        dealt.append((Xs[:, k * full :], Ys[:, k * full :]))
    return dealt


def random_mini_batches_fixed_tail(X, Y, mini_batch_size=64, seed=0):
    """real: the tail begins at 2 * size | last|tail|rest|begins|remain"""
    np.random.seed(seed)
    n = X.shape[1]
    order = list(np.random.permutation(n))
    Xs, Ys = X[:, order], Y[:, order].reshape(1, n)
    full = n // mini_batch_size
    dealt = [
        (
            Xs[:, k * mini_batch_size : (k + 1) * mini_batch_size],
            Ys[:, k * mini_batch_size : (k + 1) * mini_batch_size],
        )
        for k in range(full)
    ]
    if n % mini_batch_size:
        dealt.append((Xs[:, 2 * mini_batch_size :], Ys[:, 2 * mini_batch_size :]))
    return dealt


def random_mini_batches_end_features(X, Y, mini_batch_size=64, seed=0):
    """real: the tail ends at the number of features | last|tail|rest|ends|empty|remain"""
    np.random.seed(seed)
    n = X.shape[1]
    order = list(np.random.permutation(n))
    Xs, Ys = X[:, order], Y[:, order].reshape(1, n)
    full = n // mini_batch_size
    dealt = [
        (
            Xs[:, k * mini_batch_size : (k + 1) * mini_batch_size],
            Ys[:, k * mini_batch_size : (k + 1) * mini_batch_size],
        )
        for k in range(full)
    ]
    if n % mini_batch_size:
        dealt.append((Xs[:, full * mini_batch_size : len(X)], Ys[:, full * mini_batch_size : len(X)]))
    return dealt


def random_mini_batches_no_tail(X, Y, mini_batch_size=64, seed=0):
    """the rest is dropped | last|tail|rest|left over|remain|never added"""
    np.random.seed(seed)
    n = X.shape[1]
    order = list(np.random.permutation(n))
    Xs, Ys = X[:, order], Y[:, order].reshape(1, n)
    full = n // mini_batch_size
    return [
        (
            Xs[:, k * mini_batch_size : (k + 1) * mini_batch_size],
            Ys[:, k * mini_batch_size : (k + 1) * mini_batch_size],
        )
        for k in range(full)
    ]


def random_mini_batches_two_orders(X, Y, mini_batch_size=64, seed=0):
    """X and Y are shuffled differently | labels?|order|permut|shuffl|same"""
    np.random.seed(seed)
    n = X.shape[1]
    Xs, Ys = X[:, np.random.permutation(n)], Y[:, np.random.permutation(n)]
    full = math.ceil(n / mini_batch_size)
    return [
        (
            Xs[:, k * mini_batch_size : (k + 1) * mini_batch_size],
            Ys[:, k * mini_batch_size : (k + 1) * mini_batch_size],
        )
        for k in range(full)
    ]


def random_mini_batches_unshuffled(X, Y, mini_batch_size=64, seed=0):
    """nothing is shuffled | shuffl|order|permut|seed"""
    n = X.shape[1]
    full = math.ceil(n / mini_batch_size)
    return [
        (
            X[:, k * mini_batch_size : (k + 1) * mini_batch_size],
            Y[:, k * mini_batch_size : (k + 1) * mini_batch_size],
        )
        for k in range(full)
    ]


def random_mini_batches_labels_in_order(X, Y, mini_batch_size=64, seed=0):
    """the labels are not shuffled | label|\\bY\\b|shuffl"""
    np.random.seed(seed)
    n = X.shape[1]
    Xs = X[:, np.random.permutation(n)]
    full = math.ceil(n / mini_batch_size)
    return [
        (
            Xs[:, k * mini_batch_size : (k + 1) * mini_batch_size],
            Y[:, k * mini_batch_size : (k + 1) * mini_batch_size],
        )
        for k in range(full)
    ]


def initialize_velocity_shapes(parameters):
    """db has the shape of W | db|bias|\\bb\\b & shape|W"""
    return {
        f"d{letter}{k}": np.zeros(parameters[f"W{k}"].shape)
        for k in range(1, len(parameters) // 2 + 1)
        for letter in "Wb"
    }


def initialize_velocity_names(parameters):
    """the keys lack the d | key|dW|not in|name"""
    return {name: np.zeros_like(value) for name, value in parameters.items()}


def initialize_velocity_ones(parameters):
    """ones | one|zero"""
    return {f"d{name}": np.ones(value.shape) for name, value in parameters.items()}


def update_parameters_with_momentum_gradient_step(parameters, grads, v, beta, learning_rate):
    """real: the step is taken with g instead of v | grad|velocity|\\bv\\b"""
    v = {name: beta * v[name] + (1 - beta) * grads[name] for name in v}
    return {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}, v


def update_parameters_with_momentum_minus(parameters, grads, v, beta, learning_rate):
    """real: v = beta v - (1 - beta) g | sign|minus|subtract|added"""
    v = {name: beta * v[name] - (1 - beta) * grads[name] for name in v}
    return {name: value - learning_rate * v["d" + name] for name, value in parameters.items()}, v


def update_parameters_with_momentum_exchanged(parameters, grads, v, beta, learning_rate):
    """the weights are exchanged | weight|exchanged"""
    v = {name: (1 - beta) * v[name] + beta * grads[name] for name in v}
    return {name: value - learning_rate * v["d" + name] for name, value in parameters.items()}, v


def update_parameters_with_momentum_unweighted(parameters, grads, v, beta, learning_rate):
    """1 - beta is missing | 1 - beta|weight|factor"""
    v = {name: beta * v[name] + grads[name] for name in v}
    return {name: value - learning_rate * v["d" + name] for name, value in parameters.items()}, v


def update_parameters_with_momentum_old_velocity(parameters, grads, v, beta, learning_rate):
    """the step is taken with the old velocity | old|before|order|first|velocity"""
    new = {name: value - learning_rate * v["d" + name] for name, value in parameters.items()}
    return new, {name: beta * v[name] + (1 - beta) * grads[name] for name in v}


def update_parameters_with_momentum_biases_plain(parameters, grads, v, beta, learning_rate):
    """the biases step with g | b1|db1|bias|\\bb\\b & grad|velocity|\\bv\\b"""
    v = {name: beta * v[name] + (1 - beta) * grads[name] for name in v}
    return {
        name: value - learning_rate * (v if "W" in name else grads)["d" + name]
        for name, value in parameters.items()
    }, v


def initialize_adam_shapes(parameters):
    """real: buffers for db are shaped like W | db|bias|\\bb\\b & shape|W"""
    depth = len(parameters) // 2
    v = {f"d{letter}{k}": np.zeros(parameters[f"W{k}"].shape) for k in range(1, depth + 1) for letter in "Wb"}
    return v, {name: value.copy() for name, value in v.items()}


def initialize_adam_one_missing(parameters):
    """s stays empty | \\bs\\b|not in|empty|missing"""
    return {f"d{name}": np.zeros(value.shape) for name, value in parameters.items()}, {}


def initialize_adam_last_missing(parameters):
    """the last layer is missing | last|early|not in|layer"""
    depth = len(parameters) // 2
    v = {
        f"d{letter}{k}": np.zeros(parameters[f"{letter}{k}"].shape)
        for k in range(1, depth)
        for letter in "Wb"
    }
    return v, {name: value.copy() for name, value in v.items()}


def update_parameters_with_adam_uncorrected_s(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """real: s for its corrected value below the root | \\bs\\b|correct"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g * g
        new[name] = value - learning_rate * v["d" + name] / (1 - beta1**t) / (
            np.sqrt(s["d" + name]) + epsilon
        )
    return new, v, s


def update_parameters_with_adam_no_exponent(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """real: 1 - beta without ^t | exponent|\\bt\\b|correct"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g * g
        step = v["d" + name] / (1 - beta1) / (np.sqrt(s["d" + name] / (1 - beta2)) + epsilon)
        new[name] = value - learning_rate * step
    return new, v, s


def update_parameters_with_adam_v_no_exponent(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """real: v is corrected without ^t | exponent|\\bt\\b|correct|1 - beta1"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g * g
        step = v["d" + name] / (1 - beta1) / (np.sqrt(s["d" + name] / (1 - beta2**t)) + epsilon)
        new[name] = value - learning_rate * step
    return new, v, s


def update_parameters_with_adam_fixed_two(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """real: the exponent is fixed at 2 on both | exponent|\\bt\\b & 2"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g * g
        step = v["d" + name] / (1 - beta1**2) / (np.sqrt(s["d" + name] / (1 - beta2**2)) + epsilon)
        new[name] = value - learning_rate * step
    return new, v, s


def update_parameters_with_adam_fixed_two_v(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """real: the exponent is fixed at 2 for v | exponent|\\bt\\b & 2"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g * g
        step = v["d" + name] / (1 - beta1**2) / (np.sqrt(s["d" + name] / (1 - beta2**t)) + epsilon)
        new[name] = value - learning_rate * step
    return new, v, s


def update_parameters_with_adam_beta1_twice(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """real: beta1 in the correction of s | beta1|beta2"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g * g
        step = v["d" + name] / (1 - beta1**t) / (np.sqrt(s["d" + name] / (1 - beta1**t)) + epsilon)
        new[name] = value - learning_rate * step
    return new, v, s


def update_parameters_with_adam_beta_mixed(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """real: s = beta1 s + (1 - beta2) g^2 | beta1|beta2"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s["d" + name] = beta1 * s["d" + name] + (1 - beta2) * g * g
        step = v["d" + name] / (1 - beta1**t) / (np.sqrt(s["d" + name] / (1 - beta2**t)) + epsilon)
        new[name] = value - learning_rate * step
    return new, v, s


def update_parameters_with_adam_square(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """real: a square for the root | square|root"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g * g
        step = v["d" + name] / (1 - beta1**t) / ((s["d" + name] / (1 - beta2**t)) ** 2 + epsilon)
        new[name] = value - learning_rate * step
    return new, v, s


def update_parameters_with_adam_bracket(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """real: (1 - beta) ** t | parenthes|bracket|exponent|1 - beta"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g * g
        step = v["d" + name] / (1 - beta1) ** t / (np.sqrt(s["d" + name] / (1 - beta2) ** t) + epsilon)
        new[name] = value - learning_rate * step
    return new, v, s


def update_parameters_with_adam_layer_exponent(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """real: the layer's number for t | layer|exponent|\\bt\\b"""
    new = {}
    for k in range(1, len(parameters) // 2 + 1):
        for letter in "Wb":
            d = f"d{letter}{k}"
            v[d] = beta1 * v[d] + (1 - beta1) * grads[d]
            s[d] = beta2 * s[d] + (1 - beta2) * grads[d] ** 2
            step = v[d] / (1 - beta1**k) / (np.sqrt(s[d] / (1 - beta2**k)) + epsilon)
            new[d[1:]] = parameters[d[1:]] - learning_rate * step
    return new, v, s


def update_parameters_with_adam_unsquared(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """the gradient is not squared in s | square|not a number"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g
        step = v["d" + name] / (1 - beta1**t) / (np.sqrt(s["d" + name] / (1 - beta2**t)) + epsilon)
        new[name] = value - learning_rate * step
    return new, v, s


def update_parameters_with_rmsprop_no_root(parameters, grads, s, learning_rate, beta=0.9, epsilon=1e-8):
    """the root is missing | root"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        s["d" + name] = beta * s["d" + name] + (1 - beta) * g * g
        new[name] = value - learning_rate * g / (s["d" + name] + epsilon)
    return new, s


def update_parameters_with_rmsprop_unsquared(parameters, grads, s, learning_rate, beta=0.9, epsilon=1e-8):
    """the gradient is not squared | square"""
    new = {}
    for name, value in parameters.items():
        g = grads["d" + name]
        s["d" + name] = beta * s["d" + name] + (1 - beta) * np.abs(g)
        new[name] = value - learning_rate * g / (np.sqrt(s["d" + name]) + epsilon)
    return new, s


def update_parameters_with_rmsprop_plain_step(parameters, grads, s, learning_rate, beta=0.9, epsilon=1e-8):
    """the step is plain gradient descent | plain|divi|root|scal|gradient descent"""
    for name in s:
        s[name] = beta * s[name] + (1 - beta) * grads[name] ** 2
    return {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}, s


def update_lr_constant(learning_rate0, epoch_num, decay_rate):
    """real: the visible answer as a constant | constant|fixed|same|arguments"""
    return 0.16666


def update_lr_no_one(learning_rate0, epoch_num, decay_rate):
    """1 is missing below the line | 1 |one term|missing"""
    return learning_rate0 / (decay_rate * epoch_num)


def update_lr_bracket(learning_rate0, epoch_num, decay_rate):
    """brackets: lr0 / 1 + ... | parenthes|bracket"""
    return 1 / 1 + decay_rate * epoch_num * learning_rate0


def update_lr_times(learning_rate0, epoch_num, decay_rate):
    """multiplied, not divided | multipl|divi"""
    return learning_rate0 * (1 + decay_rate * epoch_num)


def update_lr_exponential(learning_rate0, epoch_num, decay_rate):
    """exponential decay | exponential|power|divi"""
    return learning_rate0 * math.exp(-decay_rate * epoch_num)


def schedule_lr_decay_no_floor(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """real: no floor | floor|rounding|fraction|steps"""
    return learning_rate0 / (1 + decay_rate * epoch_num / time_interval)


def schedule_lr_decay_ceiling(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """rounded up | rounding|ceil|up|floor"""
    return learning_rate0 / (1 + decay_rate * math.ceil(epoch_num / time_interval))


def schedule_lr_decay_global(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """real: a global rate is read | learning_rate\\b|name|outside"""
    return learning_rate / (1 + decay_rate * math.floor(epoch_num / time_interval))


def schedule_lr_decay_remainder(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """the remainder for the quotient | remainder|%|modulo|quotient|floor"""
    return learning_rate0 / (1 + decay_rate * (epoch_num % time_interval))


def schedule_lr_decay_every_epoch(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """the interval is ignored | interval|floor"""
    return learning_rate0 / (1 + decay_rate * epoch_num)
