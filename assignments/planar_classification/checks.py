"""The rubric of `planar_classification`, as code."""

import math

import numpy as np

from grader import Assignment, call, equivalent, hint, invariant, mistake, picture, variant, vectorized
from reference import planar_classification as solution

hw = Assignment("Planar data classification with one hidden layer", week="C1W3")
ANY_DRAW = "Any draw is right that follows the law, whatever the seed, the sign and the order of draws."


def labels(rng, m):
    """Draw labels that hold both classes where m allows it."""
    Y = rng.integers(0, 2, size=(1, m))
    Y[0, 0] = 1
    Y[0, -1] = 0 if m > 1 else 1
    return Y


def network(rng, n_x, n_h, n_y=1):
    """Draw parameters large enough for tanh to bend, with biases that are not zero."""
    return {
        "W1": rng.normal(size=(n_h, n_x)),
        "b1": rng.normal(size=(n_h, 1)),
        "W2": rng.normal(size=(n_y, n_h)),
        "b2": rng.normal(size=(n_y, 1)),
    }


def examples(rng, n_x, n_h, m):
    """Draw examples and a network for them."""
    return rng.normal(size=(n_x, m)), network(rng, n_x, n_h)


def predictions(rng, m):
    """Draw probabilities, and labels that they fit more or less."""
    return rng.uniform(0.05, 0.95, size=(1, m)), labels(rng, m)


def after_forward(rng, n_x, n_h, m):
    """Run the reference forward, for a cache that agrees with parameters and examples."""
    X, parameters = examples(rng, n_x, n_h, m)
    _, cache = solution.forward_propagation(X, parameters)
    return parameters, cache, X, labels(rng, m)


def contradiction(parameters, cache, X, Y):
    """Say where a cache is not that of these parameters and examples, or None."""
    _, own = solution.forward_propagation(X, parameters)
    wrong = [name for name, values in own.items() if not np.allclose(cache[name], values)]
    if wrong:
        return f"{wrong[0]} of the cache is not that of the forward pass"
    return None if Y.shape == cache["A2"].shape else "Y has not the shape of A2"


def step(rng, n_x, n_h, n_y):
    """Draw a network and gradients for it."""
    gradients = network(rng, n_x, n_h, n_y)
    return network(rng, n_x, n_h, n_y), {"d" + name: value for name, value in gradients.items()}


