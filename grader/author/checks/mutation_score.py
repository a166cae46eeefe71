"""The cases kill the mutants of the reference, nearly all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from grader.author.context import VerificationContext
from grader.author.findings import Problem, warning
from grader.author.mutation import by_public, mutation_score, score_base
from grader.course.edit import function_source
from grader.model import Exercise
from grader.wording import count_of, join_words

ENOUGH = 0.997
ENOUGH_PUBLIC = 0.97  # by public cases alone: a tick in the notebook means something
FEW = 1  # mutants that hidden cases alone may kill, however few there are
SHOWN = 3  # mutants that a sentence quotes


def none_survives(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Warn of a survivor, with its line and what would kill it."""
    for survivor in mutation_score(context, exercise).survivors:
        yield warning(
            f"no case of {exercise.name} notices {survivor.change}; {survivor.killer} would: "
            "add such a call, or say @equivalent(text, why)",
            survivor.line,
            context.reference_path,
        )
    yield from _unconfirmed(context, exercise)
    name = exercise.names[0]
    source = function_source(context.assignment.reference, name).text
    for equivalent in context.decorations(exercise).equivalents:
        text, _ = equivalent.value
        if source.count(text) != 1:
            yield Problem(f"{text!r} must occur once in the reference's {name}", line=equivalent.line)


def _unconfirmed(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Warn of mutants that the judge accepts, which is for the author to say of."""
    accepted = [mutant for mutant in mutation_score(context, exercise).accepted if not mutant.reason]
    if accepted:
        changes = join_words([f"line {mutant.line}: {mutant.change}" for mutant in accepted], SHOWN)
        yield warning(
            f"the judge of {exercise.name} accepts {count_of(len(accepted), 'mutant')} whose values differ "
            f"({changes}): let it refuse them, or confirm with @equivalent(text, why) that they are right",
            exercise.line,
        )


def is_high(context: VerificationContext) -> Iterator[Problem]:
    """Of all mutants that are not equivalent to the reference, the cases kill nearly all."""
    exercises = {item.name: mutation_score(context, item).ends for item in context.assignment.exercises}
    ends: Counter[str] = sum(exercises.values(), Counter())
    total = score_base(ends)
    if total and ends["killed"] < ENOUGH * total:
        not_run = f" ({ends['not_run']} could not be run in time)" if ends["not_run"] else ""
        yield Problem(
            f"the cases kill {ends['killed'] / total:.1%} of {total} mutants{not_run}, fewer than {ENOUGH:.1%}: "
            "the warnings name the survivors"
        )
    elif total - by_public(ends) > max(FEW, (1 - ENOUGH_PUBLIC) * total):
        worst = max(exercises, key=lambda exercise: exercises[exercise]["killed_by_hidden"])
        yield Problem(
            f"public cases alone kill {by_public(ends) / total:.1%} of {total} mutants, fewer than "
            f"{ENOUGH_PUBLIC:.0%}: yield public calls that notice what only hidden ones do, first of all in "
            f"{worst} ({exercises[worst]['killed_by_hidden']})"
        )
