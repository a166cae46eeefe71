"""Wrong functions of `deep_network_steps`."""
# ruff: noqa: D301, F821, RUF059, UP031  (students' ways; names of the reference's module)

import numpy as np


def initialize_parameters_unscaled(n_x, n_h, n_y):
    """0.01 is missing | 0\\.01|small|scale|large|100|factor"""
    np.random.seed(1)
    first, second = np.random.randn(n_h, n_x), np.random.randn(n_y, n_h)
    return {"W1": first, "b1": np.zeros((n_h, 1)), "W2": second, "b2": np.zeros((n_y, 1))}


def initialize_parameters_flat_biases(n_x, n_h, n_y):
    """the biases have one axis | b1|bias & axis|axes|shape|column"""
    np.random.seed(1)
    first = 0.01 * np.random.randn(n_h, n_x)
    return {"W1": first, "b1": np.zeros(n_h), "W2": 0.01 * np.random.randn(n_y, n_h), "b2": np.zeros(n_y)}


def initialize_parameters_deep_wrong_index(layer_dims):
    """real: layer_dims[1] for layer_dims[l] | layer_dims|index|shape|rows|size"""
    np.random.seed(3)
    made = {}
    for depth in range(1, len(layer_dims)):
        made["W%d" % depth] = 0.01 * np.random.randn(layer_dims[1], layer_dims[depth - 1])
        made["b%d" % depth] = np.zeros((layer_dims[1], 1))
    return made


def initialize_parameters_deep_last_missing(layer_dims):
    """the last layer is missing | last|early|not in|layer|loop"""
    np.random.seed(3)
    made = {}
    for depth in range(1, len(layer_dims) - 1):
        made[f"W{depth}"] = 0.01 * np.random.randn(layer_dims[depth], layer_dims[depth - 1])
        made[f"b{depth}"] = np.zeros((layer_dims[depth], 1))
    return made


def initialize_parameters_deep_transposed(layer_dims):
    """the weights are transposed | transpos|rows|exchanged|shape"""
    np.random.seed(3)
    made = {}
    for depth in range(1, len(layer_dims)):
        made[f"W{depth}"] = 0.01 * np.random.randn(layer_dims[depth - 1], layer_dims[depth])
        made[f"b{depth}"] = np.zeros((layer_dims[depth], 1))
    return made


def linear_forward_pair(A, W, b):
    """real: a comma for the plus: a pair for the sum | tuple|pair|comma|sum|list"""
    return (W @ A, b), (A, W, b)


def linear_forward_no_bias(A, W, b):
    """b is left out | \\bb\\b|bias"""
    return W @ A, (A, W, b)


def linear_forward_minus(A, W, b):
    """b is subtracted | \\bb\\b|sign|minus|subtract|added"""
    return W.dot(A) - b, (A, W, b)


def linear_forward_order(A, W, b):
    """A W for W A | order|exchanged|fit|product"""
    return A @ W + b, (A, W, b)


def linear_activation_forward_swapped(A_prev, W, b, activation):
    """the activations are exchanged | exchanged|relu|sigmoid"""
    pre, given = linear_forward(A_prev, W, b)
    post, kept = relu(pre) if activation == "sigmoid" else sigmoid(pre)
    return post, (given, kept)


def linear_activation_forward_always_sigmoid(A_prev, W, b, activation):
    """sigmoid whatever the activation | sigmoid|relu|activation"""
    pre, given = linear_forward(A_prev, W, b)
    post, kept = sigmoid(pre)
    return post, (given, kept)


def linear_activation_forward_cache_A(A_prev, W, b, activation):
    """the cache holds A for Z | cache|Z\\b"""
    pre, given = linear_forward(A_prev, W, b)
    post, _ = relu(pre) if activation == "relu" else sigmoid(pre)
    return post, (given, post)


