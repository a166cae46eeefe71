"""What a statement is by its syntax tree: whether it is plain, and what it reads.

A plain statement does the same wherever it stands and whatever stands beside it, so that its result may be
another's: all that it is made of is on a list (allowlist.py). What is not is run, whatever it does.
"""

from __future__ import annotations

import ast
import re
import warnings

from grader.grading.chance import defined_function, shared_state
from grader.grading.conditions import CHECKS
from grader.grading.tree_walk import Look, NotPlain, Walk
from grader.memo import LONGEST, memoize_text

STATEMENTS = 4096  # of which is kept what their trees tell
# The head of a function that does nothing while it is defined, in letters that Python reads as they are written.
INERT = re.compile(
    r"def[ \t]+([A-Za-z_]\w*)\("
    r"(?:\s*[A-Za-z_]\w*\s*(?:=\s*(?:-?\d[\d.]*(?:e-?\d+)?|None|True|False|'\w*'|\"\w*\")\s*)?(?:,|(?=\))))*"
    r"\s*\)[ \t]*:",
    re.ASCII,
)


def inert(source: str) -> str:
    """Return the name of a function that does nothing while it is defined; empty for anything else."""
    head = INERT.match(source)
    return head[1] if head else ""


@memoize_text(STATEMENTS)
def look(source: str) -> Look:
    """Look at a statement's tree; what is too long or too deep for that is not plain."""
    if len(source) > LONGEST:
        return Look()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
        defines = defined_function(tree)
        state = frozenset[str]() if defines else shared_state(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Look()
    try:
        return Walk().over(tree, CHECKS)._replace(defines=defines, state=state)
    except (NotPlain, ValueError, RecursionError, MemoryError):
        return Look(defines=defines)
