"""The runtime errors that are explained: what Python and numpy say, and what it means for whoever wrote the line."""

from __future__ import annotations

from dataclasses import dataclass

SHAPE = r"(\([\d, ]*\))"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of messages, the sentence for it, and the one that tells nothing of a hidden case."""

    name: str
    type: str  # a pattern of the exception's class
    pattern: str
    sentence: str
    for_hidden: str = ""  # where the sentence quotes the message


RULES = (
    Rule(
        "shapes_do_not_fit",
        "ValueError",
        rf"operands could not be broadcast together with shapes {SHAPE} {SHAPE}",
        "you combine arrays of shapes {0} and {1} element by element, but these shapes do not fit together.",
        "you combine arrays element by element, but their shapes do not fit together.",
    ),
    Rule(
        "shapes_do_not_fit",
        "ValueError",
        rf"shapes {SHAPE} and {SHAPE} not aligned",
        "you take the matrix product of arrays of shapes {0} and {1}, but the first must have as many columns "
        "as the second has rows. Is a transpose missing, or are the two in the wrong order?",
        "you take a matrix product, but the first matrix does not have as many columns as the second has rows. "
        "Is a transpose missing, or are the two in the wrong order?",
    ),
    Rule(
        "shapes_do_not_fit",
        "ValueError",
        r"matmul: Input operand .*size (\d+) is different from (\d+)",
        "you take a matrix product in which the first matrix's number of columns is {1} and the second's number of "
        "rows is {0}, but the two must be equal. Is a transpose missing, or are the matrices in the wrong order?",
        "you take a matrix product, but the first matrix does not have as many columns as the second has rows. "
        "Is a transpose missing, or are the two in the wrong order?",
    ),
    Rule(
        "shapes_do_not_fit",
        "ValueError",
        rf"(?:non-broadcastable output operand|could not broadcast input array from shape {SHAPE} into shape {SHAPE})",
        "an array does not fit into the place it is written to: their shapes differ.",
        "an array does not fit into the place it is written to: their shapes differ.",
    ),
    Rule(
        "shapes_do_not_fit",
        "IndexError",
        r"boolean index did not match indexed array along axis (\d+); size of axis is (\d+)",
        "a mask of True and False has another shape than the array it is applied to: check that both belong "
        "to the same value.",
    ),
    Rule(
        "reshape_does_not_fit",
        "ValueError",
        r"cannot reshape array of size (\d+) into shape",
        "you reshape an array of size {0} into a shape that holds another number of elements.",
        "you reshape an array into a shape that holds another number of elements.",
    ),
    Rule(
        "condition_on_array",
        "ValueError",
        r"truth value of an array",
        "if, and, or and not need a single True or False, but this is a whole array: compare element by element with "
        "numpy instead.",
    ),
    Rule(
        "ragged_array",
        "ValueError",
        r"setting an array element with a sequence",
        "you make one array of pieces that have different shapes, or put an array where a single number belongs.",
    ),
    Rule(
        "unpacking",
        "ValueError",
        r"(not enough|too many) values to unpack \(expected (\d+)",
        "you unpack {1} values, but the right-hand side has {0}: look at what it returns.",
        "you unpack another number of values than there are: look at what the right-hand side returns.",
    ),
    Rule(
        "log_of_zero",
        "ValueError",
        r"math domain error",
        "you ask math for the logarithm or root of a number that has none.",
    ),
    Rule(
        "key_missing",
        "KeyError",
        r"^'?(.*?)'?$",
        "the dictionary has no key {0}: compare its spelling with the keys that you stored.",
        "the dictionary has no such key: compare its spelling with the keys that you stored.",
    ),
    Rule(
        "still_none",
        "TypeError",
        r"NoneType",
        "a value is still None here: it is the template's placeholder, or comes from a function without return.",
    ),
    Rule(
        "math_on_array",
        "TypeError",
        r"only (?:length-1|0-dimensional|size-1) arrays can be converted",
        "you give an array to a function that takes a single number (from math, or float): use numpy's function.",
    ),
    Rule(
        "option_unknown",
        "TypeError",
        r"unexpected keyword argument '(\w+)'",
        "the function you call has no option named {0}: check its spelling.",
        "the function you call has no option of that name: check its spelling.",
    ),
    Rule(
        "arguments_missing",
        "TypeError",
        r"(\w+)\(\) missing \d+ required positional arguments?: (.*)",
        "you call {0} without {1}.",
        "you call a function without some of its arguments.",
    ),
    Rule(
        "arguments_count",
        "TypeError",
        r"(\w+)\(\) takes (?:from )?(.*?) positional arguments? but (\d+)",
        "you call {0} with too many arguments: it takes {1}, you give it {2}.",
        "you call a function with more arguments than it takes.",
    ),
    Rule(
        "not_a_function",
        "TypeError",
        r"'(?:numpy\.)?(\w+)' object is not callable",
        "round parentheses call a function, but this is a value of type {0}: use square brackets to read an element, "
        "and * to multiply.",
        "round parentheses call a function, but this is a value of another type: use square brackets to read an "
        "element, and * to multiply.",
    ),
    Rule(
        "not_subscriptable",
        "TypeError",
        r"'(?:numpy\.)?([\w.]+)' object is not subscriptable",
        "square brackets read an element, but this is a value of type {0}, which has none.",
        "square brackets read an element, but this is a value that has none.",
    ),
    Rule(
        "operand_kinds",
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): '(?:numpy\.)?([\w.]+)' and '(?:numpy\.)?([\w.]+)'",
        "{0} cannot combine a value of type {1} with one of type {2}.",
        "two values are combined whose types do not go together.",
    ),
    Rule(
        "operand_kinds",
        "TypeError",
        r"bad operand type for unary (\S+): '(\w+)'",
        "{0} cannot stand before a value of type {1}.",
        "a sign stands before a value of a type that takes none.",
    ),
    Rule(
        "index_kind",
        "TypeError",
        r"(list|tuple) indices must be integers",
        "the index of a {0} must be a whole number; only dictionaries have text keys.",
        "the index of a list or tuple must be a whole number; only dictionaries have text keys.",
    ),
    Rule(
        "index_kind",
        "IndexError",
        r"only integers, slices",
        "you index an array with something that is no index, such as a text or a fraction.",
    ),
    Rule(
        "axis_missing",
        "IndexError",
        r"tuple index out of range",
        "you read an entry that a shape or tuple does not have: an array with one axis has no shape[1].",
    ),
    Rule(
        "axis_missing",
        "(?:Axis|Value)Error",
        r"axis (\d+) is out of bounds",
        "you ask for axis {0}, but the array has fewer axes.",
        "you ask for an axis that the array does not have.",
    ),
    Rule(
        "index_out_of_range",
        "IndexError",
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "you read element {0}, but there are only {2}; counting starts at 0.",
        "you read an element that the array does not have; counting starts at 0.",
    ),
    Rule(
        "index_out_of_range",
        "IndexError",
        r"list index out of range",
        "you read an element that the list does not have; counting starts at 0.",
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
        "this is a value of type {0}, which has no {1}; the line takes it for something else.",
        "a value does not have what is asked of it after the dot: it is of another type, or that is misspelt.",
    ),
    Rule(
        "whole_numbers_in_place",
        r"_?UFunc\w*Error",
        r"Cannot cast ufunc '\w+' output from dtype\('(?:float|complex)\d+'\) to dtype\('(?:u?int\d+|bool)'\)",
        "an array of whole numbers is changed in place (by -=, *= or the like), but cannot hold the fractions that "
        "come out. Create it as an array of floats (no dtype=int, 1.0 instead of 1), or write w = w - ... instead of "
        "w -= ...",
    ),
    Rule(
        "input_asked_for",
        "EOFError",
        r"EOF when reading a line|^$",
        "input() waits for somebody to type, and nobody does while the function is graded: all that it needs comes in "
        "through its parameters.",
    ),
    Rule(
        "debugger_left",
        "BdbQuit",
        r"",
        "a call for the debugger is left in the function, which stops there: take out breakpoint() or set_trace().",
    ),
    Rule("division_by_zero", "ZeroDivisionError", r"", "you divide by zero."),
    Rule("endless_recursion", "RecursionError", r"", "the function calls itself and never stops."),
    Rule("own_assertion", "AssertionError", r"", "an assert in your own code fails."),
    Rule(
        "module_missing",
        "(?:ModuleNotFound|Import)Error",
        r"No module named '([\w.]+)'",
        "there is no module {0} here: use NumPy instead or, if it is your own, hand it in with your work.",
        "you import a module that is not there.",
    ),
)
