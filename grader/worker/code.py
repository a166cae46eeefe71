"""A statement as code: compiled once for all programs that hold it, and only where that is cheap.

The compiler is fed with strangers' text here, so what can make it explode is left to the student's process,
which has limits: it writes a `finally` block twice, so that blocks nested in one another double with each
level, and it looks constants up in a dictionary, which crafted numbers make slow.
"""

from __future__ import annotations

import hashlib
import marshal
import re
import warnings
from functools import lru_cache
from types import CodeType
from typing import NamedTuple

KEPT = 2048  # statements
LARGEST = 20_000  # characters of a statement
MOST_FINALLY = 3  # blocks in a statement: eight times the code at most

_FINALLY = re.compile(r"\bfinally\b")


class Code(NamedTuple):
    """What a statement was compiled to, as if it stood in the first line of a file without a name."""

    marshalled: bytes
    same: bytes  # equal for statements that differ in comments and layout alone


@lru_cache(maxsize=KEPT)
def code_of(source: str) -> Code | None:
    """Compile a statement; None where it will not do, or is better compiled where limits hold."""
    if len(source) > LARGEST or len(_FINALLY.findall(source)) > MOST_FINALLY:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are the student's affair
            code = compile(source, "", "exec", dont_inherit=True, optimize=0)  # with its asserts
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    placeless = marshal.dumps(_placeless(code), 2)
    return Code(marshal.dumps(code), hashlib.sha256(placeless).digest())


def _placeless(code: CodeType) -> CodeType:
    constants = tuple(_placeless(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_consts=constants, co_filename="", co_firstlineno=1, co_linetable=b"")
