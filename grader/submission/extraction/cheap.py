"""Which calls may be made at the top level of a program: they cost little, and nothing outside it shows them."""

from __future__ import annotations

import ast
import builtins
import functools
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from grader.submission.extraction.scope import names_of
from grader.submission.extraction.syntax import DEFINITIONS, root_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from grader.submission.extraction.statements import Statement

# modules whose functions neither reach outside nor take long on what a constant is made of
PURE_MODULES = frozenset(
    {
        "numpy", "math", "cmath", "functools", "operator", "itertools", "collections", "typing", "fractions",
        "decimal", "string", "copy", "re", "numbers", "types", "dataclasses", "enum", "abc", "contextlib", "hashlib",
        "heapq", "bisect", "array", "calendar", "statistics", "textwrap", "json", "typing_extensions",
        # they know the day or the machine, or what was logged: nothing of which is another program's
        "logging", "time", "datetime", "random", "uuid", "os", "sys", "platform", "pathlib", "threading", "warnings",
        "argparse", "inspect", "configparser", "io",
        # they draw, wrap or show nothing where a function is graded
        "matplotlib", "pylab", "mpl_toolkits", "seaborn", "plotly", "bokeh", "altair", "IPython", "ipywidgets", "tqdm",
        "rich", "alive_progress", "progressbar", "fastprogress", "numba", "beartype", "typeguard", "jaxtyping",
        "nptyping", "torchtyping", "loguru", "wandb", "mlflow", "tensorboardX", "icecream", "line_profiler",
        "memory_profiler", "deprecated", "overrides", "joblib", "pydantic",
    }
)  # fmt: skip
IMPURE = frozenset(
    {
        "load", "loadtxt", "genfromtxt", "fromfile", "memmap", "save", "savez", "savez_compressed",
        "savetxt", "open", "DataSource", "seterr", "set_printoptions", "test", "testing", "seed", "rand",
        "randn", "show_config", "info", "lookfor", "sleep", "system", "popen", "fork", "kill", "abort", "exit", "_exit",
    }
)  # fmt: skip
OF_MODULES = IMPURE - {"load", "rand", "randn", "info", "open", "test"}  # nobody knows what a value's own do
CHEAP_BUILTINS = frozenset(
    {
        "abs", "all", "any", "bool", "bytes", "chr", "complex", "dict", "divmod", "enumerate",
        "float", "frozenset", "int", "len", "list", "max", "min", "next", "iter", "object", "ord", "pow", "range",
        "reversed", "round", "set", "slice", "sorted", "str", "sum", "tuple", "type", "zip",
    }
)  # fmt: skip
METHODS = frozenset(
    {
        "reshape", "copy", "astype", "transpose", "flatten", "ravel", "keys", "values", "items", "format",
        "split", "join", "strip", "lower", "upper",
    }
)  # fmt: skip
READERS = frozenset({"open", "load", "loadtxt", "genfromtxt", "reader", "DictReader"})
WRITING = re.compile(r"[rbt]*[wax+][rbt+]*")  # a mode of open
BUILTINS = frozenset(dir(builtins)) | {"__file__"}  # what is there without being set
LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.comprehension)


class Kind(StrEnum):
    """What a top-level statement is to grading."""

    IMPORT = "import"
    DEFINITION = "definition"
    CONSTANT = "constant"  # made without calling anything
    VALUE = "value"  # made by calls that are cheap and touch nothing else
    OBJECT = "object"  # made by the student's own calls or by a loop: kept only for what is asked for
    BLOCK = "block"  # an if, try or with whose statements are to be looked at one by one
    RUN = "run"


