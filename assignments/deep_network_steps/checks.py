"""The rubric of `deep_network_steps`, as code.

Inputs of every backward function come from the reference's own forward functions, so that cached values never
contradict each other. Some networks have layers as wide as their input: a solution that takes the wrong
layer's weights or cache then returns wrong values instead of failing.
"""

import math
import re
from itertools import pairwise

import numpy as np

from grader import Assignment, call, equivalent, hint, invariant, mistake, variant, vectorized
from reference import deep_network_steps as solution

hw = Assignment("Building your deep neural network, step by step", week="C1W4")
ANY_DRAW = "Any draw is right that follows the law, whatever the seed, the sign and the order of draws."


def labels(rng, m):
    """Draw labels that hold both classes where m allows it."""
    Y = rng.integers(0, 2, size=(1, m))
    Y[0, 0] = 1
    Y[0, -1] = 0 if m > 1 else 1
    return Y


def network(rng, dims):
    """Draw parameters of a network with these layer sizes; no bias is zero."""
    parameters = {}
    for layer, (n_prev, n) in enumerate(pairwise(dims), 1):
        parameters[f"W{layer}"] = rng.normal(size=(n, n_prev)) / np.sqrt(n_prev)
        parameters[f"b{layer}"] = 0.4 * rng.normal(size=(n, 1))
    return parameters


def gradients(rng, parameters):
    """Draw gradients that fit the parameters, and one of an activation, which L_model_backward returns too."""
    grads = {f"d{name}": rng.normal(size=value.shape) for name, value in parameters.items()}
    return grads | {"dA1": rng.normal(size=(2, 3))}


def layer(rng, n_prev, n, m):
    """Draw the inputs of one layer, with some of Z above and some below zero."""
    while True:
        A_prev, W, b = rng.normal(size=(n_prev, m)), rng.normal(size=(n, n_prev)), rng.normal(size=(n, 1))
        Z, _ = solution.linear_forward(A_prev, W, b)
        if alive(Z):
            return A_prev, W, b


def layer_backward(rng, n_prev, n, m, activation):
    """Draw dA and let the reference's forward make the cache that belongs to it."""
    A, cache = solution.linear_activation_forward(*layer(rng, n_prev, n, m), activation)
    return rng.normal(size=A.shape), cache, activation


def linear_backward_inputs(rng, n_prev, n, m):
    """Draw dZ and let the reference's forward make the cache that belongs to it."""
    Z, cache = solution.linear_forward(*layer(rng, n_prev, n, m))
    return rng.normal(size=Z.shape), cache


def forward_inputs(rng, dims, m):
    """Draw examples and a network in which each hidden layer has live and dead ReLUs for them."""
    while True:
        X, parameters = rng.normal(size=(dims[0], m)), network(rng, dims)
        AL, caches = solution.L_model_forward(X, parameters)
        if all(alive(Z) for _, Z in caches[:-1]) and np.all((AL > 0.02) & (AL < 0.98)):
            return X, parameters


def backward_inputs(rng, dims, m):
    """Let the reference's forward make AL and its caches; draw labels from which every layer learns."""
    while True:
        AL, caches = solution.L_model_forward(*forward_inputs(rng, dims, m))
        Y = labels(rng, m)
        if all(gradient.any() for gradient in solution.L_model_backward(AL, Y, caches).values()):
            return AL, Y, caches


def alive(Z):
    """Tell whether a ReLU layer lets some of Z through and stops some."""
    return bool(np.any(Z > 0.05) and np.any(Z < -0.05))


def contradicting_layer(dA, cache, activation=""):
    """Say that Z of a layer's cache does not come from the rest of it, or None."""
    (A_prev, W, b), Z = cache
    if not np.allclose(Z, W @ A_prev + b):
        return "Z of the cache is not W A_prev + b of the cache"
    return None if dA.shape == Z.shape else "dA has not the shape of Z"


def contradicting_caches(AL, Y, caches):
    """Say where caches and AL are not those of one forward pass, or None."""
    for number, cache in enumerate(caches, 1):
        if said := contradicting_layer(cache[1], cache):
            return f"layer {number}: {said}"
    for number, ((_, Z), ((A_prev, _, _), _)) in enumerate(pairwise(caches), 1):
        if not np.allclose(A_prev, np.maximum(0, Z)):
            return f"layer {number + 1} was not given what layer {number} returned"
    if not np.allclose(AL, 1 / (1 + np.exp(-caches[-1][1]))):
        return "AL is not the sigmoid of the last Z"
    return None if Y.size == AL.size else "there is not one label for each example"


def names(parameters):
    """Return the keys that are names of parameters, sorted."""
    return sorted(key for key in parameters if isinstance(key, str) and re.fullmatch(r"[Wb]\d+", key))