def L_model_forward_returns_Z(X, parameters):
    """real: the pre-activation is returned as AL | Z\\b|pre-activation|activation|sigmoid"""
    kept, signal, depth = [], X, len(parameters) // 2
    for k in range(1, depth + 1):
        kind = "sigmoid" if k == depth else "relu"
        signal, cache = linear_activation_forward(signal, parameters[f"W{k}"], parameters[f"b{k}"], kind)
        kept.append(cache)
    return cache[1], kept


def L_model_forward_last_fixed(X, parameters):
    """real: the last layer uses W2, b2 | W2|last|layer|wrong"""
    kept, signal, depth = [], X, len(parameters) // 2
    for k in range(1, depth):
        signal, cache = linear_activation_forward(signal, parameters[f"W{k}"], parameters[f"b{k}"], "relu")
        kept.append(cache)
    signal, cache = linear_activation_forward(signal, parameters["W2"], parameters["b2"], "sigmoid")
    return signal, [*kept, cache]


def L_model_forward_keeps_activations(X, parameters):
    """real: the activations are kept, not the caches | cache|activation"""
    kept, signal, depth = [], X, len(parameters) // 2
    for k in range(1, depth + 1):
        kind = "sigmoid" if k == depth else "relu"
        signal, _ = linear_activation_forward(signal, parameters[f"W{k}"], parameters[f"b{k}"], kind)
        kept.append(signal)
    return signal, kept


def L_model_forward_all_relu(X, parameters):
    """relu at the output | relu & last|output|AL|sigmoid"""
    kept, signal, depth = [], X, len(parameters) // 2
    for k in range(1, depth + 1):
        signal, cache = linear_activation_forward(signal, parameters[f"W{k}"], parameters[f"b{k}"], "relu")
        kept.append(cache)
    return signal, kept


def L_model_forward_all_sigmoid(X, parameters):
    """sigmoid in the hidden layers | sigmoid|relu"""
    kept, signal, depth = [], X, len(parameters) // 2
    for k in range(1, depth + 1):
        signal, cache = linear_activation_forward(signal, parameters[f"W{k}"], parameters[f"b{k}"], "sigmoid")
        kept.append(cache)
    return signal, kept


def L_model_forward_last_cache_missing(X, parameters):
    """the last cache is not kept | cache|list|last|added"""
    kept, signal, depth = [], X, len(parameters) // 2
    for k in range(1, depth):
        signal, cache = linear_activation_forward(signal, parameters[f"W{k}"], parameters[f"b{k}"], "relu")
        kept.append(cache)
    signal, cache = linear_activation_forward(
        signal, parameters[f"W{depth}"], parameters[f"b{depth}"], "sigmoid"
    )
    return signal, kept


def compute_cost_bracket(AL, Y):
    """real: (1-Y)(1 - ln(1-AL)) for (1-Y) ln(1-AL) | 1 - ln|log|inside|term|bracket|1 - Y"""
    n = Y.shape[1]
    return np.squeeze(-(Y * np.log(AL) + (1 - Y) * (1 - np.log(1 - AL))).sum() / n)


def compute_cost_sum(AL, Y):
    """a sum for the mean | number of examples|mean|divi"""
    return -(Y @ np.log(AL).T + (1 - Y) @ np.log(1 - AL).T).item()


def compute_cost_no_minus(AL, Y):
    """the minus is missing | sign|minus|negative"""
    return np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))


def compute_cost_confused(AL, Y):
    """Y and AL are exchanged inside the logarithms | exchanged|log|not a number|infinite|role"""
    return -np.mean(AL * np.log(Y) + (1 - AL) * np.log(1 - Y))


def linear_backward_total(dZ, cache):
    """real: db is one number, summed over everything | everything|total|axis|one number|row"""
    before, weights, _ = cache
    n = before.shape[1]
    return weights.T @ dZ, dZ @ before.T / n, dZ.sum() / n


