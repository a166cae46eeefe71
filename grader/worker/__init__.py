"""The one door through which student code is ever run.

Theory of operation
-------------------

    grader ──────────────► zygote ──────────► child
    key, comparison        NumPy, warm        one submission's code,
    Worker, Run, Link      forks, reaps       one call's arguments at a time
       ▲                                         │
       └──────────── values, never verdicts ─────┘

*Three processes, three degrees of trust.* The grader holds all that is worth stealing and never runs student
code. The zygote loads Python and NumPy once, plays a session of our own through (child/rehearsal.py), and forks a
child for each submission; it knows neither cases nor answers, and never reads what passes between grader and
child: for each child the grader makes a socket and hands one end through. So no student's source is ever in the
memory that another student's child is a copy of. The child gets the program, compiled as far as that is harmless
(code.py), then for each exercise a `setup` (the program is executed in a fresh namespace) and its calls. What it
sends back is what a call did; a stranger who forges a reply has done no more than return another value.

*The wire* (wire.py) carries plain data as JSON and raw buffers, sizes capped on both sides, and is rebuilt
as exact base types. A message is a tuple:

    grader → child   (chunks, modules, cap on output)                          once
                     ("setup", number, names, stand-ins)                       once an exercise
                     ("call", number, arguments, seed, count steps?)
                     (answered?, value, random state)                          to an `ask`
    child → grader   "" or why the walls could not be raised                   once, before it has anything
                     ("setup", number, (ready | missing | stale, notes))
                     ("call", number, report)                                  see child/calling.py
                     ("ask", number, stand-in, question)                       arguments and random state

A reply with another number or of another form is no reply: the child is ended and the call counts as crashed.

*Time* is kept by the grader alone: a deadline on the socket, and SIGKILL through a handle of the process
that cannot come to mean another one. Nothing in the child can hold it up. A call that overran costs its
exercise's other calls, a crash costs its call, and the next exercise gets a new child; so does one before
which the child says that something was left behind (child/state.py). Only the child's own time is charged.

*Walls* (sandbox.py, child/confine.py), each of which would do alone for most of what is tried:

    process  a process of its own, limits, a folder that is removed           no boundary: self-checks only
    kernel   + no new privileges, Landlock (reads Python and NumPy, writes nothing), a list of system calls
             (no process, socket or signal), another user if started as root
    full     + bubblewrap: a file system that holds Python, NumPy and this folder's child/, no network, own
             processes; each child mounts its own small file system to write to, which vanishes with it

Started as root, the zygote becomes a user that no machine has, one for each zygote, since the kernel counts
processes by user and does not count root's. Python may live in a folder that only root can enter: at tier full
bubblewrap puts it on a path that all can, at tier kernel the zygote keeps the one capability to read, and
Landlock says what. The zygote proves its walls before it loads NumPy (child/selfcheck.py); `Worker` falls back
a tier where they do not stand, `require` refuses.

*The end.* Every process asks the kernel to be killed with its parent, so none outlives the grader.

What the child can see of the grader is wire.py, plain.py and child/, nothing else, and both are of no use to it.

*Whole notebooks* (execute.py, kernel.py) are run only where `--execute` asks for it, in a sandbox of their own
that holds a kernel instead of a zygote; what comes of it decides no mark.
"""

from grader.model import Tier
from grader.worker.code import same_code
from grader.worker.limits import Limits
from grader.worker.stand_ins import StandIn
from grader.worker.tiers import best_tier, require
from grader.worker.wire import Opaque, WireError
from grader.worker.worker import Worker

__all__ = ["Limits", "Opaque", "StandIn", "Tier", "WireError", "Worker", "best_tier", "require", "same_code"]
