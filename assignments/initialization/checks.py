"""The rubric of `initialization`, as code.

Shapes and biases are compared exactly. Random weights need not be the course's draws: `normal_weights`
accepts any sample that a right function can make.
"""

import math
import re

import numpy as np

from grader import Assignment, call, equivalent, hint, mistake, variant

hw = Assignment("Initialization", week="C2W1", given=["model"])
ANY_DRAW = "Any draw is right that follows the law, whatever the seed, the sign and the order of draws."

# A right draw fails one of the judge's three random tests of a layer with a probability of at most this, by
# the bounds that normal_weights and follows_a_rule name. Five cases hold ten layers:
# one right submission in 3,000,000 fails.
TEST_RATE = 1e-8


def numbers(value):
    """Return a value as an array of floats, or None where it is not made of numbers."""
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def names(parameters):
    """Return the keys that are names of parameters, sorted."""
    return sorted(key for key in parameters if isinstance(key, str) and re.fullmatch(r"[Wb]\d+", key))


def names_of_layers(layers):
    return sorted(f"{letter}{layer}" for letter in "Wb" for layer in range(1, layers + 1))


def with_names(parameters):
    """Add the names of all parameters, so that those of a layer too many are seen; other keys do no harm."""
    return {**parameters, "names": names(parameters)}


def wrong_shape(name, value, shape):
    """Say how one parameter's shape departs from the one asked for; None where it does not."""
    array = numbers(value)
    if array is None:
        return f"{name} is not an array of numbers."
    if array.shape != shape:
        return f"{name} has shape {array.shape}; it should be {shape}."
    if not np.isfinite(array).all():
        return f"{name} holds infinite values or values that are not numbers."
    return None


def normal_weights(value, layers_dims, scales):
    """Say why these parameters are no draw of normal weights with zero biases; None where they may be one.

    `scales` are the standard deviations asked for, layer by layer. Divided by them, a layer's n weights:

    - have a mean square x beyond some value, above 1 or below, with P <= (x e^(1 - x))^(n / 2) (Chernoff);
    - have a distribution function that departs from the normal one by eps with P <= 2 exp(-2 n eps^2)
      (Massart): this finds uniform, shifted and one-sided draws;
    - never repeat the draws of another layer (probability 0).
    """
    if not isinstance(value, dict):
        return "Return a dictionary of the parameters."
    if surplus := set(names(value)) - set(names_of_layers(len(scales))):
        return f"{min(surplus)} is the parameter of no layer; the first layer behind the input is number 1."
    course = np.random.RandomState(3)
    seen = np.empty(0)
    for layer, scale in enumerate(scales, 1):
        shape = (layers_dims[layer], layers_dims[layer - 1])
        for name, wanted in [(f"W{layer}", shape), (f"b{layer}", (shape[0], 1))]:
            if name not in value:
                return f"The key {name} is missing."
            if (wrong := wrong_shape(name, value[name], wanted)) is not None:
                return wrong
        if numbers(value[f"b{layer}"]).any():
            return f"b{layer} is not zero; only the weights are random."
        weights = numbers(value[f"W{layer}"]) / scale
        wrong = wrong_draws(f"W{layer}", weights.ravel(), course.randn(*shape).ravel())
        if wrong is not None:
            return wrong
        rounded = np.round(np.unique(weights), 9)
        if np.isin(rounded, seen).sum() > 0.5 * min(rounded.size, seen.size or rounded.size):
            return f"W{layer} repeats the draws of an earlier layer; seed once, before the first layer."
        seen = np.concatenate([seen, rounded])
    return None


