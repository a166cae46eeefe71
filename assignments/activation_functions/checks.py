"""The rubric of `activation_functions`, as code."""

import numpy as np

from grader import Assignment, call, equivalent, hint, mistake, variant, vectorized

hw = Assignment("Activation functions and their derivatives", week="C1W3")


def both_sides(rng, *shape):
    """Draw numbers on both sides of zero, none nearer than 0.1: there the derivatives may have a kink."""
    z = rng.normal(scale=1.5, size=shape)
    z = np.sign(z) * (np.abs(z) + 0.1)
    z.flat[0], z.flat[-1] = abs(z.flat[0]), -abs(z.flat[-1])
    return z


SIGMOID = "1 / (1 + np.exp(-z))"
TANH = "(np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))"


# no case has z = 0: both conventions are in use
AT_THE_KINK = (
    "At z = 0 any slope between those of the two sides is right; the brief says that it is not graded."
)


@hw.exercise(points=10, returns="a")
@hint("The formula is 1 / (1 + e^-z), element by element.")
@hint("Check three points: near 0 far to the left, one half at 0, near 1 far to the right.")
@mistake(
    "np.exp(-z)",
    "np.exp(z)",
    "You used e^z where the formula has e^-z, so the curve falls instead of rising.",
)
@mistake(
    SIGMOID, "1 / 1 + np.exp(-z)", "Check the parentheses: the whole of 1 + e^-z belongs below the line."
)
@mistake(SIGMOID, "np.tanh(z)", "This is tanh, which runs from -1 to 1; sigmoid runs from 0 to 1.")
@mistake(
    SIGMOID,
    "np.exp(-z) / (1 + np.exp(-z)) ** 2",
    "This is the derivative of sigmoid; the exercise asks for sigmoid itself.",
)
@mistake(SIGMOID, "1 / (1 - np.exp(-z))", "The denominator is a sum, 1 + e^-z, not a difference.")
@variant(SIGMOID, "np.exp(z) / (1 + np.exp(z))")
@variant(SIGMOID, "(np.tanh(z / 2) + 1) / 2")
@vectorized(lambda rng, m: call(both_sides(rng, m)))
def sigmoid(rng):
    """Squashes numbers into (0, 1)."""
    yield call(np.array([-2.0, 0.5, 3.0]))
    yield call(-1.5)
    yield call(both_sides(rng, 3, 4), hidden=True)
    yield call(np.array([[-20.0, 8.0], [20.0, -8.0]]), hidden=True)


@hw.exercise(points=15, returns="slope", needs=["sigmoid"])
@hint("The derivative can be written with the value of sigmoid alone: compute that first.")
@hint("It is one quarter at 0 and smaller on both sides.")
@mistake(
    "a * (1 - a)",
    "z * (1 - z)",
    "The derivative is made of the value of sigmoid at z, not of z itself.",
)
@mistake("a * (1 - a)", "a", "This is sigmoid itself; its derivative is asked for.")
@mistake(
    "a * (1 - a)", "1 - a**2", "This is the derivative of tanh in terms of its value, not that of sigmoid."
)
@mistake("a * (1 - a)", "a * (a - 1)", "The derivative has the opposite sign: sigmoid rises everywhere.")
@mistake("a * (1 - a)", "1 - a", "One of the two factors, the value of sigmoid itself, is missing.")
@mistake(
    "a * (1 - a)",
    "sigmoid(a) * (1 - sigmoid(a))",
    "Sigmoid is applied twice; once gives its value, from which the derivative is made.",
)
@variant({"a = sigmoid(z)": "e = np.exp(-z)", "a * (1 - a)": "e / (1 + e) ** 2"})
@variant("a * (1 - a)", "np.multiply(a, 1 - a)")
@vectorized(lambda rng, m: call(both_sides(rng, m)))
def sigmoid_derivative(rng):
    """Computes the derivative of sigmoid."""
    yield call(np.array([-2.0, 0.5, 3.0]))
    yield call(0.8)
    yield call(both_sides(rng, 3, 4), hidden=True)
    yield call(both_sides(rng, 2, 1, 3), hidden=True)


@hw.exercise(points=10, returns="a")
@hint("The quotient of two combinations of e^z and e^-z; NumPy has it ready, too.")
@hint("Check three points: near -1 far to the left, 0 at 0, near 1 far to the right.")
@mistake(TANH, SIGMOID, "This is sigmoid, which runs from 0 to 1; tanh runs from -1 to 1.")
@mistake(
    TANH,
    "(np.exp(z) - np.exp(-z)) / 2",
    "This is the hyperbolic sine; divide by the sum of the exponentials.",
)
@mistake(
    TANH,
    "(np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z))",
    "The fraction stands on its head: the difference of the exponentials belongs above the line.",
)
@mistake(
    TANH,
    "(np.exp(-z) - np.exp(z)) / (np.exp(z) + np.exp(-z))",
    "The curve falls; it should rise. Look at the order of the difference.",
)
@mistake(
    TANH,
    "2 / (1 + np.exp(-z)) - 1",
    "This is sigmoid stretched to the range from -1 to 1, which rises half as steeply as tanh.",
)
@mistake(TANH, "np.tan(z)", "This is the tangent of an angle; the hyperbolic tangent is asked for.")
@variant(TANH, "np.tanh(z)")
@variant(TANH, "2 / (1 + np.exp(-2 * z)) - 1")
@variant(TANH, "np.sinh(z) / np.cosh(z)")
@vectorized(lambda rng, m: call(both_sides(rng, m)))
def tanh(rng):
    """Squashes numbers into (-1, 1)."""
    yield call(np.array([-2.0, 0.5, 3.0]))
    yield call(-0.8)
    yield call(both_sides(rng, 3, 4), hidden=True)
    yield call(both_sides(rng, 2, 1, 3), hidden=True)


