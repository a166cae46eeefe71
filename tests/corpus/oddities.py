# ruff: noqa: E501 - one oddity a line
"""The oddities, by what is odd: the file, the format, the code, its order, what it needs, attempts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from corpus.making import IMPORT, SIGMOID, code, notebook, packed, text


@dataclass(frozen=True)
class Oddity:
    name: str
    content: bytes
    file: str = "ada.ipynb"
    holds: tuple[str, ...] = ("sigmoid(0) == 0.5",)  # expressions that are true of the program
    lacks: tuple[str, ...] = ()  # names that the program must not bind
    notes: tuple[str, ...] = ()  # the remarks, word for word
    attempted: dict[str, bool] = field(default_factory=lambda: {"sigmoid": True})
    first_lines: dict[str, tuple[str, int]] = field(default_factory=dict)  # function -> origin, line
    error: str = ""  # why it cannot be read


def of(name: str, *cells: object, **expected: object) -> Oddity:
    """An ordinary version 4 notebook of these cells."""
    return Oddity(name, packed(notebook(*cells)), **expected)


def broken(name: str, content: bytes, error: str, file: str = "ada.ipynb") -> Oddity:
    return Oddity(name, content, file, error=error)


PLAIN = notebook(IMPORT, SIGMOID)
MODULE = f"{IMPORT}\n\n\n{SIGMOID}\n"
VERSION3 = {
    "metadata": {"name": ""},
    "nbformat": 3,
    "nbformat_minor": 0,
    "worksheets": [
        {"cells": [{"cell_type": "code", "language": "python", "input": f"{IMPORT}\n", "outputs": []}]},
        {"cells": [{"cell_type": "heading", "level": 1, "source": "Week 2"},
                   {"cell_type": "code", "input": SIGMOID.splitlines(keepends=True), "outputs": []}]},
    ],
}  # fmt: skip
IMAGE = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBOR" + "A" * 2_400_000}}
ERROR = {"output_type": "error", "ename": "TypeError", "evalue": "bad operand", "traceback": ["\u001b[0;31m"]}

FILES = (
    of("clean notebook", IMPORT, SIGMOID, first_lines={"sigmoid": ("cell 2", 1)}),
    Oddity("module", MODULE.encode(), "ada.py", first_lines={"sigmoid": ("ada.py", 4)}),
    Oddity("byte order mark", b"\xef\xbb\xbf" + packed(PLAIN)),
    Oddity("utf-16 with mark", json.dumps(PLAIN).encode("utf-16")),
    Oddity("utf-16 without mark", json.dumps(PLAIN).encode("utf-16-le")),
    Oddity("utf-32", json.dumps(PLAIN).encode("utf-32")),
    Oddity("crlf file", packed(PLAIN).replace(b"\n", b"\r\n")),
    Oddity("crlf in the source", packed(notebook(IMPORT, SIGMOID.replace("\n", "\r\n")))),
    Oddity("lone carriage returns", MODULE.replace("\n", "\r").encode(), "ada.py"),
    Oddity(
        "latin-1 notebook",
        packed(notebook(IMPORT, f"# d\u00e9riv\u00e9e\n{SIGMOID}"), ensure_ascii=False).decode().encode("latin-1"),
        notes=("The file is not valid UTF-8; it was read as Latin-1, so letters with accents may look wrong.",),
    ),
    Oddity("coding comment", f"# -*- coding: cp1251 -*-\n# \u0441\u0438\u0433\u043c\u0430\n{MODULE}".encode("cp1251"), "ada.py"),
    Oddity("coding comment that lies", b"# coding: no-such-codec\n" + MODULE.encode(), "ada.py"),
    Oddity("utf-16 module", MODULE.encode("utf-16"), "ada.py"),
    Oddity("notebook named .py", packed(PLAIN), "ada.py"),
    Oddity("notebook with no ending", packed(PLAIN), "ada"),
    Oddity("null bytes in the source", packed(notebook(IMPORT, SIGMOID + "\n# \x00"))),
    Oddity("lone surrogate in the source", packed(notebook(IMPORT, SIGMOID + "\n# \ud83d"))),
    Oddity("percent-format script", f"# %%\n{IMPORT}\n# %% [markdown]\n# text\n# %%\n{SIGMOID}\nsigmoid(3)\n".encode(), "ada.py"),
    Oddity("exported script", f"# In[1]:\n{IMPORT}\nget_ipython().magic('matplotlib inline')\n{SIGMOID}\n".encode(), "ada.py"),
    broken("empty file", b"", "empty"),
    broken("white space only", b" \n\t\n", "empty"),
    broken("cut off while saving", packed(PLAIN)[:-60], "not valid JSON, perhaps cut off while saving (at line"),
    broken("web page", b"<!DOCTYPE html><html></html>", "a web page or XML, not a notebook; download the notebook itself"),
    broken("merge conflict", packed(PLAIN).replace(b' "cells"', b'<<<<<<< HEAD\n "cells"'), "holds unresolved merge conflicts (lines of <<<<<<<)"),
    broken("python named .ipynb", MODULE.encode(), "not a notebook; if it is Python code, name it .py"),
    broken("zip named .ipynb", b"PK\x03\x04rest", "a zip archive or an office document, not a notebook"),
    broken("pdf", b"%PDF-1.4", "a PDF document, not a notebook"),
    broken("git-lfs pointer", b"version https://git-lfs.github.com/spec/v1\n", "a pointer to a file that git-lfs keeps elsewhere, not a notebook"),
    broken("json of something else", b'{"a": 1}', "JSON, but not a notebook: it has no cells"),
    broken("json list", b"[1, 2]", "JSON, but not a notebook"),
    broken("nested too deeply", b'{"cells":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply to be a notebook"),
    broken("too many values", b'{"cells":[' + b"1," * 4_000_001 + b"1]}", "holds too many values to be a notebook"),
    broken("number of a million digits", b'{"cells":[], "a":' + b"9" * 1_000_000 + b"}", "holds a number too long to be one"),
    broken("more code than anyone writes", b"x = 1\n" * 100_000, "holds 600,000 characters of code, and at most 300,000 are read; take out what is not", "ada.py"),
)  # fmt: skip

FORMATS = (
    Oddity("version 3 with worksheets", packed(VERSION3), first_lines={"sigmoid": ("cell 3", 1)}),
    Oddity("version 4.0", packed(notebook(IMPORT, SIGMOID, minor=0))),
    Oddity("version 4.5 with cell ids", packed(notebook(code(IMPORT, id="a1"), code(SIGMOID, id="b2"), minor=5))),
    Oddity("no metadata, no version", packed({"cells": PLAIN["cells"]})),
    Oddity("metadata of the wrong type", packed(notebook(IMPORT, SIGMOID, metadata=["x"], nbformat="four"))),
    Oddity("source as one string", packed(notebook(code("", source=IMPORT), code("", source=SIGMOID)))),
    Oddity("source list without newlines kept apart", packed(notebook(code("", source=[IMPORT, "\n", SIGMOID])))),
    Oddity("cells without outputs", packed(notebook({"cell_type": "code", "source": MODULE}))),
    Oddity("cell without a type", packed(notebook({"source": MODULE, "outputs": []}))),
    Oddity("as Jupyter's web interface sends it", packed({"type": "notebook", "content": PLAIN})),
    Oddity("no line breaks in the file", json.dumps(PLAIN).encode()),
    Oddity("output of 2.4 MB", packed(notebook(IMPORT, code(SIGMOID, outputs=[IMAGE])))),
    Oddity("saved error output", packed(notebook(IMPORT, SIGMOID, code("sigmoid([1])", outputs=[ERROR])))),
    Oddity("colab metadata", packed(notebook(IMPORT, code(SIGMOID, metadata={"id": "x", "colab": {"base_uri": "https://colab"}}), metadata={"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}))),
    Oddity("vs code metadata", packed(notebook(IMPORT, code(SIGMOID, metadata={"vscode": {"languageId": "python"}})))),
    Oddity("nbgrader metadata", packed(notebook(IMPORT, code(SIGMOID, metadata={"deletable": False, "editable": False, "nbgrader": {"grade": False, "grade_id": "cell-1", "locked": False, "schema_version": 3, "solution": True}}), code("assert sigmoid(0) == 0.5", metadata={"nbgrader": {"grade": True, "grade_id": "t", "locked": True, "points": 1, "schema_version": 3, "solution": False}})))),
    of("otter cells", "import otter\ngrader = otter.Notebook()", IMPORT, SIGMOID, 'grader.check("q1")', lacks=("grader",)),
    Oddity("python 2 kernel", packed(notebook(IMPORT, SIGMOID, metadata={"kernelspec": {"name": "python2", "language": "python"}})), notes=("This notebook was written for Python 2, where 1/m is a whole number; Python 3 runs it.",)),
    Oddity("cell that is no cell", packed(notebook(IMPORT, SIGMOID, cells=[7, code(IMPORT), code(SIGMOID)])), notes=("cell 1 is not a notebook's cell; it is left out.",)),
    Oddity("source that is not all text", packed(notebook(code("", source=[IMPORT, None, "\n", SIGMOID]))), notes=("cell 1 has a source that is not all text; the rest of it is left out.",)),
    of("function in a text cell", text("# Week 2\nSome words."), IMPORT, SIGMOID, text("def propagate(w, b, X, Y):\n    return w"), notes=("cell 4 is a text cell, so its definition of propagate does not count.",), first_lines={"sigmoid": ("cell 3", 1)}),
    broken("kernel of R", packed(notebook("x <- 1", metadata={"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}})), "written for R, not for Python"),
    broken("kernel of Julia", packed(notebook("x = 1", metadata={"language_info": {"name": "julia"}})), "written for julia, not for Python"),
    broken("cells of the wrong type", packed({"cells": {"a": 1}, "nbformat": 4}), "JSON, but not a notebook: it has no cells"),
)  # fmt: skip

TEMPLATE = '''def sigmoid(z):
    """
    Compute the sigmoid of z
    """
    ### START CODE HERE ### (\u2248 1 line of code)
    s = {0}
    ### END CODE HERE ###
    return s'''

CODE = (
    of("line magics", f"%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n{IMPORT}", SIGMOID),
    of("magic among code", f"{IMPORT}\n%matplotlib inline\n{SIGMOID}\n%time sigmoid(3)", first_lines={"sigmoid": ("cell 1", 3)}),
    of("percent that goes on with an expression", f"%matplotlib inline\n{IMPORT}\n{SIGMOID}\nprint('%d'\n% 3)"),
    of("percent in a docstring beside a magic", f"%pylab\n{IMPORT}\n{SIGMOID}\ndef f():\n    'no %d magic'", holds=("f.__doc__ is None or True", "sigmoid(0) == 0.5"), attempted={"sigmoid": True, "f": False}),
    of("cell magic that times Python", f"%%time\n{IMPORT}\n{SIGMOID}", first_lines={"sigmoid": ("cell 1", 3)}),
    of("cell magic of another language", IMPORT, SIGMOID, "%%bash\nrm -rf /\ndef x", "%%html\n<b>x</b>"),
    of("shell lines", f"!pip install numpy\n!pip install \\\n  scipy\n{IMPORT}\nfiles = !ls\n%run helper.py", SIGMOID, lacks=("files",)),
    of("help lines", IMPORT, SIGMOID, "np.exp?\n?sigmoid\nsigmoid??"),
    of("indented cell", IMPORT, "    def sigmoid(z):\n        return 1 / (1 + np.exp(-z))"),
    of("prompts pasted along", IMPORT, ">>> def sigmoid(z):\n...     return 1 / (1 + np.exp(-z))"),
    of("top-level await", IMPORT, SIGMOID, "await something()\nasync with x as y:\n    pass"),
    of("zero-width space as a cell", IMPORT, "\u200b", SIGMOID, notes=("cell 2, line 1 holds a zero width space, which Python does not know; it was left out.",)),
    of("non-breaking spaces", IMPORT, SIGMOID.replace("    ", "\u00a0\u00a0\u00a0\u00a0"), notes=("cell 2, line 2 holds a no-break space, which Python does not know; it was read as a space.",)),
    of("smart quotes", IMPORT, f"{SIGMOID}\nlabel = \u201ca cat\u201d", holds=("sigmoid(0) == 0.5", "label == 'a cat'"), notes=('cell 2, line 3 holds a left double quotation mark, which Python does not know; it was read as ".',)),
    of("minus sign of a word processor", IMPORT, SIGMOID.replace("-z", "\u2212z"), notes=("cell 2, line 2 holds a minus sign, which Python does not know; it was read as -.",)),
    of("full-width brackets", IMPORT, SIGMOID.replace("(z):", "\uff08z\uff09\uff1a"), notes=tuple(f"cell 2, line 1 holds a fullwidth {each}, which Python does not know; it was read as {plain}." for each, plain in (("left parenthesis", "("), ("right parenthesis", ")"), ("colon", ":")))),
    of("approximately sign in comments", IMPORT, TEMPLATE.format("1 / (1 + np.exp(-z)) # \u2248 1 line")),
    of("tabs", IMPORT, SIGMOID.replace("    ", "\t")),
    of("tabs mixed with spaces", IMPORT, "def sigmoid(z):\n        s = 1 / (1 + np.exp(-z))\n\treturn s", notes=("cell 2, line 3 mixes tabs with spaces; a tab was read as 8 columns.",)),
    of("parameter given twice", IMPORT, SIGMOID, "def predict(x, x):\n    return x", notes=("cell 3, line 1 is not valid Python (duplicate argument 'x' in function definition); the definition of predict there does not count.",), lacks=("predict",)),
    of("else on one line", IMPORT, SIGMOID, "if unknown():\n    A = 1; B = 2\nelse: A = 2; B = 1", holds=("sigmoid(0) == 0.5", "(A, B) == (2, 1)")),
    of("python 2 print", IMPORT, f"{SIGMOID}\nprint sigmoid(3)\nprint 'cost %f' % (\n    3), 4 # done", notes=("cell 2, line 3 is Python 2 (its print or except); it was read as Python 3.",)),
    of("python 2 print in the function", IMPORT, "def sigmoid(z):\n    s = 1 / (1 + np.exp(-z))\n    print 's = ', s\n    return s", notes=("cell 2, line 3 is Python 2 (its print or except); it was read as Python 3.",)),
    of("name = with nothing", IMPORT, f"{SIGMOID}\n\ndef propagate(w):\n    A = \n    return A\n\nk = 3", holds=("sigmoid(0) == 0.5", "k == 3"), lacks=("propagate",), notes=("cell 2, line 5 is not valid Python (invalid syntax); the definition of propagate there does not count.",)),
    of("bad indent", IMPORT, f"{SIGMOID}\n\ndef relu(z):\n    s = 0\n      return s\n", lacks=("relu",), notes=("cell 2, line 6 is not valid Python (unexpected indent); the definition of relu there does not count.",)),
    of("bracket never closed", IMPORT, f"print((3\n{SIGMOID}\n", notes=("cell 2, line 1 is not valid Python ('(' was never closed); what it says there is left out.",)),
    of("string never closed", IMPORT, f"'''never closed\n\n{SIGMOID}\n", notes=("cell 2, line 1 is not valid Python (unterminated triple-quoted string literal (detected at line 1)); what it says there is left out.",)),
    of("missing colon", IMPORT, "def relu(z)\n    return z", SIGMOID, lacks=("relu",), notes=("cell 2, line 1 is not valid Python (expected ':'); the definition of relu there does not count.",)),
    of("stray indent after a function", IMPORT, f"{SIGMOID}\n\n  print(sigmoid(3))", notes=("cell 2, line 4 is not valid Python (unindent does not match any outer indentation level); what it says there is left out.",)),
    of("conflict marks in a cell", IMPORT, f"<<<<<<< HEAD\n{SIGMOID}\n=======\n>>>>>>> theirs", notes=tuple(f"cell 2, line {line} is not valid Python (invalid syntax); what it says there is left out." for line in (1, 4, 5))),
    of("not Python at all", IMPORT, SIGMOID, "The cost should go down.", notes=("cell 3, line 1 is not valid Python (invalid syntax); what it says there is left out.",)),
    of("deliberate error cell", IMPORT, SIGMOID, "basic_sigmoid([1, 2, 3])\n1 / 0\nraise SystemExit"),
    of("invalid escapes", IMPORT, f'{SIGMOID}\npattern = "\\d\\w"', holds=("sigmoid(0) == 0.5", "len(pattern) == 4")),
    of("several statements in a line", f"{IMPORT}; import math; k = 3; print(k)", SIGMOID, holds=("sigmoid(0) == 0.5", "k == 3", "math.pi > 3")),
    of("function on one line", f"{IMPORT}", "def sigmoid(z): return 1 / (1 + np.exp(-z))"),
    of("code that ends in a backslash", IMPORT, f"{SIGMOID}\nx = 3 + \\", notes=("cell 2, line 3 is not valid Python (unexpected EOF while parsing); what it says there is left out.",)),
    of("expression nested too deeply", IMPORT, f"{SIGMOID}\nx = {'-' * 20000}1", notes=("cell 2, line 3 is not valid Python (it is nested too deeply); what it says there is left out.",)),
)  # fmt: skip

PASTED = (
    of("IPython's prompts", IMPORT, "In [3]: def sigmoid(z):\n   ...:     return 1 / (1 + np.exp(-z))\n   ...: ", first_lines={"sigmoid": ("cell 2", 1)}),
    of("IPython's prompts, the last one left out", IMPORT, "In [3]: def sigmoid(z):\n   ...:     return 1 / (1 + np.exp(-z))"),
    of("prompts of two digits below a comment", IMPORT, "# my answer\n\nIn [12]: def sigmoid(z):\n    ...:     s = np.exp(-z)\n    ...:     return 1 / (1 + s)\n    ...: \n\nIn [13]: sigmoid(3)", first_lines={"sigmoid": ("cell 2", 3)}),
    of("prompts of the old IPython, without a number", IMPORT, "In []: def sigmoid(z):\n  .....:     return 1 / (1 + np.exp(-z))"),
    of("prompt alone in its line", f"In[2]:\n\n{IMPORT}", f"In [ ]:\n{SIGMOID}"),
    of("prompt of an editor's mode", IMPORT, "[ins] In [7]: def sigmoid(z):\n         ...:     return 1 / (1 + np.exp(-z))"),
    of("prompt before a magic", f"In [1]: %matplotlib inline\n\nIn [2]: {IMPORT}", "In [3]: %%time\n   ...: def sigmoid(z):\n   ...:     return 1 / (1 + np.exp(-z))"),
    of("prompts from the second line on", IMPORT, "def sigmoid(z):\n   ...:     return 1 / (1 + np.exp(-z))"),
    of("prompts within brackets", IMPORT, "In [3]: def sigmoid(z,\n   ...:             k=1):\n   ...:     return k / (k + np.exp(-z))"),
    of("prompts below other code", f"{IMPORT}\nk = 1\n>>> def sigmoid(z):\n...     return k / (k + np.exp(-z))\n>>> k\n1"),
    of("examples in a docstring beside what does not parse", IMPORT, "def sigmoid(z):\n    '''\n    >>> sigmoid(0)\n    0.5\n    '''\n    return 1 / (1 + np.exp(-z))\nx = = 3", holds=("sigmoid(0) == 0.5", "'>>> sigmoid(0)' in sigmoid.__doc__"), notes=("cell 2, line 7 is not valid Python (invalid syntax); what it says there is left out.",)),
    of("dots where code should be, beside what does not parse", IMPORT, f"{SIGMOID}\ndef propagate(w):\n    ...\nx = = 3", attempted={"sigmoid": True, "propagate": False}, notes=("cell 2, line 5 is not valid Python (invalid syntax); what it says there is left out.",)),
)  # fmt: skip

MAGICS = (
    of("cell magic that nobody knows", IMPORT, f"%%heat\n{SIGMOID}", first_lines={"sigmoid": ("cell 2", 2)}),
    of("cell magics with options", f"%%capture --no-stderr out\n{IMPORT}", f"%%wandb -t run\n{SIGMOID}"),
    of("two cell magics", f"%%capture\n%%time\n{IMPORT}", f"%%time\n%%ipytest -q\n{SIGMOID}", first_lines={"sigmoid": ("cell 2", 3)}),
    of("cell magic below a comment", IMPORT, f"# timed\n%%timeit\n{SIGMOID}", first_lines={"sigmoid": ("cell 2", 3)}),
    of("cell magic that nobody knows, above what is not Python", IMPORT, SIGMOID, "%%heat\ndef propagate(w)\n    return w", lacks=("propagate",), notes=("cell 3, line 2 is not valid Python (expected ':'); the definition of propagate there does not count.",)),
    of("cell magic that nobody knows, above words", IMPORT, SIGMOID, "%%ai chatgpt\nWrite a function that trains."),
    of("cell magic that nobody knows, above a magic", IMPORT, f"%%heat\n%matplotlib inline\n{SIGMOID}"),
    of("function in a shell cell", IMPORT, SIGMOID, "%%bash\ndef propagate(w, b):\n    return w", lacks=("propagate",), notes=("cell 3 begins with %%bash, so it is not Python and its definition of propagate does not count.",)),
    of("functions in a cell of HTML", IMPORT, SIGMOID, "%%html\n<pre>\ndef propagate(w):\n    return w\ndef predict(w):\n    return w", notes=("cell 3 begins with %%html, so it is not Python and its definitions of propagate and predict do not count.",)),
    of("function written to a file of text", IMPORT, SIGMOID, "%%writefile answer.txt\ndef propagate(w):\n    return w", notes=("cell 3 begins with %%writefile, so it is not Python and its definition of propagate does not count.",)),
    of("function written to a file of Python", IMPORT, f"%%writefile answer.py\n{IMPORT}\n{SIGMOID}", first_lines={"sigmoid": ("cell 2", 3)}),
    of("file written and imported", "%%writefile tools.py\nimport numpy as np\ndef half(z):\n    return np.exp(-z)", IMPORT, "import tools\ndef sigmoid(z):\n    return 1 / (1 + tools.half(z))", attempted={"half": True, "sigmoid": True}),
    of("file written in two cells, in a folder", "%%file src/parts.py\nimport numpy as np", "%%writefile -a src/parts.py\ndef half(z):\n    return np.exp(-z)", "from src.parts import half as h\ndef sigmoid(z):\n    return 1 / (1 + h(z))", attempted={"half": True, "sigmoid": True}),
)  # fmt: skip

ORDER = (
    of("helper defined after its reader", SIGMOID.replace("np.exp", "exp"), "exp = np.exp", IMPORT),
    of("alias before what it means", "relu = np_relu", IMPORT, SIGMOID, "def np_relu(z):\n    return np.maximum(0, z)", holds=("relu(-1) == 0",), attempted={"sigmoid": True, "np_relu": True}),
    of("cells out of order", code(SIGMOID, execution_count=9), code(IMPORT, execution_count=3)),
    of("defined twice", IMPORT, SIGMOID.replace("1 +", "7 +"), SIGMOID, notes=("sigmoid is defined in cell 2 and again in cell 3; the last one counts.",), first_lines={"sigmoid": ("cell 3", 1)}),
    of("defined twice in a cell", f"{IMPORT}\n{SIGMOID.replace('1 +', '7 +')}\n\n{SIGMOID}", notes=("sigmoid is defined twice in cell 1, in lines 2 and 5; the last one counts.",)),
    of("wrapped after its definition", IMPORT, SIGMOID, "sigmoid = np.vectorize(sigmoid)"),
    of("star import after the definition", IMPORT, SIGMOID, "from helpers_v2 import *"),
    of("decorator defined later", f"{IMPORT}\n@noisy\n{SIGMOID}", "def noisy(f):\n    return f", attempted={"sigmoid": True, "noisy": True}),
)  # fmt: skip

NEEDS = (
    of("helper, constant and lambda", IMPORT, "ONE = 1.0\nTWO = ONE + ONE\nexp = lambda x: np.exp(x)", "def inverse(x):\n    return ONE / x", "def sigmoid(z):\n    return inverse(TWO - ONE + exp(-z))", attempted={"sigmoid": True, "inverse": True, "exp": True}),
    of("exercise as a lambda", IMPORT, "sigmoid = lambda z: 1 / (1 + np.exp(-z))"),
    of("exercise by another name", IMPORT, SIGMOID.replace("sigmoid", "sig"), "sigmoid = sig", attempted={"sigmoid": True, "sig": True}),
    of("exercise made by a call", IMPORT, "import functools", "def sig(k, z):\n    return k / (k + np.exp(-z))", "sigmoid = functools.partial(sig, 1)", attempted={"sigmoid": True, "sig": True}),
    of("decorator", f"{IMPORT}\nimport functools\ndef logged(f):\n    @functools.wraps(f)\n    def inner(*a):\n        return f(*a)\n    return inner\n\n@logged\n{SIGMOID}", attempted={"sigmoid": True, "logged": True}, first_lines={"sigmoid": ("cell 1", 9)}),
    of("class with what it needs", IMPORT, "class Net:\n    size = 3\n    def act(self, z):\n        return sigmoid(z)", SIGMOID, holds=("Net().act(0) == 0.5",)),
    of("array constant", IMPORT, "SCALE = np.array([1.0, 1.0])[0]\nEPS = np.finfo(float).eps", "def sigmoid(z):\n    return SCALE / (1 + EPS * 0 + np.exp(-z))"),
    of("removed NumPy alias patched back", f"{IMPORT}\nnp.float = float", "def sigmoid(z):\n    return np.float(1 / (1 + np.exp(-z)))"),
    of("defined under if", f"{IMPORT}\nif True:\n    {SIGMOID.replace(chr(10), chr(10) + '    ')}", first_lines={"sigmoid": ("cell 1", 3)}),
    of("defined under an if that runs something", f"{IMPORT}\nif run():\n    train()\n    text = '''\nx'''\n    {SIGMOID.replace(chr(10), chr(10) + '    ')}", first_lines={"sigmoid": ("cell 1", 6)}, holds=("sigmoid(0) == 0.5", "text == chr(10) + 'x'")),
    of("import that may fail", "try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np", SIGMOID),
    of("import of what is not there", f"import numpy as np, nothing_of_this_name\nfrom math import exp, nothing_either\n{SIGMOID}", holds=("sigmoid(0) == 0.5", "exp(0) == 1")),
    of("support module with a version", IMPORT, "from helpers_v3b import sigma", SIGMOID),
    of("support module from a package", "from week2.helpers import *\nfrom .helpers_v2 import helper", IMPORT, SIGMOID, holds=("helper(1) == 2",)),
    of("main guard", IMPORT, SIGMOID, "if __name__ == '__main__':\n    k = 3", lacks=("k",)),
    of("training of an hour", IMPORT, SIGMOID, "import time\nwhile True:\n    time.sleep(3600)\n    model = 1", "costs = [sigmoid(i) for i in range(10**9)]", "d = model_of(np.zeros((3, 3)), num_iterations = 10**6)", lacks=("model", "costs", "d")),
    of("data set loaded at the top", "import h5py\ntrain = h5py.File('datasets/train.h5')\nX = np.array(train['x'][:])\nm = X.shape[0]", IMPORT, SIGMOID, lacks=("train", "X", "m")),
    of("plots and tests", IMPORT, SIGMOID, "import matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = (7.0, 4.0)\nplt.plot(sigmoid(np.arange(9)))\nassert sigmoid(0) == 0.5\nprint(sigmoid(0))"),
    of("reads a global of a training cell", IMPORT, SIGMOID, "X, Y = load()\nm = X.shape[1]", "def propagate(w, b, x, y):\n    A = sigmoid(np.dot(w.T, X) + b)\n    return A / m", attempted={"sigmoid": True, "propagate": True}, lacks=("X", "m"), notes=("propagate reads the notebook's variables X and m; use its arguments.",)),
    of("reads a constant that a training cell replaced", IMPORT, SIGMOID, "rate = 1", "def propagate(w, b, x, y):\n    return rate * w", "rate = search()", attempted={"sigmoid": True, "propagate": True}, notes=("propagate reads the notebook's variable rate; use its arguments.",)),
    of("value that runs the student's functions", IMPORT, SIGMOID, "costs = list(map(sigmoid, range(10**9)))", "def propagate(w, b, x, y):\n    return costs", attempted={"sigmoid": True, "propagate": True}, lacks=("costs",), notes=("propagate reads the notebook's variable costs; use its arguments.",)),
    of("helper that reads a global", IMPORT, SIGMOID, "for epoch in range(3): train(epoch)", "def helper(w):\n    return w * epoch", "def propagate(w, b, x, y):\n    return helper(w)", attempted={"sigmoid": True, "propagate": True, "helper": True}, notes=("helper reads the notebook's variable epoch; use its arguments.",)),
    of("default value from a training cell", IMPORT, SIGMOID, "X = load()", "def propagate(w, b, x=X, y=None):\n    return w", holds=("propagate(1, 2, 3, 4) == 1",), attempted={"sigmoid": True, "propagate": True}, notes=("propagate reads the notebook's variable X; use its arguments.",)),
    of("annotations that nothing defines", "from __future__ import annotations", IMPORT, SIGMOID.replace("z):", "z: Array[float]) -> Array | None:"), first_lines={"sigmoid": ("cell 3", 1)}),
    of("reads a star import's name", "from helpers import *", IMPORT, "def sigmoid(z):\n    return helper(0) / (1 + np.exp(-z))"),
)  # fmt: skip

NEW_TEMPLATE = """def sigmoid(z):
    # (\u2248 1 line of code)
    # s = ...
    # YOUR CODE STARTS HERE
    {0}
    # YOUR CODE ENDS HERE
    return s"""
MARKED = """def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    # YOUR CODE STARTS HERE
    for l in range(L):
        {0}
    # YOUR CODE ENDS HERE
    return parameters"""


def attempt(
    name: str, source: str, tried: bool, function: str = "sigmoid", notes: tuple[str, ...] = ()
) -> Oddity:
    return of(name, IMPORT, source, holds=(), attempted={function: tried}, notes=notes)


LAYER_SIZES = "def layer_sizes(X, Y):\n    n_x = X.shape[0]\n    n_h = 4\n    n_y = Y.shape[0]\n    return (n_x, n_h, n_y)"
OPTIMIZE = """def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost = False):
    costs = []
    for i in range(num_iterations):
        grads, cost = None
        dw = grads["dw"]
        db = grads["db"]
        w = None
        b = None
        if i % 100 == 0:
            costs.append(cost)
        if print_cost and i % 100 == 0:
            print ("Cost after iteration %i: %f" %(i, cost))
    params = {"w": w, "b": b}
    return params, grads, costs"""
MINI_BATCHES = """def random_mini_batches(X, Y, mini_batch_size = 64, seed = 0):
    np.random.seed(seed)
    m = X.shape[1]
    mini_batches = []
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    for k in range(0, m // mini_batch_size):
        ### START CODE HERE ### (approx. 2 lines)
        mini_batch_X = {0}
        ### END CODE HERE ###
        mini_batches.append(mini_batch_X)
    return mini_batches"""

LAYERS = """def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A_prev = A
        ### START CODE HERE ### (2 lines of code)
        {0}
        ### END CODE HERE ###
    ### START CODE HERE ### (2 lines of code)
    {1}
    ### END CODE HERE ###
    assert(AL.shape == (1, X.shape[1]))
    return AL, caches"""
BACKWARD = """def L_model_backward(AL, Y, caches):
    grads = {{}}
    L = len(caches)
    m = AL.shape[1]
    Y = Y.reshape(AL.shape)
    for l in reversed(range(L - 1)):
        current_cache = caches[l]
        ### START CODE HERE ### (5 lines)
        grads["dW" + str(l + 1)] = {0}
        ### END CODE HERE ###
    return grads"""

ATTEMPTS = (
    attempt("old template untouched", TEMPLATE.format("None"), False),
    attempt("old template filled in", TEMPLATE.format("1 / (1 + np.exp(-z))"), True),
    attempt("old template, work behind the marks", TEMPLATE.format("None").replace("    return s", "    s = 1 / (1 + np.exp(-z))\n    return s"), True),
    attempt("new template untouched", NEW_TEMPLATE.format("\n    "), False),
    attempt("new template filled in", NEW_TEMPLATE.format("s = 1 / (1 + np.exp(-z))"), True),
    attempt("new template, work before the marks", NEW_TEMPLATE.format("").replace("    # s = ...", "    s = 1 / (1 + np.exp(-z))"), True),
    attempt("new template with an empty loop", MARKED.format("# parameters['W'] = ..."), False, "update_parameters", ("cell 2, line 4 begins a block that holds no code; it was read as pass.",)),
    attempt("new template with a filled loop", MARKED.format("parameters['W' + str(l + 1)] -= learning_rate * grads['dW' + str(l + 1)]"), True, "update_parameters"),
    attempt("pass", "def sigmoid(z):\n    '''Words.'''\n    pass", False),
    attempt("dots", "def sigmoid(z): ...", False),
    attempt("docstring only", "def sigmoid(z):\n    '''Words.'''", False),
    attempt("not implemented", "def sigmoid(z):\n    raise NotImplementedError('todo')", False),
    attempt("comment and return None", "def sigmoid(z):\n    # TODO\n    return None", False),
    attempt("placeholders with given lines", OPTIMIZE, False, "optimize"),
    attempt("placeholders, one of them filled", OPTIMIZE.replace("w = None", "w = w - learning_rate * dw"), True, "optimize"),
    attempt("given work outside the marks", MINI_BATCHES.format("None"), False, "random_mini_batches"),
    attempt("answer in the return behind the marks", TEMPLATE.format("None").replace("return s", "return 1 / (1 + np.exp(-z))"), True),
    attempt("empty marks, work behind them that calls a star import's function", f"from helpers import *\n{NEW_TEMPLATE.format('')}".replace("    return s", "    s = helper(z)\n    return s"), True),
    attempt("empty marks, unbound names packed", "def propagate(w, b, X, Y):\n    m = X.shape[1]\n    # YOUR CODE STARTS HERE\n\n    # YOUR CODE ENDS HERE\n    cost = np.squeeze(np.array(cost))\n    grads = {'dw': dw, 'db': db}\n    return grads, cost", False, "propagate"),
    attempt("old template of a loop over layers", LAYERS.format("A, cache = None", "AL, cache = None"), False, "L_model_forward"),
    attempt("loop over layers filled in", LAYERS.format("A, cache = act(A_prev)\n        caches.append(cache)", "AL, cache = act(A)"), True, "L_model_forward"),
    attempt("old template with elements to fill in", BACKWARD.format("None"), False, "L_model_backward"),
    attempt("elements filled in", BACKWARD.format("linear_backward(caches[l])"), True, "L_model_backward"),
    attempt("work between the marks", MINI_BATCHES.format("shuffled_X[:, :3]"), True, "random_mini_batches"),
    attempt("calls on None", "def linear_forward(A, W, b):\n    Z = np.dot(None, None) + None\n    cache = (A, W, b)\n    return Z, cache", False, "linear_forward"),
    attempt("returns what nothing defines", "def sigmoid(z):\n    m = z.shape[1]\n    return s", False),
    attempt("layer sizes solved", LAYER_SIZES, True, "layer_sizes"),
    attempt("layer sizes untouched", LAYER_SIZES.replace("4", "None").replace("X.shape[0]", "None").replace("Y.shape[0]", "None"), False, "layer_sizes"),
    attempt("zeros as an answer", "def initialize_with_zeros(dim):\n    return np.zeros((dim, 1)), 0.0", True, "initialize_with_zeros"),
    attempt("argument as an answer", "def backward_propagation(x, theta):\n    dtheta = x\n    return dtheta", True, "backward_propagation"),
    attempt("one call as an answer", "def predict(parameters, X):\n    return forward_propagation(X, parameters) > 0.5", True, "predict"),
)  # fmt: skip

PROPAGATE = "def propagate(w, b, X, Y):\n    return w * b"
INNER = PROPAGATE.replace("\n", "\n    ")
TEXT_CELL = "cell 3 is a text cell, so its definition of propagate does not count."


def absent(name: str, cell: object, note: str, *others: str, **expected: object) -> Oddity:
    """A notebook whose third cell holds propagate where it does not count."""
    return of(
        name, IMPORT, SIGMOID, cell, *others, lacks=("propagate",), notes=(note,) if note else (), **expected
    )


ELSEWHERE = (
    absent("function between fences", text(f"My answer:\n\n```python\n{PROPAGATE}\n```\nDone."), TEXT_CELL),
    absent("function indented in a text cell", text(f"My answer:\n\n    {INNER}\n"), TEXT_CELL),
    absent("function in a raw cell", {"cell_type": "raw", "metadata": {}, "source": PROPAGATE}, TEXT_CELL),
    absent("function in a quotation of a text cell that was run before", text(f"~~~\n@timed\n{PROPAGATE}\n~~~"), TEXT_CELL),
    absent("prose that says how a function begins", text("Write\n```python\ndef propagate(w, b, X, Y):\n```\nas the brief says."), ""),
    absent("prose that shows what is to be filled in", text("```\ndef propagate(w, b, X, Y):\n    '''Words.'''\n    A = None\n    ...\n```"), ""),
    of("prose that shows what the next cell defines", IMPORT, text(f"```\n{SIGMOID}\n```"), SIGMOID),
    of("helper in a text cell", IMPORT, SIGMOID, text("def helper(w):\n    return w + 1"), "def propagate(w):\n    return helper(w)", attempted={"sigmoid": True, "propagate": True}, notes=("cell 3 is a text cell, so its definition of helper does not count.",)),
    absent("method", f"class Model:\n    size = 3\n    {INNER}", "propagate is a method of the class Model in cell 3, line 3; what is asked for is a function that stands by itself, outside of any class."),
    absent("static method of a class within a class", f"class Outer:\n    class Model:\n        @staticmethod\n        {INNER.replace(chr(10), chr(10) + '    ')}", "propagate is a method of the class Model in cell 3, line 4; what is asked for is a function that stands by itself, outside of any class."),
    absent("function in main", f"def main():\n    {INNER}\n    return propagate(1, 2, 3, 4)", "propagate is defined inside the function main (cell 3, line 2), and is known only there; move it out, to the left margin.", attempted={"sigmoid": True, "main": True}),
    absent("function in a branch of a function", f"def solve():\n    if True:\n        {INNER.replace(chr(10), chr(10) + '    ')}\n    return propagate", "propagate is defined inside the function solve (cell 3, line 3), and is known only there; move it out, to the left margin.", attempted={"sigmoid": True, "solve": True}),
    absent("function of a main program", f"if __name__ == '__main__':\n    {INNER}\n    print(propagate(1, 2, 3, 4))", 'propagate is defined under if __name__ == "__main__" (cell 3, line 2), which grading does not run; move it above that line.'),
    absent("function in a loop", f"for k in range(3):\n    {INNER}", "propagate is defined inside a loop (cell 3, line 2), which grading does not run; move it out of it."),
    absent("function in a comment", "#" + PROPAGATE.replace("\n", "\n#"), "propagate is commented out in cell 3, line 1; take the # away from each of its lines."),
    absent("misspelt function", PROPAGATE.replace("propagate", "propogate"), "There is no propagate, but a function propogate in cell 3, line 1: if that is it, call it propagate.", attempted={"sigmoid": True, "propogate": True}),
    absent("misspelt function beside an import of everything", f"from public_tests import *\n{PROPAGATE.replace('propagate', 'propogate')}", "There is no propagate, but a function propogate in cell 3, line 2: if that is it, call it propagate.", attempted={"sigmoid": True, "propogate": True}),
    of("method of a name that an import of everything binds", "from helpers import *", IMPORT, "class Model:\n    def sigmoid(self, z):\n        return z", holds=("sigmoid(0) == \"not the student's\"",), attempted={}),
    absent("function in capitals", PROPAGATE.replace("propagate", "Propagate"), "There is no propagate, but a function Propagate in cell 3, line 1: if that is it, call it propagate.", attempted={"sigmoid": True, "Propagate": True}),
    absent("test of a function that is not there", "def propagate_test(w):\n    assert w", "", attempted={"sigmoid": True, "propagate_test": True}),
    absent("function of another exercise", "def update_parameter(w):\n    return w + 1", "There is no update_parameters, but a function update_parameter in cell 3, line 1: if that is it, call it update_parameters.", attempted={"sigmoid": True, "update_parameter": True}),
    of("cells with the numbers that Jupyter shows", code(IMPORT, execution_count=3), code(SIGMOID.replace("1 +", "7 +"), execution_count=12), code(SIGMOID, execution_count=5), notes=("sigmoid is defined in cell 2 (In [12]) and again in cell 3 (In [5]); the last one counts.",), first_lines={"sigmoid": ("cell 3 (In [5])", 1)}),
    Oddity("cells of version 3 with their numbers", packed({**VERSION3, "worksheets": [{"cells": [{"cell_type": "code", "prompt_number": 4, "input": MODULE, "outputs": []}]}]}), first_lines={"sigmoid": ("cell 1 (In [4])", 4)}),
    of("cells with numbers that are none", code(IMPORT, execution_count="3"), code(SIGMOID, execution_count=-2), first_lines={"sigmoid": ("cell 2", 1)}),
)  # fmt: skip

TWICE = "sigmoid is defined in cell 2, line 1, and again in cell 3, where nothing is filled in; the first one counts. Delete the second: in your notebook it takes the first one's place."

COPIES = (
    of("copy of the template below the solution", IMPORT, SIGMOID, TEMPLATE.format("None"), notes=(TWICE,), first_lines={"sigmoid": ("cell 2", 1)}),
    of("copy of the other template below the solution", IMPORT, SIGMOID, NEW_TEMPLATE.format(""), notes=(TWICE,)),
    of("two copies below the solution", IMPORT, SIGMOID, TEMPLATE.format("None"), "def sigmoid(z):\n    pass", notes=(TWICE.replace("cell 3", "cell 4"),)),
    of("copy in the solution's cell", IMPORT, f"{SIGMOID}\n\ndef sigmoid(z):\n    raise NotImplementedError", notes=(TWICE.replace("cell 3", "line 4"),)),
    of("copy below a solution that others call", IMPORT, SIGMOID, "def propagate(w):\n    return sigmoid(w)", TEMPLATE.format("None"), attempted={"sigmoid": True, "propagate": True}, notes=(TWICE.replace("cell 3", "cell 4"),)),
    of("copy above the solution", IMPORT, TEMPLATE.format("None"), SIGMOID, notes=("sigmoid is defined in cell 2 and again in cell 3; the last one counts.",)),
    of("second solution, wrong as it is, below the first", IMPORT, SIGMOID, "def sigmoid(z):\n    return z + 1", holds=("sigmoid(0) == 1",), notes=("sigmoid is defined in cell 2 and again in cell 3; the last one counts.",)),
)  # fmt: skip


ODDITIES = (*FILES, *FORMATS, *CODE, *PASTED, *MAGICS, *ORDER, *NEEDS, *ATTEMPTS, *ELSEWHERE, *COPIES)
