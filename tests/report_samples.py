"""Results made by hand, for the tests of reports: from perfect to hopeless, unreadable and hostile."""

from __future__ import annotations

import numpy as np

from grader.model import (
    Argument,
    Assignment,
    Case,
    CaseResult,
    Definition,
    Diagnosis,
    Difference,
    DifferenceKind,
    Exercise,
    ExerciseResult,
    Frame,
    Note,
    Observation,
    Outcome,
    Part,
    Picture,
    Raised,
    Result,
    Status,
    Verdict,
)

SECRET = "s3cr3t-of-a-hidden-case"
ENVIRONMENT = {
    "python": "3.12.4",
    "numpy": "2.1.0",
    "grader": "0.1.0",
    "sandbox": "full",
    "answer_key": "sha256:4f1c2a9be07d55cc1b3e",
}
SOURCES = {
    "sigmoid": '''def sigmoid(z):
    """
    Compute the sigmoid of z

    Arguments:
    z -- A scalar or numpy array of any size.

    Return:
    s -- sigmoid(z)
    """
    ### START CODE HERE ### (≈ 1 line of code)
    s = 1 / (1 + np.exp(-z))
    ### END CODE HERE ###
    return s
''',
    "initialize_with_zeros": """def initialize_with_zeros(dim):
    w = np.zeros((dim, 1))
    b = 0.0
    assert w.shape == (dim, 1)
    return w, b
""",
    "propagate": '''def propagate(w, b, X, Y):
    """
    Implement the cost function and its gradient for the propagation explained above
    """
    m = X.shape[1]

    # FORWARD PROPAGATION (FROM X TO COST)
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))

    # BACKWARD PROPAGATION (TO FIND GRAD)
    dw = np.dot(X, (A - Y).T)
    db = np.sum(A - Y)

    if cost < 0 & m > 2:
        print(f"cost is {cost:.3f}")
    grads = {"dw": dw, "db": db}
    return grads, cost
''',
    "optimize": """def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        w = w - learning_rate * dw
        b = b - learning_rate * db
        if i % 100 == 0:
            costs.append(cost)
        if print_cost and i % 100 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
    params = {"w": w, "b": b}
    grads = {"dw": dw, "db": db}
    return params, grads, costs
""",
    "predict": """def predict(w, b, X):
    m = X.shape[1]
    Y_prediction = np.zeros((1, m))
    A = sigmoid(np.dot(w, X) + b)
    for i in range(A.shape[1]):
        Y_prediction[0, i] = 1 if A[0, i] > 0.5 else 0
    return Y_prediction
""",
    "model": """def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    # YOUR CODE STARTS HERE


    # YOUR CODE ENDS HERE
    return None
""",
}


def exercise(name: str, points: float, title: str, needs: tuple[str, ...] = (), hints=()) -> Exercise:
    """Make an exercise of two public and two hidden cases, whose hidden inputs hold a secret."""
    cases = tuple(
        Case(number, (Argument("z", f"{SECRET} input {number}" if number > 2 else 1.5),), number > 2, 1)
        for number in range(1, 5)
    )
    return Exercise(name, (name,), title, points, (Part(""),), cases, needs=needs, hints=tuple(hints))


