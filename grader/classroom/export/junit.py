"""JUnit XML: a suite a submission, a test case an exercise, whose names stay what they are from run to run."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from grader.classroom.export.records import feedback, headline, is_right, records
from grader.classroom.files import replace_file
from grader.report.text import plain_text

if TYPE_CHECKING:
    from grader.classroom.export import Request
    from grader.report.record import ExerciseRecord, ResultRecord

SKIPPED = frozenset({"not_attempted", "skipped"})


def write(request: Request) -> str:
    """Write all results as one file."""
    results = records(request)
    target = request.target_path()
    root = ElementTree.Element("testsuites", name="grader")
    for record in results:
        root.append(_suite(record))
    for kind in ("tests", "failures", "errors", "skipped"):
        root.set(kind, str(sum(int(suite.get(kind, "0")) for suite in root)))
    ElementTree.indent(root, " ")
    replace_file(target, ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n")
    return f"{target}: {len(results)} submissions"


def _suite(record: ResultRecord) -> ElementTree.Element:
    name = f"{record['assignment'] or 'unrecognised'}.{_text(record['student'])}"
    suite = ElementTree.Element("testsuite", name=name)
    if record["status"] != "graded":
        case = ElementTree.SubElement(suite, "testcase", classname=name, name="submission")
        ElementTree.SubElement(case, "error", type=record["status"], message=_text(headline(record)))
    for exercise in record["exercises"] if record["status"] == "graded" else ():
        case = ElementTree.SubElement(suite, "testcase", classname=name, name=exercise["name"])
        if not is_right(exercise):
            _add_failure(case, exercise)
    suite.set("tests", str(len(suite)))
    for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(kind, str(len(suite.findall(f"testcase/{tag}"))))
    return suite


def _add_failure(case: ElementTree.Element, exercise: ExerciseRecord) -> None:
    lines = [_text(line) for line in feedback(exercise)]
    if exercise["verdict"] in SKIPPED:
        ElementTree.SubElement(case, "skipped", message=lines[0])
        return
    failure = ElementTree.SubElement(case, "failure", type=exercise["verdict"], message=lines[0])
    failure.text = "\n".join(lines)


def _text(text: str) -> str:
    """Spell out what XML 1.0 cannot hold; form feeds and bells are a student's to print."""
    return plain_text(text)
