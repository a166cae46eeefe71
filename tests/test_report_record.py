import json

import jsonschema
import pytest
import report_samples

from grader.report import SCHEMA, as_json, as_text
from grader.report import record as types


@pytest.fixture(scope="module")
def schema():
    return json.loads(SCHEMA.read_text())


@pytest.mark.parametrize("make", report_samples.ALL)
def test_record_follows_the_schema_and_encodes(make, schema):
    record = as_json(make())

    jsonschema.validate(record, schema, jsonschema.Draft202012Validator)
    json.dumps(record, ensure_ascii=False, allow_nan=False).encode("utf-8")


@pytest.mark.parametrize("make", report_samples.ALL)
def test_record_reads_back_and_gives_each_case_a_line(make):
    record = as_json(make())
    text = as_text(record)

    assert json.loads(text) == record
    cases = [case for exercise in record["exercises"] for case in exercise["cases"]]
    assert [
        json.loads(line.strip(" ,]}") + "}") for line in text.splitlines() if '{"number"' in line
    ] == cases


@pytest.mark.parametrize("make", [report_samples.unreadable, report_samples.internal_error])
def test_record_has_no_score_where_nothing_was_graded(make):
    record = as_json(make())

    assert record["status"] == str(make().status)
    assert record["score"] is None
    assert record["message"]


def test_record_names_where_a_diagnosis_comes_from():
    exercises = {exercise["name"]: exercise for exercise in as_json(report_samples.middling())["exercises"]}

    assert exercises["sigmoid"]["diagnosis"] is None
    assert exercises["propagate"]["diagnosis"]["from"] == "own"
    assert exercises["optimize"]["diagnosis"]["from"] == "propagate"
    assert exercises["propagate"]["cases"][0]["difference"].startswith('grads["dw"][0, 0] is 2.995')


def test_schema_describes_and_requires_every_key_of_the_record(schema):
    for part in (schema, *(part for part in schema["$defs"].values() if "properties" in part)):
        assert set(part["required"]) == set(part["properties"])
        assert all("description" in key for key in part["properties"].values())


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (types.ResultRecord, ""),
        (types.ExerciseRecord, "exercise"),
        (types.CaseRecord, "case"),
        (types.CounterexampleRecord, "counterexample"),
        (types.ErrorRecord, "error"),
        (types.DiagnosisRecord, "diagnosis"),
        (types.NoteRecord, "note"),
    ],
)
def test_types_have_the_keys_that_the_schema_describes(kind, name, schema):
    part = schema["$defs"][name] if name else schema

    assert list(kind.__annotations__) == list(part["required"])


def test_type_of_an_execution_has_the_keys_that_the_schema_describes(schema):
    assert list(types.ExecutionRecord.__annotations__) == list(
        schema["properties"]["execution"]["properties"]
    )
