"""Which names of a course play one role, by its conventions: W and b, v and s, one layer's values and another's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from grader.conventions import Naming

BEGIN, END = "(?<![A-Za-z])", "(?![A-Za-z])"  # of a part of a name: no letter stands before it, none after it
END_OF_KEY = r"(?=[\d{'\"\]]|$)"


class Roles:
    """A course's naming, ready to be asked about names and lines."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self._prefix = f"({re.escape(naming.prefix)})?" if naming.prefix else "()"
        self._alike = [(self._pattern(group), rf"\1{group[0]}") for group in naming.alike]
        self._known = [re.compile(pattern) for pattern in naming.known]
        self._key = re.compile(rf"(?:{naming.keys})(?=[\d{{\"'])") if naming.keys else None

    def _pattern(self, group: tuple[str, ...]) -> re.Pattern[str]:
        """Find any part of a group: a letter where it stands alone, a word wherever it stands in a name."""
        begin = BEGIN if all(len(part) == 1 for part in group) else ""
        end = END if all(len(part.strip("_")) == 1 for part in group) else ""
        return re.compile(f"{begin}{self._prefix}(?:{'|'.join(map(re.escape, group))}){end}")

    def normalize(self, text: str) -> str:
        """Blur a text so that lines which repeat one idea for another number or letter become equal."""
        text = re.sub(r"\s+", "", text)
        text = re.sub(r"(?<=[A-Za-z_])\d+", "#", text)
        for pattern, part in self._alike:
            text = pattern.sub(part, text)
        return text

    def families(self, name: str) -> list[str]:
        """Return the parts of names with which a value's name begins: W for dW2, v for v_corrected."""
        parts = (part for group in self.naming.alike for part in group)
        return [part for part in parts if re.match(f"{self._prefix}{re.escape(part)}{self._end(part)}", name)]

    def _end(self, part: str) -> str:
        """Return what ends a part: what keys name ends with its number, or with the name."""
        return END_OF_KEY if self.naming.keys and re.fullmatch(self.naming.keys, part) else END

    def is_known(self, name: str) -> bool:
        """Tell whether students know a value by this name."""
        return any(pattern.fullmatch(name) for pattern in self._known)

    def entry_name(self, container: str, key: str) -> str:
        """Name a dictionary's entry: dW for grads[f"dW{l}"], v["dW"] for v[f"dW{l}"]."""
        match = self._key.search(key) if self._key else None
        if match is None:
            return container
        return match[0] if container in self.naming.containers else f'{container}["{match[0]}"]'

    def other_keys(self, key: str, variables: frozenset[str]) -> Iterator[str]:
        """Yield the keys of another letter, then those of another number."""
        for group in self.naming.alike:
            for part in group:
                pattern = rf"{BEGIN}{self._prefix}{re.escape(part)}(?=[\d{{'\"])"
                yield from (re.sub(pattern, rf"\1{rival}", key) for rival in group if rival != part)
        if numbering := self.naming.numbering:
            step, last = numbering.step, numbering.last
            fields: list[tuple[str, tuple[str, ...]]] = [
                (step, (step, f"{step} - 1", f"{step} + 1", "1", "2"))
            ]
            fields += [(step, (last,))] if last in variables else []
            fields += [(last, (last, f"{last} - 1", "2", "1"))] if last else []
            for variable, numbers in fields:
                pattern = rf"\{{{re.escape(variable)}\b[^}}]*\}}"
                yield from (re.sub(pattern, f"{{{number}}}", key) for number in numbers)

    def siblings(self, name: str, names: frozenset[str]) -> set[str]:
        """Return the names that may be taken for a name."""
        same = {rival for rival in names if self.normalize(rival) == self.normalize(name)}
        for siblings in self.naming.siblings:
            if match := re.fullmatch(siblings.of, name):
                number = match.groupdict().get("number") or ""
                same |= {
                    rival for rival in names if re.fullmatch(siblings.are.replace("{number}", number), rival)
                }
        for first, second in self.naming.exchanges:
            exchanged = {name.replace(first, second), name.replace(second, first) if second else name}
            same |= names & exchanged
        return same - {name}


@cache
def roles_of(naming: Naming) -> Roles:
    return Roles(naming)
