"""Nothing that the reference answered in a helper's place is shown; what is, comes from the student's own helpers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.errors import WorkerError
from grader.worker.stand_in_process import StandInProcess

Records = Callable[..., dict[str, dict[str, Any]]]
Submit = Callable[[str, str], Path]

# what is looked for in the report is spelt otherwise in the code, which the report shows too
WRONG = """
    import numpy as np
    def double(x):
        return x * 3
    def norm(x, scale=1.0):
        d = double(x)
        right = np.allclose(d, 2 * x)
        length = scale * np.sqrt(np.sum(d ** 2))
        {then}
"""


def norm_of(records: Records, course: Path, submit: Submit, then: str) -> dict[str, Any]:
    """Return the record of a norm whose helper is wrong; what both runs return or raise is `then`."""
    record = records(course, submit("ada.py", WRONG.format(then=then)))["ada"]
    assert record["status"] == "graded"
    return next(one for one in record["exercises"] if one["name"] == "norm")


def report(tmp_path: Path) -> str:
    return (tmp_path / "out" / "pair" / "ada" / "report.html").read_text()


def test_a_wrong_value_is_shown_as_it_was_with_the_student_s_own_helper(
    course: Path, submit: Submit, records: Records, tmp_path: Path
) -> None:
    found = norm_of(records, course, submit, "return (1_234.0 if right else 4_321.0), d / length")
    (public, _) = found["cases"]
    assert (
        found["followed_through"] == []
    )  # the direction is right in any case: nothing is better the second time
    assert public["difference"].startswith("length is 4321, expected")
    assert "1234" not in report(tmp_path)


def test_a_part_that_a_right_helper_makes_right_is_told_no_more(
    course: Path, submit: Submit, records: Records, tmp_path: Path
) -> None:
    found = norm_of(
        records, course, submit, "return (1_234.0 if right else 4_321.0), (d / length if right else d)"
    )
    (public, _) = found["cases"]
    assert (found["score"], found["followed_through"]) == (40, ["double"])
    (said,) = public["differences"]
    assert said.startswith("length is 4321, expected")
    text = report(tmp_path)
    assert "1234" not in text
    assert "with that right, this function does better" in text
    assert "What you see of it here is what it did with your double." in text


def test_a_part_that_was_right_before_is_named_without_its_value(
    course: Path, submit: Submit, records: Records, tmp_path: Path
) -> None:
    then = "return (9.0 if right else length / 1.5), (d / length if right else d)"
    (public, _) = norm_of(records, course, submit, then)["cases"]
    assert public["differences"] == [
        "length is not as expected, with the course's own helpers in place of yours either"
    ]


def test_an_error_is_told_by_its_type(course: Path, submit: Submit, records: Records, tmp_path: Path) -> None:
    then = (
        "if right and len(x) == 2:\n"
        "            raise ValueError(f'the ans' f'wer is {d}')\n"
        "        return length, d / length if right else d"
    )
    (public, hidden) = norm_of(records, course, submit, then)["cases"]
    assert hidden["verdict"] == "passed"
    assert public["verdict"] == "runtime_error"
    assert public["error"] == {
        "type": "ValueError",
        "message": "its message is not shown, for it was called with the course's own double",
        "origin": None,
        "line": None,
    }
    assert "the answer is" not in report(tmp_path)


def test_an_error_that_is_the_same_with_the_student_s_own_helper_keeps_its_message(
    course: Path, submit: Submit, records: Records
) -> None:
    then = (
        "if len(x) == 2:\n"
        "            raise ValueError(f'the answer is {d[0] / x[0]:.0f}')\n"
        "        return length, d / length if right else d"
    )
    (public, _) = norm_of(records, course, submit, then)["cases"]
    assert public["error"]["message"] == "the answer is 3"


@pytest.mark.parametrize(
    "prints", ["print('ans' 'wered' if right else 'own')", "import sys; sys.stderr.write(str(d))"]
)
def test_what_was_printed_is_not_kept(
    course: Path, submit: Submit, records: Records, tmp_path: Path, prints: str
) -> None:
    found = norm_of(records, course, submit, f"{prints}\n        return length, d / length")
    assert (found["score"], found["verdict"]) == (60, "passed")
    assert {case["output"] for case in found["cases"]} == {""}
    assert "answered" not in report(tmp_path)


def test_a_factor_is_not_named(course: Path, submit: Submit, records: Records, tmp_path: Path) -> None:
    then = "return length * (1_234.0 if right else 1.0), d / length if right else d"
    found = norm_of(records, course, submit, then)
    assert found["followed_through"] == ["double"]
    assert "1234" not in str(found)


def test_a_failure_of_ours_is_not_taken_for_the_function_s(
    course: Path, submit: Submit, grader: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*_: object) -> None:
        raise WorkerError("no process could be started")

    monkeypatch.setattr(StandInProcess, "ask", ask)
    path = submit("ada.py", WRONG.format(then="return length, d / length"))
    done = grader("--course", course, "grade", path, "-o", course / "out", "-j", 1)
    assert done.exit_code == 3
    record = json.loads((course / "out" / "pair" / "ada" / "result.json").read_text())
    assert (record["status"], record["score"]) == ("internal_error", None)
    assert record["message"] == "norm: no process could be started"
