"""The densest code that the limits let through, the largest files, and ordinary notebooks: all read in time."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count, takewhile
from pathlib import Path

import pytest
from corpus.making import code as cell
from corpus.making import notebook, packed, text
from corpus.timing import in_time

from grader.errors import SubmissionError
from grader.model import Assignment, Exercise
from grader.submission import extract, read
from grader.submission.reading.reader import MAX_CODE, MAX_LINES, MAX_SIGNS, SIGNS

ASSIGNMENT = Assignment(
    "a",
    "A",
    "W",
    tuple(Exercise(name, (name,), "", 1.0, (), ()) for name in ("sigmoid", "propagate")),
    "",
    {"helpers": "x = 1"},
    "",
    "",
)
SIGMOID = "def sigmoid(z):\n    return z"
FULL = 0.98  # of a limit; the rest is for what stands around
CELL = 190_000  # a cell may be so long


def most(piece: str | Callable[[int], str], longest: int = CELL) -> str:
    """Repeat a piece of code, numbered where it is to differ, as often as the limits let it."""
    room = {"characters": FULL * longest, "lines": FULL * MAX_LINES, "signs": FULL * MAX_SIGNS}

    def fits(each: str) -> bool:
        room["characters"] -= len(each)
        room["lines"] -= sum(map(each.count, "\n;"))
        room["signs"] -= sum(map(each.count, SIGNS))
        return all(left >= 0 for left in room.values())

    pieces = (piece if isinstance(piece, str) else piece(number) for number in count())
    return "".join(takewhile(fits, pieces))


def function(number: int) -> str:
    """A function as dense as students write them."""
    return (
        f"def f{number}(x, w, b):\n    a = np.dot(w.T, x) + b\n    z = 1 / (1 + np.exp(-a))\n"
        f"    if z.sum() > {number}:\n        z = z * 2\n    for k in range(10):\n"
        "        z[k] += w[k, 0] * a[k] - b\n    return z, a\n"
    )


DENSE = {
    "names": most("a\n"),
    "semicolons": most("x=1;"),
    "expressions": most("a;"),
    "functions": most("def f(): return g\n"),
    "functions of students": most(function),
    "the same function again": most("def sigmoid(z): return 1\n"),
    "broken lines": most("x = = 1\n"),
    "broken functions": most("def f(:\n"),
    "a function broken at its end": most(function) + "x = = 1\n",
    "functions between broken lines": most(lambda number: function(number) + "x = = 1\n"),
    "one long function": "def sigmoid(z):\n" + most("    x = None\n"),
    "one line of a function": "def sigmoid(z):\n    " + most("x=1;"),
    "deep expressions": "def sigmoid(z):\n" + most("    z = ((((z + 1) * 2) ** 3) - (z if z > 0 else -z))\n"),
    "calls of calls": "def sigmoid(z):\n" + most("    a(b(c(d(e(f(g(h())))))))\n"),
    "marks in a function": "def sigmoid(z):\n"
    + most("    # START CODE HERE\n    x = None\n    # END CODE HERE\n"),
    "no-break spaces": most("x\u00a0= 1\n"),
    "curly quotes": most("x = \u201ca\u201d\n"),
    "python 2": most("print 'a'\n"),
    "magics": most("%time x\n"),
    "cell magics": most("%%time\n"),
    "files written": most("%%writefile a.py\n"),
    "prompts": most("In [1]: x = (\n   ...: y\n"),
    "functions of nearly one name": most(lambda number: f"def propagate{number % 9}{number}(z): return 1\n"),
    "f-strings that a newer Python reads": most("print(f'{x['a']}')\n"),
    "many fields that a newer Python reads": "f'" + most("{x['a']}") + "'\n",
    "f-strings in one another": most("f'{" * 90 + "x" + "}'" * 90 + "\n"),
    "a character's name that does not end": most('f"\\N{abc" {\n'),
    "comments that define": most("# def propagate(\n"),
    "methods": "class A:\n" + most(" def propagate(z): return 1\n"),
    "empty blocks": most("for i in x:\n# c\n"),
    "chained constants": most(lambda number: f"x{number} = x{number + 1}\n"),
    "assignments of many": most("a,b,c=d,e,f\n"),
    "one line of spaces": " " * CELL + "x",
    "one line of tabs": "\t" * CELL + "= =",
    "one line of a comment": f"{SIGMOID}  {'#' * CELL}",
    "open brackets": most("("),
    "quotes": most("'''\n\"\"\"\n"),
    "minus signs": "x = " + most("-") + "1",
    "a sum": "x = " + most("+a"),
    "attributes": "x = a" + most(".a"),
    "a chain of elif": "if a: x = 1\n" + most("elif a: x = 2\n"),
    "a chain of elif that parses": "if a: x = 1\n" + "elif a: x = 2\n" * 900,
    "blocks": most("if a:\n x=f()\n y=2\n"),
    "nested blocks": most("".join(" " * i + "if a():\n" for i in range(90)) + " " * 90 + "f()\n"),
    "nested lists": "x = " + "[" * 150 + "]" * 150,
    "names imported": "import " + most(lambda number: f"a{number}, ") + "z",
    "names imported by the dozen": most(
        lambda number: "from a import " + ", ".join(f"b{number}_{each}" for each in range(40)) + "\n"
    ),
    "a name of many versions": "import " + "_v1" * 60_000 + ".x",
    "a list": "x = [" + most("a,") + "]",
    "a list of negatives": "x = [" + most("-a,") + "]",
    "a list of calls": "x = [" + most("f(),") + "]",
    "a list of lambdas": "x = [" + most("lambda:0,") + "]",
    "a list of lists": "x = [" + most("[a for a in b],") + "]",
    "a dictionary": "x = {" + most("a:b,") + "}",
    "subscripts": most("y = a" + "[0]" * 90 + "\n"),
    "functions in a function": "def f(z):\n" + most(lambda number: f" def f{number}(): return a{number}\n"),
    "lambdas in functions": most(
        lambda number: f"def f{number}():\n return [" + ",".join(f"lambda:a{i}" for i in range(300)) + "]\n"
    ),
    "global names": "def f(z):\n    global " + most(lambda number: f"a{number}, ") + "z",
    "parameters": "def f(" + most(lambda number: f"a{number}, ") + "z): pass",
    "fields of an f-string": "x = f'" + most("{a}") + "'",
    "fields of a long f-string": "x = f'" + "a" * 100_000 + most("{a}", CELL - 100_000) + "'",
    "defaults": most(lambda number: f"X{number} = f()\n", 60_000)
    + "def f("
    + most(lambda number: f"a{number}=X{number}, ", 30_000)
    + "): pass",
}


@pytest.mark.parametrize("name", DENSE)
def test_the_densest_code_is_read_in_time(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    path.write_bytes(packed(notebook(SIGMOID, DENSE[name])))
    with in_time(path):
        program = extract(read(path), ASSIGNMENT)
    assert "sigmoid" in program.definitions


@pytest.mark.parametrize(
    "line", ["def propagate(\n", " def propagate(z):\n  None\n", "```\n", " " * 500 + "\n"]
)
def test_text_cells_that_define_are_read_in_time(line: str, tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    words = "def propagate(z):\n" + line * (CELL // len(line) - 50)
    path.write_bytes(packed(notebook(SIGMOID, *(text("", source=words) for _ in range(40)))))
    with in_time(path):
        extract(read(path), ASSIGNMENT)


def test_lines_to_be_mended_in_every_function_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    long = "    z = f(a, b) + g(c, d) * 2\n" * 100 + "    z = \u201ca\u201d\n" * 39
    path.write_bytes(packed(notebook(SIGMOID, *(f"def f{i}(z):\n{long}" for i in range(40)))))
    with in_time(path):
        program = extract(read(path), ASSIGNMENT)
    assert {"sigmoid", "f0", "f1"} <= program.definitions.keys()


BEYOND = {
    "characters": "# " + "a" * 99 + "\n",
    "lines": "a\n",
    "operators and brackets": "x = [" + "a," * 60 + "]\n",
}


@pytest.mark.parametrize("what", BEYOND)
def test_more_is_refused_in_time_and_the_limit_is_said(what: str, tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    limit = {"characters": MAX_CODE, "lines": MAX_LINES, "operators and brackets": MAX_SIGNS}[what]
    path.write_text(BEYOND[what] * ((1_000_000 if what == "characters" else MAX_CODE) // len(BEYOND[what])))
    with (
        in_time(path),
        pytest.raises(SubmissionError, match=rf"holds [\d,]+ {what} of code, and at most {limit:,}"),
    ):
        read(path)


@pytest.mark.parametrize("what", BEYOND)
def test_of_a_notebook_only_the_cell_that_is_too_large_is_left_out(what: str, tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    times = {"characters": MAX_CODE // 100, "lines": MAX_LINES, "operators and brackets": MAX_SIGNS // 62}[
        what
    ] + 1
    path.write_bytes(packed(notebook(SIGMOID, BEYOND[what] * times, "y = 1")))
    with in_time(path):
        submission = read(path)
    assert [cell.origin for cell in submission.cells] == ["cell 1", "cell 3"]
    assert [(note.origin, what in note.text) for note in submission.notes] == [("cell 2", True)]
    assert "sigmoid" in extract(submission, ASSIGNMENT).definitions


@pytest.mark.parametrize(
    "content",
    [
        b'{"cells": [' + b"{}," * 1_000_000 + b"{}]}",
        b'{"cells": [], "x": "' + b"A" * 30_000_000 + b'"}',
        b'{"cells": [], "x": "' + b"\\u00e9" * 3_000_000 + b'"}',
        b" " * 20_000_000 + b"{",
        b"\r" * 20_000_000 + b"{",
        b'{"cells": [' + b"\xff" * 10_000_000,
        b'{"a":' * 500_000,
    ],
    ids=["cells", "output", "escapes", "spaces", "returns", "no text", "depth"],
)
def test_the_largest_files_are_read_or_refused_in_time(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    path.write_bytes(content)
    with in_time(path):
        try:
            assert not extract(read(path), ASSIGNMENT).definitions
        except SubmissionError as error:
            assert error.reason  # noqa: PT017 - either will do


def test_a_notebook_with_a_megabyte_of_pictures_and_of_output_is_read_in_time(tmp_path: Path) -> None:
    picture = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/png": "iVBOR" + "A" * 1_000_000},
    }
    table = {"output_type": "stream", "name": "stdout", "text": [f"{i} 0.5 0.25\n" for i in range(80_000)]}
    path = tmp_path / "x.ipynb"
    path.write_bytes(
        packed(notebook(*[cell(function(i), outputs=[picture, table]) for i in range(10)], SIGMOID))
    )
    with in_time(path):
        program = extract(read(path), ASSIGNMENT)
    assert len(program.definitions) == 11


def test_a_long_notebook_is_far_from_the_limits() -> None:
    root = Path(__file__).resolve().parents[1]
    for path in (root / "submissions").glob("*/*"):
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix == ".ipynb":
            cells = (
                json.loads(text).get("cells", [])
                if text.startswith("{") and text.rstrip().endswith("}")
                else []
            )
            text = "".join("".join(each["source"]) for each in cells if each["cell_type"] == "code")
        assert len(text) < MAX_CODE / 10
        assert text.count("\n") < MAX_LINES / 10
        assert sum(map(text.count, SIGNS)) < MAX_SIGNS / 10