def linear_backward_total_in_all(dZ, cache):
    """real: db repeats the total | everything|total|axis|row"""
    before, weights, bias = cache
    n = before.shape[1]
    return weights.T @ dZ, dZ @ before.T / n, np.ones(bias.shape) * dZ.sum() / n


def linear_backward_squeezed(dZ, cache):
    """real: db is squeezed | axis|shape|squeez"""
    before, weights, _ = cache
    n = before.shape[1]
    return weights.T @ dZ, dZ @ before.T / n, np.squeeze(dZ.sum(axis=1, keepdims=True)) / n


def linear_backward_misspelled(dZ, cache):
    """real: keepdim for keepdims | keepdim"""
    before, weights, _ = cache
    n = before.shape[1]
    return weights.T @ dZ, dZ @ before.T / n, np.sum(dZ, axis=1, keepdim=True) / n


def linear_backward_sums(dZ, cache):
    """the division by m is missing | number of examples|mean|divi"""
    before, weights, _ = cache
    return weights.T @ dZ, dZ @ before.T, dZ.sum(axis=1, keepdims=True)


def linear_backward_scaled_thrice(dZ, cache):
    """dA_prev is divided by m too | dA_prev & number of examples|divi|m\\b"""
    before, weights, _ = cache
    n = before.shape[1]
    return weights.T @ dZ / n, dZ @ before.T / n, dZ.mean(axis=1, keepdims=True)


def linear_backward_columns(dZ, cache):
    """db is summed along the wrong axis | axis|column"""
    before, weights, _ = cache
    n = before.shape[1]
    return weights.T @ dZ, dZ @ before.T / n, dZ.sum(axis=0, keepdims=True) / n


def linear_backward_untransposed(dZ, cache):
    """W is not transposed | transpos|fit"""
    before, weights, _ = cache
    n = before.shape[1]
    return weights @ dZ, dZ @ before.T / n, dZ.mean(axis=1, keepdims=True)


def linear_backward_order(dZ, cache):
    """the values come back in another order | order|exchanged|holds"""
    before, weights, _ = cache
    n = before.shape[1]
    return dZ @ before.T / n, dZ.mean(axis=1, keepdims=True), weights.T @ dZ


def linear_activation_backward_swapped(dA, cache, activation):
    """the derivatives are exchanged | exchanged|relu|sigmoid"""
    given, pre = cache
    delta = sigmoid_backward(dA, pre) if activation == "relu" else relu_backward(dA, pre)
    return linear_backward(delta, given)


def linear_activation_backward_no_slope(dA, cache, activation):
    """the derivative of the activation is missing | derivative|dA|slope|activation"""
    given, _ = cache
    return linear_backward(dA, given)


def linear_activation_backward_caches(dA, cache, activation):
    """the two caches are taken for each other | cache|unpack|kind|array|tuple|shape"""
    pre, given = cache
    delta = relu_backward(dA, pre) if activation == "relu" else sigmoid_backward(dA, pre)
    return linear_backward(delta, given)


def L_model_backward_sign(AL, Y, caches):
    """real: dAL has the wrong sign | sign|negat|minus"""
    grads, depth = {}, len(caches)
    signal = Y / AL - (1 - Y) / (1 - AL)
    for k in range(depth, 0, -1):
        kind = "sigmoid" if k == depth else "relu"
        signal, grads[f"dW{k}"], grads[f"db{k}"] = linear_activation_backward(signal, caches[k - 1], kind)
        grads[f"dA{k - 1}"] = signal
    return grads


def L_model_backward_divided(AL, Y, caches):
    """real: dAL is divided by m | number of examples|divi & m\\b"""
    grads, depth = {}, len(caches)
    signal = -(Y / AL - (1 - Y) / (1 - AL)) / Y.shape[1]
    for k in range(depth, 0, -1):
        kind = "sigmoid" if k == depth else "relu"
        signal, grads[f"dW{k}"], grads[f"db{k}"] = linear_activation_backward(signal, caches[k - 1], kind)
        grads[f"dA{k - 1}"] = signal
    return grads


