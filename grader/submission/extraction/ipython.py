"""What only IPython understands becomes plain Python of as many lines."""

from __future__ import annotations

import keyword
import re

from grader.submission.extraction.lines import fresh_lines

# %magic, %%magic, !shell, ?help, help?, and the same on the right of an assignment
LINE = re.compile(
    r"^([ \t]*)(?:[%!?].*|[\w.*]+\?{1,2}[ \t]*|\w[\w., \[\]\"']*=[ \t]*[%!](?!=).*)$", re.MULTILINE
)
CELL = re.compile(r"\A\s*%%(\w+)(.*)")
# the rest of these cells is Python of this notebook
PYTHON = frozenset(
    {"time", "timeit", "capture", "prun", "python", "python3", "px", "debug", "memit", "mprun"}
)
RUN = re.compile(r"%run[ \t]+(?:-[a-zA-Z][ \t]+)*[\"']?([^\"'\n]+?\.(?:py|ipynb))\b")
PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.|In \[\d*\]:)[ ]?", re.MULTILINE)


def has_cell_magic(source: str) -> bool:
    return source.lstrip().startswith("%%")


def without_cell_magic(source: str) -> str:
    """Blank the %%line; blank the whole cell where it makes it something else than Python."""
    match = CELL.match(source)
    if not match:
        return source
    name, rest = match[1], match[2]
    if name in PYTHON or (name == "writefile" and rest.rstrip().endswith(".py")):
        return "\n" * source.count("\n", 0, match.end()) + source[match.end() :]
    return ""


def without_indent(source: str) -> str:
    """Shift the cell left by the indent of its first line of code, as IPython does."""
    first = next((line for line in source.split("\n") if line.strip() and line.lstrip()[0] != "#"), "")
    indent = first[: len(first) - len(first.lstrip())]
    if not indent:
        return source
    return "\n".join(line.removeprefix(indent) for line in source.split("\n"))


def without_prompts(source: str) -> str:
    return PROMPT.sub("", source) if PROMPT.match(source.lstrip("\n")) else source


def without_magics(source: str) -> str:
    """Put `pass` in place of every magic, and blank what a backslash continues."""
    return _blank_magics(source, set(fresh_lines(source, LINE)))


def without_anything_like_magics(source: str) -> str:
    """The same for code so broken that nobody can say where its lines begin."""
    return _blank_magics(source, set(range(source.count("\n") + 1)))


def star_import(path: str) -> str:
    """Return the import of what running a file would define: %run ../dnn_utils_v2.py."""
    stem = re.split(r"[/\\]", path)[-1].rpartition(".")[0]
    return f"from {stem} import *" if stem.isidentifier() and not keyword.iskeyword(stem) else "pass"


def _blank_magics(source: str, numbers: set[int]) -> str:
    lines = source.split("\n")
    continued = False
    for number, line in enumerate(lines):
        magic = LINE.match(line) if number in numbers and not continued else None
        if magic:
            run = RUN.match(line)
            lines[number] = star_import(run[1]) if run else f"{magic[1]}pass"
        elif continued:
            lines[number] = ""
        continued = (continued or magic is not None) and line.endswith("\\")
    return "\n".join(lines)
