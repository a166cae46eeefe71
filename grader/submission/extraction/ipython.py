"""What only IPython understands becomes plain Python of as many lines."""

from __future__ import annotations

import keyword
import re

from grader.submission.extraction.lines import fresh_lines

# %magic, %%magic, !shell, ?help, help?, and the same on the right of an assignment
LINE = re.compile(
    r"^([ \t]*)(?:[%!?].*|[\w.*]+\?{1,2}[ \t]*|\w[\w., \[\]\"']*=[ \t]*[%!](?!=).*)$", re.MULTILINE
)
RUN = re.compile(r"%run[ \t]+(?:-[a-zA-Z][ \t]+)*[\"']?([^\"'\n]+?\.(?:py|ipynb))\b")
# where a session begins, in IPython, Python and an editor's mode; and how it goes on
PROMPT = re.compile(r"[ \t]*(?:\[\w+\][ ])?(?:>>>(?!>)|In ?\[[ \d*]*\]:)[ ]?")
GOES_ON = re.compile(r"[ \t]*\.{3,}:?[ ]?")
WITHIN = re.compile(
    r"\n*[^\n]+\n[ \t]*\.{3,}(?::|[ ]+[^\s#])"
)  # a session pasted from behind its first prompt on


def without_indent(source: str) -> str:
    """Shift the cell left by the indent of its first line of code, as IPython does."""
    first = next((line for line in source.split("\n") if line.strip() and line.lstrip()[0] != "#"), "")
    indent = first[: len(first) - len(first.lstrip())]
    if not indent:
        return source
    return "\n".join(line.removeprefix(indent) for line in source.split("\n"))


def without_prompts(source: str) -> str:
    """Take the prompts off a pasted session; dots only where they go on with one, for a template has them too."""
    if not any(mark in source for mark in (">>>", "...", "In")):
        return source
    lines = source.split("\n")
    begins = {number for number in fresh_lines(source) if PROMPT.match(lines[number])}
    from_within = WITHIN.match(source) is not None
    in_session = False
    for number, line in enumerate(lines):
        prompt = PROMPT.match(line) if number in begins else GOES_ON.match(line) if in_session else None
        in_session = prompt is not None or (from_within and not in_session and bool(line.strip()))
        from_within = from_within and not in_session
        lines[number] = line[prompt.end() :] if prompt else line
    return "\n".join(lines)


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
