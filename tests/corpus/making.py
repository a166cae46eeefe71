"""Small words to write notebooks with."""

from __future__ import annotations

import json
from typing import Any

PYTHON3 = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "version": "3.7.6", "nbconvert_exporter": "python"},
}
IMPORT = "import numpy as np"
SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"


def code(source: str, /, **keys: Any) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    made = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": lines}
    return made | keys


def text(source: str, /, **keys: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True), **keys}


def notebook(*cells: str | dict[str, Any], minor: int = 2, **keys: Any) -> dict[str, Any]:
    """A version 4 notebook; a string is a code cell."""
    made = [code(each) if isinstance(each, str) else each for each in cells]
    return {"cells": made, "metadata": PYTHON3, "nbformat": 4, "nbformat_minor": minor} | keys


def packed(made: Any, **options: Any) -> bytes:
    return json.dumps(made, indent=1, **options).encode()
