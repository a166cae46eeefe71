"""The rubric of `python_basics`, as code."""

import numpy as np

from grader import Assignment, call, hint, mistake, variant, vectorized

hw = Assignment("Python basics with NumPy", week="C1W2")


def picture(rng, height, width, channels):
    """Draw a picture with numbers between 0 and 1, rounded for easy reading."""
    return rng.uniform(size=(height, width, channels)).round(3)


def losses(rng, m):
    """Draw predictions between 0 and 1, and labels: some predictions above their label, some below."""
    y = rng.integers(0, 2, size=m)
    y[0], y[-1] = 1, 0
    return rng.uniform(0.05, 0.95, size=m).round(3), y


@hw.exercise(points=10, returns="s")
@hint("The formula is 1 / (1 + e^-x). The math module has the exponential of one number.")
@hint("Try it at 0, where it must give one half, and at a large number, where it must come near 1.")
@mistake(
    "math.exp(-x)",
    "math.exp(x)",
    "You used e^x where the formula has e^-x, so the curve falls instead of rising.",
)
@mistake(
    "1 / (1 + math.exp(-x))",
    "1 / 1 + math.exp(-x)",
    "This is 1 + e^-x, and its reciprocal is asked for. Check the parentheses: all of it is below the line.",
)
@mistake(
    "1 / (1 + math.exp(-x))", "math.exp(-x)", "This is the exponential alone; add 1 and take the reciprocal."
)
@mistake(
    "1 / (1 + math.exp(-x))",
    "1 / (1 - math.exp(-x))",
    "The denominator is a sum, 1 + e^-x, not a difference.",
)
@mistake(
    "1 / (1 + math.exp(-x))",
    "math.tanh(x)",
    "This is tanh, which runs from -1 to 1; sigmoid runs from 0 to 1.",
)
@variant("math.exp(-x)", "np.exp(-x)")
@variant("1 / (1 + math.exp(-x))", "math.exp(x) / (math.exp(x) + 1)")
@variant("1 / (1 + math.exp(-x))", "1 / (1 + math.e ** (-x))")
def basic_sigmoid():
    """Squashes one number into (0, 1)."""
    yield call(1)
    yield call(-3)
    yield call(0.7, hidden=True)
    yield call(-0.2, hidden=True)


@hw.exercise(points=10, returns="s")
@hint("The same formula as for one number; NumPy's exponential takes every element of an array.")
@mistake(
    "np.exp(-x)",
    "np.exp(x)",
    "You used e^x where the formula has e^-x, so the curve falls instead of rising.",
)
@mistake(
    "1 / (1 + np.exp(-x))",
    "1 / 1 + np.exp(-x)",
    "This is 1 + e^-x, and its reciprocal is asked for. Check the parentheses: all of it is below the line.",
)
@mistake(
    "1 / (1 + np.exp(-x))", "np.exp(-x)", "This is the exponential alone; add 1 and take the reciprocal."
)
@mistake(
    "1 / (1 + np.exp(-x))", "np.tanh(x)", "This is tanh, which runs from -1 to 1; sigmoid runs from 0 to 1."
)
@mistake(
    "1 / (1 + np.exp(-x))",
    "np.exp(x) / np.sum(np.exp(x))",
    "This is softmax, which makes shares of the whole array; sigmoid treats each element by itself.",
)
@variant("1 / (1 + np.exp(-x))", "np.exp(x) / (np.exp(x) + 1)")
@variant("1 / (1 + np.exp(-x))", "0.5 * (1 + np.tanh(x / 2))")
@variant("1 / (1 + np.exp(-x))", "np.reciprocal(1.0 + np.exp(-1 * x))")
@vectorized(lambda rng, m: call(rng.normal(size=m)))
def sigmoid(rng):
    """Squashes numbers and arrays into (0, 1)."""
    yield call(np.array([1, 2, 3]))
    yield call(-1.5)
    yield call(rng.normal(size=(3, 4)), hidden=True)
    yield call(rng.normal(scale=4, size=(2, 1, 3)), hidden=True)