def with_names(parameters):
    """Add the names of all parameters: whoever counts the layers by them counts a layer too many."""
    return {**parameters, "names": names(parameters)}


def small_draw(value, dims, scale=0.01):
    """Say what is wrong with parameters that are to be small draws from the normal distribution, or None.

    Any seed will do. A right draw is refused with a probability below 4e-6: spread and mean, of each layer
    and of all weights, may stray by six standard deviations (2e-9 each), and of twenty or more weights some
    are negative (1e-6 at twenty).
    """
    if not isinstance(value, dict):
        return "A dictionary of W1, b1, W2, ... is expected."
    weights = {}
    for number, (n_prev, n) in enumerate(pairwise(dims), 1):
        for name, shape in ((f"W{number}", (n, n_prev)), (f"b{number}", (n, 1))):
            array = numbers(value.get(name))
            if array is None:
                return f"{name} is missing or holds no numbers."
            if array.shape != shape and not array.size == np.prod(shape) == 1:
                return f"{name} has shape {array.shape}, expected {shape}."
            if name.startswith("W"):
                weights[name] = array.ravel()
            elif np.any(array != 0):
                return f"{name} is not zero: only the weights are drawn at random."
    if surplus := [name for name in names(value) if not 1 <= int(name[1:]) < len(dims)]:
        return f"{surplus[0]} is the parameter of no layer; layer 1 is the first behind the input."
    everything = {"The parameters taken together": np.concatenate(list(weights.values()))}
    complaints = (unlike_normal(name, drawn, scale) for name, drawn in (weights | everything).items())
    return repeated(list(weights.values())) or next(filter(None, complaints), None)