def near_the_boundary(rng, n_x, n_h, m):
    """Draw a network and examples on both sides of its boundary, the middle one near it, none upon it."""
    while True:
        X, parameters = examples(rng, n_x, n_h, m)
        _, cache = solution.forward_propagation(X, parameters)
        parameters["b2"] = parameters["b2"] + 0.25 - np.sort(cache["Z2"][0])[m // 2]
        _, cache = solution.forward_propagation(X, parameters)
        if np.abs(cache["Z2"]).min() > 0.05 and cache["Z2"].min() < -0.3 and cache["Z2"].max() > 0.6:
            return parameters, X


def over_the_plane():
    """Return a network with a round boundary, and a grid of points for a picture of it, none upon it."""
    parameters = {
        "W1": np.array([[1.9, 0.5], [-0.6, 2.1], [-2.2, 0.4], [0.7, -1.8]]),
        "b1": np.array([[1.5], [2.3], [1.7], [1.2]]),
        "W2": np.array([[3.2, 4.4, 2.6, 3.8]]),
        "b2": np.array([[-8.8]]),
    }
    x, y = np.meshgrid(np.linspace(-1.6, 1.6, 22), np.linspace(-1.4, 1.4, 18))
    return parameters, np.stack([x.ravel(), y.ravel()])


def two_clouds(rng, n_x, m, positive, spread):
    """Draw two clouds of points, of which the share `positive` has label 1."""
    Y = (rng.permutation(m) < positive * m).astype(int).reshape(1, m)
    return spread * (rng.normal(size=(n_x, m)) + 1.5 * (2 * Y - 1)), Y


# --- judges: where many answers are right ------------------------------------------------------------


def shapes(n_x, n_h, n_y):
    """Return the shapes of the parameters."""
    return {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}


def malformed(value, *sizes):
    """Say what keeps a value from being the parameters of a network of these sizes, or None."""
    if not isinstance(value, dict):
        return "the parameters are not a dictionary"
    for name, shape in shapes(*sizes).items():
        array = value.get(name)
        if not isinstance(array, np.ndarray):
            return f'parameters["{name}"] is missing or not an array'
        if array.dtype.kind not in "biuf" or not np.all(np.isfinite(array)):
            return f'parameters["{name}"] holds something else than finite numbers'
        if array.shape != shape:
            return f'parameters["{name}"] has shape {array.shape}, expected {shape}'
    return None


def judge_start(value, n_x, n_h, n_y):
    """Accept zero biases and any independent draws of 0.01 times the standard normal distribution.

    False alarms: each of the bounds in `not_standard_normal` fails for at most one right array in 10^9, at
    any size; three bounds and `follows_a_rule`, two arrays: at most 2e-8 a call.
    """
    if problem := malformed(value, n_x, n_h, n_y):
        return problem
    for name in ("b1", "b2"):
        if np.any(value[name]):
            return f'parameters["{name}"] is not zero'
    for name in ("W1", "W2"):
        if problem := not_standard_normal(value[name].astype(float).ravel() / 0.01):
            return f'parameters["{name}"] is not 0.01 times normal random numbers: {problem}'
    size = min(value["W1"].size, value["W2"].size)
    if np.array_equal(value["W1"].ravel()[:size], value["W2"].ravel()[:size]):
        return "W1 and W2 hold the same random numbers; draw new ones for W2"
    return None


def not_standard_normal(numbers):
    """Say how numbers differ from independent draws of the standard normal distribution, or return None."""
    n, log_rate = numbers.size, math.log(1e9)
    if np.unique(numbers).size < n:
        return "some of them are equal"
    # bounds of the sum of n squares by Laurent and Massart
    squares, width = float(np.sum(numbers**2)), 2 * math.sqrt(n * log_rate)
    if squares > n + width + 2 * log_rate:
        return "they are too large"
    if squares < n - width:
        return "they are too small"
    # bound of the distance between distribution functions by Dvoretzky, Kiefer, Wolfowitz and Massart
    normal = np.array([0.5 * (1 + math.erf(x / math.sqrt(2))) for x in np.sort(numbers)])
    steps = np.arange(n + 1) / n
    distance = max(np.max(steps[1:] - normal), np.max(normal - steps[:-1]))
    if distance > math.sqrt((math.log(2) + log_rate) / (2 * n)):
        return "they are spread in another way"
    return "they follow a rule" if follows_a_rule(numbers, distance) else None


def follows_a_rule(z, distance):
    """Tell whether numbers that spread as normal draws do are worked out one from the other, not drawn.

    Draws correlate with none of the 16 that follow by eight standard deviations (Chernoff: 3e-9 of right arrays),
    and are never so even that the distance of their distribution function from the normal one is below
    0.22 / sqrt(n) (1e-10).
    """
    n = z.size
    if n < 200:
        return False
    together = max(abs(float(np.dot(z[:-lag], z[lag:]))) for lag in range(1, 17))
    return together > 8 * math.sqrt(n) or distance < 0.22 / math.sqrt(n)


def descend(X, Y, n_h, num_iterations, generator):
    """Train as the reference does, from weights that `generator` draws."""
    W1 = generator.randn(n_h, X.shape[0]) * 0.01
    W2 = generator.randn(1, n_h) * 0.01
    parameters = {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((1, 1))}
    for _ in range(num_iterations):
        _, cache = solution.forward_propagation(X, parameters)
        gradients = solution.backward_propagation(parameters, cache, X, Y)
        parameters = solution.update_parameters(parameters, gradients)
    return parameters


def log_cost(parameters, X, Y):
    """Return the logarithm of the network's cost, or infinity where it has none."""
    with np.errstate(all="ignore"):
        A2, _ = solution.forward_propagation(X, parameters)
        cost = solution.compute_cost(A2, Y)
    return math.log(cost) if cost > 0 else -math.inf


def judge_training(value, X, Y, n_h, num_iterations, *_):
    """Accept what training gives from the older edition's weights, or a cost that some right weights give.

    One edition of the course sets the generator to 2 as it draws the first weights, the other leaves it at
    3, and a student may draw in another order. From 24 starts the logarithm of the cost takes a range of
    values; three times as much again is accepted on both sides, and 0.001 for rounding. False alarms: none in
    20,000 starts for each case (tests/test_assignment_planar_classification.py repeats a part of them).
    """
    if problem := malformed(value, X.shape[0], n_h, 1):
        return problem
    older = descend(X, Y, n_h, num_iterations, np.random.RandomState(2))
    if all(np.allclose(value[name], older[name], rtol=1e-5, atol=1e-8) for name in older):
        return None
    starts = [descend(X, Y, n_h, num_iterations, np.random.RandomState(100 + start)) for start in range(24)]
    costs = [log_cost(parameters, X, Y) for parameters in starts]
    room = 0.001 + 3 * (max(costs) - min(costs))
    reached = log_cost(value, X, Y)
    if reached > max(costs) + room:
        return f"the cost after training is {math.exp(reached):.3g}; from any right start it gets lower"
    if reached < min(costs) - room:
        return f"the cost after training is {math.exp(reached):.3g}; so few steps do not get so far"
    return None


# --- the rubric --------------------------------------------------------------------------------------


@hw.exercise(points=8, returns=("n_x", "n_h", "n_y"))
@hint("Examples stand in columns. So what do the rows of X count, and the rows of Y?")
@hint("The hidden layer has a fixed size in this function; the brief says which.")
@mistake(
    {"X.shape[0]": "X.shape[1]", "Y.shape[0]": "Y.shape[1]"},
    "These are numbers of examples: examples stand in columns, the units of a layer in rows.",
)
@mistake("X.shape[0]", "X.shape[1]", "The input size counts the features, one a row of X, not the examples.")
@mistake("Y.shape[0]", "Y.shape[1]", "The output size counts the rows of Y, not the examples.")
@mistake("n_h = 4", "n_h = X.shape[0]", "The hidden layer is fixed at 4 units here, however many features.")
@mistake("return n_x, n_h, n_y", "return n_x, n_y, n_h", "The hidden and the output size are exchanged.")
@mistake("return n_x, n_h, n_y", "return n_y, n_h, n_x", "The input and the output size are exchanged.")
@variant("X.shape[0]", "len(X)")
@variant({"X.shape[0]": "np.size(X, 0)", "return n_x, n_h, n_y": "return (n_x, n_h, n_y)"})
def layer_sizes(rng):
    """Reads the sizes of the layers from the data."""
    yield call(rng.normal(size=(5, 3)), rng.normal(size=(2, 3)))
    yield call(rng.normal(size=(2, 7)), labels(rng, 7), edge=True)  # as in the notebook: one output
    yield call(rng.normal(size=(3, 6)), rng.normal(size=(5, 6)), hidden=True)
    yield call(rng.normal(size=(7, 1)), rng.normal(size=(3, 1)), hidden=True)


@hw.exercise(points=12, returns="parameters", judge=judge_start)
@hint(
    "A layer's weights have a row for each of its own units and a column for each unit of the layer before."
)
@hint("Small weights keep tanh where it is steep: normal random numbers, scaled down as the brief says.")
@hint("Biases may start at zero, in a column; the weights may not, or all hidden units would stay alike.")
@mistake(
    {"(n_h, n_x) * 0.01": "(n_h, n_x)", "(n_y, n_h) * 0.01": "(n_y, n_h)"},
    "The weights are 100 times too large: scale the random numbers by 0.01.",
)
@mistake(
    "(n_h, n_x) * 0.01",
    "(n_h, n_x)",
    "The weights of the hidden layer are 100 times too large: scale them by 0.01.",
)
@mistake(
    "(n_y, n_h) * 0.01",
    "(n_y, n_h)",
    "The weights of the output layer are 100 times too large: scale them by 0.01.",
)
@mistake(
    {"randn(n_h, n_x)": "rand(n_h, n_x)", "randn(n_y, n_h)": "rand(n_y, n_h)"},
    "The weights are all positive: draw them from the normal distribution, not evenly between 0 and 1.",
)
@mistake(
    {"randn(n_h, n_x)": "randn(n_x, n_h)", "randn(n_y, n_h)": "randn(n_h, n_y)"},
    "The weights are transposed: a row belongs to a unit of its layer, a column to one of the layer before.",
)
@mistake(
    {
        "np.random.randn(n_h, n_x) * 0.01": "np.zeros((n_h, n_x))",
        "np.random.randn(n_y, n_h) * 0.01": "np.zeros((n_y, n_h))",
    },
    "The weights are zero, so all hidden units would learn the same; draw them at random.",
)
@mistake(
    {
        "np.zeros((n_h, 1))": "np.random.randn(n_h, 1) * 0.01",
        "np.zeros((n_y, 1))": "np.random.randn(n_y, 1) * 0.01",
    },
    "The biases are random; they should start at zero.",
)
@mistake(
    {"np.zeros((n_h, 1))": "np.zeros(n_h)", "np.zeros((n_y, 1))": "np.zeros(n_y)"},
    "The biases are flat; each layer's is a column, one row a unit.",
)
@mistake(
    {"np.zeros((n_h, 1))": "np.zeros((1, n_h))", "np.zeros((n_y, 1))": "np.zeros((1, n_y))"},
    "The biases lie on their side; each layer's is a column, one row a unit.",
)
@mistake(
    {"W1 = ": "np.random.seed(2)\n    W1 = ", "W2 = ": "np.random.seed(2)\n    W2 = "},
    "Setting the generator again before W2 draws the numbers of W1 a second time.",
)
@variant("W1 = ", "np.random.seed(2)\n    W1 = ", name="seed_of_the_older_edition")
@variant("np.random.randn(n_h, n_x)", "np.random.normal(0.0, 1.0, size=(n_h, n_x))")
@variant("np.random.randn(n_y, n_h) * 0.01", "np.random.default_rng(5).normal(scale=0.01, size=(n_y, n_h))")
@variant("b1 = np.zeros((n_h, 1))", "b1 = np.random.randn(n_h, 1) * 0", name="another_order_of_draws")
@equivalent("np.random.randn(n_h, n_x)", ANY_DRAW)
@equivalent("np.random.randn(n_y, n_h)", ANY_DRAW)
def initialize_parameters():
    """Draws small random weights, and zero biases."""
    yield call(2, 4, 1)
    yield call(3, 5, 2)
    yield call(12, 20, 5)  # enough to tell randn from rand
    # large enough to tell one law from another, and a draw from a pattern: see not_standard_normal
    yield call(30, 40, 20, hidden=True)
    yield call(60, 50, 40, hidden=True)


@hw.exercise(points=18, returns=("A2", "cache"))
@hint(
    "Each layer in two steps: weights times what comes in, plus biases; then the activation of each element."
)
@hint("The hidden layer's activation is tanh, the output's is sigmoid, which the helper module has.")
@hint("The cache keeps both layers' values before and after their activation, under the names of the brief.")
@mistake("np.tanh(Z1)", "sigmoid(Z1)", "The hidden layer uses sigmoid; its activation is tanh.")
@mistake("np.tanh(Z1)", "np.maximum(0, Z1)", "The hidden layer uses ReLU; its activation is tanh.")
@mistake(
    "np.tanh(Z1)", "Z1", "The hidden layer has no activation; without tanh the network is a straight line."
)
@mistake(
    {"np.tanh(Z1)": "sigmoid(Z1)", "A2 = sigmoid(Z2)": "A2 = np.tanh(Z2)"},
    "The activations are exchanged: tanh belongs to the hidden layer, sigmoid to the output.",
)
@mistake("A2 = sigmoid(Z2)", "A2 = np.tanh(Z2)", "The output uses tanh; a probability comes from sigmoid.")
@mistake("A2 = sigmoid(Z2)", "A2 = Z2", "The output has no activation; sigmoid makes it a probability.")
@mistake(
    {"np.dot(W1, X) + b1": "np.dot(W1, X)", "np.dot(W2, A1) + b2": "np.dot(W2, A1)"},
    "The biases of both layers are left out.",
)
@mistake("np.dot(W1, X) + b1", "np.dot(W1, X)", "The biases of the hidden layer are left out.")
@mistake("np.dot(W2, A1) + b2", "np.dot(W2, A1)", "The bias of the output layer is left out.")
@mistake(
    "np.dot(W2, A1)",
    "np.dot(W2, Z1)",
    "The output layer takes the hidden values before their activation; it should take them after.",
)
@mistake(
    '"Z1": Z1, "A1": A1',
    '"Z1": A1, "A1": Z1',
    "The cache has the hidden layer's values before and after activation exchanged.",
)
@variant({"np.tanh(Z1)": "2 * sigmoid(2 * Z1) - 1", "sigmoid(Z2)": "1 / (1 + np.exp(-Z2))"})
@variant(
    {
        "np.dot(W1, X)": "W1 @ X",
        "np.dot(W2, A1)": "np.matmul(W2, A1)",
        "np.tanh(Z1)": "np.sinh(Z1) / np.cosh(Z1)",
    }
)
@variant("return A2, cache", 'cache["W1"] = W1\n    return A2, cache')
@vectorized(lambda rng, m: call(*examples(rng, 2, 4, m)))
def forward_propagation(rng):
    """Computes the network's output for every example."""
    yield call(*examples(rng, n_x=2, n_h=4, m=3))
    yield call(*examples(rng, n_x=3, n_h=2, m=5))
    yield call(*examples(rng, n_x=4, n_h=5, m=7), hidden=True)
    yield call(*examples(rng, n_x=5, n_h=3, m=1), hidden=True)


@hw.exercise(points=12, returns="cost")
@hint("For one example: minus the logarithm of the probability that was given to its true label.")
@hint("The cost is the mean over the examples, and it is never negative.")
@mistake(
    "np.sum(logprobs) / m",
    "np.sum(logprobs)",
    "The cost is a sum over the examples; divide it by their number.",
)
@mistake(
    "-np.sum(logprobs)", "np.sum(logprobs)", "The cost is negative: logarithms of probabilities need a minus."
)
@mistake(
    "Y * np.log(A2) + (1 - Y) * np.log(1 - A2)",
    "Y * np.log(A2)",
    "The cost leaves out the examples with label 0.",
)
@mistake(
    "(1 - Y) * np.log(1 - A2)",
    "(1 - Y) * (1 - np.log(A2))",
    "For label 0 take the logarithm of 1 minus the probability, not 1 minus the logarithm.",
)
@mistake(
    "(1 - Y) * np.log(1 - A2)",
    "(1 - Y) * (1 - np.log(1 - A2))",
    "For label 0 take the logarithm of 1 minus the probability; do not subtract that logarithm from 1.",
)
@mistake(
    "Y * np.log(A2) + (1 - Y) * np.log(1 - A2)",
    "-((A2 - Y) ** 2)",
    "This is the squared error; the exercise asks for the cross-entropy, made of logarithms.",
)
@mistake(
    "Y * np.log(A2) + (1 - Y) * np.log(1 - A2)",
    "np.dot(Y.T, np.log(A2)) + np.dot((1 - Y).T, np.log(1 - A2))",
    "This product pairs every label with every prediction; each label belongs with its own prediction only.",
)
@mistake(
    "/ m", "/ (2 * m)", "The cost is half as large as it should be: the cross-entropy has no factor 1/2."
)
@variant("-np.sum(logprobs) / m", "np.mean(-logprobs)")
@variant(
    "logprobs = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)", "logprobs = np.log(np.where(Y == 1, A2, 1 - A2))"
)
@variant(
    {
        "Y * np.log(A2)": "np.dot(np.log(A2), Y.T)",
        "(1 - Y) * np.log(1 - A2)": "np.dot(np.log(1 - A2), (1 - Y).T)",
        "return float(cost)": "return cost.reshape(1, 1)",
    },
    name="products_of_rows",
)
@vectorized(lambda rng, m: call(*predictions(rng, m)))
def compute_cost(rng):
    """Computes the mean cross-entropy."""
    for m, hidden in [(3, False), (6, False), (9, True), (1, True)]:
        yield call(*predictions(rng, m), optional={"parameters": network(rng, 2, 4)}, hidden=hidden)


@hw.exercise(points=25, returns="grads", shares=("dW2", "db2", "dW1", "db1"))
@hint("Walk the forward steps in the other direction: output layer first, then the hidden layer.")
@hint(
    "Cross-entropy and sigmoid together leave a very simple gradient at the output: prediction minus label."
)
@hint("What comes back through W2 is multiplied, element by element, by the slope of tanh.")
@hint("All four gradients are means over the examples, each in the shape of its parameter.")
@mistake(
    {
        "np.dot(dZ2, A1.T) / m": "np.dot(dZ2, A1.T)",
        "np.sum(dZ2, axis=1, keepdims=True) / m": "np.sum(dZ2, axis=1, keepdims=True)",
        "np.dot(dZ1, X.T) / m": "np.dot(dZ1, X.T)",
        "np.sum(dZ1, axis=1, keepdims=True) / m": "np.sum(dZ1, axis=1, keepdims=True)",
    },
    "All gradients are sums over the examples; divide them by the number of examples.",
)
@mistake(
    {"np.dot(dZ2, A1.T) / m": "np.dot(dZ2, A1.T)", "np.dot(dZ1, X.T) / m": "np.dot(dZ1, X.T)"},
    "The gradients of the weights are sums over the examples; divide them by the number of examples.",
)
@mistake(
    {
        "np.sum(dZ2, axis=1, keepdims=True) / m": "np.sum(dZ2, axis=1, keepdims=True)",
        "np.sum(dZ1, axis=1, keepdims=True) / m": "np.sum(dZ1, axis=1, keepdims=True)",
    },
    "The gradients of the biases are sums over the examples; divide them by the number of examples.",
)
@mistake(
    "m = X.shape[1]", "m = X.shape[0]", "You divide by the number of features; divide by that of examples."
)
@mistake(
    "dZ2 = A2 - Y",
    "dZ2 = Y - A2",
    "All gradients have the opposite sign: the error is prediction minus label.",
)
@mistake(
    "dZ2 = A2 - Y",
    "dZ2 = (A2 - Y) * A2 * (1 - A2)",
    "The slope of the output's sigmoid is multiplied in once too often; with cross-entropy it has cancelled.",
)
@mistake(
    "dZ2 = A2 - Y",
    "dZ2 = (A2 - Y) / (A2 * (1 - A2))",
    "This is the gradient after the output's sigmoid; the one before it, times the slope, belongs here.",
)
@mistake(" * (1 - A1**2)", "", "The slope of tanh is missing on the way back into the hidden layer.")
@mistake("(1 - A1**2)", "(1 - A1)", "The slope of tanh needs the square of its value.")
@mistake(
    "(1 - A1**2)", "A1 * (1 - A1)", "This is the slope of sigmoid; the hidden layer's activation is tanh."
)
@mistake("(1 - A1**2)", "(A1 > 0)", "This is the slope of ReLU; the hidden layer's activation is tanh.")
@mistake(
    "(1 - A1**2)",
    '(1 - cache["Z1"] ** 2)',
    "The slope of tanh takes Z1, the hidden values before activation; it is made of A1, those after it.",
)
@mistake(
    "np.dot(dZ2, A1.T)",
    'np.dot(dZ2, cache["Z1"].T)',
    "The output layer's weights saw the hidden values after activation; use those, not the ones before.",
)
@mistake(
    {
        "np.sum(dZ2, axis=1, keepdims=True)": "np.sum(dZ2, axis=1)",
        "np.sum(dZ1, axis=1, keepdims=True)": "np.sum(dZ1, axis=1)",
    },
    "The gradients of the biases are flat; keep the column shape of the biases.",
    name="flat_gradients_of_the_biases",
)
@mistake(
    "np.sum(dZ1, axis=1, keepdims=True)",
    "np.sum(dZ1)",
    "The gradient of the hidden biases is one number for all; each unit needs its own, so sum each row.",
)
@variant("np.dot(W2.T, dZ2) *", "W2.T * dZ2 *")
@variant({"np.dot(W2.T, dZ2)": "np.multiply(W2.T, dZ2)", "(1 - A1**2)": "(1 - np.power(A1, 2))"})
@variant(
    {
        "np.dot(dZ2, A1.T) / m": "(1 / m) * dZ2 @ A1.T",
        "np.sum(dZ2, axis=1, keepdims=True) / m": "np.mean(dZ2)",
    }
)
@variant("np.dot(dZ1, X.T) / m", "np.einsum('im,jm->ij', dZ1, X) * (1 / Y.size)")
@vectorized(lambda rng, m: call(*after_forward(rng, 2, 4, m)))
@invariant(contradiction)
def backward_propagation(rng):
    """Computes the gradients of the cost."""
    # one output unit only: an elementwise product with W2^T is right then, and accepted
    yield call(*after_forward(rng, n_x=2, n_h=4, m=3))
    yield call(*after_forward(rng, n_x=3, n_h=2, m=5))
    yield call(*after_forward(rng, n_x=5, n_h=3, m=8), hidden=True)
    yield call(*after_forward(rng, n_x=4, n_h=5, m=1), hidden=True)


@hw.exercise(points=10, returns="parameters")
@hint("Each parameter goes against its own gradient.")
@hint("How far it goes is the gradient times the argument learning_rate.")
@mistake(
    {f'parameters["{p}"] - ': f'parameters["{p}"] + ' for p in ("W1", "b1", "W2", "b2")},
    "The step goes up the gradients; it should go down.",
)
@mistake(
    {f'learning_rate * grads["d{p}"]': f'grads["d{p}"]' for p in ("W1", "b1", "W2", "b2")},
    "The parameters move by the whole gradient; the learning rate is missing.",
)
@mistake(
    {f'learning_rate * grads["d{p}"]': f'1.2 * grads["d{p}"]' for p in ("W1", "b1", "W2", "b2")},
    "The learning rate is fixed at 1.2; use the argument learning_rate.",
)
@mistake(
    {f' - learning_rate * grads["d{p}"]': "" for p in ("W1", "b1", "W2", "b2")},
    "The parameters come back as they were: no step was taken.",
)
@mistake(
    {f' - learning_rate * grads["d{p}"]': "" for p in ("b1", "b2")},
    "Only the weights are updated; the biases need their step too.",
)
@mistake(
    {f' - learning_rate * grads["d{p}"]': "" for p in ("W2", "b2")},
    "Only the hidden layer is updated; the output layer needs its step too.",
)
@mistake(
    {
        **{f'parameters["b{i}"]': f'parameters["W{i}"]' for i in "12"},
        **{f'grads["db{i}"]': f'grads["dW{i}"]' for i in "12"},
    },
    "The biases are computed from the weights and their gradients, so they take the shape of the weights.",
)
@mistake(
    {f'learning_rate * grads["d{p}"]': f'grads["d{p}"] / learning_rate' for p in ("W1", "b1", "W2", "b2")},
    "You divide by the learning rate; multiply by it.",
)
@variant(
    'W1 = parameters["W1"] - learning_rate * grads["dW1"]',
    'W1 = parameters["W1"]\n    W1 -= grads["dW1"] * learning_rate',
    name="in_place",
)
@variant(
    'return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}',
    "parameters.update(W1=W1, b1=b1, W2=W2, b2=b2)\n    return parameters",
)
def update_parameters(rng):
    """Takes one step of gradient descent."""
    yield call(*step(rng, n_x=2, n_h=4, n_y=1), 1.2)
    yield call(*step(rng, n_x=3, n_h=2, n_y=2), 0.3)
    yield call(*step(rng, n_x=4, n_h=5, n_y=3), 0.07, hidden=True)
    yield call(*step(rng, n_x=1, n_h=3, n_y=1), 2.5, hidden=True)


@hw.exercise(
    points=10,
    returns="parameters",
    needs=[
        "layer_sizes",
        "initialize_parameters",
        "forward_propagation",
        "compute_cost",
        "backward_propagation",
        "update_parameters",
    ],
    judge=judge_training,
)
@hint("All pieces are there: draw parameters once, then repeat forward, cost, backward, update.")
@hint("The hidden size is an argument here; the number that layer_sizes names is not used.")
@hint("What update_parameters returns is where the next round starts.")
@mistake(
    "parameters = update_parameters(parameters, grads)",
    "update_parameters(parameters, grads)",
    "The updated parameters are thrown away, so every round begins at the first ones.",
)
@mistake(
    "        A2, cache",
    "        parameters = initialize_parameters(n_x, n_h, n_y)\n        A2, cache",
    "The parameters are drawn anew in every round; draw them once, before the loop.",
)
@mistake("n_x, _, n_y", "n_x, n_h, n_y", "The hidden size of layer_sizes replaces the argument n_h.")
@mistake(
    "range(num_iterations)",
    "range(10000)",
    "The number of rounds is fixed at 10000; use the argument num_iterations.",
)
@mistake("range(num_iterations)", "range(1)", "Only one step is taken; repeat it num_iterations times.")
@mistake(
    "range(num_iterations)",
    "range(num_iterations - 1)",
    "One step too few: the loop runs num_iterations times.",
)
@mistake(
    "range(num_iterations)",
    "range(num_iterations + 1)",
    "One step too many: the loop runs num_iterations times.",
)
@mistake(
    "update_parameters(parameters, grads)",
    "update_parameters(parameters, grads, 0.01)",
    "The steps are too short: use the learning rate 1.2 that update_parameters has by default.",
)
@mistake(
    "    for i in range(num_iterations):\n        A2, cache = forward_propagation(X, parameters)\n",
    "    A2, cache = forward_propagation(X, parameters)\n    for i in range(num_iterations):\n",
    "The forward step is made only once, before the loop; it must see the new parameters in every round.",
)
@mistake("return parameters", "return grads", "These are the last gradients; return the trained parameters.")
@variant("np.random.seed(3)", "np.random.seed(2)", name="seed_of_the_older_edition")
@variant("np.random.seed(3)", "np.random.seed(17)", name="another_seed")
@variant("update_parameters(parameters, grads)", "update_parameters(parameters, grads, learning_rate=1.2)")
@equivalent("np.random.seed(3)", ANY_DRAW)
def nn_model(rng):
    """Trains the network."""
    rate = {"learning_rate": 1.2}  # some courses made it an argument
    printed = rate | {"print_cost": True}  # what a student's function does only then may fail, too
    # small inputs and few steps: hardly more than the output's bias learns, so the steps can be counted
    yield call(
        *two_clouds(rng, 2, 12, positive=0.75, spread=0.1), 3, num_iterations=4, optional=printed, rtol=1e-4
    )
    yield call(
        *two_clouds(rng, 2, 14, positive=0.5, spread=0.7), 5, num_iterations=60, optional=rate, rtol=1e-4
    )
    yield call(
        *two_clouds(rng, 3, 16, positive=0.25, spread=0.1),
        2,
        num_iterations=5,
        optional=rate,
        rtol=1e-4,
        hidden=True,
    )
    yield call(
        *two_clouds(rng, 3, 15, positive=0.4, spread=0.7),
        6,
        num_iterations=120,
        optional=rate,
        rtol=1e-4,
        hidden=True,
    )


@hw.exercise(points=5, returns="predictions", needs=["forward_propagation"], shape_credit=1.0)
@hint("The network's output is a probability for each example; which of them are above one half?")
@mistake("A2 > 0.5", "A2", "These are probabilities; say for each whether it is above one half.")
@mistake(
    "A2 > 0.5", "A2 < 0.5", "The labels are exchanged: predict 1 where the probability is above one half."
)
@mistake("A2 > 0.5", "A2 > 0", "The threshold is one half; every probability is above zero.")
@mistake(
    {"A2, _ =": "_, cache =", "A2 > 0.5": 'cache["Z2"] > 0.5'},
    "The threshold 0.5 is for the probability; here it is compared with the value before the sigmoid.",
)
@mistake("A2 > 0.5", "A2 > np.mean(A2)", "The threshold is one half, not the mean probability.")
@variant("A2 > 0.5", "np.round(A2)")
@variant("A2 > 0.5", "(A2 >= 0.5).astype(int)")
@variant("A2 > 0.5", "[1.0 if p > 0.5 else 0.0 for p in A2[0]]")
@variant("A2 > 0.5", "np.where(A2 > 0.5, 1, 0).ravel()")
@vectorized(lambda rng, m: call(*near_the_boundary(rng, 2, 4, m)))
@picture("boundary", "X")
def predict(rng):
    """Predicts the label of each example."""
    yield call(*near_the_boundary(rng, n_x=2, n_h=4, m=5))
    yield call(*near_the_boundary(rng, n_x=3, n_h=2, m=8))
    yield call(*over_the_plane())
    yield call(*near_the_boundary(rng, n_x=4, n_h=5, m=11), hidden=True)
