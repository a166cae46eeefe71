"""Names say what they name: locals are nouns, public functions verbs or nouns, and no module's name means two things.

`python -m pytest tests/test_names.py -rP -k share` prints what share of each room's local names are signs of a noun
that was not looked for.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import grader

PACKAGE = Path(grader.__file__).parent

# rooms whose names were gone over, and what of their locals may still be signs; add a room when it has been swept
SWEPT = {
    "author": 0.01,
    "classroom": 0.02,
    "cli": 0.02,
    "course": 0.02,
    "course/mutants": 0.01,
    "grading": 0.02,
    "judge": 0.02,
    "report": 0.02,
    "student": 0.02,
    "submission": 0.02,
    "worker": 0.02,
}

SIGN_WORDS = """
found one each right said place mine seen known given done wanted says told there here again now more less other others
theirs ours
"""
SIGNS = frozenset(SIGN_WORDS.split())

# what bare participles and adverbs end in, and those that end otherwise
ENDINGS = ("ed", "ly", "wn", "ught", "ound", "aid", "een", "ven")
OTHER_WORDS = """
anew again aside bent built dealt done elsewhere forgotten gone hidden here kept left lent lost made meant met often
once sent sold soon spent there told written
"""
WORDS = SIGNS.union(OTHER_WORDS.split())
NOUNS_AND_VERBS = {  # what ends as they do and is none
    "apply": "a verb",
    "compound": "a noun",
    "embed": "a verb",
    "feed": "a verb and a noun",
    "located": "something an author declares, and its line",
    "markdown": "a noun",
    "multiply": "a verb",
    "need": "a verb and a noun",
    "reply": "a verb and a noun",
    "round": "a verb",
    "seed": "a verb and a noun",
    "sound": "a noun",
    "vectorized": "a word of the authors' vocabulary: what an exercise must be",
}

SAME_NAMES = {  # modules that share a name on purpose, and why
    "context": "what grading takes; what verifying takes",
    "command": "what a room's commands of the command line do, one module a room",
    "gradescope": "how Gradescope hands submissions over; what it is handed in return",
    "github": "what is told of in GitHub's own format: one for each thing told",
    "junit": "what is told of in JUnit's format: one for each thing told",
    "notebook": "a notebook as it is handed in; what is asked in one",
    "terminal": "what is told of in a terminal: one for each thing told",
    "tolerance": "the rule; the expectation that the cases keep away from it",
    "values": "nested values and their leaves; the mutants of values in a function's text",
    "text": "a function's text and its parts; a report as plain text",
    "__init__": "of every package",
}


def files(room: str) -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


def bindings(tree: ast.AST) -> Iterator[str]:
    """Yield every name that is bound inside functions, and every parameter."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            arguments = node.args
            yield from (
                argument.arg
                for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
                if argument.arg not in {"self", "cls"}
            )
            yield from (rest.arg for rest in (arguments.vararg, arguments.kwarg) if rest)
        elif isinstance(node, ast.Name) and isinstance(
            node.ctx, ast.Store
        ):  # also of for, with, :=, comprehensions
            yield node.id
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name


def signs(paths: list[Path]) -> tuple[Counter[str], int]:
    names = [name for path in paths for name in bindings(ast.parse(path.read_text(encoding="utf-8")))]
    return Counter(name for name in names if name.lstrip("_") in SIGNS), len(names)


def is_participle(name: str) -> bool:
    """Tell whether a name is one word, and that a participle or an adverb."""
    word = name.lower()
    if "_" in word or word in NOUNS_AND_VERBS:
        return False
    return word in WORDS or (len(word) > 3 and word.endswith(ENDINGS))


def public_names(tree: ast.Module) -> Iterator[str]:
    """Yield the public functions, classes and methods of a module; what a property is called is a value's name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
        for method in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                decorators = {ast.unparse(decorator) for decorator in method.decorator_list}
                if not decorators & {"property", "cached_property"}:
                    yield method.name


@pytest.mark.parametrize("room", SWEPT)
def test_few_locals_are_signs_of_a_better_noun(room: str) -> None:
    counted, total = signs(files(room))
    assert counted.total() <= SWEPT[room] * total, f"{room}: {counted.most_common()} of {total}"


def test_print_the_share_of_every_room() -> None:
    packages = [path for path in sorted(PACKAGE.iterdir()) if (path / "__init__.py").is_file()]
    rooms = {path.name: files(path.name) for path in packages} | {room: files(room) for room in SWEPT}
    for room, paths in {**rooms, "(ground)": sorted(PACKAGE.glob("*.py")), "(all)": files("")}.items():
        counted, total = signs(paths)
        assert total, f"{room}: no binding was found"
        listed = ", ".join(f"{name} {times}" for name, times in counted.most_common(6))
        print(f"{room:16} {counted.total():5} of {total:6} {counted.total() / total:7.2%}  {listed}")


@pytest.mark.parametrize("room", SWEPT)
def test_no_public_function_is_named_by_a_bare_participle_or_adverb(room: str) -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in files(room)
        for name in public_names(ast.parse(path.read_text(encoding="utf-8")))
        if is_participle(name)
    ]
    assert not wrong


def test_no_module_shares_its_name_without_a_reason() -> None:
    places = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")]
    count = Counter(path.stem for path in places)
    wrong = [
        str(path)
        for path in places
        if count[path.stem] > 1
        and path.stem not in SAME_NAMES
        and any(path.is_relative_to(room) for room in SWEPT)
    ]
    assert not wrong
    assert not [name for name in SAME_NAMES if count[name] < 2], "a reason for what is no longer shared"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("def f(found):\n    pass", 1),
        ("found = [one for one in x]", 2),
        ("for each in x:\n    pass", 1),
        ("with x as mine, y as z:\n    pass", 1),
        ("if (said := 3):\n    pass", 1),
        ("def f(*others, **given):\n    return lambda seen: seen", 3),
        ("try:\n    pass\nexcept E as here:\n    pass", 1),
        ("match x:\n    case [now, *rest]:\n        pass", 1),
        ("x.found = one", 0),
    ],
)
def test_every_kind_of_binding_counts(text: str, count: int) -> None:
    names = list(bindings(ast.parse(text)))
    assert sum(name in SIGNS for name in names) == count


@pytest.mark.parametrize("name", ["told", "lately", "shown", "imported", "anew", "Declared", "found"])
def test_participles_and_adverbs_are_noticed(name: str) -> None:
    assert is_participle(name)


@pytest.mark.parametrize(
    "name", ["tell", "read", "is_known", "Finding", "made_by", "seed", "Mutant", "expectations"]
)
def test_verbs_and_nouns_are_not(name: str) -> None:
    assert not is_participle(name)
