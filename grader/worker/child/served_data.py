"""Serves a student's own data to programs that read it, where the walls leave a process no folder to lay it into."""

from __future__ import annotations

import builtins
import io
import os
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

_READING = frozenset("rbtU")


def serve(files: Mapping[str, bytes], folder: str) -> None:
    """From now on open these files, by their names below `folder`, from memory; all else as before."""
    real = builtins.open

    def open_own(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        content = files.get(_name(file, folder)) if _READING.issuperset(mode) else None
        if content is None:
            return real(file, mode, *args, **options)
        return _opened(content, mode, *args, **options)

    builtins.open = io.open = open_own
    _serve_to_numpy(open_own, files, folder)


def _opened(
    content: bytes,
    mode: str,
    _: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    **__: Any,
) -> io.BytesIO | io.TextIOWrapper:
    raw = io.BytesIO(content)
    return raw if "b" in mode else io.TextIOWrapper(raw, encoding or "utf-8", errors, newline)


def _name(file: Any, folder: str) -> str:
    """Return a file's name below the folder; nothing where it has none."""
    try:
        return os.path.relpath(os.path.join(folder, os.fsdecode(file)), folder)
    except (TypeError, ValueError):  # a number, or a name that holds a zero
        return ""


def _serve_to_numpy(open_own: Any, files: Mapping[str, bytes], folder: str) -> None:
    """Have loadtxt and genfromtxt, which look for a file before they open it, open these."""
    source: Any = getattr(np.lib, "_datasource", None)
    if source is None:
        return
    real = source.open

    def open_text(path: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        if _name(path, folder) not in files:
            return real(path, mode, *args, **options)
        return open_own(path, mode, encoding=options.get("encoding"))

    source.open = open_text
