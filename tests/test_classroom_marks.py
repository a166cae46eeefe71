"""Marks: attempts, lateness, overrides, weights and the final grade; roster and rules read from files."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import class_samples
import pytest
from click.testing import Result

from grader.classroom.course_file import read_table, rules_of
from grader.classroom.final_grades import finals
from grader.classroom.instructor_inputs import InstructorInputs, load_inputs, save
from grader.classroom.marks import class_marks, marks
from grader.classroom.rules import Late
from grader.classroom.store import Store
from grader.errors import InputError

Grader = Callable[..., Result]
DUE = "2026-10-05T23:59:00+02:00"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A record with three attempts of Ada's and a failure of ours on Bob."""
    exercises = [{"name": name, "score": 5.0, "max_score": 5.0, "verdict": "passed", "cases": [], "diagnosis": None}
                 for name in ("one", "two")]  # fmt: skip
    sample = class_samples.row("hw", 1, class_samples.random.Random(0))
    ada = replace(sample, student="ada", max_score=10.0, record={"exercises": exercises})
    with Store(tmp_path / "grades.sqlite") as store:
        store.add([
            replace(ada, label="ada", path="1", attempt=1, score=8.0, when="2026-10-05 20:00:00 UTC"),
            replace(ada, label="ada-2", path="2", attempt=2, score=10.0, when="2026-10-07 20:00:00 UTC"),
            replace(ada, label="ada-3", path="3", attempt=3, score=None, status="unreadable"),
            replace(ada, label="bob", path="4", student="bob", score=None, status="internal_error"),
        ])  # fmt: skip
        yield store


def rules(**given: object) -> object:
    return rules_of({"assignments": {"hw": {"due": DUE, "weight": 1}}, **given})


@pytest.mark.parametrize(
    ("given", "attempt", "mark"),
    [
        ({}, 2, 10.0),
        ({"attempts": "last"}, 2, 10.0),  # the third has no score, and takes none away
        ({"late": {"per_day": 10}}, 1, 8.0),  # 10 less two days begun is 8: the earlier of equals
        ({"late": {"per_day": 10}, "attempts": "last"}, 2, 8.0),
        ({"late": {"per_day": 30, "at_most": 15}}, 2, 8.5),
        ({"late": {"closed_after_days": 1}, "attempts": "last"}, 2, 0.0),
        ({"late": {"per_day": 50, "grace_minutes": 3000}}, 2, 10.0),
    ],
)
def test_the_attempt_that_counts(store: Store, given: dict[str, object], attempt: int, mark: float) -> None:
    [counted] = [one for one in marks(store, rules(**given)) if one.counts and one.student == "ada"]
    assert (counted.attempt, counted.mark) == (attempt, mark)


def test_extra_days_move_a_students_due_date(store: Store) -> None:
    store.put("roster", [{"student": "ada", "name": "", "email": "", "identifier": "", "extra_days": 2}])
    late = [one.days_late for one in marks(store, rules(late={"per_day": 10})) if one.student == "ada"]
    assert late == [0, 0, 0]


def test_a_failure_of_ours_leaves_the_grade_open_and_what_is_missing_earns_nothing(store: Store) -> None:
    store.put("roster", [{"student": "carl", "name": "", "email": "", "identifier": "", "extra_days": 0}])
    given = rules()
    found = {
        one.student: (one.grade, one.passed, one.open) for one in finals(store, class_marks(store, given))
    }
    assert found == {"ada": (100.0, True, ()), "bob": (None, False, ("hw",)), "carl": (0.0, False, ())}


def test_an_override_counts_where_nothing_could_be_read(
    course: Path, submit: Callable[[str, str], Path], grader: Grader, tmp_path: Path
) -> None:
    handed_in, out = submit("eve.ipynb", "{").parent, tmp_path / "out"
    submit("ada.py", "def double(x):\n    return x * 2\n")
    (course / "course.toml").write_text("[assignments.pair]\nweight = 2\n")
    (tmp_path / "hand.csv").write_text("assignment,student,score\npair,eve,70\n")
    grader(
        *("--course", course, "grade", handed_in, "-o", out, "-a", "pair", "-j", "1"),
        *("--overrides", tmp_path / "hand.csv"),
    )
    [_, eve] = table(out / "grades.csv")
    assert (eve["status"], eve["score"], eve["mark"], eve["max_score"]) == ("unreadable", "", "70", "100")
    assert [row["grade"] for row in table(out / "final.csv")] == ["40.00", "70.00"]