def numbers(value):
    """Return a value as an array of finite floats, or None."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return None
    return array if np.all(np.isfinite(array)) else None


def repeated(weights):
    """Say that weights repeat each other instead of being drawn each for itself, or None."""
    if any(layer.size > 1 and np.ptp(layer) == 0 for layer in weights):
        return "All weights of a layer are equal, so its units would all learn the same; draw them at random."
    for first, second in pairwise(weights):
        k = min(first.size, second.size)
        if k > 1 and np.array_equal(first[:k], second[:k]):
            return "Two layers start with the same numbers: set the seed once, before the first draw."
    return None


def unlike_normal(name, weights, scale):
    """Say why these weights are no draws from the normal distribution of this scale, or None."""
    N, z = weights.size, weights / scale
    spread = (np.cbrt(np.mean(z**2)) - 1 + 2 / (9 * N)) / np.sqrt(
        2 / (9 * N)
    )  # nearly normal: Wilson, Hilferty
    if abs(spread) > 6:
        return f"{name}: the weights' spread is {scale * np.sqrt(np.mean(z**2)):.2g}, expected about {scale}."
    if abs(z.sum()) > 6 * np.sqrt(N) or (N >= 20 and np.all(z > 0)):
        return (
            f"{name}: the weights are not centred at zero; draw them from the standard normal distribution."
        )
    distance = distance_from_normal(z)
    if 2 * math.exp(-2 * N * distance**2) < 1e-9:  # Massart's bound
        return (
            f"{name}: the weights are spread in another way than draws from the standard normal distribution."
        )
    return f"{name}: the weights follow a rule; draw them at random." if follows_a_rule(z, distance) else None


def distance_from_normal(z):
    """Return how far the distribution function of some numbers is from the standard normal one, 0 to 1."""
    normal = np.array([0.5 * (1 + math.erf(x / math.sqrt(2))) for x in np.sort(z)])
    steps = np.arange(z.size + 1) / z.size
    return float(max(np.max(steps[1:] - normal), np.max(normal - steps[:-1])))


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


@hw.exercise(
    points=5,
    returns="parameters",
    judge=lambda value, n_x, n_h, n_y: small_draw(value, (n_x, n_h, n_y)),
    canonical=with_names,
)
@hint(
    "A weight matrix has one row for each unit of its layer and one column for each unit of the layer before."
)
@hint("Weights are small draws from the standard normal distribution; biases start at zero, in columns.")
@mistake(
    "np.random.randn(n_h, n_x) * 0.01",
    "np.random.randn(n_h, n_x)",
    "The weights of the first layer are not made small: scale them by 0.01.",
)
@mistake(
    {
        "np.random.randn(n_h, n_x) * 0.01": "np.random.randn(n_h, n_x)",
        "np.random.randn(n_y, n_h) * 0.01": "np.random.randn(n_y, n_h)",
    },
    "The weights are not made small: scale both layers by 0.01.",
)
@mistake(
    {
        "np.random.randn(n_h, n_x)": "np.random.rand(n_h, n_x)",
        "np.random.randn(n_y, n_h)": "np.random.rand(n_y, n_h)",
    },
    "The weights are uniform between 0 and 1 before scaling; draw them from the standard normal "
    "distribution.",
)
@mistake(
    {
        "np.random.randn(n_h, n_x) * 0.01": "np.zeros((n_h, n_x))",
        "np.random.randn(n_y, n_h) * 0.01": "np.zeros((n_y, n_h))",
    },
    "All weights are zero, so the hidden units stay copies of each other; draw the weights at random.",
)
@mistake(
    {
        "np.random.randn(n_h, n_x)": "np.random.randn(n_x, n_h)",
        "np.random.randn(n_y, n_h)": "np.random.randn(n_h, n_y)",
    },
    "The weight matrices are transposed: rows belong to the layer itself, columns to the layer before it.",
)
@mistake(
    "    W2 = ",
    "    np.random.seed(1)\n    W2 = ",
    "The seed is set again before the second layer, whose weights then repeat those of the first; set it "
    "once.",
)
@mistake(
    {
        "b1 = np.zeros((n_h, 1))": "b1 = np.random.randn(n_h, 1) * 0.01",
        "b2 = np.zeros((n_y, 1))": "b2 = np.random.randn(n_y, 1) * 0.01",
    },
    "The biases are random; they should start at zero.",
)
@variant("np.random.seed(1)", "np.random.seed(3)", name="another seed")
@variant("    np.random.seed(1)\n", "", name="no seed")
@variant("np.random.randn(n_h, n_x) * 0.01", "np.random.normal(0, 0.01, size=(n_h, n_x))")
@variant({"np.zeros((n_h, 1))": "np.zeros([n_h, 1])", "np.zeros((n_y, 1))": "np.zeros(shape=(n_y, 1))"})
@equivalent("np.random.seed(1)", ANY_DRAW)
@equivalent("np.random.randn(n_h, n_x)", ANY_DRAW)
@equivalent("np.random.randn(n_y, n_h)", ANY_DRAW)
def initialize_parameters():
    """Makes the parameters that a network of two layers starts from."""
    yield call(5, 3, 2)
    yield call(3, 5, 1)
    # large enough to tell draws from a pattern: see follows_a_rule
    yield call(40, 30, 40, hidden=True)
    yield call(6, 50, 20, hidden=True)


@hw.exercise(
    points=10,
    returns="parameters",
    judge=lambda value, layer_dims: small_draw(value, layer_dims),
    canonical=with_names,
)
@hint(
    "Layer l has as many rows as layer_dims says for it, and as many columns as layer_dims says for the "
    "one before."
)
@hint("A list of sizes names the input too: there is one layer fewer than the list has entries.")
@mistake(
    "np.random.randn(layer_dims[layer], layer_dims[layer - 1]) * 0.01",
    "np.random.randn(layer_dims[layer], layer_dims[layer - 1])",
    "The weights are not made small: scale them by 0.01.",
)
@mistake(
    "layer_dims[layer], layer_dims[layer - 1]",
    "layer_dims[1], layer_dims[0]",
    "Every layer gets the shape of the first one; take the sizes of layer l and of the layer before it.",
)
@mistake(
    "range(1, L + 1)",
    "range(1, L)",
    "The last layer is left out: parameters are needed for layers 1 to L, the output layer included.",
)
@mistake(
    "np.zeros((layer_dims[layer], 1))",
    "np.zeros(layer_dims[layer])",
    "The biases are flat; each layer's are a column of shape (n_l, 1).",
)
@mistake(
    "np.random.randn(",
    "np.random.rand(",
    "The weights are uniform; draw them from the standard normal distribution.",
)
@mistake(
    "np.random.randn(layer_dims[layer], layer_dims[layer - 1]) * 0.01",
    "np.random.randn(layer_dims[layer], layer_dims[layer - 1]) * np.sqrt(2 / layer_dims[layer - 1])",
    "This is He's scaling, which comes in a later week; here the weights are scaled by 0.01.",
)
@mistake(
    {
        "    np.random.seed(3)\n": "",
        '        parameters[f"W': '        np.random.seed(3)\n        parameters[f"W',
    },
    "The seed is set again for every layer, so the layers repeat each other's numbers; set it once, "
    "before the loop.",
)
@variant("np.random.seed(3)", "np.random.seed(1)", name="another seed")
@variant(
    "np.random.randn(layer_dims[layer], layer_dims[layer - 1]) * 0.01",
    "0.01 * np.random.randn(*layer_dims[layer - 1 : layer + 1][::-1])",
)
@equivalent("np.random.seed(3)", ANY_DRAW)
@equivalent("np.random.randn(layer_dims[layer], layer_dims[layer - 1])", ANY_DRAW)
def initialize_parameters_deep():
    """Makes the parameters that a network of any depth starts from."""
    yield call([5, 4, 1])
    yield call([4, 3, 2, 2])
    # large enough to tell draws from a pattern: see follows_a_rule
    yield call([40, 30, 8, 3], hidden=True)
    yield call([6, 40, 35, 3, 2], hidden=True)


@hw.exercise(points=8, returns={"Z": 3, "cache": 0})
@hint("Z has one row for each unit of the layer and one column for each example.")
@hint("It is a matrix product of W and A; the column b is then added to every column of it.")
@mistake("np.dot(W, A) + b", "np.dot(W, A)", "The bias is not added.")
@mistake(
    "np.dot(W, A) + b",
    "(np.dot(W, A), b)",
    "Z is a pair of the product and b: a comma stands where the sum belongs.",
)
@mistake("np.dot(W, A) + b", "np.dot(W, A) - b", "The bias is subtracted; it should be added.")
@mistake(
    "np.dot(W, A) + b",
    "np.maximum(0, np.dot(W, A) + b)",
    "An activation is applied already; Z is the linear part alone.",
)
@mistake(
    "np.dot(W, A) + b",
    "np.dot(W, A + b[0])",
    "The bias is added before the product; it is added to the product.",
)
@mistake(
    "(A, W, b)\n    return",
    "(Z, W, b)\n    return",
    "The cache holds the output; the way back needs the input A, with W and b.",
)
@mistake(
    "(A, W, b)\n    return",
    "(W, A, b)\n    return",
    "The cache is in another order: A first, then W, then b.",
)
@variant("np.dot(W, A) + b", "W @ A + b")
@variant("np.dot(W, A) + b", "np.add(np.matmul(W, A), b)")
@variant("np.dot(W, A) + b", "(A.T.dot(W.T) + b.T).T")
@vectorized(lambda rng, m: call(*layer(rng, 3, 4, m)))
def linear_forward(rng):
    """Computes the linear part of a layer."""
    yield call(*layer(rng, 3, 2, 4))
    yield call(*layer(rng, 2, 3, 5))
    yield call(*layer(rng, 4, 3, 6), hidden=True)
    yield call(*layer(rng, 5, 4, 1), hidden=True)


@hw.exercise(points=10, returns={"A": 3, "cache": 2}, needs=["linear_forward"])
@hint("First the linear part, then one of the two helpers; each helper returns two things.")
@hint("The cache is a pair: what linear_forward cached, and what the activation cached.")
@mistake(
    {"= sigmoid(Z)": "= relu (Z)", "= relu(Z)": "= sigmoid(Z)"},
    'The two activations are exchanged: "sigmoid" and "relu" each get the other\'s function.',
)
@mistake(
    "= relu(Z)",
    "= sigmoid(Z)",
    "The sigmoid is applied whatever is asked for; look at the argument activation.",
)
@mistake(
    "= sigmoid(Z)", "= relu(Z )", "ReLU is applied whatever is asked for; look at the argument activation."
)
@mistake(
    "return A, (linear_cache, activation_cache)",
    "return A, (linear_cache, A)",
    "The cache holds the activation A; the way back needs Z, which the activation helper returns as its "
    "cache.",
)
@mistake(
    "return A, (linear_cache, activation_cache)",
    "return A, (activation_cache, linear_cache)",
    "The cache is in another order: the linear cache first, then the activation's.",
)
@mistake(
    "return A, (linear_cache, activation_cache)",
    "return Z, (linear_cache, activation_cache)",
    "What is returned is Z, before the activation.",
)
@variant('elif activation == "relu":', "else:")
@variant("return A, (linear_cache, activation_cache)", "return A, (linear_cache, Z)")
@vectorized(lambda rng, m: call(*layer(rng, 3, 4, m), "relu"))
def linear_activation_forward(rng):
    """Computes a layer: its linear part, then its activation."""
    yield call(*layer(rng, 3, 2, 4), "sigmoid")
    yield call(*layer(rng, 3, 2, 4), "relu")
    yield call(*layer(rng, 4, 3, 5), "relu", hidden=True)
    yield call(*layer(rng, 2, 4, 3), "sigmoid", hidden=True)
    yield call(*layer(rng, 5, 4, 1), "relu", hidden=True)


@hw.exercise(points=15, returns={"AL": 2, "caches": 1}, needs=["linear_activation_forward"])
@hint("Each layer takes what the layer before it returned; only the first takes X.")
@hint(
    "There are two parameters for each layer. Every layer but the last uses ReLU, the last one the sigmoid."
)
@hint("caches grows by one entry in every layer, the last included.")
@mistake(
    "return AL, caches",
    "return cache[1], caches",
    "AL is the last layer's Z: the sigmoid's result belongs there.",
)
@mistake(
    'parameters[f"W{L}"], parameters[f"b{L}"]',
    'parameters["W2"], parameters["b2"]',
    "The last layer always uses W2 and b2, which is right for two layers only; use those of layer L.",
)
@mistake(
    'parameters[f"W{layer}"], parameters[f"b{layer}"]',
    'parameters["W1"], parameters["b1"]',
    "Every hidden layer uses W1 and b1; use those of the layer itself.",
)
@mistake(
    "A, cache = linear_activation_forward(A,",
    "A, cache = linear_activation_forward(X,",
    "Every hidden layer is fed with X; feed each with the activations of the layer before it.",
)
@mistake(
    '"relu")\n        caches.append(cache)',
    '"relu")\n        caches.append(A)',
    "The hidden layers' activations are collected; collect their caches, which the way back needs.",
)
@mistake(
    "caches.append(cache)\n    return",
    "return",
    "The last layer's cache is missing from caches: it has an entry for each of the L layers.",
)
@mistake(
    '"relu"',
    '"sigmoid" ',
    "The hidden layers use the sigmoid; they use ReLU, and only the last layer the sigmoid.",
)
@mistake(
    'parameters[f"b{L}"], "sigmoid"',
    'parameters[f"b{L}"], "relu"',
    "The last layer uses ReLU; a probability needs the sigmoid.",
)
@mistake(
    "range(1, L)",
    "range(1, L - 1)",
    "One hidden layer is left out: layers 1 to L - 1 come before the last one.",
)
@variant('f"W{L}"], parameters[f"b{L}"', 'f"W{layer + 1}"], parameters[f"b{layer + 1}"')
@variant("caches.append(cache)\n    return", "caches.insert(L - 1, cache)\n    return")
@vectorized(lambda rng, m: call(*forward_inputs(rng, [4, 3, 1], m)))
def L_model_forward(rng):
    """Computes the network's prediction."""
    yield call(*forward_inputs(rng, [4, 3, 1], 5))
    yield call(*forward_inputs(rng, [3, 3, 3, 1], 4))
    yield call(*forward_inputs(rng, [5, 4, 3, 2, 1], 6), hidden=True)
    yield call(*forward_inputs(rng, [3, 3, 3, 3, 1], 7), hidden=True)
    yield call(*forward_inputs(rng, [4, 4, 1], 3), hidden=True)
    yield call(*forward_inputs(rng, [2, 4, 3, 1], 1), hidden=True)


