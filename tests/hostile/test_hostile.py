"""No attack earns a mark, reads a secret, reaches the network, writes outside or leaves a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from arena import ATTACKS, Arena, Surroundings, surroundings
from known import KNOWN, UNSAFE

from grader.model import Tier
from grader.worker.tiers import why_not

FAMILIES = {
    "time": "time",
    "memory": "memory and processes",
    "processes": "memory and processes",
    "exits": "exits and crashes",
    "judge": "patching the judge",
    "secrets": "secrets and system",
    "values": "return values and state",
    "state": "return values and state",
    "files": "files",
}

pytestmark = pytest.mark.skipif(
    bool(why_not(Tier.KERNEL)), reason="attacks need a machine that can hold them: Linux with Landlock"
)


@pytest.fixture(scope="module")
def things_to_steal() -> Iterator[Surroundings]:
    with surroundings() as furnished:
        yield furnished


@pytest.fixture(scope="module", params=[tier for tier in Tier if not why_not(tier)], ids=str)
def arena(request: pytest.FixtureRequest, things_to_steal: Surroundings) -> Iterator[Arena]:
    arena = Arena(request.param, things_to_steal)
    yield arena
    arena.close()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda path: path.stem)
def test_attack(arena: Arena, attack) -> None:
    if attack.stem in UNSAFE.get(arena.worker.tier, ()):
        pytest.skip("it would harm this machine, which nothing protects in this tier")
    if arena.worker.tier is Tier.PROCESS and attack.stem in KNOWN[Tier.PROCESS]:
        pytest.skip(KNOWN[Tier.PROCESS][attack.stem])
    seen = arena.attack(attack)
    known = KNOWN[arena.worker.tier].get(attack.stem)
    assert not seen.breaches or known, f"{seen.verdicts}: {seen.breaches}"


def test_every_family_is_there_and_every_attack_says_what_it_tries() -> None:
    assert len(ATTACKS) >= 60
    assert {FAMILIES[path.stem.partition("_")[0]] for path in ATTACKS} == set(FAMILIES.values())
    for path in ATTACKS:
        text = path.read_text(encoding="utf-8")
        assert text.startswith('"""TRIES ')
        assert "\nGRADER MUST " in text


def test_only_a_tier_without_walls_lets_anything_through() -> None:
    assert not KNOWN[Tier.KERNEL]
    assert not KNOWN[Tier.FULL]
    assert set(KNOWN[Tier.PROCESS]) <= {path.stem for path in ATTACKS}
