"""The files of a hand-in, archives opened where there is need: a zip, and one zip in a zip."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.submission.arrival import archive
from grader.submission.arrival.file_list import list_archive
from grader.submission.arrival.formats import PROGRAMS, Format
from grader.submission.arrival.hand_ins import HandIn, Piece
from grader.submission.arrival.ranks import COMPANION, rank

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPTH = 2  # archives in one another
NESTED = "an archive inside an archive inside an archive; unpack it first"


def unpacked_pieces(hand_in: HandIn) -> list[Piece]:
    """Return a hand-in's files; an archive is opened where nothing else could be the work, and so is one in it."""
    pieces = list(hand_in.pieces)
    for _ in range(DEPTH):
        archives = [piece for piece in pieces if not piece.file.problem and piece.format is Format.ARCHIVE]
        if not archives or any(_could_be_work(piece) for piece in pieces):
            break
        pieces = [piece for piece in pieces if piece not in archives]
        pieces += [member for piece in archives for member in _unpacked(piece)]
    return [
        _refused(piece) if piece.file.outer and piece.format is Format.ARCHIVE else piece for piece in pieces
    ]


def _refused(piece: Piece) -> Piece:
    return piece._replace(file=piece.file._replace(problem=piece.file.problem or NESTED))


def _could_be_work(piece: Piece) -> bool:
    file = piece.file
    return not file.problem and rank(piece.inner) < COMPANION and piece.format in PROGRAMS


def _unpacked(piece: Piece) -> Iterator[Piece]:
    """List an archive in a hand-in; its own name says whose it is, and nothing that stands in it."""
    file = piece.file
    if file.outer:
        yield _refused(piece)
        return
    try:
        for member in list_archive(file.path, file.entry):
            own = member if member.is_folder else member._replace(relative=file.relative)
            yield Piece(PurePosixPath(*member.relative.parts), own, own.format)
    except archive.ArchiveError as error:
        yield piece._replace(file=file._replace(problem=str(error)))
    except OSError as error:
        yield piece._replace(file=file._replace(problem=f"cannot be opened: {error.strerror or error}"))