EXERCISES = (
    exercise(
        "sigmoid",
        10,
        "Squashes numbers and arrays into (0, 1).",
        hints=(
            "The formula is 1 / (1 + e^-z). Which function of NumPy takes the exponential of each element?",
            "Mind the sign: for large z the result comes near 1, for very negative z near 0.",
        ),
    ),
    exercise(
        "initialize_with_zeros",
        10,
        "Makes the parameters that training starts from.",
        hints=("w is a column: one row for each of the dim features.",),
    ),
    exercise(
        "propagate",
        30,
        "Computes the cost of logistic regression and its gradients.",
        ("sigmoid",),
        hints=(
            "Forward first: A = sigmoid(w^T X + b) has shape (1, m), one prediction for each example.",
            "Cost and gradients are means over the m examples. dw is X times the transposed A - Y.",
        ),
    ),
    exercise("optimize", 20, "Learns w and b by gradient descent.", ("propagate",)),
    exercise(
        "predict",
        15,
        "Predicts the labels of examples.",
        ("sigmoid",),
        hints=("A = sigmoid(w^T X + b) is a probability for each example; which are above one half?",),
    ),
    exercise(
        "model",
        15,
        "Trains a classifier and predicts with it.",
        ("initialize_with_zeros", "optimize", "predict"),
        hints=("Start from zeros, optimize on the training set, then predict both sets.",),
    ),
)
ASSIGNMENT = Assignment(
    "logistic_regression",
    "Logistic regression with a neural network mindset",
    "C1W2",
    EXERCISES,
    "",
    {},
    "",
    "",
)


def definition(name: str, origin: str = "cell 3", first_line: int = 4) -> Definition:
    return Definition(name, origin, first_line, SOURCES[name], True)


def passed(of: Exercise, **changes) -> ExerciseResult:
    """Make the result of an exercise that is right in every case."""
    saw = Observation(Outcome.RETURNED, 1.0, seconds=0.0004)
    cases = tuple(CaseResult(case, Verdict.PASSED, 1.0, (), saw) for case in of.cases)
    settings = {"score": of.points, "verdict": Verdict.PASSED, "definition": definition(of.name)} | changes
    return ExerciseResult(of, cases=cases, **settings)


def failed(
    of: Exercise,
    verdict: Verdict = Verdict.WRONG_ANSWER,
    differences: tuple[Difference, ...] = (),
    saw: Observation | None = None,
    **changes,
) -> ExerciseResult:
    """Make the result of an exercise that fails in every case, with a secret in all that is hidden."""
    secret = Difference("", DifferenceKind.VALUE, f"{SECRET} text", f"{SECRET} actual", f"{SECRET} expected")
    saw = saw or Observation(Outcome.RETURNED, 1.0)
    hidden = Observation(
        Outcome.RAISED if verdict is Verdict.RUNTIME_ERROR else Outcome.RETURNED,
        f"{SECRET} value",
        Raised("ValueError", f"{SECRET} message", (Frame("cell 3", 7, of.name, f"{SECRET} line"),)),
        f"{SECRET} output",
        (f"{SECRET} changed",),
        detail=f"{SECRET} detail",
    )
    cases = tuple(
        CaseResult(case, verdict, 0.0, (secret,), hidden)
        if case.hidden
        else CaseResult(case, verdict, 0.0, differences, saw)
        for case in of.cases
    )
    settings = {"score": 0.0, "definition": definition(of.name)} | changes
    return ExerciseResult(of, verdict=verdict, cases=cases, **settings)


def perfect() -> Result:
    return Result(
        ASSIGNMENT,
        "ada",
        "submissions/logistic_regression/ada.ipynb",
        Status.GRADED,
        tuple(passed(of) for of in EXERCISES),
        environment=ENVIRONMENT,
    )


def wrong_gradients() -> tuple[Difference, ...]:
    actual, expected = np.array([[2.994543], [7.185063]]), np.array([[0.998181], [2.395021]])
    return (
        Difference(
            'grads["dw"]',
            DifferenceKind.VALUE,
            'grads["dw"][0, 0] is 2.995, expected 0.998 (2 of 2 values differ, the largest by 4.79)',
            actual,
            expected,
        ),
        Difference(
            'grads["db"]', DifferenceKind.VALUE, 'grads["db"] is 0.00437, expected 0.00146', 0.00437, 0.00146
        ),
    )