@hw.exercise(points=15, returns="slope", needs=["tanh"])
@hint("The derivative can be written with the value of tanh alone: compute that first.")
@hint("It is 1 at 0 and smaller on both sides.")
@mistake(
    "1 - a**2", "1 - a", "The value of tanh must be squared; otherwise the slope is above 1 on the left."
)
@mistake(
    "1 - a**2",
    "1 - z**2",
    "The derivative is made of the value of tanh at z, not of z itself; z comes before the activation here.",
)
@mistake(
    "1 - a**2", "a * (1 - a)", "This is the derivative of sigmoid in terms of its value, not that of tanh."
)
@mistake("1 - a**2", "a", "This is tanh itself; its derivative is asked for.")
@mistake("1 - a**2", "(1 - a) ** 2", "Only the value of tanh is squared, not the whole difference.")
@mistake("1 - a**2", "1 + a**2", "The square is subtracted from 1: far from 0 the curve is flat.")
@mistake(
    "1 - a**2",
    "1 - tanh(a) ** 2",
    "Tanh is applied twice; once gives its value, from which the derivative is made.",
)
@variant("1 - a**2", "(1 - a) * (1 + a)")
@variant({"a = tanh(z)": "a = np.tanh(z)", "1 - a**2": "1 - np.power(a, 2)"})
@variant("1 - a**2", "1 / np.cosh(z) ** 2")
@vectorized(lambda rng, m: call(both_sides(rng, m)))
def tanh_derivative(rng):
    """Computes the derivative of tanh."""
    yield call(np.array([-2.0, 0.5, 1.5]))
    yield call(-0.8)
    yield call(both_sides(rng, 3, 4), hidden=True)
    yield call(both_sides(rng, 2, 1, 3), hidden=True)


@hw.exercise(points=10, returns="a")
@hint("Positive numbers pass, all others become 0: compare each element with 0, without a loop.")
@mistake(
    "np.maximum(0, z)",
    "np.minimum(0, z)",
    "Negative numbers pass and positive ones become 0; it is the other way round.",
)
@mistake("np.maximum(0, z)", "np.abs(z)", "Negative numbers change their sign; they should become 0.")
@mistake("np.maximum(0, z)", "np.max(z)", "This is the largest element; compare each element with 0.")
@mistake(
    "np.maximum(0, z)",
    "np.maximum(0.01 * z, z)",
    "This is leaky ReLU: negative numbers should become exactly 0.",
)
@mistake(
    "np.maximum(0, z)",
    "np.where(z > 0, 1.0, 0.0)",
    "This is the derivative of ReLU; positive numbers pass unchanged.",
)
@mistake(
    "np.maximum(0, z)",
    "np.clip(z, 0, 1)",
    "Numbers above 1 are cut off; positive numbers pass unchanged, however large.",
)
@mistake("np.maximum(0, z)", "np.maximum(1, z)", "Negative numbers become 1; they should become 0.")
@variant("np.maximum(0, z)", "z * (z > 0)")
@variant("np.maximum(0, z)", "np.where(z < 0, 0, z)")
@variant("np.maximum(0, z)", "(np.abs(z) + z) / 2")
@vectorized(lambda rng, m: call(both_sides(rng, m)))
def relu(rng):
    """Passes positive numbers and blocks the others."""
    yield call(np.array([-2.0, 0.5, 0.0, 3.0]))
    yield call(both_sides(rng, 2, 3))
    yield call(both_sides(rng, 3, 4), hidden=True)
    yield call(both_sides(rng, 2, 1, 3), hidden=True)


