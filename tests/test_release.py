"""What students get: everything they need, and nothing that gives an answer or a hidden case away."""

from __future__ import annotations

import ast
import json
import random
import shutil
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from click.testing import Result
from long import few_or_all
from small_disk import Disk

from grader.course import load, names
from grader.course.edit import function_source
from grader.course.key import AnswerKey, answer_key
from grader.errors import SubmissionError
from grader.judge.signature import Layout
from grader.model import Assignment, Definition, Exercise, Observation, Part
from grader.student.check.answer import Answer
from grader.student.check.judging import judge, with_advice
from grader.student.check.locate import packs
from grader.student.pack import MAGIC, Pack, PublicExercise, pack_bytes, read_pack
from grader.student.release.brief import cut
from grader.student.release.folder import release
from grader.submission import extract, read
from grader.values import map_leaves
from grader.worker import Worker
from grader.worker.wire import WireError, decode, encode

ROOT = Path(__file__).resolve().parents[1]
Given = tuple[Assignment, AnswerKey, Path]
Make = Callable[[str], Given]


@pytest.fixture(scope="session")
def given(tmp_path_factory: pytest.TempPathFactory, worker: Worker) -> Make:
    """Release an assignment once."""
    out = tmp_path_factory.mktemp("released")
    done: dict[str, Given] = {}

    def make(id: str) -> Given:
        if id not in done:
            assignment = load(ROOT, id)
            key = answer_key(assignment, worker.observe)
            done[id] = assignment, key, release(assignment, key, worker.observe, out, force=False).folder
        return done[id]

    return make


def files(folder: Path) -> dict[str, bytes]:
    """Return a folder's files by name, and as one more the sentences that a pack holds compressed."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    told = [cause for pack in packs(folder) for one in pack.public.values() for cause in one.table().causes]
    return found | {"causes": repr(told).encode()}


def body_lines(assignment: Assignment) -> set[str]:
    """Return the lines of all exercises' bodies that say something, as written and as Python would write them."""
    found: set[str] = set()
    for exercise in assignment.exercises:
        if not exercise.points:
            continue
        text = function_source(assignment.reference, exercise.names[0]).text
        node = ast.parse(text).body[0]
        assert isinstance(node, ast.FunctionDef)
        body = node.body[1:] if ast.get_docstring(node) else node.body
        rows = text.splitlines()[body[0].lineno - 1 :]
        found.update(row.strip() for row in rows)
        found.update(row.strip() for each in body for row in ast.unparse(each).splitlines())
    # the briefs tell the seeds
    return {row for row in found if len(row) > 11 and not row.startswith("np.random.seed(")}


def given_lines(assignment: Assignment) -> set[str]:
    """Return the lines of what the course itself gives: support modules, functions that earn nothing."""
    exercises = {exercise.names[0] for exercise in assignment.exercises if exercise.points}
    tree = ast.parse(assignment.reference)
    given = [node for node in tree.body if getattr(node, "name", "") not in exercises]
    text = "\n".join([*assignment.modules.values(), *(ast.unparse(node) for node in given)])
    return {row.strip() for row in text.splitlines()}


@pytest.mark.parametrize("id", names(ROOT))
def test_no_line_of_a_solution_is_released(id: str, given: Make) -> None:
    assignment, _, folder = given(id)
    secret = body_lines(assignment) - given_lines(assignment)
    assert secret
    for name, content in files(folder).items():
        if name.endswith(".py"):
            continue  # the author's support modules, whose lines are given
        text = content.decode("utf-8", "replace").replace('\\"', '"')
        assert not [row for row in secret if row in text], name


@pytest.mark.parametrize("id", names(ROOT))
def test_what_is_given_solves_no_exercise(id: str, given: Make) -> None:
    assignment, _, folder = given(id)
    starter = nbformat.read(folder / f"{id}.ipynb", 4)
    code = "\n".join(cell.source for cell in starter.cells if cell.cell_type == "code")
    for exercise in assignment.exercises:
        if exercise.points:
            text = function_source(assignment.reference, exercise.names[0]).text
            body = [ast.unparse(each) for each in ast.parse(text).body[0].body[1:]]  # type: ignore[attr-defined]
            assert "\n".join(body) not in code


