"""What verifying one assignment found, as a value that is stored and shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from grader.author.findings import Finding, Level

SCHEMA = "grader/verified/1"


@dataclass(frozen=True, slots=True)
class Report:
    """An assignment's findings, in the order of its expectations."""

    assignment: str
    findings: tuple[Finding, ...]
    seconds: float = 0.0
    mutation: tuple[Mapping[str, Any], ...] = ()  # one an exercise
    tolerances: Mapping[str, Any] = field(default_factory=dict)  # exercise -> a row a case
    # exercise -> why a trivial answer is right
    exempt: Mapping[str, Sequence[str]] = field(default_factory=dict)
    settled: bool = (
        True  # False: the machine, or we, may have kept something from being run; it is not stored
    )
    stored: bool = False  # from an earlier run, of which nothing has changed since

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level is Level.ERROR]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level is Level.WARNING]

    @property
    def expectations(self) -> int:
        return len({finding.id for finding in self.findings})

    @property
    def mutants(self) -> Counter[str]:
        """Return how many mutants of the assignment came to which end."""
        ends: Counter[str] = Counter()
        for exercise in self.mutation:
            ends.update({key: value for key, value in exercise.items() if isinstance(value, int)})
        return ends

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "schema": SCHEMA,
            **{
                name: value
                for name, value in asdict(self).items()
                if name not in {"stored", "settled", "findings"}
            },
            "findings": [finding.plain() for finding in self.findings],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Report:
        """Return the report that `plain` was made of, as a stored one."""
        fields = {name: plain[name] for name in ("assignment", "seconds", "tolerances", "exempt")}
        findings = [Finding(**{**item, "level": Level(item["level"])}) for item in plain["findings"]]
        return cls(**fields, findings=tuple(findings), mutation=tuple(plain["mutation"]), stored=True)
