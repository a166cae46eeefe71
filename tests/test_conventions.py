"""A course of another subject has its own letters and words, and the grader knows none of any subject."""

from __future__ import annotations

import ast
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import grader as package
from grader.author.report_cache import VerificationCache
from grader.conventions import Conventions, Quantities
from grader.course import load
from grader.course.conventions_file import load_conventions
from grader.course.edit import function_source
from grader.course.mutants import mutants
from grader.course.mutants.roles import roles_of
from grader.course.mutants.sentence import sentence
from grader.errors import AssignmentError
from grader.judge.diagnose import diagnose
from grader.judge.formula import evaluate
from grader.judge.score import score_exercise
from grader.model import Argument, Case, Diagnosis, Exercise, Observation, Outcome, Part
from grader.student.pack import Pack, PublicExercise, pack_bytes, read_pack

ROOT = Path(__file__).resolve().parents[1]
Function = Callable[..., dict[str, Any]]

PHYSICS = """
[quantities]
first_of_a_tuple = "position"
numbered = "particle"

[[quantities.related]]
prefix = "delta_"
words = "the change"
base = "the old value"

[[quantities.sizes]]
words = "n, the number of measurements"
columns = ["v", "F"]

[naming]
known = ['E_\\w+', '[vF]_[xy]']
alike = [["v", "F"], ["_x", "_y"]]
exchanges = [["before", "after"]]
choices = [["elastic", "inelastic"]]

[functions]
exchanged = { gravity = ["friction"] }
words = { gravity = "the weight", friction = "the drag" }

[[functions.confusions]]
name = "kinetic energy"
formula = "m * a ** 2 / 2"
others = [["momentum", "m * a"]]
effect = "{target} is the {other}; the {name} is asked for"
"""

MECHANICS = '''"""Mechanics of a particle."""

import numpy as np


def energy(v, mass):
    """Return the mean kinetic energy."""
    n = v.shape[1]
    v_x, v_y = v[0], v[1]
    E_kin = mass * (np.sum(v_x * v_x) + np.sum(v_y * v_y)) / n
    return E_kin / 2
'''

CHECKS = '''import numpy as np

from grader import Assignment, call, hint, mistake

hw = Assignment("Mechanics")


@hw.exercise(points=100, returns="E_kin")
@hint("Which mean?")
@mistake("E_kin / 2", "E_kin", "The half is missing.")
def energy(rng):
    """Computes an energy."""
    for number, size in enumerate((3, 5, 7, 8), 1):
        yield call(rng.normal(size=(2, size)), mass=0.7 * number + 1, hidden=number > 2)
'''

FINANCE = """
[[quantities.sizes]]
words = "T, the number of years"
elements = ["payments"]

[[quantities.derived]]
words = "the growth (1 + r)^T"
formula = "(1 + rate) ** years"
"""


CONFUSION = "[[functions.confusions]]\nname = 'a'\nothers = []\n"


@pytest.fixture
def physics(tmp_path: Path) -> Path:
    return make_course(tmp_path / "physics", PHYSICS, MECHANICS, CHECKS)


def make_course(course: Path, conventions: str, reference: str, checks: str) -> Path:
    """Write a course with one assignment, `mechanics`."""
    (course / "assignments" / "mechanics").mkdir(parents=True)
    (course / "reference").mkdir()
    (course / "reference" / "__init__.py").write_text("")
    (course / "reference" / "mechanics.py").write_text(reference)
    (course / "assignments" / "mechanics" / "checks.py").write_text(checks)
    if conventions:
        (course / "assignments" / "conventions.toml").write_text(conventions)
    return course


def test_a_physicist_reads_of_measurements(physics: Path, grader, tmp_path: Path) -> None:
    wrong = tmp_path / "emmy.py"
    wrong.write_text(MECHANICS.replace(" / n\n", "\n"))
    outcome = grader("--course", physics, "grade", wrong, "-o", tmp_path / "out", "-j", 1)
    assert outcome.exit_code == 0, outcome.output
    record = json.loads((tmp_path / "out" / "mechanics" / "emmy" / "result.json").read_text())
    message = record["exercises"][0]["diagnosis"]["message"]
    assert "n, the number of measurements" in message
    assert "examples" not in message


