"""What is kept for when it comes again: no more of it than there is room for, and nothing of what is gone."""

from __future__ import annotations

import weakref

import pytest

from grader.memo import LONGEST, LRUCache, memoize_object, memoize_text, text_key


def test_what_was_used_longest_ago_goes_first():
    cache: LRUCache[str, int] = LRUCache(count=3)
    for number, key in enumerate("abc"):
        cache.put(key, number)
    assert cache.get("a") == 0
    cache.put("d", 3)
    assert list(cache) == ["c", "a", "d"]
    cache.put("c", 4)  # putting in anew is a use
    cache.put("e", 5)
    assert list(cache) == ["d", "c", "e"]
    assert cache.get("c") == 4


def test_a_look_is_no_use():
    cache: LRUCache[str, int] = LRUCache(count=2)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.peek("a") == 1
    assert cache.peek("z") is None
    cache.put("c", 3)
    assert "a" not in cache
    assert "b" in cache


def test_values_are_bounded_by_their_bytes():
    cache: LRUCache[int, bytes] = LRUCache(room=100)
    for number in range(10):
        cache.put(number, b"x" * 30, 30)
    assert list(cache) == [7, 8, 9]
    assert cache.size == 90
    cache.put(8, b"x" * 50, 50)  # in the place of the smaller one
    assert list(cache) == [9, 8]
    assert cache.size == 80


def test_what_is_larger_than_all_the_room_is_not_kept():
    cache: LRUCache[str, bytes] = LRUCache(room=100)
    cache.put("small", b"x", 1)
    cache.put("large", b"x" * 101, 101)
    assert len(cache) == cache.size == 0
    cache.put("next", b"x" * 100, 100)
    assert cache.get("next") == b"x" * 100


def test_both_bounds_hold():
    cache: LRUCache[int, int] = LRUCache(count=5, room=100)
    for number in range(20):
        cache.put(number, number, 1)
    assert len(cache) == cache.size == 5
    cache.put(20, 20, 98)
    assert list(cache) == [18, 19, 20]


def test_without_bounds_all_is_kept_until_it_is_cleared():
    cache: LRUCache[int, int] = LRUCache()
    for number in range(5000):
        cache.put(number, number, 1 << 30)
    assert len(cache) == 5000
    cache.clear()
    assert (len(cache), cache.size, cache.get(1)) == (0, 0, None)


def test_none_is_a_value_and_no_default():
    cache: LRUCache[str, int | None] = LRUCache()
    cache.put("a", None)
    assert "a" in cache
    assert cache.get("a", 7) is None
    assert cache.get("b", 7) == 7


# --- texts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [3, None, "", False])
def test_a_text_is_worked_out_once(answer: object):
    texts = []

    @memoize_text(2)
    def work(text: str) -> object:
        texts.append(text)
        return answer

    assert [work("a"), work("a"), work("\udc80"), work("\udc80"), work("a")] == [answer] * 5
    assert texts == ["a", "\udc80"]
    work("b")  # the third: "\udc80" was used longest ago
    work("a")
    work("\udc80")
    assert texts == ["a", "\udc80", "b", "\udc80"]


def test_a_very_long_text_is_worked_out_anew():
    texts = []
    work = memoize_text(2)(lambda text: texts.append(text) or len(text))
    for length in (LONGEST, LONGEST, LONGEST + 1, LONGEST + 1):
        assert work("x" * length) == length
    assert len(texts) == 3


def test_texts_are_told_apart():
    assert text_key("a") != text_key("b")
    assert text_key("\ud800") != text_key("?")


# --- objects -------------------------------------------------------------------------------------------------


class Thing:
    """Equal to every other, and known by identity all the same."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = object.__hash__


def test_what_was_made_of_an_object_is_kept_from_the_second_time_on():
    calls = []
    work = memoize_object(lambda thing, word: calls.append(thing) or word * 2)
    thing = Thing()
    words = [work(thing, "a"), work(thing, "a"), work(thing, "a"), work(thing, "b")]
    assert words == ["aa", "aa", "aa", "bb"]
    assert len(calls) == 3  # the first time nobody knows that it will come again
    work(Thing(), "a")
    assert len(calls) == 4


def test_what_was_made_of_an_object_goes_with_it():
    work = memoize_object(lambda thing: Thing())
    thing = Thing()
    first = weakref.ref(work(thing))
    assert first() is None
    kept = weakref.ref(work(thing))
    assert kept() is work(thing)
    del thing
    assert kept() is None
