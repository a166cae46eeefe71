"""The rubric of `batch_normalization`, as code."""

import numpy as np

from grader import Assignment, call, hint, invariant, mistake, variant, vectorized
from reference import batch_normalization as solution

hw = Assignment("Batch normalization", week="C2W3")


def values(rng, n, m):
    """Draw the values of n units, each with a mean and a spread of its own."""
    return rng.normal(size=(n, 1)) + rng.uniform(0.5, 3, size=(n, 1)) * rng.normal(size=(n, m))


def statistics(rng, n):
    """Draw a mean and a variance for each of n units."""
    return rng.normal(size=(n, 1)), rng.uniform(0.3, 4, size=(n, 1))


def layer(rng, n, m):
    """Draw values, scale, shift and running statistics that have nothing to do with the values' own."""
    mean, variance = statistics(rng, n)
    Z, gamma, beta = values(rng, n, m), rng.uniform(0.5, 2, size=(n, 1)), rng.normal(size=(n, 1))
    return Z, gamma, beta, {"mean": mean, "variance": variance}


def after_forward(rng, n, m, epsilon=1e-8):
    """Run the reference forward in training, for a cache that agrees with itself, and draw a gradient."""
    _, _, cache = solution.batch_norm_forward(*layer(rng, n, m), epsilon=epsilon)
    return rng.normal(size=(n, m)) + rng.normal(size=(n, 1)), cache


def contradiction(dZ_tilde, cache):
    """Say what no forward pass in training leaves in the cache, or None."""
    Z_norm = cache["Z_norm"]
    if not np.allclose(Z_norm.mean(axis=1), 0):
        return "a unit of Z_norm has a mean that is not zero"
    if np.any(np.mean(Z_norm**2, axis=1) > 1 + 1e-9):
        return "a unit of Z_norm has a variance above 1"
    if np.any(cache["std"] <= 0):
        return "a standard deviation is not positive"
    return None if dZ_tilde.shape == Z_norm.shape else "dZ_tilde has not the shape of Z_norm"


def backward_through_each_step(dZ_tilde, cache):
    """Give the same gradients by way of the centred values and the variance."""
    Z_norm, std, gamma = cache["Z_norm"], cache["std"], cache["gamma"]
    m = dZ_tilde.shape[1]
    centred = Z_norm * std
    dZ_norm = dZ_tilde * gamma
    dvariance = (-0.5 * dZ_norm * centred / std**3).sum(axis=1, keepdims=True)
    dmean = -(dZ_norm / std).sum(axis=1, keepdims=True) - 2 * dvariance * centred.mean(axis=1, keepdims=True)
    dZ = dZ_norm / std + 2 * dvariance * centred / m + dmean / m
    return dZ, (dZ_tilde * Z_norm).sum(axis=1, keepdims=True), dZ_tilde.sum(axis=1, keepdims=True)


def backward_in_one_formula(dZ_tilde, cache):
    """Give the same gradients from one fraction."""
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1).reshape(-1, 1)
    dgamma = np.sum(dZ_tilde * cache["Z_norm"], axis=1).reshape(-1, 1)
    dZ = cache["gamma"] / (m * cache["std"]) * (m * dZ_tilde - dbeta - cache["Z_norm"] * dgamma)
    return dZ, dgamma, dbeta


@hw.exercise(points=10, returns=("parameters", "running"))
@hint(
    "At the start the layer should pass on the normalized values as they are: which scale and shift do that?"
)
@hint("The running statistics start as those of values that are normalized already.")
@mistake(
    'np.ones((n, 1)), "beta"',
    'np.zeros((n, 1)), "beta"',
    "With gamma zero every value would be wiped out; a scale of 1 leaves the values as they are.",
)
@mistake(
    '"beta": np.zeros((n, 1))',
    '"beta": np.ones((n, 1))',
    "With beta one every value is shifted; it starts at 0.",
)
@mistake(
    '"variance": np.ones((n, 1))',
    '"variance": np.zeros((n, 1))',
    "A running variance of zero would be divided by; it starts at 1.",
)
@mistake('"mean": np.zeros((n, 1))', '"mean": np.ones((n, 1))', "The running mean starts at 0, not at 1.")
@mistake(
    {
        "return parameters, running": "return tuple({name: value.ravel() for name, value in part.items()} "
        "for part in (parameters, running))"
    },
    "The arrays are flat; each is a column, one row a unit.",
)
@mistake(
    {
        "return parameters, running": "return tuple({name: value.T for name, value in part.items()} "
        "for part in (parameters, running))"
    },
    "The arrays lie on their side; each is a column, one row a unit.",
)
@variant('"gamma": np.ones((n, 1))', '"gamma": np.full((n, 1), 1)')
@variant("return parameters, running", "running['count'] = 0\n    return [parameters, running]")
def initialize_batch_norm():
    """Makes the parameters and running statistics to start from."""
    yield call(3)
    yield call(5)
    yield call(2, hidden=True)
    yield call(8, hidden=True)