def test_lateness_costs_by_the_day_begun() -> None:
    late = Late(per_day=10, at_most=40)
    assert [late.share_lost(days) for days in (0, 0.01, 1, 1.01, 30)] == [0, 0.1, 0.1, 0.2, 0.4]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pass_mark = 'high'", "pass_mark is 'high'"),
        ("passmark = 80", "passmark means nothing; did you mean 'pass_mark'\\? There are: pass_mark, "),
        ("pass_mark = 800", "pass_mark is 800; a number from 0 to 100 is expected"),
        ("[late]\nper_dya = 3", "late.per_dya means nothing; did you mean 'per_day'"),
        ("[late]\nat_most = 500", "late.at_most is 500; a number from 0 to 100 is expected"),
        ("[late]\nclosed_after_days = inf", "late.closed_after_days is inf; a number from 0 is expected"),
        ("[assignment.hw]\nweight = 3", "assignment means nothing; did you mean 'assignments'"),
        ("[assignments.hw]\nwieght = 3", "assignments.hw.wieght means nothing; did you mean 'weight'"),
        ("assignments = 3", "assignments is 3; a table is expected"),
        ("[assignments]\nweight = 3", "assignments.weight is 3; a table is expected"),
        ("attempts = 'first'", "it may be best or last"),
        ("[assignments.hw]\ndue = 'soon'", "assignments.hw.due is 'soon'"),
        ("late = 3", "late is 3"),
        ("[", "Invalid"),
    ],
)
def test_rules_that_mean_nothing_are_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "course.toml").write_text(text)
    with pytest.raises(InputError, match=says) as told:
        read_table(tmp_path)
    assert "course.toml" in str(told.value)


def test_rules_of_an_assignment_that_is_not_there_are_refused_before_anything_is_graded(
    course: Path, submit: Callable[[str, str], Path], grader: Grader, tmp_path: Path
) -> None:
    shutil.copytree(course / "assignments" / "pair", course / "assignments" / "a_first_one")
    (course / "course.toml").write_text("[assignments.Piar]\nweight = 2\n")
    ada, out = submit("ada.py", "def double(x):\n    return x * 2\n"), tmp_path / "out"
    done = grader("--course", course, "grade", ada, "-o", out)
    assert (done.exit_code, done.output, out.exists()) == (1, done.stderr, False)
    assert done.stderr == (
        f"Error: {course / 'course.toml'}: assignments.Piar: no such assignment; "
        "did you mean 'pair'? There are: pair, a_first_one\n"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("student,score\nada,3\n", "no column 'assignment'"),
        ("assignment,student,score\nhw,ada,many\n", ":2: score is 'many'"),
        ("assignment,student,score\n,ada,3\n", ":2: an override names"),
        (
            "assignment,student,excercise,score\nhw,ada,one,3\n",
            "'excercise' means nothing; did you mean 'exercise'?",
        ),
        ("assignment,student,score\nhw,ada,-1\n", ":2: score is '-1'; a number from 0"),
        ("assignment,student,score\nhw,ada,nan\n", ":2: score is 'nan'; a number from 0"),
        ("assignment,student,score\nhw,ada,inf\n", ":2: score is 'inf'; a number from 0"),
    ],
)
def test_overrides_that_cannot_be_read_change_nothing(
    store: Store, tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "o.csv").write_text(text)
    with pytest.raises(InputError, match=says):
        save(store, load_inputs(tmp_path, InstructorInputs(overrides=tmp_path / "o.csv")))
    assert store.setting("rules") is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "class.csv: No such file or directory"),
        (b"student\nJos\xe9\n", "class.csv: not in UTF-8; save it again as CSV UTF-8"),
        (b"student,extra_days\nada,1e12\n", "class.csv:2: extra_days is '1e12'; at most 3650 are granted"),
        (
            b"student,extra_days\nada,1e400\n",
            "class.csv:2: extra_days is '1e400'; a number from 0 is expected",
        ),
        (b"student,extra_days\nada,-1\n", "class.csv:2: extra_days is '-1'; a number from 0 is expected"),
        (b"student,extra_days\nada,two\n", "class.csv:2: extra_days is 'two'; a number from 0 is expected"),
        (b"student,extra_days\nada,1\nbob,\nada,3\n", "class.csv:4: ada stands in line 2 already"),
        (
            b"student,surname,extra_day\nada,L,1\n",
            "class.csv: the column 'extra_day' means nothing; did you mean 'extra_days'?",
        ),
    ],
)
def test_a_roster_that_cannot_be_read_is_one_line(
    store: Store, tmp_path: Path, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / "class.csv").write_bytes(content)
    with pytest.raises(InputError) as told:
        load_inputs(tmp_path, InstructorInputs(roster=tmp_path / "class.csv"))
    assert str(told.value) == f"{tmp_path}/{says}"


