"""What in a statement's tree may answer the same call in two ways, though every word of it is plain.

Three things can: random numbers, which are words; what an earlier call has left, for which there must be a value
that outlives a call; and where an object lies in memory, which its text tells, and the order of a set.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# names and attributes of generators; a seed alone changes nothing but comes with them
DRAW_WORDS = """
random rand randn randint random_sample uniform normal permutation shuffle choice standard_normal binomial gauss
sample randrange
"""
DRAWS = frozenset(DRAW_WORDS.split())
# what the course's own modules may be made of beside those; submissions that use them are not plain
RESTLESS_WORDS = """
secrets time datetime os sys uuid threading multiprocessing ctypes gc id hash open load empty empty_like ndarray
default_rng RandomState getattr eval exec globals locals vars
"""
RESTLESS = DRAWS | frozenset(RESTLESS_WORDS.split())
SETS = frozenset({ast.Set, ast.SetComp})
SET_MAKERS = frozenset({"set", "frozenset"})
# What makes a text, or bytes, of any object ...
TEXT_MAKERS = frozenset({"str", "repr", "bytes"})
TEXTS = frozenset({ast.JoinedStr, ast.Mod})
# ... and what makes an object whose text tells where it lies: functions, iterators, a few of NumPy's.
ITERATORS = frozenset({"iter", "map", "filter", "zip", "enumerate", "reversed"})
OBJECTS = frozenset({ast.Lambda})
OBJECT_ATTRIBUTES = frozenset({"flat", "errstate"})
# attributes that are values where nothing calls them; any other is a function then
VALUE_WORDS = """
T shape size ndim dtype nbytes itemsize real imag e pi inf nan Inf NaN newaxis bool_ float16 float32 float64 int8
int16 int32 int64 uint8 uint16 uint32 uint64 intp integer floating number complex64 complex128 float int bool
object eps tiny max min tau gamma linalg random pyplot LinAlgError rcParams cm Spectral ndarray generic
"""
VALUES = frozenset(VALUE_WORDS.split())
SIMPLE_ANNOTATION = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Tuple, ast.List, ast.BinOp, ast.BitOr, ast.expr_context,
)  # fmt: skip


class Mentions(NamedTuple):
    """What was met in a statement's tree, as far as chance may come of it."""

    names: frozenset[str] = frozenset()  # read or bound, wherever
    attributes: frozenset[str] = frozenset()
    kinds: frozenset[type] = frozenset()  # of SETS, TEXTS and OBJECTS
    values: frozenset[str] = frozenset()  # names that are not called, and of which no attribute is taken
    value_attributes: frozenset[str] = frozenset()  # the same of attributes
    functions: frozenset[str] = frozenset()  # that are defined in it

    @property
    def draws(self) -> bool:
        """Whether something in it draws random numbers, or has an order that nobody gave it."""
        words = self.names | self.attributes
        return bool(words & DRAWS or self.names & SET_MAKERS or self.kinds & SETS)

    def tells_address(self, functions: frozenset[str]) -> bool:
        """Say whether it may make a text of where an object lies; `functions` are the program's, and its modules."""
        makes_text = (
            self.names & TEXT_MAKERS
            or self.kinds & TEXTS
            or not self.attributes.isdisjoint({"format", "astype"})
        )
        return bool(makes_text) and self._has_objects(functions)

    def _has_objects(self, functions: frozenset[str]) -> bool:
        return bool(
            self.kinds & OBJECTS
            or self.attributes & OBJECT_ATTRIBUTES
            or self.values & (functions | self.functions | ITERATORS)
            or self.value_attributes - VALUES
        )


def defined_function(tree: ast.Module) -> str:
    """Return the name of the function that a statement defines and no more; empty for anything else.

    Its defaults are numbers, texts and the like, and its annotations call nothing: defining it leaves nothing
    behind that a call could change.
    """
    if len(tree.body) != 1 or not isinstance(function := tree.body[0], ast.FunctionDef):
        return ""
    if function.decorator_list or not all(map(_is_constant, _defaults(function.args))):
        return ""
    nodes = (node for annotation in _annotations(function) for node in ast.walk(annotation))
    return function.name if all(isinstance(node, SIMPLE_ANNOTATION) for node in nodes) else ""


def shared_state(tree: ast.Module) -> frozenset[str]:
    """Return the names that top-level statements bind to what a call may change, or read to know of earlier ones."""
    return frozenset(name for statement in tree.body for name in _bound_state(statement))


@lru_cache(maxsize=64)
def restless_names(source: str) -> frozenset[str]:
    """Return the names of one of the course's modules that may answer in two ways, or may be changed by a call."""
    tree = ast.parse(source)
    words = {
        node.name: {getattr(part, "id", getattr(part, "attr", "")) for part in ast.walk(node)}
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    restless: set[str] = set()
    todo = set(RESTLESS)
    while todo:
        todo = {name for name, own in words.items() if own & todo} - restless
        restless |= todo
    return shared_state(tree) | restless  # what its functions read of its state, they leave as it is


def _bound_state(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom) or defined_function(ast.Module([statement], [])):
        return
    if isinstance(statement, ast.Assign | ast.AnnAssign) and (
        not statement.value or _is_constant(statement.value)
    ):
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


def _is_constant(node: ast.expr) -> bool:
    """Tell whether an expression is a value that nothing can change."""
    if isinstance(node, ast.Tuple):
        return all(map(_is_constant, node.elts))
    if isinstance(node, ast.UnaryOp | ast.BinOp):
        return all(_is_constant(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))
    return isinstance(node, ast.Constant)


def _defaults(arguments: ast.arguments) -> list[ast.expr]:
    return [*arguments.defaults, *(default for default in arguments.kw_defaults if default)]


def _annotations(function: ast.FunctionDef) -> Iterator[ast.expr]:
    arguments = function.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if argument.annotation:
            yield argument.annotation
    for rest in (arguments.vararg, arguments.kwarg):
        if rest and rest.annotation:
            yield rest.annotation
    if function.returns:
        yield function.returns
