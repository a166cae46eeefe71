"""The student's page: one HTML file that needs nothing from anywhere."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from grader.report.text import number, plain, shortened
from grader.report.view import page

if TYPE_CHECKING:
    from grader.model import Result

TEMPLATES = Path(__file__).with_name("templates")


def as_html(result: Result, template: Path | None = None) -> str:
    """Return the report of one submission; files in the folder `template` replace ours of the same name."""
    return _template(template).render(page=page(result))


@lru_cache(maxsize=8)
def _template(folder: Path | None) -> Template:
    folders = [folder, TEMPLATES] if folder else [TEMPLATES]
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number, "shortened": shortened}
    return environment.get_template("report.html")


def _finalize(value: Any) -> Any:
    """Clean every string that a template prints, ours or an instructor's, so that none can be forgotten."""
    return plain(value) if type(value) is str else value


__all__ = ["Markup", "as_html"]
