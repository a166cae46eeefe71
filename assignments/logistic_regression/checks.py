"""The rubric of `logistic_regression`, as code."""

import numpy as np

from grader import Assignment, call, hint, mistake, picture, variant, vectorized

hw = Assignment("Logistic regression with a neural network mindset", week="C1W2")


def examples(rng, n=3, m=5):
    """Draw w, a bias that matters, examples, and labels of both classes where m allows it."""
    Y = rng.integers(0, 2, size=(1, m))
    Y[0, 0] = 1
    Y[0, -1] = 0 if m > 1 else 1
    b = float(rng.choice([-1, 1]) * rng.uniform(0.6, 1.5))
    return rng.normal(size=(n, 1)), b, rng.normal(size=(n, m)), Y


def scored(rng, n, b, scores):
    """Draw w, b and examples whose w^T x + b are the given scores.

    One more has the score b / 2, on the other side of zero when the bias is left out; another 0.25, a
    probability above one half that is itself below it.
    """
    w = rng.normal(size=(n, 1))
    return moved(w, b, rng.normal(size=(n, len(scores) + 2)), [b / 2, 0.25, *scores])


def moved(w, b, X, scores):
    """Move examples along w until their w^T x + b are the given scores."""
    return w, b, X + w * (np.array([scores]) - b - w.T @ X) / np.sum(w * w)


def crosses_and_rings(rng, b, scores):
    """Draw images of 8 by 8, a column each: the higher the score, the more of a cross, else of a ring."""
    y, x = np.mgrid[-3.5:4, -3.5:4]
    cross, ring = np.abs(x) == np.abs(y), np.abs(np.hypot(x, y) - 3) < 0.6
    w = 0.3 * (cross * 1.0 - ring).reshape(-1, 1) + rng.normal(scale=0.01, size=(64, 1))
    drawn = 0.4 * (cross | ring).reshape(-1, 1) + rng.uniform(0, 0.2, size=(64, len(scores)))
    return moved(w, b, drawn, scores)


def sigmoid_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


@hw.exercise(points=10, returns="s")
@hint("The formula is 1 / (1 + e^-z). Which function of NumPy takes the exponential of each element?")
@hint("Mind the sign: for large z the result comes near 1, for very negative z near 0.")
@mistake(
    "np.exp(-z)",
    "np.exp(z)",
    "You used e^z where the formula has e^-z (which gives 1 - sigmoid): the curve falls instead of rising.",
)
@mistake(
    "1 / (1 + np.exp(-z))",
    "np.tanh(z)",
    "This is the hyperbolic tangent, which runs from -1 to 1; sigmoid runs from 0 to 1.",
)
@mistake(
    "1 / (1 + np.exp(-z))",
    "1 / 1 + np.exp(-z)",
    "Check the parentheses: the whole of 1 + e^-z belongs below the line.",
)
@mistake(sigmoid_slope, "This is the derivative of sigmoid; the exercise asks for sigmoid itself.")
@variant("1 / (1 + np.exp(-z))", "np.exp(z) / (np.exp(z) + 1)")
@variant("1 / (1 + np.exp(-z))", "0.5 * (1 + np.tanh(z / 2))")
@variant("1 / (1 + np.exp(-z))", "np.power(1 + np.exp(-1 * z), -1)")
def sigmoid(rng):
    """Squashes numbers and arrays into (0, 1)."""
    yield call(1.5)
    yield call(np.array([-2.0, 0.5, 3.0]))
    yield call(rng.normal(size=(3, 4)), hidden=True)
    yield call(np.array([[-30.0, 8.0], [20.0, -8.0]]), hidden=True)


@hw.exercise(points=10, returns=("w", "b"), shape_credit=0.0)
@hint("w is a column: one row for each of the dim features.")
@mistake(
    "np.zeros((dim, 1))", "np.zeros(dim)", "w is flat, shape (dim,); make it a column of shape (dim, 1)."
)
@mistake(
    "np.zeros((dim, 1))",
    "np.zeros((1, dim))",
    "w lies on its side, shape (1, dim); it is a column of shape (dim, 1).",
)
@mistake(
    "np.zeros((dim, 1))",
    "np.random.randn(dim, 1) * 0.01",
    "w is random; logistic regression starts from zeros.",
)
@mistake("b = 0.0", "b = np.zeros((dim, 1))", "b is an array; there is one neuron, so b is one number.")
@variant("b = 0.0", "b = 0")
@variant("np.zeros((dim, 1))", "np.zeros(shape=(dim, 1), dtype=np.float32)")
def initialize_with_zeros():
    """Makes the parameters that training starts from."""
    yield call(2)
    yield call(5)
    yield call(7, hidden=True)


