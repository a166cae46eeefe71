"""Plain values in HDF5: a container is a group, an array or a number a data set, the attribute `type` says which.

Numbers of Python and of NumPy come back as what they were; an array of text is stored as UTF-8.
Writing and reading walk on their own, not leaf by leaf: a container is something here, also an empty one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.model import Value

if TYPE_CHECKING:
    import h5py

NUMBERS = {"bool": bool, "int": int, "float": float, "complex": complex}


def write_value(group: h5py.Group, name: str, value: Value) -> Any:
    """Store a value under a name and return the group or data set that holds it."""
    name = name.replace("/", "\u2215")  # a slash would make a path
    kind = type(value).__name__
    if isinstance(value, dict | list | tuple):
        return _write_container(group, name, value, kind)
    if isinstance(value, np.ndarray):
        text = value.dtype.kind in "SU"
        item = group.create_dataset(name, data=value.astype(object) if text else value)
        item.attrs["dtype"] = value.dtype.str
    elif kind in NUMBERS and not (kind == "int" and abs(value) >= 2**63):
        item = group.create_dataset(name, data=value)
    elif value is None:
        item = group.create_dataset(name, data=_empty())
    elif isinstance(value, bytes):
        item = group.create_dataset(name, data=np.frombuffer(value, np.uint8))
    else:  # text, an integer beyond 64 bits, or a marker for what is no plain data
        item = group.create_dataset(name, data=str(getattr(value, "type_name", value)))
        kind = kind if kind in {"str", "int"} else "opaque"
    item.attrs["type"] = kind
    return item


def _write_container(group: h5py.Group, name: str, value: Any, kind: str) -> h5py.Group:
    made = group.create_group(name, track_order=True)
    made.attrs["type"] = kind
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in pairs:
        written = write_value(made, str(key), item)
        if kind == "dict" and not isinstance(key, str):
            written.attrs["key"] = key
    return made


def _empty() -> Any:
    import h5py

    return h5py.Empty("f")


def read_value(item: Any) -> Value:
    """Return what `write_value` stored."""
    kind = item.attrs["type"]
    if kind == "dict":
        return {_key(name, child): read_value(child) for name, child in item.items()}
    if kind in {"list", "tuple"}:
        values = [read_value(item[str(index)]) for index in range(len(item))]
        return tuple(values) if kind == "tuple" else values
    if kind == "ndarray":
        return _read_array(item)
    if kind == "NoneType":
        return None
    if kind == "bytes":
        return item[()].tobytes()
    if kind in {"str", "opaque"}:
        return item[()].decode()
    if kind == "int" and item.dtype.kind not in "iu":
        return int(item[()])
    return NUMBERS[kind](item[()])


def _key(name: str, child: Any) -> Any:
    return child.attrs["key"].item() if "key" in child.attrs else name


def _read_array(item: Any) -> Value:
    dtype = np.dtype(item.attrs["dtype"])
    if dtype.kind in "SU":
        return np.asarray(item.asstr()[()] if dtype.kind == "U" else item[()], dtype=dtype)
    return np.asarray(item[()], dtype=dtype)