def explain(course: Path, factor) -> Diagnosis | None:
    """Diagnose answers that are off by a factor of each case's arguments, without any mutants."""
    exercise = load(course, "mechanics").exercises[0]
    arguments = [{item.name: item.value for item in case.arguments} for case in exercise.cases]
    expected = [Observation(Outcome.RETURNED, 3.5 + number) for number, _ in enumerate(arguments)]
    observed = [
        Observation(Outcome.RETURNED, answer.value * factor(**values))
        for answer, values in zip(expected, arguments, strict=True)
    ]
    return diagnose(exercise, score_exercise(exercise, expected, observed, None), expected)


def test_without_conventions_the_argument_itself_is_named(tmp_path: Path) -> None:
    plain = make_course(tmp_path / "plain", "", MECHANICS, CHECKS)
    diagnosis = explain(plain, lambda v, mass: v.shape[1])
    assert diagnosis is not None
    assert "the number of columns of v" in diagnosis.message


def test_a_banker_reads_of_years_and_growth(tmp_path: Path) -> None:
    checks = CHECKS.replace(
        "rng.normal(size=(2, size)), mass=0.7 * number + 1",
        "rng.normal(size=size), rate=0.02 * number, years=number + 2",
    )
    reference = "import numpy as np\n\n\ndef energy(payments, rate, years):\n    return np.sum(payments)\n"
    checks = checks.replace('@mistake("E_kin / 2", "E_kin", "The half is missing.")\n', "")
    course = make_course(tmp_path / "bank", FINANCE, reference, checks)
    by_size = explain(course, lambda payments, rate, years: payments.size)
    by_growth = explain(course, lambda payments, rate, years: (1 + rate) ** years)
    assert by_size is not None
    assert "T, the number of years" in by_size.message
    assert by_growth is not None
    assert "the growth (1 + r)^T" in by_growth.message


@pytest.fixture(params=[PHYSICS, ""], ids=["with conventions", "without"])
def quantities(request: pytest.FixtureRequest, tmp_path: Path) -> Quantities:
    make_course(tmp_path / "course", request.param, MECHANICS, CHECKS)
    return load_conventions(tmp_path / "course").quantities


def explain_values(
    quantities: Quantities, inputs: Sequence[Mapping[str, Any]], right: Function, wrong: Function
) -> str:
    """Return what is said of wrong values of an exercise that knows no causes, with one case for each of the inputs."""
    cases = tuple(
        Case(number, tuple(Argument(*item) for item in case.items()), hidden=False, seed=1)
        for number, case in enumerate(inputs, 1)
    )
    exercise = Exercise("f", ("f",), "f", 10, (Part(""),), cases, quantities=quantities)
    expected, observed = (
        [Observation(Outcome.RETURNED, function(**case)) for case in inputs] for function in (right, wrong)
    )
    diagnosis = diagnose(exercise, score_exercise(exercise, expected, observed, None), expected)
    return diagnosis.message if diagnosis else ""


def moves(rng: np.random.Generator) -> dict[str, Any]:
    return {name: rng.normal(size=(2, 3)) for name in ("v1", "v2", "delta_v1", "delta_v2")}


