"""Wrong functions of `regularization`."""
# ruff: noqa: D301, F821, RUF059  (students' ways; names of the reference's module)

import numpy as np


def compute_cost_with_regularization_doubled(A3, Y, parameters, lambd):
    """lambd / m for lambd / 2m | \\b2\\b|half|twice|1/2"""
    weights = [parameters[f"W{k}"] for k in (1, 2, 3)]
    return compute_cost(A3, Y) + lambd / Y.shape[1] * sum((W**2).sum() for W in weights)


def compute_cost_with_regularization_biases(A3, Y, parameters, lambd):
    """biases are penalised | bias|b1|\\bb\\b"""
    squares = sum((value * value).sum() for value in parameters.values())
    return compute_cost(A3, Y) + lambd * squares / (2 * Y.shape[1])


def compute_cost_with_regularization_first_only(A3, Y, parameters, lambd):
    """W1 in all three places | W1|layer"""
    squares = 3 * (parameters["W1"] ** 2).sum()
    return compute_cost(A3, Y) + lambd * squares / (2 * Y.shape[1])


def compute_cost_with_regularization_bracket(A3, Y, parameters, lambd):
    """a missing bracket: lambd / 2 * m | parenthes|bracket|multipl"""
    squares = sum((parameters[f"W{k}"] ** 2).sum() for k in (1, 2, 3))
    return compute_cost(A3, Y) + lambd / 2 * Y.shape[1] * squares


def compute_cost_with_regularization_absolute(A3, Y, parameters, lambd):
    """absolute values for squares | absolute|square"""
    sizes = sum(np.abs(parameters[f"W{k}"]).sum() for k in (1, 2, 3))
    return compute_cost(A3, Y) + lambd / (2 * Y.shape[1]) * sizes


def compute_cost_with_regularization_penalty_alone(A3, Y, parameters, lambd):
    """the cross-entropy is left out | cross-entropy|cost|penalty|term|missing"""
    squares = sum((parameters[f"W{k}"] ** 2).sum() for k in (1, 2, 3))
    return lambd / (2 * Y.shape[1]) * squares


def compute_cost_with_regularization_none(A3, Y, parameters, lambd):
    """the penalty is left out | penalty|regulariz|term|missing|L2|lambd"""
    return compute_cost(A3, Y)


def compute_cost_with_regularization_no_m(A3, Y, parameters, lambd):
    """the penalty is not divided by m | number of examples|m\\b|divi"""
    squares = sum((parameters[f"W{k}"] ** 2).sum() for k in (1, 2, 3))
    return compute_cost(A3, Y) + lambd / 2 * squares


def compute_cost_with_regularization_last_missing(A3, Y, parameters, lambd):
    """W3 is left out | W3|last|third|term"""
    squares = sum((parameters[f"W{k}"] ** 2).sum() for k in (1, 2))
    return compute_cost(A3, Y) + lambd / (2 * Y.shape[1]) * squares


def compute_cost_with_regularization_square_of_sum(A3, Y, parameters, lambd):
    """squares of sums for sums of squares | square"""
    squares = sum(parameters[f"W{k}"].sum() ** 2 for k in (1, 2, 3))
    return compute_cost(A3, Y) + lambd / (2 * Y.shape[1]) * squares


def backward_propagation_with_regularization_plain(X, Y, cache, lambd):
    """the penalty's gradient is left out | lambd|penalty|regulariz|term"""
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    g2 = W3.T @ d3
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": d2 @ A1.T / n, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n, "db1": d1.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_with_regularization_half(X, Y, cache, lambd):
    """lambd / 2m for lambd / m | \\b2\\b|half|1/2|twice|lambd"""
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    c = lambd / (2 * n)
    d3 = A3 - Y
    g2 = W3.T @ d3
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n + c * W3, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": d2 @ A1.T / n + c * W2, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n + c * W1, "db1": d1.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_with_regularization_no_m(X, Y, cache, lambd):
    """the penalty's gradient is not divided by m | number of examples|m\\b|divi"""
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    g2 = W3.T @ d3
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n + lambd * W3, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": d2 @ A1.T / n + lambd * W2, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n + lambd * W1, "db1": d1.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_with_regularization_one_layer(X, Y, cache, lambd):
    """only W3 is penalised | W1|W2|dW1|dW2|layer & missing|term|lambd|penal"""
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    g2 = W3.T @ d3
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n + lambd / n * W3, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": d2 @ A1.T / n, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n, "db1": d1.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_with_regularization_minus(X, Y, cache, lambd):
    """the penalty is subtracted | sign|minus|subtract|added"""
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    g2 = W3.T @ d3
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n - lambd / n * W3, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": d2 @ A1.T / n - lambd / n * W2, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n - lambd / n * W1, "db1": d1.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_with_regularization_no_relu(X, Y, cache, lambd):
    """the derivative of relu is missing | relu|mask|derivative|slope|comparison"""
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    d2 = W3.T @ d3
    d1 = W2.T @ d2
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n + lambd / n * W3, "db3": d3.mean(1, keepdims=True), "dA2": d2,
        "dZ2": d2, "dW2": d2 @ A1.T / n + lambd / n * W2, "db2": d2.mean(1, keepdims=True), "dA1": d1,
        "dZ1": d1, "dW1": d1 @ X.T / n + lambd / n * W1, "db1": d1.mean(1, keepdims=True),
    }  # fmt: skip


