"""Which file of a hand-in is the work: by the functions in it, and by its name where those do not tell.

What the work imports from beside it, and data it names, go with it; all else is left aside, and told why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.submission.arrival.companions import Part, find_parts, imported_words, is_foreign
from grader.submission.arrival.examiner import Content, Examiner
from grader.submission.arrival.file_list import File
from grader.submission.arrival.formats import PROGRAMS, UNREAD, Format, describe, format_by_name, stem
from grader.submission.arrival.hand_ins import HandIn, Piece
from grader.submission.arrival.ranks import COMPANION, rank
from grader.submission.arrival.unpacking import unpacked_pieces
from grader.submission.arrival.walking import SKIPPED
from grader.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path, PurePosixPath

FEW = 4  # names that are told of those there are
MOST = 100  # files of one hand-in that could be the work
EVERYONES = "If this is everyone's work, name it on the command line"
COMES_ALONG = "comes with an assignment, or tests it"
FOREIGN = "is called as a module of Python or an installed one, which is what an import of that name means"
NO_WORK = "no notebook and no Python file in this archive"


@dataclass(frozen=True, slots=True)
class Work:
    """The file of a hand-in that is graded."""

    file: File
    problem: str = ""
    remark: str = ""  # why this one, where there was a choice
    assignment: str = ""  # that it answers, as far as that had to be found out
    parts: tuple[Part, ...] = ()  # the student's own modules and data that go with it


@dataclass(frozen=True, slots=True)
class Choice:
    """A hand-in's files, each with what it is to grading."""

    works: tuple[Work, ...]
    aside: tuple[tuple[File, str], ...]  # and why


def choose(hand_in: HandIn, examiner: Examiner | None) -> Choice:
    """Choose a hand-in's works, one an assignment; a hand-in of documents alone has none."""
    pieces = unpacked_pieces(hand_in)
    files = [piece for piece in pieces if not piece.file.is_folder and not piece.file.problem]
    candidates = _candidates(files)
    if all(piece.format in PROGRAMS for piece in candidates) and _comes_along(hand_in, candidates, examiner):
        candidates = []
    if not candidates:
        works = list(_problem(hand_in, pieces)) or [Work(pieces[0].file)] * hand_in.is_asked_for
    elif len(candidates) > MOST:
        works = [_undecided(hand_in, candidates)]
    elif len(files) == 1 or (len(candidates) == 1 and examiner is None):
        works = [Work(candidates[0].file)]
    else:
        works = list(_chosen(hand_in, candidates, files, examiner))
    return Choice(tuple(works), tuple(_left_aside(works, pieces, candidates)))


def _comes_along(hand_in: HandIn, candidates: Sequence[Piece], examiner: Examiner | None) -> bool:
    """Tell whether all that could be the work is an assignment's own, by its names and by what is in it."""
    attribution = hand_in.attribution
    is_own = bool(attribution.system or attribution.is_folder)  # it is told whose the files are
    folder = attribution.student if attribution.is_folder and not attribution.system else ""
    if hand_in.is_asked_for or not all(rank(folder / piece.inner) >= COMPANION for piece in candidates):
        return False
    if examiner is None:
        return not is_own
    modules = [] if is_own else examiner.modules
    contents = [examiner.content(piece.file) for piece in candidates if piece.inner.stem not in modules]
    readable = [content for content in contents if content]
    return bool(readable or not is_own) and not any(content.assignment for content in readable)


def _candidates(files: Sequence[Piece]) -> list[Piece]:
    """Return what could be the work; a document with code in it is one where there is nothing else."""
    programs = [piece for piece in files if piece.format in PROGRAMS]
    return programs or [piece for piece in files if piece.format is Format.DOCUMENT]


def _problem(hand_in: HandIn, pieces: Sequence[Piece]) -> Iterator[Work]:
    """Say why a hand-in that should hold a work has none."""
    for piece in pieces:
        file = piece.file
        is_meant = file.is_folder or format_by_name(file.name) is not Format.OTHER
        if file.problem and file.problem != SKIPPED and is_meant:
            yield Work(_whole(hand_in, piece), file.problem)
            return
    for piece in pieces:
        if piece.format is Format.OTHER and describe(piece.file.name) == UNREAD:
            yield Work(piece.file, UNREAD)
            return
    if any(piece.format is Format.ARCHIVE for piece in hand_in.pieces):
        yield Work(hand_in.pieces[0].file, NO_WORK)


def _whole(hand_in: HandIn, piece: Piece) -> File:
    """Return the file that was handed in: an archive, where a piece lies in one that was opened."""
    first = hand_in.pieces[0].file
    return piece.file if piece in hand_in.pieces or len(hand_in.pieces) > 1 else first


def _undecided(hand_in: HandIn, candidates: Sequence[Piece]) -> Work:
    names = ", ".join(str(piece.inner)[:80] for piece in candidates[:FEW])
    more = ", ..." if len(candidates) > FEW else ""
    several = f"{len(candidates):,} files that could be the work ({names}{more})"
    file = _whole(hand_in, candidates[0])
    is_archive = format_by_name(file.relative.name) is Format.ARCHIVE
    ways = f"hand in the one that counts.{f' {EVERYONES}' if is_archive else ''}"
    return Work(file, f"holds {several}; {ways}")


