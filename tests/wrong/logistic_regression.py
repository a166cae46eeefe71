"""Wrong functions of `logistic_regression`."""
# ruff: noqa: D301, F821  (students' ways; names of the reference's module)

import numpy as np


def sigmoid_sign(t):
    """the exponent has the wrong sign | sign|e\\^z|fall|minus"""
    return np.power(1 + np.exp(t), -1)


def sigmoid_no_one(t):
    """1 is missing below the line | 1 |one term|missing|add"""
    return 1 / np.exp(-t)


def sigmoid_tanh(t):
    """tanh for sigmoid | tanh"""
    return 2 / (1 + np.exp(-2 * t)) - 1


def initialize_with_zeros_flat(size):
    """w has one axis | axis|shape|column"""
    return np.zeros(size), 0.0


def initialize_with_zeros_row(size):
    """w is a row | row|transpos|shape|column"""
    return np.zeros((1, size)), 0.0


def initialize_with_zeros_ones(size):
    """w is ones | one|zero"""
    return np.ones((size, 1)), 0.0


def initialize_with_zeros_random(size):
    """w is random | random|draw|zero"""
    return np.random.rand(size, 1), 0.0


def propagate_sum(w, b, X, Y):
    """the gradients are sums, not means | number of examples|mean|divi"""
    A = 1 / (1 + np.exp(-(w.T @ X + b)))
    n = X.shape[1]
    loss = -(Y * np.log(A) + (1 - Y) * np.log(1 - A)).sum() / n
    err = A - Y
    return {"dw": X @ err.T, "db": err.sum()}, loss


def propagate_cost_sum(w, b, X, Y):
    """real: the cost is a sum, not a mean | number of examples|mean|divi & cost"""
    A = sigmoid(w.T @ X + b)
    err = A - Y
    loss = -np.sum(np.log(A[Y == 1])) - np.sum(np.log(1 - A[Y == 0]))
    return {"dw": X @ err.T / X.shape[1], "db": err.mean()}, loss


def propagate_positive_cost(w, b, X, Y):
    """the minus of the cost is missing | sign|minus|negative & cost"""
    A = sigmoid(w.T @ X + b)
    err = A - Y
    loss = np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": X @ err.T / X.shape[1], "db": err.mean()}, loss


def propagate_error_turned(w, b, X, Y):
    """Y - A for A - Y | sign|exchanged|turned|opposite"""
    A = sigmoid(w.T @ X + b)
    err = Y - A
    loss = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": X @ err.T / X.shape[1], "db": err.mean()}, loss


def propagate_no_bias(w, b, X, Y):
    """b is left out | \\bb\\b|bias"""
    A = sigmoid(w.T @ X)
    err = A - Y
    loss = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": X @ err.T / X.shape[1], "db": err.mean()}, loss


def propagate_half_cost(w, b, X, Y):
    """the second half of the cost is missing | term|half|1 - Y|missing & cost"""
    A = sigmoid(w.T @ X + b)
    err = A - Y
    loss = -np.mean(Y * np.log(A))
    return {"dw": X @ err.T / X.shape[1], "db": err.mean()}, loss


def propagate_rows_for_examples(w, b, X, Y):
    """m is the number of features | features|rows|axis|shape|size of X"""
    n = len(X)
    A = sigmoid(w.T @ X + b)
    err = A - Y
    loss = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / n
    return {"dw": X @ err.T / n, "db": err.sum() / n}, loss


def propagate_squared_error(w, b, X, Y):
    """the squared error for the cross-entropy | square|cross-entropy|cost"""
    A = sigmoid(w.T @ X + b)
    err = A - Y
    return {"dw": X @ err.T / X.shape[1], "db": err.mean()}, np.mean(err**2)


def propagate_no_sigmoid(w, b, X, Y):
    """sigmoid is missing, and the logarithm of Z gives NaN | sigmoid|not a number|activation"""
    A = w.T @ X + b
    err = A - Y
    loss = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": X @ err.T / X.shape[1], "db": err.mean()}, loss


def propagate_db_per_example(w, b, X, Y):
    """db is not added up | db & sum|add|shape|mean"""
    A = sigmoid(w.T @ X + b)
    err = A - Y
    loss = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": X @ err.T / X.shape[1], "db": err / X.shape[1]}, loss


def propagate_log10(w, b, X, Y):
    """the logarithm to base 10 | log"""
    A = sigmoid(w.T @ X + b)
    err = A - Y
    loss = -np.mean(Y * np.log10(A) + (1 - Y) * np.log10(1 - A))
    return {"dw": X @ err.T / X.shape[1], "db": err.mean()}, loss


