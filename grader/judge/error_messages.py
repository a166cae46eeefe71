"""A runtime error, explained: which operands, which name, which key, and where in the student's code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.judge.error_rules import RULES, Rule
from grader.model import Definition, Diagnosis, ExerciseResult, Outcome, Raised

HIDDEN = "In a hidden case"  # what is said instead of the place
NAME_NOT_DEFINED = "name_not_defined"


def explain(result: ExerciseResult) -> Diagnosis | None:
    """Say in one sentence why a call raised: the first public one, else the first hidden one.

    Where a hidden call raised, and with what words, its student can have it choose by what it was given. So of
    that, only the kind is told.
    """
    raised = [
        case
        for case in result.cases
        if case.observation.outcome is Outcome.RAISED and case.observation.raised
    ]
    if not raised:
        return None
    shown = min(raised, key=lambda case: case.case.hidden)
    error = shown.observation.raised
    assert error is not None
    if shown.case.hidden:
        return _by_kind(error)
    return (
        _by_failure(error, shown.observation.detail) or _by_name(error, result.definition) or _by_rule(error)
    )


def _where(error: Raised) -> str:
    return f"In {error.frames[-1].place}" if error.frames else "When it is called"


def _matches(error: Raised) -> Iterator[tuple[Rule, re.Match[str]]]:
    for rule in RULES:
        match = re.search(rule.pattern, error.message)
        if match and re.fullmatch(rule.type, error.type):
            yield rule, match


def _by_rule(error: Raised) -> Diagnosis | None:
    for rule, match in _matches(error):
        groups = [group or "" for group in match.groups()]
        return Diagnosis(rule.name, f"{_where(error)}: {rule.sentence.format(*groups)}")
    return None


def _by_kind(error: Raised) -> Diagnosis | None:
    """Explain an error of a hidden call, without a word of its message or the place."""
    if error.type in {"NameError", "UnboundLocalError"}:
        return Diagnosis(NAME_NOT_DEFINED, f"{HIDDEN}: a name is used that has no value inside the function.")
    for rule, _ in _matches(error):
        return Diagnosis(rule.name, f"{HIDDEN}: {rule.for_hidden or rule.sentence}")
    return None


def _by_failure(error: Raised, failure: str) -> Diagnosis | None:
    """Explain a name that has no value because the statement that makes it failed."""
    match = re.search(r"'(\w+)'", error.message)
    if not failure or not match or error.type != "NameError":
        return None
    return Diagnosis("name_not_made", f"{_where(error)}: {match[1]} has no value, because {failure}.")


def _by_name(error: Raised, definition: Definition | None) -> Diagnosis | None:
    """Explain a name that has no value: one assigned too late, never imported, or left outside."""
    if error.type not in {"NameError", "UnboundLocalError"}:
        return None
    match = re.search(r"'(\w+)'", error.message)
    if not match:
        return None
    name, where = match[1], _where(error)
    if error.type == "UnboundLocalError" or (definition and _assigns(definition.source, name)):
        return Diagnosis("used_before_set", f"{where}: {name} is used before the function gives it a value.")
    if name in {"np", "numpy", "math", "copy", "h5py"}:
        return Diagnosis("import_missing", f"{where}: {name} is used, but it is not imported.")
    sentence = (
        f"{where}: {name} has no value inside the function. Check its spelling; what another cell, or a line that "
        "only runs the program, sets does not exist when the function is graded, so all that it needs must come in "
        "through its parameters."
    )
    return Diagnosis(NAME_NOT_DEFINED, sentence)


def _assigns(source: str, name: str) -> bool:
    return re.search(rf"^\s*(?:\w+\s*,\s*)*{name}\b[\w\s,]*=[^=]", source, re.MULTILINE) is not None
