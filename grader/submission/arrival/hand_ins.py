"""Files become hand-ins: what one person gave at one time, however many files that is."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival import archive, blackboard, folders, gradescope
from grader.submission.arrival.file_list import File, list_archive, list_folder
from grader.submission.arrival.formats import Format, format_by_name, stem
from grader.submission.arrival.ranks import WORK, rank
from grader.submission.arrival.systems import RECEIPT, Attribution, Upload, recognise_naming

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

TIMESTAMP = PurePosixPath("timestamp.txt")
MAX_TIMESTAMP = 200  # bytes


class Piece(NamedTuple):
    """One file of a hand-in."""

    inner: PurePosixPath  # its place in what the student handed in
    file: File
    format: Format


@dataclass(frozen=True, slots=True)
class HandIn:
    """What one person, or several together, gave at one time."""

    attribution: Attribution
    pieces: tuple[Piece, ...]
    root: Path  # what was named that it lies in
    is_asked_for: bool = False  # the file itself was named

    @property
    def when(self) -> str:
        """When it was handed in, as its system says it; a clone is asked of each work (times.py)."""
        return self.attribution.when or (self._stamp if self.attribution.system == "nbgrader" else "")

    @property
    def _stamp(self) -> str:
        """What nbgrader noted when it collected the folder."""
        stamps = (piece.file for piece in self.pieces if piece.inner == TIMESTAMP)
        return "".join(stamp.content(MAX_TIMESTAMP).decode("utf-8", "replace").strip() for stamp in stamps)


@dataclass(slots=True)
class Listing:
    """All that was listed at one of the paths that were named."""

    root: Path
    own: str = ""  # its name, where that may name an assignment or a student
    kind: str = ""  # folder or archive; empty: a single file
    files: list[File] = field(default_factory=list)
    problem: str = ""
    parent: str = field(
        init=False
    )  # where it lies: several that were named from one place may be one a student

    def __post_init__(self) -> None:
        self.parent = os.path.dirname(os.path.abspath(self.root))

    def parts(self, file: File) -> tuple[str, ...]:
        """Return a file's place with the name of what it lies in; a folder's ends in nothing."""
        above = (self.own,) if self.own else ()
        return (*above, *(file.relative.parts or ("",)), *([""] if file.is_folder else []))


def list_path(path: Path) -> Listing:
    """List what lies at a path; a path that is no good has a problem instead."""
    own = Path(os.path.abspath(path)).name
    if not os.path.lexists(path):
        return Listing(path, stem(own), problem="no such file or folder")
    if path.is_dir():
        return Listing(path, own, "folder", list(list_folder(path)))
    is_upload = bool(recognise_naming((own,), {}))  # a student's, whatever it holds
    if format_by_name(own) is not Format.ARCHIVE or is_upload:
        return Listing(path, files=[File(path, PurePosixPath(own))])
    try:
        return Listing(path, stem(own), "archive", list(list_archive(path)))
    except (archive.ArchiveError, OSError) as error:
        return Listing(path, stem(own), "archive", problem=str(error))


def hand_ins(
    listings: Sequence[Listing], answers: Callable[[File], folders.Answer | None] | None, ids: Collection[str]
) -> list[HandIn]:
    """Group files by who handed them in, and when."""
    attributed: list[tuple[Listing, File, Attribution]] = []
    nobodys: list[tuple[Listing, File]] = []  # by any system's naming
    for listing in listings:
        uploads, people = _uploads(listing), _receipts(listing)
        for file in listing.files:
            attribution = recognise_naming(listing.parts(file), uploads)
            if attribution is None:
                nobodys.append((listing, file))
            else:
                head = blackboard.head_of(file.relative.name)
                attributed.append((listing, file, blackboard.correct(attribution, head, people)))
    for key, some in _by_place(nobodys).items():
        above_root = key not in {listing.root for listing, _ in some}
        places = [_place(listing, file, answers, above_root=above_root) for listing, file in some]
        named = folders.attribute(places, ids)
        attributed += [(*pair, attribution) for pair, attribution in zip(some, named, strict=True)]
    return list(_grouped(attributed))


def _by_place(files: Iterable[tuple[Listing, File]]) -> dict[object, list[tuple[Listing, File]]]:
    """Group files by where they were named: folders that lie in one place may be one a student."""
    files = list(files)
    roots = {
        (listing.parent, listing.root)
        for listing, file in files
        if listing.kind == "folder" and format_by_name(file.relative.name) is not Format.OTHER
    }
    neighbours = Counter(parent for parent, _ in roots)
    groups: dict[object, list[tuple[Listing, File]]] = defaultdict(list)
    for listing, file in files:
        is_alone = listing.kind != "folder" or neighbours[listing.parent] < 2
        groups[listing.root if is_alone else listing.parent].append((listing, file))
    return groups


def _place(
    listing: Listing, file: File, answers: Callable[[File], folders.Answer | None] | None, *, above_root: bool
) -> folders.Location:
    inside = file.relative.parent.parts
    names = (listing.own, *inside) if above_root else inside
    above = (os.path.basename(listing.parent),) if above_root else (listing.own,) if listing.own else ()
    bare = file.relative.name or listing.own if file.is_folder else stem(file.relative.name)
    kind = format_by_name(file.relative.name)
    is_archive = kind is Format.ARCHIVE
    counts = (
        kind is not Format.OTHER and not file.problem and not file.is_folder and rank(file.relative) == WORK
    )
    ask = (lambda: answers(file)) if answers and counts and not is_archive else None
    return folders.Location(names, bare, file.relative.name, above, counts, is_archive, ask)


def _grouped(attributed: Iterable[tuple[Listing, File, Attribution]]) -> Iterator[HandIn]:
    """Put together what one person gave at one time; a system's number for a second upload is of a file."""
    groups: dict[tuple[object, ...], list[tuple[File, Attribution]]] = defaultdict(list)
    roots: dict[tuple[object, ...], Listing] = {}
    for listing, file, attribution in attributed:
        own = attribution._replace(inner=(), late=False, attempt=1)
        is_alone = not attribution.system and not attribution.is_folder
        attempt = 0 if attribution.system == "canvas" else attribution.attempt
        key = (listing.root, own, attempt, file.relative if is_alone else None)
        groups[key].append((file, attribution))
        roots[key] = listing
    for group, some in groups.items():
        for uploads in _split_uploads(some):
            latest = max((attribution for _, attribution in uploads), key=lambda each: each.attempt)
            late = any(attribution.late for _, attribution in uploads)
            pieces = tuple(
                Piece(_inner(file, attribution), file, file.format) for file, attribution in uploads
            )
            yield HandIn(latest._replace(late=late), pieces, roots[group].root, not roots[group].kind)