def wrong_draws(name, z, course):
    """Say why z are no independent standard normal draws; `course` are those of the course's seed."""
    n = z.size
    if np.unique(z).size < 0.9 * n:
        return f"{name} holds the same value many times; draw each weight on its own."
    ratio = z[0] / course[0]
    if np.allclose(z, ratio * course, rtol=1e-6, atol=0) and not math.isclose(ratio, 1, rel_tol=1e-5):
        return f"The weights of {name} are {ratio:.3g} times what they should be."
    x = math.fsum(np.minimum(np.abs(z), 1e6) ** 2) / n
    if n / 2 * (math.log(max(x, 1e-300)) + 1 - x) < math.log(TEST_RATE / 2):
        wide = "widely" if x > 1 else "narrowly"
        times = f"{math.sqrt(x):.3g} times the standard deviation asked for"
        return f"The weights of {name} spread too {wide}: {times}."
    cdf = np.array([0.5 + 0.5 * math.erf(t / math.sqrt(2)) for t in np.sort(z)])
    steps = np.arange(n + 1) / n
    far = max((cdf - steps[:-1]).max(), (steps[1:] - cdf).max())
    if 2 * math.exp(-2 * n * far**2) < TEST_RATE:
        return f"The weights of {name} are not drawn from a normal distribution around 0."
    return f"The weights of {name} follow a rule; draw them at random." if follows_a_rule(z, far) else None


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


def judge_random(value, layers_dims):
    return normal_weights(value, layers_dims, [10.0] * (len(layers_dims) - 1))


def judge_he(value, layers_dims):
    return normal_weights(value, layers_dims, [math.sqrt(2 / n) for n in layers_dims[:-1]])


@hw.exercise(points=20, returns="parameters", canonical=with_names)
@hint("The keys are W1, b1, W2, b2, ... up to the number of layers behind the input.")
@hint("W of a layer has one row for each of its own units and one column for each unit of the layer before.")
@mistake(
    "np.zeros((layers_dims[layer], 1))",
    "0",
    "The biases are single numbers; a layer has one bias for each of its units, in a column.",
    name="bias_is_a_number",
)
@mistake(
    "np.zeros((layers_dims[layer], 1))",
    "np.zeros(layers_dims[layer])",
    "The biases are flat, shape (n,); make them columns of shape (n, 1).",
)
@mistake(
    "np.zeros((layers_dims[layer], 1))",
    "np.zeros((layers_dims[layer - 1], 1))",
    "The biases have a row for each unit of the layer before; they belong to the layer's own units.",
)
@mistake(
    "np.zeros((layers_dims[layer], layers_dims[layer - 1]))",
    "np.zeros((layers_dims[layer - 1], layers_dims[layer]))",
    "The weights lie on their side: rows are the layer's own units, columns those of the layer before.",
)
@mistake(
    "np.zeros((layers_dims[layer], layers_dims[layer - 1]))",
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1]) * 0.01",
    "The weights are random; this method starts all of them at zero.",
)
@mistake(
    "np.zeros((layers_dims[layer], layers_dims[layer - 1]))",
    "np.ones((layers_dims[layer], layers_dims[layer - 1]))",
    "The weights start at one; this method starts all of them at zero.",
)
@mistake(
    "np.zeros((layers_dims[layer], layers_dims[layer - 1]))",
    "np.zeros((layers_dims[layer], layers_dims[0]))",
    "Every layer's weights take as many inputs as the network has; layer 2 reads the units of layer 1.",
)
@mistake(
    "range(1, L)",
    "range(1, L - 1)",
    "The last layer has no parameters: the loop ends one layer too early.",
)
@mistake(
    "range(1, L)",
    "range(L)",
    "There are parameters W0 and b0: the loop starts at the input, which has none.",
)
@mistake(
    "range(1, L)",
    "range(1, 4)",
    "The number of layers is fixed at three; take it from the length of the list.",
)
@variant("np.zeros((layers_dims[layer], 1))", "np.zeros(shape=(layers_dims[layer], 1), dtype=int)")
@variant("parameters = {}", 'parameters = {"L": len(layers_dims) - 1}', name="another_key")
@variant(
    "np.zeros((layers_dims[layer], layers_dims[layer - 1]))",
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1]) * 0",
)
@variant(
    "np.zeros((layers_dims[layer], layers_dims[layer - 1]))",
    "np.full([layers_dims[layer], layers_dims[layer - 1]], 0.0)",
)
def initialize_parameters_zeros():
    """Starts every parameter at zero."""
    yield call([3, 2, 1])
    yield call([2, 4])
    yield call([4, 3, 5, 2], hidden=True)
    yield call([1, 6, 2, 3, 1], hidden=True)