@hw.exercise(points=15, returns="slope")
@hint("How steep is ReLU where z is positive? And where it is negative?")
@mistake(
    "np.where(z > 0, 1.0, 0.0)",
    "np.maximum(0, z)",
    "This is ReLU itself; its slope is 1 wherever z is positive.",
)
@mistake(
    "np.where(z > 0, 1.0, 0.0)",
    "np.where(z > 0, 0.0, 1.0)",
    "The sides are exchanged: the slope is 1 where z is positive.",
)
@mistake(
    "np.where(z > 0, 1.0, 0.0)",
    "np.sign(z)",
    "On the negative side ReLU is flat: its slope is 0 there, not -1.",
)
@mistake(
    "np.where(z > 0, 1.0, 0.0)",
    "np.ones_like(z)",
    "The slope is 1 everywhere; on the negative side ReLU is flat.",
)
@mistake(
    "np.where(z > 0, 1.0, 0.0)",
    "np.where(z > 0, 1.0, 0.01)",
    "This is the slope of leaky ReLU; on the negative side ReLU is flat.",
)
@mistake("np.where(z > 0, 1.0, 0.0)", "np.where(z > 1, 1.0, 0.0)", "The slope changes at 0, not at 1.")
@variant("np.where(z > 0, 1.0, 0.0)", "z > 0")
@variant("np.where(z > 0, 1.0, 0.0)", "(z >= 0).astype(int)")
@variant("np.where(z > 0, 1.0, 0.0)", "np.heaviside(z, 0.5)")
@vectorized(lambda rng, m: call(both_sides(rng, m)))
@equivalent("z > 0", AT_THE_KINK)
def relu_derivative(rng):
    """Computes the derivative of ReLU."""
    yield call(np.array([-2.0, 0.5, 3.0]))
    yield call(both_sides(rng, 2, 3))
    yield call(both_sides(rng, 3, 4), hidden=True)
    yield call(both_sides(rng, 2, 1, 3), hidden=True)


@hw.exercise(points=10, returns="a")
@hint("Like ReLU where z is positive; on the other side a straight line with the small slope alpha.")
@mistake(
    "np.where(z > 0, z, alpha * z)",
    "np.maximum(0, z)",
    "This is ReLU; leaky ReLU multiplies negative numbers by alpha.",
)
@mistake(
    "np.where(z > 0, z, alpha * z)",
    "np.where(z > 0, z, alpha)",
    "Negative numbers become alpha; they should be multiplied by it.",
)
@mistake("z > 0", "z < 0", "The sides are exchanged: positive numbers pass unchanged.")
@mistake("alpha * z)", "0.01 * z)", "The slope is fixed at 0.01; use the argument alpha.")
@mistake(
    "alpha * z)",
    "-alpha * z)",
    "On the negative side the line has the wrong sign: it falls instead of rising.",
)
@mistake("alpha * z)", "alpha + z)", "On the negative side alpha is added; multiply by it.")
@mistake("z, alpha * z)", "z, z)", "Negative numbers pass unchanged; multiply them by alpha.")
@mistake(
    "np.where(z > 0, z, alpha * z)",
    "np.where(z > 0, 1.0, alpha)",
    "This is the derivative; the function itself is asked for.",
)
@variant("np.where(z > 0, z, alpha * z)", "np.maximum(alpha * z, z)")
@variant("np.where(z > 0, z, alpha * z)", "z * (z > 0) + alpha * z * (z <= 0)")
@variant("np.where(z > 0, z, alpha * z)", "np.maximum(0, z) + alpha * np.minimum(0, z)")
@vectorized(lambda rng, m: call(both_sides(rng, m), 0.1))
def leaky_relu(rng):
    """Passes positive numbers and weakens the others."""
    yield call(np.array([-2.0, 0.5, 3.0]))
    yield call(both_sides(rng, 2, 3), 0.2)
    yield call(both_sides(rng, 3, 4), 0.05, hidden=True)
    yield call(both_sides(rng, 2, 1, 3), 0.3, hidden=True)


@hw.exercise(points=15, returns="slope")
@hint("Leaky ReLU is made of two straight lines: which slopes do they have, and on which side?")
@mistake(
    "np.where(z > 0, 1.0, alpha)",
    "np.where(z > 0, z, alpha * z)",
    "This is leaky ReLU itself; its slope is 1 or alpha.",
)
@mistake(
    "1.0, alpha)",
    "1.0, 0.0)",
    "This is the slope of ReLU; on the negative side leaky ReLU still has the slope alpha.",
)
@mistake(
    "1.0, alpha)",
    "1.0, -alpha)",
    "On the negative side the slope has the wrong sign: the line rises there, too.",
)
@mistake("1.0, alpha)", "1.0, 0.01)", "The slope is fixed at 0.01; use the argument alpha.")
@mistake("z > 0", "z < 0", "The sides are exchanged: the slope is 1 where z is positive.")
@mistake(
    "1.0, alpha)",
    "1.0, alpha * z)",
    "The slope does not depend on how far z is from 0; it is alpha on the whole side.",
)
@variant("np.where(z > 0, 1.0, alpha)", "(z > 0) + alpha * (z < 0)")
@variant("np.where(z > 0, 1.0, alpha)", "1 - (1 - alpha) * (z <= 0)")
@variant(
    "    return np.where(z > 0, 1.0, alpha)",
    "    slope = np.ones_like(z)\n    slope[z < 0] = alpha\n    return slope",
)
@vectorized(lambda rng, m: call(both_sides(rng, m), 0.1))
@equivalent("z > 0", AT_THE_KINK)
def leaky_relu_derivative(rng):
    """Computes the derivative of leaky ReLU."""
    yield call(np.array([-2.0, 0.5, 3.0]))
    yield call(both_sides(rng, 2, 3), 0.2)
    yield call(both_sides(rng, 3, 4), 0.05, hidden=True)
    yield call(both_sides(rng, 2, 1, 3), 0.3, hidden=True)
