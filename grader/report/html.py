"""The student's page: one HTML file that needs nothing from anywhere."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError
from markupsafe import Markup, escape

from grader.errors import InputError
from grader.memo import memoize_object
from grader.report.figures import figure
from grader.report.highlight import code_lines
from grader.report.page import Limits
from grader.report.pictures import picture
from grader.report.reproduce import reproducer
from grader.report.text import number, plain_text
from grader.report.view import page
from grader.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model import Result
    from grader.report.page import ExerciseView, Page

TEMPLATES = Path(__file__).with_name("templates")
SIZE = 300_000  # bytes: no report is larger
LIMITS = (Limits(), Limits(3_000, 400, 300, 4), Limits(600, 100, 100, 1, figures=False))


def as_html(result: Result, template: Path | None = None) -> str:
    """Return the report of one submission; files in the folder `template` replace ours of the same name.

    A report that grows beyond `SIZE`, because its student wrote or printed very much, is made anew with less.
    """
    for limits in LIMITS:
        html = _render(page(result, limits), template)
        if len(html) * 4 <= SIZE or len(html.encode()) <= SIZE:
            break
    return html


def _render(shown: Page, folder: Path | None) -> str:
    try:
        return _environment(folder).get_template("report.html").render(page=shown)
    except TemplateSyntaxError as error:
        raise InputError(f"{error.filename or error.name}:{error.lineno}: {error.message}") from error
    except Exception as error:  # an instructor's template may fail in any way that Python can
        if folder is None:
            raise
        raise InputError(f"{folder}: the template does not fit: {error}") from error


@lru_cache(maxsize=8)
def _environment(folder: Path | None) -> Environment:
    folders = [folder, TEMPLATES] if folder else [TEMPLATES]
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=folder is not None,  # an instructor's may change while a grading process lives on
    )
    environment.filters |= {"number": number, "prose": prose, "listed": join_words, "wrapping": wrapping}
    environment.globals |= {
        "code_lines": code_lines,
        "once": memoize_object(_section),
        "figure": figure,
        "picture": picture,
        "reproducer": reproducer,
    }
    return environment


def _section(exercise: ExerciseView, section: Callable[..., Markup], limits: Limits) -> Markup:
    return section(exercise, limits)


def _finalize(value: Any) -> Any:
    """Clean every string that a template prints, ours or an instructor's, so that none can be forgotten."""
    return plain_text(value) if type(value) is str else value


def prose(text: str) -> Markup:
    """Escape a sentence and set what stands between backticks as code."""
    safe = str(escape(plain_text(text)))
    return Markup(_CODE.sub(r"<code>\1</code>", safe) if "`" in safe else safe)  # noqa: S704 - escaped above


def wrapping(name: str) -> Markup:
    """Let a long name break after an underscore rather than anywhere."""
    return Markup(str(escape(plain_text(name))).replace("_", "_<wbr>"))  # noqa: S704 - escaped above


_CODE = re.compile(r"`([^`\n]+)`")