class CheapCalls:
    """The calls that a submission's top level may make, by what is imported, defined and made there."""

    def __init__(
        self, statements: Sequence[Statement], required: frozenset[str], files: Collection[str]
    ) -> None:
        self._statements, self._required = statements, required
        self._files = {file.rpartition("/")[2] for file in files}  # names of the data beside the work
        self._imported = imported_roots(statement.node for statement in statements)
        self._values: set[str] = set()
        self._cheap: dict[str, bool] = {}  # own functions and classes

    def add_values(self, names: Iterable[str]) -> None:
        """Take note of names that are bound to what was made by cheap calls: its methods may be called."""
        self._values.update(names)

    def holds_value(self, name: str) -> bool:
        return name in self._values

    def kind(self, call: ast.Call) -> Kind | None:
        """VALUE or OBJECT for what a call makes, None where that is a run."""
        return Kind.OBJECT if self.reads_handed_in(call) else self._kind_by_function(call.func)

    def reads_handed_in(self, node: ast.expr) -> bool:
        """Tell whether it reads data that was handed in beside the work: json.load(open("config.json"))."""
        if not self._files or not isinstance(node, ast.Call) or not node.args:
            return False
        function, first = node.func, node.args[0]
        name = function.attr if isinstance(function, ast.Attribute) else root_name(function)
        if name not in READERS or not all(map(_is_reading, (*node.args[1:2], *node.keywords))):
            return False
        texts = [part.value for part in ast.walk(first) if isinstance(part, ast.Constant)]
        names_it = any(isinstance(text, str) and text.rpartition("/")[2] in self._files for text in texts)
        return names_it or self.holds_value(root_name(first))

    def _kind_by_function(self, function: ast.expr) -> Kind | None:
        if isinstance(function, ast.Name):
            name = function.id
            if name in CHEAP_BUILTINS or name in self._imported:
                return Kind.VALUE
            if name in self.own:
                return Kind.OBJECT
            return Kind.OBJECT if name in self._values and name not in self._required else None
        if not isinstance(function, ast.Attribute):
            return None
        return self._method_kind(function)

    def _method_kind(self, function: ast.Attribute) -> Kind | None:
        if function.attr in METHODS:
            return Kind.VALUE
        base = function.value
        while isinstance(base, ast.Attribute):
            base = base.value
        if isinstance(base, ast.Name) and base.id in self._imported:
            return None if function.attr in IMPURE else Kind.VALUE
        name = root_name(base)
        of_value = not name or name in self._values or name in self.own
        return Kind.OBJECT if of_value and function.attr not in OF_MODULES else None

    @functools.cached_property
    def own(self) -> dict[str, list[Statement]]:
        """The functions and classes that the student defines, by name."""
        own: dict[str, list[Statement]] = {}
        for statement in self._statements:
            if isinstance(statement.node, DEFINITIONS):
                own.setdefault(statement.node.name, []).append(statement)
        return own

    def are_cheap(self, names: Iterable[str]) -> bool:
        """Tell whether what calls of one's own read is there, and whether they train nothing."""
        names = list(names)
        return all(map(self._is_there, names)) and all(map(self._is_own_cheap, self.own.keys() & names))

    def _is_there(self, name: str) -> bool:
        return name in self._values or name in self._imported or name in self.own or name in BUILTINS

    def _is_own_cheap(self, name: str) -> bool:
        if name not in self._cheap:
            self._cheap[name] = self._trains_nothing(name)
        return self._cheap[name]

    def _trains_nothing(self, name: str) -> bool:
        """Tell whether a call of the student's own has no loop go round a function that is asked for."""
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            if (reading := waiting.pop()) in reached:
                continue
            reached.add(reading)
            for statement in self.own.get(reading, ()):
                names = names_of(statement.node, statement.source)
                waiting += names.reads if names else ()
        statements = [statement for other in reached for statement in self.own.get(other, ())]
        return reached.isdisjoint(self._required) or not any(map(_holds_loop, statements))


def _is_reading(argument: ast.AST) -> bool:
    """Tell whether an argument is no mode of writing."""
    value = argument.value if isinstance(argument, ast.keyword) else argument
    text = value.value if isinstance(value, ast.Constant) else None
    return not isinstance(text, str) or not WRITING.fullmatch(text)


def _holds_loop(statement: Statement) -> bool:
    if "for" not in statement.source and "while" not in statement.source:
        return False
    return any(isinstance(node, LOOPS) for node in ast.walk(statement.node))


def imported_roots(nodes: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the names under which harmless modules, or what is in them, were imported."""
    roots = {"np"}
    for node in nodes:
        if isinstance(node, ast.Import):
            roots |= {
                (alias.asname or alias.name).split(".")[0] for alias in node.names if _is_pure(alias.name)
            }
        elif isinstance(node, ast.ImportFrom) and _is_pure(node.module or ""):
            roots |= {alias.asname or alias.name for alias in node.names if alias.name not in IMPURE}
    return frozenset(roots)


def _is_pure(module: str) -> bool:
    return module.split(".")[0] in PURE_MODULES