def middling() -> Result:
    """Make a submission with a diagnosed mistake, a carried one, an exception and an empty exercise."""
    sigmoid, zeros, propagate, optimize, predict, model = EXERCISES
    raised = Raised(
        "ValueError",
        "shapes (2,1) and (2,4) not aligned: 1 (dim 1) != 2 (dim 0)",
        (Frame("cell 3", 7, "predict", "A = sigmoid(np.dot(w, X) + b)"),),
    )
    exercises = (
        passed(sigmoid),
        passed(zeros, notes=("`dim` is used before it is checked.",)),
        failed(
            propagate,
            differences=wrong_gradients(),
            score=10.0,
            saw=Observation(Outcome.RETURNED, 1.0, output="cost is 0.159\n", changed=("w",)),
            diagnosis=Diagnosis(
                "sums_not_means", "Both gradients are sums over the examples; divide them by m."
            ),
        ),
        passed(
            optimize,
            followed_through=("propagate",),
            diagnosis=Diagnosis(
                "sums_not_means",
                "optimize is right; it failed only because propagate is not.",
                "propagate",
            ),
        ),
        failed(predict, Verdict.RUNTIME_ERROR, saw=Observation(Outcome.RAISED, None, raised)),
        failed(model, Verdict.NOT_ATTEMPTED, saw=Observation(Outcome.SKIPPED)),
    )
    notes = (
        Note("A line of shell commands is left out.", "cell 1", 3),
        Note("The picture in this cell cannot be shown here; the cell is left out.", "cell 9"),
    )
    return Result(
        ASSIGNMENT,
        "grace",
        "submissions/logistic_regression/grace.ipynb",
        Status.GRADED,
        exercises,
        notes=notes,
        environment=ENVIRONMENT,
    )


def hopeless() -> Result:
    """Make a submission in which nothing is right, in as many ways as there are exercises."""
    sigmoid, zeros, propagate, optimize, predict, model = EXERCISES
    rng = np.random.default_rng(0)
    small = rng.normal(size=(3, 4))
    large = rng.normal(size=(40, 30))
    bent = large.copy()
    bent[12:30, 20:] += rng.normal(size=(18, 10))
    costs = Difference(
        "costs",
        DifferenceKind.VALUE,
        "costs[1] is 0.712, expected 0.498 (19 of 20 values differ, the largest by 0.41)",
        [0.693 + 0.02 * np.sin(i) - 0.01 * i for i in range(20)],
        [0.693 * 0.85**i for i in range(20)],
    )
    exercises = (
        failed(
            sigmoid,
            differences=(
                Difference(
                    "s",
                    DifferenceKind.VALUE,
                    "s[0, 0] is 0.47, expected 0.53 (12 of 12 values differ)",
                    small,
                    -small,
                ),
            ),
            diagnosis=Diagnosis(
                "exp", "You used e^z where the formula has e^-z, so the curve falls instead of rising."
            ),
        ),
        failed(
            zeros,
            differences=(
                Difference(
                    "w",
                    DifferenceKind.SHAPE,
                    "w has shape (2,), expected (2, 1)",
                    np.zeros(2),
                    np.zeros((2, 1)),
                ),
            ),
        ),
        failed(
            propagate,
            differences=(
                Difference(
                    "dw",
                    DifferenceKind.VALUE,
                    "dw[12, 20] is 1.2, expected 0.3 (180 of 1200 values differ)",
                    bent,
                    large,
                ),
                costs,
            ),
        ),
        failed(
            optimize,
            Verdict.TIME_LIMIT,
            saw=Observation(Outcome.TIME_LIMIT, detail="still running after 5 seconds"),
        ),
        failed(predict, Verdict.MISSING, definition=None, saw=Observation(Outcome.MISSING)),
        failed(
            model,
            Verdict.RUNTIME_ERROR,
            saw=Observation(Outcome.CRASHED, detail="the process ended by itself"),
        ),
    )
    return Result(
        ASSIGNMENT, "mallory", "submissions/mallory.py", Status.GRADED, exercises, environment=ENVIRONMENT
    )


def unreadable() -> Result:
    return Result(
        ASSIGNMENT,
        "torn",
        "submissions/torn.ipynb",
        Status.UNREADABLE,
        message="this is not a notebook: its JSON breaks off at line 12",
        environment=ENVIRONMENT,
    )


