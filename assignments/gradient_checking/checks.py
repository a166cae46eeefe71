"""The rubric of `gradient_checking`, as code.

A check of right derivatives returns little more than rounding error, which a constant would pass as well. So
most calls of `gradient_check` nudge by so little that the rounding of theta itself decides the result, the
same in every right solution; and `gradient_check_n` is given gradients that are wrong in known places, or a
nudge so wide that the central difference departs measurably. No absolute tolerance applies.

The network's forward and backward passes are given by the course. The forward pass is worth no points: it is
an exercise so that a submission without it, or with another one, is told so and still earns gradient_check_n.
The backward pass is given with two errors on purpose, for the check to find: repairing it is worth a little.
"""

import numpy as np

from assignments.gradient_checking.gc_utils import SHAPES
from grader import Assignment, call, hint, invariant, mistake, variant, vectorized
from reference import gradient_checking as solution

hw = Assignment("Gradient checking", week="C2W1", given=["_print_verdict"])


@hw.exercise(points=10, returns="J")
@hint("The model is a straight line through the origin: theta is its slope.")
@mistake("theta * x", "theta + x", "theta and x are added; the model multiplies them.")
@mistake("theta * x", "theta * x**2", "x is squared; the model is a straight line.")
@mistake("theta * x", "x / theta", "x is divided by theta; the model multiplies them.")
@mistake("theta * x", "x", "This is x alone; the cost depends on theta.")
@mistake("theta * x", "0.5 * (theta * x) ** 2", "This is a squared error; the model's cost is theta times x.")
@variant("theta * x", "np.dot(x, theta)")
@variant("theta * x", "np.multiply(theta, x)")
def forward_propagation():
    """Computes the cost of the model with one parameter."""
    yield call(2, 4)
    yield call(-3, 0.5)
    yield call(1.5, -7.25, hidden=True)
    yield call(-0.6, -2.5, hidden=True)


@hw.exercise(points=10, returns="dtheta")
@hint("How much does J change when theta changes by one and x stays as it is?")
@mistake("return x", "return theta", "This is the derivative with respect to x; theta is what is learned.")
@mistake(
    "return x", "return theta * x", "This is J itself; its derivative tells how fast it grows with theta."
)
@mistake("return x", "return 1", "The derivative is not 1: it depends on x.", name="one")
@mistake("return x", "return 2 * x", "The derivative is twice what it should be: J has no square in it.")
@mistake("return x", "return -x", "The derivative has the opposite sign: for positive x, J grows with theta.")
@variant("return x", "J = np.dot(theta, x)\n    return J / theta")
@variant("return x", "return float(x)")
def backward_propagation():
    """Computes the derivative of the model's cost."""
    yield call(2, 4)
    yield call(-3, 0.5)
    yield call(1.5, -7.25, hidden=True)
    yield call(-0.6, -2.5, hidden=True)


