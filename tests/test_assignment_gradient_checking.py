from functools import partial

import numpy as np
import pytest
from assignment_checks import (
    assignment,
    numerical_gradient,
    observe,
    score,
)

from assignments.gradient_checking import gc_utils
from reference import gradient_checking as reference

ID = "gradient_checking"
PLANTED = "both_planted_errors"


def arguments(name):
    """Return the arguments of every call of an exercise, by name."""
    return [
        {argument.name: argument.value for argument in case.arguments}
        for case in assignment(ID).exercise(name).cases
    ]


def test_only_the_argument_itself_passes_as_the_derivative():
    for given in arguments("backward_propagation"):
        x, theta = given["x"], given["theta"]
        assert x not in (0, 1, theta, theta * x, -x)


@pytest.mark.parametrize("constant", [0, 1, 1e-10, 2.919e-10, 1 / 3, 0.2850931])
def test_a_constant_difference_fails_every_network_and_nearly_every_line(constant):
    for name, passes in [("gradient_check", 1), ("gradient_check_n", 0)]:
        exercise = assignment(ID).exercise(name)
        source = assignment(ID).reference + f"\n\ndef {name}(*args, **kwargs):\n    return {constant}\n"
        cases = score(ID, exercise, observe(exercise, source.replace("**kwargs", f"{taken(name)}"))).cases
        assert sum(case.share for case in cases) <= passes


def taken(name):
    """Return the names of an exercise's arguments, with nothing as their defaults."""
    return ", ".join(f"{key}=None" for key in arguments(name)[0])


def test_the_line_is_checked_where_rounding_decides():
    """The course's calls give the course's numbers; most others are far above rounding."""
    assert f"{reference.gradient_check(2, 4):.3e}" == "2.919e-10"
    assert f"{reference.gradient_check(3, 4):.3e}" == "7.814e-11"
    differences = [reference.gradient_check(**given) for given in arguments("gradient_check")]
    assert sum(difference > 1e-6 for difference in differences) >= 5


def test_the_network_is_checked_at_every_parameter():
    """Each parameter has a case in which its gradient, and only that of one component, is wrong."""
    found = set()
    for given in arguments("gradient_check_n"):
        _, cache = reference.forward_propagation_n(given["X"], given["Y"], given["parameters"])
        right = reference.backward_propagation_n(given["X"], given["Y"], cache)
        wrong = {key for key in right if not np.array_equal(right[key], given["gradients"][key])}
        if len(wrong) == 1:
            found |= wrong
    assert found == {"d" + name for name in gc_utils.SHAPES}


def test_differences_are_far_from_rounding():
    for given in arguments("gradient_check_n"):
        nudged = {**given, "epsilon": given.get("epsilon", 1e-7) * (1 + 1e-9)}
        np.testing.assert_allclose(
            reference.gradient_check_n(**given), reference.gradient_check_n(**nudged), rtol=2e-6
        )


def test_planted_errors_are_found_and_cost_nothing_but_the_repair():
    exercise = assignment(ID).exercise("backward_propagation_n")
    mistake = next(mistake for mistake in exercise.mistakes if mistake.name == PLANTED)
    assert score(ID, exercise, observe(exercise, mistake.source)).score == 0
    others = [other for other in assignment(ID).exercises if other.name != "backward_propagation_n"]
    assert sum(score(ID, other, observe(other, mistake.source)).score for other in others) == 95


@pytest.mark.parametrize("m", [1, 3, 6])
def test_the_network_gradients_are_those_of_its_cost(m):
    rng = np.random.default_rng(m)
    X, Y = rng.normal(size=(4, m)), rng.integers(0, 2, (1, m))
    parameters = {name: rng.normal(size=shape) for name, shape in gc_utils.SHAPES.items()}
    cost, cache = reference.forward_propagation_n(X, Y, parameters)
    assert gc_utils.forward_propagation_n(X, Y, parameters)[0] == pytest.approx(cost)
    gradients = reference.backward_propagation_n(X, Y, cache)

    def changed(name, value):
        return reference.forward_propagation_n(X, Y, {**parameters, name: value})[0]

    for name, value in parameters.items():
        gradient = numerical_gradient(partial(changed, name), value)
        np.testing.assert_allclose(gradients["d" + name], gradient, rtol=1e-5, atol=1e-8)
    assert reference.gradient_check_n(parameters, gradients, X, Y) < 2e-7


def test_caches_do_not_contradict_themselves():
    for given in arguments("backward_propagation_n"):
        Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = given["cache"]
        assert A3.shape == given["Y"].shape == (1, given["X"].shape[1])
        np.testing.assert_allclose(Z1, W1 @ given["X"] + b1)
        np.testing.assert_allclose(A1, np.maximum(0, Z1))
        np.testing.assert_allclose(Z2, W2 @ A1 + b2)
        np.testing.assert_allclose(A2, np.maximum(0, Z2))
        np.testing.assert_allclose(Z3, W3 @ A2 + b3)
        np.testing.assert_allclose(A3, gc_utils.sigmoid(Z3))
        assert all(0 < np.mean(A > 0) < 1 for A in (A1, A2))


def test_vectors_keep_the_order_of_the_parameters():
    rng = np.random.default_rng(0)
    parameters = {name: rng.normal(size=shape) for name, shape in gc_utils.SHAPES.items()}
    theta, keys = gc_utils.dictionary_to_vector(parameters)
    assert theta.shape == (47, 1)
    assert keys[:21] == ["W1"] * 20 + ["b1"]
    assert theta[1, 0] == parameters["W1"][0, 1]
    for name, value in gc_utils.vector_to_dictionary(theta).items():
        np.testing.assert_array_equal(value, parameters[name])
    gradients = {"d" + name: value for name, value in parameters.items()}
    np.testing.assert_array_equal(gc_utils.gradients_to_vector({**gradients, "dZ1": None}), theta)


def test_verdicts_are_printed_on_request(capsys):
    reference.gradient_check(2, 4)
    assert capsys.readouterr().out == ""
    reference.gradient_check(2, 4, print_msg=True)
    assert "agree" in capsys.readouterr().out
