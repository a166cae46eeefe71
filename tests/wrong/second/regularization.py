"""Wrong functions of `regularization`, second bank."""
# ruff: noqa: F821  (students' ways; names of the reference's module)

import numpy as np


def compute_cost_with_regularization_means(A3, Y, parameters, lambd):
    """means of squares for sums of squares | mean|sum"""
    penalty = sum(np.mean(np.square(parameters[name])) for name in ("W1", "W2", "W3"))
    return compute_cost(A3, Y) + lambd * penalty / (2 * Y.shape[1])


def backward_propagation_with_regularization_of_absolute(X, Y, cache, lambd):
    r"""the gradient of an absolute penalty: sign(W) for W | sign|W\d?\b & penal|lambd|term|W"""
    m = X.shape[1]
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y
    dA2 = W3.T @ dZ3
    dZ2 = dA2 * (A2 > 0)
    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (A1 > 0)
    out = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for here, dZ, A, W in ((3, dZ3, A2, W3), (2, dZ2, A1, W2), (1, dZ1, X, W1)):
        out[f"dW{here}"] = dZ @ A.T / m + lambd / m * np.sign(W)
        out[f"db{here}"] = dZ.mean(axis=1, keepdims=True)
    return out


def forward_propagation_with_dropout_unit_masks(X, parameters, keep_prob=0.5):
    """a unit is dropped for all examples alike: the mask has one column | mask|D1|column|example|shape"""
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1
    A1 = relu(Z1)
    D1 = np.random.rand(A1.shape[0], 1) < keep_prob
    A1 = A1 * D1 / keep_prob
    Z2 = W2 @ A1 + b2
    A2 = relu(Z2)
    D2 = np.random.rand(A2.shape[0], 1) < keep_prob
    A2 = A2 * D2 / keep_prob
    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def forward_propagation_with_dropout_later_draws(X, parameters, keep_prob=0.5):
    """D2 is drawn before D1 | order|draw|D1|D2|seed|generator|mask"""
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    D2 = np.random.rand(W2.shape[0], X.shape[1]) < keep_prob
    D1 = np.random.rand(W1.shape[0], X.shape[1]) < keep_prob
    Z1 = W1 @ X + b1
    A1 = relu(Z1) * D1 / keep_prob
    Z2 = W2 @ A1 + b2
    A2 = relu(Z2) * D2 / keep_prob
    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def backward_propagation_with_dropout_divides_by_rest(X, Y, cache, keep_prob):
    """divided by 1 - keep_prob | 1 - keep_prob|keep_prob & divi"""
    m = X.shape[1]
    _, D1, A1, _, _, _, D2, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y
    dA2 = (W3.T @ dZ3) * D2 / (1 - keep_prob)
    dZ2 = dA2 * (A2 > 0)
    dA1 = (W2.T @ dZ2) * D1 / (1 - keep_prob)
    dZ1 = dA1 * (A1 > 0)
    out = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for here, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        out[f"dW{here}"] = dZ @ A.T / m
        out[f"db{here}"] = dZ.mean(axis=1, keepdims=True)
    return out
