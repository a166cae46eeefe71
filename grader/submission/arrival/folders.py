"""Whose the files are of a tree that follows no system's naming: which level of its folders names people.

    class/ada/week2.ipynb            the folder, for what lies in two of them is called alike
    week2/ada.ipynb, week2/bob.py    the file, for one person hands in an assignment once
    Ada/Week 2/Version 2/hw.ipynb    the outermost of several that could

One level holds for all: the one that makes fewest people hand in an assignment twice. It is people's own folders
that are counted, so that nobody can decide for the others by what one puts into one's own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival.naming import fold
from grader.submission.arrival.systems import Attribution

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

VERSION = re.compile(r"(?:version|attempt|try|submission|v)[ _.-]?(\d{1,3})", re.IGNORECASE)
ADDED = re.compile(r"[-_ ]?(submissions|repos|master|main)$", re.IGNORECASE)
LOOKED_AT = 12  # files of a folder
LONGEST_PREFIX = 100  # characters; what each cut of one costs grows with its length


class Answer(NamedTuple):
    """What a file's functions tell: the assignment that it answers, and how many of its functions it has."""

    assignment: str
    functions: int
    imports: frozenset[str] = frozenset()  # the words of the lines that import something


class Location(NamedTuple):
    """Where a file lies, and what it is for telling whose it is."""

    folders: tuple[str, ...]
    stem: str
    name: str
    above: tuple[str, ...] = ()  # folders that everything lies in
    counts: bool = True  # it could be somebody's work
    is_archive: bool = False
    answers: Callable[[], Answer | None] | None = None  # looks into it


def attribute(places: Sequence[Location], ids: Collection[str] = ()) -> list[Attribution]:
    """Name each file's student, by a folder or by the file itself; `ids` are assignments', which name nobody."""
    if not places:
        return []
    counting = _counting(places)
    level = _choose_level(counting, ids)
    beside: dict[tuple[str, ...], list[Location]] = defaultdict(
        list
    )  # each other's folders, by what they lie in
    for place in counting:
        if level < len(place.folders):
            beside[place.folders[:level]].append(place)
    prefixes = {above: _common_prefix(some, level, ids) for above, some in beside.items()}
    shared = Counter(
        below for _, below in {(_name(place, level), _below(place, level)) for place in counting}
    )
    return [_attribution(place, level, prefixes, shared) for place in places]


def _counting(places: Sequence[Location]) -> Sequence[Location]:
    """Return the files that could be somebody's work: an archive where no program lies beside it."""
    beside = {place.folders for place in places if place.counts and not place.is_archive}
    could_be = [place for place in places if place.counts]
    return [place for place in could_be if not place.is_archive or place.folders not in beside] or places


def _attribution(
    place: Location, level: int, prefixes: Mapping[tuple[str, ...], str], shared: Counter[str]
) -> Attribution:
    above = (*place.above, *place.folders[:level])
    group = above[-1] if above else ""
    if level >= len(place.folders):
        return Attribution(place.stem, group, inner=(place.name,))
    inner = place.folders[level + 1 :]
    versions = [int(match[1]) for folder in inner if (match := VERSION.fullmatch(folder))]
    below = _below(place, level)
    if below and shared[below] > 1 and not VERSION.fullmatch(below):
        group, inner = below, inner[1:]
    student = place.folders[level].removeprefix(prefixes.get(place.folders[:level], ""))
    attempt = versions[0] if versions else 1
    return Attribution(student, group, attempt=attempt, inner=(*inner, place.name), is_folder=True)


def _below(place: Location, level: int) -> str:
    """Return the folder below the one that names the student."""
    return place.folders[level + 1] if level + 1 < len(place.folders) else ""


def _name(place: Location, level: int) -> str:
    return place.folders[level] if level < len(place.folders) else place.stem


def _choose_level(places: Sequence[Location], ids: Collection[str]) -> int:
    """Return the level of folders that names people, or one below them all: the files."""
    deepest = max(len(place.folders) for place in places)
    names = [{_name(place, level) for place in places} for level in range(deepest)]
    first = next((level for level, some in enumerate(names) if len(some) > 1), deepest)
    if first == deepest:
        return _choose_alone(places, deepest, ids)
    assignments = {fold(id) for id in ids}
    levels = [
        level for level in range(first, deepest) if not {fold(name) for name in names[level]} <= assignments
    ]
    for level in levels:
        if not _conflicts(places, level, first, lambda _: "")[0]:
            return level
    answers = _answers(places)
    total = len(names[first])
    measures = {level: _conflicts(places, level, first, answers) for level in (*levels, deepest)}
    clean = [level for level in levels if not measures[level][0]]
    # where folders answer the same, they are people's, though a few of those hand in too much; half of them, where
    # the files' names would make one person of several
    most = total + bool(measures[deepest][1])
    likely = [
        level for level in levels if 2 * measures[level][0] < most and _is_shared(places, first, answers)
    ]
    if clean or likely:
        return min(clean or likely)
    return min(measures, key=lambda level: (measures[level][1], measures[level][0], -level))