def optimize_uphill(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    """the step goes up the gradient | sign|plus|added|uphill|climb|subtract|opposite"""
    history = []
    for step in range(num_iterations):
        grads, loss = propagate(w, b, X, Y)
        w, b = w + learning_rate * grads["dw"], b + learning_rate * grads["db"]
        if step % 100 == 0:
            history += [loss]
    return {"w": w, "b": b}, grads, history


def optimize_b_stays(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    """b is never updated | \\bb\\b & updat|never|learn"""
    history = []
    for step in range(num_iterations):
        grads, loss = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        if step % 100 == 0:
            history += [loss]
    return {"w": w, "b": b}, grads, history


def optimize_every_cost(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    """costs of every iteration | every|100|cost"""
    history = []
    for _ in range(num_iterations):
        grads, loss = propagate(w, b, X, Y)
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
        history.append(loss)
    return {"w": w, "b": b}, grads, history


def optimize_no_rate(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    """the learning rate is left out | rate"""
    history = []
    for step in range(num_iterations):
        grads, loss = propagate(w, b, X, Y)
        w, b = w - grads["dw"], b - grads["db"]
        if step % 100 == 0:
            history += [loss]
    return {"w": w, "b": b}, grads, history


def optimize_one_short(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    """one iteration too few | early|few|iteration|one step|late"""
    history = []
    for step in range(num_iterations - 1):
        grads, loss = propagate(w, b, X, Y)
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
        if step % 100 == 0:
            history += [loss]
    return {"w": w, "b": b}, grads, history


def predict_no_bias(w, b, X):
    """real: b is left out | \\bb\\b|bias"""
    return 1.0 * (sigmoid(w.T @ X) > 0.5)


def predict_raw(w, b, X):
    """real: neither b nor sigmoid | sigmoid|\\bb\\b"""
    return (w.T.dot(X) > 0.5).astype(int)


def predict_probabilities(w, b, X):
    """probabilities are returned | probabilit|threshold|0\\.5|comparison|mask"""
    return sigmoid(w.T @ X + b)


def predict_turned(w, b, X):
    """the comparison is turned | comparison|wrong way|exchanged|1 minus|<"""
    return np.where(sigmoid(w.T @ X + b) < 0.5, 1, 0)


def predict_threshold(w, b, X):
    """the threshold is 0 | threshold|\\b0\\b|0\\.5|number"""
    return np.where(sigmoid(w.T @ X + b) > 0, 1, 0)


def model_trains_on_test(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    """real: trains on the test set | test"""
    start, bias = initialize_with_zeros(len(X_train))
    learned, _, history = optimize(start, bias, X_test, Y_test, num_iterations, learning_rate)
    w, b = learned["w"], learned["b"]
    return {
        "costs": history, "Y_prediction_test": predict(w, b, X_test), "Y_prediction_train": predict(w, b, X_train),
        "w": w, "b": b, "learning_rate": learning_rate, "num_iterations": num_iterations,
    }  # fmt: skip


def model_fixed_settings(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    """real: iterations and rate are not passed on | passed|num_iterations|rate"""
    start, bias = initialize_with_zeros(len(X_train))
    learned, _, history = optimize(start, bias, X_train, Y_train, 2000, 0.5)
    w, b = learned["w"], learned["b"]
    return {
        "costs": history, "Y_prediction_test": predict(w, b, X_test), "Y_prediction_train": predict(w, b, X_train),
        "w": w, "b": b, "learning_rate": learning_rate, "num_iterations": num_iterations,
    }  # fmt: skip


def model_width_fixed(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    """real: the number of features is fixed | shape|fit|features|fixed"""
    start, bias = initialize_with_zeros(12288)
    learned, _, history = optimize(start, bias, X_train, Y_train, num_iterations, learning_rate)
    w, b = learned["w"], learned["b"]
    return {
        "costs": history,
        "Y_prediction_test": predict(w, b, X_test),
        "Y_prediction_train": predict(w, b, X_train),
        "w": w,
        "b": b,
    }


def model_untrained(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    """the first parameters predict and are returned | learned|initial|optimize|updat|zero"""
    w, b = initialize_with_zeros(len(X_train))
    _, _, history = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    return {
        "costs": history, "Y_prediction_test": predict(w, b, X_test), "Y_prediction_train": predict(w, b, X_train),
        "w": w, "b": b, "learning_rate": learning_rate, "num_iterations": num_iterations,
    }  # fmt: skip
