"""What a delivered file is, by its name and by how it begins: a notebook is one whatever its ending."""

from __future__ import annotations

import re
from enum import StrEnum

HEAD = 4_096  # bytes of a file that are looked at
LONGEST = 255  # characters of a name that is looked at; no disk holds a longer one
ENDINGS = re.compile(
    r"\.(ipynb|pyw?|zip|json|txt|qmd|rmd|md|html?|download|crdownload|part|tgz|gz|tar)( ?\(\d{1,3}\))?$",
    re.IGNORECASE,
)
# what a browser or a mail program adds to a file's name
ADDED = re.compile(r"(\.(txt|download|crdownload|part)|(?<=\.ipynb) ?\(\d{1,3}\)|(?<=\.py) ?\(\d{1,3}\))$")
NOTEBOOK_KEYS = (b'"cells"', b'"cell_type"', b'"nbformat"', b'"worksheets"')
FENCED = re.compile(rb"^ {0,3}(```+|~~~+) *(\{?(python|code-cell|py)\b)", re.MULTILINE)


class Format(StrEnum):
    """What a file could be."""

    NOTEBOOK = "notebook"
    MODULE = "Python file"
    DOCUMENT = "document with code"  # Quarto, R Markdown, jupytext
    ARCHIVE = "archive"
    OTHER = "other"


PROGRAMS = (Format.NOTEBOOK, Format.MODULE)  # what a work is, where there is one
BY_ENDING = {
    ".ipynb": Format.NOTEBOOK,
    ".py": Format.MODULE,
    ".pyw": Format.MODULE,
    ".zip": Format.ARCHIVE,
}
SYSTEMS_SAYING = "says who handed in what, or when"
SYSTEMS_OWN = frozenset({"submission_metadata.yml", "timestamp.txt", ".txt"})
DOCUMENTS = (".md", ".qmd", ".rmd")
UNREAD = "an archive that is not read; hand in the file itself, or a zip"
WAYS_OUT = {
    ".pdf": "a PDF document",
    ".doc": "a text document",
    ".docx": "a text document",
    ".odt": "a text document",
    ".rtf": "a text document",
    ".pages": "a text document",
    ".html": "a web page",
    ".htm": "a web page",
    ".rar": UNREAD,
    ".7z": UNREAD,
    ".tar": UNREAD,
    ".gz": UNREAD,
    ".tgz": UNREAD,
    ".r": "a program in R",
    ".m": "a program in MATLAB or Octave",
    ".jl": "a program in Julia",
    ".png": "a picture",
    ".jpg": "a picture",
    ".jpeg": "a picture",
    ".qmd": "a document without Python code",
    ".rmd": "a document without Python code",
}


def format_by_name(name: str) -> Format:
    """Tell a file's format from its name, as far as that tells."""
    return BY_ENDING.get(_ending(ADDED.sub("", name[-LONGEST:])), Format.OTHER)


def format_by_head(name: str, head: bytes) -> Format:
    """Tell the format of a file whose name does not, by its first bytes."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"{") and any(key in text for key in NOTEBOOK_KEYS):
        return Format.NOTEBOOK
    if text.startswith(b"PK\x03\x04") and _ending(name) == "":
        return Format.ARCHIVE
    if _ending(name[-LONGEST:]) in DOCUMENTS and FENCED.search(head):
        return Format.DOCUMENT
    return Format.OTHER


def describe(name: str) -> str:
    """Say what a file is that is no work."""
    if name in SYSTEMS_OWN:
        return SYSTEMS_SAYING
    return WAYS_OUT.get(_ending(name[-LONGEST:]), "no notebook and no Python file")


def stem(name: str) -> str:
    """Return a file's name without its endings, of which a browser adds a second: ada.ipynb.json."""
    bare = name
    while len(name) <= LONGEST and (match := ENDINGS.search(bare)) and match.start() > 0:
        bare = bare[: match.start()]
    head, _, _ = name.rpartition(".")
    return bare if bare != name else head or name


def _ending(name: str) -> str:
    """Return what follows the last dot, in small letters, with the dot."""
    head, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and head and "/" not in ending else ""