def _chosen(
    hand_in: HandIn, candidates: Sequence[Piece], files: Sequence[Piece], examiner: Examiner | None
) -> Iterator[Work]:
    """Choose by the functions where they tell: one work for each assignment."""
    contents = {piece: examiner.content(piece.file) for piece in candidates} if examiner else {}
    pools = _pools(contents, examiner.only if examiner else None)
    for id, pool in pools.items():
        best = _best(_not_imported(pool, contents), id, examiner) if examiner else pool
        yield _work(hand_in, candidates, files, best, contents, "by the functions in it", id, examiner)
    if not pools:
        lowest = min(rank(piece.inner) for piece in candidates)
        best = [piece for piece in candidates if rank(piece.inner) == lowest]
        yield _work(hand_in, candidates, files, best, contents, "as its only notebook", "", examiner)


def _pools(contents: Mapping[Piece, Content | None], only: str | None) -> dict[str, list[Piece]]:
    """Return the files that answer each assignment, or the one that all is graded as."""
    pools: dict[str, list[Piece]] = {}
    for piece, content in contents.items():
        id = only or (content.assignment if content else None)
        if content and id and content.functions.get(id):
            pools.setdefault(id, []).append(piece)
    return pools


def _not_imported(pool: Sequence[Piece], contents: Mapping[Piece, Content | None]) -> list[Piece]:
    """Leave out what another of the files imports: it is a part of that."""
    words = {
        piece: imported_words(content.source) if (content := contents[piece]) else set() for piece in pool
    }
    alone = [
        piece
        for piece in pool
        if not any(stem(piece.inner.name) in words[other] for other in pool if other != piece)
    ]
    return alone or list(pool)


def _best(pool: Sequence[Piece], id: str, examiner: Examiner) -> list[Piece]:
    """Return the files with most of an assignment in them; a copy only where the others have less than half of it."""
    if len(pool) == 1:
        return list(pool)
    counts = {piece: examiner.count_attempts(piece.file, id) for piece in pool}
    most = max(counts.values())
    strong = [piece for piece in pool if 2 * counts[piece] > most or not most]
    first = min((rank(piece.inner), -counts[piece]) for piece in strong)
    return [piece for piece in strong if (rank(piece.inner), -counts[piece]) == first]


def _work(
    hand_in: HandIn,
    candidates: Sequence[Piece],
    files: Sequence[Piece],
    best: Sequence[Piece],
    contents: Mapping[Piece, Content | None],
    reason: str,
    id: str,
    examiner: Examiner | None,
) -> Work:
    """Make the work of what fits best, or say that several do."""
    notebooks = [piece for piece in best if piece.format is Format.NOTEBOOK]
    codes = {content.digest if (content := contents.get(piece)) else str(piece.inner) for piece in best}
    if len(best) == 1 or len(codes) == 1:
        chosen = min(best, key=lambda piece: len(piece.inner.name))
    elif len(notebooks) == 1:
        chosen, reason = notebooks[0], "as its only notebook"
    else:
        return _undecided(hand_in, best)
    content = contents.get(chosen)
    found = find_parts(chosen, files, content.source, contents.get, examiner) if content and examiner else ()
    parts = tuple(found)
    used = {part.file for part in parts}
    others = [piece for piece in candidates if piece.file not in used and rank(piece.inner) < COMPANION]
    remark = (
        f"{_holder(hand_in)} holds {count_of(len(candidates), 'file')}; {chosen.inner} was read, {reason}."
    )
    return Work(chosen.file, "", remark if len(others) > 1 else "", id, parts)


def _holder(hand_in: HandIn) -> str:
    """Say what the files lie in."""
    pieces = hand_in.pieces
    return pieces[0].inner.name if len(pieces) == 1 else "What was handed in"


def _left_aside(
    works: Sequence[Work], pieces: Sequence[Piece], candidates: Sequence[Piece]
) -> Iterator[tuple[File, str]]:
    """Yield what is no work and no part of one, and why."""
    used = {_place(work.file) for work in works} | {
        _place(part.file) for work in works for part in work.parts
    }
    chosen = " and ".join(work.file.name for work in works if not work.problem)
    for piece in pieces:
        if _place(piece.file) not in used:
            yield piece.file, _reason(piece, chosen, is_candidate=piece in candidates)


def _place(file: File) -> tuple[Path, str | None, PurePosixPath | None]:
    """Return where a file lies, whatever is known of it; of a folder in an archive the archive only tells a member."""
    return file.path, file.member, file.relative if file.is_folder else None


def _reason(piece: Piece, chosen: str, *, is_candidate: bool) -> str:
    if piece.file.problem:
        return piece.file.problem
    if rank(piece.inner) >= COMPANION and piece.format in PROGRAMS:
        return COMES_ALONG
    if piece.format is Format.MODULE and is_foreign(piece.inner.stem):
        return FOREIGN
    if is_candidate:
        return f"the work is {chosen}" if chosen else "one of several that could be the work"
    return describe(piece.inner.name)