@pytest.mark.parametrize(("name", "words"), [("v", "the change"), ("delta_v", "the old value")])
@pytest.mark.parametrize(
    ("factor", "beginning"),
    [
        (3, "{0} have one term too many, a multiple of {1}"),
        (-3, "A term with a multiple of {1} is missing in {0}"),
    ],
)
def test_a_related_value_is_called_as_the_course_does(
    quantities: Quantities, name: str, words: str, factor: int, beginning: str
) -> None:
    of = "delta_v" if name == "v" else "v"
    rng = np.random.default_rng(4)
    inputs = [moves(rng) for _ in range(3)]

    def right(**case: Any) -> dict[str, Any]:
        return {f"{name}{number}": np.exp(case[f"v{number}"]) for number in (1, 2)}

    def wrong(**case: Any) -> dict[str, Any]:
        return {key: value + factor * case[f"{of}{key[-1]}"] for key, value in right(**case).items()}

    message = explain_values(quantities, inputs, right, wrong)
    of_both = beginning.format(
        f"{name}1 and {name}2", words if quantities.related else "delta_v1 and delta_v2"
    )
    known = quantities.related or name == "v"  # that delta_v1 goes with v1, only a course can say
    assert message == (f"{of_both}; all else in them is right." if known else "")


@pytest.mark.parametrize(("at", "which", "rest"), [(1, "first", "after"), (0, "last", "before")])
def test_what_numbers_count_is_called_as_the_course_does(
    quantities: Quantities, at: int, which: str, rest: str
) -> None:
    values = np.random.default_rng(4).normal(size=(2, 9, 3, 3))
    inputs = [{"count": count} for count in (2, 3, 4)]

    def wrong(count: int) -> dict[str, Any]:
        return {f"p{n}": values[int(n != (at or count))][n] for n in range(1, count + 1)}

    message = explain_values(
        quantities, inputs, lambda count: {f"p{n}": values[0][n] for n in range(1, count + 1)}, wrong
    )
    noun = "particle" if quantities.numbered else "step"
    assert message.startswith(f"Only the {which} {noun} is right, in every case: ")
    assert message.endswith(f" the {noun}s {rest} it.")


def test_a_tuple_begins_with_what_the_course_says(physics: Path) -> None:
    checks = physics / "assignments" / "mechanics" / "checks.py"
    checks.write_text(
        CHECKS.replace("call(rng.normal(size=(2, size)),", "call((rng.normal(size=(size, 2)), 1),")
    )
    diagnosis = explain(physics, lambda v, mass: len(v[0]))
    assert diagnosis is not None
    assert "the number of rows of position" in diagnosis.message


def test_mutants_are_of_the_courses_own_letters(physics: Path) -> None:
    exercise = load(physics, "mechanics").exercises[0]
    conventions = load(physics, "mechanics").conventions
    text = function_source(MECHANICS, "energy").text
    made = {mutant.apply_to(text): mutant for mutant in mutants(text, conventions)}
    siblings = made[text.replace("v_x * v_x", "v_x * v_y", 1)]
    assert "v_y" in sentence(siblings, exercise, ["E_kin"], conventions.naming)
    small = next(mutant for mutant in made.values() if "taken one too small" in mutant.effect)
    assert "n, the number of measurements" in small.effect
    neutral = {mutant.apply_to(text) for mutant in mutants(text, Conventions())}
    assert text.replace("v_x * v_x", "v_x * v_y", 1) not in neutral


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "m * (a + 1) ** 2 / 2",
            "(m * (a + 1))",
            "the result is the momentum; the kinetic energy is asked for",
        ),
        ("gravity(a)", "friction(a)", "uses the drag where the weight belongs"),
        ('hit("elastic")', 'hit("inelastic")', "uses inelastic where elastic belongs"),
        ("u + before", "u + after", "uses after where another value belongs"),
    ],
)
def test_related_functions_and_words_are_the_courses_own(
    physics: Path, old: str, new: str, message: str
) -> None:
    text = f"def f(a, m, before, after):\n    u = {old}\n    return u\n"
    exercise, conventions = load(physics, "mechanics").exercises[0], load_conventions(physics)
    expected = text.replace(f"u = {old}", f"u = {new}")
    [mutant] = [item for item in mutants(text, conventions) if item.apply_to(text) == expected]
    assert message in sentence(mutant, exercise, [], conventions.naming)
    assert not [item for item in mutants(text, Conventions()) if item.apply_to(text) == expected]