def predictions(rng, m):
    """Draw probabilities and labels."""
    return rng.uniform(0.05, 0.95, size=(1, m)), labels(rng, m)


@hw.exercise(points=10, returns="cost")
@hint("Each example adds log AL if its label is 1 and log(1 - AL) if it is 0; the cost is minus their mean.")
@hint("Multiplying by Y and by 1 - Y picks the right one of the two without any condition.")
@mistake(
    "cost = -np.sum",
    "cost = np.sum",
    "The cost has the opposite sign: logarithms of probabilities are negative, the cost is not.",
)
@mistake("np.log(1 - AL)) / m", "np.log(1 - AL))", "The cost is a sum over the examples; divide it by m.")
@mistake(
    "(1 - Y) * np.log(1 - AL)",
    "(1 - Y) * (1 - np.log(1 - AL))",
    "The second term is (1 - Y) times the logarithm of 1 - AL; do not subtract that logarithm from 1.",
)
@mistake(
    " + (1 - Y) * np.log(1 - AL)",
    "",
    "The examples with label 0 are left out: (1 - Y) log(1 - AL) is missing.",
)
@mistake(
    "-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m",
    "np.sum((AL - Y) ** 2) / m",
    "This is the squared error; the cost of a probability is the cross-entropy.",
)
@mistake(
    "np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))",
    "np.sum(np.dot(Y.T, np.log(AL)) + np.dot((1 - Y).T, np.log(1 - AL)))",
    "Every label is multiplied with every prediction; multiply element by element, or transpose the "
    "second factor.",
)
@mistake(
    "Y * np.log(AL) + (1 - Y) * np.log(1 - AL)",
    "Y * np.log(1 - AL) + (1 - Y) * np.log(AL)",
    "The two terms are exchanged: label 1 goes with log AL, label 0 with log(1 - AL).",
)
@mistake(
    {"np.log(AL)": "np.log10(AL)", "np.log(1 - AL)": "np.log10(1 - AL)"},
    "The logarithm is to the base 10; the cross-entropy takes the natural logarithm.",
)
@variant(
    "-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m",
    "(-1 / m) * (np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T))",
)
@variant(
    "-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m",
    "np.mean(-Y * np.log(AL) - (1 - Y) * np.log(1 - AL), axis=1, keepdims=True)",
)
@variant(
    "-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m",
    "(1.0 / m) * (-np.dot(Y, np.log(AL).T) - np.dot(1 - Y, np.log(1 - AL).T))[0][0]",
)
@variant(
    "-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m",
    "-np.sum(np.log(np.where(Y == 1, AL, 1 - AL))) / m",
)
@variant("return np.squeeze(cost)", "return np.reshape(cost, (1, 1))")
@vectorized(lambda rng, m: call(*predictions(rng, m)))
def compute_cost(rng):
    """Computes the mean cross-entropy."""
    yield call(*predictions(rng, 3))
    yield call(*predictions(rng, 5))
    yield call(*predictions(rng, 8), hidden=True)
    yield call(*predictions(rng, 1), hidden=True)


