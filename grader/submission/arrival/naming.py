"""Whose work a file is, from where each students' system puts the name.

    Canvas      lovelaceada_LATE_1234_567890_notebook-1.ipynb      all in one folder or zip
    Moodle      Ada Lovelace_1234567_assignsubmission_file_/notebook.ipynb
    Gradescope  assignment_99_export/submission_123456/notebook.ipynb, and submission_metadata.yml
    nbgrader    submitted/ada/ps1/notebook.ipynb, or its exchange's (exchange.py)

Anything else: the file's name, or its folder's where it is the only submission in there. The outermost name
counts, for a system gives that one: what lies below it is the student's own, and may be called as anybody.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival.exchange import ExchangeName, exchange_name

if TYPE_CHECKING:
    from collections.abc import Mapping

CANVAS = re.compile(
    r"(?P<student>[^_]+)(?P<late>_LATE)?_(?P<identifier>\d{3,})_\d{4,}_(?P<name>.+?)(?:-(?P<again>\d{1,2}))?",
    re.DOTALL,
)
MOODLE = re.compile(r"(?P<student>.+?)_(?P<identifier>\d+)_assignsubmission_(?:file|onlinetext)(?:_|$)")
GRADESCOPE = re.compile(r"submission_(?P<identifier>\d+)")
# what no system can store, what is not seen, and the sign that tells apart what would else be called alike
FORBIDDEN = re.compile(
    r'[<>:"/\\|?*#\x00-\x1f\x7f-\x9f\xad\ud800-\udfff\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f'
    r"\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
RESERVED = re.compile(r"(con|prn|aux|nul|con(in|out)\$|(com|lpt)[\d\xb9\xb2\xb3])\s*(\..*)?", re.IGNORECASE)
APART = "#"
LONGEST = 200  # bytes: a file system allows 255 for a folder's name, and what tells names apart is added
MOST = 1_000  # characters looked at: to normalise a name takes the square of its accents in a row


class Attribution(NamedTuple):
    """Whose a file is, as far as its path tells; all as it was delivered."""

    student: str
    group: str = ""  # the folder it shares with other students' work
    system: str = ""
    identifier: str = ""  # the student's in that system
    attempt: int = 1
    late: bool = False
    when: str = ""


def recognise_naming(parts: tuple[str, ...], submitters: Mapping[str, tuple[str, str]]) -> Attribution | None:
    """Recognise a system's naming in a path; its last part is the file's name without its ending."""
    folders, stem = parts[:-1], parts[-1]
    for depth, folder in enumerate(folders):
        group = folders[depth - 1] if depth else ""
        if match := MOODLE.match(folder):
            return Attribution(match["student"], group, "moodle", match["identifier"])
        if match := GRADESCOPE.fullmatch(folder):
            student, identifier = submitters.get(folder, (folder, match["identifier"]))
            return Attribution(student, group, "gradescope", identifier)
        if name := exchange_name(parts[depth:]):
            return _in_exchange(name)
        if folder == "submitted" and len(folders) - depth >= 3:
            return Attribution(folders[depth + 1], folders[depth + 2], "nbgrader", folders[depth + 1])
    return _in_file_name(stem, folders[-1] if folders else "")


def _in_file_name(stem: str, group: str) -> Attribution | None:
    if match := MOODLE.match(stem):
        return Attribution(match["student"], group, "moodle", match["identifier"])
    if name := exchange_name((stem,)):
        return _in_exchange(name)
    if match := CANVAS.fullmatch(stem):
        attempt = int(match["again"] or 0) + 1  # Canvas counts from the second upload: -1
        return Attribution(
            match["student"], group, "canvas", match["identifier"], attempt=attempt, late=bool(match["late"])
        )
    return None


def _in_exchange(name: ExchangeName) -> Attribution:
    return Attribution(name.student, name.group, "nbgrader", name.student, when=name.when)


def safe_name(name: str) -> str:
    """Make a student's name one that any system takes for a folder's: of at most 200 bytes, and plain to see."""
    safe = normalise(FORBIDDEN.sub("_", name[: MOST + 1]))[:MOST]
    if len(safe.encode()) > LONGEST or len(name) > MOST:
        safe = with_hash(_truncate(safe, LONGEST - 9).rstrip(" ."), normalise(name))
    return f"_{safe}" if not safe or safe.startswith(APART) or RESERVED.fullmatch(safe) else safe


def normalise(name: str) -> str:
    """Write all of a name in the one way that counts, of several that look the same."""
    name = name.strip(" .")
    return unicodedata.normalize("NFC", name).strip(" .") if len(name) <= MOST else name


def with_hash(name: str, origin: str) -> str:
    """Tell a name apart from others like it, by nine characters of what it was made of."""
    digest = hashlib.sha256(origin.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name}{APART}{digest[:8]}"


def folder(name: str) -> str:
    """Return what a name's folder is called: letters of any script with their marks, digits, little else."""
    return "".join(character if _plain(character) else "_" for character in name).strip(" .")


def _plain(character: str) -> bool:
    return (
        character.isalnum()
        or character in "_.@+=' -#"
        or unicodedata.category(character) in {"Mn", "Mc"}  # vowels, in the scripts of India
    )


def fold(name: str) -> str:
    """Return what two names have in common that some file system takes for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip(" .")


def _truncate(name: str, room: int) -> str:
    """Cut a name to so many bytes, between letters: what is written over or under one stays with it."""
    kept = name.encode()[:room].decode("utf-8", "ignore")
    while kept and len(kept) < len(name) and unicodedata.category(name[len(kept)]).startswith("M"):
        kept = kept[:-1]
    return kept
