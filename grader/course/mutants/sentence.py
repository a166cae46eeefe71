"""The sentence of a mutant: its effect on values that the student knows by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.conventions import Naming
from grader.course.mutants.edits import Mutant
from grader.course.mutants.roles import roles_of
from grader.model import Exercise
from grader.wording import join_words

LOOP = re.compile(r"the loop over \w+")  # which is said in words, not by a name


def sentence(mutant: Mutant, exercise: Exercise, changed: Sequence[str], naming: Naming) -> str:
    """Say what the mutant does; `changed` are the names of the values it changes, in computing order."""
    targets = _targets(mutant, exercise, changed, naming)
    effect = mutant.effect
    if len(targets) > 1:
        effect = re.sub(r"^(\{target\}) (\w+)", lambda verb: f"{verb[1]} {_plural(verb[2])}", effect)
    effect = effect.format(target=join_words(targets, most=4, shown=3))
    return f"Your values are exactly what you get when {effect}."


def _targets(mutant: Mutant, exercise: Exercise, changed: Sequence[str], naming: Naming) -> list[str]:
    own = {argument.name for argument in exercise.cases[0].arguments} | {part.name for part in exercise.parts}
    names = [name for target in mutant.targets for name in target.split(", ")]
    roles = roles_of(naming)
    shown = [
        name
        for name in names
        if name in own or name in changed or LOOP.fullmatch(name) or roles.is_known(name)
    ]
    if shown and len(shown) == len(names):
        return list(dict.fromkeys(shown))
    return [name for name in changed if name] or ["the result"]


def _plural(verb: str) -> str:
    """Return a verb as it follows several values: are for is, multiply for multiplies."""
    irregular = {"is": "are", "has": "have", "goes": "go"}
    return irregular.get(verb) or (f"{verb[:-3]}y" if verb.endswith("ies") else verb.removesuffix("s"))