def test_overrides_that_fit_nothing_are_named(
    course: Path, submit: Callable[[str, str], Path], grader: Grader, tmp_path: Path
) -> None:
    ada = submit("ada.py", "def double(x):\n    return x * 2\n")
    (tmp_path / "hand.csv").write_text(
        "assignment,student,exercise,score\npair,ada,double,30\npair,ada,,30\npair,ado,,30\npair,ada,dubble,3\n"
    )
    done = grader(
        "--course", course, "grade", ada, "-o", tmp_path / "out", "--overrides", tmp_path / "hand.csv"
    )
    assert done.exit_code == 0
    assert done.stderr.endswith("so without effect: pair ada dubble, pair ado\n")


def test_overrides_above_the_points_are_a_bonus_and_told(
    course: Path, submit: Callable[[str, str], Path], grader: Grader, tmp_path: Path
) -> None:
    handed_in = submit("ada.py", "def double(x):\n    return x * 2\n").parent
    submit("bob.py", "def double(x):\n    return x * 2\n")
    submit("eve.ipynb", "{")
    head, out = "assignment,student,exercise,score\n", tmp_path / "out"
    (tmp_path / "hand.csv").write_text(
        f"{head}pair,ada,double,45.5\npair,ada,norm,60\npair,bob,,120\npair,eve,,100\n"
    )
    command = ("--course", course, "grade", handed_in, "-o", out, "-a", "pair", "-j", "1")
    done = grader(*command, "--overrides", tmp_path / "hand.csv")
    bonuses = "pair ada double 45.5 of 40 and pair bob 120 of 100"
    said = f"Overrides above the points there are, taken for a bonus: {bonuses}\n"
    assert (done.exit_code, done.stderr.endswith(said)) == (1, True)  # eve's cannot be read
    assert [row["mark"] for row in table(out / "grades.csv")] == ["105.5", "120", "100"]
    assert grader(*command).stderr.endswith(said)  # as long as it stands
    (tmp_path / "hand.csv").write_text(f"{head}pair,ada,double,\npair,bob,,100\n")
    assert "bonus" not in grader(*command, "--overrides", tmp_path / "hand.csv").stderr


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_spreadsheets_own_csv_is_read(separator: str, store: Store, tmp_path: Path) -> None:
    text = "\ufeffAssignment;Student;Score;Comment\r\nhw;ada;7,5;oral exam\r\n".replace(";", separator)
    (tmp_path / "o.csv").write_text(text)
    save(store, load_inputs(tmp_path, InstructorInputs(overrides=tmp_path / "o.csv")))
    [counted] = [one for one in marks(store) if one.counts and one.student == "ada"]
    assert (counted.mark, counted.comment) == (7.5, "oral exam")


def test_marks_of_a_whole_run(
    course: Path, submit: Callable[[str, str], Path], grader: Grader, tmp_path: Path
) -> None:
    """Overrides survive a regrade, and a row without a score takes one back."""
    handed_in = submit("ada.py", "def double(x):\n    return x * 2\n").parent
    submit("bob.py", "def double(x):\n    return x * 3\n")
    out = tmp_path / "out"
    (course / "course.toml").write_text("pass_mark = 40\n[assignments.pair]\nweight = 2\n")
    (tmp_path / "class.csv").write_text("student\nada\nbob\nzoe\n")
    (tmp_path / "hand.csv").write_text(
        "assignment,student,exercise,score,comment\npair,bob,double,30,=seen in class\n"
    )

    def grade(*options: object) -> None:
        done = grader("--course", course, "grade", handed_in, "-o", out, "-j", "1", *options)
        assert done.exit_code == 0, done.output

    grade("--roster", tmp_path / "class.csv", "--overrides", tmp_path / "hand.csv")
    for _ in range(2):
        assert [(row["student"], row["score"], row["mark"], row["comment"]) for row in table(out / "grades.csv")] == [
            ("ada", "40", "40", ""), ("bob", "0", "30", "'=seen in class"),
        ]  # fmt: skip
        assert [tuple(row.values()) for row in table(out / "final.csv")] == [
            ("ada", "40", "40.00", "yes", ""), ("bob", "30", "30.00", "no", ""), ("zoe", "", "0.00", "no", ""),
        ]  # fmt: skip
        (handed_in / "bob.py").write_text("def double(x):\n    return x * 3  # changed\n")
        grade()
    assert json.loads((out / "pair" / "bob" / "result.json").read_text())["score"] == 0
    (tmp_path / "hand.csv").write_text("assignment,student,exercise,score,comment\npair,bob,double,,\n")
    grade("--overrides", tmp_path / "hand.csv")
    assert [row["mark"] for row in table(out / "grades.csv")] == ["40", "0"]