def internal_error() -> Result:
    return Result(
        None,
        "unlucky",
        "submissions/unlucky.py",
        Status.INTERNAL_ERROR,
        message="the grader failed: the worker could not be started",
    )


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;{{ 7*7 }}"
    "\x00\x1b[31mred\x1b[0m\x1b]0;title\x07\x9b1m\u202eevil\u202c\u2066x\ud800\udfff]]>--></style>\u2028\r\n"
)


def hostile() -> Result:
    """Put HTML, control, bidirectional and lone surrogate characters wherever a student can put text."""
    of = EXERCISES[0]
    raised = Raised(HOSTILE, HOSTILE, (Frame(HOSTILE, 2, HOSTILE, HOSTILE),))
    differences = (
        Difference(HOSTILE, DifferenceKind.VALUE, HOSTILE, HOSTILE, 1.0),
        Difference("d", DifferenceKind.VALUE, HOSTILE, {HOSTILE: HOSTILE}, {"a": 1}),
    )
    source = f'def sigmoid(z):\n    """{HOSTILE}"""\n    # {HOSTILE}\n    return "{HOSTILE}"\n'
    exercise_result = failed(
        of,
        Verdict.RUNTIME_ERROR,
        differences,
        Observation(Outcome.RAISED, HOSTILE, raised, HOSTILE * 3, (HOSTILE,), detail=HOSTILE),
        definition=Definition(HOSTILE, HOSTILE, 1, source, True),
        diagnosis=Diagnosis(HOSTILE, HOSTILE, HOSTILE),
        notes=(HOSTILE,),
    )
    return Result(
        ASSIGNMENT,
        HOSTILE,
        HOSTILE,
        Status.GRADED,
        (exercise_result,),
        notes=(Note(HOSTILE, HOSTILE, 1),),
        environment=ENVIRONMENT,
    )


def pictured() -> Result:
    """Make a submission whose wrong answers are drawn: labels over a grid, labels of points, and images."""
    rng = np.random.default_rng(3)
    x, y = np.meshgrid(np.linspace(-1.6, 1.6, 22), np.linspace(-1.4, 1.4, 18))
    grid, images = np.stack([x.ravel(), y.ravel()]), rng.uniform(size=(8 * 8 * 3, 10))
    points = rng.normal(size=(2, 50))
    exercises = (
        _drawn(
            EXERCISES[4], Picture("boundary", "X", (2,)), (grid, points), lambda X: X[0] ** 2 + X[1] < 0.6
        ),
        _drawn(EXERCISES[5], Picture("images", "X", (8, 8, 3)), (images,), lambda X: X[0] > 0.4),
    )
    return Result(
        ASSIGNMENT, "henri", "submissions/henri.py", Status.GRADED, exercises, environment=ENVIRONMENT
    )


def _drawn(of: Exercise, wanted: Picture, inputs, right) -> ExerciseResult:
    """Make an exercise that answers as if the first coordinate of its inputs were larger."""
    cases = []
    for number, X in enumerate(inputs, 1):
        expected, actual = (
            right(X)[None].astype(float),
            right(X + 0.3 * np.eye(len(X), 1))[None].astype(float),
        )
        case = Case(number, (Argument("X", X),), False, 1, picture=wanted)
        count = int((actual != expected).sum())
        text = f"Y[0, 0] is 1, expected 0 ({count} of {expected.size} values differ)"
        wrong = Difference("", DifferenceKind.VALUE, text, actual, expected)
        saw = Observation(Outcome.RETURNED, actual)
        cases.append(CaseResult(case, Verdict.WRONG_ANSWER, 0.0, (wrong,), saw))
    return ExerciseResult(of, 0.0, Verdict.WRONG_ANSWER, tuple(cases), definition=definition(of.name))


ALL = (perfect, middling, hopeless, unreadable, internal_error, hostile, pictured)