@hw.exercise(points=15, returns=("mean", "variance"))
@hint("Examples stand in columns: which axis do you sum over, to get one number for each unit?")
@hint("The variance is the mean of the squared distances from the mean; divide by the number of examples.")
@mistake(
    {"np.sum(Z, axis=1": "np.sum(Z, axis=0", "** 2, axis=1": "** 2, axis=0", "Z.shape[1]": "Z.shape[0]"},
    "These are statistics of each example over the units; take them of each unit over the examples.",
)
@mistake(
    "variance = np.sum((Z - mean) ** 2, axis=1, keepdims=True) / m",
    "variance = np.sum((Z - mean) ** 2, axis=1, keepdims=True) / (m - 1)",
    "The variance divides by m - 1; batch normalization divides by m.",
)
@mistake(
    "np.sum((Z - mean) ** 2, axis=1, keepdims=True) / m",
    "np.sqrt(np.sum((Z - mean) ** 2, axis=1, keepdims=True) / m)",
    "This is the standard deviation; return its square, the variance.",
)
@mistake("(Z - mean) ** 2", "Z**2", "The mean is not subtracted before the values are squared.")
@mistake(
    "np.sum((Z - mean) ** 2, axis=1, keepdims=True) / m",
    "np.sum((Z - mean) ** 2, axis=1, keepdims=True)",
    "The variance is a sum over the examples; divide it by their number.",
)
@mistake(
    {
        "np.sum(Z, axis=1, keepdims=True)": "np.sum(Z, keepdims=True) / len(Z)",
        "np.sum((Z - mean) ** 2, axis=1, keepdims=True)": "np.sum((Z - mean) ** 2, keepdims=True) / len(Z)",
    },
    "There is one mean and variance for all units together; each unit has its own.",
)
@mistake(
    "(Z - mean) ** 2",
    "np.abs(Z - mean)",
    "The distances from the mean are not squared; these are absolute values.",
)
@mistake("return mean, variance", "return variance, mean", "Mean and variance come back in the wrong order.")
@variant(
    {
        "np.sum(Z, axis=1, keepdims=True) / m": "np.mean(Z, axis=1, keepdims=True)",
        "np.sum((Z - mean) ** 2, axis=1, keepdims=True) / m": "np.var(Z, axis=1, keepdims=True)",
    }
)
@variant(
    "np.sum((Z - mean) ** 2, axis=1, keepdims=True) / m", "np.mean(Z**2, axis=1, keepdims=True) - mean**2"
)
@vectorized(lambda rng, m: call(values(rng, 3, m)))
def batch_statistics(rng):
    """Computes mean and variance of each unit."""
    yield call(values(rng, 2, 4))
    yield call(values(rng, 3, 5))
    yield call(values(rng, 5, 3), hidden=True)
    yield call(values(rng, 4, 9), hidden=True)
    yield call(values(rng, 1, 6), hidden=True)


NEW_MEAN = 'momentum * running["mean"] + (1 - momentum) * mean'
NEW_VARIANCE = 'momentum * running["variance"] + (1 - momentum) * variance'


@hw.exercise(points=15, returns="running")
@hint("An exponentially weighted average: a share of what it was, and the rest of what the batch has.")
@hint("The two weights add up to 1. With momentum 0.9, which of them is the large one?")
@mistake(
    {
        NEW_MEAN: '(1 - momentum) * running["mean"] + momentum * mean',
        NEW_VARIANCE: '(1 - momentum) * running["variance"] + momentum * variance',
    },
    "The weights are exchanged: what was so far keeps the weight momentum, the batch gets the rest.",
)
@mistake(
    {"(1 - momentum) * mean": "mean", "(1 - momentum) * variance": "variance"},
    "The batch comes in with its full weight; the two weights must add up to 1.",
)
@mistake(
    {
        NEW_MEAN: "mean",
        NEW_VARIANCE: "variance",
    },
    "The statistics so far are forgotten; a batch may move them only a little.",
)
@mistake(
    {
        NEW_MEAN: '0.9 * running["mean"] + 0.1 * mean',
        NEW_VARIANCE: '0.9 * running["variance"] + 0.1 * variance',
    },
    "The momentum is fixed at 0.9; use the argument momentum.",
)
@mistake(
    NEW_VARIANCE,
    'running["variance"]',
    "Only the mean follows the batch; the variance has to follow it too.",
)
@mistake(
    "(1 - momentum) * variance",
    "(1 - momentum) * np.sqrt(variance)",
    "The running variance takes in the root of the batch's variance; take in the variance itself.",
)
@variant(
    NEW_MEAN,
    'running["mean"] + (1 - momentum) * (mean - running["mean"])',
)
def update_running_statistics(rng):
    """Lets the running statistics follow a batch."""
    for n, momentum, hidden in [(2, 0.9, False), (3, 0.6, False), (4, 0.99, True), (1, 0.3, True)]:
        mean, variance = statistics(rng, n)
        yield call({"mean": mean, "variance": variance}, *statistics(rng, n), momentum, hidden=hidden)
    mean, variance = statistics(rng, 3)
    yield call({"mean": mean, "variance": variance}, *statistics(rng, 3), hidden=True)


