"""The rubric of `deep_network_application`, as code.

The helpers set the seed themselves, so training has one right course. Every number of iterations is one more
than a multiple of 100: some students keep the cost of the last iteration too, and here it is kept anyway.
Costs are printed throughout, since some editions collect them only then.
"""

import numpy as np

from assignments.deep_network_application.dnn_app_utils import (
    compute_cost,
    initialize_parameters,
    linear_activation_backward,
    linear_activation_forward,
)
from grader import Assignment, call, hint, mistake, variant, vectorized
from reference import deep_network_application as solution

hw = Assignment("Deep neural network for image classification", week="C1W4")


def pictures(rng, n, m):
    """Draw examples of two overlapping classes, a column each, and their labels."""
    Y = (np.arange(m) % 2 == 0).astype(int).reshape(1, m)
    return rng.normal(size=(n, m)) + 0.8 * (2 * Y - 1) * rng.uniform(size=(n, 1)), Y


def training(rng, model, layers_dims, m, learning_rate, num_iterations):
    """Draw a training set on which every bias begins to move, so that no layer is dead."""
    while True:
        X, Y = pictures(rng, layers_dims[0], m)
        parameters, _ = model(X, Y, layers_dims, learning_rate, 2)
        if all(array.any() for array in parameters.values()):
            return X, Y, layers_dims, learning_rate, num_iterations, True


