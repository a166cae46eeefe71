"""A cell that begins with %%: whether the rest of it is Python, and the files of Python that such cells write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE = re.compile(r"\A\s*%%(!|[\w.]+)(.*)")
FUNCTION = re.compile(r"^(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(", re.MULTILINE)
# the rest of these cells is Python of this notebook
PYTHON = frozenset(
    {"time", "timeit", "capture", "prun", "python", "python3", "px", "debug", "memit", "mprun"}
)
# and of these it is not; of all others nobody knows: it is read as Python where it parses, or defines a function
FOREIGN = frozenset(
    {
        "bash", "sh", "script", "cmd", "powershell", "system", "sx", "!", "html", "javascript", "js", "css",
        "svg", "latex", "markdown", "perl", "ruby", "r", "julia", "octave", "matlab", "sql", "bigquery", "cpp",
        "python2", "pypy", "mermaid",
    }
)  # fmt: skip
MAX_MAGICS = 5  # above one cell
WRITES = frozenset({"writefile", "file"})
MODULE = re.compile(r"(?:\./)?([A-Za-z_]\w*(?:/[A-Za-z_]\w*)*)\.py\Z")


class CellMagic(NamedTuple):
    """What the first lines of a cell say of the rest."""

    name: str  # empty where there is none; of several the last
    rest: str  # of the cell, of as many lines as before
    is_foreign: bool = False  # not Python
    is_known: bool = True


def cell_magic(source: str) -> CellMagic:
    """Read a cell's magics: %%capture may stand above %%bash."""
    magic = CellMagic("", source)
    for _ in range(MAX_MAGICS):
        match = None if magic.is_foreign else LINE.match(magic.rest)
        if not match:
            break
        name, arguments = match[1], match[2]
        rest = "\n" * magic.rest.count("\n", 0, match.end()) + magic.rest[match.end() :]
        if name in WRITES:
            magic = CellMagic(name, rest, is_foreign=not _file(arguments).endswith(".py"))
        else:
            magic = CellMagic(name, rest, name.lower() in FOREIGN, name in PYTHON)
    return magic


def functions_in(source: str) -> list[str]:
    """Return the names of the functions that a text defines, whatever language it is in."""
    return list(dict.fromkeys(FUNCTION.findall(source)))


def written_modules(sources: Iterable[str]) -> dict[str, str]:
    """Return the modules that cells write, by their names: the last one of a name, and what is appended to it."""
    modules: dict[str, str] = {}
    for source in sources:
        match = LINE.match(source) if "%%" in source else None
        path = MODULE.match(_file(match[2])) if match and match[1] in WRITES else None
        if match and path:
            name, text = path[1].rpartition("/")[2], source[match.end() :].removeprefix("\n")
            appends = {"-a", "--append"}.intersection(match[2].split())
            modules[name] = f"{modules.get(name, '')}{text}\n" if appends else f"{text}\n"
    return modules


def _file(arguments: str) -> str:
    """Return the file that %%writefile writes: its last argument."""
    return arguments.strip().rpartition(" ")[2].strip("\"'").replace("\\", "/")