def test_a_formula_of_another_function_is_no_confusion(physics: Path) -> None:
    path = physics / "assignments" / "conventions.toml"
    path.write_text(PHYSICS.replace("m * a ** 2 / 2", "np.exp(a, axis=0) + a"))
    conventions = load_conventions(physics)

    def confusions(formula: str) -> list[str]:
        made = mutants(f"def f(m, v, w):\n    u = {formula}\n    return u\n", conventions)
        return [mutant.edits[0].new for mutant in made if "momentum" in mutant.effect]

    assert confusions("np.exp(v, axis=0) + v") == ["(m * v)"]
    for formula in (
        "np.log(v, axis=0) + v",
        "np.exp(v, axis=1) + v",
        "np.exp(v, axis=0) + w",
        "np.exp(v) + v",
    ):
        assert not confusions(formula), formula


def test_students_checks_have_the_courses_words(physics: Path) -> None:
    assignment = load(physics, "mechanics")
    public = {
        exercise.name: PublicExercise(exercise, (Observation(Outcome.RETURNED),) * len(exercise.cases), b"")
        for exercise in assignment.exercises
    }
    read = read_pack(pack_bytes(Pack(assignment, public, "", "")), "mechanics.checks").assignment
    assert read.exercises[0].quantities == assignment.conventions.quantities
    assert read.conventions.naming == Conventions().naming, "what mutants are made by stays in the course"


def test_what_leaves_for_another_machine_takes_the_conventions_along(
    physics: Path, grader, tmp_path: Path
) -> None:
    target = tmp_path / "autograder.zip"
    outcome = grader("--course", physics, "export", "gradescope", tmp_path, "-a", "mechanics", "--to", target)
    assert outcome.exit_code == 0, outcome.output
    with zipfile.ZipFile(target) as archive:
        assert archive.read("course/assignments/conventions.toml").decode() == PHYSICS


def test_a_verification_is_kept_until_the_conventions_change(physics: Path) -> None:
    before = VerificationCache(physics, ()).stamp("mechanics")
    assert VerificationCache(physics, ()).stamp("mechanics") == before
    path = physics / "assignments" / "conventions.toml"
    path.write_text(PHYSICS.replace("measurements", "trials"))
    assert VerificationCache(physics, ()).stamp("mechanics") != before


def test_other_conventions_make_another_key(physics: Path) -> None:
    before = load(physics, "mechanics").digest
    path = physics / "assignments" / "conventions.toml"
    path.write_text(PHYSICS.replace("measurements", "trials"))
    assert load(physics, "mechanics").digest != before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[quantities\n", "conventions.toml"),
        ("[quantitys]\n", "did you mean 'quantities'"),
        ("[naming]\nalikes = []\n", "'alikes' is no entry of naming; did you mean 'alike'"),
        ('naming = "W"\n', "naming must be a table"),
        ('[naming]\nalike = ["W", "b"]\n', "naming.alike must be a list, not 'W'"),
        ("[naming]\nknown = ['d?[Wb']\n", "naming.known: 'd?[Wb' is no regular expression"),
        ("[naming]\nprefix = 3\n", "naming.prefix must be a text, not 3"),
        ('[naming]\nexchanges = [["a", "b", "c"]]\n', "naming.exchanges must hold pairs"),
        ('[[quantities.sizes]]\ncolumns = ["X"]\n', "an entry of quantities.sizes lacks words"),
        ('[[quantities.related]]\nprefix = "d"\n', "an entry of quantities.related lacks words, base"),
        ("[quantities]\nnumbered = 3\n", "quantities.numbered must be a text, not 3"),
        ('[quantities]\nsizes = "m"\n', "quantities.sizes must be a list"),
        (
            '[[quantities.derived]]\nwords = "a"\nformula = "1 -"\n',
            "quantities.derived.formula: '1 -' cannot be read",
        ),
        ("[naming]\nalike = [[]]\n", "naming.alike must hold groups of names, none of them empty"),
        ('[naming]\nexchanges = [["", "a"]]\n', "naming.exchanges must hold pairs"),
        ('[[quantities.derived]]\nwords = "a"\nformula = "log(m)"\n', "+ - * / **, not 'log(m)'"),
        ('[[quantities.derived]]\nwords = "a"\nformula = "m % 2"\n', "+ - * / **, not 'Mod'"),
        (
            f"{CONFUSION}effect = '{{m}} is wrong'\n",
            "functions.confusions.effect: '{m} is wrong' may hold {target}",
        ),
        (f"{CONFUSION}formula = 'a >'\n", "functions.confusions.formula: 'a >' cannot be read"),
        ('[functions.exchanged]\ntanh = "relu"\n', "functions.exchanged.tanh must be a list"),
    ],
)
def test_a_wrong_entry_is_named(physics: Path, text: str, message: str) -> None:
    path = physics / "assignments" / "conventions.toml"
    path.write_text(text)
    with pytest.raises(AssignmentError) as caught:
        load(physics, "mechanics")
    assert str(path) in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_file_is_one_line_for_the_user(physics: Path, grader) -> None:
    (physics / "assignments" / "conventions.toml").write_bytes(b"\xff\xfe")
    outcome = grader("--course", physics, "list")
    assert outcome.exit_code == 1
    assert outcome.output.startswith("Error: ")
    assert outcome.output.count("\n") == 1


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1 - beta ** t", 0.75),
        ("-(t + 1) * 2 / 4", -1.5),
        ("beta / (t - t)", None),
        ("gamma + 1", None),
        ("__import__('os')", None),
        ("(-1) ** beta", None),
        ("t[0]", None),
        ("t % 2", None),
    ],
)
def test_formulas_are_arithmetic_and_nothing_else(formula: str, value: float | None) -> None:
    assert evaluate(formula, {"beta": 0.5, "t": 2.0}) == value


