"""A document with code in it becomes its cells: Quarto, R Markdown, and Markdown as jupytext and MyST write it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.model import Cell
from grader.submission.reading.notebook import MAX_CELLS, UnreadableError

OPENING = re.compile(r"^ {0,3}(`{3,}|~{3,}) *(\{? *[\w.+-]*)")
PYTHON = frozenset({"python", "python3", "py", "ipython3", "code-cell"})
OTHERS = {"r": "R", "julia": "Julia", "bash": "bash", "octave": "Octave", "matlab": "MATLAB"}
OPTION = re.compile(r"^(#\||:[\w-]+:)")  # how a cell is shown, in its first lines


def document_cells(text: str) -> list[Cell]:
    """Take the Python code out of a document."""
    blocks = list(_blocks(text))
    sources = [source for language, source in blocks if language in PYTHON]
    if not sources:
        language = next((OTHERS[language] for language, _ in blocks if language in OTHERS), "")
        raise UnreadableError(
            f"written for {language}, not for Python" if language else "a document without Python code"
        )
    if len(sources) > MAX_CELLS:
        raise UnreadableError(f"has more than {MAX_CELLS} cells")
    return [Cell(f"cell {number}", source) for number, source in enumerate(sources, 1)]


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield each fenced block's language and text."""
    fence, language, lines = "", "", list[str]()
    for line in text.split("\n"):
        opening = OPENING.match(line)
        if not fence and opening:
            fence, language, lines = opening[1], opening[2].strip("{ ").lower().lstrip("."), []
        elif fence and opening and opening[1].startswith(fence) and not line.strip("`~ "):
            yield language, "\n".join(lines) + "\n"
            fence = ""
        elif fence and (lines or not OPTION.match(line)):
            lines.append(line)
    if fence and lines:
        yield language, "\n".join(lines) + "\n"
