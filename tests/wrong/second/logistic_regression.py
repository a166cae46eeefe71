"""Wrong functions of `logistic_regression`, second bank."""
# ruff: noqa: F821  (students' ways; names of the reference's module)

import numpy as np


def propagate_one_dw(w, b, X, Y):
    """dw is one number, the mean over all weights too | dw & one number|axis|everything|shape|total|mean over"""
    A = sigmoid(w.T @ X + b)
    cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": np.mean(X * (A - Y)), "db": np.mean(A - Y)}, cost


def propagate_cost_of_decisions(w, b, X, Y):
    """the cost is that of decisions, 0 or 1, and their logarithm is infinite | cost & infinite|not a number|log"""
    A = sigmoid(w.T @ X + b)
    decided = np.round(A)
    cost = -np.mean(Y * np.log(decided) + (1 - Y) * np.log(1 - decided))
    return {"dw": X @ (A - Y).T / X.shape[1], "db": np.mean(A - Y)}, cost


def optimize_gradients_once(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    """the gradients are computed once | once|each iteration|every iteration|loop|propagate|same gradient"""
    grads, cost = propagate(w, b, X, Y)
    costs = []
    for step in range(num_iterations):
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if step % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


def optimize_costs_late(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    """a cost is that after the step, not before | cost & after|before|late|order|early"""
    costs = []
    for step in range(num_iterations):
        grads, _ = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if step % 100 == 0:
            costs.append(propagate(w, b, X, Y)[1])
    return {"w": w, "b": b}, grads, costs


def predict_mean_threshold(w, b, X):
    r"""the threshold is the mean of the probabilities | threshold|0\.5|mean"""
    A = sigmoid(w.T @ X + b)
    return (A.mean() < A).astype(float)


def model_predictions_exchanged(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    """the two predictions are exchanged | exchanged|train & test"""
    w, b = initialize_with_zeros(X_train.shape[0])
    learned, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    return {
        "costs": costs,
        "Y_prediction_test": predict(learned["w"], learned["b"], X_train),
        "Y_prediction_train": predict(learned["w"], learned["b"], X_test),
        "w": learned["w"],
        "b": learned["b"],
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
