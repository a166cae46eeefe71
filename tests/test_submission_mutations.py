"""Whatever the bytes: a submission and its program, or one clear line that names the file, and soon."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from corpus.making import notebook, packed
from corpus.oddities import ATTEMPTS, CODE, NEEDS, ODDITIES, VERSION3
from corpus.timing import in_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.model import Assignment, Exercise, Program, Submission
from grader.submission import Recognition, extract, read, recognise

if TYPE_CHECKING:
    from pathlib import Path

ASSIGNMENT = Assignment(
    "a", "A", "W", (Exercise("sigmoid", ("sigmoid",), "", 1.0, (), ()),), "", {"helpers": "x = 1"}, "", ""
)
SETTINGS = settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def reading(path: Path) -> tuple[Submission, Program] | None:
    """Read a file that may be anything; None where it was refused as it should be."""
    with in_time(path):
        result, refusal = outcome(path)
    if result:
        assert isinstance(recognise(result[0], [ASSIGNMENT]), Recognition)
        storable(*result)
    if refusal:
        assert str(refusal).startswith(f"{path}: ")
        assert refusal.reason
        assert "\n" not in refusal.reason
    return result


def outcome(path: Path) -> tuple[tuple[Submission, Program] | None, SubmissionError | None]:
    try:
        submission = read(path)
        return (submission, extract(submission, ASSIGNMENT)), None
    except SubmissionError as error:
        return None, error


def storable(submission: Submission, program: Program) -> None:
    """Every text can be written to a report."""
    texts = [cell.source for cell in submission.cells] + [note.text for note in program.notes]
    texts += [chunk.source for chunk in program.chunks]
    "".join(texts).encode("utf-8")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
WORDS = (
    "def sigmoid(z):\n",
    "    return z\n",
    "x = ",
    "np.exp(",
    ")",
    "]",
    "[",
    "{",
    "}",
    "'",
    '"""',
    "'''",
    "\n",
    "#",
    "%time ",
    "!",
    "?",
    "\\\n",
    "\t",
    "    ",
    "print ",
    "if True:\n",
    "for i in x:\n",
    "else:\n",
    "try:\n",
    "except E, e:\n",
    "import ",
    "from x import *\n",
    "lambda: ",
    "@f\n",
    "class A:\n",
    "=",
    "==",
    ";",
    ":",
    ",",
    "\u200b",
    "\u00a0",
    "\u201c",
    "\uff08",
    "global x\n",
    "await ",
    "yield ",
    "%%time\n",
    ">>> ",
    "None",
    "1e400",
    "async def f():\n",
    "nonlocal x\n",
    "return\n",
    "*",
    "**",
    "f'{",
    "}'",
    "\x0c",
    "\x1a",
    "0777",
    "`x`",
    "<>",
)
SOURCES = st.lists(st.sampled_from(WORDS), max_size=40).map("".join) | st.text(max_size=60)


@SETTINGS
@given(content=st.binary(max_size=400))
def test_any_bytes(content: bytes, tmp_path: Path) -> None:
    for name in ("x.ipynb", "x.py"):
        path = tmp_path / name
        path.write_bytes(content)
        reading(path)


@SETTINGS
@given(value=JSON)
def test_any_json(value: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps(value), encoding="utf-8")
    reading(path)


@SETTINGS
@given(
    cells=st.lists(st.fixed_dictionaries({}, optional={"cell_type": st.just("code") | JSON, "source": JSON}))
)
def test_any_cells(cells: list[Any], tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    path.write_bytes(packed({"cells": cells, "nbformat": 4}))
    assert reading(path) is not None


@SETTINGS
@given(sources=st.lists(SOURCES, max_size=4))
def test_any_code(sources: list[str], tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    path.write_bytes(packed(notebook("def sigmoid(z):\n    return z", *sources)))
    result = reading(path)
    assert result is not None
    assert "sigmoid" in result[1].definitions  # no other cell can take it away


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [path] + [deeper for key, child in children for deeper in paths_of(child, (*path, key))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    changed = copy.copy(value)
    changed[path[0]] = replaced(value[path[0]], path[1:], new)
    return changed


WRONG = (None, True, -1, 1e308, "", "text", [], {}, [[]], {"a": None}, [None, 3], ["x = 1\n", {}])
BASES = {
    "version 4": notebook("import numpy as np\n%time x", "def sigmoid(z):\n    return z"),
    "version 3": VERSION3,
}


@pytest.mark.parametrize("base", BASES)
def test_wrong_types_in_every_field(base: str, tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    for place in paths_of(BASES[base]):
        for wrong in WRONG:
            path.write_bytes(packed(replaced(BASES[base], place, wrong)))
            reading(path)


@pytest.mark.parametrize("oddity", ODDITIES[::9], ids=lambda each: each.name.replace(" ", "-"))
def test_cut_off_anywhere(oddity: Any, tmp_path: Path) -> None:
    path = tmp_path / oddity.file
    size = min(len(oddity.content), 5000)
    for end in range(0, size, max(1, size // 60)):
        path.write_bytes(oddity.content[:end])
        reading(path)


@SETTINGS
@given(
    oddity=st.sampled_from([*CODE, *NEEDS, *ATTEMPTS]),
    cuts=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 30), st.binary(max_size=4)), max_size=4),
)
def test_bytes_replaced_anywhere(oddity: Any, cuts: list[tuple[int, int, bytes]], tmp_path: Path) -> None:
    content = oddity.content
    for start, length, new in cuts:
        content = content[:start] + new + content[start + length :]
    path = tmp_path / oddity.file
    path.write_bytes(content)
    reading(path)


def test_what_is_no_file_at_all(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.ipynb"):
        with pytest.raises(SubmissionError, match="x.ipynb|" + tmp_path.name):
            read(path)
    large = tmp_path / "large.ipynb"
    with large.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(SubmissionError, match="larger than 50 MB"):
        read(large)
