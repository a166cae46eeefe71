"""Prints what every attack achieved in every tier this machine has: python -m tests.hostile [WORD]."""

import sys

from grader.model import Tier
from grader.worker.tiers import why_not
from tests.hostile.arena import ATTACKS, Arena, surroundings
from tests.hostile.known import KNOWN, UNSAFE


def main(word: str = "") -> int:
    unexpected = 0
    print(f"{'attack':<48} {'tier':<8} {'seconds':>7}  outcome")
    with surroundings() as things_to_steal:
        for tier in Tier:
            if reason := why_not(tier):
                print(f"{'(all)':<48} {tier:<8} {'':>7}  not available here: {reason}")
                continue
            arena = Arena(tier, things_to_steal)
            for path in ATTACKS:
                if word in f"{path.stem} {tier}" and path.stem not in UNSAFE.get(tier, ()):
                    unexpected += _print(arena, path)
            arena.close()
    print(f"{unexpected} unexpected")
    return 1 if unexpected else 0


def _print(arena: Arena, path) -> bool:
    seen = arena.attack(path)
    known = KNOWN[seen.tier].get(seen.attack)
    verdicts = ", ".join(seen.verdicts)
    text = f"held ({verdicts})"
    if seen.breaches:
        text = f"{'known' if known else 'UNEXPECTED'}: {'; '.join(seen.breaches)} ({known or verdicts})"
    print(f"{seen.attack:<48} {seen.tier:<8} {seen.seconds:>7.2f}  {text}", flush=True)
    return bool(seen.breaches) and not known


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
