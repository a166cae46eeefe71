"""Every kind of child process answers a Run alike, and what goes over its line is cut into messages the same way."""

from __future__ import annotations

import contextlib
import itertools
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from worker_samples import SHORT, case, exercise, program

import grader.worker
from grader.model import Outcome
from grader.worker import StandIn, Worker
from grader.worker.child.framing import FrameReader, FrameTooLongError, with_length
from grader.worker.child_process import ChildProcess
from grader.worker.clock import Deadline
from grader.worker.limits import Limits
from grader.worker.link import NoAnswer
from grader.worker.local import REPLY
from grader.worker.local.forked import ForkedProcess
from grader.worker.local.spawned import SpawnedProcess
from grader.worker.run import Run
from grader.worker.service_process import ServiceProcess
from grader.worker.stand_ins import Answers
from grader.worker.wire import encode

ROOM = Path(grader.worker.__file__).parent


class Kept(Answers):
    """Has one answer to everything, so that no other process is needed."""

    def reply(self, *_: Any) -> bytes:
        return encode((True, 42.0, None))


@pytest.fixture(params=["walled", "forked", "spawned"])
def start(request: pytest.FixtureRequest) -> Iterator[Callable[[], ChildProcess]]:
    """What starts a child process of each kind."""
    with contextlib.ExitStack() as stack:
        if request.param == "walled":
            yield stack.enter_context(Worker()).warm.fork
        elif request.param == "forked":
            yield lambda: ForkedProcess().ready()
        else:
            yield lambda: SpawnedProcess().ready()


def run_of(start: Callable[[], ChildProcess], source: str, **named: Any) -> Run:
    return Run(start, Limits(), program(source), **named)


def test_calls_are_answered_and_an_end_is_told_and_replaced(start: Callable[[], ChildProcess]) -> None:
    run = run_of(
        start, "import os\ndef f(a):\n    print('hi')\n    return os._exit(3) if a is None else a * 2"
    )
    calls = exercise("f", case(2), case(None), case(np.ones(3)), seconds=60)
    first, second, third = run.exercise(calls, calls.cases)
    run.close()
    assert (first.outcome, first.value, first.output) == (Outcome.RETURNED, 4, "hi\n")
    assert (second.outcome, second.detail) == (
        Outcome.CRASHED,
        "the process ended: it ended with exit status 3",
    )
    assert third.value.tolist() == [2, 2, 2]


def test_a_stand_in_is_asked_and_its_answer_passed_on(start: Callable[[], ChildProcess]) -> None:
    run = run_of(start, "def helper(x): return 0\ndef f(x): return helper(x) + 1", answers=Kept())
    stand_in = StandIn("helper", program(""), "helper", draws=False)
    observations = run.exercise(exercise("f", seconds=60), [case(1)], {"helper": stand_in})
    run.close()
    assert [(seen.outcome, seen.value) for seen in observations] == [(Outcome.RETURNED, 43.0)]


def test_large_messages_go_both_ways(start: Callable[[], ChildProcess]) -> None:
    run = run_of(start, "def f(x): return x + 1")
    [seen] = run.exercise(exercise("f", seconds=60), [case(np.zeros(1_000_000))])
    run.close()
    assert seen.value.shape == (1_000_000,)
    assert seen.value.all()


def test_a_reply_beyond_the_limit_is_not_read(start: Callable[[], ChildProcess]) -> None:
    process = start()
    process.link._frames = FrameReader(1000)
    run = run_of(lambda: process, "def f(): return 'x' * 5000")
    [seen] = run.exercise(exercise("f", seconds=60), [case()])
    assert seen.outcome is Outcome.CRASHED
    assert seen.detail.startswith("its reply was larger than ")


@pytest.mark.parametrize("kind", [ForkedProcess, SpawnedProcess])
def test_what_is_asked_of_an_ended_process_is_not_waited_for(
    kind: type[ForkedProcess] | type[SpawnedProcess],
) -> None:
    process = kind().ready()
    process.link.send(([("cell 1", 1, "import os\nos._exit(0)\n", None)], {}, 10, {}, {}), Deadline(60))
    process.link.send(("setup", 1, ("f",), ()), Deadline(60))
    for _ in range(2):
        with pytest.raises(NoAnswer, match="the process ended"):
            process.link.receive(Deadline(60))
    assert process.end() == "it ended with exit status 0"
    assert Limits().reply_bytes < REPLY


