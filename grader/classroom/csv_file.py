"""An instructor's CSV, read: by its header's names, whatever spreadsheet saved it."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.wording import near_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

SEPARATORS = ",;\t"
MAX_BYTES = 50_000_000  # a row for each of 100,000 students takes 10 MB
MISSPELT = (
    0.8  # nearer to one of ours, a name is no other column but a slip: `excercise` is, `surname` is not
)


@contextmanager
def naming_csv(path: Path) -> Iterator[None]:
    """Have errors of the CSV reader name the file, and say what is wrong with it."""
    try:
        yield
    except csv.Error as error:
        raise InputError(f"{path}: no CSV that can be read ({error}); save it again as CSV UTF-8") from None


def read_rows(
    path: Path, required: Sequence[str], columns: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield each row's line and its values, stripped, by column; a column that is not there is empty.

    A byte order mark and any of the separators are a spreadsheet's own. Raises InputError where a required column is
    missing, or where one is called nearly as a column of ours is.
    """
    text = read_text(path).removeprefix("\ufeff")
    reader = csv.DictReader(text.splitlines(), delimiter=separator_of(text))
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    for name in required:
        if name not in names:
            raise InputError(f"{path}: no column {name!r}; its first line is to name {', '.join(columns)}")
    _refuse_misspelt(path, names, columns)
    reader.fieldnames = names
    for row in reader:
        if any(row.values()):
            yield reader.line_num, {name: (row.get(name) or "").strip() for name in columns}


def separator_of(text: str) -> str:
    """Return what separates a CSV's columns, by its first line."""
    return max(SEPARATORS, key=text.partition("\n")[0].count)


def _refuse_misspelt(path: Path, names: Sequence[str], columns: Sequence[str]) -> None:
    """Refuse a column that is nearly one of ours: left aside as another system's, it would change what is meant."""
    absent = [name for name in columns if name not in names]
    for name in names:
        if name not in columns and (near := near_words(name, absent, MISSPELT)):
            raise InputError(f"{path}: the column {name!r} means nothing; did you mean {near[0]!r}?")


def read_text(path: Path) -> str:
    """Read a CSV's text, a byte order mark and line ends included."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise InputError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; is it the right file?")
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not in UTF-8; save it again as CSV UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