@hw.exercise(
    points=30,
    returns={"Z_tilde": 2, "running": 1, "cache": 1},
    needs=["batch_statistics", "update_running_statistics"],
)
@hint("Decide first which mean and variance to use: the batch's in training, the running ones in prediction.")
@hint("Subtract the mean and divide by the standard deviation; epsilon keeps the division safe.")
@hint("Scale and shift come last. Only training may change the running statistics.")
@mistake(
    'mean, variance = running["mean"], running["variance"]',
    "mean, variance = batch_statistics(Z)",
    "Prediction uses the statistics of the batch at hand; use the running ones, so that none depends on "
    "the others.",
)
@mistake(
    "        running = update_running_statistics(running, mean, variance, momentum)\n",
    "",
    "The running statistics never follow the batches; update them in training.",
)
@mistake(
    "    std = ",
    "    if not training:\n"
    "        running = update_running_statistics(running, *batch_statistics(Z), momentum)\n"
    "    std = ",
    "Prediction changes the running statistics; only training may.",
)
@mistake(
    "running = update_running_statistics(running, mean, variance, momentum)\n",
    "running = update_running_statistics(running, mean, variance, momentum)\n"
    '        mean, variance = running["mean"], running["variance"]\n',
    "Training normalizes by the running statistics; in training use those of the batch.",
)
@mistake(
    "np.sqrt(variance + epsilon)",
    "variance + epsilon",
    "The values are divided by the variance; divide by its root.",
)
@mistake(
    "np.sqrt(variance + epsilon)",
    "np.sqrt(variance) + epsilon",
    "Epsilon is added to the standard deviation; the brief adds it to the variance, inside the root.",
)
@mistake(
    "np.sqrt(variance + epsilon)", "np.sqrt(variance + 1e-8)", "Epsilon is fixed; use the argument epsilon."
)
@mistake("(Z - mean) / std", "Z / std", "The mean is not subtracted.")
@mistake("gamma * Z_norm + beta", "gamma * Z_norm", "The shift beta is left out.")
@mistake("gamma * Z_norm + beta", "Z_norm + beta", "The scale gamma is left out.")
@mistake(
    "gamma * Z_norm + beta", "Z_norm", "Scale and shift are left out: the layer cannot learn its own range."
)
@mistake("gamma * Z_norm + beta", "beta * Z_norm + gamma", "Scale and shift are exchanged.")
@mistake(
    "gamma * Z_norm + beta",
    "gamma * (Z_norm + beta)",
    "The shift is scaled as well: scale first, then shift.",
)
@mistake(
    "variance, momentum)",
    "variance)",
    "The momentum is not handed on, so 0.9 is used whatever the caller asked for.",
)
@variant(
    {
        "batch_statistics(Z)": "(np.mean(Z, 1, keepdims=True), np.var(Z, 1, keepdims=True))",
        "Z_tilde = gamma * Z_norm + beta": "Z_tilde = np.multiply(gamma, Z_norm) + beta",
        "(Z - mean) / std": "(Z - mean) * (variance + epsilon) ** -0.5",
    }
)
@variant("return Z_tilde, running, cache", "cache['epsilon'] = epsilon\n    return Z_tilde, running, cache")
@vectorized(lambda rng, m: call(*layer(rng, 3, m)))
def batch_norm_forward(rng):
    """Normalizes, scales and shifts, in training and in prediction."""
    yield call(*layer(rng, 2, 4), training=True, momentum=0.9, epsilon=1e-8)
    # edges: prediction leaves the running values as they are, and one example alone is its own mean
    yield call(*layer(rng, 3, 5), training=False, momentum=0.9, epsilon=1e-8, edge=True)
    yield call(*layer(rng, 3, 5), training=True, momentum=0.7, epsilon=0.1)
    yield call(*layer(rng, 4, 7), training=True, momentum=0.99, epsilon=1e-3, hidden=True)
    yield call(*layer(rng, 5, 1), training=False, momentum=0.5, epsilon=0.2, hidden=True, edge=True)
    yield call(*layer(rng, 2, 1), training=True, momentum=0.6, epsilon=1e-2, hidden=True, edge=True)
    # values so near to each other that the epsilon the brief has by default counts
    Z, gamma, beta, running = layer(rng, 3, 6)
    yield call(1e-4 * Z, gamma, beta, running, hidden=True)