@hw.exercise(points=30, returns={"grads": 2, "cost": 1}, needs=["sigmoid"])
@hint("Forward first: A = sigmoid(w^T X + b) has shape (1, m), one prediction for each example.")
@hint("Cost and gradients are means over the m examples. dw is X times the transposed A - Y.")
@mistake("np.dot(X, (A - Y).T) / m", "np.dot(X, (A - Y).T)", "dw is a sum over the examples; divide it by m.")
@mistake("np.sum(A - Y) / m", "np.sum(A - Y)", "db is a sum over the examples; divide it by m.")
@mistake(
    {"np.dot(X, (A - Y).T) / m": "np.dot(X, (A - Y).T)", "np.sum(A - Y) / m": "np.sum(A - Y)"},
    "Both gradients are sums over the examples; divide them by m.",
)
@mistake(
    {"np.dot(X, (A - Y).T)": "np.dot(X, (Y - A).T)", "np.sum(A - Y)": "np.sum(Y - A)"},
    "Both gradients have the opposite sign: the error is A - Y, not Y - A.",
)
@mistake(
    "cost = -np.sum",
    "cost = np.sum",
    "The cost has the opposite sign: logarithms of probabilities are negative, the cost is not.",
)
@mistake("np.log(1 - A)) / m", "np.log(1 - A))", "The cost is a sum over the examples; divide it by m.")
@mistake(
    "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
    "Y * np.log(A)",
    "The cost leaves out the examples with label 0: (1 - Y) log(1 - A) is missing.",
)
@mistake(
    "sigmoid(np.dot(w.T, X) + b)", "sigmoid(np.dot(w.T, X))", "The bias b is not added before the sigmoid."
)
@mistake("sigmoid(np.dot(w.T, X) + b)", "np.dot(w.T, X) + b", "A is taken before the sigmoid.")
@variant(
    "-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m",
    "np.mean(-(Y * np.log(A) + (1 - Y) * np.log(1 - A)))",
)
@variant(
    "-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m",
    "(-1 / m) * (np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T))",
)
@variant("np.sum(A - Y) / m", "np.mean(A - Y, axis=1, keepdims=True)")
@variant("np.dot(X, (A - Y).T) / m", "((A - Y) @ X.T).T * (1 / m)")
@vectorized(lambda rng, m: call(*examples(rng, n=2, m=m)))
def propagate(rng):
    """Computes the cost of logistic regression and its gradients."""
    yield call(*examples(rng, n=2, m=3))
    yield call(*examples(rng, n=3, m=5))
    yield call(*examples(rng, n=4, m=7), hidden=True)
    yield call(*examples(rng, n=5, m=1), hidden=True)


@hw.exercise(points=20, returns={"params": 2, "grads": 1, "costs": 1}, needs=["propagate"], seconds=3)
@hint(
    "Each step: ask propagate for the gradients, then move w and b against them by learning_rate times as much."
)
@hint("costs gets a value at steps 0, 100, 200, ..., whether or not it is printed.")
@mistake(
    {"w = w - learning_rate": "w = w + learning_rate", "b = b - learning_rate": "b = b + learning_rate"},
    "Each step goes up the gradient; subtract learning_rate times the gradient.",
)
@mistake(
    'w = w - learning_rate * grads["dw"]',
    'w = w - grads["dw"]',
    "w moves by the whole gradient; the learning rate is missing.",
)
@mistake(
    {
        'learning_rate * grads["dw"]': '0.009 * grads["dw"]',
        'learning_rate * grads["db"]': '0.009 * grads["db"]',
    },
    "The learning rate is fixed at 0.009; use the argument learning_rate.",
)
@mistake(
    'b = b - learning_rate * grads["db"]',
    "b = b - learning_rate * 0",
    "b is never updated.",
    name="b_never_updated",
)
@mistake(
    "range(num_iterations)",
    "range(num_iterations - 1)",
    "One step too few: the loop runs num_iterations times.",
)
@mistake(
    "i % 100 == 0",
    "i % 100 == 0 and print_cost",
    "costs stays empty unless the cost is printed; collect it in any case.",
)
@mistake(
    "range(num_iterations)",
    "range(100)",
    "The number of steps is fixed at 100; use the argument num_iterations.",
)
def optimize(rng):
    """Learns w and b by gradient descent."""
    yield call(*examples(rng, n=2, m=4), num_iterations=101, learning_rate=0.05)
    yield call(*examples(rng, n=3, m=6), num_iterations=7, learning_rate=0.2, print_cost=False)
    yield call(*examples(rng, n=4, m=5), num_iterations=250, learning_rate=0.01, hidden=True)