@hw.exercise(points=10, returns="ds", needs=["sigmoid"])
@hint("The slope can be written with the value of sigmoid alone: call it s and use it twice.")
@hint("The curve is steepest at 0, where the slope is one quarter, and flat far away on both sides.")
@mistake("s * (1 - s)", "s", "This is sigmoid itself; its slope is asked for.")
@mistake("s * (1 - s)", "s * (1 - x)", "One factor has x where the value of sigmoid belongs.")
@mistake(
    "s * (1 - s)", "x * (1 - x)", "The slope is made of the value of sigmoid, not of x.", name="made_of_x"
)
@mistake("s * (1 - s)", "1 - s", "One of the two factors, the value of sigmoid itself, is missing.")
@mistake("s * (1 - s)", "1 - s**2", "This is the slope of tanh in terms of its value, not that of sigmoid.")
@mistake("s * (1 - s)", "s * (s - 1)", "The slope has the opposite sign: sigmoid rises everywhere.")
@mistake("s * (1 - s)", "s * (1 + s)", "One of the factors is a difference, not a sum.")
@variant({"s = sigmoid(x)": "s = 1 / (1 + np.exp(-x))", "s * (1 - s)": "s - s**2"})
@variant("s * (1 - s)", "np.exp(-x) / np.power(1 + np.exp(-x), 2)")
@variant("s * (1 - s)", "np.multiply(s, 1 - s)")
@vectorized(lambda rng, m: call(rng.normal(size=m)))
def sigmoid_derivative(rng):
    """Computes the slope of sigmoid."""
    yield call(np.array([1, 2, 3]))
    yield call(-0.5)
    yield call(rng.normal(size=(3, 4)), hidden=True)
    yield call(rng.normal(scale=3, size=(2, 5)), hidden=True)


@hw.exercise(points=15, returns="v")
@hint("The column has as many rows as the picture has numbers in all three directions.")
@hint("Read the sizes from the picture's shape; pictures of every size must do.")
@mistake(
    "image.shape[0] * image.shape[1] * image.shape[2], 1",
    "image.shape[0] * image.shape[1], image.shape[2]",
    "Each channel keeps a column of its own; all numbers belong in one column.",
)
@mistake(
    "image.shape[0] * image.shape[1] * image.shape[2], 1",
    "1, image.shape[0] * image.shape[1] * image.shape[2]",
    "The numbers lie in a row; put them into a column.",
)
@mistake(
    "image.shape[0] * image.shape[1] * image.shape[2], 1",
    "image.shape[0] * image.shape[1] * image.shape[2]",
    "The result is flat, with one axis; a column has two, the second of size 1.",
)
@mistake(
    "image.shape[0] * image.shape[1] * image.shape[2], 1",
    "image.shape[0] * image.shape[1] * 2, 1",
    "The number of channels is fixed at 2; read it from the picture's shape.",
)
@mistake(
    "image.shape[2], 1)",
    'image.shape[2], 1, order="F")',
    "The numbers come in another order: the last axis runs fastest, as NumPy stores them.",
)
@mistake(
    "image.reshape(",
    "image.transpose(2, 0, 1).reshape(",
    "The channels come one after the other; the numbers of one pixel belong next to each other.",
)
@mistake(
    "image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)",
    "image",
    "The picture comes back as it was; reshape it into a column.",
)
@variant("image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)", "image.reshape(-1, 1)")
@variant(
    "image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)", "image.flatten()[:, np.newaxis]"
)
@variant(
    "image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)",
    "np.array([[number] for row in image for pixel in row for number in pixel])",
)
def image2vector(rng):
    """Puts a picture's numbers into one column."""
    yield call(picture(rng, 3, 3, 2))
    yield call(picture(rng, 2, 4, 3))
    yield call(picture(rng, 5, 2, 3), hidden=True)
    yield call(picture(rng, 3, 4, 1), hidden=True)
    yield call(picture(rng, 1, 3, 4), hidden=True)


