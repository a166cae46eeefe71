"""logistic_regression: true gradients, a rubric that tells right from wrong, pictures real and drawn."""

from pathlib import Path

import h5py
import numpy as np
import pytest
from assignment_checks import (
    ROOT,
    assignment,
    numerical_gradient,
)

from assignments.logistic_regression import lr_utils
from reference import logistic_regression as solution
from reference.reproduce import logistic_regression as figures

ID = "logistic_regression"
DATA = ROOT.parent / "shared" / "data"


@pytest.mark.parametrize("number", range(4))
def test_gradients_equal_numerical_ones(number):
    w, b, X, Y = (argument.value for argument in assignment(ID).exercise("propagate").cases[number].arguments)
    grads, _ = solution.propagate(w, b, X, Y)
    for_w = numerical_gradient(lambda changed: solution.propagate(changed, b, X, Y)[1], w)
    for_b = numerical_gradient(lambda changed: solution.propagate(w, changed, X, Y)[1], np.array(b))
    np.testing.assert_allclose(grads["dw"], for_w, atol=1e-6)
    np.testing.assert_allclose(grads["db"], for_b, atol=1e-6)


def test_the_drawings_have_the_schema_of_the_pictures(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRADER_DATA", raising=False)
    train_x, train_y, test_x, test_y, classes = lr_utils.load_dataset()
    assert (train_x.shape[1:], train_x.dtype, test_x.shape[1:]) == ((64, 64, 3), np.uint8, (64, 64, 3))
    assert (train_y.shape, test_y.shape, train_y.dtype) == ((1, len(train_x)), (1, len(test_x)), np.int64)
    assert list(classes) == [b"non-cat", b"cat"]
    assert set(train_y[0]) == set(test_y[0]) == {0, 1}
    assert "using a small set of drawings" in capsys.readouterr().out


def test_files_of_the_courses_schema_are_read(monkeypatch, tmp_path):
    (tmp_path / "datasets").mkdir()
    for half, m in (("train", 3), ("test", 2)):
        with h5py.File(tmp_path / "datasets" / f"{half}_catvnoncat.h5", "w") as file:
            file[f"{half}_set_x"] = np.full((m, 64, 64, 3), m, np.uint8)
            file[f"{half}_set_y"] = np.arange(m) % 2
            file["list_classes"] = np.array([b"non-cat", b"cat"])
    monkeypatch.chdir(tmp_path)
    train_x, train_y, test_x, test_y, classes = lr_utils.load_dataset()
    assert (train_x[0, 0, 0, 0], test_x[0, 0, 0, 0]) == (3, 2)
    assert (train_y.tolist(), test_y.tolist(), list(classes)) == ([[0, 1, 0]], [[0, 1]], [b"non-cat", b"cat"])


def test_a_model_of_the_drawings_learns(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    train_x, train_y, test_x, test_y, _ = lr_utils.load_dataset()
    X_train, X_test = (x.reshape(len(x), -1).T / 255 for x in (train_x, test_x))
    d = solution.model(X_train, train_y, X_test, test_y, num_iterations=100, learning_rate=0.005)
    assert np.mean(d["Y_prediction_train"] == train_y) > 0.8


def test_the_real_pictures_give_the_published_accuracies():
    """99.04 % on the training set and 70.0 % on the test set: the first headline figure of the course."""
    if not (DATA / "train_catvnoncat.h5").is_file():
        pytest.skip("train_catvnoncat.h5 is not in ../shared/data")
    sets = figures.pictures(Path(DATA))
    run = figures.trained(*sets, 2000)
    train, test = figures.accuracies(run, sets)
    assert (f"{train:.2f}", f"{test:.1f}") == ("99.04", "70.0")