@hw.exercise(
    points=30,
    returns="difference",
    needs=["forward_propagation", "backward_propagation"],
    rtol=1e-3,  # of rounding error, which the order of the last operations may change in its fourth digit
    atol=0.0,
)
@hint("Nudge theta to either side by epsilon and compute the cost at both; x stays as it is.")
@hint(
    "The slope between the two points is their difference in height over their distance, which is 2 epsilon."
)
@hint("The relative difference has a norm above the line and the sum of two norms below it.")
@mistake(
    "(2 * epsilon)",
    "epsilon",
    "The slope is twice what it should be: the two points are 2 epsilon apart, not epsilon.",
)
@mistake(
    "theta_minus = theta - epsilon",
    "theta_minus = theta_plus - epsilon",
    "The lower point is theta itself and not epsilon below it (perhaps it is made from the upper one); both "
    "are nudges of theta.",
)
@mistake(
    "theta_minus = theta - epsilon",
    "theta_minus = theta + epsilon",
    "The result is 1 whatever theta is: the measured slope is zero, has the wrong sign or is far too large. "
    "Subtract the cost below theta from the cost above it, and divide by all of 2 epsilon.",
    name="always_one",
)
@mistake(
    {"theta_minus = theta - epsilon": "theta_minus = theta", "(2 * epsilon)": "epsilon"},
    "The slope is measured on one side only; take a point on either side of theta, 2 epsilon apart.",
)
@mistake(
    {
        "forward_propagation(x, theta_plus)": "forward_propagation(x + epsilon, theta)",
        "forward_propagation(x, theta_minus)": "forward_propagation(x - epsilon, theta)",
    },
    "x is nudged instead of theta; the derivative is with respect to theta.",
)
@mistake(
    "difference = numerator / denominator",
    "difference = numerator",
    "This is the absolute difference; divide by the sum of the two norms.",
)
@mistake(
    "difference = numerator / denominator",
    "difference = numerator - denominator",
    "The denominator is subtracted; the relative difference is a quotient.",
)
@mistake(
    "np.linalg.norm(grad) + np.linalg.norm(gradapprox)",
    "np.linalg.norm(grad)",
    "The difference is set against one of the two norms; the denominator is their sum.",
)
@mistake(
    "np.linalg.norm(grad) + np.linalg.norm(gradapprox)",
    "np.linalg.norm(grad) * np.linalg.norm(gradapprox)",
    "The two norms are multiplied in the denominator; add them.",
)
@mistake(
    {"theta + epsilon": "theta + 1e-7", "theta - epsilon": "theta - 1e-7", "2 * epsilon": "2 * 1e-7"},
    "epsilon is fixed at 1e-7; use the argument.",
)
@variant("(J_plus - J_minus) / (2 * epsilon)", "(J_plus - J_minus) / 2 / epsilon")
@variant("(J_plus - J_minus) / (2 * epsilon)", "1 / (2 * epsilon) * (J_plus - J_minus)")
@variant("np.linalg.norm(gradapprox)\n", "np.linalg.norm(gradapprox) + 1e-8\n")
@variant(
    {
        "np.linalg.norm(grad - gradapprox)": "abs(gradapprox - grad)",
        "np.linalg.norm(grad) + np.linalg.norm(gradapprox)": "np.sqrt(grad**2) + np.sqrt(gradapprox**2)",
    }
)
@variant("grad = backward_propagation(x, theta)", "grad = forward_propagation(x, theta) / theta")
def gradient_check():
    """Checks the derivative of the model with one parameter."""
    yield call(2, 4, optional={"print_msg": False})
    for x, theta, epsilon, hidden in [
        (2, 4, 1e-13, False),
        (3, 4, 1e-14, False),
        (-1.3, 6.0, 1e-14, True),
        (0.8, -2.2, 1e-14, True),
        (2.5, 0.7, 1e-12, True),
    ]:
        yield call(x, theta, epsilon=epsilon, hidden=hidden, optional={"print_msg": False})


def network(rng, m=3):
    """Draw examples, labels and parameters of the network, some but not all of whose units are active."""
    while True:
        X, Y = rng.normal(size=(4, m)), rng.integers(0, 2, size=(1, m))
        parameters = {name: rng.normal(size=shape) for name, shape in SHAPES.items()}
        _, (_, A1, _, _, _, A2, _, _, _, A3, _, _) = solution.forward_propagation_n(X, Y, parameters)
        active = [np.mean(A > 0) for A in (A1, A2)]
        if all(0.3 < share < 0.9 for share in active) and 0.05 < A3.min() <= A3.max() < 0.95:
            return X, Y, parameters


def passed(rng, m=3):
    """Return X, Y and the cache of a forward pass."""
    X, Y, parameters = network(rng, m)
    return X, Y, solution.forward_propagation_n(X, Y, parameters)[1]


def contradiction(X, Y, cache):
    """Say that a cache is not that of a forward pass over these examples, or None."""
    _, _, W1, b1, _, _, W2, b2, _, _, W3, b3 = cache
    parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "W3": W3, "b3": b3}
    _, own = solution.forward_propagation_n(X, Y, parameters)
    if not all(np.allclose(mine, cached) for mine, cached in zip(own, cache, strict=True)):
        return "the cache is not that of a forward pass over X"
    return None if Y.shape == cache[9].shape else "Y has not the shape of A3"


@hw.exercise(points=0, returns=("cost", "cache"))
@hint("The course gives this function, for gradient_check_n to call: take it over as it is.")
@vectorized(lambda rng, m: call(*network(rng, m)))
def forward_propagation_n(rng):
    """Given: runs the network and computes its cost."""
    yield call(*network(rng))
    yield call(*network(rng, m=6), hidden=True)