@hw.exercise(points=15, returns="Y_prediction", needs=["sigmoid"], shape_credit=0.5)
@hint("A = sigmoid(w^T X + b) is a probability for each example; which of them are above one half?")
@mistake(
    "sigmoid(np.dot(w.T, X) + b)", "sigmoid(np.dot(w.T, X))", "The bias b is left out of the prediction."
)
@mistake(
    "(A > 0.5)", "(A < 0.5)", "The labels are exchanged: predict 1 where the probability is above one half."
)
@mistake(
    "Y_prediction = (A > 0.5).astype(float)",
    "Y_prediction = A",
    "These are probabilities; turn each into 0 or 1.",
)
@mistake(
    "(A > 0.5)",
    "(np.dot(w.T, X) + b > 0.5)",
    "The threshold 0.5 is for the probability; here it is compared with w^T X + b itself.",
)
@variant("(A > 0.5).astype(float)", "np.round(A)")
@variant("(A > 0.5).astype(float)", "(A >= 0.5)")
@variant("(A > 0.5).astype(float)", "np.array([[1 if p > 0.5 else 0 for p in A[0]]])")
@picture("images", "X", shape=(8, 8))
def predict(rng):
    """Predicts the labels of examples."""
    yield call(*scored(rng, n=2, b=-1.1, scores=[1.7, -0.4]))
    yield call(*scored(rng, n=3, b=0.9, scores=[-1.5, 0.02, 3.0]))
    yield call(*crosses_and_rings(rng, b=1.2, scores=[3.4, -0.3, -4.1, 0.4, 2.9, -4.6]))
    yield call(*scored(rng, n=4, b=-2.5, scores=[0.7, -0.9, 1.1, -3.0, 0.02]), hidden=True)
    yield call(*scored(rng, n=5, b=1.4, scores=[-0.1]), hidden=True)


def two_clouds(rng, n=3, m_train=12, m_test=7):
    """Draw train and test sets of two overlapping clouds of points."""
    sets = []
    for m in (m_train, m_test):
        Y = (np.arange(m) % 2).reshape(1, m)
        sets += [rng.normal(size=(n, m)) + 0.9 * (2 * Y - 1), Y]
    return sets


@hw.exercise(
    points=15,
    returns="d",
    needs=["initialize_with_zeros", "optimize", "predict"],
    seconds=4,
    ignore=("learning_rate", "num_iterations"),
)
@hint("Start from zeros, optimize on the training set, then predict both sets with the parameters you got.")
@mistake(
    "optimize(w, b, X_train, Y_train,",
    "optimize(w, b, X_test, Y_test,",
    "The model is trained on the test set; it must never see it before it predicts.",
)
@mistake(
    "num_iterations, learning_rate, print_cost)\n    Y",
    "2000, 0.5, print_cost)\n    Y",
    "num_iterations and learning_rate are not passed on to optimize.",
    name="settings_not_passed_on",
)
@mistake(
    'Y_prediction_test = predict(params["w"], params["b"], X_test)',
    "Y_prediction_test = predict(w, b, X_test)",
    "The test set is predicted with the initial parameters instead of the learned ones.",
)
@mistake(
    {
        '"Y_prediction_test": Y_prediction_test': '"Y_prediction_test": Y_prediction_train',
        '"Y_prediction_train": Y_prediction_train': '"Y_prediction_train": Y_prediction_test',
    },
    "The predictions of the two sets are exchanged.",
)
def model(rng):
    """Trains a classifier and predicts with it."""
    yield call(*two_clouds(rng), num_iterations=60, learning_rate=0.1)
    yield call(
        *two_clouds(rng, n=4, m_train=10, m_test=9), num_iterations=150, learning_rate=0.02, hidden=True
    )
    yield call(
        *two_clouds(rng, n=2, m_train=20, m_test=5), num_iterations=210, learning_rate=0.3, hidden=True
    )