def L_model_backward_all_sigmoid(AL, Y, caches):
    """real: sigmoid in every turn of the loop | sigmoid|relu"""
    grads, depth = {}, len(caches)
    signal = -(Y / AL - (1 - Y) / (1 - AL))
    for k in range(depth, 0, -1):
        signal, grads[f"dW{k}"], grads[f"db{k}"] = linear_activation_backward(
            signal, caches[k - 1], "sigmoid"
        )
        grads[f"dA{k - 1}"] = signal
    return grads


def L_model_backward_first_signal(AL, Y, caches):
    """every layer gets the output's dA | same|dA|signal|layer|output"""
    grads, depth = {}, len(caches)
    first = -(Y / AL - (1 - Y) / (1 - AL))
    signal, grads[f"dW{depth}"], grads[f"db{depth}"] = linear_activation_backward(
        first, caches[-1], "sigmoid"
    )
    grads[f"dA{depth - 1}"] = signal
    for k in range(depth - 1, 0, -1):
        signal, grads[f"dW{k}"], grads[f"db{k}"] = linear_activation_backward(first, caches[k - 1], "relu")
        grads[f"dA{k - 1}"] = signal
    return grads


def L_model_backward_hard_coded(AL, Y, caches):
    """real: dA2 hard-coded as the input | dA2|key|layer"""
    grads, depth = {}, len(caches)
    first = -(Y / AL - (1 - Y) / (1 - AL))
    grads["dA2"], grads[f"dW{depth}"], grads[f"db{depth}"] = linear_activation_backward(
        first, caches[-1], "sigmoid"
    )
    for k in range(depth - 1, 0, -1):
        signal, grads[f"dW{k}"], grads[f"db{k}"] = linear_activation_backward(
            grads["dA2"], caches[k - 1], "relu"
        )
    return grads


def L_model_backward_difference(AL, Y, caches):
    """dAL is AL - Y | AL|dAL|derivative"""
    grads, depth = {}, len(caches)
    signal = AL - Y
    for k in range(depth, 0, -1):
        kind = "sigmoid" if k == depth else "relu"
        signal, grads[f"dW{k}"], grads[f"db{k}"] = linear_activation_backward(signal, caches[k - 1], kind)
        grads[f"dA{k - 1}"] = signal
    return grads


def L_model_backward_plus(AL, Y, caches):
    """a plus between the terms of dAL | plus|sign|add|subtract|difference"""
    grads, depth = {}, len(caches)
    signal = -(Y / AL + (1 - Y) / (1 - AL))
    for k in range(depth, 0, -1):
        kind = "sigmoid" if k == depth else "relu"
        signal, grads[f"dW{k}"], grads[f"db{k}"] = linear_activation_backward(signal, caches[k - 1], kind)
        grads[f"dA{k - 1}"] = signal
    return grads


def update_parameters_b_from_W(params, grads, learning_rate):
    """real: b is computed from W and dW | \\bb\\d?\\b & W"""
    depth, new = len(params) // 2, {}
    for k in range(1, depth + 1):
        new[f"W{k}"] = params[f"W{k}"] - learning_rate * grads[f"dW{k}"]
        new[f"b{k}"] = params[f"W{k}"] - learning_rate * grads[f"dW{k}"]
    return new


def update_parameters_uphill(params, grads, learning_rate):
    """the step goes up | sign|plus|added|subtract|uphill|opposite"""
    return {name: value + learning_rate * grads["d" + name] for name, value in params.items()}


def update_parameters_last_layer_stays(params, grads, learning_rate):
    """the last layer is not updated | last|early|layer|updat|came in"""
    new = dict(params)
    for k in range(1, len(params) // 2):
        new[f"W{k}"] = params[f"W{k}"] - learning_rate * grads[f"dW{k}"]
        new[f"b{k}"] = params[f"b{k}"] - learning_rate * grads[f"db{k}"]
    return new
