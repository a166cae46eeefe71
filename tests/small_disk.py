"""A disk that is soon full, for what is told then."""

from __future__ import annotations

import contextlib
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Disk:
    """A small disk, which can be filled and freed."""

    path: Path

    def has(self, *options: str) -> bool:
        """Mount it with other options: size=300k, ro."""
        words = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(self.path)]
        return subprocess.run(words, check=False, capture_output=True).returncode == 0

    def fill(self) -> None:
        with (self.path / "filler").open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(512))

    def free(self) -> None:
        (self.path / "filler").unlink()
