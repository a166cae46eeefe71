"""The rubric of `regularization`, as code.

Inputs of the cost and of the backward functions come from a forward pass of the reference. Dropout masks need
not be the course's: `judge_dropout` accepts any forward pass that agrees with the masks it reports, where
these may have been drawn with the probability asked for.
"""

import math

import numpy as np

from assignments.regularization.reg_utils import forward_propagation
from grader import Assignment, call, equivalent, hint, invariant, mistake, variant, vectorized
from reference import regularization as solution

hw = Assignment("Regularization", week="C2W1", given=["model"])
ANY_DRAW = "Any draw is right that follows the law, whatever the seed, the sign and the order of draws."


def network(rng, sizes=(3, 6, 4, 1), m=5):
    """Draw examples, labels and parameters of a network whose hidden units are in part active."""
    while True:
        X = rng.normal(size=(sizes[0], m))
        parameters = {}
        for layer in (1, 2, 3):
            shape = (sizes[layer], sizes[layer - 1])
            parameters[f"W{layer}"] = rng.normal(size=shape) * 1.2 / np.sqrt(shape[1])
            parameters[f"b{layer}"] = 0.3 * rng.normal(size=(shape[0], 1))
        _, (_, A1, _, _, _, A2, *_) = forward_propagation(X, parameters)
        if all(0.2 < np.mean(A > 0) < 0.8 for A in (A1, A2)):
            break
    Y = rng.integers(0, 2, size=(sizes[3], m))
    Y[:, 0] = 1
    Y[:, -1] = 0 if m > 1 else 1
    return X, Y, parameters


def plain(rng, lambd, **settings):
    """Return X, Y, the cache of a plain forward pass and lambd."""
    X, Y, parameters = network(rng, **settings)
    return X, Y, forward_propagation(X, parameters)[1], lambd


def output(rng, lambd, **settings):
    """Return A3 of a plain forward pass, Y, parameters and lambd."""
    X, Y, parameters = network(rng, **settings)
    return forward_propagation(X, parameters)[0], Y, parameters, lambd


def thinned(rng, keep_prob, **settings):
    """Return X, Y, the cache of a forward pass with dropout and keep_prob."""
    X, Y, parameters = network(rng, **settings)
    return X, Y, solution.forward_propagation_with_dropout(X, parameters, keep_prob)[1], keep_prob


def contradiction(X, Y, cache, keep_prob=1.0):
    """Say where a cache is not that of one forward pass over X, with the units dropped that it says, or None."""
    if len(cache) == 12:  # without dropout: every unit is kept
        Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
        D1, D2 = np.ones(A1.shape), np.ones(A2.shape)
    else:
        Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache
    checks = {
        "Z1": (Z1, W1 @ X + b1),
        "A1": (A1, np.maximum(0, Z1) * D1 / keep_prob),
        "Z2": (Z2, W2 @ A1 + b2),
        "A2": (A2, np.maximum(0, Z2) * D2 / keep_prob),
        "Z3": (Z3, W3 @ A2 + b3),
        "A3": (A3, 1 / (1 + np.exp(-Z3))),
    }
    wrong = [name for name, (cached, own) in checks.items() if not np.allclose(cached, own)]
    if wrong:
        return f"{wrong[0]} does not follow from what comes before it in the cache"
    return labels_are_a_row(Y, A3)


def labels_are_a_row(Y, A3):
    """Say where labels or outputs are not the brief's, (1, m), or None: some right formulas hold for one unit alone."""
    if Y.shape != A3.shape:
        return "Y has not the shape of A3"
    return None if Y.shape[0] == 1 else f"Y has {Y.shape[0]} rows; the brief says that it has one"


def unthinned(rng, keep_prob, **settings):
    """Return X, parameters and keep_prob."""
    X, _, parameters = network(rng, **settings)
    return X, parameters, keep_prob