@pytest.mark.parametrize("id", names(ROOT))
def test_no_hidden_value_is_released(id: str, given: Make) -> None:
    assignment, key, folder = given(id)
    public, hidden = set[float](), set[float]()
    pack = packs(folder)[0]
    for exercise in assignment.exercises:
        seen = list(zip(exercise.cases, key.expected[exercise.name], strict=True))
        for case, expected in seen:
            values = [*(argument.value for argument in case.arguments), expected.value]
            (hidden if case.hidden else public).update(each for value in values for each in telling(value))
        # a wrong version may draw, in a public call, more of the random numbers that a hidden call draws too
        table = pack.public[exercise.name].table()
        slots = Layout(exercise, key.expected[exercise.name]).slots
        assert table.reference.codes.size == sum(not exercise.cases[slot.case].hidden for slot in slots)
        public.update(table.signatures.sizes.ravel().tolist(), table.reference.sizes.tolist())
    secret = hidden - public
    assert secret
    for name, content in files(folder).items():
        for value in secret:
            assert struct.pack("<d", value) not in content, (name, value)
            assert f"{value:.10g}".encode() not in content, (name, value)


def telling(value: Any) -> Iterator[float]:
    """Return the numbers of a value that nobody meets by chance."""
    if isinstance(value, dict):
        yield from (each for item in value.values() for each in telling(item))
    elif isinstance(value, list | tuple):
        yield from (each for item in value for each in telling(item))
    elif isinstance(value, np.ndarray | float):
        array = np.asarray(value)
        if array.dtype.kind == "f":
            yield from (
                float(each) for each in array.ravel()[:200] if np.isfinite(each) and len(f"{each:.10g}") > 9
            )


@pytest.mark.parametrize("id", few_or_all(names(ROOT), "logistic_regression", "python_basics"))
def test_messages_are_those_that_public_cases_can_lead_to(id: str, given: Make) -> None:
    assignment, key, folder = given(id)
    told = "".join(content.decode("utf-8", "replace") for content in files(folder).values())
    for exercise in assignment.exercises:
        shown = [index for index, case in enumerate(exercise.cases) if not case.hidden]
        for mistake in exercise.mistakes:
            seen = key.mistakes[exercise.name][mistake.name]
            right = key.expected[exercise.name]
            if all(same(seen[index], right[index]) for index in shown):
                assert mistake.message not in told


def same(one: Observation, other: Observation) -> bool:
    return str((one.outcome, one.value)) == str((other.outcome, other.value))


@pytest.mark.parametrize("id", names(ROOT))
def test_the_folder_holds_what_it_should_and_the_starter_is_not_attempted(id: str, given: Make) -> None:
    assignment, _, folder = given(id)
    own = {f"{name}.py" for name in assignment.modules}
    kinds = {f"{id}.ipynb", f"{id}.checks", "README.md", *own}
    data = {name for name in files(folder) if name not in kinds} - {"causes"}
    assert kinds <= set(files(folder))
    assert not any(name.endswith((".py", ".ipynb", ".md")) or "reference" in name for name in data)
    nbformat.validate(nbformat.read(folder / f"{id}.ipynb", 4))
    definitions = extract(read(folder / f"{id}.ipynb"), assignment).definitions
    for exercise in assignment.exercises:
        assert definitions[exercise.names[0]].attempted == (not exercise.points), exercise.name


@pytest.mark.parametrize("id", names(ROOT))
def test_a_pack_holds_every_public_case_and_reads_back_as_written(id: str, given: Make) -> None:
    assignment, _, folder = given(id)
    pack = packs(folder)[0]
    content = (folder / f"{id}.checks").read_bytes()
    assert pack_bytes(read_pack(content, "")) == content
    for exercise in assignment.exercises:
        public = [case for case in exercise.cases if not case.hidden]
        mine = pack.assignment.exercise(exercise.name)
        assert [case.number for case in mine.cases] == [case.number for case in public]
        assert [case.seed for case in mine.cases] == [case.seed for case in public]
        assert mine.hints == exercise.hints


# --- releasing again ------------------------------------------------------------------------------------


@pytest.fixture
def releasing(course: Path, grader: Callable[..., Result], tmp_path: Path) -> Callable[..., str]:
    def run(*options: str) -> str:
        done = grader("--course", course, "release", "pair", "-o", tmp_path / "out", *options)
        assert done.exit_code == 0, done.output
        return done.output

    return run


def test_releasing_twice_writes_nothing(releasing: Callable[..., str]) -> None:
    assert "3 files written" in releasing()
    assert "0 files written" in releasing()


