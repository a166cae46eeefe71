"""Children that hold a program, or compile statements for those that do."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any

from grader.worker.child import compat, compiling, rehearsal
from grader.worker.child.session import Session
from grader.worker.child.state import State

if TYPE_CHECKING:
    from grader.worker.child.channel import Channel


def prepare() -> None:
    """Load what submissions import, and forget our own modules' names."""
    warnings.simplefilter("ignore")
    compat.install()
    rehearsal.rehearse()
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]  # out of students' sight; here, once, because a child would copy pages for it


def is_for(first: object) -> bool:  # noqa: ARG001 - whatever is for nobody else is a program
    """Tell whether a child with this first message is one of these."""
    return True


def serve(channel: Channel, first: Any, folder: str) -> None:
    """Answer the grader's messages about a program, or compile statements, as long as it asks."""
    if first == compiling.WORD:
        compiling.serve(channel)
    Session(channel, State(folder, own=folder != "/"), first).serve()
