"""What gets through where there are no walls, with the reason; nothing may get through a tier that is not here."""

from grader.model import Tier

RIGHTS = "without walls the process has the rights of the user who grades"
SHARED = "without walls it shares the machine's network, files and processes"

KNOWN: dict[Tier, dict[str, str]] = {
    Tier.PROCESS: {},
    Tier.KERNEL: {},
    Tier.FULL: {},
}

# An attack that would harm the machine that runs the tests where nothing holds it back.
UNSAFE: dict[Tier, frozenset[str]] = {Tier.PROCESS: frozenset({"secrets_mount_a_filesystem"})}