@hw.exercise(points=20, returns="cost")
@hint("The helper compute_cost gives the cross-entropy; what remains to add is the penalty.")
@hint("The penalty sums the squares of all weights of all three layers; the biases are free.")
@hint("In front of the sum stands lambd over twice the number of examples.")
@mistake(
    "lambd / (2 * m)", "lambd / m", "The penalty is twice what it should be: the factor is lambd / (2 m)."
)
@mistake(
    "lambd / (2 * m)",
    "lambd / 2 * m",
    "The penalty is multiplied by m: without parentheses Python divides by 2 alone.",
)
@mistake("lambd / (2 * m)", "lambd / 2", "The penalty is not divided by the number of examples.")
@mistake("lambd / (2 * m)", "1 / (2 * m)", "The penalty does not depend on lambd.")
@mistake(
    "+ np.sum(np.square(W3))\n",
    '+ np.sum(np.square(W3))\n    squares += sum(np.sum(parameters[b] ** 2) for b in ("b1", "b2", "b3"))\n',
    "The biases are penalized too; only weights are, since few biases cannot overfit.",
)
@mistake(" + np.sum(np.square(W3))", "", "The weights of the last layer are missing in the penalty.")
@mistake("np.sum(np.square(W1)) + ", "", "The weights of the first layer are missing in the penalty.")
@mistake(
    {"np.square(W2)": "np.square(W1)", "np.square(W3)": "np.square(W1)"},
    "The penalty takes the first layer's weights three times; each layer has its own.",
)
@mistake(
    {
        "np.sum(np.square(W1))": "np.square(np.sum(W1))",
        "np.sum(np.square(W2))": "np.square(np.sum(W2))",
        "np.sum(np.square(W3))": "np.square(np.sum(W3))",
    },
    "The weights are summed first and then squared; square each weight, then sum.",
)
@mistake(
    {
        "np.sum(np.square(W1))": "np.sum(np.abs(W1))",
        "np.sum(np.square(W2))": "np.sum(np.abs(W2))",
        "np.sum(np.square(W3))": "np.sum(np.abs(W3))",
    },
    "This sums absolute values, which is L1 regularization; L2 sums squares.",
)
@mistake(
    {
        "np.sum(np.square(W1))": "np.linalg.norm(W1)",
        "np.sum(np.square(W2))": "np.linalg.norm(W2)",
        "np.sum(np.square(W3))": "np.linalg.norm(W3)",
    },
    "The norms enter as they are; the penalty takes their squares, the sums without a root.",
)
@mistake(
    {
        "np.sum(np.square(W1))": "np.mean(np.square(W1))",
        "np.sum(np.square(W2))": "np.mean(np.square(W2))",
        "np.sum(np.square(W3))": "np.mean(np.square(W3))",
    },
    "The squares are averaged over the weights; sum them.",
)
@mistake(
    "return cross_entropy_cost + L2_regularization_cost",
    "return L2_regularization_cost",
    "This is the penalty alone; the cost is the cross-entropy plus the penalty.",
)
@mistake(
    "return cross_entropy_cost + L2_regularization_cost",
    "return cross_entropy_cost",
    "This is the cross-entropy alone; the penalty is missing.",
)
@mistake(
    "return cross_entropy_cost + L2_regularization_cost",
    "return cross_entropy_cost - L2_regularization_cost",
    "The penalty is subtracted, which rewards large weights; add it.",
)
@variant("lambd / (2 * m) * squares", "(1.0 / m) * (lambd / 2) * squares")
@variant("lambd / (2 * m) * squares", "np.multiply(lambd, squares) / m / 2")
@variant(
    "np.sum(np.square(W1)) + np.sum(np.square(W2)) + np.sum(np.square(W3))",
    "sum(np.linalg.norm(W) ** 2 for W in (W1, W2, W3))",
)
@variant(
    "np.sum(np.square(W1)) + np.sum(np.square(W2)) + np.sum(np.square(W3))",
    "np.sum(W1 * W1) + np.trace(np.dot(W2, W2.T)) + np.power(W3, 2).sum(axis=1).sum()",
)
@variant(
    "compute_cost(A3, Y)",
    "-np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m",
)
@vectorized(lambda rng, m: call(*output(rng, 0.1, m=m)))
@invariant(lambda A3, Y, *_: labels_are_a_row(Y, A3))
def compute_cost_with_regularization(rng):
    """Adds the L2 penalty to the cost."""
    yield call(*output(rng, 0.1))
    yield call(*output(rng, 0.7, sizes=(2, 4, 6, 1), m=3))
    yield call(*output(rng, 1.4, sizes=(4, 5, 7, 1), m=9), hidden=True)
    yield call(*output(rng, 0.3, sizes=(3, 6, 5, 1), m=4), hidden=True)
    yield call(*output(rng, 0.9, sizes=(2, 5, 4, 1), m=1), hidden=True)


