"""What a plotting library makes, where nothing is drawn: figures, handles, colours, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RETURNS: dict[str, Callable[..., Any]] = {}  # by name: what returns what a library's function returns
VALUES: dict[str, Callable[[], Any]] = {}  # and of attributes that are not called


class _Kind(type):
    """The type of what is drawn: its class methods make some of it, as LinearSegmentedColormap.from_list does."""

    def __getattr__(cls, name: str) -> Any:
        return attribute(name)


class Picture(metaclass=_Kind):
    """A figure, axes, a line, a setting: whatever a plotting library makes."""

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def __getattr__(self, name: str) -> Any:
        return attribute(name)

    def __setattr__(self, *_: Any) -> None: ...

    def __call__(self, *args: Any, **_: Any) -> Any:
        """Return itself, or the function that it decorates."""
        return args[0] if len(args) == 1 and callable(args[0]) and not isinstance(args[0], Picture) else self

    def __getitem__(self, _: Any) -> Any:
        return self

    __setitem__ = __delitem__ = __exit__ = __setattr__

    def __enter__(self) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True

    def __contains__(self, _: Any) -> bool:
        return False

    def __int__(self) -> int:
        return 0

    def __float__(self) -> float:
        return 0.0

    def __repr__(self) -> str:  # without its place, which nobody may learn
        return "<nothing is drawn here>"

    __lt__ = __le__ = __gt__ = __ge__ = __contains__
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __getitem__
    __or__ = __and__ = __getitem__


class Settings(Picture):
    """rcParams: sizes, which are read as numbers."""

    def __getitem__(self, name: Any) -> Any:
        return [6.4, 4.8] if str(name) == "figure.figsize" else 10.0

    def get(self, name: Any, _: Any = None) -> Any:
        return self[name]

    def copy(self) -> dict[str, Any]:
        return {}


class ColorMap(Picture):
    """Makes colours of numbers: each its parts of red, green and blue, and how opaque it is."""

    def __call__(self, values: Any = 0.5, *_: Any, **__: Any) -> Any:
        shape = shape_of(values)
        return np.full((*shape, 4), 0.5) if shape else (0.5, 0.5, 0.5, 1.0)


class Norm(Picture):
    def __call__(self, values: Any = 0.5, *_: Any, **__: Any) -> Any:
        return np.full(shape_of(values), 0.5) if shape_of(values) else 0.5


class Handles(tuple[Any, ...]):
    """Several of what is drawn, which unpack."""

    def __getattr__(self, name: str) -> Any:
        return attribute(name)


class Parts(dict[str, Any]):
    """What a box plot is made of, by name."""

    def __missing__(self, _: str) -> Any:
        return [PICTURE]

    def __getattr__(self, name: str) -> Any:
        return attribute(name)


PICTURE, COLORS, NORM = Picture(), ColorMap(), Norm()


def attribute(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    if name in VALUES:
        return VALUES[name]()
    if name in RETURNS:
        returned = RETURNS[name]
        return lambda *args, **kwargs: returned(*args, **kwargs)
    return Picture if name[0].isupper() else PICTURE


def shape_of(values: Any) -> tuple[int, ...]:
    try:
        return np.shape(values)
    except ModuleNotFoundError:  # a table, whose library is absent
        return ()
    except ValueError:  # lists of unequal lengths
        return (len(values),)


class ColorMaps(ColorMap):
    """Colour maps by name: cm.viridis, colormaps["viridis"]."""

    def __getattr__(self, name: str) -> Any:
        return attribute(name) if name.startswith("__") or name in RETURNS else COLORS

    def __getitem__(self, _: Any) -> Any:
        return COLORS