@hw.exercise(points=5, returns="gradients", shares=("dW2", "db1"))  # where the two errors are
@hint("The course gives this function with two errors in it, on purpose. What does gradient_check_n say?")
@hint("To find an error, print the given and the measured gradients beside each other: where do they differ?")
@mistake(
    {"np.dot(dZ2, A1.T) / m": "np.dot(dZ2, A1.T) / m * 2", "np.sum(dZ1, axis=1, keepdims=True) / m": (
        "np.sum(dZ1, axis=1, keepdims=True) * 4 / m")},
    "The two errors that the course planted here are still in place, as gradient_check_n can tell: look "
    "again at the factors of dW2 and db1. Nothing that you wrote yourself is at fault.",
    name="both_planted_errors",
)  # fmt: skip
@mistake(
    "np.dot(dZ2, A1.T) / m",
    "np.dot(dZ2, A1.T) / m * 2",
    "You found one of the two planted errors; the other is in dW2, which is twice what it should be.",
    name="planted_error_in_dW2",
)
@mistake(
    "np.sum(dZ1, axis=1, keepdims=True) / m",
    "np.sum(dZ1, axis=1, keepdims=True) * 4 / m",
    "You found one of the two planted errors; the other is in db1, which is four times what it should be.",
    name="planted_error_in_db1",
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
@variant("dA2 * (A2 > 0)", "np.multiply(dA2, np.int64(A2 > 0))")
@variant("np.dot(dZ2, A1.T) / m", "1.0 / m * (dZ2 @ A1.T)")
@vectorized(lambda rng, m: call(*passed(rng, m)))
@invariant(contradiction)
def backward_propagation_n(rng):
    """Given with two planted errors: computes the gradients of the network, once repaired."""
    yield call(*passed(rng))
    yield call(*passed(rng, m=5))
    yield call(*passed(rng, m=8), hidden=True)
    yield call(*passed(rng, m=2), hidden=True)


def fit(parameters, gradients, *_):
    """Say that the gradients, right or wrong, are not those of these parameters, or None."""
    wrong = [name for name, array in parameters.items() if gradients[f"d{name}"].shape != array.shape]
    return f"d{wrong[0]} has not the shape of {wrong[0]}" if wrong else None


def given(rng, change, m=3):
    """Return parameters, gradients that `change` has altered, X and Y."""
    X, Y, parameters = network(rng, m)
    gradients = solution.backward_propagation_n(X, Y, solution.forward_propagation_n(X, Y, parameters)[1])
    change(gradients)
    return parameters, gradients, X, Y


def as_it_is(gradients):
    """Leave the gradients right."""


def planted(gradients):
    """Make the two errors of the course."""
    gradients["dW2"] *= 2
    gradients["db1"] *= 4


def one_wrong(name, row, column):
    """Return what makes one component of the gradients wrong."""

    def change(gradients):
        gradients[name][row, column] += 0.5

    return change


@hw.exercise(points=45, returns="difference", needs=["forward_propagation_n"], atol=0.0)
@hint("For each of the components: nudge this one alone, up and down, and compute the cost both times.")
@hint("Begin each nudge from a fresh copy of the vector of parameters, or the last one is still in it.")
@hint("Compare the whole vector of measured slopes with that of the gradients, in one relative difference.")
@mistake(
    "theta_minus = np.copy(values)",
    "theta_minus = np.copy(theta_plus)",
    "The slopes are one-sided: the lower point is the parameters themselves (perhaps it is made from the upper "
    "one), and the result is about 1/3 even where the gradients are right. Take epsilon off a fresh copy of them.",
)
@mistake(
    {
        "    for i": "    theta_plus = np.copy(values)\n    theta_minus = np.copy(values)\n    for i",
        "        theta_plus = np.copy(values)\n": "",
        "        theta_minus = np.copy(values)\n": "",
    },
    "The nudges pile up: each component starts from a vector in which the ones before are still nudged. Take "
    "a fresh copy for each.",
)
@mistake(
    "(J_plus - J_minus)",
    "(J_plus - J_plus)",
    "The measured slopes are (nearly) zero: subtract the cost at the lower point from that at the upper one, "
    "and divide by all of 2 epsilon.",
)
@mistake(
    "(2 * epsilon)",
    "epsilon",
    "The slopes are twice what they should be: the two points are 2 epsilon apart, not epsilon.",
)
@mistake(
    {"theta_minus[i, 0] - epsilon": "theta_minus[i, 0]", "(2 * epsilon)": "epsilon"},
    "The slopes are measured on one side only; take a point on either side, 2 epsilon apart.",
)
@mistake(
    {
        "np.linalg.norm(grad - gradapprox)": "np.linalg.norm(grad[-1] - gradapprox[-1])",
        "np.linalg.norm(grad) + np.linalg.norm(gradapprox)": (
            "np.linalg.norm(grad[-1]) + np.linalg.norm(gradapprox[-1])"
        ),
    },
    "Only the last component is compared; the norms go over all of them.",
)
@mistake(
    "range(values.shape[0])",
    "range(values.shape[0] - 1)",
    "The last component is never nudged, so its slope stays zero.",
)
@mistake(
    "range(values.shape[0])",
    "range(1, values.shape[0])",
    "The first component is never nudged, so its slope stays zero.",
)
@mistake("(J_plus - J_minus)", "(J_minus - J_plus)", "The measured slopes have the opposite sign.")
@mistake(
    "difference = numerator / denominator",
    "difference = numerator",
    "This is the absolute difference; divide by the sum of the two norms.",
)
@mistake(
    "difference = numerator / denominator",
    "difference = numerator - denominator",
    "The denominator is subtracted; the relative difference is a quotient.",
)
@mistake(
    "difference = numerator / denominator",
    "difference = abs(np.linalg.norm(grad) - np.linalg.norm(gradapprox)) / denominator",
    "The lengths of the two vectors are compared; take the length of their difference.",
)
@mistake(
    "np.linalg.norm(grad) + np.linalg.norm(gradapprox)",
    "np.linalg.norm(grad + gradapprox)",
    "The denominator is the norm of the sum; it should be the sum of the norms.",
)
@mistake(
    "np.linalg.norm(grad) + np.linalg.norm(gradapprox)",
    "np.linalg.norm(gradapprox)",
    "The difference is set against one of the two norms; the denominator is their sum.",
)
@mistake(
    {
        "np.linalg.norm(grad - gradapprox)": "np.sum(np.square(grad - gradapprox))",
        "np.linalg.norm(grad) + np.linalg.norm(gradapprox)": (
            "np.sum(np.square(grad)) + np.sum(np.square(gradapprox))"
        ),
    },
    "These are squares of norms; the root is missing.",
)
@mistake(
    "grad = gradients_to_vector(gradients)",
    "grad = gradients_to_vector(backward_propagation_n(X, Y, forward_propagation_n(X, Y, parameters)[1]))",
    "The gradients are computed anew; check the ones that are given.",
)
@mistake(
    {"theta_plus[i, 0] + epsilon": "theta_plus[i, 0] + 1e-7", "theta_minus[i, 0] - epsilon": (
        "theta_minus[i, 0] - 1e-7"), "2 * epsilon": "2 * 1e-7"},
    "epsilon is fixed at 1e-7; use the argument.",
)  # fmt: skip
@variant(
    {
        "theta_plus[i, 0] = theta_plus[i, 0] + epsilon": "theta_plus[i] = theta_plus[i] + epsilon",
        "theta_minus[i, 0] = theta_minus[i, 0] - epsilon": "theta_minus[i][0] -= epsilon",
    }
)
@variant(
    {
        "theta_minus = np.copy(values)": "theta_minus = np.copy(theta_plus)",
        "theta_minus[i, 0] - epsilon": "theta_minus[i, 0] - 2 * epsilon",
    }
)
@variant(
    {
        "gradapprox[i, 0] = (J_plus - J_minus) / (2 * epsilon)": (
            "gradapprox[i] = 0.5 * (J_plus - J_minus) / epsilon"
        ),
        "np.linalg.norm(grad - gradapprox)": "np.sqrt(np.sum((gradapprox - grad) ** 2))",
    }
)
@variant("np.linalg.norm(gradapprox)\n", "np.linalg.norm(gradapprox) + 1e-8\n")
@invariant(fit)
def gradient_check_n(rng):
    """Checks given gradients of the network."""
    extra = {"optional": {"print_msg": False}}
    yield call(*given(rng, planted), **extra)
    yield call(*given(rng, as_it_is), epsilon=0.01, weight=4, **extra)
    for name, row, column in [("dW1", 0, 0), ("db1", 4, 0), ("dW2", 1, 3), ("db2", 0, 0), ("dW3", 0, 2)]:
        yield call(*given(rng, one_wrong(name, row, column), m=5), epsilon=1e-6, hidden=True, **extra)
    yield call(*given(rng, one_wrong("db3", 0, 0), m=1), epsilon=1e-5, hidden=True, **extra)

    def everywhere(gradients):
        for name in SHAPES:
            gradients["d" + name] += 0.1 * rng.normal(size=SHAPES[name])

    yield call(*given(rng, everywhere, m=4), epsilon=1e-7, hidden=True, **extra)
    yield call(*given(rng, as_it_is, m=6), epsilon=0.003, weight=4, hidden=True, **extra)