@hw.exercise(points=25, returns="gradients", shares=("*3", "*2", "*1"))
@hint("Only dW1, dW2 and dW3 change: the penalty holds no biases and no activations.")
@hint("Differentiate the penalty of one layer with respect to its weights. What happens to the 2?")
@hint("Each layer's gradient gets a multiple of the weights of that same layer.")
@mistake(
    {" + lambd / m * W3": "", " + lambd / m * W2": "", " + lambd / m * W1": ""},
    "The gradients of the weights lack the penalty's part, lambd / m times the weights.",
)
@mistake(
    " + lambd / m * W3", "", "The last layer's gradient lacks the penalty's part; all three layers have one."
)
@mistake(
    " + lambd / m * W1", "", "The first layer's gradient lacks the penalty's part; all three layers have one."
)
@mistake(
    {
        "lambd / m * W3": "lambd / (2 * m) * W3",
        "lambd / m * W2": "lambd / (2 * m) * W2",
        "lambd / m * W1": "lambd / (2 * m) * W1",
    },
    "The penalty's part is half of what it should be: the derivative of a square brings a 2 that cancels.",
)
@mistake(
    {"lambd / m * W3": "lambd * W3", "lambd / m * W2": "lambd * W2", "lambd / m * W1": "lambd * W1"},
    "The penalty's part is not divided by the number of examples.",
)
@mistake(
    {
        "+ lambd / m * W3": "- lambd / m * W3",
        "+ lambd / m * W2": "- lambd / m * W2",
        "+ lambd / m * W1": "- lambd / m * W1",
    },
    "The penalty's part is subtracted, which makes the weights grow; add it.",
)
@mistake(
    {
        "lambd / m * W3": "lambd / m * W3**2",
        "lambd / m * W2": "lambd / m * W2**2",
        "lambd / m * W1": "lambd / m * W1**2",
    },
    "The penalty's part has the squares of the weights; the derivative of a square has the weights alone.",
)
@mistake(
    {
        "lambd / m * W3": "lambd / (2 * m) * np.sum(np.square(W3))",
        "lambd / m * W2": "lambd / (2 * m) * np.sum(np.square(W2))",
        "lambd / m * W1": "lambd / (2 * m) * np.sum(np.square(W1))",
    },
    "The penalty itself is added to the gradients; what belongs there is its derivative.",
)
@mistake(
    {
        "keepdims=True) / m\n    dA2": "keepdims=True) / m + lambd / m * cache[11]\n    dA2",
        "keepdims=True) / m\n    dA1": "keepdims=True) / m + lambd / m * cache[7]\n    dA1",
        "keepdims=True) / m\n    return": "keepdims=True) / m + lambd / m * cache[3]\n    return",
    },
    "The biases' gradients have a part of the penalty; biases are not penalized.",
)
@mistake(
    {
        "dZ2 = dA2 * (A2 > 0)": "dZ2 = dA2",
        "dZ1 = dA1 * (A1 > 0)": "dZ1 = dA1",
    },
    "The derivative of ReLU is missing: gradients pass only through units that were active.",
)
@mistake(
    "dZ3 = A3 - Y",
    "dZ3 = (A3 - Y) * A3 * (1 - A3)",
    "The output's gradient carries the sigmoid's derivative once more; cross-entropy has cancelled it.",
)
@mistake("dZ3 = A3 - Y", "dZ3 = Y - A3", "The output's gradient has the opposite sign.")
@mistake(
    {
        "np.dot(dZ3, A2.T) / m": "np.dot(dZ3, A2.T)",
        "np.dot(dZ2, A1.T) / m": "np.dot(dZ2, A1.T)",
        "np.dot(dZ1, X.T) / m": "np.dot(dZ1, X.T)",
    },
    "The data's part of the weights' gradients is a sum over the examples; divide it by m.",
)
@mistake(
    {
        "np.sum(dZ2, axis=1, keepdims=True)": "np.sum(dZ2)",
        "np.sum(dZ1, axis=1, keepdims=True)": "np.sum(dZ1)",
    },
    "The biases' gradients are summed over everything; each unit has its own, a sum over the examples.",
)
@variant("np.dot(dZ3, A2.T) / m + lambd / m * W3", "1.0 / m * (np.dot(dZ3, A2.T) + lambd * W3)")
@variant("dA2 * (A2 > 0)", "np.multiply(dA2, np.int64(A2 > 0))")
@variant("dA1 * (A1 > 0)", "np.where(cache[0] > 0, dA1, 0)")
@variant(
    {"np.dot(dZ2, A1.T) / m + lambd / m * W2": "dZ2 @ A1.T / m + np.dot(lambd / m, W2)"},
)
@variant("m = X.shape[1]", "m = Y.shape[1]\n    dA3 = None")
@variant({"np.dot(W3.T, dZ3)": "W3.T * dZ3", "np.sum(dZ3, axis=1, keepdims=True) / m": "np.mean(dZ3)"})
@vectorized(lambda rng, m: call(*plain(rng, 0.1, m=m)))
@invariant(lambda X, Y, cache, _: contradiction(X, Y, cache))
def backward_propagation_with_regularization(rng):
    """Computes the gradients of the cost with the L2 penalty."""
    yield call(*plain(rng, 0.7))
    yield call(*plain(rng, 0.1, sizes=(2, 4, 6, 1), m=3))
    yield call(*plain(rng, 1.3, sizes=(4, 5, 7, 1), m=9), hidden=True)
    yield call(*plain(rng, 0.4, sizes=(3, 6, 5, 1), m=4), hidden=True)
    yield call(*plain(rng, 2.0, sizes=(2, 5, 4, 1), m=1), hidden=True)


