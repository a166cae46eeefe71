"""The rubric of `optimization`, as code.

RMSprop belongs to no edition of the course's notebook, and the decaying rates to the newer one only; they are
worth few points. `model` is given in the course; here it shows that the parts work together.
"""

import re

import numpy as np

from grader import Assignment, call, equivalent, hint, invariant, mistake, variant, vectorized

hw = Assignment("Optimization methods", week="C2W2")

# what the course's own notebooks say and this folder's starter does not: their test modules and their markers
COURSES_NOTEBOOK = re.compile(
    r"\b(?:testCases\w*|public_tests|test_utils|load_params_and_grads)\b|GRADED FUNCTION|CODE (?:STARTS? )?HERE"
)
STARTER = re.compile(r"from grader import\b")
# what only the newer edition's say: its unit tests, the decay in its model, the two values more that Adam returns
NEWER = re.compile(r"\b(?:public_tests|test_utils|decay_rate)\b|\w_test\(|\bdecay *=|return.*v_corrected")


def without_rmsprop(text):
    """Tell the course's notebooks of both editions, which do not ask for RMSprop."""
    return bool(COURSES_NOTEBOOK.search(text)) and not STARTER.search(text)


def without_decay(text):
    """Tell the older edition's notebooks, which do not ask for rates that decay."""
    return without_rmsprop(text) and not NEWER.search(text)


def both(old, new):
    """Make the same edit for the weights and for the biases: `?` stands for W and for b."""
    return {old.replace("?", p): new.replace("?", p) for p in "Wb"}


def both_halves(old, new):
    """Make the same edit for the examples and for the labels: `?` stands for X and for Y."""
    return {old.replace("?", half): new.replace("?", half) for half in "XY"}


def averages(old, new):
    """Make the same edit for v and s (`!` stands for them) and for W and b (`?` does)."""
    return {
        old.replace("!", name).replace("?", p): new.replace("!", name).replace("?", p)
        for name in "vs"
        for p in "Wb"
    }


def layers(rng, *sizes):
    """Draw parameters and gradients of layers with these shapes of W; b has as many rows as W."""
    parameters, grads = {}, {}
    for number, (n, n_prev) in enumerate(sizes, 1):
        for name, shape in ((f"W{number}", (n, n_prev)), (f"b{number}", (n, 1))):
            parameters[name], grads[f"d{name}"] = rng.normal(size=shape), rng.normal(size=shape)
    return parameters, grads


def average(rng, grads):
    """Draw a velocity as it may stand after some steps: nothing in it is zero."""
    return {name: 0.5 * rng.normal(size=gradient.shape) for name, gradient in grads.items()}


def average_of_squares(rng, grads):
    """Draw an average of squared gradients as it may stand after some large steps: all of it is positive."""
    return {name: rng.uniform(2, 5, size=gradient.shape) for name, gradient in grads.items()}


def impossible_average(s, *others):
    """Say that no training leaves these averages, or None: where s, a mean of squares, is zero, all else is."""
    for name, squares in s.items():
        if np.any(squares < 0):
            return f"s[{name!r}] is negative, an average of squares"
        if any(np.any(other[name][squares == 0] != 0) for other in others):
            return f"s[{name!r}] is zero where there is a gradient, or was one"
    return None


def impossible_in_adam(parameters, grads, v, s, *settings):
    return impossible_average(s, grads, v)


def impossible_in_rmsprop(parameters, grads, s, *settings):
    return impossible_average(s, grads)


# Both editions' places of epsilon are right, inside the root and outside; what tells its sign tells these too.
ONLY_AGAINST_ZERO = (
    "The places of epsilon inside the root and behind it are both right, so it may only keep zero from being "
    "divided by zero: there any sign does."
)
ANY_SHUFFLE = "Any shuffle is right: the cases come out the same in whatever order the examples are dealt."


def with_a_dead_unit(grads, *averages):
    """Let one unit never have had a gradient: then only epsilon prevents a division of zero by zero."""
    for values in (grads, *averages):
        values["dW1"][1] = values["db1"][1] = 0
    return (grads, *averages)


@hw.exercise(points=8, returns="parameters")
@hint("Every parameter moves against its own gradient, by learning_rate times as much.")
@hint("The names tell which belong together: the gradient of W2 is dW2. Do not forget the last layer.")
@mistake(
    both('- learning_rate * grads[f"d?{layer}"]', '+ learning_rate * grads[f"d?{layer}"]'),
    "The step goes up the gradient; subtract learning_rate times the gradient.",
)
@mistake(
    both('- learning_rate * grads[f"d?{layer}"]', '- grads[f"d?{layer}"]'),
    "The parameters move by the whole gradient; the learning rate is missing.",
)
@mistake(
    'parameters[f"b{layer}"] - learning_rate * grads[f"db{layer}"]',
    'parameters[f"W{layer}"] - learning_rate * grads[f"dW{layer}"]',
    "b is computed from W and dW; it has its own value and its own gradient.",
)
@mistake(
    'parameters[f"b{layer}"] - learning_rate * grads[f"db{layer}"]',
    'parameters[f"b{layer}"]',
    "The biases are never updated.",
)
@mistake(
    "len(parameters) // 2 + 1",
    "len(parameters) // 2",
    "The last layer is never updated: layers run from 1 to L.",
)
@mistake(
    both('- learning_rate * grads[f"d?{layer}"]', '- grads[f"d?{layer}"] / learning_rate'),
    "The gradient is divided by the learning rate; multiply it.",
)
@variant(both('parameters[f"?{layer}"] = parameters[f"?{layer}"] - ', 'parameters[f"?{layer}"] -= '))
@variant("range(1, len(parameters) // 2 + 1)", "[i + 1 for i in range(len(parameters) // 2)]")
def update_parameters_with_gd(rng):
    """Takes one step of gradient descent."""
    yield call(*layers(rng, (2, 3), (3, 2)), 0.01)
    yield call(*layers(rng, (4, 2), (3, 4), (1, 3)), 0.5)
    yield call(*layers(rng, (3, 5), (2, 3), (4, 2), (2, 4)), 0.07, hidden=True)
    yield call(*layers(rng, (2, 4)), 3.0, hidden=True)