def forward_propagation_with_dropout_normal(X, parameters, keep_prob=0.5):
    """real: the mask is drawn by randn with > | randn|normal|mask|keep"""
    np.random.seed(1)
    p = parameters
    Z1 = p["W1"] @ X + p["b1"]
    A1 = np.maximum(Z1, 0)
    D1 = np.random.randn(*A1.shape) > keep_prob
    A1 = A1 * D1 / keep_prob
    Z2 = p["W2"] @ A1 + p["b2"]
    A2 = np.maximum(Z2, 0)
    D2 = np.random.randn(*A2.shape) > keep_prob
    A2 = A2 * D2 / keep_prob
    Z3 = p["W3"] @ A2 + p["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    return A3, (Z1, D1, A1, p["W1"], p["b1"], Z2, D2, A2, p["W2"], p["b2"], Z3, A3, p["W3"], p["b3"])


def forward_propagation_with_dropout_turned(X, parameters, keep_prob=0.5):
    """> for < keep_prob | comparison|dropped|keep|turned|share"""
    np.random.seed(1)
    p = parameters
    Z1 = p["W1"] @ X + p["b1"]
    A1 = np.maximum(Z1, 0)
    D1 = np.random.rand(*A1.shape) > keep_prob
    A1 = A1 * D1 / keep_prob
    Z2 = p["W2"] @ A1 + p["b2"]
    A2 = np.maximum(Z2, 0)
    D2 = np.random.rand(*A2.shape) > keep_prob
    A2 = A2 * D2 / keep_prob
    Z3 = p["W3"] @ A2 + p["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    return A3, (Z1, D1, A1, p["W1"], p["b1"], Z2, D2, A2, p["W2"], p["b2"], Z3, A3, p["W3"], p["b3"])


def forward_propagation_with_dropout_unscaled(X, parameters, keep_prob=0.5):
    """real: the division by keep_prob is missing | keep_prob & divi|scal"""
    np.random.seed(1)
    p = parameters
    Z1 = p["W1"] @ X + p["b1"]
    D1 = np.random.rand(*Z1.shape) < keep_prob
    A1 = np.maximum(Z1, 0) * D1
    Z2 = p["W2"] @ A1 + p["b2"]
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A2 = np.maximum(Z2, 0) * D2
    Z3 = p["W3"] @ A2 + p["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    return A3, (Z1, D1, A1, p["W1"], p["b1"], Z2, D2, A2, p["W2"], p["b2"], Z3, A3, p["W3"], p["b3"])


def forward_propagation_with_dropout_one_layer(X, parameters, keep_prob=0.5):
    """the second layer's scaling is missing | A2|second|layer 2 & keep_prob|scal|divi"""
    np.random.seed(1)
    p = parameters
    Z1 = p["W1"] @ X + p["b1"]
    D1 = np.random.rand(*Z1.shape) < keep_prob
    A1 = np.maximum(Z1, 0) * D1 / keep_prob
    Z2 = p["W2"] @ A1 + p["b2"]
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A2 = np.maximum(Z2, 0) * D2
    Z3 = p["W3"] @ A2 + p["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    return A3, (Z1, D1, A1, p["W1"], p["b1"], Z2, D2, A2, p["W2"], p["b2"], Z3, A3, p["W3"], p["b3"])


def forward_propagation_with_dropout_unmasked(X, parameters, keep_prob=0.5):
    """the masks are drawn, but not applied | mask|dropped|applied|D1|keep"""
    np.random.seed(1)
    p = parameters
    Z1 = p["W1"] @ X + p["b1"]
    D1 = np.random.rand(*Z1.shape) < keep_prob
    A1 = np.maximum(Z1, 0) / keep_prob
    Z2 = p["W2"] @ A1 + p["b2"]
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A2 = np.maximum(Z2, 0) / keep_prob
    Z3 = p["W3"] @ A2 + p["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    return A3, (Z1, D1, A1, p["W1"], p["b1"], Z2, D2, A2, p["W2"], p["b2"], Z3, A3, p["W3"], p["b3"])


def backward_propagation_with_dropout_no_mask(X, Y, cache, keep_prob):
    """the masks are left out | mask|D1|D2|dropped"""
    _, D1, A1, _, _, _, D2, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    g2 = W3.T @ d3 / keep_prob
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2 / keep_prob
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": d2 @ A1.T / n, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n, "db1": d1.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_with_dropout_second_layer(X, Y, cache, keep_prob):
    """real: mask and scaling are skipped for layer 2 | dA2|layer 2|D2|second & mask|scal|keep|dropped|updat"""
    _, D1, A1, _, _, _, D2, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    g2 = W3.T @ d3
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2 * D1 / keep_prob
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": d2 @ A1.T / n, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n, "db1": d1.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_with_dropout_unscaled(X, Y, cache, keep_prob):
    """the division by keep_prob is missing | keep_prob"""
    _, D1, A1, _, _, _, D2, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    g2 = W3.T @ d3 * D2
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2 * D1
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": d2 @ A1.T / n, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n, "db1": d1.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_with_dropout_masks_exchanged(X, Y, cache, keep_prob):
    """the masks are exchanged, so shapes do not fit | mask|fit|shape"""
    _, D1, A1, _, _, _, D2, A2, W2, _, _, A3, W3, _ = cache
    n = X.shape[1]
    d3 = A3 - Y
    g2 = W3.T @ d3 * D1 / keep_prob
    d2 = g2 * (A2 > 0)
    g1 = W2.T @ d2 * D2 / keep_prob
    d1 = g1 * (A1 > 0)
    return {
        "dZ3": d3, "dW3": d3 @ A2.T / n, "db3": d3.mean(1, keepdims=True), "dA2": g2,
        "dZ2": d2, "dW2": d2 @ A1.T / n, "db2": d2.mean(1, keepdims=True), "dA1": g1,
        "dZ1": d1, "dW1": d1 @ X.T / n, "db1": d1.mean(1, keepdims=True),
    }  # fmt: skip