def test_a_notebook_that_was_worked_in_is_kept_unless_forced(
    releasing: Callable[..., str], tmp_path: Path
) -> None:
    releasing()
    notebook = tmp_path / "out" / "pair" / "pair.ipynb"
    worked = notebook.read_text().replace("...", "return x")
    notebook.write_text(worked)
    assert "kept" in releasing()
    assert notebook.read_text() == worked
    releasing("--force")
    assert notebook.read_text() != worked


def test_a_starter_nobody_touched_follows_the_reference(
    course: Path, releasing: Callable[..., str], tmp_path: Path
) -> None:
    releasing()
    reference = course / "reference" / "pair.py"
    reference.write_text(reference.read_text().replace("Double x.", "Double a number."))
    assert "2 files written" in releasing()
    assert "Double a number." in (tmp_path / "out" / "pair" / "pair.ipynb").read_text()


def test_data_and_modules_are_released_and_notes_of_the_author_are_not(
    course: Path, releasing: Callable[..., str], tmp_path: Path
) -> None:
    folder = course / "assignments" / "pair"
    (folder / "datasets").mkdir()
    (folder / "datasets" / "points.csv").write_text("1,2\n")
    (folder / "pair_utils.py").write_text("def given():\n    return 1\n")
    (folder / "solution.ipynb").write_text("{}")
    (folder / "notes.md").write_text("the answer is 2")
    releasing()
    out = set(files(tmp_path / "out" / "pair")) - {"causes"}
    assert out == {"pair.ipynb", "pair.checks", "README.md", "pair_utils.py", "datasets/points.csv"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", MAGIC, MAGIC + b"\x04\x00\x00\x00null"])
def test_what_is_no_pack_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(SubmissionError, match="these are no checks"):
        read_pack(content, "x.checks")


@pytest.mark.parametrize(
    "causes",
    [b"garbage", encode({"causes": b"garbage"}), encode({"causes": zlib.compress(bytes(30_000_000))})],
)
def test_causes_that_are_none_or_inflate_without_end_are_refused_in_one_line(causes: bytes) -> None:
    exercise = Exercise("f", ("f",), "f", 1.0, (Part(""),), ())
    with pytest.raises(SubmissionError, match=r"^x\.checks: these are no checks"):
        PublicExercise(exercise, (), causes, path="x.checks").table()


def test_checks_of_another_version_say_so() -> None:
    with pytest.raises(SubmissionError, match="made for another version of the grader"):
        read_pack(b"grader checks 1\n" + MAGIC, "x.checks")


def test_a_judge_that_reads_the_reference_stays_and_right_variants_still_pass(given: Make) -> None:
    pack = packs(given("planar_classification")[2])[0]
    assert pack.public["nn_model"].judge == "?"
    assert pack.public["initialize_parameters"].judge == "judge_start"
    assert "solution" not in pack.code
    assert "reference" not in pack.code


def test_a_brief_is_cut_where_it_names_an_exercise() -> None:
    text = "# Title\n\nHello.\n\n## `f(x)` - 5\n\nf text\n\n## Group\n\n**`g(x)`** g text\n\nmore g\n\n"
    text += "**`h()`** h\n\n## End\n\nbye\n"
    brief = cut(text, ["f", "g", "h"])
    assert brief.opening == "# Title\n\nHello."
    assert brief.parts == {
        "f": "## `f(x)` - 5\n\nf text",
        "g": "## Group\n\n**`g(x)`** g text\n\nmore g",
        "h": "**`h()`** h",
    }
    assert brief.closing == "## End\n\nbye"


def test_the_starter_is_json_that_names_its_kernel(given: Make, tmp_path: Path) -> None:
    folder = given("python_basics")[2]
    notebook = json.loads((folder / "python_basics.ipynb").read_text(encoding="utf-8"))
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "from grader import check" in "".join(notebook["cells"][1]["source"])
    shutil.copytree(folder, tmp_path / "copy")
    assert packs(tmp_path / "copy")[0].assignment.id == "python_basics"


def test_a_notebook_that_a_full_disk_cut_off_is_not_taken_for_one_worked_in(
    course: Path, grader: Callable[..., Result], disk: Disk
) -> None:
    command = ("--course", course, "release", "-o", disk.path)
    for size in ("4k", "8k"):
        assert disk.has("remount", f"size={size}")
        done = grader(*command)
        assert (done.exit_code, done.stderr.startswith(f"Error: {disk.path}/pair/")) == (1, True)
    assert disk.has("remount", "size=10m")
    assert "kept" not in grader(*command).output
    assert nbformat.read(disk.path / "pair" / "pair.ipynb", 4).cells


# --- packs that were forged ----------------------------------------------------------------------------

Fields = dict[str, Any]
JUNK = (
    None,
    True,
    -1,
    10**1000,
    float("nan"),
    1e308,
    "",
    "\x1b[2J",
    b"",
    [],
    (),
    {},
    [1],
    np.zeros((0, 2**40)),
)
ESCAPE = "\x1b]0;mine\x07"


def unpacked(value: Any) -> Any:
    """Return the fields of a pack, with those of its frames in their places."""
    if isinstance(value, bytes):
        try:
            return decode(value, scalars=True)
        except WireError:
            return value
    return value


def forged(value: Any, rng: random.Random) -> Any:
    """Return fields of which one, anywhere, is something else or is not there."""
    fields = unpacked(value)
    if fields is not value:
        return encode(forged(fields, rng))
    if not isinstance(value, list | tuple | dict) or not value or rng.random() < 0.05:
        return rng.choice(JUNK)
    keys = list(value) if isinstance(value, dict) else range(len(value))
    key = rng.choice(keys)
    copy = dict(value) if isinstance(value, dict) else list(value)
    if rng.random() < 0.05:
        del copy[key]
    else:
        copy[key] = forged(value[key], rng)
    return type(value)(copy)


def asked_of(pack: Pack, factor: float) -> str:
    """Return what a student reads whose functions give what is expected, times a factor."""

    def missing(name: str) -> Callable[..., Any]:
        def call(*_: Any) -> Any:
            raise RuntimeError(f"the code has no {name}")

        return call

    results = {
        name: judge(
            pack,
            name,
            [replace(one, value=scaled(one.value, factor)) for one in public.expected],
            Definition(name, "mine.py", 1, "def f(): pass", attempted=True),
            missing,
        )
        for name, public in pack.public.items()
    }
    advised = with_advice(pack.assignment, results, results)
    return repr(Answer(pack.assignment, tuple(advised.values()), results, "check({name})", shown_hints=3))


def scaled(value: Any, factor: float) -> Any:
    return map_leaves(lambda leaf: leaf * factor if isinstance(leaf, float | np.ndarray) else leaf, value)


def test_a_forged_pack_is_one_line_that_names_it_and_no_traceback(given: Make) -> None:
    """Whatever is wrong in it: what cannot be told when it is read is told when it is used."""
    fields = decode(
        (given("initialization")[2] / "initialization.checks").read_bytes()[len(MAGIC) :], scalars=True
    )
    told = []
    for seed in range(150):
        content = MAGIC + encode(forged(fields, random.Random(seed)))
        try:
            pack = read_pack(content, "x.checks")
            told.append(asked_of(pack, 1.0) and asked_of(pack, 1.5))
        except SubmissionError as error:
            told.append(str(error))
    refused = [text for text in told if text.startswith("x.checks: ")]
    assert all("\n" not in text and "get the assignment's folder anew" in text for text in refused)
    assert len(refused) < len(told) - 10


def change(fields: Fields, **changes: Any) -> bytes:
    """Return a pack whose exercises say something else."""
    rows = [row | changes for row in fields["exercises"]]
    return MAGIC + encode(fields | {"exercises": rows})


def test_a_pack_s_words_and_code_do_nothing_to_a_terminal(
    course: Path, releasing: Callable[..., str], grader: Callable[..., Result], tmp_path: Path
) -> None:
    releasing()
    place = tmp_path / "out" / "pair" / "pair.checks"
    fields = decode(place.read_bytes()[len(MAGIC) :], scalars=True)
    (place.parent / "mine.py").write_text("def double(x):\n    return x * 3\n")
    fields |= {"title": ESCAPE, "code": f"raise ValueError({ESCAPE!r})"}
    for changes in ({"hints": (ESCAPE,) * 2}, {"judge": "no_such_function"}, {"canonical": ESCAPE}):
        place.write_bytes(change(fields, **changes))
        done = grader("check", place.parent / "mine.py", "--hints", 2)
        assert "\x1b" not in done.output
        assert done.exit_code in {0, 1}
        assert done.exception is None or type(done.exception) is SystemExit
