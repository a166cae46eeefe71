"""A delivery becomes a submission: its bytes are decoded, a notebook's code cells taken out."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from pathlib import Path

from grader.errors import SubmissionError
from grader.model import Cell, Note, Submission
from grader.submission.arrival import archive
from grader.submission.arrival.delivery import Delivery
from grader.submission.arrival.formats import DOCUMENTS, Format, format_by_name
from grader.submission.reading.decoding import RUN, UndecodableError, clean, decode, longest_pile
from grader.submission.reading.document import document_cells
from grader.submission.reading.marimo import marimo_cells
from grader.submission.reading.notebook import CLEAR, MAX_NAME, UnreadableError, cells
from grader.submission.reading.own_files import read_parts

MAX_BYTES = 50_000_000  # the course's largest notebooks, images included, reach 2.4 MB
# of one submission's code, so that reading and extracting take no longer than half a second
MAX_CODE = 300_000  # characters; a long notebook has 50,000
MAX_LINES = 6_000  # and semicolons, which are as good as lines
MAX_SIGNS = 60_000  # commas, brackets, operators: the parser's time goes by them; a long notebook has 10,000
SIGNS = ",()[]{}=+-*/:.%<>|&^~@"
LIMITS = (
    ("characters", "", MAX_CODE),
    ("lines", "\n;", MAX_LINES),
    ("operators and brackets", SIGNS, MAX_SIGNS),
)

FOREIGN = {
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"7z\xbc\xaf": "a compressed archive",
    b"%PDF": "a PDF document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x89HDF": "a data file",
    b"\x93NUMPY": "a data file",
    b"\x7fELF": "a program",
    b"version https://git-lfs": "a pointer to a file that git-lfs keeps elsewhere",
}


def read(delivery: Delivery | Path) -> Submission:
    """Read one delivery; raise SubmissionError with a one-line reason when that cannot be done."""
    if not isinstance(delivery, Delivery):
        delivery = Delivery(Path(delivery).stem, Path(delivery))
    if delivery.problem:
        raise SubmissionError(delivery.problem, delivery.name)
    try:
        digest, code, notes, prose, texts = _code(_content(delivery), delivery)
        code, notes = _leave_out_largest(code, notes)
        _refuse_piles(code)
        code = marimo_cells(code) or code
    except (UnreadableError, UndecodableError, archive.ArchiveError) as error:
        raise SubmissionError(str(error), delivery.name) from None
    except OSError as error:
        raise SubmissionError(f"cannot be opened: {error.strerror or error}", delivery.name) from error
    if delivery.remark:
        notes = [Note(delivery.remark), *notes]
    submission = Submission(
        delivery.student, delivery.name, tuple(code), digest, tuple(notes), prose, tuple(texts)
    )
    if not delivery.parts:
        return submission
    modules, files, part_notes = read_parts(delivery.parts)
    whole = hashlib.sha256(repr((digest, sorted(modules.items()), sorted(files.items()))).encode())
    return replace(
        submission, digest=whole.hexdigest(), notes=(*notes, *part_notes), modules=modules, files=files
    )


def _content(delivery: Delivery) -> bytes:
    if delivery.entry is not None:
        return archive.content(delivery.path, delivery.entry, MAX_BYTES, delivery.outer)
    status = delivery.path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError("a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("not an ordinary file")
    if status.st_size > MAX_BYTES:
        raise UnreadableError(f"larger than {MAX_BYTES // 1_000_000} MB; {CLEAR}")
    with open(os.open(delivery.path, os.O_RDONLY | getattr(os, "O_BINARY", 0)), "rb") as file:
        return file.read(MAX_BYTES + 1)[:MAX_BYTES]


def _code(content: bytes, delivery: Delivery) -> tuple[str, list[Cell], list[Note], str, list[Cell]]:
    """Return the content's digest, its code, what there is to say of it, its text cells' text, and those with code."""
    if not content.strip():
        raise UnreadableError("empty")
    for magic, kind in FOREIGN.items():
        if content.startswith(magic):
            raise UnreadableError(f"{kind}, not a notebook")
    digest = hashlib.sha256(content).hexdigest()
    text, remark = decode(content)
    del content  # as large as the largest of what is read from it
    notes = [Note(remark)] if remark else []
    name = (delivery.member or delivery.path.name).rsplit("/", 1)[-1]
    if not _looks_like_notebook(text):
        if format_by_name(name) is Format.MODULE:
            return digest, [Cell(clean(name)[:MAX_NAME], text)], notes, "", []
        if name.lower().endswith(DOCUMENTS):
            return digest, document_cells(text), notes, "", []
    code, cell_notes, prose, texts = cells(text)
    return digest, code, notes + cell_notes, prose, texts


def _looks_like_notebook(text: str) -> bool:
    """A notebook that was only renamed to .py; a Python file could begin with a brace, but not say this."""
    head = text[:2000].lstrip()
    return head.startswith("{") and any(key in head + text[-2000:] for key in ('"cells"', '"nbformat"'))


def _leave_out_largest(code: list[Cell], notes: list[Note]) -> tuple[list[Cell], list[Note]]:
    """Leave out the largest cells of a notebook that costs too long to parse, and say so.

    By letters alone parsing could cost anything from nothing to 8 seconds a megabyte, so three things count.
    """
    for unit, characters, limit in LIMITS:
        counts = {cell.origin: _count(cell.source, characters) for cell in code}
        largest = sorted(counts, key=lambda origin: counts[origin])
        while sum(counts.values()) > limit:
            count = counts.pop(origin := largest.pop())
            if not counts:
                raise UnreadableError(
                    f"holds {count:,} {unit} of code, and at most {limit:,} are read; "
                    "take out what is not the assignment's, such as pasted data, and hand it in again"
                )
            reason = f"not read: it holds {count:,} {unit}, and at most {limit:,} of a notebook are read"
            notes = [*notes, Note(reason, origin)]
        code = [cell for cell in code if cell.origin in counts]
    return code, notes


def _refuse_piles(code: list[Cell]) -> None:
    """Refuse what Python takes the square of the time to read: accents upon accents in a name."""
    for cell in code:
        if pile := longest_pile(cell.source):
            raise UnreadableError(
                f"{cell.origin} holds a letter with {pile:,} accents or other marks, and at most {RUN} are read; "
                "take them out and hand it in again"
            )


def _count(source: str, signs: str) -> int:
    return sum(map(source.count, signs)) if signs else len(source)