@hw.exercise(points=12, returns=("dA_prev", "dW", "db"), shape_credit=0.5)
@hint("Each gradient has the shape of its quantity: dW that of W, db that of b, dA_prev that of A_prev.")
@hint("dW and db are means over the examples. dA_prev is not: every example keeps its own column.")
@hint("db adds up each row of dZ and stays a column; look for the arguments of np.sum that do this.")
@mistake("np.dot(dZ, A_prev.T) / m", "np.dot(dZ, A_prev.T)", "dW is a sum over the examples; divide it by m.")
@mistake("keepdims=True) / m", "keepdims=True)", "db is a sum over the examples; divide it by m.")
@mistake(
    {"np.dot(dZ, A_prev.T) / m": "np.dot(dZ, A_prev.T)", "keepdims=True) / m": "keepdims=True)"},
    "dW and db are sums over the examples; divide both by m.",
)
@mistake(
    "np.sum(dZ, axis=1, keepdims=True)",
    "np.sum(dZ)",
    "db is one number, the sum of all of dZ; each unit has its own bias, so sum each row.",
)
@mistake(
    "np.sum(dZ, axis=1, keepdims=True)",
    "np.ones((dZ.shape[0], 1)) * np.sum(dZ)",
    "Every row of db holds the sum of all of dZ; each unit has its own, the sum of its row.",
)
@mistake(
    "np.sum(dZ, axis=1, keepdims=True)",
    "np.sum(dZ, axis=0, keepdims=True)",
    "db is summed over the units; sum over the examples, which are the columns.",
)
@mistake("axis=1, keepdims=True", "axis=1", "db is flat; keep it a column of shape (n, 1), as b is.")
@mistake(
    "np.dot(W.T, dZ)",
    "np.dot(W.T, dZ) / m",
    "dA_prev is divided by m; only dW and db are means over the examples.",
)
@mistake(
    "np.dot(W.T, dZ)",
    "np.dot(dZ.T, W)",
    "dA_prev is transposed: it has the shape of A_prev, one example a column.",
)
@mistake("np.dot(dZ, A_prev.T)", "np.dot(A_prev, dZ.T)", "dW is transposed: it has the shape of W.")
@mistake(
    "A_prev.shape[1]", "A_prev.shape[0]", "m is taken from the rows of A_prev; the examples are its columns."
)
@variant("np.sum(dZ, axis=1, keepdims=True) / m", "np.mean(dZ, axis=1, keepdims=True)")
@variant("np.sum(dZ, axis=1, keepdims=True) / m", "np.sum(dZ, 1).reshape(-1, 1) * (1 / m)")
@variant("np.sum(dZ, axis=1, keepdims=True) / m", "np.dot(dZ, np.full((m, 1), 1 / m))")
@variant("np.dot(dZ, A_prev.T) / m", "(1 / m) * (A_prev @ dZ.T).T")
@variant("np.dot(W.T, dZ)", "(dZ.T @ W).T")
@vectorized(lambda rng, m: call(*linear_backward_inputs(rng, 3, 4, m)))
@invariant(
    lambda dZ, cache: None if dZ.shape == (cache[1] @ cache[0]).shape else "dZ has not the shape of W A_prev"
)
def linear_backward(rng):
    """Computes the gradients of a layer's linear part."""
    yield call(*linear_backward_inputs(rng, 3, 2, 4))
    yield call(*linear_backward_inputs(rng, 2, 3, 5))
    yield call(*linear_backward_inputs(rng, 5, 4, 6), hidden=True)
    yield call(*linear_backward_inputs(rng, 3, 3, 2), hidden=True)
    yield call(*linear_backward_inputs(rng, 4, 2, 1), hidden=True, edge=True)  # db is dZ


