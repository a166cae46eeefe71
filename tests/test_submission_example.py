"""The example on top of extraction is true: every line of it is kept or dropped as it says, and the notes are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from corpus.making import notebook, packed

from grader.model import Assignment, Exercise, Program
from grader.submission import extract, extraction, read

if TYPE_CHECKING:
    from pathlib import Path

TEXT = extraction.__doc__ or ""
CODE, _, TOLD = TEXT.partition("What the student is told:")
NOTES = [line.strip() for line in TOLD.split("\n") if line.startswith("    ")]
EXERCISES = tuple(Exercise(name, (name,), "", 1.0, (), ()) for name in ("sigmoid", "predict"))
SUPPORT = {"lr_utils": "def load_dataset():\n    return None, None\n"}
ASSIGNMENT = Assignment("week2", "Week 2", "W2", EXERCISES, "", SUPPORT, "", "")


def example_cells(text: str) -> dict[str, list[str]]:
    """Return the example's lines by cell."""
    cells: dict[str, list[str]] = {}
    for line in text.split("\n"):
        if re.fullmatch(r"    cell \d+", line):
            cells[line.strip()] = []
        elif line.startswith(" " * 8):
            cells[list(cells)[-1]].append(line[8:])
    return cells


CELLS = example_cells(CODE)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    path = tmp_path / "ada.ipynb"
    path.write_bytes(packed(notebook(*("\n".join(lines) for lines in CELLS.values()))))
    return extract(read(path), ASSIGNMENT)


def marked(mark: str) -> set[tuple[str, int]]:
    """Return the cells and lines that the example marks."""
    return {
        (cell, number)
        for cell, lines in CELLS.items()
        for number, line in enumerate(lines, 1)
        if f"# {mark}" in line
    }


def test_every_line_of_the_example_is_kept_or_dropped_as_it_says(program: Program):
    lines = {
        (chunk.origin, number)
        for chunk in program.chunks
        for number, line in enumerate(chunk.source.split("\n"), chunk.first_line)
        if line and line != "if True:"  # which lifts a statement out of its block
    }
    assert lines == marked("kept")
    assert lines.isdisjoint(marked("dropped"))
    assert len(lines | marked("dropped")) == sum(map(len, CELLS.values())) > 20


def test_an_import_from_a_students_package_is_read_as_the_example_says(program: Program):
    [source] = re.findall(r"# kept as `(.*)`", CODE)
    assert [chunk.first_line for chunk in program.chunks if chunk.source.startswith(source)] == [3]
    assert program.modules == SUPPORT


def test_the_example_tells_all_notes_to_the_letter(program: Program):
    assert [note.text for note in program.notes] == NOTES


def test_the_examples_program_runs_without_its_runs(program: Program):
    names: dict[str, object] = {}
    source = "\n".join(chunk.source for chunk in program.chunks if "lr_utils" not in chunk.source)
    exec(compile(source, "example", "exec"), names)  # the example's own code
    assert names["predict"].__defaults__ == (None,)  # type: ignore[attr-defined]
    assert names["digits"] == 3
    assert not {"m", "X", "Y", "zeros"} & names.keys()
