"""A reader as an attacker would have it, once a delivery has taken it over: what it does stands in the delivery."""

from __future__ import annotations

import os
import time
from typing import Any

from grader.reader import child

prepare, is_for = child.prepare, child.is_for


def serve(channel: Any, first: Any, folder: str) -> None:
    """Do what the delivery's first line says; any other is read as ever."""
    line = _Line(channel, first)
    word = line.first[1][3][1].partition(b"\n")[0].decode("latin-1").removeprefix("# ")
    if action := ACTIONS.get(word):
        action(line)
    child.serve(line, first, folder)


class _Line:
    """The line to the grader, whose answers can be changed."""

    def __init__(self, channel: Any, first: Any) -> None:
        self._channel, self.first = channel, first
        self.word = self.first[0]
        self.change = lambda answer: answer

    def receive(self) -> Any:
        question = self._channel.receive()
        self.word = question[0]
        return question

    def send(self, answer: Any) -> None:
        self._channel.send(self.change(answer))


def _grow(_: _Line) -> None:
    held = []
    while True:
        held.append(bytearray(1 << 24))


def _compute(_: _Line) -> None:
    while True:
        pass


def _answer(content: Any) -> Any:
    def act(line: _Line) -> None:
        line.send(content)

    return act


def _changing(place: tuple[int, ...], part: Any, word: str = "read") -> Any:
    """Change one part of the answer to this question."""

    def put(answer: Any, places: tuple[int, ...]) -> Any:
        if not places:
            return part
        parts = list(answer)
        parts[places[0]] = put(parts[places[0]], places[1:])
        return tuple(parts)

    def act(line: _Line) -> None:
        line.change = lambda answer: put(answer, place) if line.word == word else answer

    return act


ACTIONS = {
    "end": lambda _: os._exit(0),
    "crash": lambda _: os.abort(),
    "wait": lambda _: time.sleep(1000),
    "compute": _compute,
    "grow": _grow,
    "say nothing": _answer(None),
    "say too much": _answer(b"0" * (20 << 20)),
    "say more than there is to read": _answer(("unreadable", "x" * 100_000)),
    "say no reason": _answer(("unreadable", 5)),
    "say what is no record": _answer(("answer", ())),
    "give cells without text": _changing((1, 2), (("cell 1", None),)),
    "give numbers for notes": _changing((1, 4), (1, 2)),
    "be a classmate": _changing((1, 0), "classmate"),
    "lie elsewhere": _changing((1, 1), "/etc/passwd"),
    "reach statements that there are not": _changing((1, 2), {"sigmoid": (0, 1000)}, "analyse"),
    "reach statements before the first": _changing((1, 2), {"sigmoid": (-1,)}, "analyse"),
    "give a program without statements": _changing((1, 0), None, "analyse"),
}