# A right submission's masks fail one of the judge's random tests of a call with a probability of at most this
# (see wrong_masks). Twelve tests in each of five calls: one right submission in a million fails, at most.
TEST_RATE = 1e-8

CACHE = ("Z1", "D1", "A1", "W1", "b1", "Z2", "D2", "A2", "W2", "b2", "Z3", "A3", "W3", "b3")


def numbers(value):
    """Return a value as an array of floats, or None where it is not made of finite numbers."""
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    if array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        return None
    return array.astype(float)


def near(array, expected):
    """Tell whether two arrays of one shape agree up to rounding."""
    return bool(np.all(np.abs(array - expected) <= 1e-5 * np.abs(expected).max() + 1e-8))


def judge_dropout(value, X, parameters, keep_prob):
    """Say what is wrong with a forward pass, taking its masks as they are reported; None where nothing is."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return "Return two things: A3 and the cache."
    if not isinstance(value[1], list | tuple) or len(value[1]) != len(CACHE):
        return f"The cache has {len(CACHE)} entries: {', '.join(CACHE)}."
    seen = {name: numbers(item) for name, item in zip(CACHE, value[1], strict=True)}
    seen["returned"] = numbers(value[0])
    unreadable = next((name for name, array in seen.items() if array is None), None)
    if unreadable:
        return f"{'A3' if unreadable == 'returned' else unreadable} is not an array of finite numbers."
    return wrong_pass(seen, X, parameters, keep_prob) or wrong_masks(seen["D1"], seen["D2"], keep_prob)


def wrong_pass(seen, X, parameters, keep_prob):
    """Say where a forward pass departs from what its own masks make it; None where it does not."""
    before = X
    for layer in (1, 2):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ before + b
        A = np.maximum(Z, 0)
        if (wrong := departs(seen, f"Z{layer}", Z)) is not None:
            return wrong
        mask = seen[f"D{layer}"]
        if mask.shape != A.shape:
            return f"The mask D{layer} has shape {mask.shape}; it should have A{layer}'s: {A.shape}."
        if not np.isin(mask, (0, 1)).all():
            return f"The mask D{layer} holds other values than 0 and 1: compare the draws with keep_prob."
        before = A * mask / keep_prob
        if seen[f"A{layer}"].shape == A.shape and not near(seen[f"A{layer}"], before):
            if near(seen[f"A{layer}"], A):
                return f"A{layer} in the cache still has all its units: D{layer} is not applied to it."
            if near(seen[f"A{layer}"], A * mask):
                return (
                    f"A{layer} is not divided by keep_prob, so it is smaller on average than without dropout."
                )
        if (wrong := departs(seen, f"A{layer}", before)) is not None:
            return wrong
    Z3 = parameters["W3"] @ before + parameters["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    expected = {"Z3": Z3, "A3": A3, "returned": A3, **parameters}
    found = (departs(seen, name, array) for name, array in expected.items())
    return next((wrong for wrong in found if wrong), None)


def departs(seen, name, expected):
    """Say that an entry is not what it should be; None where it is."""
    array = seen[name]
    called = "The returned A3" if name == "returned" else f"{name} in the cache"
    if array.shape != expected.shape and not array.size == expected.size == 1:
        return f"{called} has shape {array.shape}; it should be {expected.shape}."
    if not near(array.reshape(expected.shape), expected):
        return f"{called} is not what your masks and the values before it lead to."
    return None


def wrong_masks(D1, D2, keep_prob):
    """Say why these masks are no independent draws; None where they may be.

    Of n units a share p is kept with P <= exp(-n KL(p, keep_prob)) (Chernoff, either side). Equal rows, equal
    columns and equal masks are refused only where they are rarer than TEST_RATE among right draws; so are
    masks that sort the course's draws by size, which k of n units do with 1 / (n over k).
    """
    if (wrong := wrong_threshold(D1.ravel() == 1, keep_prob)) is not None:
        return wrong
    for name, mask in [("D1", D1), ("D2", D2), ("D1 and D2", np.r_[D1.ravel(), D2.ravel()])]:
        share = float(mask.mean())
        if mask.size * divergence(share, keep_prob) > -math.log(TEST_RATE / 2):
            return f"{name} keeps {share:.0%} of the units; with keep_prob {keep_prob} that cannot be chance."
    alike = math.log(keep_prob**2 + (1 - keep_prob) ** 2)  # of the chance that two draws agree
    for name, mask in [("D1", D1), ("D2", D2)]:
        for what, lines in [("example", mask.T), ("unit", mask)]:
            if (
                len(lines) > 1
                and np.ptp(lines, axis=0).max() == 0
                and (lines.size / len(lines) * (len(lines) // 2) * alike < math.log(TEST_RATE))
            ):
                return f"{name} is the same for every {what}; each unit is dropped anew for each example."
    size = min(D1.size, D2.size)
    if size * alike < math.log(TEST_RATE) and np.array_equal(D1.ravel()[:size], D2.ravel()[:size]):
        return "D2 repeats the draws of D1: the seed is set again between the two."
    for name, mask in [("D1", D1), ("D2", D2)]:
        if follows_a_rule(mask.ravel(), keep_prob):
            return f"{name} follows a rule; draw a number for each unit of each example."
    return None


def follows_a_rule(mask, keep_prob):
    """Tell whether a mask's entries are worked out one from the other: they correlate with some of the next 16.

    Of 500 entries or more, draws do so by ten standard deviations less often than TEST_RATE (Bernstein).
    """
    if mask.size < 500:
        return False
    x = (mask - keep_prob) / math.sqrt(keep_prob * (1 - keep_prob))
    return max(abs(float(np.dot(x[:-lag], x[lag:]))) for lag in range(1, 17)) > 10 * math.sqrt(mask.size)


def wrong_threshold(kept, keep_prob):
    """Say how a mask was made from the draws of the course's seed in a wrong way; None where it was not."""
    n, k = kept.size, int(kept.sum())
    if 3 / math.comb(n, k) > TEST_RATE:
        return None
    normal = np.random.RandomState(1).randn(n)
    if normal[kept].max() < normal[~kept].min() or normal[kept].min() > normal[~kept].max():
        return "D1 compares normal draws with keep_prob; draw uniform numbers between 0 and 1."
    uniform = np.random.RandomState(1).rand(n)
    if uniform[kept].max() < uniform[~kept].min() and not np.array_equal(kept, uniform < keep_prob):
        return "D1 keeps the draws below some other number than keep_prob."
    return None


