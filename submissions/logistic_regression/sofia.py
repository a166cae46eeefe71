"""The loop of optimize never ends: step is not counted."""

import numpy as np


def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))


def initialize_with_zeros(dim):
    return np.zeros(shape=(dim, 1)), 0.0


def propagate(w, b, X, Y):
    examples = X.shape[1]
    activations = sigmoid(w.T @ X + b)
    errors = activations - Y
    losses = -(Y * np.log(activations) + (1 - Y) * np.log(1 - activations))
    return {"dw": X @ errors.T / examples, "db": errors.mean()}, losses.mean()


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    w, b, costs = w.copy(), b, []
    step = 0
    while step < num_iterations:
        grads, cost = propagate(w, b, X, Y)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
        if step % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"step {step}: {cost:.4f}")
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    return (sigmoid(w.T @ X + b) > 0.5).astype(int)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(len(X_train))
    parameters, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w, b = parameters["w"], parameters["b"]
    return {
        "costs": costs,
        "Y_prediction_test": predict(w, b, X_test),
        "Y_prediction_train": predict(w, b, X_train),
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