@hw.exercise(points=10, returns=("dA_prev", "dW", "db"), needs=["linear_backward"], shape_credit=0.5)
@hint("Two steps back: through the activation, from dA to dZ, then through the linear part.")
@hint("The cache is a pair. Each of the two steps needs one of its halves.")
@mistake(
    {
        "relu_backward(dA, activation_cache)": "sigmoid_backward(dA,  activation_cache)",
        "= sigmoid_backward(dA, activation_cache)": "= relu_backward(dA, activation_cache)",
    },
    'The two derivatives are exchanged: "sigmoid" and "relu" each get the other\'s.',
)
@mistake(
    "relu_backward(dA, activation_cache)",
    "sigmoid_backward(dA,  activation_cache)",
    "The sigmoid's derivative is taken whatever is asked for; look at the argument activation.",
)
@mistake(
    "sigmoid_backward(dA, activation_cache)",
    "relu_backward(dA,  activation_cache)",
    "ReLU's derivative is taken whatever is asked for; look at the argument activation.",
)
@mistake(
    "linear_backward(dZ, linear_cache)",
    "linear_backward(dA, linear_cache)",
    "The activation's derivative is left out: the linear part is given dA where it needs dZ.",
)
@mistake(
    "relu_backward(dA, activation_cache)",
    "relu_backward(dA, dA)",
    "Through ReLU, dA passes where Z is positive; here it passes where dA itself is positive.",
)
@mistake(
    "sigmoid_backward(dA, activation_cache)",
    "sigmoid_backward(dA, sigmoid(activation_cache)[0])",
    "The sigmoid's derivative is given the activation; it is to be given Z.",
)
@mistake(
    "sigmoid_backward(dA, activation_cache)",
    "sigmoid_backward(1, activation_cache)",
    "The sigmoid's derivative is there, but it is not multiplied by dA.",
)
@variant('elif activation == "sigmoid":', "else:")
@variant("relu_backward(dA, activation_cache)", "np.multiply(dA, activation_cache > 0)")
@variant(
    "sigmoid_backward(dA, activation_cache)",
    "dA * np.exp(-activation_cache) / (1 + np.exp(-activation_cache)) ** 2",
)
@vectorized(lambda rng, m: call(*layer_backward(rng, 3, 4, m, "relu")))
@invariant(contradicting_layer)
def linear_activation_backward(rng):
    """Computes the gradients of a layer."""
    yield call(*layer_backward(rng, 3, 2, 4, "sigmoid"))
    yield call(*layer_backward(rng, 3, 2, 4, "relu"))
    yield call(*layer_backward(rng, 5, 4, 6, "relu"), hidden=True)
    yield call(*layer_backward(rng, 2, 3, 5, "sigmoid"), hidden=True)
    yield call(*layer_backward(rng, 4, 5, 1, "relu"), hidden=True)


