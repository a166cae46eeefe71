"""A delivery becomes a submission: its bytes are decoded, a notebook's code cells taken out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from grader.errors import SubmissionError
from grader.model import Cell, Note, Submission
from grader.submission.arrival.archive import ArchiveError
from grader.submission.arrival.delivery import Delivery
from grader.submission.arrival.formats import DOCUMENTS, Format, format_by_name
from grader.submission.reading.decoding import RUN, UndecodableError, clean, decode, longest_pile
from grader.submission.reading.document import document_cells
from grader.submission.reading.marimo import marimo_cells
from grader.submission.reading.notebook import MAX_NAME, UnreadableError, cells
from grader.submission.reading.own_files import read_parts
from grader.submission.reading.unread import MAX_BYTES, PackedFile, Unread, collect

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
    return read_collected(collect(delivery))


def read_collected(unread: Unread) -> Submission:
    """Read what was collected of a delivery; raise SubmissionError as `read` does."""
    try:
        digest, code, notes, prose, texts = _code(unread.file)
        code, notes = _leave_out_largest(code, notes)
        _refuse_piles(code)
        code = marimo_cells(code) or code
    except (UnreadableError, UndecodableError, ArchiveError) as error:
        raise SubmissionError(str(error), unread.name) from None
    if unread.remark:
        notes = [Note(unread.remark), *notes]
    submission = Submission(
        unread.student, unread.name, tuple(code), digest, tuple(notes), prose, tuple(texts)
    )
    if not unread.parts:
        return submission
    modules, files, part_notes = read_parts(unread.parts)
    whole = hashlib.sha256(repr((digest, sorted(modules.items()), sorted(files.items()))).encode())
    return replace(
        submission, digest=whole.hexdigest(), notes=(*notes, *part_notes), modules=modules, files=files
    )


def _code(file: PackedFile) -> tuple[str, list[Cell], list[Note], str, list[Cell]]:
    """Return the content's digest, its code, what there is to say of it, its text cells' text, and those with code."""
    content = file.unpack(MAX_BYTES)
    if not content.strip():
        raise UnreadableError("empty")
    for magic, kind in FOREIGN.items():
        if content.startswith(magic):
            raise UnreadableError(f"{kind}, not a notebook")
    digest = hashlib.sha256(content).hexdigest()
    text, remark = decode(content)
    del content  # as large as the largest of what is read from it
    notes = [Note(remark)] if remark else []
    if not _looks_like_notebook(text):
        if format_by_name(file.name) is Format.MODULE:
            return digest, [Cell(clean(file.name)[:MAX_NAME], text)], notes, "", []
        if file.name.lower().endswith(DOCUMENTS):
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
