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
memory that another student's child is a copy of. The child gets the program, compiled by a child that does nothing else
(compiled.py), then for each exercise a `setup` (the program is executed in a fresh namespace) and its calls
(requests.py). What it sends back is what a call did (replies.py); a stranger who forges a reply has done no more than
return another value.

*Who does what.* `Worker` (worker.py) is what everybody else uses. It keeps what outlives a submission: the zygote
(handles.py, tiers.py), the frames of arguments, the two children that serve the grader itself (service_process.py).
A `Run` (run.py) is one submission's way through its exercises. It needs no more of a process than child_process.py
says, so it works as well over the processes of a student's own machine (local/), where nobody is walled off. A check
in a notebook has not even a process of its own (local/same_process.py): it shares how a call is made, and no more.

*The wire* (wire.py) carries plain data as JSON and raw buffers, sizes capped on both sides, and is rebuilt
as exact base types. Each message goes behind its length (child/framing.py), and is a tuple:

    grader → child   (chunks, modules, cap on output)                          once; or
                     "compile", then lists of statements                       child/compiling.py
                     ("setup", number, names, stand-ins)                       once an exercise
                     ("call", number, arguments, seed, count steps?)
                     (answered?, value, random state)                          to an `ask`
                     ("answer", number, function, memory to spare, arguments,
                      random state, parts, room)                               to a stand-in
    child → grader   "" or why the walls could not be raised                   once, before it has anything
                     ("setup", number, (ready | missing | stale, notes))
                     ("call", number, report)                                  see child/calling.py
                     ("ask", number, stand-in, arguments, random state)        during a call
                     ("answer", number, (what failed, frame that answers))     from a stand-in
                     (code, spent?)                                            for each statement, or None

A reply with another number or of another form is no reply: the child is ended and the call counts as crashed.

*Time* is kept by the grader alone (clock.py): the child's processor time by the kernel's count, wall time as a
backstop on the socket, and SIGKILL through a handle of the process that cannot come to mean another one. Nothing
in the child can hold it up. A call that overran costs its exercise's other calls, a crash costs its call, and
the next exercise gets a new child; so does one before which the child says that something was left behind
(child/state.py). Only the child's own time is charged, and what the machine may have caused, because it was busy
or short of memory, is marked: a class runs it again before it costs a point.

*Stand-ins* (stand_ins.py, stand_in_process.py, child/standing_in.py). Where a helper failed, its callers are called
again with a stub in its place that asks. What answers is the reference, in one more child of the warm process that
holds nothing else: a stranger's arguments and random state go no further than there, and the state is checked on the
way (child/stream.py). The grader opens neither question nor answer; it counts them, keeps answers by the question's
bytes, and holds the deadline. A stand-in that ends or hangs costs the question, and is replaced.

*Hidden calls come last* (worker.py): first every exercise's public cases, then every exercise's hidden ones. What
a hidden call saw may stay behind in a thousand places; but no call that is shown to a student comes after one in
the same process, and the next process is a copy of the warm one, which no student's code ever ran in. A child
keeps what an exercise set up until its hidden cases (child/session.py), unless that is large.

*Walls* (sandbox.py, child/confine.py), each of which would do alone for most of what is tried:

    process  a process of its own, limits, a folder that is removed, another user if started as root; no
             boundary: for one person's own work, and for a class only where it is asked for by name
    kernel   + no new privileges, Landlock (reads Python and NumPy, writes nothing), a list of system calls
             (no process, socket or signal; nothing about any process but itself)
    full     + bubblewrap: a file system that holds Python, NumPy and this folder's child/, no network, own
             processes; each child mounts its own small file system to write to, which vanishes with it

Started as root, the zygote becomes a user that no machine has, with no privilege left, one for each zygote, since
the kernel counts processes by user and does not count root's. Python may live in a folder that only root can
enter: at tier full bubblewrap puts it on a path that all can; at the others (child/reveal.py) that folder is covered
by an empty one in which Python alone is put back at its place, and at tier kernel /proc is covered too. Where
that cannot be done, no code is run and the way out is told. The zygote proves its walls before it loads NumPy
(child/selfcheck.py); `Worker` falls back a tier where they do not stand, `require` refuses.

*Between one student's child and the next*: no open file is shared (the first three are opened anew), no folder, no
memory, no user's quota that outlasts its processes. What remains, and would carry some bits to an accomplice: the
numbers that the kernel gives to processes and threads, its load and free memory (sysinfo), how quickly a file is
read that another read before, at tier kernel when it was read last, and what a processor's caches tell.

*The end.* Every process asks the kernel to be killed with its parent, so none outlives the grader.

What the child can see of the grader is wire.py, plain.py and child/, and in a class what readers are made of
(grader/reader), whose children come from the same warm process: public code that holds nothing, and that no walled
child can read again from its file.

*Whole notebooks* (execute.py, sandbox_answer.py, notebook_kernel.py) are run only where `--execute` asks for it, in a
sandbox of their own that holds a kernel instead of a zygote, behind the same list of system calls with what a kernel
needs added, their processes' memory counted together (control_group.py); what comes of it decides no mark.
"""

from grader.model import Tier
from grader.worker.limits import Limits
from grader.worker.stand_ins import Bounds, StandIn
from grader.worker.tiers import best_tier, refuse_weaker, require, require_walls
from grader.worker.wire import Opaque, WireError
from grader.worker.worker import Worker

__all__ = [
    "Bounds",
    "Limits",
    "Opaque",
    "StandIn",
    "Tier",
    "WireError",
    "Worker",
    "best_tier",
    "refuse_weaker",
    "require",
    "require_walls",
]
