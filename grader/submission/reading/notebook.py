"""A notebook's text becomes its code cells, whatever version and editor wrote it."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from grader.model import Cell, Note
from grader.submission.reading.decoding import clean, newlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MEMORY = 220_000_000  # bytes that a JSON text, its strings read from it and all else in it may take
VALUE = 125  # bytes of a value or a key besides its letters, at most
COSTS = ",:[{{"  # signs outside of strings; a dictionary costs twice what else does
# possessive, for a string may be as long as the file
OUTSIDE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|([,:\[{])', re.DOTALL)
MAX_CELLS = 10_000
MAX_PROSE = 200_000  # characters; the course's longest notebook says 25,000
MAX_CELL = 200_000  # characters of one cell's code; the course's longest function is 5,000
MAX_NAME = 100  # characters of a file's that are told
CLEAR = "clear its outputs, save it, and hand it in again"
DEFINES = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(", re.MULTILINE)
# kernels that do not always tell their language
OTHER_KERNELS = {
    "ir": "R",
    "javascript": "JavaScript",
    "bash": "bash",
    "octave": "Octave",
    "matlab": "MATLAB",
}


class UnreadableError(ValueError):
    """Says in one clause why something cannot be read."""


def cells(text: str) -> tuple[list[Cell], list[Note], str, list[Cell]]:
    """Take the code out, and what the text cells say; all are numbered from 1 as they stand in the notebook.

    The text cells that define a function come last: a code cell may have become one of them.
    """
    notebook = _parse(text)
    _refuse_other_languages(notebook)
    notes = list(_python2_notes(notebook))
    code, prose, texts = list[Cell](), list[str](), list[Cell]()
    room = MAX_PROSE
    for position, raw in enumerate(_raw_cells(notebook), 1):
        origin = _origin(position, raw)
        source, remark = _source(raw)
        if remark:
            notes.append(Note(f"{origin} {remark}", origin))
        if source and _is_code(raw):
            code.append(Cell(origin, source))
            continue
        prose.append(source)
        room -= len(source)
        if room >= 0 and DEFINES.search(source):
            texts.append(Cell(origin, source))
    return code, notes, "\n".join(prose)[:MAX_PROSE], texts


def _origin(position: int, raw: Any) -> str:
    """Name a cell by its place, and by the number that Jupyter shows beside it once it was run."""
    count = raw.get("execution_count", raw.get("prompt_number")) if isinstance(raw, dict) else None
    is_shown = type(count) is int and 0 < count < 1_000_000
    return f"cell {position} (In [{count}])" if is_shown else f"cell {position}"


def _parse(text: str) -> dict[str, Any]:
    _refuse_too_much(text)
    try:
        notebook = json.loads(text)
    except RecursionError:
        raise UnreadableError("nested too deeply to be a notebook") from None
    except json.JSONDecodeError as error:
        raise UnreadableError(_describe_json_error(text, error)) from None
    except ValueError:
        raise UnreadableError("holds a number too long to be one") from None
    if isinstance(notebook, dict) and isinstance(notebook.get("content"), dict):
        notebook = notebook["content"]  # as Jupyter's web interface hands notebooks over
    if not isinstance(notebook, dict):
        raise UnreadableError("JSON, but not a notebook")
    return notebook


def _refuse_too_much(text: str) -> None:
    """Bound the memory that parsing takes: values are counted crudely first, then without what is in strings."""
    most = (
        MEMORY - 2 * sys.getsizeof(text)
    ) // VALUE  # one letter may make every letter of a text take four bytes
    if most < 0:
        raise UnreadableError(f"too large to be read; {CLEAR}")
    if len(text) > most and sum(map(text.count, COSTS)) > most and _holds_more(text, most):
        raise UnreadableError(f"holds too many values to be a notebook; {CLEAR}")


def _holds_more(text: str, most: int) -> bool:
    values = strings = 0
    for token in OUTSIDE.finditer(text):
        values += 2 if token[1] == "{" else 1 if token[1] else 0
        strings += not token[1]
        if max(values, strings) > most:
            return True
    return False


def _describe_json_error(text: str, error: json.JSONDecodeError) -> str:
    head = text[:1000].lstrip()
    if not head:
        return "empty"
    if head.startswith("<"):
        return "a web page or XML, not a notebook; download the notebook itself"
    if re.search(r"^(<<<<<<<|>>>>>>>) ", text, re.MULTILINE):
        return "holds unresolved merge conflicts (lines of <<<<<<<)"
    if not head.startswith(("{", "[")):
        return "not a notebook; if it is Python code, name it .py"
    return f"not valid JSON, perhaps cut off while saving (at line {error.lineno})"


def _raw_cells(notebook: dict[str, Any]) -> list[Any]:
    """Return version 4's cells, or those of version 3's worksheets."""
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        sheets = notebook.get("worksheets")
        sheets = [sheet for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else None
        if sheets is None:
            raise UnreadableError("JSON, but not a notebook: it has no cells")
        cells = [cell for sheet in sheets for cell in _list(sheet.get("cells"))]
    if len(cells) > MAX_CELLS:
        raise UnreadableError(f"has more than {MAX_CELLS} cells")
    return cells


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _source(raw: Any) -> tuple[str, str]:
    """Return a cell's text, and a remark where some of it could not be read."""
    if not isinstance(raw, dict):
        return "", "is not a notebook's cell; it is left out."
    source = raw.get("source", raw.get("input", ""))  # version 3 says input
    parts = source if isinstance(source, list) else [source]
    texts = [part for part in parts if isinstance(part, str)]
    text = clean(newlines("".join(texts))) if sum(map(len, texts)) <= 2 * MAX_CELL else None  # \r\n is two
    if text is None or len(text) > MAX_CELL:
        return "", f"holds more than {MAX_CELL} characters; it is left out."
    if len(texts) < len(parts):
        return text, "has a source that is not all text; the rest of it is left out."
    return text, ""


def _is_code(raw: dict[str, Any]) -> bool:
    kind = raw.get("cell_type")
    return kind == "code" if isinstance(kind, str) else "outputs" in raw or "execution_count" in raw


def _metadata(notebook: dict[str, Any], *keys: str) -> str:
    value: Any = notebook.get("metadata")
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _languages(notebook: dict[str, Any]) -> Iterable[str]:
    yield _metadata(notebook, "kernelspec", "language")
    yield _metadata(notebook, "language_info", "name")
    yield OTHER_KERNELS.get(_metadata(notebook, "kernelspec", "name").lower(), "")


def _refuse_other_languages(notebook: dict[str, Any]) -> None:
    languages = [language for language in _languages(notebook) if language]
    if languages and not any("python" in language.lower() for language in languages):
        raise UnreadableError(f"written for {languages[0][:40]}, not for Python")


def _python2_notes(notebook: dict[str, Any]) -> Iterator[Note]:
    kernel = _metadata(notebook, "kernelspec", "name").lower()
    version = _metadata(notebook, "language_info", "version")
    if kernel == "python2" or version.startswith("2."):
        yield Note("This notebook was written for Python 2, where 1/m is a whole number; Python 3 runs it.")