@hw.exercise(points=15, returns="x", aliases=["normalizeRows"])
@hint("One length for each row: take the norm along the axis that runs within a row.")
@hint("Keep the lengths as a column; then each divides its own row.")
@mistake("axis=1", "axis=0", "You measured columns; it is the rows that get the length 1.")
@mistake(
    ", axis=1, keepdims=True",
    "",
    "The whole matrix is divided by one length; each row has a length of its own.",
)
@mistake(
    "(x, axis",
    "(x, ord=1, axis",
    "The length is the root of the sum of squares, not the sum of absolute values.",
)
@mistake(
    "(x, axis",
    "(x, ord=np.inf, axis",
    "The largest entry of each row divides it; it should be the length of the row.",
)
@mistake("x / x_norm", "x / x_norm**2", "The rows are divided by the square of their length; take the root.")
@mistake("x / x_norm", "x * x_norm", "The rows are multiplied by their length; divide by it.")
@mistake("x = x / x_norm", "x = x_norm", "These are the lengths; divide the rows by them.")
@mistake(
    "np.linalg.norm(x, axis=1, keepdims=True)",
    "np.sum(x, axis=1, keepdims=True)",
    "The rows are divided by their sum; their length is the root of the sum of squares.",
)
@variant("np.linalg.norm(x, axis=1, keepdims=True)", "np.sqrt(np.sum(x**2, axis=1, keepdims=True))")
@variant("(x, axis=1, keepdims=True)", "(x, 2, 1, True)")
@variant("x = x / x_norm", "x = np.array([row / np.sqrt(np.dot(row, row)) for row in x])")
@vectorized(lambda rng, m: call(rng.normal(size=(m, 3))))
def normalize_rows(rng):
    """Gives every row the length 1."""
    yield call(np.array([[0.0, 3.0, 4.0], [2.0, 6.0, 4.0]]))
    yield call(np.array([[-1.0, 2.0], [3.0, 1.5], [0.5, -2.5]]))
    yield call(np.array([[1, 2, 2], [-6, 3, 2]]))  # whole numbers: an array of them holds no fractions
    yield call(rng.normal(size=(4, 4)), hidden=True)
    yield call(rng.normal(size=(1, 5)), hidden=True)
    yield call(rng.integers(1, 9, size=(3, 4)), hidden=True)


@hw.exercise(points=20, returns="s")
@hint("First the exponential of every element, then divide each row by its own sum.")
@hint("Keep the sums as a column, one row each, so that the division meets the right row.")
@hint("Check yourself: in the result, every row adds up to 1.")
@mistake("axis=1", "axis=0", "Here the columns add up to 1; it should be the rows.")
@mistake(
    "(x_exp, axis=1, keepdims=True)", "(x_exp)", "The whole matrix adds up to 1; every row should by itself."
)
@mistake("s = x_exp / x_sum", "s = x_exp", "The exponentials are not divided by the sums of their rows.")
@mistake("np.exp(x)", "x", "The exponential is missing: these are shares of the numbers themselves.")
@mistake(
    "np.exp(x)",
    "np.exp(-x)",
    "The largest share goes to the smallest number: the exponent has the wrong sign.",
)
@mistake("np.exp(x)", "2.0**x", "The base of the powers is 2; softmax takes powers of e.")
@mistake(
    "s = x_exp / x_sum",
    "s = np.log(x_exp / x_sum)",
    "This is the logarithm of softmax; return the shares themselves.",
)
@mistake(
    "x_exp / x_sum",
    "x_exp / np.max(x_exp, axis=1, keepdims=True)",
    "Each row is divided by its largest exponential; divide by the sum.",
)
@mistake(
    "x_exp / x_sum",
    "1 / (1 + np.exp(-x))",
    "This is sigmoid, element by element; softmax shares 1 out among a row.",
)
@variant("np.exp(x)", "np.exp(x - np.max(x, axis=1, keepdims=True))", name="stable")
@variant("np.exp(x)", "np.exp(x - np.max(x))")
@variant("x_exp / x_sum", "(x_exp.T / x_exp.T.sum(axis=0)).T")
@vectorized(lambda rng, m: call(rng.normal(size=(m, 4))))
def softmax(rng):
    """Turns every row into shares that add up to 1."""
    yield call(np.array([[9, 2, 5, 0, 0], [7, 5, 0, 0, 0]]))
    yield call(np.array([[1.0, -2.0], [0.5, 3.0], [-1.0, 1.5]]))
    yield call(rng.normal(scale=2, size=(4, 4)), hidden=True)
    yield call(rng.normal(size=(1, 6)), hidden=True)