def divergence(share, probability):
    """Return the Kullback-Leibler divergence of two coins, in nats."""
    pairs = [(share, probability), (1 - share, 1 - probability)]
    return sum(p * math.log(p / q) for p, q in pairs if p > 0)


@hw.exercise(points=30, returns=("A3", "cache"), judge=judge_dropout)
@hint("Draw a uniform number for each entry of A1. For which of them is the probability keep_prob?")
@hint("Masked activations are smaller on average; what do you divide by to make up for it?")
@hint("The next layer and the cache both get the masked and scaled activations. Layer 2 goes like layer 1.")
@mistake(
    {
        "rand(A1.shape[0], A1.shape[1]) < keep_prob": "randn(A1.shape[0], A1.shape[1]) > keep_prob",
        "rand(A2.shape[0], A2.shape[1]) < keep_prob": "randn(A2.shape[0], A2.shape[1]) > keep_prob",
    },
    "The masks compare normal draws with keep_prob, and the wrong way; uniform draws between 0 and 1 lie "
    "below keep_prob with that very probability.",
    name="normal_draws_above",
)
@mistake(
    {
        "rand(A1.shape[0], A1.shape[1])": "randn(A1.shape[0], A1.shape[1])",
        "rand(A2.shape[0], A2.shape[1])": "randn(A2.shape[0], A2.shape[1])",
    },
    "The masks compare normal draws with keep_prob; uniform draws between 0 and 1 lie below keep_prob with "
    "that very probability.",
    name="normal_draws",
)
@mistake(
    {
        "rand(A1.shape[0], A1.shape[1]) < keep_prob": "rand(A1.shape[0], A1.shape[1]) > keep_prob",
        "rand(A2.shape[0], A2.shape[1]) < keep_prob": "rand(A2.shape[0], A2.shape[1]) > keep_prob",
    },
    "The masks drop what they should keep: a unit is kept with probability keep_prob.",
)
@mistake(
    {
        "A1.shape[1]) < keep_prob": "A1.shape[1]) < 0.5",
        "A2.shape[1]) < keep_prob": "A2.shape[1]) < 0.5",
    },
    "The masks always keep one half; use the argument keep_prob.",
)
@mistake(
    {"A1 = A1 / keep_prob": "A1 = A1 * 1", "A2 = A2 / keep_prob": "A2 = A2 * 1"},
    "The masked activations are not divided by keep_prob, so they are too small on average.",
)
@mistake(
    {"A1 = A1 / keep_prob": "A1 = A1 * keep_prob", "A2 = A2 / keep_prob": "A2 = A2 * keep_prob"},
    "The masked activations are multiplied by keep_prob, which shrinks them even more; divide.",
)
@mistake(
    "A2 = A2 / keep_prob",
    "A2 = A2 * 1",
    "Only layer 1 is divided by keep_prob; layer 2 is masked and scaled alike.",
)
@mistake(
    {"A1 = A1 / keep_prob": "A1 = A1 / (1 - keep_prob)", "A2 = A2 / keep_prob": "A2 = A2 / (1 - keep_prob)"},
    "The masked activations are divided by the probability of being dropped; divide by that of being kept.",
)
@mistake(
    {"A2 = A2 * D2": "A2 = A2 * 1", "A2 = A2 / keep_prob": "A2 = A2 * 1"},
    "Layer 2 loses no units: its mask is drawn and never applied.",
)
@mistake(
    {
        "A1 = A1 * D1": "A1_before = A1\n    A1 = A1 * D1",
        "A2 = A2 * D2": "A2_before = A2\n    A2 = A2 * D2",
        "cache = (Z1, D1, A1, W1, b1, Z2, D2, A2,": "cache = (Z1, D1, A1_before, W1, b1, Z2, D2, A2_before,",
    },
    "The cache holds the activations from before they were masked; the backward pass needs those used.",
)
@mistake(
    "D2 = np",
    "np.random.seed(1)\n    D2 = np",
    "The seed is set again before the second mask, which repeats the first; set it once.",
)
@mistake(
    {
        "np.random.rand(A1.shape[0], A1.shape[1])": "np.random.rand(A1.shape[0], 1)",
        "np.random.rand(A2.shape[0], A2.shape[1])": "np.random.rand(A2.shape[0], 1)",
    },
    "The masks have one column: all examples lose the same units. Draw an entry for each unit and example.",
)
@mistake(
    {"A1 = relu(Z1)": "A1 = sigmoid(Z1)", "A2 = relu(Z2)": "A2 = sigmoid(Z2)"},
    "The hidden layers use the sigmoid; they use ReLU.",
)
@mistake(
    "A3 = sigmoid(Z3)",
    "A3 = sigmoid(Z3) * (np.random.rand(Z3.shape[0], Z3.shape[1]) < keep_prob) / keep_prob",
    "The output is dropped too; only hidden units are.",
)
@variant(
    {"A1.shape[1]) < keep_prob": "A1.shape[1]) <= keep_prob", "D2 = np": "D2 = 1 * np"},
)
@variant(
    {
        "np.random.rand(A1.shape[0], A1.shape[1]) < keep_prob": (
            "(np.random.rand(*A1.shape) < keep_prob).astype(int)"
        ),
        "np.random.rand(A2.shape[0], A2.shape[1]) < keep_prob": (
            "np.where(np.random.rand(W2.shape[0], X.shape[1]) < keep_prob, 1.0, 0.0)"
        ),
    }
)
@variant(
    {"A1 = A1 * D1": "A1 = np.multiply(A1, D1)", "A2 = A2 / keep_prob": "A2 = np.dot(A2, 1 / keep_prob)"}
)
@variant({"A1 = A1 * D1": "A1 *= D1", "A1 = A1 / keep_prob": "A1 /= keep_prob"})
@variant("    np.random.seed(1)\n", "", name="no_seed")
@variant(
    {
        "rand(A1.shape[0], A1.shape[1]) < keep_prob": "binomial(1, keep_prob, size=A1.shape)",
        "rand(A2.shape[0], A2.shape[1]) < keep_prob": "binomial(1, keep_prob, size=A2.shape)",
    },
    name="binomial",
)
@variant(
    {
        "np.random.rand(A1.shape[0], A1.shape[1]) < keep_prob": "np.random.rand(*A1.shape) > 1 - keep_prob",
        "np.random.rand(A2.shape[0], A2.shape[1]) < keep_prob": "np.random.rand(*A2.shape) > 1 - keep_prob",
    },
    name="above_one_minus_keep_prob",
)
@vectorized(lambda rng, m: call(*unthinned(rng, 0.7, m=m)))
@equivalent("np.random.seed(1)", ANY_DRAW)
@equivalent("np.random.rand(A1.shape[0], A1.shape[1])", ANY_DRAW)
@equivalent("np.random.rand(A2.shape[0], A2.shape[1])", ANY_DRAW)
def forward_propagation_with_dropout(rng):
    """Runs the network with units dropped at random."""
    yield call(*unthinned(rng, 0.7, sizes=(3, 12, 8, 1), m=20))
    yield call(*unthinned(rng, 0.86, sizes=(2, 10, 6, 1), m=25))
    yield call(*unthinned(rng, 0.5, sizes=(4, 30, 20, 1), m=40), hidden=True)
    yield call(*unthinned(rng, 0.6, sizes=(5, 19, 22, 1), m=30), hidden=True)
    yield call(*unthinned(rng, 0.8, sizes=(3, 60, 40, 1), m=1), hidden=True)


