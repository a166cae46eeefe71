"""What a submission may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one submission's process; those of a call are its exercise's `seconds`.

    Times are seconds of a processor, or clock.PATIENCE times as much wall time, whichever is over first.
    """

    exercise_seconds: float = 20.0  # of all calls of an exercise
    submission_seconds: float = 60.0  # of all calls of a submission
    memory_bytes: int = 1 << 30  # address space beyond what the warm process has
    output_bytes: int = 16 << 10  # printed text kept of one call
    reply_bytes: int = 32 << 20  # one reply, and one question of a stand-in
    values_bytes: int = 48 << 20  # our memory that all returned values take; one takes half of what is left
    folder_bytes: int = 64 << 20  # the temporary folder, and any file in it
    folder_files: int = 1000
    threads: int = 32
    crashes: int = 2  # of one exercise, before its other cases are skipped
