"""A folder becomes an Assignment: the authors' vocabulary, loading, the answer key."""

from __future__ import annotations

from grader.course.load import find_course, load, load_all, names

__all__ = ["find_course", "load", "load_all", "names"]