def _is_shared(places: Sequence[Location], first: int, answer: Callable[[Location], str | None]) -> bool:
    """Tell whether the files in several folders answer one assignment."""
    pairs = {(id, _name(place, first)) for place in places if (id := answer(place))}
    return len({id for id, _ in pairs}) < len(pairs)


def _choose_alone(places: Sequence[Location], deepest: int, ids: Collection[str]) -> int:
    """Choose where all lie in one folder: it is a student's where only one thing in it could be the work."""
    stems = {place.stem for place in places}
    folders = places[0].folders
    if not folders or fold(folders[-1]) in {fold(id) for id in ids} or len(stems) > 1:
        return deepest
    return next(
        (level for level in reversed(range(len(folders))) if not VERSION.fullmatch(folders[level])), deepest
    )


def _answers(places: Sequence[Location]) -> Callable[[Location], str | None]:
    """Return what tells which assignment a file answers; of a folder's many files some are looked at.

    What another in its folder imports is a part of that, and what has half of its functions at most a helper.
    """
    answers: dict[tuple[str, ...], dict[Location, Answer]] = defaultdict(dict)
    for place in places:
        folder = answers[place.folders]
        if place.answers and len(folder) < LOOKED_AT and (answer := place.answers()):
            folder[place] = answer
    works: dict[Location, str] = {}
    for folder in answers.values():
        folder = {place: answer for place, answer in folder.items() if not _is_imported(place, folder)}
        most = {answer.assignment: 0 for answer in folder.values()}
        for answer in folder.values():
            most[answer.assignment] = max(most[answer.assignment], answer.functions)
        works |= {
            place: answer.assignment
            for place, answer in folder.items()
            if 2 * answer.functions > most[answer.assignment] or not most[answer.assignment]
        }
    if not works:  # nothing tells: each is taken for the same one's
        return lambda _: ""
    return works.get


def _is_imported(place: Location, answers: Mapping[Location, Answer]) -> bool:
    return any(place.stem in answer.imports for other, answer in answers.items() if other != place)


def _conflicts(
    places: Sequence[Location], level: int, first: int, answer: Callable[[Location], str | None]
) -> tuple[int, int]:
    """Count the folders whose owners would hand in an assignment twice, and how often, if a level named people."""
    works: dict[tuple[str, str, tuple[str, ...]], list[Location]] = defaultdict(list)
    for place in places:
        id = answer(place)
        if id is not None:
            versions = tuple(folder for folder in place.folders[level + 1 :] if VERSION.fullmatch(folder))
            works[_name(place, level), id, versions].append(place)
    units: set[str] = set()
    excess = 0
    for same in works.values():
        different = {(place.folders, place.stem) for place in same}
        if len(different) > 1:
            units.update(_name(place, first) for place in same)
            excess += len(different) - 1
    return len(units), excess


def _common_prefix(places: Sequence[Location], level: int, ids: Collection[str]) -> str:
    """Return what a classroom puts before each student's name: the assignment's, as in week2-ada, week2-bob."""
    names = {place.folders[level] for place in places}
    above = {
        ADDED.sub("", folder) for place in places for folder in (*place.above, *place.folders[:level])[-1:]
    }
    known = {_plain(text) for text in (*ids, *(place.stem for place in places), *above)} - {""}
    first, last = min(names), max(names)
    length = next(
        (at for at, pair in enumerate(zip(first, last, strict=False)) if len(set(pair)) > 1), len(first)
    )
    common = first[: min(length, LONGEST_PREFIX)]
    for cut in sorted({match.end() for match in re.finditer(r"[-_]", common)}, reverse=True):
        is_number = re.search(r"[a-z]\d+[-_]$", common[:cut], re.IGNORECASE) and len(names) > 2
        if (_plain(common[:cut]) in known or is_number) and all(len(name) > cut for name in names):
            return common[:cut]
    return ""


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