@hw.exercise(points=10, returns="loss")
@hint("Absolute differences, added up over all examples: a sum, not a mean.")
@mistake("np.abs(y - yhat)", "(y - yhat)", "Without absolute values, errors up and errors down cancel.")
@mistake("np.sum(np", "np.mean(np", "This is the mean; the loss is the sum over the examples.")
@mistake(
    "np.abs(y - yhat)",
    "(y - yhat) ** 2",
    "The differences are squared; this loss takes their absolute values.",
)
@mistake(
    "np.sum(np.abs(y - yhat))",
    "np.abs(y - yhat)",
    "This is the difference of each example; add them up to one number.",
)
@mistake(
    "np.abs(y - yhat)", "np.abs(y) - np.abs(yhat)", "Take the difference first, then its absolute value."
)
@mistake("np.sum(np.abs", "np.max(np.abs", "This is the largest difference; the loss adds up all of them.")
@mistake(
    "np.sum(np.abs(y - yhat))",
    "np.sum(np.abs(y + yhat))",
    "Predictions and labels are added; take their difference.",
)
@variant("np.abs(y - yhat)", "np.absolute(yhat - y)")
@variant("np.sum(np.abs(y - yhat))", "sum(abs(yhat - y))")
@variant("np.sum(np.abs(y - yhat))", "np.linalg.norm(y - yhat, 1)")
@vectorized(lambda rng, m: call(*losses(rng, m)))
def L1(rng):
    """Adds up absolute differences."""
    yield call(np.array([0.9, 0.2, 0.1, 0.4, 0.9]), np.array([1, 0, 0, 1, 1]))
    yield call(np.array([-0.5, 1.2, 0.3]), np.array([1, 1, 0]))
    yield call(*losses(rng, 8), hidden=True)
    yield call(np.array([0.3]), np.array([1]), hidden=True)


@hw.exercise(points=10, returns="loss")
@hint("Squared differences, added up over all examples: no mean, no root.")
@mistake(
    "np.sum((y - yhat) ** 2)",
    "np.sqrt(np.sum((y - yhat) ** 2))",
    "The loss is the sum itself; no root is taken of it.",
)
@mistake("np.sum(", "np.mean(", "This is the mean; the loss is the sum over the examples.")
@mistake("(y - yhat) ** 2", "np.abs(y - yhat)", "The differences are not squared; these are absolute values.")
@mistake(
    "np.sum((y - yhat) ** 2)",
    "np.sum(y - yhat) ** 2",
    "Square each difference first, then add up; not the other way round.",
)
@mistake(
    "np.sum((y - yhat) ** 2)",
    "(y - yhat) ** 2",
    "These are the squares of each example; add them up to one number.",
)
@mistake("(y - yhat) ** 2", "y**2 - yhat**2", "Take the difference first, then its square.")
@mistake(
    "np.sum((y - yhat) ** 2)",
    "np.sum((y - yhat) ** 2) / 2",
    "The loss is half as large as it should be: there is no factor 1/2.",
)
@mistake("(y - yhat) ** 2", "(y + yhat) ** 2", "Predictions and labels are added; take their difference.")
@variant("np.sum((y - yhat) ** 2)", "np.dot(y - yhat, y - yhat)")
@variant("np.sum((y - yhat) ** 2)", "sum(np.power(np.abs(yhat - y), 2))")
@variant("np.sum((y - yhat) ** 2)", "np.linalg.norm(yhat - y) ** 2")
@vectorized(lambda rng, m: call(*losses(rng, m)))
def L2(rng):
    """Adds up squared differences."""
    yield call(np.array([0.9, 0.2, 0.1, 0.4, 0.9]), np.array([1, 0, 0, 1, 1]))
    yield call(np.array([-0.5, 1.2, 0.3]), np.array([1, 1, 0]))
    yield call(*losses(rng, 8), hidden=True)
    yield call(np.array([0.3]), np.array([1]), hidden=True)
