"""A runtime error, explained: which operands, which name, which key, and where in the student's code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.model import Definition, Diagnosis, ExerciseResult, Outcome, Raised

SHAPE = r"(\([\d, ]*\))"

LONGEST_WORD = 40
# kinds of values and signs between them, which messages name
_KINDS = (
    "NoneType bool int float complex str list tuple dict set slice range function method type module ndarray "
    "float64 int64 builtin_function_or_method"
)
_SIGNS = "+ - * / // % ** @ & | ^ < > <= >= += -= *= /= @= ~"
OF_PYTHON = frozenset(f"{_KINDS} {_SIGNS}".split())


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of messages, the sentence for it, and the one that tells nothing of a hidden case."""

    name: str
    type: str
    pattern: str
    sentence: str
    for_hidden: str = ""


RULES = (
    Rule(
        "shapes_do_not_fit",
        "ValueError",
        rf"operands could not be broadcast together with shapes {SHAPE} {SHAPE}",
        "arrays of shapes {0} and {1} are combined element by element, and these shapes do not fit together.",
        "arrays are combined element by element whose shapes do not fit together.",
    ),
    Rule(
        "shapes_do_not_fit",
        "ValueError",
        rf"shapes {SHAPE} and {SHAPE} not aligned",
        "the matrix product of shapes {0} and {1} does not exist: the columns of the first "
        "must be as many as the rows of the second. Is a transpose missing, or the order "
        "exchanged?",
        "a matrix product does not exist: the columns of the first must be as many as the rows "
        "of the second. Is a transpose missing, or the order exchanged?",
    ),
    Rule(
        "shapes_do_not_fit",
        "ValueError",
        r"matmul: Input operand .*size (\d+) is different from (\d+)",
        "a matrix product meets {1} columns on the left and {0} rows on the right; the two "
        "numbers must be equal. Is a transpose missing, or the order exchanged?",
        "a matrix product meets a number of columns on the left that is not that of the rows "
        "on the right. Is a transpose missing, or the order exchanged?",
    ),
    Rule(
        "shapes_do_not_fit",
        "ValueError",
        rf"(?:non-broadcastable output operand|could not broadcast input array from shape {SHAPE} into shape {SHAPE})",
        "an array is written into a place of another shape.",
        "an array is written into a place of another shape.",
    ),
    Rule(
        "shapes_do_not_fit",
        "IndexError",
        r"boolean index did not match indexed array along axis (\d+); size of axis is (\d+)",
        "a mask of True and False is applied to an array of another shape: one of the two belongs to another layer "
        "or value.",
    ),
    Rule(
        "reshape_does_not_fit",
        "ValueError",
        r"cannot reshape array of size (\d+) into shape",
        "a reshape asks for another number of elements than the {0} that there are.",
        "a reshape asks for another number of elements than there are.",
    ),
    Rule(
        "condition_on_array",
        "ValueError",
        r"truth value of an array",
        "an array stands where one yes or no is asked for (if, and, or): compare element by "
        "element with numpy instead.",
    ),
    Rule(
        "ragged_array",
        "ValueError",
        r"setting an array element with a sequence",
        "a list of pieces of different shapes is made into one array, or an array is put where "
        "one number belongs.",
    ),
    Rule(
        "unpacking",
        "ValueError",
        r"(not enough|too many) values to unpack \(expected (\d+)",
        "{1} values are unpacked from something that has {0} for that: look at what the "
        "right-hand side returns.",
        "another number of values is unpacked than there is: look at what the right-hand side returns.",
    ),
    Rule(
        "log_of_zero",
        "ValueError",
        r"math domain error",
        "math is asked for the logarithm or root of a number that has none.",
    ),
    Rule(
        "key_missing",
        "KeyError",
        r"^'?(.*?)'?$",
        "the dictionary has no key {0}: compare its spelling with the names it was stored under.",
        "the dictionary has no such key: compare its spelling with the names it was stored under.",
    ),
    Rule(
        "still_none",
        "TypeError",
        r"NoneType",
        "a value is still None there: the template's placeholder, or what a function without return gives.",
    ),
    Rule(
        "math_on_array",
        "TypeError",
        r"only (?:length-1|0-dimensional|size-1) arrays can be converted",
        "a function for one number (from math, or float) is given an array: use numpy's.",
    ),
    Rule(
        "option_unknown",
        "TypeError",
        r"unexpected keyword argument '(\w+)'",
        "the function called there has no option named {0}: check its spelling.",
        "the function called there has no option of that name: check its spelling.",
    ),
    Rule(
        "arguments_missing",
        "TypeError",
        r"(\w+)\(\) missing \d+ required positional arguments?: (.*)",
        "{0} is called without {1}.",
        "a function is called without some of its arguments.",
    ),
    Rule(
        "arguments_count",
        "TypeError",
        r"(\w+)\(\) takes (?:from )?(.*?) positional arguments? but (\d+)",
        "{0} is called with {2} arguments, and takes {1}.",
        "a function is called with more arguments than it takes.",
    ),
    Rule(
        "not_a_function",
        "TypeError",
        r"'(?:numpy\.)?(\w+)' object is not callable",
        "round parentheses call a function, but this is a {0}: square brackets read an "
        "element, * multiplies.",
    ),
    Rule(
        "not_subscriptable",
        "TypeError",
        r"'(?:numpy\.)?([\w.]+)' object is not subscriptable",
        "square brackets read an element, but this is a {0} and has none.",
    ),
    Rule(
        "operand_kinds",
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): '(?:numpy\.)?([\w.]+)' and '(?:numpy\.)?([\w.]+)'",
        "{0} cannot combine a {1} and a {2}.",
    ),
    Rule(
        "operand_kinds",
        "TypeError",
        r"bad operand type for unary (\S+): '(\w+)'",
        "{0} cannot be put before a {1}.",
    ),
    Rule(
        "index_kind",
        "TypeError",
        r"(list|tuple) indices must be integers",
        "a {0} is read with something that is no whole number; only dictionaries have text keys.",
    ),
    Rule(
        "index_kind",
        "IndexError",
        r"only integers, slices",
        "an array is read with something that is no index: a text or a fraction.",
    ),
    Rule(
        "axis_missing",
        "IndexError",
        r"tuple index out of range",
        "a shape or tuple is read at a place it does not have: an array of one axis has no shape[1].",
    ),
    Rule(
        "axis_missing",
        "(?:Axis|Value)Error",
        r"axis (\d+) is out of bounds",
        "axis {0} is asked for, and the array has fewer axes.",
        "an axis is asked for that the array does not have.",
    ),
    Rule(
        "index_out_of_range",
        "IndexError",
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "element {0} of {2} is read; counting begins with 0.",
        "an element is read behind the end; counting begins with 0.",
    ),
    Rule(
        "index_out_of_range",
        "IndexError",
        r"list index out of range",
        "an element of a list is read behind its end; counting begins with 0.",
    ),
    Rule(
        "name_in_module",
        "AttributeError",
        r"module '(\w+)' has no attribute '(\w+)'",
        "{0} has nothing named {1}: check its spelling.",
        "a module has nothing of that name: check its spelling.",
    ),
    Rule(
        "attribute_missing",
        "AttributeError",
        r"'(?:numpy\.)?([\w.]+)' object has no attribute '(\w+)'",
        "a {0} has no {1}: it is not what the line takes it for.",
    ),
    Rule("division_by_zero", "ZeroDivisionError", r"", "something is divided by zero."),
    Rule("endless_recursion", "RecursionError", r"", "the function calls itself without end."),
    Rule("own_assertion", "AssertionError", r"", "an assert in your own code does not hold."),
    Rule(
        "module_missing",
        "(?:ModuleNotFound|Import)Error",
        r"No module named '([\w.]+)'",
        "the module {0} does not exist here.",
        "a module does not exist here.",
    ),
)


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
    return _by_name(error, result.definition, words) or _by_rule(error, words)


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


