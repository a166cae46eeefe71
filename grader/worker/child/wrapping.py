"""Packages that only decorate, wrap, watch or name types: absent, they wrap nothing and cost nothing."""

from __future__ import annotations

import dataclasses
import typing
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

COMPILERS = ("numba",)
PROGRESS = ("tqdm", "rich", "alive_progress", "progressbar", "fastprogress")
WATCHERS = (
    "line_profiler",
    "memory_profiler",
    "icecream",
    "loguru",
    "wandb",
    "mlflow",
    "tensorboardX",
    "deprecated",
    "overrides",
)
KEEPERS = ("joblib",)
RECORDS = ("pydantic",)
TYPES = ("beartype", "typeguard", "nptyping", "jaxtyping", "torchtyping", "typing_extensions")
PACKAGES = frozenset((*COMPILERS, *PROGRESS, *WATCHERS, *KEEPERS, *RECORDS, *TYPES))


class Wrapping(ModuleType):
    """A module of such a package."""

    __path__: list[str] = []  # noqa: RUF012  # lets `import tqdm.notebook` look for submodules
    __version__ = "1.0"

    def __getattr__(self, name: str) -> Any:
        of_typing = self.__name__ in ("typing_extensions", "beartype.typing")
        return getattr(typing, name) if of_typing and hasattr(typing, name) else _attribute(name)


class WrappingLoader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return Wrapping(spec.name)

    def exec_module(self, module: ModuleType) -> None: ...


class Wrapper:
    """A decorator with or without options, a type of any elements, a message that nobody reads."""

    def __getattr__(self, name: str) -> Any:
        return _attribute(name)

    def __call__(self, *args: Any, **_: Any) -> Any:
        """Return the function that is decorated; with options alone, the decorator."""
        return args[0] if args and callable(args[0]) and not isinstance(args[0], Wrapper) else self

    def __getitem__(self, _: Any) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: Any) -> None: ...

    def __mro_entries__(self, _: Any) -> tuple[type, ...]:
        return ()

    def __repr__(self) -> str:  # without its place, which nobody may learn
        return "<nothing is wrapped here>"

    __or__ = __ror__ = __getitem__


class Bar:
    """Goes through what it is given and shows no progress."""

    def __init__(self, iterable: Iterable[Any] = (), *_: Any, total: Any = None, **__: Any) -> None:
        self.iterable, self.total, self.n = iterable, total, 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)  # type: ignore[arg-type]  # raises as the real one does

    def __call__(self, iterable: Iterable[Any] = (), *_: Any, **__: Any) -> Any:
        return Bar(iterable)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: Any) -> None: ...

    def __repr__(self) -> str:
        return "<no progress is shown here>"

    @staticmethod
    def write(text: Any = "", **_: Any) -> None:
        """Print a line, as the bar's own does to stay below it."""
        print(text)  # noqa: T201  # it is the student's output

    @staticmethod
    def pandas(**_: Any) -> None: ...


class _Vectorize(Wrapper):
    """Has a function of numbers called for each element."""

    def __call__(self, *args: Any, **_: Any) -> Any:
        return np.vectorize(args[0]) if args and callable(args[0]) else self


class Record:
    """Holds the values it is made of, and its class's own for the others."""

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)

    def model_dump(self) -> dict[str, Any]:
        """Return its values by their names."""
        names = [
            name for base in reversed(type(self).__mro__) for name in vars(base).get("__annotations__", ())
        ]
        return {name: getattr(self, name) for name in names}

    dict = model_dump


def _field(default: Any = None, *, default_factory: Callable[[], Any] | None = None, **_: Any) -> Any:
    return default_factory() if default_factory else default


def _attribute(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return _BY_NAME.get(name, _WRAPPER)


def _range_bar(*args: Any, **_: Any) -> Bar:
    return Bar(range(*args))


def _pass_on(*args: Any, **_: Any) -> Any:
    return args[0] if len(args) == 1 else args or None


_WRAPPER = Wrapper()
_BY_NAME: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(("tqdm", "tqdm_notebook", "tqdm_gui", "track", "progress_bar", "master_bar"), Bar),
    **dict.fromkeys(("progressbar", "ProgressBar", "Progress", "alive_bar", "alive_it"), Bar),
    **dict.fromkeys(("trange", "tnrange"), _range_bar),
    **{"ic": _pass_on, "check_type": lambda value, *_, **__: value},
    **{"Parallel": lambda *_, **__: list, "delayed": lambda function: function},
    **{"BaseModel": Record, "BaseSettings": Record, "Field": _field, "dataclass": dataclasses.dataclass},
    **{"prange": range, "print": print, "List": list, "vectorize": _Vectorize()},
}
