"""No byte that a stranger wrote reaches a parser, a compiler or a decoder in the process that holds the answers.

Every hand-in of a class carries a marker wherever a marker can be. A process that grades the class alone watches what
those functions are given; that the marker is seen where somebody calls them himself shows that it looks.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MARK = "canary_7f3a"
WATCHED = (
    "ast.parse", "builtins.compile", "builtins.eval", "builtins.exec", "json.loads", "symtable.symtable",
    "tokenize.generate_tokens", "tokenize.tokenize", "zlib.decompress", "zipfile.ZipFile",
    "gzip.decompress", "pickle.loads", "marshal.loads", "nbformat.reads", "csv.reader", "tomllib.loads",
)  # fmt: skip
WATCHING = """
import importlib, inspect, sys
from pathlib import Path

MARK, ROOT, WATCHED, ARGUMENTS, HIMSELF = {mark!r}, {root!r}, {watched!r}, {arguments!r}, {himself!r}
sys.path.insert(0, ROOT)
seen = []

def watch(name):
    module, _, attribute = name.rpartition(".")
    module = importlib.import_module(module)
    function = getattr(module, attribute)

    def watching(*args, **kwargs):
        caller = sys._getframe(1).f_code.co_filename
        if MARK in repr((args, kwargs)) and not caller.endswith("/grader/worker/wire.py"):
            seen.append((name, caller))
        return function(*args, **kwargs)

    setattr(module, attribute, watching)

class Inflating:
    def __init__(self, *form):
        self._made = decompressobj(*form)

    def decompress(self, *args):
        content = self._made.decompress(*args)
        if MARK.encode() in content:
            seen.append(("zlib", sys._getframe(1).f_code.co_filename))
        return content

for name in WATCHED:
    watch(name)
import zlib
decompressobj, zlib.decompressobj = zlib.decompressobj, Inflating
from grader.cli import main
try:
    main(ARGUMENTS, standalone_mode=False)
finally:
    if HIMSELF:
        __import__("ast").parse(MARK)
        zlib.decompressobj().decompress(zlib.compress(MARK.encode()))
    Path(sys.argv[1]).write_text(__import__("json").dumps(seen))
"""


def seen_while_grading(folder: Path, tmp_path: Path, *, himself: bool = False) -> list[list[str]]:
    """Return which watched function was given the marker, and by which file, while a class is graded."""
    out = tmp_path / "out"
    arguments = ["grade", str(folder), "--out", str(out), "--jobs", "1", "-a", "logistic_regression"]
    script = WATCHING.format(mark=MARK, root=str(ROOT), watched=WATCHED, arguments=arguments, himself=himself)
    told = tmp_path / "seen.json"
    run = subprocess.run(
        [sys.executable, "-c", script, str(told)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.exists(), run.stderr
    assert (out / "grades.csv").is_file(), run.stderr
    for name in (MARK, f"{MARK}_3", "eve"):
        record = json.loads((out / "logistic_regression" / name / "result.json").read_text())
        assert record["status"] == "graded"
    assert MARK in (out / "logistic_regression" / MARK / "report.html").read_text()
    seen: list[list[str]] = json.loads(told.read_text())
    return seen


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """Return a class whose hand-ins carry the marker in code, comments, names, text cells and metadata."""
    code = (
        f"def sigmoid(z):\n    {MARK} = z  # {MARK}\n    return '{MARK}'\n\n"
        f"def {MARK}():\n    return sigmoid({MARK})\n"
    )
    cells = [
        {"cell_type": "markdown", "metadata": {MARK: MARK}, "source": f"# {MARK}"},
        {
            "cell_type": "code",
            "execution_count": 1,
            "metadata": {},
            "outputs": [{"text": MARK}],
            "source": code,
        },
    ]
    notebook = {"cells": cells, "metadata": {"name": MARK}, "nbformat": 4, "nbformat_minor": 5}
    texts = {
        f"{MARK}.py": code,
        f"{MARK}_2.py": f"import {MARK}\nfrom {MARK} import x\nexec('{MARK}')\n{code}",
        f"{MARK}_3.ipynb": json.dumps(notebook),
        f"{MARK}_4.py": f"def f(:\n{MARK}\n",
        f"{MARK}_5.ipynb": f'{{"cells": [{MARK}',
    }
    folder = tmp_path / "class"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    for student in ("eve", "mallory"):  # several files, and an archive in an archive
        own = folder / student
        (own / ".git").mkdir(parents=True)
        (own / ".git" / "HEAD").write_text(MARK)
        (own / "timestamp.txt").write_text(MARK)
        for name in ("week1.py", f"{MARK}.py", f"{MARK}.md"):
            (own / name).write_text(code)
    inner = zipped({f"{MARK}.ipynb": json.dumps(notebook), "x": MARK})
    (own / f"{MARK}.zip").write_bytes(zipped({f"{MARK}.md": code, f"{MARK}.zip": inner}))
    for name in ("week1.py", f"{MARK}.py"):
        (own / name).unlink()
    return folder


def zipped(files: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_no_parser_of_the_grading_process_sees_what_was_handed_in(marked: Path, tmp_path: Path) -> None:
    assert seen_while_grading(marked, tmp_path) == []


def test_who_parses_it_himself_is_seen(marked: Path, tmp_path: Path) -> None:
    seen = seen_while_grading(marked, tmp_path, himself=True)
    assert ["ast.parse", "<string>"] in seen
    assert ["zlib", "<string>"] in seen
