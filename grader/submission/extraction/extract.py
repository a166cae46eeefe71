"""A submission becomes a program: definitions and what they need are kept, runs are dropped."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.model import Chunk, Definition, Note, Program
from grader.submission.extraction import dependencies, imports, notices
from grader.submission.extraction.attempted import is_attempted
from grader.submission.extraction.classified import classify, find_functions
from grader.submission.extraction.kinds import FUNCTIONS, Kind
from grader.submission.extraction.order import execution_order
from grader.submission.extraction.statements import Patience, parse_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.model import Assignment, Submission
    from grader.submission.extraction.classified import ClassifiedStatement, FunctionSite

ANNOTATIONS = "from __future__ import annotations"
MAX_NOTES = 60
MAX_NOTE = 600  # characters: a name of a student's may be as long as a cell


def extract(submission: Submission, assignment: Assignment) -> Program:
    """Keep what the assignment's functions need; never run any of it."""
    required = frozenset(name for exercise in assignment.exercises for name in exercise.names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and the like are the student's affair
        patience = Patience()
        cells = [parse_cell(cell, patience) for cell in submission.cells]
        statements = classify((statement for body, _ in cells for statement in body), assignment.modules)
        kept = dependencies.select_needed(statements, required)
        functions = find_functions(kept, required)
        global_notes, undefined = _check_globals(statements, kept, functions, required)
    notes = [*submission.notes, *(note for _, cell_notes in cells for note in cell_notes)]
    notes += [*notices.refusal_notes(statements), *notices.repetition_notes(functions), *global_notes]
    sources = [*(statement.source for statement in statements), *submission.modules.values()]
    return Program(
        tuple(_chunks(kept, statements)),
        {name: _definition(name, sites[-1], undefined) for name, sites in functions.items()},
        imports.support_sources(sources, assignment.modules),
        _limit(notes),
        submission.modules,
        submission.files,
    )


def _chunks(
    kept: Sequence[ClassifiedStatement], statements: Sequence[ClassifiedStatement]
) -> Iterator[Chunk]:
    stand_ins = _stand_ins(kept, statements)
    for statement in execution_order(kept):
        lacks = sorted(statement.names.eager & stand_ins.keys()) if statement.kind is Kind.DEFINITION else []
        for name in lacks:
            yield Chunk(statement.origin, statement.first_line, f"{name} = {stand_ins[name]}\n")
        yield Chunk(statement.origin, statement.first_line, statement.source)
        for name in lacks:
            yield Chunk(statement.origin, statement.first_line, f"del {name}\n")


def _stand_ins(
    kept: Sequence[ClassifiedStatement], statements: Sequence[ClassifiedStatement]
) -> dict[str, str]:
    """Return what lets functions be defined that would miss a name only while they are.

    The default value that a run would have set is not needed once the argument is given; an annotation
    is not even evaluated where the notebook says so, and `list` bears what annotations are made of.
    """
    read = frozenset(
        name for statement in kept if statement.kind is Kind.DEFINITION for name in statement.names.eager
    )
    unknown = read - dependencies.bound_names(kept) - dependencies.BUILTINS
    if not unknown:
        return {}
    unevaluated = any(statement.source.startswith(ANNOTATIONS) for statement in kept)
    set_by_runs = dependencies.names_set(_select_dropped(statements, kept))
    return {
        name: "None" if name in set_by_runs else "list"
        for name in unknown
        if name in set_by_runs or unevaluated
    }


def _check_globals(
    statements: Sequence[ClassifiedStatement],
    kept: Sequence[ClassifiedStatement],
    functions: Mapping[str, Sequence[FunctionSite]],
    required: frozenset[str],
) -> tuple[list[Note], frozenset[str]]:
    """Return notes on the globals that functions read and should not, and the names that nothing sets."""
    read = (
        frozenset(name for sites in functions.values() for name in sites[-1].names.reads)
        - dependencies.BUILTINS
    )
    sure = dependencies.bound_names(
        statement for statement in kept if statement.kind not in dependencies.MADE
    )
    if read <= sure:
        return [], frozenset()
    bound = dependencies.bound_names(kept)
    set_by_runs = dependencies.names_set(_select_dropped(statements, kept))
    reachable = dependencies.bound_names(dependencies.select_reachable(kept, required))
    used = {name: sites[-1] for name, sites in functions.items() if name in reachable}
    replaced = _replaced_later(statements, kept, read - sure)
    return list(notices.global_notes(used, set_by_runs, bound, replaced)), read - bound - set_by_runs


def _select_dropped(
    statements: Iterable[ClassifiedStatement], kept: Iterable[ClassifiedStatement]
) -> list[ClassifiedStatement]:
    ids = {id(statement) for statement in kept}
    return [statement for statement in statements if id(statement) not in ids]


def _replaced_later(
    statements: Sequence[ClassifiedStatement], kept: Sequence[ClassifiedStatement], read: frozenset[str]
) -> frozenset[str]:
    """Return the names among those read that a dropped statement sets after the last kept one did."""
    ids = {id(statement) for statement in kept}
    last: dict[str, bool] = {}
    for statement in statements:
        last.update((name, id(statement) not in ids) for name in statement.sets if name in read)
    bound = dependencies.bound_names(kept)
    return frozenset(name for name, dropped in last.items() if dropped and name in bound)


def _definition(name: str, site: FunctionSite, undefined: frozenset[str]) -> Definition:
    tried = True
    if isinstance(site.node, FUNCTIONS):
        try:
            tried = is_attempted(site.node, site.source, site.line, site.names.lazy & undefined)
        except RecursionError:
            tried = True
    return Definition(name, site.origin, site.line, site.source, tried)


def _limit(notes: Sequence[Note]) -> tuple[Note, ...]:
    notes = [
        note if len(note.text) <= MAX_NOTE else replace(note, text=f"{note.text[:MAX_NOTE]} ...")
        for note in notes
    ]
    if len(notes) <= MAX_NOTES:
        return tuple(notes)
    return (*notes[:MAX_NOTES], Note(f"... and {len(notes) - MAX_NOTES} more remarks of this kind."))
