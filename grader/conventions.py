"""What a course calls things, as a frozen value: the grader's own code knows no letter of any subject.

A course declares its conventions in `assignments/conventions.toml`; `course/conventions_file.py` reads them. One
that declares none has those of `Conventions()`, which know no letters. A pattern is a regular expression that
must fit the whole of a name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """A number that arrays of some names have in common, as the course says it: "m, the number of examples"."""

    words: str  # what stands before a comma is its short name
    columns: Names = ()  # the two-dimensional arguments whose columns it counts
    rows: Names = ()
    elements: Names = ()  # the one-dimensional arguments whose elements it counts

    @property
    def short(self) -> str:
        return self.words.split(",")[0]


@dataclass(frozen=True, slots=True)
class DerivedQuantity:
    """A quantity made of arguments that are numbers: "1 - beta^t" by `1 - beta ** t`."""

    words: str
    formula: str  # numbers, names of arguments, + - * / **


@dataclass(frozen=True, slots=True)
class RelatedQuantity:
    """Values of which one is named after the other: dW, the gradient, after W, the parameter itself."""

    prefix: str  # what stands before the other's name: d
    words: str  # how a sentence about the other calls the value with the prefix: the gradient
    base: str  # and, in a sentence about that one, the value without: the parameter itself


@dataclass(frozen=True, slots=True)
class Quantities:
    """What a wrong value may be too large or too small by, beside what every case shows of itself."""

    sizes: tuple[Size, ...] = ()
    derived: tuple[DerivedQuantity, ...] = ()
    related: tuple[RelatedQuantity, ...] = ()
    first_of_a_tuple: str = ""  # what the array is called that a tuple begins with, where a call takes one
    numbered: str = ""  # what the number counts that a value's name ends with: layer, for W1 and W2


@dataclass(frozen=True, slots=True)
class Siblings:
    """Names that may be taken for one another."""

    of: str  # a pattern; it may have a group `number`
    are: str  # a pattern, in which {number} stands for what that group found


@dataclass(frozen=True, slots=True)
class Numbering:
    """How keys such as f"W{layer}" number what they name."""

    step: str  # the variable that counts: layer
    last: str = ""  # the variable that holds the last number: L
    words: str = "number"  # what is numbered: layer


@dataclass(frozen=True, slots=True)
class Naming:
    """How the course's functions name values, and which of them students know by name."""

    known: Names = ()  # patterns of names that a sentence may say
    alike: tuple[Names, ...] = ()  # parts of names that play one role: W and b, plus and minus
    prefix: str = ""  # what goes before a name to make another of the same role: d of dW
    keys: str = ""  # a pattern of what a key such as "dW1" names before its number
    containers: Names = ()  # dictionaries whose entries are known by their keys alone: dW, not grads["dW"]
    numbering: Numbering | None = None
    siblings: tuple[Siblings, ...] = ()
    exchanges: tuple[tuple[str, str], ...] = ()  # parts of names of which one is taken for the other
    choices: tuple[Names, ...] = ()  # texts of which one is passed for another: "relu" and "sigmoid"


@dataclass(frozen=True, slots=True)
class Confusion:
    """A formula of `a` that is taken for one of others."""

    name: str
    formula: str
    others: tuple[tuple[str, str], ...]  # name and formula of each
    effect: str  # a sentence with {target}, {name} and {other}


@dataclass(frozen=True, slots=True)
class Functions:
    """The course's own functions, beside NumPy's."""

    words: tuple[tuple[str, str], ...] = ()  # how a sentence says a function's name
    exchanged: tuple[tuple[str, Names], ...] = ()  # a function -> those it is taken for
    spelled: tuple[tuple[str, str], ...] = ()  # how a function is written where it is not imported
    dropped: Names = ()  # functions that are forgotten
    confusions: tuple[Confusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Conventions:
    """Everything that a course calls by names of its own."""

    quantities: Quantities = field(default_factory=Quantities)
    naming: Naming = field(default_factory=Naming)
    functions: Functions = field(default_factory=Functions)