SIZES = [
    ([4, 5, 3], False),
    ([10, 6, 2], False),
    ([60, 100, 3], True),
    ([30, 40, 8, 5, 1], True),
    ([200, 8], True),
]


@hw.exercise(points=35, returns="parameters", judge=judge_random, canonical=with_names)
@hint("randn draws standard normal numbers. What makes their standard deviation ten?")
@hint("Only the weights are random; each layer's biases are a column of zeros.")
@hint("The seed is set once, at the top, so that every layer gets draws of its own.")
@mistake(
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1]) * 10",
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1] * 10)",
    "The factor 10 stands inside the parentheses, where it makes ten times as many weights; put it outside.",
)
@mistake(" * 10", "", "The weights are not multiplied by ten.", name="not_scaled")
@mistake(" * 10", " * 0.01", "The weights are made small; this method makes them large, with the factor 10.")
@mistake(" * 10", " + 10", "Ten is added to the weights, which moves them; multiply, which spreads them.")
@mistake(
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1])",
    "np.random.rand(layers_dims[layer], layers_dims[layer - 1])",
    "The weights are uniform between 0 and 10, all of one sign; draw them from the normal distribution.",
)
@mistake(
    {"    np.random.seed(3)\n    parameters": "    parameters", "L):\n": "L):\n        np.random.seed(3)\n"},
    "The seed is set again for every layer, so that all layers start with the same numbers; set it once.",
)
@mistake(
    "np.zeros((layers_dims[layer], 1))",
    "np.random.randn(layers_dims[layer], 1) * 10",
    "The biases are random too; they should start at zero.",
)
@mistake(
    "np.zeros((layers_dims[layer], 1))",
    "np.zeros(layers_dims[layer])",
    "The biases are flat, shape (n,); make them columns of shape (n, 1).",
)
@mistake(
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1])",
    "np.random.randn(layers_dims[layer - 1], layers_dims[layer])",
    "The weights lie on their side: rows are the layer's own units, columns those of the layer before.",
)
@mistake(
    "range(1, L)",
    "range(1, L - 1)",
    "The last layer has no parameters: the loop ends one layer too early.",
)
@mistake(
    "range(1, L)",
    "range(L)",
    "There are parameters W0 and b0: the loop starts at the input, which has none.",
)
@variant(" * 10", " * 10.0")
@variant(
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1]) * 10",
    "np.random.normal(0, 10, (layers_dims[layer], layers_dims[layer - 1]))",
)
@variant("np.random.seed(3)", "np.random.seed(1)", name="another_seed")
@variant("    np.random.seed(3)\n", "", name="no_seed")
@variant(
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1])",
    "np.random.default_rng(layer).standard_normal((layers_dims[layer], layers_dims[layer - 1]))",
    name="new_generator",
)
@equivalent("np.random.seed(3)", ANY_DRAW)
@equivalent("np.random.randn(layers_dims[layer], layers_dims[layer - 1])", ANY_DRAW)
def initialize_parameters_random():
    """Starts from large normal weights."""
    for sizes, hidden in SIZES:
        yield call(sizes, hidden=hidden)


