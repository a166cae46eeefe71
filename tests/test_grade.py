"""From a file to marks, through real worker processes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "submissions" / "logistic_regression"
Records = Callable[..., dict[str, dict[str, Any]]]
Submit = Callable[[str, str], Path]

DOUBLE = """
    import numpy as np
    def double(x):
        return x + x
"""
NORM = """
    def norm(x, scale=1.0):
        d = double(x)
        length = scale * np.sqrt(np.sum(d * d))
        return length, d / length
"""


def scores(record: dict[str, Any]) -> dict[str, float]:
    return {exercise["name"]: exercise["score"] for exercise in record["exercises"]}


def exercise(record: dict[str, Any], name: str) -> dict[str, Any]:
    return next(found for found in record["exercises"] if found["name"] == name)


def test_a_right_submission_scores_all(course: Path, submit: Submit, records: Records) -> None:
    record = records(course, submit("ada.py", DOUBLE + NORM))["ada"]
    assert (record["status"], record["score"], record["max_score"]) == ("graded", 100, 100)
    assert {found["verdict"] for found in record["exercises"]} == {"passed"}


def test_a_doubt_about_the_assignment_is_told(course: Path, submit: Submit, records: Records) -> None:
    shutil.copytree(course / "assignments" / "pair", course / "assignments" / "twice")
    checks = course / "assignments" / "twice" / "checks.py"
    checks.write_text(checks.read_text().replace("reference.pair", "reference.twice"))
    shutil.copy(course / "reference" / "pair.py", course / "reference" / "twice.py")
    record = records(course, submit("ada.py", DOUBLE + NORM))["ada"]
    assert [note["text"] for note in record["notes"]] == [
        "This was taken for pair by its functions; twice fits almost as well."
    ]
    named = records(course, submit("bob.py", DOUBLE + NORM), options=("-a", "pair"))["bob"]
    assert not named["notes"]


def test_a_wrong_helper_costs_its_own_points_only(course: Path, submit: Submit, records: Records) -> None:
    wrong = DOUBLE.replace("x + x", "x * 3")
    record = records(course, submit("ada.py", wrong + NORM))["ada"]
    assert scores(record) == {"double": 0, "norm": 60}
    assert exercise(record, "double")["diagnosis"] == {
        "name": "you_tripled_x", "message": "You tripled x.", "from": "own",
    }  # fmt: skip
    assert exercise(record, "norm")["diagnosis"]["from"] == "double"
    assert (
        exercise(record, "norm")["diagnosis"]["message"]
        == "norm is right; it failed only because double is not."
    )


def test_a_missing_helper_costs_its_own_points_only(course: Path, submit: Submit, records: Records) -> None:
    record = records(course, submit("ada.py", "import numpy as np\n" + NORM.replace("\n    ", "\n")))["ada"]
    assert scores(record) == {"double": 0, "norm": 60}
    assert exercise(record, "double")["verdict"] == "missing"


def test_a_wrong_function_that_needs_a_wrong_helper_is_judged_for_itself(
    course: Path, submit: Submit, records: Records
) -> None:
    wrong = DOUBLE.replace("x + x", "x * 3") + NORM.replace("np.sqrt(np.sum(d * d))", "np.sum(d * d)")
    record = records(course, submit("ada.py", wrong))["ada"]
    assert exercise(record, "norm")["diagnosis"] == {
        "name": "the_root_is_missing", "message": "The root is missing.", "from": "own",
    }  # fmt: skip


def test_strict_policy_takes_the_points_and_keeps_the_explanation(
    course: Path, submit: Submit, records: Records
) -> None:
    wrong = DOUBLE.replace("x + x", "x * 3")
    record = records(course, submit("ada.py", wrong + NORM), options=("--policy", "strict"))["ada"]
    found = exercise(record, "norm")
    assert (found["score"], found["verdict"]) == (40, "wrong_answer")  # the direction is right in any case
    assert found["diagnosis"]["from"] == "double"


def test_parts_carry_their_own_points(course: Path, submit: Submit, records: Records) -> None:
    record = records(course, submit("ada.py", DOUBLE + NORM.replace("d / length", "d")))["ada"]
    assert scores(record) == {"double": 40, "norm": 20}
    assert "direction[0] is" in exercise(record, "norm")["cases"][0]["difference"]


def test_the_template_is_not_attempted(records: Records) -> None:
    record = records(ROOT, SAMPLES / "lise.ipynb")["lise"]
    assert record["score"] == 0
    assert {found["verdict"] for found in record["exercises"]} == {"not_attempted"}


def test_the_samples_earn_what_they_should(records: Records) -> None:
    found = records(ROOT, SAMPLES)
    assert {name: found[name]["score"] for name in ("ada", "grace", "carl", "emmy", "lise")} == {
        "ada": 100, "grace": 100, "carl": 100, "emmy": 90, "lise": 0,
    }  # fmt: skip
    assert all(record["status"] == "graded" for record in found.values())
    assert scores(found["emmy"])["sigmoid"] == 0
    assert exercise(found["alan"], "propagate")["diagnosis"]["name"] == "dw_is_a_sum_over_the"
    assert exercise(found["sofia"], "optimize")["verdict"] == "time_limit"
    assert exercise(found["sofia"], "model")["score"] == 15
    assert exercise(found["blaise"], "predict")["verdict"] == "missing"
    assert exercise(found["kurt"], "predict")["verdict"] == "runtime_error"


CHEATS = {
    "patched_allclose": """
        import numpy as np
        np.allclose = np.array_equal = np.isclose = lambda *a, **k: True
        np.testing.assert_allclose = lambda *a, **k: None
        def double(x):
            return 1.0
        def norm(x, scale=1.0):
            return 1.0, 1.0
    """,
    "equals_everything": """
        import numpy as np
        class Yes(np.ndarray):
            def __eq__(self, other): return True
            def __array_ufunc__(self, *a, **k): return True
            def __array__(self, *a, **k): return np.zeros(3)
            def __len__(self): return 2
            def __bool__(self): return True
        def double(x):
            return np.zeros(3).view(Yes)
        def norm(x, scale=1.0):
            return np.zeros(1).view(Yes), np.zeros(2).view(Yes)
    """,
    "exit_at_import": """
        import os
        class Now:
            os._exit(0)
        def double(x):
            return x * 2
    """,
    "exit_in_a_function": """
        import os
        def double(x):
            os._exit(0)
        def norm(x, scale=1.0):
            raise SystemExit(0)
    """,
    "walk_up_the_stack": """
        import gc, sys
        def found(words=("expected", "key", "reference", "answer")):
            frame = sys._getframe()
            while frame:
                for name, value in {**frame.f_globals, **frame.f_locals}.items():
                    if any(word in name for word in words) and not callable(value):
                        return value
                frame = frame.f_back
            return [o for o in gc.get_objects() if isinstance(o, dict) and "expected" in o]
        def double(x):
            return found()
        def norm(x, scale=1.0):
            return found(), found()
    """,
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_earns_nothing_and_harms_nobody(
    cheat: str, course: Path, submit: Submit, records: Records
) -> None:
    paths = [submit("a.py", DOUBLE + NORM), submit("cheat.py", CHEATS[cheat]), submit("z.py", DOUBLE + NORM)]
    found = records(course, *paths, options=("-a", "pair"))
    assert {name: record["score"] for name, record in found.items()} == {"a": 100, "cheat": 0, "z": 100}


def test_the_best_tier_is_named_in_the_result(course: Path, submit: Submit, records: Records) -> None:
    environment = records(course, submit("ada.py", DOUBLE))["ada"]["environment"]
    assert environment["sandbox"] in {"process", "kernel", "full"}
    assert environment["answer_key"].startswith("sha256:")
