"""Fits the course's arguments to the parameters that the student gave the function."""

from __future__ import annotations

import inspect
from types import FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_GATHERS = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS


class CourseArgument(NamedTuple):
    """One argument of the course's call."""

    name: str
    value: Any
    optional: bool


def bind(
    function: Callable[..., Any], arguments: Sequence[CourseArgument]
) -> tuple[list[Any], dict[str, Any]]:
    """Return positional and keyword arguments, or raise a TypeError that says what does not fit."""
    if type(function) is FunctionType and (values := _by_name(function, arguments)) is not None:
        return [], values
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (ValueError, TypeError):
        return [argument.value for argument in arguments if not argument.optional], {}
    return _Fit(getattr(function, "__name__", "the function"), parameters, arguments).fit()


def _by_name(function: FunctionType, arguments: Sequence[CourseArgument]) -> dict[str, Any] | None:
    """Return the arguments of a function that names its parameters as the course does, as most do."""
    code = function.__code__
    if code.co_flags & _GATHERS or code.co_posonlyargcount or hasattr(function, "__wrapped__"):
        return None
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    values = {argument.name: argument.value for argument in arguments if argument.name in names}
    defaults = function.__kwdefaults__ or {}
    required = [*names[: code.co_argcount - len(function.__defaults__ or ())], *names[code.co_argcount :]]
    if any(name not in values and name not in defaults for name in required):
        return None
    if any(argument.name not in values and not argument.optional for argument in arguments):
        return None
    return values


class _Fit:
    def __init__(
        self, name: str, parameters: list[inspect.Parameter], arguments: Sequence[CourseArgument]
    ) -> None:
        self.name, self.arguments = name, arguments
        kinds = inspect.Parameter
        self.positional = [
            p for p in parameters if p.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD)
        ]
        self.keyword = [p for p in parameters if p.kind is kinds.KEYWORD_ONLY]
        self.gathers = any(p.kind is kinds.VAR_POSITIONAL for p in parameters)
        self.gathers_names = any(p.kind is kinds.VAR_KEYWORD for p in parameters)
        self.values: dict[str, Any] = {}

    def fit(self) -> tuple[list[Any], dict[str, Any]]:
        rest = self._fill(self._match_names())
        extra: list[Any] = []
        extra_named: dict[str, Any] = {}
        if self.gathers:
            extra = [argument.value for argument in rest if not argument.optional]
        elif self.gathers_names:
            extra_named = {argument.name: argument.value for argument in rest}
        elif any(not argument.optional for argument in rest):
            raise TypeError(self._too_many())
        self._require_all_filled()
        args, kwargs = self._split()
        return [*args, *extra], {**kwargs, **extra_named}

    def _match_names(self) -> list[CourseArgument]:
        names = {parameter.name for parameter in (*self.positional, *self.keyword)}
        rest = []
        for argument in self.arguments:
            if argument.name in names:
                self.values[argument.name] = argument.value
            else:
                rest.append(argument)
        return rest

    def _fill(self, rest: list[CourseArgument]) -> list[CourseArgument]:
        """Give what is left to parameters of other names: the course's order is the students' order."""
        free = [p for p in (*self.positional, *self.keyword) if p.name not in self.values]
        required = [p for p in free if p.default is p.empty]
        optional = [p for p in free if p.default is not p.empty]
        queue = [argument for argument in rest if not argument.optional]
        spare = [argument for argument in rest if argument.optional]
        for parameter in required:
            source = queue or spare
            if source:
                self.values[parameter.name] = source.pop(0).value
        if not self.gathers:
            for parameter in optional:
                if queue:
                    self.values[parameter.name] = queue.pop(0).value
        return [*queue, *spare]

    def _require_all_filled(self) -> None:
        for parameter in (*self.positional, *self.keyword):
            if parameter.name not in self.values and parameter.default is parameter.empty:
                raise TypeError(
                    f"{self.name} needs an argument {parameter.name!r} that the course does not pass; "
                    f"it is called with {self._names()}"
                )

    def _split(self) -> tuple[list[Any], dict[str, Any]]:
        """Pass by position as far as no default is left out before it."""
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        for position, parameter in enumerate(self.positional):
            if parameter.name in self.values:
                if len(args) == position:
                    args.append(self.values[parameter.name])
                else:
                    kwargs[parameter.name] = self.values[parameter.name]
            elif self.gathers or parameter.kind is parameter.POSITIONAL_ONLY:
                args.append(parameter.default)
        kwargs.update({p.name: self.values[p.name] for p in self.keyword if p.name in self.values})
        return args, kwargs

    def _names(self) -> str:
        return ", ".join(argument.name for argument in self.arguments) or "no argument"

    def _too_many(self) -> str:
        takes = len(self.positional) + len(self.keyword)
        needed = [argument for argument in self.arguments if not argument.optional]
        names = ", ".join(argument.name for argument in needed)
        plural = "argument" if takes == 1 else "arguments"
        return f"{self.name} takes {takes} {plural}, the course calls it with {len(needed)}: {names}"
