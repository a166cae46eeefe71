"""A program's statements, looked at once for all its exercises: what each can reach, and what is proved of that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from grader.grading.import_safety import chance_imports, is_harmless
from grader.grading.plainness import inert, look
from grader.grading.tree_walk import Look
from grader.model import Chunk, Program
from grader.submission.extraction.scope import names as names_of_source


class Analysis:
    """What the syntax trees of one program prove."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._looks: dict[str, Look] = {}

    def look(self, chunk: Chunk) -> Look:
        """Look at a statement's tree."""
        if chunk.source not in self._looks:
            self._looks[chunk.source] = look(chunk.source)
        return self._looks[chunk.source]

    @cached_property
    def plain(self) -> bool:
        """Whether every statement of the program is plain, also what no exercise can reach."""
        chunks = self.program.chunks
        return self.program.is_alone and is_harmless(list(map(self.look, chunks)), self.program)

    def plain_reach(self, names: Iterable[str]) -> list[Chunk] | None:
        """Return what can be reached from functions of these names; None where that is not plain.

        Every statement that is more than the definition of a function is reached from anywhere.
        """
        chunks = self._reachable(names, self._inert_places)
        if chunks is None or not is_harmless(list(map(self.look, chunks)), self.program):
            return None
        return chunks

    def is_steady(self, names: Iterable[str]) -> bool:
        """Say whether it is proved that functions of these names answer the same call in one way.

        That is so where all they can reach is plain, draws nothing, is given nothing that an earlier call may have
        changed, and makes no text of where an object lies.
        """
        names = list(names)
        if not self.program.is_alone or not self._state.isdisjoint(names):
            return False  # a decorated function, or one that remembers by its defaults
        if self._all_steady:
            return True
        chunks = self._reachable(names, self._function_places)
        return chunks is not None and self._are_steady(chunks)

    @cached_property
    def _all_steady(self) -> bool:
        """Whether that is proved of the whole program at once, as of most."""
        return self._are_steady(self.program.chunks)

    @cached_property
    def _state(self) -> frozenset[str]:
        return frozenset[str]().union(*(self.look(chunk).state for chunk in self.program.chunks))

    def _are_steady(self, chunks: Sequence[Chunk]) -> bool:
        looks = list(map(self.look, chunks))
        if not is_harmless(looks, self.program):
            return False
        chances = chance_imports(looks, self.program.modules)
        functions = [(chunk, look) for chunk, look in zip(chunks, looks, strict=True) if look.defines]
        if any(look.mentions.draws or look.reads & chances for _, look in functions):
            return False
        state = frozenset[str]().union(*(look.state for look in looks))
        if any(_reads(chunk, look, state) for chunk, look in functions):
            return False
        objects = frozenset(look.defines for look in looks) | {
            imported.bound for look in looks for imported in look.imports
        }
        return not any(look.mentions.tells_address(objects) for _, look in functions)

    @cached_property
    def _inert_places(self) -> dict[str, list[int]]:
        return self._places(lambda chunk: inert(chunk.source))

    @cached_property
    def _function_places(self) -> dict[str, list[int]]:
        return self._places(lambda chunk: self.look(chunk).defines)

    def _places(self, defines: Callable[[Chunk], str]) -> dict[str, list[int]]:
        """Return where which functions are defined, and under no name all other statements."""
        places: dict[str, list[int]] = {}
        for index, chunk in enumerate(self.program.chunks):
            places.setdefault(defines(chunk), []).append(index)
        return places

    def _reachable(self, names: Iterable[str], places: dict[str, list[int]]) -> list[Chunk] | None:
        """Return what can be reached, by the names in the trees; None where a tree does not tell."""
        chunks = self.program.chunks
        # by name, as one name may have thousands of definitions that read one another
        reached: set[str] = set()
        waiting = ["", *names]
        while waiting:
            name = waiting.pop()
            if name in reached:
                continue
            reached.add(name)
            for index in places.get(name, ()):
                statement = self.look(chunks[index])
                if not statement.plain:
                    return None
                waiting += statement.reads & places.keys()
        return [
            chunks[index] for index in sorted(index for name in reached for index in places.get(name, ()))
        ]


def _reads(chunk: Chunk, function: Look, state: frozenset[str]) -> bool:
    """Tell whether a function reads some of these global names, not local ones that are called the same."""
    if function.reads.isdisjoint(state):
        return False
    names = names_of_source(chunk.source)
    return names is None or not names.reads.isdisjoint(state)
