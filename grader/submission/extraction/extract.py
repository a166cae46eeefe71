"""A submission becomes a program: definitions and what they need are kept, runs are dropped."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.model import Chunk, Definition, Note, Program
from grader.submission.extraction import dependencies, elsewhere, imports, notices
from grader.submission.extraction.attempted import is_attempted
from grader.submission.extraction.bypass import bypass_sentence
from grader.submission.extraction.cell_magics import written_modules
from grader.submission.extraction.cheap import Kind
from grader.submission.extraction.classified import classify, find_functions
from grader.submission.extraction.copies import find_copies
from grader.submission.extraction.order import execution_order
from grader.submission.extraction.statements import Patience, parse_cell
from grader.submission.extraction.syntax import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.model import Assignment, Submission
    from grader.submission.extraction.copies import find_copies
from grader.submission.extraction.classified import ClassifiedStatement, FunctionSite

MAX_NOTES = 60
MAX_NOTE = 600  # characters: a name of a student's may be as long as a cell


def extract(submission: Submission, assignment: Assignment) -> Program:
    """Keep what the assignment's functions need; never run any of it."""
    required = frozenset(name for exercise in assignment.exercises for name in exercise.names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and the like are the student's affair
        patience = Patience()
        cells = [parse_cell(cell, patience) for cell in submission.cells]
        own = {**submission.modules, **written_modules(cell.source for cell in submission.cells)}
        single = [part for body, _ in cells for statement in body for part in imports.single(statement)]
        renamed, renamed_notes = find_copies(single, assignment.modules, required, own)
        modules = {**renamed, **assignment.modules}
        statements = classify(single, {**own, **modules}, required)
        kept = dependencies.select_needed(statements, required)
        functions = find_functions(kept, required)
        copies, template_notes = _copies_of_templates(functions, statements, required)
        if copies:
            kept, statements = (
                [statement for statement in some if id(statement.node) not in copies]
                for some in (kept, statements)
            )
            functions = find_functions(kept, required)
        global_notes, undefined, variables = _check_globals(statements, kept, functions, required)
        bound = dependencies.bound_names(kept)
        absence_notes = [
            *elsewhere.absence_notes(submission, assignment, statements, functions, bound),
            *elsewhere.text_notes(undefined - required, submission.texts),
        ]
    notes = [*submission.notes, *(note for _, cell_notes in cells for note in cell_notes)]
    notes += [*notices.refusal_notes(statements), *renamed_notes, *template_notes]
    notes += [*notices.repetition_notes(functions), *absence_notes, *global_notes]
    sources = [*(statement.source for statement in statements), *submission.modules.values()]
    support = imports.support_sources(sources, modules)
    needed = {
        name: text for name, text in imports.support_sources(sources, own).items() if name not in support
    }
    return Program(
        tuple(_chunks(kept, statements)),
        {
            name: _definition(name, sites[-1], undefined, variables if name in required else frozenset())
            for name, sites in functions.items()
        },
        support,
        _limit(notes),
        {**submission.modules, **needed},
        submission.files,
    )


def _copies_of_templates(
    functions: Mapping[str, Sequence[FunctionSite]],
    statements: Sequence[ClassifiedStatement],
    required: frozenset[str],
) -> tuple[frozenset[int], list[Note]]:
    """Return what defines a function anew, with nothing of the student's in it, below one that has: its nodes' ids."""
    repeated = {name: sites for name, sites in functions.items() if name in required and len(sites) > 1}
    if not repeated:
        return frozenset(), []
    set_names = dependencies.names_set(statements) | dependencies.BUILTINS
    copies: set[int] = set()
    notes: list[Note] = []
    for name, sites in repeated.items():
        attempted = [_is_attempted(site, site.names.lazy - set_names) for site in sites]
        if attempted[-1] or not any(attempted):
            continue
        last = max(index for index, is_one in enumerate(attempted) if is_one)
        copies.update(id(site.node) for site in sites[last + 1 :])
        notes.append(notices.template_note(name, sites[last], sites[-1]))
    top = {id(statement.node) for statement in statements}
    return (frozenset(copies), notes) if copies <= top else (frozenset(), [])


def _chunks(
    kept: Sequence[ClassifiedStatement], statements: Sequence[ClassifiedStatement]
) -> Iterator[Chunk]:
    defaults = _missing_defaults(kept, statements)
    for statement in execution_order(kept):
        lacks = sorted(statement.names.eager & defaults) if statement.kind is Kind.DEFINITION else []
        for name in lacks:
            yield Chunk(statement.origin, statement.first_line, f"{name} = None\n")
        yield Chunk(statement.origin, statement.first_line, statement.source)
        for name in lacks:
            yield Chunk(statement.origin, statement.first_line, f"del {name}\n")


def _missing_defaults(
    kept: Sequence[ClassifiedStatement], statements: Sequence[ClassifiedStatement]
) -> frozenset[str]:
    """Return the names that functions miss only while they are defined.

    The default value that a run would have set is not needed once the argument is given.
    """
    read = frozenset(
        name for statement in kept if statement.kind is Kind.DEFINITION for name in statement.names.eager
    )
    unknown = read - dependencies.bound_names(kept) - dependencies.BUILTINS
    return unknown & dependencies.names_set(_select_dropped(statements, kept)) if unknown else unknown


def _check_globals(
    statements: Sequence[ClassifiedStatement],
    kept: Sequence[ClassifiedStatement],
    functions: Mapping[str, Sequence[FunctionSite]],
    required: frozenset[str],
) -> tuple[list[Note], frozenset[str], frozenset[str]]:
    """Return notes on globals that functions read and should not, names that nothing sets, and those of data."""
    read = (
        frozenset(name for sites in functions.values() for name in sites[-1].names.reads)
        - dependencies.BUILTINS
    )
    sure = dependencies.bound_names(
        statement for statement in kept if statement.kind not in dependencies.MADE
    )
    if read <= sure:
        return [], frozenset(), frozenset()
    bound = dependencies.bound_names(kept)
    set_by_runs = dependencies.names_set(_select_dropped(statements, kept))
    reachable = dependencies.bound_names(dependencies.select_reachable(kept, required))
    used = {name: sites[-1] for name, sites in functions.items() if name in reachable}
    replaced = _replaced_later(statements, kept, read - sure)
    undefined = read - bound - set_by_runs
    return list(notices.global_notes(used, set_by_runs, bound, replaced)), undefined, read - sure - undefined


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


def _definition(
    name: str, site: FunctionSite, undefined: frozenset[str], variables: frozenset[str]
) -> Definition:
    """Return a function as it is written; `variables` are the notebook's that stand for no parameter of it."""
    tried = _is_attempted(site, site.names.lazy & undefined)
    read = site.names.lazy & variables
    bypass = bypass_sentence(name, read, site.node) if read and isinstance(site.node, FUNCTIONS) else ""
    return Definition(name, site.origin, site.line, site.source, tried, bypass)


def _is_attempted(site: FunctionSite, undefined: frozenset[str]) -> bool:
    if not isinstance(site.node, FUNCTIONS):
        return True
    try:
        return is_attempted(site.node, site.source, site.line, undefined)
    except RecursionError:
        return True


def _limit(notes: Sequence[Note]) -> tuple[Note, ...]:
    notes = [
        note if len(note.text) <= MAX_NOTE else replace(note, text=f"{note.text[:MAX_NOTE]} ...")
        for note in notes
    ]
    if len(notes) <= MAX_NOTES:
        return tuple(notes)
    return (*notes[:MAX_NOTES], Note(f"... and {len(notes) - MAX_NOTES} more remarks of this kind."))