def examples(rng, n, m):
    """Draw examples and labels; no two examples are alike."""
    return rng.normal(size=(n, m)), rng.integers(0, 2, size=(1, m))


def dealt(value, X, Y, mini_batch_size=64, seed=0):
    """Say what is wrong with mini-batches that are to hold every example once, in random order, or None.

    Any shuffle will do. A right one is refused only if it leaves nearly all examples the same number of places
    behind the one before: where they were, reversed, turned, or in steps. Of the 13 or more examples of the
    cases all but two do so in less than one shuffle of a million.
    """
    batches = as_batches(value, len(X))
    if isinstance(batches, str):
        return batches
    m = X.shape[1]
    sizes = [mini_batch_size] * (m // mini_batch_size) + [m % mini_batch_size] * (m % mini_batch_size > 0)
    found = [batch.shape[1] for batch in batches]
    if len(found) > 2 * len(sizes) + 10:
        return f"There are {len(found)} mini-batches, expected {len(sizes)}."
    if found != sizes:
        return f"The mini-batches hold {found} examples, expected {sizes}."
    given, got = np.concatenate([X, Y]), np.concatenate(batches, axis=1)
    if not np.array_equal(in_order(given[:-1]), in_order(got[:-1])):
        return "The mini-batches together are not the examples: some occur twice, others not at all."
    if not np.array_equal(in_order(given), in_order(got)):
        return "Examples and labels no longer belong together: shuffle both with the same permutation."
    if m > 12 and np.array_equal(given, got):
        return "The examples are in their old order; shuffle them first."
    if m > 12 and evenly_spaced(given, got):
        return "The examples follow each other by a rule; draw a permutation at random."
    return None


def evenly_spaced(given, got):
    """Tell whether most examples stand the same number of places behind the one before, counted in the old order."""
    old = np.empty(given.shape[1], dtype=int)
    old[np.lexsort(got)] = np.lexsort(given)
    _, counts = np.unique(np.diff(old) % old.size, return_counts=True)
    return counts.max() >= old.size - 3


def as_batches(value, n):
    """Return each mini-batch as one array, the labels below the examples, or a sentence."""
    if not isinstance(value, list | tuple) or not value:
        return "A list of mini-batches is expected, each a pair of examples and labels."
    batches = []
    for number, pair in enumerate(value, 1):
        try:
            batch_X, batch_Y = (np.asarray(part) for part in pair)
        except (TypeError, ValueError):
            return f"Mini-batch {number} is no pair of examples and labels."
        if batch_X.dtype.kind not in "biuf" or batch_Y.dtype.kind not in "biuf":
            return f"Mini-batch {number} holds something else than numbers."
        if batch_X.ndim != 2 or len(batch_X) != n or batch_Y.shape != (1, batch_X.shape[1]):
            shapes = f"examples of shape {batch_X.shape} and labels of shape {batch_Y.shape}"
            return f"Mini-batch {number} has {shapes}; expected ({n}, k) and (1, k) with the same k."
        batches.append(np.concatenate([batch_X, batch_Y]))
    return batches


def in_order(columns):
    """Sort the columns of an array, so that the same columns in any order are equal."""
    return columns[:, np.lexsort(columns)]


@hw.exercise(points=18, returns="mini_batches", judge=dealt)
@hint("Draw one permutation of the m columns, and use it for X and for Y.")
@hint("Batch k covers the columns from k times the size up to, but not including, k + 1 times the size.")
@hint("What is left after the full batches makes one more, which begins where the last full one ended.")
@mistake(
    both_halves("shuffled_?[:, full * mini_batch_size :]", "shuffled_?[:, 0 : m - mini_batch_size * full]"),
    "The last mini-batch repeats the first examples; it holds those left over after the full batches.",
)
@mistake(
    both_halves("shuffled_?[:, full * mini_batch_size :]", "shuffled_?[:, 2 * mini_batch_size :]"),
    "The last mini-batch begins after two full ones, whatever their number; count the full ones.",
)
@mistake(
    both_halves("shuffled_?[:, full * mini_batch_size :]", "shuffled_?[:, k * full :]"),
    "The last mini-batch begins too early: a start is a number of batches times the size of a batch.",
)
@mistake(
    both_halves("shuffled_?[:, full * mini_batch_size :]", "shuffled_?[:, full * mini_batch_size : len(X)]"),
    "The last mini-batch ends at len(X), which is the number of features; the examples are the columns.",
)
@mistake(
    both_halves("shuffled_?[:, full * mini_batch_size :]", "shuffled_?"),
    "The last mini-batch holds all examples; it holds only those left over after the full batches.",
)
@mistake(
    "mini_batches.append((rest_X, rest_Y))",
    "pass",
    "The examples left over after the full batches are dropped; they make one more, smaller batch.",
)
@mistake(
    "if m % mini_batch_size != 0:",
    "if True:",
    "An empty batch follows where the batches come out even; add a last one only if examples are left over.",
)
@mistake(
    both_halves(
        "shuffled_?[:, k * mini_batch_size : (k + 1) * mini_batch_size]",
        "shuffled_?[:, k : k + mini_batch_size]",
    ),
    "The batches overlap: batch k begins at column k instead of k times the size.",
)
@mistake(
    "Y[:, permutation]",
    "Y[:, np.random.permutation(m)]",
    "Examples and labels are shuffled by two permutations, so they no longer belong together; draw one.",
)
@mistake("Y[:, permutation]", "Y", "Only the examples are shuffled; the labels must move with them.")
@mistake(
    both_halves("?[:, permutation]", "?"),
    "Nothing is shuffled: the batches are the examples in their old order.",
)
@variant("math.floor(m / mini_batch_size)", "m // mini_batch_size")
@variant("np.random.seed(seed)", "np.random.seed(seed + 1)", name="another shuffle")
@variant("np.random.seed(seed)", "pass", name="no seed")
@variant("np.random.permutation(m)", "list(np.random.permutation(m))")
@variant(both_halves("shuffled_?[:, full * mini_batch_size :]", "shuffled_?[:, (k + 1) * mini_batch_size :]"))
@variant("mini_batches.append((rest_X, rest_Y))", "mini_batches.append([rest_X, rest_Y])")
@vectorized(lambda rng, m: call(*examples(rng, 2, m), m // 4, 0))
@equivalent("np.random.seed(seed)", ANY_SHUFFLE)
@equivalent("np.random.permutation(m)", ANY_SHUFFLE)
def random_mini_batches(rng):
    """Deals the examples into mini-batches at random."""
    yield call(*examples(rng, 2, 20), 6, 0)
    yield call(*examples(rng, 3, 16), 4, 3)
    yield call(*examples(rng, 4, 25), 8, 7, hidden=True)  # one is left over
    yield call(*examples(rng, 5, 13), 1, 2, hidden=True)
    yield call(*examples(rng, 2, 201), 64, 0, hidden=True)


def odd_layers(rng):
    """Draw parameters whose W and b do not fit each other: each buffer follows its own parameter."""
    return {
        "W1": rng.normal(size=(3, 2)),
        "b1": rng.normal(size=(2, 1)),
        "W2": rng.normal(size=(3, 3)),
        "b2": rng.normal(size=(4, 1)),
    }


ZEROS_HINTS = (
    "There is an entry for every parameter, named like its gradient and shaped like the parameter.",
    "All of it starts at zero: no gradient has been seen yet.",
)


@hw.exercise(points=6, returns="v", shape_credit=0.5)
@hint(ZEROS_HINTS[0])
@hint(ZEROS_HINTS[1])
@mistake(
    'np.zeros_like(parameters[f"b{layer}"])',
    'np.zeros_like(parameters[f"W{layer}"])',
    "The velocity of b has the shape of W; it follows b.",
)
@mistake(
    both('np.zeros_like(parameters[f"?{layer}"])', 'np.zeros(parameters[f"?{layer}"].size)'),
    "The velocities are flat; each has the shape of its parameter.",
)
@mistake(
    both('np.zeros_like(parameters[f"?{layer}"])', 'parameters[f"?{layer}"].copy()'),
    "The velocity starts as a copy of the parameters; it should start at zero.",
)
@mistake(
    both('np.zeros_like(parameters[f"?{layer}"])', 'np.random.randn(*parameters[f"?{layer}"].shape)'),
    "The velocity starts at random; it should start at zero.",
)
@mistake(
    "len(parameters) // 2 + 1",
    "len(parameters) // 2",
    "The last layer has no velocity: layers run from 1 to L.",
)
@mistake(
    both('v[f"d?{layer}"]', 'v[f"?{layer}"]'),
    "The velocities are named like the parameters; name them like the gradients, dW1, db1, ...",
)
@variant(both('np.zeros_like(parameters[f"?{layer}"])', 'np.zeros(parameters[f"?{layer}"].shape)'))
@variant(both('np.zeros_like(parameters[f"?{layer}"])', '0 * parameters[f"?{layer}"]'))
def initialize_velocity(rng):
    """Makes the velocity that momentum starts from."""
    yield call(odd_layers(rng))
    yield call(layers(rng, (2, 3), (3, 2), (1, 3))[0])
    yield call(layers(rng, (4, 3), (2, 4), (3, 2), (2, 3))[0], hidden=True)


def momentum_inputs(rng, *sizes):
    parameters, grads = layers(rng, *sizes)
    return parameters, grads, average(rng, grads)


def with_the_old_velocity(parameters, grads, v, beta, learning_rate):
    """Step first, then renew the velocity."""
    parameters, v = dict(parameters), dict(v)
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * v["d" + name]
        v["d" + name] = beta * v["d" + name] + (1 - beta) * grads["d" + name]
    return parameters, v


NEW_VELOCITY = 'beta * v[f"d?{layer}"] + (1 - beta) * grads[f"d?{layer}"]'


@hw.exercise(points=14, returns={"parameters": 2, "v": 1})
@hint("First renew the velocity, an average in which the past weighs beta and the new gradient 1 - beta.")
@hint("Then step against the new velocity, where plain gradient descent steps against the gradient.")
@mistake(
    both('learning_rate * v[f"d?{layer}"]', 'learning_rate * grads[f"d?{layer}"]'),
    "The step is taken with the gradient, so the velocity has no effect; step with the velocity.",
)
@mistake(
    both(NEW_VELOCITY, NEW_VELOCITY.replace("+", "-")),
    "The new gradient is subtracted in the velocity; the velocity is an average, so it should be added.",
)
@mistake(
    both(NEW_VELOCITY, '(1 - beta) * v[f"d?{layer}"] + beta * grads[f"d?{layer}"]'),
    "The two weights are exchanged: beta belongs to the past, 1 - beta to the new gradient.",
)
@mistake(
    both(NEW_VELOCITY, 'beta * v[f"d?{layer}"] + grads[f"d?{layer}"]'),
    "The new gradient is added with weight 1. Some books do so; here the velocity is an average, and it "
    "weighs 1 - beta.",
)
@mistake(
    both(NEW_VELOCITY, 'beta * v[f"d?{layer}"] + (1 - beta) * learning_rate * grads[f"d?{layer}"]'),
    "The learning rate is already in the velocity, and then once more in the step; it belongs to the step.",
)
@mistake(
    with_the_old_velocity,
    "The step is taken with the velocity before it is renewed; renew it first.",
    name="old_velocity",
)
@mistake(
    both('- learning_rate * v[f"d?', '+ learning_rate * v[f"d?'),
    "The step goes along the velocity; it should go against it.",
)
@mistake(both('- learning_rate * v[f"d?', '- v[f"d?'), "The learning rate is missing in the step.")
@mistake(
    'beta * v[f"db{layer}"] + (1 - beta) * grads[f"db{layer}"]',
    'grads[f"db{layer}"]',
    "The biases have no momentum: their velocity is only the new gradient.",
)
@mistake(
    "len(parameters) // 2 + 1",
    "len(parameters) // 2",
    "The last layer is never updated: layers run from 1 to L.",
)
@variant(both('parameters[f"?{layer}"] = parameters[f"?{layer}"] - ', 'parameters[f"?{layer}"] -= '))
@variant(
    both(NEW_VELOCITY, 'np.average([v[f"d?{layer}"], grads[f"d?{layer}"]], axis=0, weights=[beta, 1 - beta])')
)
def update_parameters_with_momentum(rng):
    """Takes one step of gradient descent with momentum."""
    yield call(*momentum_inputs(rng, (2, 3), (3, 2)), 0.9, 0.01)
    yield call(*momentum_inputs(rng, (3, 2), (2, 3), (2, 2)), 0.6, 0.3)
    yield call(*momentum_inputs(rng, (4, 3), (2, 4), (3, 2), (2, 3)), 0.8, 0.05, hidden=True)
    yield call(*momentum_inputs(rng, (2, 5)), 0.95, 1.5, hidden=True)


@hw.exercise(points=6, returns=("v", "s"), shape_credit=0.5)
@hint("Adam keeps two averages, of the gradients and of their squares; both look alike at the start.")
@hint(ZEROS_HINTS[0])
@mistake(
    averages(
        '![f"db{layer}"] = np.zeros_like(parameters[f"b', '![f"db{layer}"] = np.zeros_like(parameters[f"W'
    ),
    "The averages of b have the shape of W; they follow b.",
)
@mistake(
    both('s[f"d?{layer}"] = np.zeros_like', 's[f"d?{layer}"] = np.ones_like'),
    "The average of squares starts at one; both averages should start at zero.",
)
@mistake(
    averages('![f"d?{layer}"] = np.zeros_like(', '![f"d?{layer}"] = np.ravel(0 * '),
    "The averages are flat; each has the shape of its parameter.",
)
@mistake(
    averages('![f"d?{layer}"] = np.zeros_like(', '![f"d?{layer}"] = np.copy('),
    "Both averages start as copies of the parameters; they should start at zero.",
)
@mistake(
    "len(parameters) // 2 + 1",
    "len(parameters) // 2",
    "The last layer has no averages: layers run from 1 to L.",
)
@mistake(
    averages('![f"d?{layer}"] =', '![f"?{layer}"] ='),
    "The averages are named like the parameters; name them like the gradients, dW1, db1, ...",
)
@variant("return v, s", "return v, {name: 0 * zeros for name, zeros in v.items()}")
@variant("return v, s", "return {name: np.zeros((*zeros.shape,)) for name, zeros in v.items()}, v")
def initialize_adam(rng):
    """Makes the two averages that Adam starts from."""
    yield call(odd_layers(rng))
    yield call(layers(rng, (2, 3), (3, 2), (1, 3))[0])
    yield call(layers(rng, (4, 3), (2, 4), (3, 2), (2, 3))[0], hidden=True)


def adam_inputs(rng, *sizes, dead=False):
    parameters, grads = layers(rng, *sizes)
    v, s = average(rng, grads), average_of_squares(rng, grads)
    return (parameters, *(with_a_dead_unit(grads, v, s) if dead else (grads, v, s)))


@hw.exercise(
    points=20,
    returns={"parameters": 2, "v": 1, "s": 1},
    extra=("v_corrected", "s_corrected"),
)
@hint("v averages the gradients, with beta1; s averages their squares, with beta2. Both forget slowly.")
@hint(
    "Both averages start at zero and are too small at first: divide each by 1 minus its own beta to the "
    "power t."
)
@hint("Step by the corrected v over the root of the corrected s; epsilon only prevents a division by zero.")
@mistake(
    "v_corrected[key] / (np.sqrt(s_corrected[key])",
    "v[key] / (np.sqrt(s[key])",
    "This is Adam without bias correction, as some texts shorten it. The averages start at zero and are "
    "too small at "
    "first, so the first steps have the wrong length: divide v by 1 - beta1^t and s by 1 - beta2^t "
    "before the step.",
    name="no_bias_correction",
)
@mistake(
    "np.sqrt(s_corrected[key])",
    "np.sqrt(s[key])",
    "The average of squares stands under the root without its bias correction.",
)
@mistake("v_corrected[key] / (np", "v[key] / (np", "The step is taken with v before its bias correction.")
@mistake(
    {"(1 - beta1**t)": "(1 - beta1)", "(1 - beta2**t)": "(1 - beta2)"},
    "Bias correction divides by 1 minus beta to the power t; without the power it is right at t = 1 only.",
)
@mistake(
    {"(1 - beta1**t)": "(1 - beta1**layer)", "(1 - beta2**t)": "(1 - beta2**layer)"},
    "The power in the bias correction is the number of the layer; it is t, the number of the step.",
)
@mistake(
    {"(1 - beta1**t)": "(1 - beta1**2)", "(1 - beta2**t)": "(1 - beta2**2)"},
    "The power in both bias corrections is fixed at 2; it is t, the number of the step.",
)
@mistake(
    "(1 - beta1**t)",
    "(1 - beta1**2)",
    "The power in the correction of v is fixed at 2; it is t, the number of the step.",
    name="v_power_2",
)
@mistake(
    "(1 - beta2**t)",
    "(1 - beta2**2)",
    "The power in the correction of s is fixed at 2; it is t, the number of the step.",
    name="s_power_2",
)
@mistake(
    {"(1 - beta1**t)": "(1 - beta1 * t)", "(1 - beta2**t)": "(1 - beta2 * t)"},
    "Bias correction takes beta to the power t, not beta times t.",
)
@mistake(
    "(1 - beta2**t)", "(1 - beta1**t)", "The average of squares is corrected with beta1; its own is beta2."
)
@mistake(
    "(1 - beta2**t)",
    "(1 - beta2) ** t",
    "Check the parentheses: 1 minus (beta2 to the power t), not (1 - beta2) to the power t.",
)
@mistake(
    "beta2 * s[key]", "beta1 * s[key]", "The past weighs beta1 in the average of squares; it weighs beta2."
)
@mistake("grads[key] ** 2", "grads[key]", "The gradient is not squared in s, the average of squares.")
@mistake(
    "beta1 * v[key] + (1 - beta1) * grads[key]",
    "(1 - beta1) * v[key] + beta1 * grads[key]",
    "The two weights in v are exchanged: beta1 belongs to the past, 1 - beta1 to the new gradient.",
)
@mistake(
    "np.sqrt(s_corrected[key])",
    "s_corrected[key]",
    "The root of the corrected average of squares is missing.",
)
@mistake(
    "np.sqrt(s_corrected[key])",
    "np.square(s_corrected[key])",
    "The corrected average of squares is squared once more; take its root.",
)
@mistake(
    "(np.sqrt(s_corrected[key]) + epsilon)",
    "np.sqrt(s_corrected[key])",
    "Without epsilon, a weight that has never had a gradient divides zero by zero.",
)
@mistake(
    "v_corrected[key] / (np",
    "grads[key] / (np",
    "The step is taken with the gradient itself; take the corrected average v.",
)
@mistake("- learning_rate * step", "+ learning_rate * step", "The step goes up the gradient; subtract it.")
@mistake(
    "- learning_rate * step",
    "- 0.01 * step",
    "The learning rate is fixed at 0.01; use the argument learning_rate.",
)
@mistake('in ("W", "b")', 'in ("W",)', "The biases are never updated.", name="no_biases")
@mistake(
    {
        "v_corrected[key] = v[key]": "v_corrected[key] = v[key] = v[key]",
        "s_corrected[key] = s[key]": "s_corrected[key] = s[key] = s[key]",
    },
    "The corrected averages are kept in v and s, so the next step corrects them once more; keep them apart.",
)
@mistake(
    "len(parameters) // 2 + 1",
    "len(parameters) // 2",
    "The last layer is never updated: layers run from 1 to L.",
)
@variant(
    "(np.sqrt(s_corrected[key]) + epsilon)", "np.sqrt(s_corrected[key] + epsilon)", name="epsilon in the root"
)
@variant("np.sqrt(s_corrected[key])", "s_corrected[key] ** 0.5")
@variant("grads[key] ** 2", "np.multiply(grads[key], grads[key])")
@variant("return parameters, v, s, v_corrected, s_corrected", "return parameters, v, s", name="three values")
@variant("parameters, v, s = dict(parameters), dict(v), dict(s)", "pass", name="in place")
@invariant(impossible_in_adam)
@equivalent("np.sqrt(s_corrected[key]) + epsilon", ONLY_AGAINST_ZERO)
def update_parameters_with_adam(rng):
    """Takes one step of Adam."""
    yield call(*adam_inputs(rng, (2, 3), (3, 2)), 1, 0.01, 0.9, 0.999, 1e-8)
    yield call(*adam_inputs(rng, (3, 2), (2, 3), (2, 2), dead=True), 2, 0.02, 0.8, 0.888, 1e-8)
    yield call(*adam_inputs(rng, (4, 3), (2, 4), (3, 2)), 7, 0.05, 0.9, 0.99, 1e-9, hidden=True)
    yield call(*adam_inputs(rng, (2, 4), (4, 2), dead=True), 3, 0.3, 0.7, 0.95, 1e-8, hidden=True)


@hw.exercise(points=3, returns="s", shape_credit=0.5, optional=without_rmsprop)
@hint(ZEROS_HINTS[0])
@hint(ZEROS_HINTS[1])
@mistake(
    'np.zeros_like(parameters[f"b{layer}"])',
    'np.zeros_like(parameters[f"W{layer}"])',
    "The average of b has the shape of W; it follows b.",
)
@mistake(
    both('np.zeros_like(parameters[f"?{layer}"])', 'np.ones_like(parameters[f"?{layer}"])'),
    "The average of squares starts at one; it should start at zero.",
)
@mistake(
    both('np.zeros_like(parameters[f"?{layer}"])', 'np.zeros(parameters[f"?{layer}"].size)'),
    "The averages are flat; each has the shape of its parameter.",
)
@mistake(
    "len(parameters) // 2 + 1",
    "len(parameters) // 2",
    "The last layer has no average: layers run from 1 to L.",
)
@variant(both('np.zeros_like(parameters[f"?{layer}"])', 'np.zeros(parameters[f"?{layer}"].shape)'))
def initialize_rmsprop(rng):
    """Makes the average of squares that RMSprop starts from."""
    yield call(odd_layers(rng))
    yield call(layers(rng, (3, 2), (2, 3), (2, 2), (4, 2))[0], hidden=True)


def rmsprop_inputs(rng, *sizes, dead=False):
    parameters, grads = layers(rng, *sizes)
    s = average_of_squares(rng, grads)
    return (parameters, *(with_a_dead_unit(grads, s) if dead else (grads, s)))


def with_the_old_average(parameters, grads, s, learning_rate, beta=0.9, epsilon=1e-8):
    """Step first, then renew the average."""
    parameters, s = dict(parameters), dict(s)
    for name in parameters:
        gradient = grads["d" + name]
        parameters[name] = parameters[name] - learning_rate * gradient / (np.sqrt(s["d" + name]) + epsilon)
        s["d" + name] = beta * s["d" + name] + (1 - beta) * gradient**2
    return parameters, s


@hw.exercise(points=7, returns={"parameters": 2, "s": 1}, optional=without_rmsprop)
@hint("First renew s: the past weighs beta, the square of the new gradient 1 - beta.")
@hint("Then step against the gradient, divided by the root of s; epsilon only prevents a division by zero.")
@mistake(
    both("(1 - beta) * d?**2", "(1 - beta) * d?"), "The gradient is not squared in s, the average of squares."
)
@mistake(
    both('(np.sqrt(s[f"d?{layer}"])', '(s[f"d?{layer}"]'), "The root of the average of squares is missing."
)
@mistake(
    both('beta * s[f"d?{layer}"] + (1 - beta)', '(1 - beta) * s[f"d?{layer}"] + beta'),
    "The two weights are exchanged: beta belongs to the past, 1 - beta to the new squared gradient.",
)
@mistake(
    both("+ (1 - beta) * d?", "+ d?"),
    "The squared gradient is added with weight 1; in an average it weighs 1 - beta.",
)
@mistake(
    with_the_old_average,
    "The gradient is divided by the average before it is renewed; renew it first.",
    name="old_average",
)
@mistake(
    both('(np.sqrt(s[f"d?{layer}"]) + epsilon)', 'np.sqrt(s[f"d?{layer}"])'),
    "Without epsilon, a weight that has never had a gradient divides zero by zero.",
)
@mistake(
    both("- learning_rate * step_?", "+ learning_rate * step_?"),
    "The step goes up the gradient; subtract it.",
)
@mistake(
    both("- learning_rate * step_?", "- learning_rate * d?"),
    "The step is plain gradient descent: the gradient is not divided by the root of s.",
)
@mistake(
    "len(parameters) // 2 + 1",
    "len(parameters) // 2",
    "The last layer is never updated: layers run from 1 to L.",
)
@variant(both('(np.sqrt(s[f"d?{layer}"]) + epsilon)', 'np.sqrt(s[f"d?{layer}"] + epsilon)'))
@variant(both("d?**2", "np.square(d?)"))
@invariant(impossible_in_rmsprop)
@equivalent(
    'step_W = dW / (np.sqrt(s[f"dW{layer}"]) + epsilon)\n'
    '        step_b = db / (np.sqrt(s[f"db{layer}"]) + epsilon)',
    ONLY_AGAINST_ZERO,
)
def update_parameters_with_rmsprop(rng):
    """Takes one step of RMSprop."""
    yield call(*rmsprop_inputs(rng, (2, 3), (3, 2)), 0.01, 0.9, 1e-8)
    yield call(*rmsprop_inputs(rng, (3, 2), (2, 3), (2, 2), dead=True), 0.2, 0.6, 1e-8)
    yield call(
        *rmsprop_inputs(rng, (4, 3), (2, 4), (3, 2), (2, 3), dead=True), 0.05, 0.999, 1e-9, hidden=True
    )
    yield call(*rmsprop_inputs(rng, (2, 4)), 1.5, 0.75, 1e-8, hidden=True)


@hw.exercise(points=4, returns="learning_rate", optional=without_decay)
@hint("The first rate is divided by a number that is 1 in epoch 0 and grows by decay_rate with every epoch.")
@mistake(
    "learning_rate0 / (1 + decay_rate * epoch_num)",
    "0.125",
    "The rate of the visible example is returned, whatever is asked for.",
)
@mistake(
    "learning_rate0 / (1 + decay_rate * epoch_num)",
    "0.5 / 3",
    "One fixed rate is returned, that of the notebook's example; compute it from the arguments.",
)
@mistake(
    "(1 + decay_rate * epoch_num)",
    "1 + decay_rate * epoch_num",
    "Check the parentheses: the 1 and the decay times the epoch both belong below the line.",
)
@mistake("(1 + decay_rate * epoch_num)", "(decay_rate * epoch_num)", "The 1 below the line is missing.")
@mistake(
    "/ (1 + decay_rate * epoch_num)",
    "* decay_rate**epoch_num",
    "This is exponential decay, another scheme; here the rate falls like 1 / (1 + decay_rate * epoch).",
)
@mistake(
    "(1 + decay_rate * epoch_num)",
    "(1 + decay_rate)",
    "The rate is the same in every epoch: the number of the epoch is missing.",
)
@mistake(
    "(1 + decay_rate * epoch_num)", "(1 + epoch_num)", "The decay rate is missing.", name="no_decay_rate"
)
@variant(
    "learning_rate0 / (1 + decay_rate * epoch_num)", "(1 / (1 + decay_rate * epoch_num)) * learning_rate0"
)
def update_lr():
    """Lets the learning rate decay with every epoch."""
    yield call(0.5, 3, 1)
    yield call(0.2, 7, 0.25)
    yield call(0.08, 12, 0.6, hidden=True)
    yield call(1.3, 150, 0.02, hidden=True)


@hw.exercise(points=6, returns="learning_rate", optional=without_decay)
@hint("The rate stays the same for time_interval epochs, then takes a step down.")
@hint("How many whole intervals have passed by this epoch? Count those where update_lr counts epochs.")
@mistake(
    "np.floor(epoch_num / time_interval)",
    "epoch_num / time_interval",
    "The rate falls with every epoch; it is to fall once an interval, so count only whole intervals.",
)
@mistake(
    "decay_rate * np.floor(epoch_num / time_interval)",
    "np.floor(decay_rate * epoch_num / time_interval)",
    "The decay rate is rounded down too; round down only the number of intervals.",
)
@mistake(
    "learning_rate0 / (1 + decay_rate * np.floor(epoch_num / time_interval))",
    "learning_rate0 / (1 + decay_rate * epoch_num / time_interval) if epoch_num % time_interval == 0 "
    "else learning_rate0",
    "Between the stairs the rate jumps back to the first one; it stays where the last stair left it.",
)
@mistake(
    "epoch_num / time_interval",
    "epoch_num / 1000",
    "The interval is fixed at 1000 epochs; use the argument time_interval.",
)
@mistake(
    "np.floor",
    "np.ceil",
    "The intervals are rounded up, so the rate falls one interval too early; round down.",
)
@mistake(
    "np.floor",
    "np.round",
    "The intervals are rounded to the nearest, so the rate falls half an interval early; round down.",
)
@mistake(
    "decay_rate * np.floor(epoch_num / time_interval)",
    "decay_rate * epoch_num",
    "The interval is missing: the rate falls with every epoch by the full decay.",
)
@variant("np.floor(epoch_num / time_interval)", "(epoch_num // time_interval)")
@variant("np.floor(epoch_num / time_interval)", "int(epoch_num / time_interval)")
@variant("np.floor(epoch_num / time_interval)", "math.floor(epoch_num / time_interval)")
def schedule_lr_decay():
    """Lets the learning rate decay in stairs."""
    yield call(0.5, 2700, 0.4)
    yield call(0.3, 320, 1.2, 100)
    yield call(0.8, 1999, 0.3, 400, hidden=True)
    yield call(0.1, 3000, 2.5, hidden=True)
    yield call(0.7, 110, 0.9, 60, hidden=True)


def two_clouds(rng, n, m):
    """Draw two overlapping clouds of points, one for each label."""
    Y = (np.arange(m) % 2).reshape(1, m)
    return rng.normal(size=(n, m)) + 0.9 * (2 * Y - 1), Y


def copies(rng, n, m, label):
    """Draw one example and repeat it: its mini-batches are the same however they are shuffled."""
    return np.repeat(0.5 + rng.uniform(size=(n, 1)), m, axis=1), np.full((1, m), label)


def settings(optimizer, learning_rate, mini_batch_size, beta, beta1, beta2, num_epochs):
    """Order the arguments as both editions' model takes them."""
    epsilon = 1e-16  # so small that it makes no difference whether it stands inside the root or outside
    print_cost = True  # what a student's function does only then may fail, too
    return optimizer, learning_rate, mini_batch_size, beta, beta1, beta2, epsilon, num_epochs, print_cost


@hw.exercise(
    points=8,
    returns="parameters",
    needs=[
        "random_mini_batches",
        "update_parameters_with_gd",
        "initialize_velocity",
        "update_parameters_with_momentum",
        "initialize_adam",
        "update_parameters_with_adam",
    ],
    seconds=10,
)
@hint("An epoch goes once through all mini-batches, freshly shuffled; every mini-batch makes one step.")
@hint("A step: forward, backward, then the update that the optimizer's name asks for.")
@hint("Velocities and averages live through the whole training; Adam's t counts the steps, not the epochs.")
@mistake(
    "t = t + 1", "t = 1", "Adam's t never grows; it counts the steps of the whole training.", name="t_stays_1"
)
@mistake(
    "t = t + 1", "t = i + 1", "Adam's t counts the epochs; it counts the steps, one for every mini-batch."
)
@mistake(
    "parameters, grads, v, beta, learning_rate",
    "parameters, grads, initialize_velocity(parameters), beta, learning_rate",
    "The velocity starts anew in every step; it lives through the whole training.",
)
@mistake(
    'if optimizer == "gd":',
    "if True:",
    "Every optimizer steps by plain gradient descent; look at the argument optimizer.",
)
@mistake(
    "random_mini_batches(X, Y, mini_batch_size, seed)",
    "random_mini_batches(X, Y, 64, seed)",
    "The size of the mini-batches is fixed at 64; use the argument mini_batch_size.",
)
@mistake("range(num_epochs)", "range(num_epochs - 1)", "One epoch too few: the loop runs num_epochs times.")
@mistake(
    "learning_rate, beta1, beta2, epsilon\n",
    "learning_rate, beta2, beta1, epsilon\n",
    "beta1 and beta2 reach Adam in the wrong order.",
)
@mistake(
    "grads, v, beta, learning_rate",
    "grads, v, 0.9, learning_rate",
    "Momentum's beta is fixed at 0.9; use the argument.",
)
@mistake(
    "learning_rate0 = learning_rate",
    "learning_rate0 = learning_rate = 0.0007",
    "The learning rate is fixed at 0.0007; use the argument learning_rate.",
)
@variant(
    "v, s = initialize_adam(parameters)",
    "v, s = initialize_velocity(parameters), initialize_velocity(parameters)",
)
@variant("seed = seed + 1", "seed = seed + 2", name="other shuffles")
@equivalent("seed, t = 10", ANY_SHUFFLE)
@equivalent("for i in range(num_epochs):\n        seed = seed + 1", ANY_SHUFFLE)
def model(rng):
    """Trains a network with mini-batches and any of the optimizers."""
    yield call(*two_clouds(rng, 2, 24), [2, 5, 2, 1], *settings("gd", 0.1, 24, 0.9, 0.9, 0.999, 12))
    yield call(*copies(rng, 2, 22, 1), [2, 4, 3, 1], *settings("momentum", 0.03, 6, 0.7, 0.9, 0.999, 4))
    yield call(*copies(rng, 2, 13, 0), [2, 5, 2, 1], *settings("adam", 0.01, 3, 0.9, 0.8, 0.99, 3))
    yield call(
        *two_clouds(rng, 3, 30), [3, 6, 4, 1], *settings("adam", 0.02, 30, 0.9, 0.7, 0.95, 9), hidden=True
    )
    yield call(
        *two_clouds(rng, 2, 18),
        [2, 4, 4, 1],
        *settings("momentum", 0.2, 18, 0.6, 0.9, 0.999, 15),
        hidden=True,
    )
    yield call(
        *copies(rng, 3, 17, 1), [3, 5, 3, 1], *settings("gd", 0.02, 4, 0.9, 0.9, 0.999, 5), hidden=True
    )