def with_shifted_names(AL, Y, caches):
    """Name each activation's gradient after the layer that it comes out of, as the older template does."""
    grads = {}
    L = len(caches)
    Y = Y.reshape(AL.shape)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    current_cache = caches[-1]
    grads["dA" + str(L)], grads["dW" + str(L)], grads["db" + str(L)] = linear_activation_backward(
        dAL, current_cache, activation="sigmoid"
    )
    for i in reversed(range(L - 1)):
        current_cache = caches[i]
        dA_prev_temp, dW_temp, db_temp = linear_activation_backward(
            grads["dA" + str(i + 2)], current_cache, activation="relu"
        )
        grads["dA" + str(i + 1)] = dA_prev_temp
        grads["dW" + str(i + 1)] = dW_temp
        grads["db" + str(i + 1)] = db_temp
    return grads


# The names of the activations' gradients come in two generations, shifted by one. Their values are judged in
# linear_activation_backward; here they only carry the error from layer to layer, so dW and db tell all.
@hw.exercise(
    points=15,
    returns="grads",
    needs=["linear_activation_backward"],
    ignore=("dA*",),
    shares=("*1", "*2", "*3", "*4"),  # each layer's
)
@hint("Begin with the derivative of the cost with respect to AL: that of -(Y log AL + (1 - Y) log(1 - AL)).")
@hint("The last layer goes back through the sigmoid, all others through ReLU, from the last to the first.")
@hint("Each layer needs its own cache, and the dA that the layer behind it has just returned.")
@mistake(
    "-(Y / AL - (1 - Y) / (1 - AL))",
    "(Y / AL - (1 - Y) / (1 - AL))",
    "All gradients have the opposite sign: the derivative of the cost with respect to AL begins with a "
    "minus.",
)
@mistake(
    "-(Y / AL - (1 - Y) / (1 - AL))",
    "-(Y / AL + (1 - Y) / (1 - AL))",
    "The derivative of log(1 - AL) is -1 / (1 - AL): the two terms have opposite signs.",
)
@mistake(
    "-(Y / AL - (1 - Y) / (1 - AL))",
    "-(Y / AL - (1 - Y) / (1 - AL)) / AL.shape[1]",
    "The derivative with respect to AL is divided by m, and linear_backward divides again; divide once.",
)
@mistake(
    "-(Y / AL - (1 - Y) / (1 - AL))",
    "AL - Y",
    "AL - Y is the gradient with respect to the last Z. The sigmoid's derivative comes on top here, so "
    "it is counted twice.",
)
@mistake(
    "-(Y / AL - (1 - Y) / (1 - AL))",
    "-(Y / AL)",
    "The examples with label 0 are left out of the derivative with respect to AL.",
)
@mistake(
    "caches[layer - 1]",
    "caches[0]",
    "Every hidden layer goes back with the cache of layer 1; take each layer's own.",
)
@mistake(
    'grads[f"dA{layer}"]',
    'grads[f"dA{L - 1}"]',
    "Every hidden layer gets the same dA, that of the last one; hand each what the layer behind it returned.",
)
@mistake('"relu"', '"sigmoid" ', "The hidden layers go back through the sigmoid; they are ReLU layers.")
@mistake('"sigmoid"', '"relu" ', "The last layer goes back through ReLU; it is a sigmoid layer.")
@mistake(
    'caches[layer - 1], "relu"',
    'caches[L - 1], "sigmoid"',
    "Every step back uses the last layer's cache and the sigmoid; a hidden layer has its own cache, and "
    "ReLU.",
)
@variant(with_shifted_names)
@variant("caches[layer - 1]", "caches[-(L - layer) - 1]")
@variant("-(Y / AL - (1 - Y) / (1 - AL))", "(AL - Y) / (AL * (1 - AL))")
@variant(
    "    return grads",
    '    return {name: value for name, value in grads.items() if name != "dA0"}',
    name="no dA0",
)
@vectorized(lambda rng, m: call(*backward_inputs(rng, [4, 3, 1], m)))
@invariant(contradicting_caches)
def L_model_backward(rng):
    """Computes the gradients of all layers."""
    yield call(*backward_inputs(rng, [4, 3, 1], 5))
    yield call(*backward_inputs(rng, [3, 3, 3, 1], 4))
    yield call(*backward_inputs(rng, [5, 4, 3, 2, 1], 6), hidden=True)
    yield call(*backward_inputs(rng, [1, 1, 1, 1], 7), hidden=True)
    yield call(*backward_inputs(rng, [2, 4, 3, 1], 1), hidden=True)