def by_hand(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Train as the older template does: parameters taken out, updated one by one, and returned alone."""
    np.random.seed(1)
    (n_x, n_h, n_y) = layers_dims
    parameters = initialize_parameters(n_x, n_h, n_y)
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    for i in range(0, num_iterations):
        A1, cache1 = linear_activation_forward(X, W1, b1, activation="relu")
        A2, cache2 = linear_activation_forward(A1, W2, b2, activation="sigmoid")
        dA2 = -(np.divide(Y, A2) - np.divide(1 - Y, 1 - A2))
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, activation="sigmoid")
        _, dW1, db1 = linear_activation_backward(dA1, cache1, activation="relu")
        W1 = W1 - learning_rate * dW1
        b1 = b1 - learning_rate * db1
        W2 = W2 - learning_rate * dW2
        b2 = b2 - learning_rate * db2
        if print_cost and i % 100 == 0:
            print(f"Cost after iteration {i}: {np.squeeze(compute_cost(A2, Y))}")
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


@hw.exercise(points=50, returns={"parameters": 2}, extra=("costs",), seconds=10)
@hint("One iteration: forward through both layers, the cost, back through both layers, one step.")
@hint(
    "Back begins with the derivative of the cost with respect to A2; each backward call hands its dA to "
    "the next."
)
@hint("costs gets a value at iterations 0, 100, 200, ..., before the step of that iteration.")
@mistake(
    "initialize_parameters(n_x, n_h, n_y)",
    "initialize_parameters(n_x, 7, n_y)",
    "The hidden layer always has 7 units; take the sizes from layers_dims.",
)
@mistake(
    {'parameters["b1"], "relu"': 'parameters["b1"], "sigmoid"', 'cache1, "relu"': 'cache1, "sigmoid"'},
    "The hidden layer uses the sigmoid; it is a ReLU layer.",
)
@mistake(
    'cache1, "relu"',
    'cache1, "sigmoid"',
    "The way back through the hidden layer takes the sigmoid's derivative; forward it is a ReLU layer.",
)
@mistake(
    "-(Y / A2 - (1 - Y) / (1 - A2))",
    "(Y / A2 - (1 - Y) / (1 - A2))",
    "Each step goes up the gradient: the derivative of the cost with respect to A2 has the opposite sign, "
    "or the update adds instead of subtracting.",
)
@mistake(
    "-(Y / A2 - (1 - Y) / (1 - A2))",
    "A2 - Y",
    "A2 - Y is the gradient with respect to Z2. The sigmoid's derivative comes on top here, so it counts "
    "twice.",
)
@mistake(
    "-(Y / A2 - (1 - Y) / (1 - A2))",
    "-(Y / A2 - (1 - Y) / (1 - A2)) / Y.shape[1]",
    "The derivative with respect to A2 is divided by m, and the helper divides again; leave it to the "
    "helper.",
)
@mistake(
    "parameters = update_parameters(",
    "update_parameters(",
    "The updated parameters are thrown away, so every iteration starts from the same ones.",
)
@mistake(
    "grads, learning_rate)",
    "grads, 0.0075)",
    "The learning rate is fixed at 0.0075; use the argument learning_rate.",
)
@mistake(
    "range(num_iterations)",
    "range(3000)",
    "The number of iterations is fixed at 3000; use the argument num_iterations.",
)
@mistake(
    "range(num_iterations)",
    "range(num_iterations - 1)",
    "One iteration too few: there are num_iterations of them.",
)
@mistake('"db1": db1', '"db1": 0 * db1', "The biases of the hidden layer are never updated.")
@mistake(
    '"dW1": dW1',
    '"dW1": 0 * dW1',
    "The weights of the hidden layer are never updated: only the last layer learns.",
)
@mistake("i % 100 == 0", "i % 100 == 0 and i > 0", "costs lacks its first value, the cost at iteration 0.")
@mistake(
    "if i % 100 == 0:",
    "if True:",
    "costs holds the cost of every iteration; keep every 100th.",
    name="every_cost",
)
@variant(by_hand)
@variant("return parameters, costs", "return parameters", name="parameters alone")
@variant("n_x, n_h, n_y = layers_dims", "n_x, n_h, n_y = X.shape[0], layers_dims[1], Y.shape[0]")
@variant("-(Y / A2 - (1 - Y) / (1 - A2))", "(A2 - Y) / (A2 * (1 - A2))")
@variant("if i % 100 == 0:", "if i % 100 == 0 or i == num_iterations - 1:", name="last cost too")
@variant("costs.append(cost)", "costs.append(np.squeeze(cost))")
@vectorized(lambda rng, m: call(*pictures(rng, 4, m), (4, 3, 1), 0.1, 5, False))
def two_layer_model(rng):
    """Trains a network of two layers."""
    yield call(*training(rng, solution.two_layer_model, (4, 3, 1), 12, 0.5, 201))
    yield call(*training(rng, solution.two_layer_model, (6, 5, 1), 9, 0.0075, 101))
    yield call(*training(rng, solution.two_layer_model, (3, 4, 1), 20, 0.9, 301), hidden=True)
    yield call(*training(rng, solution.two_layer_model, (5, 8, 1), 7, 0.3, 101), hidden=True)
    yield call(*training(rng, solution.two_layer_model, (4, 5, 1), 1, 0.4, 101), hidden=True)


@hw.exercise(points=50, returns={"parameters": 2}, extra=("costs",), seconds=10)
@hint("The helpers do a whole pass each: one forward through all layers, one back, one step.")
@hint("Start from initialize_parameters_deep, which takes the list of all layer sizes.")
@hint("costs gets a value at iterations 0, 100, 200, ..., before the step of that iteration.")
@mistake(
    "initialize_parameters_deep(layers_dims)",
    "initialize_parameters(layers_dims[0], layers_dims[1], layers_dims[-1])",
    "The network is made by the initializer for two layers; any depth takes initialize_parameters_deep.",
)
@mistake(
    "initialize_parameters_deep(layers_dims)",
    "{k: p * 0.01 * np.sqrt(p.shape[1]) for k, p in initialize_parameters_deep(layers_dims).items()}",
    "The weights start at scale 0.01, as in the assignment before; a deep network learns nothing from there. "
    "Take the initialize_parameters_deep of dnn_app_utils.",
    name="small_start",
)
@mistake(
    "initialize_parameters_deep(layers_dims)",
    "{k: 0 * p for k, p in initialize_parameters_deep(layers_dims).items()}",
    "All parameters start at zero, so the units of a layer stay copies of each other.",
)
@mistake(
    "parameters = update_parameters(",
    "update_parameters(",
    "The updated parameters are thrown away, so every iteration starts from the same ones.",
)
@mistake(
    "grads, learning_rate)",
    "grads, 0.0075)",
    "The learning rate is fixed at 0.0075; use the argument learning_rate.",
)
@mistake("grads, learning_rate)", "grads, -learning_rate)", "Each step goes up the gradient instead of down.")
@mistake(
    "range(num_iterations)",
    "range(3000)",
    "The number of iterations is fixed at 3000; use the argument num_iterations.",
)
@mistake(
    "range(num_iterations)",
    "range(num_iterations - 1)",
    "One iteration too few: there are num_iterations of them.",
)
@mistake("i % 100 == 0", "i % 100 == 0 and i > 0", "costs lacks its first value, the cost at iteration 0.")
@mistake(
    "if i % 100 == 0:",
    "if True:",
    "costs holds the cost of every iteration; keep every 100th.",
    name="every_cost",
)
@variant("return parameters, costs", "return parameters", name="parameters alone")
@variant("if i % 100 == 0:", "if i % 100 == 0 or i == num_iterations - 1:", name="last cost too")
@variant(
    "parameters = update_parameters(parameters, grads, learning_rate)",
    'parameters = {k: p - learning_rate * grads["d" + k] for k, p in parameters.items()}',
)
@vectorized(lambda rng, m: call(*pictures(rng, 4, m), [4, 3, 1], 0.1, 5, False))
def L_layer_model(rng):
    """Trains a network of any depth."""
    yield call(*training(rng, solution.L_layer_model, [4, 3, 1], 12, 0.1, 201))
    yield call(*training(rng, solution.L_layer_model, [5, 4, 3, 1], 10, 0.0075, 101))
    yield call(*training(rng, solution.L_layer_model, [6, 5, 4, 3, 1], 14, 0.05, 301), hidden=True)
    yield call(*training(rng, solution.L_layer_model, [3, 6, 2, 1], 8, 0.2, 101), hidden=True)
    yield call(*training(rng, solution.L_layer_model, [4, 5, 1], 1, 0.02, 101), hidden=True)