def _split_uploads(
    some: list[tuple[File, Attribution]],
) -> list[list[tuple[File, Attribution]]]:
    """Tell attempts apart where a file was uploaded more than once: hw.ipynb and hw-1.ipynb."""
    names = Counter(attribution.inner for _, attribution in some)
    if not any(attribution.system == "canvas" for _, attribution in some) or max(names.values()) == 1:
        return [some]
    uploads: dict[int, list[tuple[File, Attribution]]] = defaultdict(list)
    for file, attribution in some:
        uploads[attribution.attempt].append((file, attribution))
    return [uploads[number] for number in sorted(uploads)]


def _inner(file: File, attribution: Attribution) -> PurePosixPath:
    return PurePosixPath(*attribution.inner) if attribution.inner else PurePosixPath(file.relative.name)


def _uploads(listing: Listing) -> Mapping[str, Upload]:
    """Read who handed in what of Gradescope's exports, and when."""
    others = (
        file.relative
        for file in listing.files
        if not file.is_folder and format_by_name(file.relative.name) is not Format.OTHER
    )
    metadata = [file for file in listing.files if file.is_metadata]
    trusted = gradescope.choose_metadata(listing.own, (file.relative for file in metadata), others)
    return {
        key: upload
        for file in metadata
        if file.relative in trusted
        for key, upload in gradescope.uploads(
            file.content(gradescope.MAX_METADATA).decode("utf-8", "replace")
        ).items()
    }


def _receipts(listing: Listing) -> dict[str, tuple[str, str]]:
    """Read whose attempts Blackboard says there are."""
    people = {}
    for file in listing.files:
        is_text = file.relative.name.endswith(RECEIPT)  # most are not, and need no second look
        attribution = recognise_naming(listing.parts(file), {}) if is_text else None
        if attribution and attribution.system == "blackboard" and attribution.inner == (RECEIPT,):
            head = blackboard.head_of(file.relative.name)
            person = blackboard.read_receipt(head, file.content(blackboard.MAX_RECEIPT))
            people.update({head: person} if person else {})
    return people
