"""The same solution as a module, as a clean notebook and as the notebook of someone in a hurry."""

from __future__ import annotations

import ast

from corpus.making import code, notebook, packed, text

TRAINING = """%%time
import time
print("training ...")
for epoch in range(10 ** 9):
    time.sleep(3600)
    costs = [{function}(X, Y) for _ in range(100)]
parameters = {function}(X, Y)
"""
DATA = """import h5py
train = h5py.File('C:\\\\Users\\\\me\\\\datasets\\\\train.h5', 'r')
X, Y = train['x'][:], train['y'][:]
m, n_x = X.shape[1], X.shape[0]
"""
HURRIED = """!pip install -q numpy
%matplotlib inline
%config InlineBackend.figure_format = 'retina'
plt.rcParams['figure.figsize'] = (5.0, 4.0)
"""


def parts(source: str) -> tuple[str, list[tuple[str, str]]]:
    """Split a module into what stands outside its functions, and its functions by name."""
    lines = source.split("\n")
    outside, functions = [], []
    for node in ast.parse(source).body:
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        written = "\n".join(lines[first - 1 : node.end_lineno])
        if isinstance(node, ast.FunctionDef):
            functions.append((node.name, written))
        elif not isinstance(node, ast.Expr):
            outside.append(written)
    return "\n".join(outside), functions


def clean(source: str) -> bytes:
    outside, functions = parts(source)
    told = (cell for name, written in functions for cell in (text(f"## {name}"), code(written)))
    return packed(notebook(text("# Week 2"), code(outside), *told))


def messy(source: str) -> bytes:
    """Backwards, with magics, first tries, cells that do not parse and training that takes hours."""
    outside, functions = parts(source)
    cells = [code(HURRIED), text("# Week 2"), code(DATA), code("raise SystemExit")]
    cells += [code(first_try(name, written)) for name, written in functions]
    disguises = (plain, between_broken, between_magics, beside_tests)
    for place, (name, written) in enumerate(reversed(functions)):
        cells.append(code(disguises[place % len(disguises)](written, name)))
        cells.append(code(TRAINING.format(function=name), execution_count=900 - place))
    cells += [code("def unfinished(:\n    A = \n"), code("    \u200b"), code(outside, execution_count=1)]
    return packed(notebook(*cells, metadata={}))


def first_try(name: str, written: str) -> str:
    header = written[: written.index(":\n") + 1]
    return f"{header}\n    ### START CODE HERE ###\n    s = None\n    ### END CODE HERE ###\n    return s"


def plain(written: str, name: str) -> str:
    return f"# GRADED FUNCTION: {name}\n{written}"


def between_broken(written: str, name: str) -> str:
    return f"for i in range(3)\n    print(i)\n\n{written}\n\nresult = \nprint 'done {name}', result"


def between_magics(written: str, name: str) -> str:
    return f"%load_ext autoreload\n{written}\n\n%timeit {name}(X, Y)\n!ls | grep '('\n{name}?"


def beside_tests(written: str, name: str) -> str:
    test = f'print("{name} = %s"\n% str({name}(X, Y)))\nassert {name}(X, Y) is not None'
    return f"{written}\n\n{test}".replace("\n", "\r\n")


LOOP = "while True:\n    pass"
FLOOD = "while True:\n    print('x' * 10_000)"
SOCKET = "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=2)"
HOME = "import os\nwords = open(os.path.expanduser('~/.bashrc')).read()"
HOSTILE = {"loop": LOOP, "flood": FLOOD, "socket": SOCKET, "home": HOME}


def hostile(source: str) -> bytes:
    """The right solution among cells that mean harm; none of them is ever executed to grade it."""
    outside, functions = parts(source)
    cells = [code(outside), *map(code, HOSTILE.values())]
    return packed(notebook(*cells, *(code(written) for _, written in functions), code("sys.exit(3)")))
