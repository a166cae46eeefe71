"""Lists, numbers of things and near misses, as sentences say them."""

from __future__ import annotations

import pytest

from grader.wording import (
    count_of,
    did_you_mean,
    has_or_have,
    is_or_are,
    it_or_them,
    join_words,
    near_words,
    plural,
)


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (("a", "b", "c"), "a, b and c"),
        (["a", "b", "c", "d", "e"], "a, b, c, d and e"),
    ],
)
def test_words_are_joined(words: list[str], joined: str):
    assert join_words(words) == joined


@pytest.mark.parametrize(
    ("count", "joined"),
    [(3, "0, 1 and 2"), (4, "0, 1, 2 and 3"), (5, "0, 1, 2 and 2 more"), (9, "0, 1, 2 and 6 more")],
)
def test_of_many_words_the_first_are_said(count: int, joined: str):
    assert join_words([str(number) for number in range(count)], most=4, shown=3) == joined


def test_as_many_are_shown_as_there_may_be():
    assert join_words("abc", most=3) == "a, b and c"
    assert join_words("abcd", most=3) == "a, b, c and 1 more"


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 values"), (1, "1 value"), (2, "2 values"), (11, "11 values"), (12000, "12000 values")],
)
def test_numbers_of_things(number: int, said: str):
    assert count_of(number, "value") == said


def test_large_numbers_of_things():
    assert count_of(12000, "value", ",") == "12,000 values"
    assert count_of(1, "value", ",") == "1 value"
    assert (plural("point", 1.0), plural("point", 0.5), plural("point", 20)) == ("point", "points", "points")


@pytest.mark.parametrize("number", [0, 1, 2, 21])
def test_verbs_and_pronouns_follow_the_number(number: int):
    words = is_or_are(number), has_or_have(number), it_or_them(number)
    assert words == (("is", "has", "it") if number == 1 else ("are", "have", "them"))


def test_near_words_come_nearest_first():
    assert near_words("sigmod", ["softmax", "sigmoids", "sigmoid", "relu"]) == ["sigmoid", "sigmoids"]
    assert near_words("SIGMOID", ["Sigmoid", "relu"]) == ["Sigmoid"]
    assert near_words("x", []) == []


def test_how_like_words_must_be_is_asked_for():
    assert near_words("surname", ["username", "name"], 0.9) == []
    assert near_words("excercise", ["exercise", "student"], 0.8) == ["exercise"]


def test_what_there_is_is_told_nearest_first():
    known = ["week3", "Week1", "other"]
    assert did_you_mean("week1", known) == "did you mean 'Week1'? There are: Week1, week3, other"
    assert did_you_mean("zzz", known) == "there are: week3, Week1, other"
    assert did_you_mean("zzz", []) == "there are: none"
