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
from types import CodeType

from grader.lately import LONGEST, lately

KEPT = 512  # statements
MOST_FINALLY = 3  # blocks in a statement: eight times the code at most

_FINALLY = re.compile(r"\bfinally\b")


@lately(KEPT)
def code_of(source: str) -> bytes | None:
    """Compile a statement, as if it stood in the first line of a file without a name, and marshal its code.

    None where it will not do, or is better compiled where limits hold.
    """
    if len(source) > LONGEST or len(_FINALLY.findall(source)) > MOST_FINALLY:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are the student's affair
            code = compile(source, "", "exec", dont_inherit=True, optimize=0)  # with its asserts
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return marshal.dumps(code)


def same_code(source: str) -> bytes:
    """Return what is equal for statements that differ in comments and layout alone."""
    code = code_of(source)
    if code is None:
        return hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()
    placeless = _placeless(marshal.loads(code))  # noqa: S302  # made above
    return hashlib.sha256(marshal.dumps(placeless, 2)).digest()


def _placeless(code: CodeType) -> CodeType:
    constants = tuple(_placeless(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_consts=constants, co_filename="", co_firstlineno=1, co_linetable=b"")
