"""What was worked out lately of texts that many hand in: the same cells, functions, starters."""

from __future__ import annotations

from collections import OrderedDict
from functools import wraps
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 20_000  # characters of a text whose answer is kept: what is larger will hardly come again

Made = TypeVar("Made")


def memoize_text(texts: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """Have a function of one text remember so many of its answers; texts are known by their hash, not kept."""

    def decorate(function: Callable[[str], Made]) -> Callable[[str], Made]:
        answers: OrderedDict[bytes, Made] = OrderedDict()

        @wraps(function)
        def call(text: str) -> Made:
            if len(text) > LONGEST:
                return function(text)
            name = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=32).digest()
            if name in answers:
                answers.move_to_end(name)
                return answers[name]
            answer = answers[name] = function(text)
            if len(answers) > texts:
                answers.popitem(last=False)
            return answer

        return call

    return decorate
