"""Where a student's checks are: beside the notebook, or in a folder above it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path

from grader.errors import InputError, SubmissionError
from grader.student.pack import MAX_BYTES, NO_CHECKS, SUFFIX, Pack, read_pack


def pack_paths(folder: Path) -> list[Path]:
    """Return the packs of the nearest folder from this one upwards that holds any."""
    for parent in [folder.resolve(), *folder.resolve().parents]:
        paths = sorted(path for path in parent.glob(f"*{SUFFIX}") if path.is_file())
        if paths:
            return paths
    return []


def packs(folder: Path) -> list[Pack]:
    """Read the packs that serve a folder; one that has not changed is read once."""
    return [_read(path, path.stat().st_mtime_ns) for path in pack_paths(folder)]


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int) -> Pack:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise SubmissionError(NO_CHECKS, path)
        return read_pack(content, path)
    except OSError as error:
        raise SubmissionError(f"cannot be opened: {error.strerror or error}", path) from error


def choose_pack(packs: Sequence[Pack], asked: Collection[str], defined: Collection[str]) -> Pack:
    """Choose among packs in one folder the one that the functions asked for, and those defined, belong to."""

    def fit(pack: Pack) -> tuple[int, int]:
        names = {name for exercise in pack.assignment.exercises for name in exercise.names}
        return len(names.intersection(asked)), len(names.intersection(defined))

    return max(packs, key=fit)


def no_pack_error(folder: Path) -> InputError:
    return InputError(
        f"no checks in {folder} or above: keep the notebook in the folder that was released, "
        f"beside its {SUFFIX} file"
    )