@hw.exercise(points=45, returns="parameters", judge=judge_he, canonical=with_names)
@hint("He et al. ask for weights of variance 2 / n. What number of units is n, and where do you find it?")
@hint("randn has variance 1. Multiplied by c it has variance c squared, so c is a square root.")
@hint("Only the weights are random; each layer's biases are a column of zeros.")
@mistake(
    "np.sqrt(2 / layers_dims[layer - 1])",
    "2 / layers_dims[layer - 1]",
    "The square root is missing: the weights are multiplied by the variance, not by the standard deviation.",
)
@mistake(
    "np.sqrt(2 / layers_dims[layer - 1])",
    "np.sqrt(1 / layers_dims[layer - 1])",
    "The variance is 1 / n, as suits tanh; for ReLU, which sets half of the units to zero, it is twice that.",
)
@mistake(
    "np.sqrt(2 / layers_dims[layer - 1])",
    "np.sqrt(2 / layers_dims[layer])",
    "n is taken from the layer itself; it is the number of inputs of a unit, the size of the layer before.",
)
@mistake(
    "np.sqrt(2 / layers_dims[layer - 1])",
    "np.sqrt(2 / (layers_dims[layer - 1] + layers_dims[layer]))",
    "n counts the units on both sides, which is Glorot's method; He's counts those of the layer before.",
)
@mistake(
    "np.sqrt(2 / layers_dims[layer - 1])",
    "np.sqrt(2 / layers_dims[0])",
    "n is the size of the input for every layer; it is the size of the layer before.",
)
@mistake(
    "np.sqrt(2 / layers_dims[layer - 1])",
    "np.sqrt(2) / layers_dims[layer - 1]",
    "The square root covers the 2 alone; it belongs over the whole of 2 / n.",
)
@mistake(
    "np.sqrt(2 / layers_dims[layer - 1])",
    "10",
    "The weights are still multiplied by 10; He's method scales each layer by the size of the layer before.",
)
@mistake(
    "np.sqrt(2 / layers_dims[layer - 1])",
    "1",
    "The weights are not scaled at all; their standard deviation should depend on the layer before.",
    name="not_scaled",
)
@mistake(
    "np.sqrt(2 / layers_dims[layer - 1])",
    "0.01",
    "The weights are multiplied by 0.01; He's method scales each layer by the size of the layer before.",
)
@mistake(
    "layers_dims[layer - 1]) * scale",
    "layers_dims[layer - 1]) / scale",
    "The weights are divided by the scale; multiply by it.",
)
@mistake(
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1])",
    "np.random.rand(layers_dims[layer], layers_dims[layer - 1])",
    "The weights are drawn uniformly, all of one sign; draw them from the normal distribution.",
)
@mistake(
    {"    np.random.seed(3)\n    parameters": "    parameters", "L):\n": "L):\n        np.random.seed(3)\n"},
    "The seed is set again for every layer, so that all layers start with the same numbers; set it once.",
)
@mistake(
    "np.zeros((layers_dims[layer], 1))",
    "np.zeros(layers_dims[layer])",
    "The biases are flat, shape (n,); make them columns of shape (n, 1), or Z = W A + b becomes a square.",
)
@mistake(
    "np.zeros((layers_dims[layer], 1))",
    "np.full((layers_dims[layer], 1), 0.01)",
    "The biases are 0.01; He's method leaves them at zero.",
)
@mistake(
    "np.zeros((layers_dims[layer], 1))",
    "np.random.randn(layers_dims[layer], 1) * scale",
    "The biases are random too; they should start at zero.",
)
@mistake(
    "range(1, L)",
    "range(1, L - 1)",
    "The last layer has no parameters: the loop ends one layer too early.",
)
@mistake(
    "range(1, L)",
    "range(L)",
    "There are parameters W0 and b0: the loop starts at the input, which has none.",
)
@variant("np.sqrt(2 / layers_dims[layer - 1])", "(2.0 / layers_dims[layer - 1]) ** 0.5")
@variant("np.sqrt(2 / layers_dims[layer - 1])", "1 / np.sqrt(layers_dims[layer - 1] / 2)")
@variant("np.sqrt(2 / layers_dims[layer - 1])", "np.sqrt([2 / layers_dims[layer - 1]])")
@variant("np.zeros((layers_dims[layer], 1))", "np.zeros((layers_dims[layer], 1)) * scale")
@variant(
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1]) * scale",
    "np.random.normal(0, scale, (layers_dims[layer], layers_dims[layer - 1]))",
)
@variant(
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1]) * scale",
    "np.multiply(np.random.randn(layers_dims[layer], layers_dims[layer - 1]), scale)",
)
@variant("    np.random.seed(3)\n", "", name="no_seed")
@variant(
    "np.random.randn(layers_dims[layer], layers_dims[layer - 1])",
    "np.random.default_rng(layer).standard_normal((layers_dims[layer], layers_dims[layer - 1]))",
    name="new_generator",
)
@equivalent("np.random.seed(3)", ANY_DRAW)
@equivalent("np.random.randn(layers_dims[layer], layers_dims[layer - 1])", ANY_DRAW)
def initialize_parameters_he():
    """Starts from weights scaled after He et al."""
    for sizes, hidden in SIZES:
        yield call(sizes, hidden=hidden)
