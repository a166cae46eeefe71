"""Every oddity of the corpus gets the reading it must get."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
from corpus.oddities import ODDITIES, Oddity

from grader.errors import SubmissionError
from grader.model import Argument, Assignment, Case, Exercise, Outcome, Program
from grader.submission import extract, read
from grader.worker.child.compiling import compile_part

if TYPE_CHECKING:
    from pathlib import Path

    from grader.worker import Worker

NAMES = [
    "sigmoid",
    "propagate",
    "optimize",
    "layer_sizes",
    "update_parameters",
    "random_mini_batches",
    "linear_forward",
    "predict",
    "initialize_with_zeros",
    "backward_propagation",
]
HELPERS = {
    "helpers": "def helper(x):\n    return x + 1\n\ndef sigmoid(z):\n    return 'not the student\\'s'\n"
}
ASSIGNMENT = Assignment(
    "week2",
    "Week 2",
    "W2",
    tuple(Exercise(name, (name,), "", 1.0, (), ()) for name in NAMES),
    "",
    HELPERS,
    "",
    "",
)
READABLE = [each for each in ODDITIES if not each.error]
UNREADABLE = [each for each in ODDITIES if each.error]


def by_name(oddity: Oddity) -> str:
    return oddity.name.replace(" ", "-")


def program(oddity: Oddity, folder: Path) -> Program:
    path = folder / oddity.file
    path.write_bytes(oddity.content)
    return extract(read(path), ASSIGNMENT)


def executed(extracted: Program, monkeypatch: pytest.MonkeyPatch, folder: Path) -> dict[str, Any]:
    """Run the chunks as the worker does, each for itself."""
    for name, source in {**extracted.own_modules, **extracted.modules}.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    namespace: dict[str, Any] = {"__name__": "submission"}
    for chunk in extracted.chunks:
        with contextlib.suppress(ImportError):
            exec(compile_part(chunk.source, chunk.origin), namespace)
    return namespace


@pytest.mark.parametrize("oddity", READABLE, ids=by_name)
@pytest.mark.filterwarnings("ignore:invalid escape")
def test_an_oddity_is_read_as_it_must_be(
    oddity: Oddity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extracted = program(oddity, tmp_path)
    assert tuple(note.text for note in extracted.notes) == oddity.notes
    namespace = executed(extracted, monkeypatch, tmp_path)
    for expression in oddity.holds:
        assert eval(expression, namespace), expression
    assert not set(oddity.lacks) & set(namespace)
    assert {name: each.attempted for name, each in extracted.definitions.items()} == oddity.attempted
    for name, (origin, line) in oddity.first_lines.items():
        definition = extracted.definitions[name]
        assert (definition.origin, definition.first_line) == (origin, line)


@pytest.mark.parametrize("oddity", UNREADABLE, ids=by_name)
def test_what_cannot_be_read_says_why_in_a_line(oddity: Oddity, tmp_path: Path) -> None:
    path = tmp_path / oddity.file
    path.write_bytes(oddity.content)
    with pytest.raises(SubmissionError) as caught:
        read(path)
    assert caught.value.reason.startswith(oddity.error)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


WORKING = [each for each in READABLE if "sigmoid(0) == 0.5" in each.holds]


def test_every_sigmoid_of_the_corpus_works_in_the_worker(worker: Worker, tmp_path: Path) -> None:
    exercise = Exercise(
        "sigmoid", ("sigmoid",), "", 1.0, (), (Case(1, (Argument("z", 0.0),), hidden=False, seed=0),)
    )
    assert len(WORKING) > 80
    for oddity in WORKING:
        (seen,) = worker.observe(program(oddity, tmp_path), [exercise])["sigmoid"]
        assert (oddity.name, seen.outcome, seen.raised) == (oddity.name, Outcome.RETURNED, None)
        assert float(seen.value) == 0.5


def test_the_corpus_names_every_oddity_once() -> None:
    names = [each.name for each in ODDITIES]
    assert len(names) == len(set(names)) >= 40