def _by_name(error: Raised, definition: Definition | None, words: frozenset[str] | None) -> Diagnosis | None:
    """Explain a name that has no value: one assigned too late, never imported, or left outside."""
    if error.type not in {"NameError", "UnboundLocalError"}:
        return None
    match = re.search(r"'(\w+)'", error.message)
    if not match:
        return None
    if words is not None and match[1] not in words:
        sentence = f"{_where(error)}: a name is used that nothing gives a value inside the function."
        return Diagnosis("name_not_defined", sentence)
    name, where = match[1], _where(error)
    if error.type == "UnboundLocalError" or (definition and _assigns(definition.source, name)):
        return Diagnosis("used_before_set", f"{where}: {name} is used before the function gives it a value.")
    if name in {"np", "numpy", "math", "copy", "h5py"}:
        return Diagnosis("import_missing", f"{where}: {name} is used, but it is not imported.")
    sentence = (
        f"{where}: nothing gives {name} a value inside the function. Check its spelling; a "
        "variable of another "
        "cell is not there when the function is graded: what it needs comes in through its parameters."
    )
    return Diagnosis("name_not_defined", sentence)


def _assigns(source: str, name: str) -> bool:
    return re.search(rf"^\s*(?:\w+\s*,\s*)*{name}\b[\w\s,]*=[^=]", source, re.MULTILINE) is not None
