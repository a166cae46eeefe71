"""A runtime error, explained: which operands, which name, which key, and where in the student's code."""

from __future__ import annotations

import re

from grader.judge.error_rules import RULES
from grader.model import Definition, Diagnosis, ExerciseResult, Outcome, Raised

LONGEST_WORD = 40
# kinds of values and signs between them, which messages name
_KINDS = (
    "NoneType bool int float complex str list tuple dict set slice range function method type module ndarray "
    "float64 int64 builtin_function_or_method"
)
_SIGNS = "+ - * / // % ** @ & | ^ < > <= >= += -= *= /= @= ~"
OF_PYTHON = frozenset(f"{_KINDS} {_SIGNS}".split())


def explain(result: ExerciseResult) -> Diagnosis | None:
    """Say in one sentence why a call raised: the first public one, else the first hidden one."""
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
    words = _own_words(result.definition) if shown.case.hidden else None
    failure = "" if shown.case.hidden else shown.observation.detail
    return _by_failure(error, failure) or _by_name(error, result.definition, words) or _by_rule(error, words)


def _own_words(definition: Definition | None) -> frozenset[str]:
    """Return what may be repeated of an error in a hidden case: what its student wrote, who chose its message too."""
    written = re.findall(r"[^\W\d]\w*", definition.source) if definition else ()
    return OF_PYTHON | {word for word in written if len(word) <= LONGEST_WORD}


def _where(error: Raised) -> str:
    return f"In {error.frames[-1].place}" if error.frames else "When it is called"


def _by_rule(error: Raised, words: frozenset[str] | None) -> Diagnosis | None:
    for rule in RULES:
        match = re.search(rule.pattern, error.message)
        if match and re.fullmatch(rule.type, error.type):
            groups = [group or "" for group in match.groups()]
            if words is not None and not words.issuperset(groups):
                sentence = rule.for_hidden or rule.sentence
                groups = [group if group in words else "…" for group in groups]
            else:
                sentence = rule.sentence
            return Diagnosis(rule.name, f"{_where(error)}: {sentence.format(*groups)}")
    return None


def _by_failure(error: Raised, failure: str) -> Diagnosis | None:
    """Explain a name that has no value because the statement that makes it failed."""
    match = re.search(r"'(\w+)'", error.message)
    if not failure or not match or error.type != "NameError":
        return None
    return Diagnosis("name_not_made", f"{_where(error)}: {match[1]} has no value, because {failure}.")


def _by_name(error: Raised, definition: Definition | None, words: frozenset[str] | None) -> Diagnosis | None:
    """Explain a name that has no value: one assigned too late, never imported, or left outside."""
    if error.type not in {"NameError", "UnboundLocalError"}:
        return None
    match = re.search(r"'(\w+)'", error.message)
    if not match:
        return None
    if words is not None and match[1] not in words:
        sentence = f"{_where(error)}: a name is used that has no value inside the function."
        return Diagnosis("name_not_defined", sentence)
    name, where = match[1], _where(error)
    if error.type == "UnboundLocalError" or (definition and _assigns(definition.source, name)):
        return Diagnosis("used_before_set", f"{where}: {name} is used before the function gives it a value.")
    if name in {"np", "numpy", "math", "copy", "h5py"}:
        return Diagnosis("import_missing", f"{where}: {name} is used, but it is not imported.")
    sentence = (
        f"{where}: {name} has no value inside the function. Check its spelling; a variable of another cell does not "
        "exist when the function is graded, so all that it needs must come in through its parameters."
    )
    return Diagnosis("name_not_defined", sentence)


def _assigns(source: str, name: str) -> bool:
    return re.search(rf"^\s*(?:\w+\s*,\s*)*{name}\b[\w\s,]*=[^=]", source, re.MULTILINE) is not None