@hw.exercise(points=30, returns={"dZ": 3, "dgamma": 1, "dbeta": 1})
@hint("dgamma and dbeta collect from all examples, since all share them: sums over the examples, in columns.")
@hint(
    "An entry of Z reaches the cost in three ways: directly, through the batch's mean, through its variance."
)
@hint("Check yourself: each row of dZ adds up to 0, because shifting all examples of a unit changes nothing.")
@mistake(
    "(dZ_norm - along_mean - Z_norm * along_std) / std",
    "dZ_norm / std",
    "Mean and standard deviation are treated as constants; they depend on every example of the batch.",
)
@mistake(
    " - Z_norm * along_std",
    "",
    "The way through the variance is missing; only the one through the mean is subtracted.",
)
@mistake(
    "dZ_norm - along_mean - Z",
    "dZ_norm - Z",
    "The way through the mean is missing; only the one through the variance is subtracted.",
)
@mistake(
    {
        "(dZ_norm, axis=1, keepdims=True) / m": "(dZ_norm, axis=1, keepdims=True)",
        "(dZ_norm * Z_norm, axis=1, keepdims=True) / m": "(dZ_norm * Z_norm, axis=1, keepdims=True)",
    },
    "What comes through mean and variance is a sum over the examples; divide it by their number.",
)
@mistake(
    "along_mean - Z_norm",
    "along_mean + Z_norm",
    "What comes through the variance is added; it should be subtracted.",
)
@mistake(
    "dZ_norm = gamma * dZ_tilde", "dZ_norm = dZ_tilde", "The scale gamma is missing on the way back to Z."
)
@mistake(") / std", ")", "The division by the standard deviation is missing on the way back to Z.")
@mistake(") / std", ") / std**2", "The gradient of Z is divided by the variance; divide by its root.")
@mistake(
    "dZ_tilde * Z_norm",
    "dZ_tilde * (gamma * Z_norm)",
    "The gradient of the scale has gamma in it; the value it scales is the normalized one.",
)
@mistake(
    {
        "np.sum(dZ_tilde * Z_norm, ": "np.mean(dZ_tilde * Z_norm, ",
        "np.sum(dZ_tilde, ": "np.mean(dZ_tilde, ",
    },
    "The gradients of scale and shift are means over the examples; here they are sums, as the brief says.",
)
@mistake(
    {
        "np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)": "np.sum(dZ_tilde * Z_norm, axis=1)",
        "np.sum(dZ_tilde, axis=1, keepdims=True)": "np.sum(dZ_tilde, axis=1)",
    },
    "The gradients of scale and shift are flat; keep the column shape.",
    name="flat_gradients",
)
@mistake(
    {
        "np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)": "np.sum(dZ_tilde * Z_norm)",
        "np.sum(dZ_tilde, axis=1, keepdims=True)": "np.sum(dZ_tilde)",
    },
    "There is one gradient of scale and shift for all units; each unit has its own, so sum each row.",
)
@mistake(
    "return dZ, dgamma, dbeta",
    "return dZ, dbeta, dgamma",
    "The gradients of scale and shift come back in the wrong order.",
    name="wrong_order",
)
@mistake(
    "m = dZ_tilde.shape[1]",
    "m = dZ_tilde.shape[0]",
    "You divide by the number of units; divide by that of examples.",
)
@variant(backward_through_each_step)
@variant(backward_in_one_formula)
@vectorized(lambda rng, m: call(*after_forward(rng, 3, m)))
@invariant(contradiction)
def batch_norm_backward(rng):
    """Computes the gradients of batch normalization."""
    # at least four examples: with one, dZ is zero, with two, nearly so, whatever the formula
    yield call(*after_forward(rng, 2, 4))
    yield call(*after_forward(rng, 3, 5))
    yield call(*after_forward(rng, 5, 8), hidden=True)
    yield call(*after_forward(rng, 6, 4, epsilon=0.3), hidden=True)
    yield call(*after_forward(rng, 1, 7), hidden=True)
