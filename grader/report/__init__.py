"""A result becomes a page for the student and a record for the instructor.

    result ─► view (what the student may see) ─► html
           └► record (result.json, the instructor's)

Names are looked up on first use, so that a grader that writes no report imports no template engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.report.html import as_html
    from grader.report.record import SCHEMA, as_json, as_text

__all__ = ["SCHEMA", "as_html", "as_json", "as_text"]

_MODULES = {
    "SCHEMA": "record",
    "as_html": "html",
    "as_json": "record",
    "as_text": "record",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