def test_names_of_one_role_are_blurred_alike() -> None:
    naming = load_conventions(ROOT).naming
    roles = roles_of(naming)
    assert roles.normalize("dW1 = dot(dZ1, A0.T)") == roles.normalize("dW2 = dot(dZ2, A1.T)")
    assert roles.normalize("W1") == roles.normalize("b2") != roles.normalize("Z1")
    assert roles.normalize("Who") != roles.normalize("bho"), "a letter stands alone"
    assert roles_of(Conventions().naming).normalize("W1") != roles_of(Conventions().naming).normalize("b1")


def test_the_courses_conventions_are_read_whole() -> None:
    conventions = load_conventions(ROOT)
    [size] = conventions.quantities.sizes
    assert size.short == "m"
    assert "A_prev" in size.columns
    assert conventions.quantities.numbered == "layer"
    assert [related.prefix for related in conventions.quantities.related] == ["d"]
    assert len(conventions.functions.confusions) == 3
    assert load(ROOT, "optimization").conventions == conventions
    assert np.size(conventions.naming.siblings) == 3


def test_the_example_of_the_readme_can_be_read(tmp_path: Path) -> None:
    text = (ROOT / "assignments" / "README.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "assignments").mkdir()
    (tmp_path / "assignments" / "conventions.toml").write_text(example)
    conventions = load_conventions(tmp_path)
    for part in ("quantities", "naming", "functions"):
        value = getattr(conventions, part)
        assert all(getattr(value, field.name) for field in fields(value)), f"{part} is shown whole"


COURSE_WORDS = (
    "relu",
    "sigmoid",
    "layer",
    "A_prev",
    "the number of examples",
    "beta",
    "gradapprox",
    "mini_batch",
    "dW",
    "gradient",
    "parameter itself",
)
KNOWS_NO_COURSE = [
    *(Path(package.__file__).parent / "course" / "mutants").glob("*.py"),
    *(Path(package.__file__).parent / "judge").glob("*.py"),
]


@pytest.mark.parametrize("path", KNOWS_NO_COURSE, ids=lambda path: path.stem)
def test_no_code_holds_a_word_of_this_course(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings
    ]
    assert not [text for text in texts if any(word in text for word in COURSE_WORDS)]