@hw.exercise(points=25, returns="gradients", shares=("*2", "*1"))  # nothing is dropped behind layer 3
@hint("What the forward pass did to A1 and A2, the backward pass does to dA1 and dA2.")
@hint("Use the masks of the cache: a unit that was dropped had no part in the cost.")
@hint("Masking and scaling come in both layers, before the derivative of ReLU.")
@mistake(
    {"dA2 = dA2 * D2": "dA2 = dA2 * 1", "dA2 = dA2 / keep_prob": "dA2 = dA2 * 1"},
    "Layer 2 is neither masked nor scaled; it is treated like layer 1.",
)
@mistake(
    {"dA1 = dA1 * D1": "dA1 = dA1 * 1", "dA1 = dA1 / keep_prob": "dA1 = dA1 * 1"},
    "Layer 1 is neither masked nor scaled; it is treated like layer 2.",
)
@mistake(
    {
        "dA2 = dA2 * D2": "dA2 = dA2 * 1",
        "dA2 = dA2 / keep_prob": "dA2 = dA2 * 1",
        "dA1 = dA1 * D1": "dA1 = dA1 * 1",
        "dA1 = dA1 / keep_prob": "dA1 = dA1 * 1",
    },
    "These are the gradients without dropout: the masks and the scaling are missing.",
)
@mistake(
    {"dA2 = dA2 / keep_prob": "dA2 = dA2 * 1", "dA1 = dA1 / keep_prob": "dA1 = dA1 * 1"},
    "The masked gradients are not divided by keep_prob, as the activations were.",
)
@mistake(
    {"dA2 = dA2 * D2": "dA2 = dA2 * 1", "dA1 = dA1 * D1": "dA1 = dA1 * 1"},
    "The gradients are divided by keep_prob but not masked.",
    name="not_masked",
)
@mistake(
    {"dA2 = dA2 / keep_prob": "dA2 = dA2 * keep_prob", "dA1 = dA1 / keep_prob": "dA1 = dA1 * keep_prob"},
    "The masked gradients are multiplied by keep_prob; divide, as the forward pass does.",
)
@mistake(
    {
        "dA2 = dA2 / keep_prob": "dA2 = dA2 / (1 - keep_prob)",
        "dA1 = dA1 / keep_prob": "dA1 = dA1 / (1 - keep_prob)",
    },
    "The masked gradients are divided by the probability of being dropped; divide by that of being kept.",
)
@mistake(
    {
        "dA2 = dA2 * D2": "np.random.seed(2)\n    dA2 = dA2 * (np.random.rand(*dA2.shape) < keep_prob)",
        "dA1 = dA1 * D1": "dA1 = dA1 * (np.random.rand(*dA1.shape) < keep_prob)",
    },
    "The backward pass draws masks of its own; it has to drop the units that the forward pass dropped.",
)
@mistake(
    {"dA2 = dA2 * D2": "dA2 = dA2 * D1", "dA1 = dA1 * D1": "dA1 = dA1 * D2"},
    "The masks are exchanged: D1 belongs to layer 1, D2 to layer 2.",
)
@mistake(
    {"dZ2 = dA2 * (A2 > 0)": "dZ2 = dA2", "dZ1 = dA1 * (A1 > 0)": "dZ1 = dA1"},
    "The derivative of ReLU is missing: gradients pass only through units that were active.",
)
@mistake(
    "dZ3 = A3 - Y",
    "dZ3 = (A3 - Y) * A3 * (1 - A3)",
    "The output's gradient carries the sigmoid's derivative once more; cross-entropy has cancelled it.",
)
@mistake("dZ3 = A3 - Y", "dZ3 = Y - A3", "The output's gradient has the opposite sign.")
@mistake(
    {
        "np.dot(dZ3, A2.T) / m": "np.dot(dZ3, A2.T)",
        "np.dot(dZ2, A1.T) / m": "np.dot(dZ2, A1.T)",
        "np.dot(dZ1, X.T) / m": "np.dot(dZ1, X.T)",
    },
    "The weights' gradients are sums over the examples; divide them by m.",
)
@mistake(
    {
        "np.sum(dZ2, axis=1, keepdims=True)": "np.sum(dZ2)",
        "np.sum(dZ1, axis=1, keepdims=True)": "np.sum(dZ1)",
    },
    "The biases' gradients are summed over everything; each unit has its own, a sum over the examples.",
)
@variant({"dA2 = dA2 * D2": "dA2 *= D2", "dA2 = dA2 / keep_prob": "dA2 /= keep_prob"})
@variant(
    {"dA1 = dA1 * D1": "dA1 = np.multiply(D1, dA1)", "dA1 = dA1 / keep_prob": "dA1 = dA1 * (1 / keep_prob)"}
)
@variant({"dA2 * (A2 > 0)": "np.multiply(dA2, np.int64(A2 > 0))", "dA1 * (A1 > 0)": "dA1 * (cache[0] > 0)"})
@variant({"np.dot(W3.T, dZ3)": "W3.T * dZ3", "np.sum(dZ3, axis=1, keepdims=True) / m": "np.sum(dZ3) / m"})
@vectorized(lambda rng, m: call(*thinned(rng, 0.7, m=m)))
@invariant(contradiction)
def backward_propagation_with_dropout(rng):
    """Computes the gradients of a network with dropped units."""
    yield call(*thinned(rng, 0.7))
    yield call(*thinned(rng, 0.5, sizes=(2, 7, 5, 1), m=4))
    yield call(*thinned(rng, 0.86, sizes=(4, 8, 7, 1), m=12), hidden=True)
    yield call(*thinned(rng, 0.6, sizes=(3, 6, 6, 1), m=9), hidden=True)
    yield call(*thinned(rng, 0.5, sizes=(2, 9, 8, 1), m=1), hidden=True)