# --- messages on a line ------------------------------------------------------------------------------------


def pieces(data: bytes, cut: Callable[[], int]) -> Callable[[int], bytes]:
    """Return what hands out data in pieces of some sizes, and fails where there is no more."""
    rest = [data]

    def receive(size: int) -> bytes:
        if not rest[0]:
            raise EOFError
        number = min(size, max(1, cut()))
        piece, rest[0] = rest[0][:number], rest[0][number:]
        return piece

    return receive


@pytest.mark.parametrize("seed", range(20))
def test_messages_come_out_as_they_went_in_however_they_are_cut(seed: int) -> None:
    rng = random.Random(seed)
    frames = [rng.randbytes(rng.choice((0, 1, 3, 4, 5, 1000, 70_000, 1 << 20))) for _ in range(12)]
    most = rng.choice((1, 7, 5000, 1 << 30)) if sum(map(len, frames)) < 100_000 else 1 << 20
    receive = pieces(b"".join(map(with_length, frames)), lambda: rng.randint(1, most))
    reader = FrameReader(1 << 20)
    assert [bytes(reader.read(receive)) for _ in frames] == frames
    with pytest.raises(EOFError):
        reader.read(receive)


def test_what_is_raised_between_two_pieces_loses_nothing() -> None:
    data = with_length(b"first") + with_length(b"second")
    turns = itertools.cycle([False, True])

    def receive(_: int) -> bytes:
        nonlocal data
        if next(turns):
            raise TimeoutError
        piece, data = data[:1], data[1:]
        return piece

    reader, frames, late = FrameReader(100), [], 0
    while len(frames) < 2:
        try:
            frames.append(bytes(reader.read(receive)))
        except TimeoutError:
            late += 1
    assert frames == [b"first", b"second"]
    assert late > 10


@pytest.mark.parametrize("length", [101, 1 << 20, (1 << 32) - 1])
def test_what_is_announced_beyond_the_limit_is_refused_before_it_is_read(length: int) -> None:
    header = length.to_bytes(4, "little")
    sizes = []

    def receive(size: int) -> bytes:
        sizes.append(size)
        return header

    with pytest.raises(FrameTooLongError):
        FrameReader(100).read(receive)
    assert len(sizes) == 1


# --- a process that serves the grader ----------------------------------------------------------------------


def leave_unanswered(service: ServiceProcess, trouble: type[BaseException]) -> None:
    with service.conversation() as child:
        child.link.send(["a = 1"], Deadline(60))
        raise trouble  # the answer is on its way, and nobody's


@pytest.mark.parametrize("trouble", [NoAnswer, TimeoutError, KeyboardInterrupt, ValueError])
def test_whatever_is_raised_in_a_conversation_ends_the_process(trouble: type[BaseException]) -> None:
    with Worker(SHORT) as worker:
        service = ServiceProcess(worker.warm.fork)
        service.start("compile", "compile", 60)
        with pytest.raises(trouble):
            leave_unanswered(service, trouble)
        assert not service.serves("compile")
        service.start("compile", "compile", 60)
        with service.conversation() as child:
            child.link.send(["b = 1"], Deadline(60))
            code, _ = child.link.receive(Deadline(60))
        assert b"b" in code
        assert service.serves("compile")
        assert not service.serves("another")
        service.close()


def test_an_interrupted_compiler_gives_nobody_anothers_code(monkeypatch: pytest.MonkeyPatch) -> None:
    with Worker(SHORT) as worker:
        codes = worker._codes
        codes.get(["x = 1"])
        child = codes._process._child
        assert child is not None

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(child.link, "receive", interrupt)
        with pytest.raises(KeyboardInterrupt):
            codes.get(["y = 1", "z = 1"])
        [code] = codes.get(["w = 1"])
        assert code is not None
        assert b"w" in code
        assert b"y" not in code


# --- what is written of the modules ------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOM)))
def test_modules_that_are_named_are_there(path: Path) -> None:
    places = (path.parent, ROOM, ROOM.parent, ROOM.parents[1])
    named = re.findall(r"(?<![\w/.{}*-])((?:\w+/)*\w+\.py)\b", path.read_text(encoding="utf-8"))
    sample = {"practice.py"}  # of the rehearsal
    assert not [
        name for name in named if name not in sample and not any((place / name).exists() for place in places)
    ]
