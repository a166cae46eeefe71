"""Statements as code, compiled once for all programs that hold them, by a process behind the walls.

The compiler is fed with strangers' text, and a few lines can make it explode: it copies `finally` blocks, keeps
every partial sum of constant tuples, nests without end. So no text of a student's is compiled in the grading
process: a child of the warm process does it (child/compiling.py), within the limits of any child. Its answers
are bytes that the grading process never looks into and hands to children alone. What it does not answer in
time, or dies of, is left to the student's own child; after any trouble a fresh process takes its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import WorkerError
from grader.memo import LONGEST, LRUCache, text_key
from grader.worker.child.compiling import WORD
from grader.worker.clock import Allowance
from grader.worker.link import NoAnswer
from grader.worker.service_process import ServiceProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.worker.child_process import ChildProcess

SECONDS = 2.0  # that the statements of one program may take
KEPT = 512  # statements
ROOM = 8 << 20  # bytes of code


class Codes:
    """The code of statements, as far as it is known or can be had in time."""

    def __init__(self, fork: Callable[[], ChildProcess]) -> None:
        self._process = ServiceProcess(fork)
        self._codes: LRUCache[bytes, bytes | None] = LRUCache(KEPT, ROOM)

    def get(self, sources: Sequence[str]) -> list[bytes | None]:
        """Return each statement's marshalled code, as if it stood in the first line of a file without a name.

        None where it will not do, or is better compiled by the student's own child.
        """
        names = [text_key(source) for source in sources]
        unknown = {
            name: source
            for name, source in zip(names, sources, strict=True)
            if name not in self._codes and len(source) <= LONGEST
        }
        answers = self._compile(unknown) if unknown else {}
        codes = [answers[name] if name in answers else self._codes.get(name) for name in names]
        for name, code in answers.items():
            self._codes.put(name, code, len(code or b""))
        return codes

    def close(self) -> None:
        """End the process that compiles; the next statement starts another."""
        self._process.close()

    def _compile(self, sources: Mapping[bytes, str]) -> dict[bytes, bytes | None]:
        """Have these compiled; the one that the process hung on or died of has no code, the rest wait."""
        answers: dict[bytes, bytes | None] = {}
        tired = False
        try:
            if not self._process.serves(WORD):
                self._process.start(WORD, WORD, SECONDS)
            with self._process.conversation() as child:
                deadline = Allowance(child.seconds_used, SECONDS)
                child.link.send(list(sources.values()), deadline)
                for name in sources:
                    answers[name] = None
                    match child.link.receive(deadline):
                        case (bytes() | None as code, bool(tired)):
                            answers[name] = code
                        case _:
                            raise NoAnswer("its answer was no answer")
        except (NoAnswer, TimeoutError, WorkerError):
            return answers  # the next statements have a new process
        if tired:
            self.close()
        return answers
