"""An answer as HTML for a notebook's output: it takes colours and fonts from the page around it.

Tints are laid over whatever the background is, so light and dark themes both keep their contrast, and a front
end that drops the style sheet still shows all text in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from grader.report.figures import figure
from grader.report.reproduce import reproducer
from grader.report.text import number, plain_text
from grader.student.check.guidance import PUBLIC_ONLY, further_notes, hint_offer, reason, telling_cases
from grader.student.check.style import STYLE
from grader.wording import join_words

if TYPE_CHECKING:
    from grader.report.page import CaseView, ExerciseView
    from grader.student.check.answer import Answer, Hint

MANY = 3  # exercises: from here on the right ones take one line each


def answer_html(answer: Answer) -> str:
    """Return an answer as one element with its own style sheet."""
    parts = [_exercise_html(view, answer) for view in answer.views]
    if answer.stopped:
        parts.append(_paragraph(answer.stopped, "gr-why"))
    parts += [_paragraph(text) for text in further_notes(answer)]
    foot = f"<p class=gr-foot><b>{_text(answer.so_far)}</b> {_text(PUBLIC_ONLY)}</p>"
    return _frame("".join(parts) + foot)


def hint_html(hint: Hint) -> str:
    """Return a hint as one element with its own style sheet."""
    head = f"<b>Hint {hint.number} of {hint.total}</b> <code>{_text(hint.name)}</code>" if hint.number else ""
    body = f"<p class=gr-head>{head}</p>{_paragraph(hint.text)}" if head else _paragraph(hint.text)
    return _frame(f'<section class="gr-part gr-hint">{body}</section>')


def _frame(body: str) -> str:
    return f'<div class="gr-answer"><style>{STYLE}</style>{body}</div>'


def _text(text: str) -> Markup:
    return escape(plain_text(text))


def _paragraph(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{_text(text)}</p>' if kind else f"<p>{_text(text)}</p>"


def _exercise_html(view: ExerciseView, answer: Answer) -> str:
    label = view.word
    head = (
        f'<p class=gr-head><span class="gr-sign" aria-hidden=true>{label.sign}</span> '
        f"<code>{_text(view.name)}</code> <span class=gr-word>{_text(label.text)}</span> "
        f"<span class=gr-points>{number(view.score)} of {number(view.points)} points</span></p>"
    )
    short = view.right and len(answer.views) >= MANY and not view.notes
    body = "" if short else "".join(_exercise_body(view, answer))
    return f'<section class="gr-part gr-tone-{label.tone}">{head}{body}</section>'


def _exercise_body(view: ExerciseView, answer: Answer) -> Iterator[str]:
    if view.title != view.name:
        yield _paragraph(view.title, "gr-title")
    if why := view.diagnosis or reason(view):
        yield _paragraph(why, "gr-why")
    shown = telling_cases(view)
    for case in shown:
        yield from _case_html(case, view)
    if unshown := len(view.failed_cases) - len(shown):
        subject = "Another case goes" if unshown == 1 else f"{unshown} other cases go"
        yield _paragraph(f"{subject} wrong as well.", "gr-soft")
    yield from (_paragraph(note) for note in view.notes)
    if offer := hint_offer(view, answer):
        count, _, how = offer.partition(": ")
        yield f"<p class=gr-soft>{count}: <code>{_text(how)}</code></p>"


def _case_html(case: CaseView, view: ExerciseView) -> Iterator[str]:
    for difference in case.differences:
        yield f"<p>Case {case.number}: {_text(difference.text)}</p>"
        yield figure(difference, case.rtol, case.atol)
    if case.stop:
        yield f"<p>Case {case.number}: <b>{_text(case.stop.type)}</b>: {_text(case.stop.message)}</p>"
        for frame in case.stop.frames[:1]:
            yield (
                f"<p class=gr-soft>in {_text(frame.origin)}, line {frame.line}</p>"
                f"<pre>{_text(frame.text)}</pre>"
            )
    if case.detail:
        yield _paragraph(case.detail)
    if case.changed:
        yield _paragraph(f"It changed {join_words(case.changed)} in place.", "gr-soft")
    if case.output:
        yield f"<details><summary>It printed</summary><pre>{_text(case.output)}</pre></details>"
    code = reproducer(view.name, case, view.code.source if view.code else "")
    if code and (case.differences or case.stop):
        yield f"<details><summary>Try this case yourself</summary><pre>{_text(code)}</pre></details>"