def update_inputs(rng, dims):
    parameters = network(rng, dims)
    return parameters, gradients(rng, parameters)


def in_place(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for i in range(L):
        parameters["W" + str(i + 1)] -= learning_rate * grads["dW" + str(i + 1)]
        parameters["b" + str(i + 1)] -= learning_rate * grads["db" + str(i + 1)]
    return parameters


@hw.exercise(points=5, returns="parameters")
@hint("Every parameter moves against its own gradient, by learning_rate times as much.")
@hint("There are two parameters for each layer: how many layers has the dictionary?")
@mistake(
    {
        '- learning_rate * grads[f"dW{layer}"]': '+ learning_rate * grads[f"dW{layer}"]',
        '- learning_rate * grads[f"db{layer}"]': '+ learning_rate * grads[f"db{layer}"]',
    },
    "The step goes up the gradient; subtract learning_rate times the gradient.",
)
@mistake(
    {
        '- learning_rate * grads[f"dW{layer}"]': '- grads[f"dW{layer}"]',
        '- learning_rate * grads[f"db{layer}"]': '- grads[f"db{layer}"]',
    },
    "The parameters move by the whole gradient; the learning rate is missing.",
)
@mistake(
    'parameters[f"b{layer}"] - learning_rate * grads[f"db{layer}"]',
    'parameters[f"W{layer}"] - learning_rate * grads[f"dW{layer}"]',
    "b is computed from W and dW; it has its own value and its own gradient.",
)
@mistake(
    'grads[f"db{layer}"]',
    'grads[f"dW{layer}"].sum(axis=1, keepdims=True)',
    "b is moved by the gradient of W; it has its own, db.",
)
@mistake(
    'parameters[f"b{layer}"] - learning_rate * grads[f"db{layer}"]',
    'parameters[f"b{layer}"] ',
    "The biases are never updated.",
)
@mistake("range(1, L + 1)", "range(1, L)", "The last layer is never updated: the layers run from 1 to L.")
@mistake(
    '- learning_rate * grads[f"dW{layer}"]',
    '* (1 - learning_rate * grads[f"dW{layer}"])',
    "W is scaled by its gradient; subtract learning_rate times the gradient from it.",
    name="scaled",
)
@variant(in_place)
@variant("copy.deepcopy(params)", "params.copy()")
@variant("copy.deepcopy(params)", "params", name="the same dictionary")
def update_parameters(rng):
    """Takes one step of gradient descent."""
    yield call(*update_inputs(rng, [3, 2, 1]), 0.1)
    yield call(*update_inputs(rng, [2, 4, 3, 2]), 0.75)
    yield call(*update_inputs(rng, [4, 3, 5, 3, 1]), 0.0075, hidden=True)
    yield call(*update_inputs(rng, [5, 2]), 2.0, hidden=True)
