"""The data of an assignment that students get beside its notebook: files of these kinds, and no others."""

from __future__ import annotations

from pathlib import Path

KINDS = {
    ".h5", ".hdf5", ".mat", ".csv", ".tsv", ".npy", ".npz", ".txt", ".json", ".png", ".jpg", ".jpeg", ".gif",
}  # fmt: skip


def data_files(folder: Path) -> dict[str, Path]:
    """Return them by their names within the assignment's folder; nothing hidden, nothing that begins with _."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if (
            path.is_file()
            and path.suffix.lower() in KINDS
            and not any(part[0] in "._" for part in name.parts)
        ):
            files[name.as_posix()] = path
    return files
